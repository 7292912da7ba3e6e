//! Precompressed siblings.

use std::collections::BTreeMap;

use offprint::press::write::precompress::is_sibling_of;

use crate::pressing::Press;

const ENDINGS: [&str; 2] = [".br", ".gz"];

fn twenty() -> Press {
    let press = Press::new().post(
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'><!--xxxxxxxxxxxxxxxxxxxxxx--></svg>",
    );
    (0..20).fold(press, |press, number| {
        let body = format!("<p>{}</p><img src=a.svg>", format!("Text of number {number}. ").repeat(30));
        press.article(&format!("{number}.md"), &format!("Number {number}"), "2021-01-01", &body)
    })
}

/// Asserts that each sibling belongs to its file; returns how many there are.
fn assert_siblings(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let siblings = files.iter().filter_map(|(path, bytes)| {
        let ending = ENDINGS.into_iter().find(|ending| path.ends_with(ending))?;
        Some((path, bytes, ending))
    });
    let each = siblings.map(|(path, bytes, ending)| {
        let file = path.strip_suffix(ending).expect("it has the ending");
        let plain = files.get(file).unwrap_or_else(|| panic!("{path} has no file"));
        assert!(is_sibling_of(bytes, ending, plain), "{path}");
    });
    each.count()
}

#[test]
fn every_file_that_gains_from_it_has_both_siblings_and_pictures_have_none() {
    let files = twenty().with(&["--precompress"]).run().cleanly().archive.files();
    assert_siblings(&files);
    for (path, bytes) in &files {
        let is_text = path.ends_with(".json") && path != "press.json" && bytes.len() > 300;
        for ending in ENDINGS {
            let has_one = files.contains_key(&format!("{path}{ending}"));
            assert!(
                has_one == is_text || (path.ends_with(".json") && bytes.len() <= 300) || path.ends_with(".bin"),
                "{path}{ending}"
            );
        }
    }
}

#[test]
fn siblings_are_the_same_afresh_and_on_top_and_follow_their_files() {
    let press = twenty().with(&["--precompress", "--keep", "0"]);
    let first = press.run().cleanly().archive.files();
    assert_eq!(press.run().cleanly().archive.files(), first);
    let press = press
        .article("3.md", "Number 3", "2021-01-01", "<p>Another text.</p>")
        .without("4.md");
    let on_top = press.run().cleanly().archive.files();
    assert_siblings(&on_top);
    assert_eq!(on_top, press.run_afresh("other").cleanly().archive.files());
}

#[test]
fn siblings_go_where_they_are_not_wanted_any_more() {
    let press = twenty();
    let plain = press.run().cleanly().archive.files();
    let n_siblings = assert_siblings(&press.clone().with(&["--precompress"]).run().cleanly().archive.files());
    assert!(n_siblings > 40, "{n_siblings}");
    assert_eq!(press.run().cleanly().archive.files(), plain);
}

#[test]
fn a_sibling_that_is_damaged_or_missing_is_made_again() {
    let press = twenty().with(&["--precompress"]);
    let archive = press.run().cleanly().archive;
    let before = archive.files();
    archive.set("latest.json.br", Some(b"damaged"));
    archive.set("feed.json.gz", None);
    assert_eq!(press.run().cleanly().archive.files(), before);
}
