//! The press: reads posts, writes an archive.
//!
//! In reading order: what it is asked to do, how it finds and reads posts, what it makes of them, how it writes.

pub mod arguments;
pub mod collect;
pub mod compose;
pub mod date;
pub mod decode;
pub mod diagnostic;
pub mod front_matter;
pub mod identity;
pub mod language;
pub mod local_pictures;
pub mod markdown;
pub mod plain_text;
pub mod post;
pub mod summary;
pub mod write;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use arguments::{Arguments, Settings};
use collect::Source;
use compose::Draft;
use diagnostic::{Diagnostic, Diagnostics, Kind};
use post::PostOptions;

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// Articles in the archive.
    pub n_articles: usize,
    /// Tags in the archive.
    pub n_tags: usize,
    /// What was odd in the input, by file and line.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs the press with the process's arguments.
pub fn main() -> ExitCode {
    let settings = match Settings::check(Arguments::parse()) {
        Ok(settings) => settings,
        Err(wrong) => {
            eprintln!("press: {wrong}\nSee press --help.");
            return ExitCode::from(2);
        }
    };
    let started = Instant::now();
    match run(&settings) {
        Ok(outcome) => {
            report(&settings, &outcome, started.elapsed());
            ExitCode::from(u8::from(settings.strict && !outcome.diagnostics.is_empty()))
        }
        Err(error) => {
            eprintln!("press: the archive in {} could not be written: {error}", settings.out.display());
            eprintln!("An archive that was there is still whole. When the cause is mended, press again.");
            ExitCode::from(1)
        }
    }
}

/// Presses: reads all posts and writes the archive.
///
/// # Errors
/// When a file of the archive can't be written. The old archive stays whole.
pub fn run(settings: &Settings) -> io::Result<Outcome> {
    let (sources, mut diagnostics) = collect::collect(&settings.inputs);
    let bar = progress(settings, "Reading", sources.len());
    let options = PostOptions {
        time_zone: settings.time_zone.clone(),
    };
    let read: Vec<(Option<Draft>, Vec<Diagnostic>)> = sources
        .par_iter()
        .map(|source| {
            let result = read(source, &options);
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();
    let mut drafts = Vec::with_capacity(read.len());
    for (draft, found) in read {
        drafts.extend(draft);
        diagnostics.extend(found);
    }
    let (drafts, found) = identity::settle(drafts);
    diagnostics.extend(found);
    let (drafts, spelling) = compose::with_one_spelling(drafts);
    let (archive, found) = write::Plan::new(settings, drafts, spelling);
    diagnostics.extend(found);
    let bar = progress(settings, "Writing", archive.n_files());
    archive.write(&settings.out, &bar)?;
    bar.finish_and_clear();
    diagnostics.sort();
    diagnostics.dedup();
    Ok(Outcome {
        n_articles: archive.n_articles(),
        n_tags: archive.n_tags(),
        diagnostics,
    })
}

fn read(source: &Source, options: &PostOptions) -> (Option<Draft>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::of(&source.file);
    let bytes = match std::fs::read(&source.location) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.report(None, "file", Kind::Unreadable, format!("it can't be read; left out: {error}"));
            return (None, diagnostics.into_sorted());
        }
    };
    let (post, mut found) = post::read_post(&source.file, &bytes, options);
    let draft = post.map(|mut post| {
        let (pictures, of_pictures) = local_pictures::take_local_pictures(&mut post, &source.location, &source.root);
        found.extend(of_pictures);
        compose::draft(post, pictures, source, &mut diagnostics)
    });
    found.extend(diagnostics.into_sorted());
    (draft, found)
}

/// A bar on a terminal; nothing where there is none.
fn progress(settings: &Settings, what: &'static str, length: usize) -> ProgressBar {
    let is_shown = !settings.quiet && io::stderr().is_terminal();
    let target = if is_shown {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style =
        ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(length as u64), target)
        .with_style(style)
        .with_message(what)
}

fn report(settings: &Settings, outcome: &Outcome, took: Duration) {
    for diagnostic in &outcome.diagnostics {
        eprintln!("{diagnostic}");
    }
    if settings.quiet {
        return;
    }
    let mut by_kind = BTreeMap::<&str, usize>::new();
    for diagnostic in &outcome.diagnostics {
        *by_kind.entry(diagnostic.kind.name()).or_default() += 1;
    }
    let kinds: Vec<String> = by_kind.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let warnings = if kinds.is_empty() {
        "no warnings".to_owned()
    } else {
        format!("{} warnings ({})", outcome.diagnostics.len(), kinds.join(", "))
    };
    eprintln!(
        "{} articles, {} tags, {warnings}, {:.1} s",
        outcome.n_articles,
        outcome.n_tags,
        took.as_secs_f64()
    );
    if settings.base_url.is_none() {
        eprintln!("Without --base-url the feed's addresses are relative, so feed readers can't subscribe to it.");
    }
}
