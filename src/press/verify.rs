//! `press verify`: checks an archive, every file against every other.
//!
//! What is checked follows the way of a reader: `latest.json` and the tables that it names, the cards ([`view`]), the articles
//! ([`articles`]), what they say of tags, authors, categories and dates ([`postings`], [`documents`], [`directory`], [`calendar`]), the public feed
//! ([`feed`]), and last the folder itself ([`files`]): bytes against names, siblings against files, and what nothing refers to.
//!
//! Postings are decoded, not written again and compared, so that a mistake of the writer shows. A press that was interrupted, or is at work, leaves a
//! whole view and documents that may already be newer: then those are checked by themselves only.

mod articles;
mod calendar;
mod directory;
mod documents;
mod faults;
mod feed;
mod files;
mod postings;
mod view;

use std::path::Path;
use std::process::ExitCode;

use super::command_line;
use super::report::progress;
use super::write::history::History;
use crate::archive::Latest;
pub use faults::{Fault, Faults};
use files::Shown;

/// What was found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The faults, by file.
    pub faults: Vec<Fault>,
    /// How many articles the archive has.
    pub n_articles: u32,
    /// How many earlier views it keeps.
    pub n_earlier: usize,
    /// Whether a run of the press was interrupted, or is at work.
    pub is_unfinished: bool,
}

/// Verifies the archive that the arguments name, with the process's output.
pub fn main(arguments: &command_line::Verify) -> ExitCode {
    if !arguments.folder.is_dir() {
        eprintln!("error: {} is no folder", arguments.folder.display());
        return ExitCode::from(2);
    }
    let verdict = verify(&arguments.folder, arguments.quiet);
    for fault in &verdict.faults {
        println!("{fault}");
    }
    if !arguments.quiet {
        if verdict.is_unfinished {
            eprintln!("notice: a run of the press was interrupted or is at work; documents may be newer than latest.json");
        }
        let Verdict {
            n_articles,
            n_earlier,
            faults,
            ..
        } = &verdict;
        eprintln!("{n_articles} articles, {n_earlier} earlier views kept, {} faults", faults.len());
    }
    ExitCode::from(u8::from(!verdict.faults.is_empty()))
}

/// Verifies the archive in the folder.
pub fn verify(root: &Path, quiet: bool) -> Verdict {
    let faults = Faults::of(root);
    let history = faults.history();
    let mut verdict = Verdict {
        n_earlier: history.earlier.len(),
        is_unfinished: history.unfinished,
        ..Verdict::default()
    };
    if let Some(latest) = view::latest(&faults) {
        verdict.n_articles = latest.manifest.count;
        check(&faults, &latest, &history, quiet);
    }
    verdict.faults = faults.into_sorted();
    verdict
}

fn check(faults: &Faults<'_>, latest: &Latest, history: &History, quiet: bool) {
    let manifest = &latest.manifest;
    let bar = progress("Cards", manifest.count as usize, quiet);
    let cards = view::cards(faults, manifest, &|n_cards| bar.inc(n_cards));
    bar.finish_and_clear();
    view::newest(faults, latest, &cards);

    let bar = progress("Articles", cards.len(), quiet);
    let found = articles::read(faults, manifest, &cards, history.unfinished, &|| bar.inc(1));
    bar.finish_and_clear();
    postings::check(faults, manifest, &found);
    directory::check(faults, manifest, &found);
    documents::check(faults, latest, &cards, &found, history.unfinished);
    let shown = Shown {
        tags: documents::keys(&found),
        pictures: found.pictures,
    };
    drop(found.mentions);
    calendar::check(faults, manifest, &cards);
    feed::check(faults, &cards, history.unfinished);

    let bar = progress("Files", 0, quiet);
    files::check(faults, manifest, &cards, shown, history, &|| bar.inc(1));
    bar.finish_and_clear();
}
