//! The press: reads posts, writes an archive.
//!
//! The way of a post, in the order of the modules: found ([`collect`]), decoded and parsed into a [`post::Post`], made an article
//! ([`compose`]), told apart from the others ([`identity`]), put in its place ([`edition`]), written ([`write`]).

pub mod arguments;
pub mod collect;
pub mod command_line;
pub mod diagnostic;
pub mod input;

// One post by itself.
pub mod date;
pub mod decode;
pub mod front_matter;
pub mod local_pictures;
pub mod markdown;
pub mod plain_text;
pub mod post;

// One post as an article.
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
use std::time::Instant;

use clap::{CommandFactory, Parser, error::ErrorKind};

use arguments::Settings;
use collect::Files;
use command_line::{Command, CommandLine};
use edition::{Edition, Imprint, Store};
use identity::{Collision, SettleError};
use input::Input;
use post::PostOptions;
use read::Spools;
use report::{Report, progress};
use write::folder::{Folder, WriteError, failed};
use write::groups::TooFew;
use write::history::History;

/// Why no archive was written. The old one stands as it was.
#[derive(Debug)]
pub enum PressError {
    /// A file could not be written.
    Write(WriteError),
    /// Two different articles can't have names of their own.
    Collision(Collision),
    /// The archive can't have as few files as asked for.
    TooFew(TooFew),
}

impl fmt::Display for PressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(error) => write!(formatter, "{error}"),
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
        Ok(Task::Press(settings)) => press(&settings),
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

fn press(settings: &Settings) -> ExitCode {
    match run(settings) {
        Ok(report) => {
            for diagnostic in &report.diagnostics {
                eprintln!("{diagnostic}");
            }
            if !settings.quiet {
                eprintln!("{report}");
            }
            ExitCode::from(u8::from(settings.strict && !report.diagnostics.is_empty()))
        }
        Err(error) => {
            eprintln!("error: {error}");
            eprintln!("The archive in {} is as it was.", settings.out.display());
            ExitCode::FAILURE
        }
    }
}

/// Presses the inputs into an archive.
///
/// # Errors
/// When nothing could be written. What is wrong with posts is in the report.
pub fn run(settings: &Settings) -> Result<Report, PressError> {
    let (files, diagnostics) = Files::collect(&settings.inputs, &|| {});
    let mut report = run_on(settings, &files)?;
    report.diagnostics.extend(diagnostics);
    report.diagnostics.sort();
    report.diagnostics.dedup();
    Ok(report)
}

/// Presses any input into an archive; the settings' own inputs are not looked at.
///
/// # Errors
/// When nothing could be written. What is wrong with posts is in the report.
pub fn run_on(settings: &Settings, input: &dyn Input) -> Result<Report, PressError> {
    let started = Instant::now();
    let folder = Folder::open(&settings.out, settings.precompress)?;
    let history = History::begin(&folder)?;
    let spools = Spools {
        records: folder.spool()?,
        bodies: folder.spool()?,
    };
    let options = PostOptions {
        time_zone: settings.time_zone.clone(),
    };

    let bar = progress("Reading", input.len(), settings.quiet);
    let spool_path = spools.bodies.path().to_owned();
    let reading = read::read(input, &options, &spools, &|| bar.inc(1)).map_err(failed("write", &spool_path))?;
    bar.finish_and_clear();
    let store = Store {
        input,
        records: spools.records.finish().map_err(failed("write", &spool_path))?,
        bodies: spools.bodies.finish().map_err(failed("write", &spool_path))?,
    };

    let imprint = Imprint {
        title: settings.title.clone(),
        time_zone: settings.time_zone_name.clone(),
        base_url: settings.base_url.clone(),
    };
    let mut diagnostics = Vec::new();
    let edition = Edition::new(imprint, reading, store, &mut diagnostics).map_err(|error| match error {
        SettleError::Collision(collision) => PressError::Collision(collision),
        SettleError::Spool(cause) => failed("read", &spool_path)(cause).into(),
    })?;

    let bar = progress("Writing", edition.count() as usize, settings.quiet);
    let (n_removed, found) = write::write(&folder, history, &edition, settings, &|| bar.inc(1))?;
    bar.finish_and_clear();
    diagnostics.extend(found);
    diagnostics.sort();
    diagnostics.dedup();
    Ok(Report {
        n_articles: edition.count() as usize,
        n_tags: edition.tags.len(),
        diagnostics,
        n_written: folder.n_written(),
        n_unchanged: folder.n_unchanged(),
        n_removed,
        has_public_feed: settings.base_url.is_some(),
        elapsed: started.elapsed(),
    })
}
