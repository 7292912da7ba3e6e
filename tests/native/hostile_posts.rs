//! Posts that somebody made to hurt, each with what the press has to say of it. The press always finishes, says what it could not use and where,
//! and what it writes is sound.

use std::fmt::Write;

use crate::pressing::{Press, Run};

/// Presses one post beside a sound one; the press says as many lines as `said`, each with this beginning, and nothing else is lost.
fn pressed(what: &str, file: &str, content: &[u8], said: &[&str]) -> Run {
    let press = Press::new()
        .post(file, content)
        .article("sound.md", "Sound", "2020-01-01", "Text of the sound one.");
    let run = press.run();
    assert_eq!(run.code, 0, "{what}: {}", run.stderr);
    assert_said(&run, what, said);
    assert!(run.archive.titles().contains(&"Sound".to_owned()), "{what}");
    run.archive.assert_verified();
    run
}

fn assert_said(run: &Run, what: &str, said: &[&str]) {
    let lines: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("posts/")).collect();
    let is_said = lines.len() == said.len() && lines.iter().zip(said).all(|(line, beginning)| line.starts_with(beginning));
    assert!(
        is_said,
        "{what}: {:#?}",
        lines
            .iter()
            .map(|line| line.chars().take(200).collect::<String>())
            .collect::<Vec<_>>()
    );
}

/// Posts as rows: what it is, its file, its content, what has to be said, and the beginning of its title, if it isn't left out.
macro_rules! hostile {
    ($($what:literal: $file:literal, $content:expr => [$($said:expr),*], $title:expr;)*) => {
        $({
            let run = pressed($what, $file, &Vec::<u8>::from($content), &[$($said),*]);
            let titles = run.archive.titles();
            let expected: Option<&str> = $title;
            let found = titles.iter().find(|title| *title != "Sound");
            assert_eq!(found.is_some(), expected.is_some(), "{}", $what);
            assert!(found.is_none_or(|title| title.starts_with(expected.unwrap_or_default())), "{}: {titles:?}", $what);
        })*
    };
}

fn post(front_matter: &str) -> String {
    format!("---\ntitle: T\ndate: 2020-01-02\n{front_matter}\n---\nText\n")
}

fn titled(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2020-01-02\n---\nText\n")
}

/// Aliases of aliases: 9 to the power of 9 texts.
fn billion_laughs() -> String {
    let mut lines = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for (name, before) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let items = vec![format!("*{before}"); 9].join(", ");
        let _ = writeln!(lines, "{name}: &{name} [{items}]");
    }
    post(&format!("{lines}tags: *i"))
}

