mod names_and_pictures;
mod never_lost;

use super::*;

fn read_file(file: &str, text: &str) -> (Option<Post>, Vec<Diagnostic>) {
    let options = PostOptions { time_zone: TimeZone::UTC };
    read_post(file, text.as_bytes(), &options)
}

/// A post with these lines as its front matter.
fn with_fields(lines: &str) -> (Post, Vec<Diagnostic>) {
    let (post, diagnostics) = read_file("post.md", &format!("---\n{lines}\n---\ntext\n"));
    (post.expect(lines), diagnostics)
}

fn kinds(diagnostics: &[Diagnostic]) -> Vec<Kind> {
    diagnostics.iter().map(|one| one.kind).collect()
}

#[test]
fn a_collected_post_is_read_whole() {
    let text = "\n---\ntitle: 'A walk: it''s long'\ncategories: \n - News\n - The Walker\n - Latest\n\
        headimg: 'https://img.example/wide.jpg'\nauthor: The Walker（old）\ncomments: false\n\
        date: Sat, 27 Nov 2021 13:06:01 GMT\nthumbnail: 'https://img.example/small.jpg'\n---\n\n\
        <div>   \n<p>One.</p>\n\n     <p>Two.</p>\n</div>\n            ";
    let (post, diagnostics) = read_file("000.txt", text);
    let post = post.expect("it is whole");
    assert_eq!(post.title.as_deref(), Some("A walk: it's long"));
    assert_eq!(post.categories, [["News", "The Walker", "Latest"]]);
    assert_eq!(post.authors, ["The Walker（old）"]);
    assert_eq!(post.date.map(|date| date.to_string()).as_deref(), Some("2021-11-27T13:06:01Z"));
    assert_eq!(post.date_text.as_deref(), Some("Sat, 27 Nov 2021 13:06:01 GMT"));
    assert_eq!(post.banner_image.as_deref(), Some("https://img.example/wide.jpg"));
    assert_eq!(post.image.as_deref(), Some("https://img.example/small.jpg"));
    assert_eq!(post.body_html.trim(), "<div>   \n<p>One.</p>\n\n     <p>Two.</p>\n</div>");
    assert_eq!(post.body_line, 14);
    assert_eq!(diagnostics, []);
}

#[test]
fn titles_are_the_text_that_was_meant() {
    let cases = [
        ("title: 201", Some("201"), 0),
        ("title: 1.0", Some("1.0"), 0),
        ("title: yes", Some("yes"), 0),
        ("title: 2019.01.17", Some("2019.01.17"), 0),
        ("title: C# basics", Some("C# basics"), 0),
        ("title: '  two   words '", Some("two words"), 0),
        ("title: #", Some("#"), 1),
        ("title: #5", Some("#5"), 1),
        ("title: Episode #5", Some("Episode #5"), 1),
        ("title: null", Some("null"), 1),
        ("title: [Review]", Some("[Review]"), 1),
        ("title: @路", Some("@路"), 1),
        ("title: '\"quoted\" out'_ more", Some("'\"quoted\" out'_ more"), 1),
        ("title: \"\"\"\"x\"\"\"\"", Some("x"), 1),
        ("title:  ", None, 1),
        ("title: ''", None, 1),
        ("title: {{ title }}", None, 1),
        ("title: '{{ title }}'", None, 1),
        ("title:\n - a", None, 1),
        ("author: nobody", None, 0),
    ];
    for (line, title, n_diagnostics) in cases {
        let (post, diagnostics) = with_fields(&format!("{line}\ndate: 2021-10-28"));
        assert_eq!(post.title.as_deref(), title, "{line}");
        assert_eq!(diagnostics.len(), n_diagnostics, "{line}: {diagnostics:?}");
        assert!(post.date.is_some(), "{line}");
    }
}

