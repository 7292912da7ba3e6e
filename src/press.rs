//! The press: reads posts, writes an archive.
//!
//! The way of a post, in the order of the modules: found ([`collect`]), decoded and parsed into a [`post::Post`], made an article
//! ([`compose`]), told apart from the others ([`identity`]), put in its place ([`edition`]), written ([`write`]).

pub mod arguments;
pub mod collect;
pub mod command_line;
pub mod diagnostic;
pub mod feeds;
pub mod input;
pub mod stamp;
pub mod terminal;

// One post by itself.
pub mod date;
pub mod decode;
pub mod endless_tags;
pub mod formulas;
pub mod front_matter;
pub mod local_pictures;
pub mod markdown;
pub mod plain_text;
pub mod post;

// One post as an article.
pub mod cache;
pub mod compose;
pub mod entry;
pub mod identity;
pub mod read;
pub mod record;

// All articles as an archive.
pub mod edition;
pub mod lexicon;
pub mod listed;
pub mod report;
pub mod verify;
pub mod write;

use std::fmt;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, error::ErrorKind};

use arguments::Settings;
use cache::Cache;
use collect::Files;
use command_line::{Command, CommandLine};
use diagnostic::Diagnostic;
use edition::{Edition, Imprint, Store};
use feeds::Posts;
use identity::{Collision, SettleError};
use input::Input;
use post::PostOptions;
use read::{Reader, Spools};
use report::{Clock, Report, finding, progress};
use write::folder::{Folder, WriteError, failed};
use write::groups::TooFew;
use write::history::History;
use write::ledger::Ledger;

/// Why no archive was written, or not all of what belongs to it. Unless it says otherwise, the old one stands as it was.
#[derive(Debug)]
pub enum PressError {
    /// A file could not be written.
    Write(WriteError),
    /// The new archive stands, but its siblings are missing or what the old one left could not be removed.
    Leftovers(WriteError),
    /// Two different articles can't have names of their own.
    Collision(Collision),
    /// The archive can't have as few files as asked for.
    TooFew(TooFew),
}

impl fmt::Display for PressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(error) | Self::Leftovers(error) => write!(formatter, "{error}"),
            Self::TooFew(error) => write!(formatter, "{error}"),
            Self::Collision(Collision::Articles { file, other_file }) => write!(
                formatter,
                "{file} and {other_file} have different ids with the same key; give one of them another `id` in its front matter"
            ),
            Self::Collision(Collision::Names { name, other_name }) => {
                write!(
                    formatter,
                    "{name} and {other_name} have postings with the same key; spell one of them differently"
                )
            }
            Self::Collision(Collision::Tags { tag, other_tag }) => {
                write!(
                    formatter,
                    "the tags {tag} and {other_tag} have the same key; spell one of them differently"
                )
            }
        }
    }
}

impl From<WriteError> for PressError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// Runs the press with the process's arguments.
pub fn main() -> ExitCode {
    let line = CommandLine::try_parse().and_then(|line| match line {
        CommandLine {
            command: Some(Command::Verify(arguments)),
            ..
        } => Ok(Task::Verify(arguments)),
        CommandLine {
            press: Some(arguments), ..
        } => Settings::check(arguments).map(Task::Press).map_err(wrong_value),
        CommandLine { press: None, .. } => {
            Err(CommandLine::command().error(ErrorKind::MissingRequiredArgument, "what to press is missing"))
        }
    });
    match line {
        Ok(Task::Press(settings)) => press_and_report(&settings),
        Ok(Task::Verify(arguments)) => verify::main(&arguments),
        Err(error) => {
            // Nobody is left to tell if this can't be printed.
            let _ = error.print();
            ExitCode::from(if error.use_stderr() { 2 } else { 0 })
        }
    }
}

enum Task {
    Press(Settings),
    Verify(command_line::Verify),
}

fn wrong_value(reason: String) -> clap::Error {
    CommandLine::command().error(ErrorKind::ValueValidation, reason)
}

fn press_and_report(settings: &Settings) -> ExitCode {
    match run(settings) {
        Ok(report) => {
            for diagnostic in &report.diagnostics {
                eprintln!("{diagnostic}");
            }
            if !settings.quiet {
                eprintln!("{report}");
            }
            if settings.stats {
                println!("{}", report.stats());
            }
            ExitCode::from(u8::from(settings.strict && !report.diagnostics.is_empty()))
        }
        Err(error) => {
            eprintln!("error: {error}");
            let standing = match error {
                PressError::Leftovers(_) => "the new one; press again to finish it",
                _ => "as it was",
            };
            eprintln!("The archive in {} is {standing}.", settings.out.display());
            ExitCode::FAILURE
        }
    }
}