#[test]
fn front_matter_that_bursts_is_read_as_far_as_it_can_be() {
    let long_alias = format!("a: &a {}\nphotos: [{}]", "x".repeat(100_000), vec!["*a"; 19_000].join(", "));
    let ten_megabytes = format!("description: {}", "x".repeat(10_000_000));
    let many_fields: String = (0..100_000).fold(String::new(), |mut fields, number| {
        let _ = writeln!(fields, "field{number}: {number}");
        fields
    });
    hostile! {
        "a billion laughs": "a.md", billion_laughs() => ["posts/a.md:5: b: it is not valid YAML: ", "posts/a.md:6: c: it is not valid YAML: ", "posts/a.md:7: d: it is not valid YAML: ", "posts/a.md:8: e: it is not valid YAML: ", "posts/a.md:9: f: it is not valid YAML: ", "posts/a.md:10: g: it is not valid YAML: ", "posts/a.md:11: h: it is not valid YAML: ", "posts/a.md:12: i: it is not valid YAML: ", "posts/a.md:13: tags: it is not valid YAML: "], Some("T");
        "a long text repeated by aliases": "a.md", post(&long_alias) => ["posts/a.md:5: photos: it is not valid YAML: ", "posts/a.md:5: photos: this is no picture's address; it was left out"], Some("T");
        "a thousand lists in each other": "a.md", post(&format!("tags: {}{}", "[".repeat(1_000), "]".repeat(1_000))) => ["posts/a.md:4: tags: it is not valid YAML: ", "posts/a.md:4: tags: [[["], Some("T");
        "a hundred thousand lists that are never closed": "a.md", post(&format!("tags: {}", "[".repeat(100_000))) => ["posts/a.md:4: tags: it is not valid YAML: ", "posts/a.md:4: tags: [[["], Some("T");
        "mappings in each other": "a.md", post(&format!("x: {}1{}", "{a: ".repeat(5_000), "}".repeat(5_000))) => ["posts/a.md:4: x: its lists and mappings lie too deep in each other; the text was taken as it stands"], Some("T");
        "ten megabytes in a field": "a.md", post(&ten_megabytes) => ["posts/a.md:4: description: it is longer than 256 KiB; the text was taken as it stands"], Some("T");
        "a hundred thousand fields": "a.md", post(&many_fields) => ["posts/a.md:2: front matter: it is longer than 256 KiB; each field was read on its own"], Some("T");
        "a field that stands thrice": "a.md", post("title: U\nTITLE: V") => ["posts/a.md:4: title: the field stands twice, first on line 2; that one counts", "posts/a.md:5: TITLE: the field stands twice, first on line 2; that one counts"], Some("T");
        "an alias of itself": "a.md", post("x: &x [*x]") => [], Some("T");
        "an alias of nothing": "a.md", post("tags: *nobody") => ["posts/a.md:4: tags: it is not valid YAML: "], Some("T");
        "tags of YAML": "a.md", post("tags: !!python/object/apply:os.system ['id']") => [], Some("T");
        "keys of TOML in each other": "a.md", format!("+++\ntitle = 'T'\n{}a = 1\n+++\nText\n", "a.".repeat(50_000)) => ["posts/a.md: title: too long for lists", "posts/a.md:2: title: it is not valid TOML: "], Some("'T'");
        "lists of TOML in each other": "a.md", format!("+++\ntitle = 'T'\ntags = {}{}\n+++\nText\n", "[".repeat(50_000), "]".repeat(50_000)) => ["posts/a.md:3: tags: it is not valid TOML: ", "posts/a.md:3: tags: [[["], Some("T");
        "tables of TOML in each other": "a.md", format!("+++\ntitle = 'T'\n[{}a]\n+++\nText\n", "a.".repeat(50_000)) => ["posts/a.md:3: [a.a.a"], Some("T");
    }
}