#[test]
fn without_a_title_field_the_body_gives_it() {
    for (file, text, title, body) in [
        ("a.md", "# A title\n\ntext", "A title", "<p>text</p>"),
        ("a.md", "---\nauthor: A\n---\n# A title\n\ntext", "A title", "<p>text</p>"),
        ("a.md", "---\ntitle: A  title\n---\n# A title\n\ntext", "A title", "<p>text</p>"),
        ("a.md", "---\ntitle: Other\n---\n# A title", "Other", "<h1>A title</h1>"),
        (
            "a.html",
            "<!doctype html><html lang=zh-tw><title>A &lt;title&gt;</title><body>\n<p>text</p></body></html>",
            "A <title>",
            "<p>text</p>",
        ),
    ] {
        let (post, diagnostics) = read_file(file, text);
        let post = post.expect(text);
        assert_eq!(post.title.as_deref(), Some(title), "{text}");
        assert_eq!(post.body_html.trim(), body, "{text}");
        let language = if file.ends_with("html") { Some("zh-TW") } else { None };
        assert_eq!(post.language.as_deref(), language);
        assert_eq!(diagnostics, []);
    }
}

#[test]
fn dates_come_from_the_fields_then_from_the_files_name() {
    let day = "---\ntitle: T\n";
    for (file, lines, date, text, n_diagnostics) in [
        (
            "a.md",
            "date: 2021-10-28 20：45\n",
            Some("2021-10-28T20:45:00Z"),
            Some("2021-10-28 20：45"),
            0,
        ),
        (
            "a.md",
            "date: 2021-10-28T14:08:07\n",
            Some("2021-10-28T14:08:07Z"),
            Some("2021-10-28T14:08:07"),
            0,
        ),
        ("a.md", "date: Invalid Date\n", None, Some("Invalid Date"), 1),
        (
            "a.md",
            "date: Invalid Date\npubdate: 2021-10-28\n",
            Some("2021-10-28T00:00:00Z"),
            Some("2021-10-28"),
            1,
        ),
        ("a.md", "date:\n", None, None, 0),
        ("a.md", "date: {{ date }}\n", None, None, 1),
        ("a.md", "published: true\n", None, None, 0),
        ("b/2021-10-28-a.md", "", Some("2021-10-28T00:00:00Z"), Some("2021-10-28"), 0),
        (
            "2021-10-28-a.md",
            "date: Invalid Date\n",
            Some("2021-10-28T00:00:00Z"),
            Some("2021-10-28"),
            1,
        ),
        (
            "2021-10-28-a.md",
            "date: 2020-01-01\n",
            Some("2020-01-01T00:00:00Z"),
            Some("2020-01-01"),
            0,
        ),
        ("2021-13-28-a.md", "", None, None, 0),
    ] {
        let (post, diagnostics) = read_file(file, &format!("{day}{lines}---\ntext"));
        let post = post.expect(lines);
        assert_eq!(post.date.map(|date| date.to_string()).as_deref(), date, "{file} {lines}");
        assert_eq!(post.date_text.as_deref(), text, "{file} {lines}");
        assert_eq!(diagnostics.len(), n_diagnostics, "{file} {lines}: {diagnostics:?}");
    }
    let (post, _) = with_fields("updated: 2022-01-02");
    assert_eq!(post.updated.map(|date| date.to_string()).as_deref(), Some("2022-01-02T00:00:00Z"));
}

#[test]
fn the_id_is_the_first_of_its_fields_and_the_link_the_first_web_address() {
    for (lines, id, link) in [
        ("link: https://a.example/x\nid: 12", Some("12"), Some("https://a.example/x")),
        ("url: https://a.example/u\npermalink: /p/", Some("/p/"), Some("https://a.example/u")),
        (
            "guid: tag:a,2021:1\noriginal: HTTP://a.example",
            Some("tag:a,2021:1"),
            Some("HTTP://a.example"),
        ),
        (
            "guid: https://a.example/g",
            Some("https://a.example/g"),
            Some("https://a.example/g"),
        ),
        ("source: The Daily\nid: ''", None, None),
        ("url: https://例え.jp/画", Some("https://例え.jp/画"), Some("https://例え.jp/画")),
        (
            "link: https://a.example/a b",
            Some("https://a.example/a b"),
            Some("https://a.example/a%20b"),
        ),
    ] {
        let (post, diagnostics) = with_fields(lines);
        assert_eq!(post.declared_id.as_deref(), id, "{lines}");
        assert_eq!(post.link.as_deref(), link, "{lines}");
        assert_eq!(diagnostics, [], "{lines}");
    }
    for lines in ["link: http://a.example/undefined", "link: javascript:alert(1)", "link: 'https://'"] {
        let (post, diagnostics) = with_fields(lines);
        assert_eq!(post.link, None, "{lines}");
        assert_eq!(kinds(&diagnostics), [Kind::Link], "{lines}");
    }
}