/// Presses the inputs into an archive.
///
/// # Errors
/// When nothing could be written. What is wrong with posts is in the report.
pub fn run(settings: &Settings) -> Result<Report, PressError> {
    let mut clock = Clock::start();
    let bar = finding(settings.quiet);
    let (files, diagnostics) = Files::collect(&settings.inputs, &|| bar.inc(1));
    bar.finish_and_clear();
    clock.lap("finding");
    press(settings, diagnostics, clock, |folder, diagnostics| {
        if !files.has_feeds() {
            return Ok(Box::new(files));
        }
        let spool = folder.spool()?;
        let path = spool.path().to_owned();
        Ok(Box::new(Posts::of(files, spool, diagnostics).map_err(failed("write", &path))?))
    })
}

/// Presses any input into an archive; the settings' own inputs are not looked at.
///
/// # Errors
/// When nothing could be written. What is wrong with posts is in the report.
pub fn run_on(settings: &Settings, input: &dyn Input) -> Result<Report, PressError> {
    press(settings, Vec::new(), Clock::start(), |_, _| Ok(Box::new(input)))
}

fn press<'run>(
    settings: &Settings,
    mut diagnostics: Vec<Diagnostic>,
    mut clock: Clock,
    input: impl FnOnce(&Folder, &mut Vec<Diagnostic>) -> Result<Box<dyn Input + 'run>, WriteError>,
) -> Result<Report, PressError> {
    let mut folder = Folder::open(&settings.out, settings.precompress)?;
    let history = History::begin(&folder)?;
    let input = &*input(&folder, &mut diagnostics)?;
    let cache = match &settings.cache {
        Some(path) => Some(Cache::open(path, &settings.out, &settings.time_zone_name).map_err(failed("make the cache", path))?),
        None => None,
    };
    if let Some(cache) = &cache {
        folder.use_ledger(Ledger::open(cache.outputs()));
    }
    let spools = Spools {
        records: match &cache {
            Some(cache) => cache.segment().map_err(failed("make a file in the cache", &settings.out))?,
            None => folder.spool()?,
        },
        bodies: folder.spool()?,
    };
    let options = PostOptions {
        time_zone: settings.time_zone.clone(),
    };

    let bar = progress("Reading", input.len(), settings.quiet);
    let reader = Reader {
        input,
        options: &options,
        cache: cache.as_ref(),
        spools: &spools,
    };
    let spool_path = spools.bodies.path().to_owned();
    let mut reading = read::read(&reader, &|| bar.inc(1)).map_err(failed("write", &spool_path))?;
    bar.finish_and_clear();
    clock.lap("reading");

    let store = Store {
        input,
        options: &options,
        cache: cache.as_ref(),
        records: spools.records.finish().map_err(failed("write", &spool_path))?,
        bodies: spools.bodies.finish().map_err(failed("write", &spool_path))?,
    };
    let imprint = Imprint {
        title: settings.title.clone(),
        time_zone: settings.time_zone_name.clone(),
        base_url: settings.base_url.clone(),
    };
    let remembered = std::mem::take(&mut reading.remembered);
    let n_parsed = reading.n_parsed;
    let edition = Edition::new(imprint, reading, store, &mut diagnostics).map_err(|error| match error {
        SettleError::Collision(collision) => PressError::Collision(collision),
        SettleError::Spool(cause) => failed("read", &spool_path)(cause).into(),
    })?;
    clock.lap("ordering");

    let bar = progress("Writing", edition.count() as usize, settings.quiet);
    let (n_removed, found) = write::write(&folder, history, &edition, settings, &|| bar.inc(1))?;
    bar.finish_and_clear();
    diagnostics.extend(found);
    diagnostics.sort();
    diagnostics.dedup();
    let (n_articles, n_tags) = (edition.count(), edition.tags.len());
    let mut records = edition.into_records();
    let forgotten = cache.and_then(|cache| {
        let saved = cache.save(&mut records, remembered).and_then(|()| match folder.take_ledger() {
            Some(ledger) => ledger.save(),
            None => Ok(()),
        });
        saved.err()
    });
    clock.lap("writing");
    Ok(Report {
        n_articles: u64::from(n_articles),
        n_tags: n_tags as u64,
        n_parsed,
        diagnostics,
        n_written: folder.n_written(),
        n_unchanged: folder.n_unchanged(),
        n_removed,
        n_bytes: folder.n_bytes(),
        has_public_feed: settings.base_url.is_some(),
        forgotten,
        clock,
    })
}