#[test]
fn bytes_that_are_no_text_are_said_to_be_none() {
    let nuls = post("").replace("Text", "Te\0xt, and more of it than of NULs in this file");
    let not_utf8 = [titled("A").as_bytes(), "纸上谈字，".repeat(10).as_bytes(), b"\xFF\xFE\x80"].concat();
    let utf16 = std::iter::once(0xFEFF)
        .chain(titled("Wide").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect::<Vec<u8>>();
    hostile! {
        "NULs": "a.md", nuls => ["posts/a.md:6: encoding: a NUL character stands in the text; it was taken out"], Some("T");
        "nothing but NULs": "a.md", vec![0; 10_000] => ["posts/a.md: file: this is not text: it is full of control characters"], None;
        "nothing but byte order marks": "a.md", "\u{feff}\u{feff}\u{feff}" => ["posts/a.md: file: the file is empty; there is no article in it"], None;
        "byte order marks before the front matter": "a.md", format!("\u{feff}\u{feff}{}", titled("Marked")) => [], Some("Marked");
        "bytes that are no UTF-8": "a.md", not_utf8 => ["posts/a.md:6: encoding: read as UTF-8, in which some bytes mean nothing; they became U+FFFD"], Some("A");
        "UTF-16": "a.md", utf16 => [], Some("Wide");
        "half a character of UTF-16": "a.md", b"\xFF\xFE\x3D\xD8".to_vec() => ["posts/a.md:1: encoding: read as UTF-16LE, in which some bytes mean nothing; they became U+FFFD"], Some("");
        "a picture": "a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".to_vec() => ["posts/a.md: file: this is not text: it holds control bytes that no text encoding explains"], None;
        "seventeen megabytes": "a.md", vec![b'x'; 17 << 20] => ["posts/a.md: file: it has 17825792 bytes, more than the 16777216 that a post may have; left out"], None;
    }
}

#[test]
fn titles_are_text_on_one_line_that_reads_as_it_stands() {
    let long = "长".repeat(100_000);
    hostile! {
        "HTML": "a.md", titled("'<img src=x onerror=alert(1)><script>alert(1)</script>'") => [], Some("<img src=x onerror=alert(1)><script>alert(1)</script>");
        "an override of direction": "a.md", titled("\"invoice\u{202e}gpj.exe\"") => ["posts/a.md:2: title: a character that turns the direction of text stands in it; it was taken out"], Some("invoicegpj.exe");
        "control characters": "a.md", titled("\"a\\0b\\x07c\\nd\\u2028e\"") => [], Some("a b c d e");
        "nothing to see": "a.md", titled("\"\u{200b}\u{feff}\u{202e}\"") => ["posts/a.md:2: title: a character that turns the direction of text stands in it; it was taken out"], Some("");
        "a mapping": "a.md", titled("{ a: [b] }") => ["posts/a.md:2: title: the syntax takes it for a list or mapping; the text was taken as it stands"], Some("{ a: [b] }");
        "a hundred thousand characters": "a.md", titled(&long) => ["posts/a.md: title: too long for lists, which show less of it; the article keeps all of it", "posts/a.md:2: title: it is longer than 256 KiB; the text was taken as it stands"], Some("长长");
    }
}

#[test]
fn addresses_are_of_the_web_or_left_out() {
    hostile! {
        "a link to a script": "a.md", post("link: javascript:alert(1)") => ["posts/a.md:4: link: this is no address of the web; it was left out"], Some("T");
        "a link to a script, disguised": "a.md", post("link: \"\\tJaVa\\nScRiPt:alert(1)\"") => [], Some("T");
        "a link to data": "a.md", post("permalink: data:text/html,<script>alert(1)</script>") => ["posts/a.md:4: permalink: this is no address of the web; it was left out"], Some("T");
        "pictures that are scripts": "a.md", post("thumbnail: javascript:alert(1)\nheadimg: vbscript:x\nbanner: data:text/html,x") => ["posts/a.md:4: thumbnail: a picture is named by an http(s) address or a path; it was left out", "posts/a.md:5: headimg: a picture is named by an http(s) address or a path; it was left out", "posts/a.md:6: banner: a picture is named by an http(s) address or a path; it was left out"], Some("T");
        "a picture outside": "a.md", post("thumbnail: ../../../../etc/passwd.png\nheadimg: /etc/hostname.png") => ["posts/a.md:4: image: `../../../../etc/passwd.png`: no such picture beside the post or in the input", "posts/a.md:5: banner_image: `/etc/hostname.png`: no such picture beside the post or in the input"], Some("T");
        "a picture by a file's address": "a.md", post("thumbnail: file:///etc/passwd") => ["posts/a.md:4: thumbnail: a picture is named by an http(s) address or a path; it was left out"], Some("T");
        "an address with quotes": "a.md", post("link: 'https://a.example/\"onmouseover=\"alert(1)'") => ["posts/a.md: link: https://a.example/\"onmouseover=\"alert(1) is no web address; left out"], Some("T");
        "an address without a host": "a.md", post("link: https://") => ["posts/a.md:4: link: this address can't be read; it was left out"], Some("T");
        "fields of a feed": "a.md", post("next_url: javascript:alert(1)\nfeed_url: [1]\nhubs: {a: b}\nattachments: 5") => [], Some("T");
        "pictures of the body outside": "a.md", post("").replace("Text", "![](../../etc/passwd) ![](file:///etc/passwd) <img src='%2e%2e/%2e%2e/etc/passwd'>") => ["posts/a.md:6: body: `%2e%2e/%2e%2e/etc/passwd`: no such picture beside the post or in the input", "posts/a.md:6: body: `../../etc/passwd`: no such picture beside the post or in the input"], Some("T");
    }
}

#[test]
fn ids_names_and_dates_have_limits() {
    let tags = |count: usize| (0..count).map(|number| format!("t{number}")).collect::<Vec<_>>().join(", ");
    hostile! {
        "an id of a megabyte": "a.md", post(&format!("id: {}", "i".repeat(1 << 20))) => ["posts/a.md: id: iiii", "posts/a.md:4: id: it is longer than 256 KiB; the text was taken as it stands"], Some("T");
        "an id that is a list": "a.md", post("id: [1, 2]") => ["posts/a.md:4: id: a text is expected here, not a list or mapping; it was left out"], Some("T");
        "an id with control characters": "a.md", post("id: \"../\\0\\x1b[2J\"") => [], Some("T");
        "ten thousand tags": "a.md", post(&format!("tags: [{}]", tags(10_000))) => ["posts/a.md:4: tags: there are more than 200; the first ones count"], Some("T");
        "a million tags": "a.md", post(&format!("tags: [{}]", tags(1_000_000))) => ["posts/a.md:4: tags: it is longer than 256 KiB; the text was taken as it stands", "posts/a.md:4: tags: there are more than 200; the first ones count"], Some("T");
        "tags that are paths": "a.md", post("tags: [a/b, ../../etc/passwd, ., .., 'con', \"a\\0b\", '%2e%2e', 'a?b#c']") => [], Some("T");
        "tags of nothing": "a.md", post("tags: ['', '  ', \"\\t\", \"\u{200b}\", '#', {a: b}, [c]]") => ["posts/a.md:4: tags: a tag is empty or not text; it was left out"], Some("T");
        "a tag of a megabyte": "a.md", post(&format!("tags: [a, {}]", "t".repeat(1 << 20))) => ["posts/a.md:4: tags: it is longer than 256 KiB; the text was taken as it stands", "posts/a.md:4: tags: tttt"], Some("T");
        "a tag that turns what follows": "a.md", post("tags: [\"a\u{202e}b\"]") => ["posts/a.md:4: tags: a character that turns the direction of text stands in a tag; it was taken out"], Some("T");
        "an author of a megabyte": "a.md", post(&format!("author: {}", "a".repeat(1 << 20))) => ["posts/a.md:4: author: it is longer than 256 KiB; the text was taken as it stands", "posts/a.md:4: author: aaaa"], Some("T");
        "a path of ten thousand categories": "a.md", post(&format!("categories: [{}]", tags(10_000))) => ["posts/a.md:4: categories: a path of 10000 categories is too deep; the first 16 count"], Some("T");
        "five thousand paths": "a.md", post(&format!("categories: [[{}]]", tags(5_000).replace(", ", "], ["))) => ["posts/a.md: categories: too long for lists", "posts/a.md: tags: too long for lists", "posts/a.md:4: categories: there are more than 200; the first ones count"], Some("T");
        "the year 99999": "a.md", post("updated: 99999-01-01") => ["posts/a.md:4: updated: `99999-01-01` is not a date that can be read"], Some("T");
        "a year below zero": "a.md", post("updated: -1-01-01") => ["posts/a.md:4: updated: `-1-01-01` is not a date that can be read"], Some("T");
        "the year zero": "a.md", post("updated: 0000-01-01") => ["posts/a.md:4: updated: the year 0 is outside 1 to 9999"], Some("T");
        "the last hour of all years": "a.md", post("updated: 9999-12-31T23:59:59-12:00") => ["posts/a.md:4: updated: `9999-12-31T23:59:59-12:00` is outside the years 1 to 9999"], Some("T");
        "a second that is none": "a.md", post("updated: 2020-02-30 25:61:61") => ["posts/a.md:4: updated: `2020-02-30 25:61:61` is not a date that can be read"], Some("T");
        "a number of seconds": "a.md", post("updated: 99999999999999999999999999") => ["posts/a.md:4: updated: `99999999999999999999999999` is not a date that can be read"], Some("T");
        "a date of a megabyte": "a.md", post(&format!("updated: {}", "1".repeat(1 << 20))) => ["posts/a.md:4: updated: it is longer than 256 KiB; the text was taken as it stands", "posts/a.md:4: updated: `1111"], Some("T");
        "languages that are none": "a.md", post("lang: '\"><script>'") => ["posts/a.md:4: lang: this is not a language tag such as `zh-CN`; it was left out"], Some("T");
    }
}

#[test]
fn a_body_may_be_anything() {
    let many = |part: &dyn Fn(usize) -> String, count: usize| (0..count).map(part).collect::<String>();
    let with = |body: &str| post("").replace("Text", body);
    hostile! {
        "seven megabytes": "a.md", with(&"word ".repeat(1_500_000)) => [], Some("T");
        "a million attributes": "a.html", with(&format!("<p {}>Text</p>", many(&|number| format!("a{number} "), 1_000_000))) => ["posts/a.html:6: body: a tag with thousands of attributes stands in the text; it was made text"], Some("T");
        "a hundred thousand elements in each other": "a.html", with(&format!("{}Text", "<div>".repeat(100_000))) => [], Some("T");
        "a hundred thousand quotations": "a.md", with(&format!("{} Text", ">".repeat(100_000))) => [], Some("T");
        "brackets that are never closed": "a.md", with(&"[".repeat(500_000)) => [], Some("T");
        "emphasis that is never closed": "a.md", with(&"*a _b ".repeat(200_000)) => [], Some("T");
        "entities": "a.html", with(&format!("<p>{}</p>", "&amp;".repeat(500_000))) => [], Some("T");
        "comments that are never closed": "a.html", with(&format!("<p>Text</p>{}", "<!--".repeat(500_000))) => [], Some("T");
        "a hundred thousand footnotes": "a.md", with(&many(&|number| format!("[^{number}]: Note\n\n"), 100_000)) => [], Some("T");
        "a hundred thousand links to tags": "a.html", with(&many(&|number| format!("<a rel=tag href=/>t{number}</a> "), 100_000)) => ["posts/a.html: tags: there are 100000, of which the first 400 count", "posts/a.html: tags: too long for lists"], Some("T");
    }
}

#[test]
fn of_a_hundred_thousand_problems_a_thousand_are_told_and_the_others_counted() {
    let parts: [fn(usize) -> String; 2] = [|number| format!("{{% p{number} %}}\n"), |number| format!("![]({number}.png)\n")];
    for part in parts {
        let body: String = (0..100_000).map(part).collect();
        let run = Press::new().post("a.md", post("").replace("Text", &body)).run();
        assert_eq!((run.code, run.archive.titles()), (0, vec!["T".to_owned()]));
        let lines: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("posts/a.md")).collect();
        assert_eq!(lines.len(), 1_001);
        assert_eq!(
            lines.first(),
            Some(&"posts/a.md: body: 99000 more problems, which are not told one by one")
        );
    }
}

