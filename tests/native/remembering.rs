//! The cache: it changes how much is done, never what comes out.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use offprint::archive::file;
use serde_json::Value;

use crate::pressing::{Press, Run};

/// Forty posts of some days ago, one with a picture, one with a picture that isn't there, one that is no article.
fn forty() -> Press {
    let press = (0..40).fold(Press::new(), |press, number| {
        press.article(
            &format!("{number:02}.md"),
            &format!("Number {number}"),
            &format!("2021-01-{:02} 08:00:00", number % 28 + 1),
            &format!("<p>Text of number {number}.</p><a rel=tag href='#'>tag {}</a>", number % 3),
        )
    });
    let press = press
        .post(
            "picture.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'></svg>",
        )
        .post("shown.md", "---\ntitle: Shown\ndate: 2021-03-01\n---\n<img src='picture.svg'>\n")
        .post("missing.md", "---\ntitle: Missing\ndate: 2021-03-02\n---\n<img src='later.svg'>\n")
        .post("draft.md", "---\ntitle: D\ndraft: true\n---\nText\n")
        .with(&["--cache", "cache", "--stats"]);
    for entry in fs::read_dir(press.posts()).expect("the posts can be read") {
        set_back(&entry.expect("an entry can be read").path());
    }
    press
}

/// Makes a file a minute old. Where the system says when a file was changed in any way, this is now all the same.
fn set_back(path: &Path) {
    let then = SystemTime::now() - Duration::from_secs(60);
    let file = File::options().write(true).open(path).expect("the file is there");
    file.set_modified(then).expect("times can be set");
}

fn n_parsed(run: &Run) -> u64 {
    let stats: Value = serde_json::from_str(&run.stdout).expect("a line of JSON");
    stats["parsed"].as_u64().expect("a number")
}

/// All files below the cache, with their paths.
fn cached(press: &Press) -> Vec<PathBuf> {
    let folders = fs::read_dir(press.cache()).expect("the cache can be read");
    let files = folders.flat_map(|folder| fs::read_dir(folder.expect("an entry").path()).expect("a folder in the cache"));
    files.map(|file| file.expect("an entry").path()).collect()
}