#[test]
fn languages_are_well_formed_tags() {
    for (language, expected) in [
        ("zh-CN", Some("zh-CN")),
        ("zh_cn", Some("zh-CN")),
        ("ZH-hant-tw", Some("zh-Hant-TW")),
        ("en_US.UTF-8", Some("en-US")),
        ("es-419", Some("es-419")),
        ("ja", Some("ja")),
        ("English", None),
        ("中文", None),
        ("e", None),
    ] {
        let (post, diagnostics) = with_fields(&format!("lang: {language}"));
        assert_eq!(post.language.as_deref(), expected, "{language}");
        assert_eq!(diagnostics.is_empty(), expected.is_some(), "{language}");
    }
}

#[test]
fn summaries_are_plain_text() {
    let (post, diagnostics) = with_fields("description: '<p>One &amp; <b>two</b></p>'\nexcerpt: other");
    assert_eq!(post.summary.as_deref(), Some("One & two"));
    assert_eq!(diagnostics, []);
    let (post, diagnostics) = with_fields("description: {{ description }}\nexcerpt: other");
    assert_eq!(post.summary.as_deref(), Some("other"));
    assert_eq!(kinds(&diagnostics), [Kind::Summary]);
}

#[test]
fn drafts_are_left_out_with_a_diagnostic_of_their_own() {
    for lines in ["draft: true", "published: false", "Draft: yes"] {
        let (post, diagnostics) = read_file("a.md", &format!("---\ntitle: T\n{lines}\n---\nx"));
        assert_eq!(post, None, "{lines}");
        assert_eq!(kinds(&diagnostics), [Kind::Draft]);
        assert_eq!(diagnostics[0].line, Some(3));
    }
    for lines in ["draft: false", "published: true", "published: 2021-10-28", "draft:"] {
        assert!(read_file("a.md", &format!("---\n{lines}\n---\nx")).0.is_some(), "{lines}");
    }
}

#[test]
fn a_post_is_lost_only_with_a_diagnostic() {
    for (bytes, kind) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\r"[..], Kind::Unreadable),
        (b"", Kind::Empty),
        (b"\xef\xbb\xbf \n\n", Kind::Empty),
    ] {
        let options = PostOptions { time_zone: TimeZone::UTC };
        let (post, diagnostics) = read_post("a.md", bytes, &options);
        assert_eq!(post, None);
        assert_eq!(kinds(&diagnostics), [kind]);
    }
}

#[test]
fn a_body_without_anything_to_see_is_kept_and_reported() {
    for body in ["", "<div>  </div>", "<script>x</script>", "<!-- more -->"] {
        let (post, diagnostics) = read_file("a.md", &format!("---\ntitle: T\n---\n{body}"));
        assert!(post.is_some(), "{body}");
        assert_eq!(kinds(&diagnostics), [Kind::Empty], "{body}");
    }
    for body in ["<div><img src=a></div>", "<div><video src=a></video></div>", "word"] {
        let (_, diagnostics) = read_file("a.md", &format!("---\ntitle: T\n---\n{body}"));
        assert_eq!(diagnostics, [], "{body}");
    }
}

#[test]
fn diagnostics_print_file_line_field_and_reason() {
    let (_, diagnostics) = with_fields("title: T\ndate: Invalid Date");
    let printed: Vec<String> = diagnostics.iter().map(Diagnostic::to_string).collect();
    assert_eq!(printed, ["post.md:3: date: `Invalid Date` is not a date that can be read"]);
}