#[test]
fn what_is_told_of_a_post_moves_no_cursor() {
    let run = Press::new().post("a.md", post("updated: \"\\e[2J\\e]0;x\\a\u{202e}\"")).run();
    assert_said(
        &run,
        "a date",
        &["posts/a.md:4: updated: `\\u{1b}[2J\\u{1b}]0;x\\u{7}\\u{202e}` is not a date that can be read"],
    );
}

#[cfg(unix)]
#[test]
fn only_files_of_the_input_are_read() {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    let press = Press::new().article(
        "sound.md",
        "Sound",
        "2020-01-01",
        "<img src='link.png'><img src='folder.png'><img src='pipe.png'>",
    );
    let outside = press.posts().with_file_name("outside");
    std::fs::create_dir_all(outside.join("more")).expect("folders can be made");
    std::fs::write(outside.join("secret.md"), titled("Secret")).expect("files can be written");
    std::fs::write(outside.join("secret.png"), "<svg xmlns='http://www.w3.org/2000/svg'></svg>").expect("files can be written");
    let posts = press.posts();
    std::fs::create_dir_all(posts.join("folder.md")).expect("folders can be made");
    std::fs::create_dir_all(posts.join("folder.png")).expect("folders can be made");
    for (target, link) in [
        ("../outside/secret.md", "link.md"),
        ("../outside", "out"),
        ("../outside/secret.png", "link.png"),
        ("nowhere", "broken.md"),
        ("itself.md", "itself.md"),
        ("/dev/zero", "zero.md"),
    ] {
        symlink(target, posts.join(link)).expect("links can be made");
    }
    for pipe in ["pipe.md", "pipe.png"] {
        let made = Command::new("mkfifo").arg(posts.join(pipe)).status().expect("mkfifo is there");
        assert!(made.success());
    }
    let run = press.run();
    let no_picture = |name: &str| format!("posts/sound.md:6: body: `{name}`: no such picture beside the post or in the input");
    let said = [
        "posts/broken.md: file: it can't be read; left out: ",
        "posts/itself.md: file: it can't be read; left out: ",
        "posts/link.md: file: it links to something outside the input; left out",
        "posts/out: file: it links to something outside the input; left out",
        "posts/pipe.md: file: it is no file but something else, such as a pipe; left out",
        &no_picture("folder.png"),
        &no_picture("link.png"),
        &no_picture("pipe.png"),
        "posts/zero.md: file: it links to something outside the input; left out",
    ];
    assert_said(&run, "links and pipes", &said);
    let named = press.with(&["posts/pipe.md", "posts/zero.md"]).run();
    let named = named
        .warning(&["posts/pipe.md", "it is no file"])
        .warning(&["posts/zero.md", "it is no file"]);
    for run in [run, named] {
        assert_eq!((run.code, run.archive.titles()), (0, vec!["Sound".to_owned()]));
        assert!(run.archive.files().keys().all(|path| !path.starts_with("pictures/")));
    }
}
