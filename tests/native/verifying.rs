//! `press verify`: finds nothing in what the press writes, and every damage.

use std::process::Command;

use offprint::archive::{Article, Latest, TagDocument, file};

use crate::pressing::{Archive, Press};

fn sixty() -> Press {
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'></svg>";
    let press = Press::new().post("a.svg", picture).post("b.svg", picture.replace("600", "601"));
    let press = press.with(&["--precompress", "--base-url", "https://example.org/", "--timezone", "Asia/Shanghai"]);
    let press = press.post("undated.md", "---\ntitle: Undated\ntags: [Solo]\n---\nText.\n");
    (0..60).fold(press, |press, number| {
        let front = format!(
            "title: Number {number}\ndate: 202{}-{:02}-{:02} 0{}:00:00\nauthor: Author {}\ncategories: [Group, 'Shelf {}']\ntags: [iOS, 'tag {}']\nheadimg: a.svg",
            number % 3,
            number % 12 + 1,
            number % 28 + 1,
            number % 10,
            number % 4,
            number % 5,
            number % 7
        );
        let body = format!("<p>{}</p><img src='b.svg'>", format!("Text of number {number}. ").repeat(20));
        press.post(&format!("{number:02}.md"), format!("---\n{front}\n---\n{body}\n"))
    })
}

