//! The press as a program: exit codes and messages.

use crate::pressing::Press;

#[test]
fn warnings_are_an_error_only_when_asked_for() {
    let odd = || Press::new().post("a.md", "---\ntitle: A\ndate: Invalid Date\n---\nText\n");
    let run = odd().run().warning(&["posts/a.md:3", "date", "Invalid Date"]);
    assert!(
        run.stderr.contains("1 article,") && run.stderr.contains("1 warning (1 date)"),
        "{}",
        run.stderr
    );
    assert_eq!(odd().with(&["--strict"]).run().code, 1);
    assert_eq!(
        Press::new().article("a.md", "A", "2020-01-01", "x").with(&["--strict"]).run().code,
        0
    );
}

#[test]
fn wrong_use_is_told_and_writes_nothing() {
    for (arguments, word) in [
        (&["--timezone", "Mars/Olympus"][..], "Mars/Olympus"),
        (&["--base-url", "/relative"], "/relative"),
        (&["--title", ""], "--title"),
        (&["--nonsense"], "--nonsense"),
        (&["no-such-folder"], "no-such-folder"),
    ] {
        let run = Press::new().article("a.md", "A", "2020-01-01", "x").with(arguments).run();
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(word), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn an_archive_among_the_posts_is_refused() {
    let press = Press::new().article("a.md", "A", "2020-01-01", "x");
    let run = press.run_afresh("posts/archive");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("inside the input"), "{}", run.stderr);
}

#[test]
fn an_empty_folder_gives_an_empty_archive() {
    let archive = Press::new().run().cleanly().archive;
    assert_eq!(archive.latest().manifest.count, 0);
    assert!(archive.latest().cards.is_empty());
}
