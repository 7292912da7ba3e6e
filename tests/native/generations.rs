//! One archive after another: what changes, and what stays as it is.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use offprint::archive::{Article, PAGE_SIZE, file};

use crate::pressing::{Archive, Press};

/// Eighty posts, pressed without keeping earlier versions: what is there is what the newest one needs.
fn eighty() -> Press {
    (0..80).fold(Press::new().with(&["--keep", "0"]), |press, number| {
        let body = format!("<p>Text of number {number}.</p><a rel=tag href='#'>tag {}</a>", number % 3);
        press.article(
            &format!("{number:02}.md"),
            &format!("Number {number}"),
            &format!("2021-{:02}-{:02} 08:00:00", number / 28 + 1, number % 28 + 1),
            &body,
        )
    })
}

/// Paths that differ between two states of an archive: gone, new, or with other bytes.
fn changed(before: &Archive, after: &Archive) -> BTreeSet<String> {
    changed_files(&before.files(), &after.files())
}

fn changed_files(
    before: &std::collections::BTreeMap<String, Vec<u8>>,
    after: &std::collections::BTreeMap<String, Vec<u8>>,
) -> BTreeSet<String> {
    before
        .keys()
        .chain(after.keys())
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect()
}

#[test]
fn the_same_posts_give_the_same_bytes_afresh_and_on_top() {
    let press = eighty();
    let first = press.run().cleanly().archive.files();
    assert_eq!(press.run().cleanly().archive.files(), first);
    assert_eq!(press.run_afresh("other").cleanly().archive.files(), first);
}

#[test]
fn an_archive_on_top_of_another_is_the_one_that_would_come_afresh() {
    let press = eighty();
    press.run().cleanly();
    let press = press
        .without("03.md")
        .without("40.md")
        .article("new.md", "New", "2021-01-09", "<p>Late.</p>");
    let on_top = press.run().cleanly().archive;
    let afresh = press.run_afresh("other").cleanly().archive;
    assert_eq!(changed(&on_top, &afresh), BTreeSet::new());
}

#[test]
fn one_more_newest_article_leaves_all_full_card_pages_untouched() {
    let press = eighty();
    let before = press.run().cleanly().archive.files();
    let press = press.article("zz.md", "Newest", "2022-01-01", "<p>Newest.</p>");
    let after = press.run().cleanly().archive.files();
    let touched = changed_files(&before, &after);
    assert!(before.keys().any(|path| path.starts_with("cards/1-")));
    assert!(
        !touched
            .iter()
            .any(|path| path.starts_with("cards/0-") || path.starts_with("cards/1-")),
        "{touched:?}"
    );
}

#[test]
fn editing_an_old_text_changes_its_page_its_body_the_table_and_the_small_documents() {
    let press = eighty();
    let before = press.run().cleanly().archive;
    let key = before.article("Number 5").card.key;
    let before = before.files();
    let press = press.article(
        "05.md",
        "Number 5",
        "2021-01-06 08:00:00",
        "<p>Edited text of number 5.</p><a rel=tag href='#'>tag 2</a>",
    );
    let after = press.run().cleanly().archive.files();
    for path in changed_files(&before, &after) {
        let expected = path.starts_with("cards/0-")
            || path.starts_with("cards/table-0-")
            || path == format!("articles/{key}.json")
            || path == "latest.json"
            || path.starts_with("tags/")
            || path == "feed/1.json";
        assert!(expected, "{path} changed");
    }
}

#[test]
fn a_late_arrival_renumbers_from_its_place_on_and_no_more() {
    let press = eighty();
    let before = press.run().cleanly().archive.files();
    let press = press.article("late.md", "Late", "2021-02-20 08:00:00", "<p>Late.</p>");
    let after = press.run().cleanly().archive.files();
    let touched = changed_files(&before, &after);
    let own_page = 48 / PAGE_SIZE; // 28 articles a month come before it, and of its own month 20
    let is_touched = |page: u32| touched.iter().any(|path| path.starts_with(&format!("cards/{page}-")));
    assert!((0..own_page).all(|page| !is_touched(page)), "{touched:?}");
    assert!(is_touched(own_page));
}

