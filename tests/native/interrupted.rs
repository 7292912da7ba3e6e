//! Interruptions at every change of the archive's folder: what is there is always one whole view, the old one or the new.

use std::collections::BTreeMap;
use std::fs;

use crate::grouped::least;
use crate::pressing::{Archive, Press};

/// Posts of a round: some stay, some change, some come, some go.
fn round(press: Press, round: u32) -> Press {
    let picture = format!("<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'><text>{round}</text></svg>");
    let press = press.post("cover.svg", picture);
    (0..12).fold(press, |press, number| {
        let is_changed = number % 4 == round % 4;
        let text = if is_changed { round } else { 0 };
        let path = format!("{number:02}.md");
        if number % 7 == round % 7 {
            let _ = fs::remove_file(press.posts().join(path));
            return press;
        }
        let body = format!(
            "<p>Text of number {number}, {text}.</p><img src=cover.svg><a rel=tag href='#'>tag {}</a>",
            (number + text) % 4
        );
        press.article(
            &path,
            &format!("Number {number}"),
            &format!("2021-01-{:02}", number % 28 + 1),
            &body,
        )
    })
}

fn options() -> [Vec<&'static str>; 4] {
    [
        vec!["--keep", "0"],
        vec![],
        vec!["--precompress"],
        vec!["--keep", "0", "--max-files", "GROUPS"],
    ]
}

/// A press with these options, of which a number of files that makes a few groups is filled in.
fn press_with(options: &[&str]) -> Press {
    let press = Press::new();
    round(press.clone(), 0);
    let enough = (least(&press.clone().with(&["--keep", "0"])) + 6).to_string();
    let options: Vec<&str> = options
        .iter()
        .map(|option| if *option == "GROUPS" { enough.as_str() } else { *option })
        .collect();
    press.with(&options)
}

fn restore(archive: &Archive, files: &BTreeMap<String, Vec<u8>>) {
    fs::remove_dir_all(archive.path()).expect("the archive can be removed");
    for (path, bytes) in files {
        let path = archive.path().join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
}

#[test]
fn a_run_that_fails_at_any_change_leaves_one_whole_view() {
    for options in options() {
        let press = press_with(&options);
        let archive = press.run().cleanly().archive;
        let (old, files) = (archive.latest(), archive.files());
        round(press.clone(), 1);
        let new = press.run_afresh("other").cleanly().archive.latest();
        assert_ne!(old, new);
        let mut n_new = 0;
        for at in 1.. {
            restore(&archive, &files);
            let (code, stderr) = press.run_until("OFFPRINT_FAIL_AT", at);
            archive.assert_verified();
            let found = archive.latest();
            if code == Some(0) {
                assert!(at > 60, "{at} changes: {stderr}");
                assert_eq!(found, new);
                break;
            }
            assert_eq!(code, Some(1), "{stderr}");
            assert!(found == old || found == new);
            assert!(
                stderr.contains(if found == new { "is the new one" } else { "is as it was" }),
                "{stderr}"
            );
            n_new += u32::from(found == new);
        }
        assert!(n_new > 0, "what comes after latest.json can fail too");
    }
}

#[test]
fn a_first_run_that_is_stopped_leaves_no_view_or_the_whole_one_and_the_next_run_mends_what_is_torn() {
    let press = press_with(&["--precompress"]);
    let whole = press.run_afresh("other").cleanly().archive.files();
    let out = Archive::at(&press.out());
    for at in (1..).step_by(9) {
        if out.path().exists() {
            fs::remove_dir_all(out.path()).expect("the archive can be removed");
        }
        let (code, stderr) = press.run_until("OFFPRINT_DIE_AT", at);
        if code == Some(0) {
            assert!(at > 60, "{at} changes: {stderr}");
            break;
        }
        if out.path().join("latest.json").exists() {
            out.assert_verified();
        }
        let mended = press.run().cleanly().archive;
        mended.assert_verified();
        assert_eq!(mended.files(), whole);
    }
}

#[test]
fn a_hundred_kills_leave_one_whole_view_each() {
    let mut seed = 20_211_127_u64;
    let mut random = |below: u64| {
        // Knuth's linear congruential generator: the same kills each time.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for options in options() {
        let press = press_with(&options);
        let archive = press.run().cleanly().archive;
        let mut standing = archive.latest();
        let mut n_killed = 0;
        for number in 1..=25 {
            round(press.clone(), number);
            let new = press.run_afresh("other").cleanly().archive.latest();
            let (code, stderr) = press.run_until("OFFPRINT_DIE_AT", 1 + random(150));
            n_killed += u32::from(code.is_none());
            archive.assert_verified();
            let found = archive.latest();
            assert!(found == standing || found == new, "{stderr}");
            assert!(code.is_none() || found == new, "{stderr}");
            standing = found;
        }
        assert!(n_killed > 12, "{n_killed} of 25 were killed");
        let on_top = press.run().cleanly().archive;
        on_top.assert_verified();
        assert!(!on_top.verify().is_unfinished);
        let files = on_top.files();
        for (path, bytes) in press.run_afresh("afresh").cleanly().archive.files() {
            assert!(path == "press.json" || files.get(&path) == Some(&bytes), "{path}");
        }
    }
}
