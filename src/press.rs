//! The press: reads posts, writes an archive.
//!
//! The way of a post, in the order of the modules: found ([`collect`]), decoded and parsed into a [`post::Post`], made an article
//! ([`compose`]), told apart from the others ([`identity`]), put in its place ([`edition`]), written ([`write`]).

pub mod arguments;
pub mod collect;
pub mod command_line;
pub mod diagnostic;

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
pub mod identity;
pub mod read;

// All articles as an archive.
pub mod edition;
pub mod listed;
pub mod report;
pub mod verify;
pub mod write;

use std::fmt;
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser, error::ErrorKind};

use arguments::Settings;
use command_line::{Command, CommandLine};
use edition::Edition;
use identity::Collision;
use post::PostOptions;
use report::{Report, progress};
use write::folder::{Folder, WriteError, failed};

/// Why no archive was written. The old one stands as it was.
#[derive(Debug)]
pub enum PressError {
    /// A file could not be written.
    Write(WriteError),
    /// Two different articles can't have names of their own.
    Collision(Collision),
}

impl fmt::Display for PressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(error) => write!(formatter, "{error}"),
            Self::Collision(Collision { file, other_file }) => write!(
                formatter,
                "{file} and {other_file} have different ids with the same key; give one of them another `id` in its front matter"
            ),
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
    let started = Instant::now();
    let (sources, mut diagnostics) = collect::collect(&settings.inputs);
    let folder = Folder::open(&settings.out, settings.precompress)?;
    let spool = folder.spool()?;
    let spool_path = spool.path().to_owned();
    let options = PostOptions {
        time_zone: settings.time_zone.clone(),
    };

    let bar = progress("Reading", sources.len(), settings.quiet);
    let (drafts, found) = read::read(&sources, &options, &spool, &|| bar.inc(1)).map_err(failed("write", &spool_path))?;
    bar.finish_and_clear();
    diagnostics.extend(found);
    let bodies = spool.finish().map_err(failed("write", &spool_path))?;

    let drafts = identity::settle(drafts, &mut diagnostics).map_err(PressError::Collision)?;
    let edition = Edition::new(
        settings.title.clone(),
        settings.time_zone_name.clone(),
        settings.base_url.clone(),
        drafts,
        &mut diagnostics,
    );

    let bar = progress("Writing", edition.entries.len(), settings.quiet);
    let n_removed = write::write(&folder, &edition, bodies, settings.keep, &|| bar.inc(1))?;
    bar.finish_and_clear();
    diagnostics.sort();
    diagnostics.dedup();
    Ok(Report {
        n_articles: edition.entries.len(),
        n_tags: edition.tags.len(),
        diagnostics,
        n_written: folder.n_written(),
        n_unchanged: folder.n_unchanged(),
        n_removed,
        has_public_feed: settings.base_url.is_some(),
        elapsed: started.elapsed(),
    })
}
