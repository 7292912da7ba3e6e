//! Posts that try to make the archive's lists large.

use offprint::archive::CARD_BYTES;

use crate::pressing::{Archive, Press};

const LARGEST_LIST: usize = 100_000;

fn assert_lists_are_small(archive: &Archive) {
    for (path, bytes) in archive.files() {
        let is_list = !path.starts_with("articles/");
        assert!(!is_list || bytes.len() < LARGEST_LIST, "{path} has {} bytes", bytes.len());
    }
    assert!(archive.cards().iter().all(|card| card.written_bytes() <= CARD_BYTES));
}

#[test]
fn a_tag_as_long_as_a_sentence_is_no_tag() {
    let press = (0..60).fold(Press::new(), |press, number| {
        let tags = format!("[ok, '{number}{}']", "長".repeat(3_000));
        press.post(
            &format!("{number}.md"),
            format!("---\ntitle: T{number}\ndate: 2020-01-01\ntags: {tags}\n---\nText\n"),
        )
    });
    let run = press.run().warning(&["posts/7.md", "tags", "too long for a tag"]);
    assert_eq!(run.archive.latest().manifest.n_tags, 1);
    assert_lists_are_small(&run.archive);
}

#[test]
fn full_cards_and_a_long_base_address_together_keep_lists_small() {
    let base = format!("https://example.org/{}/", "x".repeat(150));
    let press = (0..48).fold(Press::new(), |press, number| {
        // Each field is as long as it may be before anything is shortened.
        let tags: Vec<String> = (0..30).map(|tag| format!("\"\\\"{number}-{tag}{}\"", "é".repeat(20))).collect();
        let front = format!(
            "title: '{number}{}'\nid: {}{number}\ndate: 2020-01-01\ntags: [{}]\nthumbnail: p.svg",
            "\"".repeat(150),
            "i".repeat(500),
            tags.join(", ")
        );
        press.post(&format!("{number}.md"), format!("---\n{front}\n---\n{}\n", "\\\" ".repeat(200)))
    });
    let press = press
        .post("p.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'></svg>")
        .with(&["--base-url", &base]);
    let run = press.run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.archive.cards().len(), 48);
    assert_lists_are_small(&run.archive);
    let feed = run.archive.bytes("feed.json");
    assert!(String::from_utf8(feed).expect("text").contains(&format!("{base}archive/pictures/")));
}

#[test]
fn an_id_too_long_for_a_list_is_hashed_and_stays_the_same_article() {
    let long = |rest: &str, date: &str| format!("---\ntitle: T\nid: {}{rest}\ndate: {date}\n---\nText {date}\n", "i".repeat(5_000));
    let run = Press::new()
        .post("a.md", long("1", "2020-01-01"))
        .post("b.md", long("1", "2021-01-01"))
        .post("c.md", long("2", "2019-01-01"))
        .run()
        .warning(&["posts/c.md", "id", "its hash is the id"])
        .warning(&["posts/a.md", "same id as posts/b.md"]);
    assert_eq!(run.archive.cards().len(), 2);
}
