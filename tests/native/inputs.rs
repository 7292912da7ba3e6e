//! Which files the press reads.

use std::fs;

use crate::pressing::Press;

const POST: &str = "---\ntitle: T\ndate: 2020-01-01\n---\n";

fn post(text: &str) -> String {
    format!("{POST}{text}\n")
}

fn bodies(press: &Press) -> Vec<String> {
    let cards = press.run().archive.cards();
    let mut summaries: Vec<String> = cards.into_iter().map(|card| card.summary).collect();
    summaries.sort();
    summaries
}

#[test]
fn folders_are_read_to_the_bottom_and_hidden_files_are_not() {
    let press = Press::new()
        .post("a.md", post("markdown"))
        .post("b/c.MARKDOWN", post("deeper"))
        .post("b/d/e.html", post("html"))
        .post("b/d/f.htm", post("htm"))
        .post("g.txt", post("text"))
        .post("h.json", post("not a post"))
        .post("README", post("no extension"))
        .post(".hidden.md", post("hidden"))
        .post(".git/i.md", post("in a hidden folder"));
    assert_eq!(bodies(&press), ["deeper", "htm", "html", "markdown", "text"]);
}

#[test]
fn a_file_that_is_named_directly_is_read_whatever_its_name_and_only_once() {
    let press =
        Press::new()
            .post("a.md", post("a"))
            .post("notes.article", post("notes"))
            .with(&["posts/notes.article", "posts/a.md", "./posts"]);
    assert_eq!(bodies(&press), ["a", "notes"]);
}

#[cfg(unix)]
#[test]
fn a_link_back_to_its_own_folder_is_reported_and_not_followed() {
    let press = Press::new().post("a/b.md", post("b"));
    std::os::unix::fs::symlink(press.posts(), press.posts().join("a/loop")).expect("links can be made");
    let run = press.run().warning(&["posts/a/loop", "links back"]);
    assert_eq!(run.archive.titles(), ["T"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_reported() {
    let press = Press::new().post("a.md", post("a"));
    std::os::unix::fs::symlink("nowhere", press.posts().join("b.md")).expect("links can be made");
    let run = press.run().warning(&["posts/b.md", "can't be read"]);
    assert_eq!(run.archive.titles(), ["T"]);
}

#[test]
fn the_same_path_below_several_inputs_is_several_articles_and_copies_are_one() {
    let press = Press::new();
    let folder = press.out().with_file_name("more");
    for (name, text) in [("p", "First"), ("q", "Second"), ("r", "Third"), ("s", "Second")] {
        fs::create_dir_all(folder.join(name)).expect("folders can be made");
        fs::write(folder.join(name).join("x.md"), format!("---\ntitle: T\n---\n{text}.\n")).expect("files can be written");
    }
    let press = press.with(&["more/p", "more/q", "more/r", "more/s"]);
    let run = press.run().warning(&["more/q/x.md", "a copy of more/s/x.md"]);
    let run = run
        .warning(&["more/s/x.md", "another text; both are kept"])
        .warning(&["more/r/x.md", "both are kept"]);
    let cards = run.archive.cards();
    let mut summaries: Vec<&str> = cards.iter().map(|card| card.summary.as_str()).collect();
    summaries.sort_unstable();
    assert_eq!(summaries, ["First.", "Second.", "Third."]);
}