/// Runs the press with its cache, and asserts that it gives what a run without one does.
fn run(press: &Press) -> Run {
    let run = press.run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let plain = press.clone().without_arguments().run_afresh("plain");
    assert_eq!(run.archive.files(), plain.archive.files());
    let warnings = |run: &Run| {
        run.stderr
            .lines()
            .filter(|line| line.starts_with("posts/"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(warnings(&run), warnings(&plain));
    run
}

#[test]
fn a_remembered_post_is_not_parsed_and_nothing_else_differs() {
    let press = forty();
    assert_eq!(n_parsed(&run(&press)), 43);
    let again = run(&press);
    assert_eq!(n_parsed(&again), 0);
    assert!(again.stderr.contains("0 files written"), "{}", again.stderr);
    let press = press.article("new.md", "New", "2021-02-01", "<p>New.</p>").without("03.md");
    assert_eq!(n_parsed(&run(&press)), 1);
    assert_eq!(n_parsed(&run(&press)), 0);
}

#[test]
fn an_archive_is_whole_though_its_posts_are_only_remembered() {
    let press = forty();
    run(&press);
    fs::remove_dir_all(press.out()).expect("the archive is there");
    assert_eq!(n_parsed(&run(&press)), 0);
}

#[test]
fn an_output_that_was_touched_or_removed_is_mended() {
    let press = forty();
    let before = run(&press).archive;
    let key = before.article("Number 5").card.key;
    let article = press.out().join(file::article(&key));
    let feed = press.out().join(file::FEED);
    let mut bytes = fs::read(&article).expect("the article is there");
    let last = bytes.len() - 2;
    bytes[last] = b'!';
    fs::write(&article, bytes).expect("the archive can be written");
    fs::remove_file(feed).expect("the feed is there");
    let mended = run(&press);
    assert!(mended.stderr.contains("2 files written"), "{}", mended.stderr);
}

#[cfg(unix)]
#[test]
fn an_edit_shows_although_size_and_time_are_as_they_were() {
    let press = forty();
    run(&press);
    let path = press.posts().join("05.md");
    let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    let press = press.article(
        "05.md",
        "Number 5",
        "2021-01-06 08:00:00",
        "<p>Text of number 6.</p><a rel=tag href='#'>tag 2</a>",
    );
    let file = File::options().write(true).open(&path).expect("the post is there");
    file.set_modified(modified).expect("times can be set");
    assert_eq!(n_parsed(&run(&press)), 1);
}

#[test]
fn an_edit_shows_although_it_comes_at_once() {
    let mut press = forty();
    for round in 0..10 {
        // Of equal length, and perhaps within one tick of the clock.
        press = press.article("05.md", "Number 5", "2021-01-06 08:00:00", &format!("<p>Round {round}.</p>"));
        let archive = press.run().archive;
        assert!(archive.article("Number 5").body_html.contains(&format!("Round {round}")));
    }
}

#[test]
fn a_picture_that_changes_or_appears_is_noticed_though_the_post_is_as_it_was() {
    let press = forty();
    run(&press);
    let press = press.post("later.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'></svg>");
    assert_eq!(n_parsed(&run(&press)), 1);
    let press = press.post(
        "picture.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='200'></svg>",
    );
    assert!(n_parsed(&run(&press)) >= 1);
    let press = press.without("picture.svg");
    assert!(n_parsed(&run(&press)) >= 1);
}

#[test]
fn a_cache_that_is_damaged_or_deleted_costs_time_only() {
    let press = forty();
    run(&press);
    let mut paths = cached(&press);
    // The segment first: it goes when nothing refers to it any more.
    paths.sort();
    assert_eq!(paths.len(), 3, "a segment, the index, the ledger: {paths:?}");
    for path in paths {
        let bytes = fs::read(&path).expect("the cache can be read");
        for damaged in [&bytes[..bytes.len() / 2], b"nonsense"] {
            fs::write(&path, damaged).expect("the cache can be written");
            run(&press);
        }
        let mut flipped = fs::read(&path).unwrap_or_else(|_| bytes.clone());
        let middle = flipped.len() / 2;
        if let Some(byte) = flipped.get_mut(middle) {
            *byte ^= 0x55;
        }
        fs::write(&path, flipped).expect("the cache can be written");
        run(&press);
    }
    for path in cached(&press) {
        if path.exists() {
            fs::remove_file(path).expect("the cache can be written");
        }
        run(&press);
    }
    fs::remove_dir_all(press.cache()).expect("the cache is there");
    assert_eq!(n_parsed(&run(&press)), 43);
    assert_eq!(n_parsed(&run(&press)), 0);
}

#[test]
fn a_cache_does_not_grow_with_what_is_forgotten() {
    let mut press = forty();
    for round in 0..12 {
        press = press.article("05.md", "Number 5", "2021-01-06 08:00:00", &format!("<p>Round {round}.</p>"));
        press.run();
    }
    run(&press);
    let n_segments = cached(&press)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "cards"))
        .count();
    assert!(n_segments <= 9, "{n_segments}");
}

#[test]
fn another_time_zone_or_title_is_another_archive() {
    let press = forty();
    run(&press);
    let press = press.with(&["--timezone", "Asia/Shanghai"]);
    let with = press.run();
    assert_eq!(n_parsed(&with), 43);
    let press = press.with(&["--title", "Another"]);
    let titled = press.run();
    assert_eq!(n_parsed(&titled), 0);
    assert_eq!(titled.archive.latest().title, "Another");
    assert!(String::from_utf8_lossy(&titled.archive.bytes(file::FEED)).contains("Another"));
}