fn is_sibling(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

fn has_fault(archive: &Archive, path: &str) -> bool {
    archive.verify().faults.iter().any(|fault| fault.file == path)
}

#[test]
fn an_archive_as_the_press_writes_it_has_no_faults() {
    let run = sixty().run();
    assert_eq!(run.code, 0);
    let verdict = run.archive.verify();
    assert_eq!((verdict.n_articles, verdict.is_unfinished, verdict.n_earlier), (61, false, 0));
    run.archive.assert_verified();
    Press::new().run().archive.assert_verified();
}

#[test]
fn every_file_that_is_missing_cut_off_or_damaged_is_named() {
    let archive = sixty().run().archive;
    let files = archive.files();
    for (path, bytes) in files.iter().filter(|(path, _)| *path != file::RECORD) {
        if !is_sibling(path) {
            archive.set(path, None);
            assert!(has_fault(&archive, path), "{path} is missing");
        }
        archive.set(path, Some(&bytes[..bytes.len() / 2]));
        assert!(has_fault(&archive, path), "{path} is cut off");
        let is_sealed = path.contains('-') || path.starts_with("directory/") || path.starts_with("pictures/") || path == file::LATEST;
        if is_sealed && !is_sibling(path) {
            let mut damaged = bytes.clone();
            damaged[bytes.len() / 2] ^= 1;
            archive.set(path, Some(&damaged));
            assert!(has_fault(&archive, path), "{path} is damaged");
        }
        archive.set(path, Some(bytes));
    }
    archive.assert_verified();
}

#[test]
fn files_that_nothing_refers_to_are_named() {
    let archive = sixty().run().archive;
    for path in [
        "articles/aaaaaaaaaaaaaaaa.json",
        "articles/group-0-of-4.json",
        "calendar/1999-aaaaaaaaaa.json",
        "cards/7-aaaaaaaaaa.json",
        "feed/99.json",
        "pictures/aaaaaaaaaaaaaaaa.png",
        "postings/new-0-aaaaaaaaaa.bin",
        "tags/aaaaaaaaaaaaaaaa.json",
        "tags/.offprint-1-2.tmp",
        "feed/99.json.br",
    ] {
        archive.set(path, Some(b"{}"));
        assert!(has_fault(&archive, path), "{path}");
        archive.set(path, None);
    }
    archive.set("CNAME", Some(b"example.org"));
    archive.assert_verified();
}

/// Writes a document that is whole and says something else than the rest of the archive.
fn assert_contradiction(archive: &Archive, path: &str, bytes: &[u8]) {
    let before = archive.bytes(path);
    archive.set(path, Some(bytes));
    assert!(has_fault(archive, path), "{path}");
    archive.set(path, Some(&before));
}

#[test]
fn documents_that_contradict_the_rest_are_named() {
    let archive = sixty().run().archive;
    let article = archive.article("Number 5");
    let path = file::article(&article.card.key);
    let with = |change: fn(&mut Article)| {
        let mut changed = article.clone();
        change(&mut changed);
        changed.write()
    };
    assert_contradiction(&archive, &path, &with(|article| article.card.title.push('!')));
    assert_contradiction(&archive, &path, &with(|article| article.card.tags.clear()));
    assert_contradiction(
        &archive,
        &path,
        &archive.bytes(&file::article(&archive.article("Number 6").card.key)),
    );
    let tag = archive.tag("iOS");
    let path = file::tag(&offprint::archive::Key::of_tag("ios"));
    let changed = |change: fn(&mut TagDocument)| {
        let mut tag = tag.clone();
        change(&mut tag);
        tag.write()
    };
    assert_contradiction(&archive, &path, &changed(|tag| tag.count += 1));
    assert_contradiction(&archive, &path, &changed(|tag| tag.cards.truncate(5)));
    assert_contradiction(&archive, &path, &changed(|tag| tag.name = "other".to_owned()));
    let resealed = |change: fn(&mut Latest)| {
        let mut latest = archive.latest();
        change(&mut latest);
        latest.seal().1
    };
    assert_contradiction(&archive, file::LATEST, &resealed(|latest| latest.manifest.tags[0].count += 1));
    assert_contradiction(&archive, file::LATEST, &resealed(|latest| latest.manifest.n_tags += 1));
    assert_contradiction(&archive, file::LATEST, &resealed(|latest| latest.manifest.count += 1));
    assert_contradiction(&archive, file::LATEST, &resealed(|latest| latest.manifest.years[0].months[0] += 1));
    assert_contradiction(&archive, file::LATEST, &resealed(|latest| latest.cards.reverse()));
}

#[test]
fn postings_with_an_ordinal_too_many_or_too_few_are_named() {
    use offprint::archive::posting::{Head, PostingKey, write_head};
    let archive = sixty().run().archive;
    let mut latest = archive.latest();
    let path = file::head(0, &latest.manifest.heads[0]);
    let head = offprint::archive::posting::PostingFile::read(archive.bytes(&path)).expect("a head");
    let mut postings: Vec<(PostingKey, Vec<u32>)> = head
        .keys()
        .map(|key| {
            let posting = head.posting(key).expect("a record");
            (key, posting.blocks[0].ascending().map(u32::from).collect())
        })
        .collect();
    let few: Vec<u32> = postings[0].1.clone();
    for changed in [few[1..].to_vec(), (0..61).collect::<Vec<u32>>()] {
        postings[0].1 = changed;
        let borrowed: Vec<(PostingKey, &[u32])> = postings.iter().map(|(key, ordinals)| (*key, ordinals.as_slice())).collect();
        let bytes = write_head(61, Head::ONLY, &borrowed);
        let hash = offprint::archive::key::file_hash(&bytes);
        archive.set(&file::head(0, &hash), Some(&bytes));
        latest.manifest.heads[0].clone_from(&hash);
        archive.set(file::LATEST, Some(&latest.clone().seal().1));
        assert!(has_fault(&archive, &file::head(0, &hash)));
    }
}

#[test]
fn a_fault_that_quotes_the_archive_is_one_line_that_moves_no_cursor() {
    let archive = sixty().run().archive;
    let mut tag = archive.tag("iOS");
    tag.name = "\u{1b}[2J\nfeed.json: missing\u{202e}".to_owned();
    let path = file::tag(&offprint::archive::Key::of_tag("ios"));
    archive.set(&path, Some(&tag.write()));
    let faults = archive.verify().faults;
    let faults: Vec<String> = faults.iter().filter(|fault| fault.file == path).map(ToString::to_string).collect();
    let called = format!("{path}: is called \\u{{1b}}[2J\\u{{a}}feed.json: missing\\u{{202e}}");
    assert_eq!(
        faults,
        [
            format!("{called} instead of iOS"),
            format!("{called}, and an article spells it iOS")
        ]
    );
}

#[test]
fn the_exit_code_tells() {
    let archive = sixty().run().archive;
    let verify = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_press")).arg("verify").args(arguments).output();
        let output = output.expect("the press can be started");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let folder = archive.path().to_string_lossy().into_owned();
    assert_eq!(verify(&[&folder]), (Some(0), String::new()));
    assert_eq!(verify(&[]).0, Some(2));
    assert_eq!(verify(&["no-such-folder"]).0, Some(2));
    archive.set("feed.json", None);
    let (code, faults) = verify(&[&folder, "--quiet"]);
    assert_eq!(code, Some(1));
    assert!(faults.lines().any(|line| line == "feed.json: missing"), "{faults}");
}
