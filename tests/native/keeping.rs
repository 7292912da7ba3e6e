//! Earlier versions of an archive that stay readable.

use std::collections::BTreeSet;

use offprint::archive::Latest;
use offprint::press::write::references;

use crate::pressing::{Archive, Press};

/// Posts with pictures of their own, so many that they fill pages, and in which round `round` changes the text.
fn round(press: Press, round: u32) -> Press {
    let picture = |number: u32| format!("<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'><text>{number}</text></svg>");
    let press = (0..40).fold(press, |press, number| {
        press.article(
            &format!("{number:02}.md"),
            &format!("Number {number}"),
            &format!("2021-01-{:02}", number % 28 + 1),
            &format!("<p>Text of round {round}.</p>"),
        )
    });
    press.post("cover.svg", picture(round)).article(
        "cover.md",
        "Cover",
        "2022-01-01",
        &format!("<p>Round {round}</p><img src='cover.svg' width=600 height=400>"),
    )
}

/// The versioned files of a view, and its cards' pictures.
fn needed(archive: &Archive, latest: &Latest) -> BTreeSet<String> {
    let files = archive.files();
    let mut needed: BTreeSet<String> = references::of(&latest.manifest, &|path| files.get(path).cloned())
        .into_iter()
        .collect();
    let pictures = latest.cards.iter().filter_map(|card| card.image.as_ref());
    needed.extend(pictures.map(|picture| picture.source.as_str().to_owned()));
    needed
}

fn assert_readable(archive: &Archive, latest: &Latest, expected: bool) {
    let files = archive.files();
    let needed = needed(archive, latest);
    assert!(needed.len() > 1);
    assert_eq!(needed.iter().all(|path| files.contains_key(path)), expected, "{needed:?}");
}

#[test]
fn what_earlier_versions_refer_to_stays_for_as_many_as_asked_for() {
    for n_kept in [0, 1, 3] {
        let press = Press::new().with(&["--keep", &n_kept.to_string()]);
        let mut views: Vec<Latest> = Vec::new();
        for number in 0..5 {
            let archive = round(press.clone(), number).run().cleanly().archive;
            views.insert(0, archive.latest());
            for (age, view) in views.iter().enumerate() {
                assert_readable(&archive, view, age <= n_kept);
            }
            // Pressed again, nothing has changed, and nothing gets older.
            let before = archive.files();
            assert_eq!(press.run().cleanly().archive.files(), before);
        }
    }
}

#[test]
fn nothing_else_is_left() {
    let press = Press::new();
    round(press.clone(), 0).run().cleanly();
    let one = round(press.clone(), 1).run().cleanly().archive;
    let of_one = needed(&one, &one.latest());
    let on_top = round(press.clone(), 2).run().cleanly().archive.files();
    let afresh = press.run_afresh("other").cleanly().archive.files();
    for (path, bytes) in &afresh {
        assert!(path == "press.json" || on_top.get(path) == Some(bytes), "{path}");
    }
    for path in on_top.keys() {
        assert!(afresh.contains_key(path) || of_one.contains(path), "{path}");
    }
}

#[test]
fn a_version_that_comes_back_is_no_earlier_one_and_its_pictures_stay() {
    let press = Press::new();
    let first = round(press.clone(), 0).run().cleanly().archive;
    let (first_view, first_files) = (first.latest(), first.files());
    let second = round(press.clone(), 1).run().cleanly().archive;
    let second_view = second.latest();
    let back = round(press.clone(), 0).run().cleanly().archive;
    assert_eq!(back.latest(), first_view);
    assert_readable(&back, &second_view, true);
    assert!(first_files.keys().all(|path| back.files().contains_key(path)));
    let third = round(press, 2).run().cleanly().archive;
    assert_readable(&third, &first_view, true);
    assert_readable(&third, &second_view, false);
}

#[test]
fn a_record_that_can_not_be_read_costs_the_earlier_versions_only() {
    let press = Press::new();
    let archive = round(press.clone(), 0).run().cleanly().archive;
    let first = archive.latest();
    round(press.clone(), 1).run().cleanly();
    archive.set("press.json", Some(b"{"));
    let archive = round(press, 2).run().cleanly().archive;
    assert_readable(&archive, &archive.latest(), true);
    assert_readable(&archive, &first, false);
}