/// Everything that `latest.json` leads to is there and can be read, and each article that a card stands for.
fn assert_whole(archive: &Archive) {
    let cards = archive.cards();
    assert_eq!(cards.len(), archive.latest().manifest.count as usize);
    for card in cards.iter().chain(&archive.latest().cards) {
        Article::read(&archive.bytes(&file::article(&card.key))).expect("an article can be read");
    }
}

#[test]
fn a_run_that_fails_at_any_file_leaves_the_old_archive_whole() {
    let press = eighty();
    let archive = press.run().cleanly().archive;
    let before = archive.files();
    let press = press.article("zz.md", "Newest", "2022-01-01", "<p>Newest.</p><a rel=tag href='#'>A new tag</a>");
    let wanted = press.run_afresh("other").cleanly().archive.files();
    let new: Vec<_> = wanted.keys().filter(|path| !before.contains_key(*path)).collect();
    // A page, its table, an article, a tag; the postings' head, a year, a block of the directory and its table.
    assert_eq!(new.len(), 8, "{new:?}");
    for path in new {
        let obstacle = press.out().join(path);
        // The run before may have come as far as this file.
        drop(fs::remove_file(&obstacle));
        fs::create_dir(&obstacle).expect("the archive's folder can be written");
        let run = press.run();
        assert_eq!(run.code, 1, "{path}: {}", run.stderr);
        assert!(run.stderr.contains(path) && run.stderr.contains("as it was"), "{}", run.stderr);
        assert_eq!(archive.bytes("latest.json"), before["latest.json"], "{path}");
        assert_whole(&archive);
        fs::remove_dir(&obstacle).expect("an empty folder");
        assert!(
            archive.files().keys().all(|path| !path.ends_with(".tmp")),
            "a temporary file is left"
        );
    }
    assert_eq!(press.run().cleanly().archive.files(), wanted);
}

#[test]
fn a_run_that_is_killed_at_any_time_leaves_a_whole_archive() {
    let press = eighty();
    let archive = press.run().cleanly().archive;
    for round in 0..12u64 {
        let press = (0..40).fold(press.clone(), |press, number| {
            press.article(
                &format!("{number:02}.md"),
                &format!("Number {number}"),
                "2021-01-01",
                &format!("<p>Round {round}.</p>"),
            )
        });
        press.run_and_kill_after(Duration::from_millis(3 * round));
        assert_whole(&archive);
    }
    let on_top = press.run().cleanly().archive.files();
    assert_eq!(on_top, press.run_afresh("other").cleanly().archive.files());
}

#[test]
fn files_that_are_not_the_archives_are_left_alone() {
    let press = eighty();
    press.run().cleanly();
    let foreign = [
        "articles/notes.md",
        "cards/0-mine.json",
        "tags/readme.json",
        "CNAME",
        "pictures/photo.png",
        "feed/old.xml",
        "feed/007.json",
        "feed/0.json",
        "cards/00-aaaaaaaaaa.json",
        "articles/AAAAAAAAAAAAAAAA.json",
        "tags/aaaaaaaaaaaaaaaa.json.bak",
        "pictures/aaaaaaaaaaaaaaaa",
        ".offprint-notes.tmp",
    ];
    fs::create_dir_all(press.out().join("pictures")).expect("the archive's folder can be written");
    fs::create_dir_all(press.out().join("feed/50.json")).expect("the archive's folder can be written");
    for path in foreign {
        fs::write(press.out().join(path), "mine").expect("the archive's folder can be written");
    }
    let stale = [
        "articles/aaaaaaaaaaaaaaaa.json",
        "cards/7-aaaaaaaaaa.json",
        "cards/table-3-aaaaaaaaaa.json",
        "feed/99.json",
        "pictures/aaaaaaaaaaaaaaaa.png",
        "tags/aaaaaaaaaaaaaaaa.json",
        "tags/.offprint-12-345.tmp",
        ".offprint-1-2.tmp",
    ];
    for path in stale {
        fs::write(press.out().join(path), "stale").expect("the archive's folder can be written");
    }
    let files = press.run().cleanly().archive.files();
    for path in foreign {
        assert!(files.contains_key(path), "{path} is gone");
    }
    assert!(press.out().join("feed/50.json").is_dir(), "a folder is gone");
    for path in stale {
        assert!(!files.contains_key(path), "{path} is left");
    }
}
