//! Rules that the sources keep.

use std::fs;
use std::path::{Path, PathBuf};

use offprint::content::players;

const PURE: [&str; 5] = ["archive", "content", "language", "query", "route"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = rust_files(&root.join("src"));
    let named = files.into_iter().map(|path| {
        (
            path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned(),
            fs::read_to_string(&path).expect("text"),
        )
    });
    named.collect()
}

fn is_pure(path: &str) -> bool {
    PURE.iter()
        .any(|module| path.starts_with(&format!("src/{module}/")) || path == format!("src/{module}.rs"))
}

#[test]
fn pure_modules_use_neither_files_nor_processes_nor_the_network() {
    for (path, source) in sources().iter().filter(|(path, _)| is_pure(path)) {
        for forbidden in ["fs", "net", "process", "env"] {
            assert!(!source.contains(&format!("std::{forbidden}")), "{path} uses std::{forbidden}");
        }
    }
}

#[test]
fn one_function_writes_html_to_the_page() {
    let writers: Vec<&str> = sources()
        .iter()
        .filter(|(path, source)| {
            path.starts_with("src/reader")
                && ["insertAdjacentHTML", "innerHTML", "inner_html", "outerHTML", "set_html", "setHTML"]
                    .iter()
                    .any(|sink| source.contains(sink))
        })
        .map(|(path, _)| {
            if path == "src/reader/browser/sink.rs" {
                "the door"
            } else {
                "another"
            }
        })
        .collect();
    assert_eq!(writers, ["the door"]);
}

#[test]
fn only_the_door_makes_safe_html_and_only_the_worker_sanitises() {
    for (path, source) in sources() {
        let makes = source.contains("SafeHtml::from_reply(");
        assert!(!makes || path == "src/reader/pages/article.rs", "{path} makes SafeHtml");
        let sanitises = source.contains("Sanitiser::new(");
        let may = path == "src/bin/sanitizer.rs" || path == "src/content/sanitise/tests.rs";
        assert!(!sanitises || may, "{path} sanitises");
    }
}

#[test]
fn the_policy_lets_known_players_in_and_no_other_site() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html")).expect("the page is there");
    let allowed = |directive: &str| -> Vec<String> {
        let (_, rest) = page.split_once(&format!("; {directive} ")).expect("the policy says so");
        let sources = rest.split(';').next().unwrap_or_default().split(' ');
        sources.map(|source| source.trim_start_matches("https://").to_owned()).collect()
    };
    let mut frames: Vec<String> = players::frame_hosts().map(str::to_owned).collect();
    frames.dedup();
    assert_eq!(allowed("frame-src"), frames);
    let media: Vec<String> = players::file_hosts().map(str::to_owned).collect();
    // Whoever serves the files of an archive: it sends its visitors on to one of its own machines.
    assert_eq!(allowed("media-src"), [media, vec!["*.archive.org".to_owned()]].concat());
}

#[test]
fn no_module_is_a_drawer_and_nothing_is_imported_by_the_handful() {
    for (path, source) in sources() {
        for drawer in ["utils", "helpers", "common", "types", "misc"] {
            assert!(
                !path.contains(&format!("/{drawer}.rs")) && !path.contains(&format!("/{drawer}/")),
                "{path}"
            );
        }
        let globs = source
            .lines()
            .filter(|line| line.trim_start().starts_with("pub use") && line.contains("::*"))
            .count();
        assert_eq!(globs, 0, "{path} re-exports by glob");
        assert!(
            source.starts_with("//!") || path.ends_with("/tests.rs"),
            "{path} doesn't say what it is"
        );
    }
}
