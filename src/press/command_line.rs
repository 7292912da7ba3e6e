//! What the program is asked for: to press, or to verify.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::arguments::Arguments;

const AFTER_HELP: &str = "\
Files: in a folder the press reads posts (.md, .markdown, .html, .htm, .txt) and feeds (RSS, Atom and JSON Feed in .xml,
.rss, .atom, .rdf, .json), in all folders below it. Hidden files and folders are left out, and so is XML and JSON that
is no feed. A file that is named directly is read whatever its name.

What is odd in a post is reported on stderr, one line each (file:line: field: reason), and never stops the rest.

The same id twice: the copy whose date of change (else date of publication) is the newest is kept; among equal ones
the one whose path comes last. Without a declared id, articles with the same author, date and title but different text
are all kept.

Exit codes:
  0  the archive was written, perhaps with warnings
  1  nothing could be written, or there were warnings and --strict was given
  2  the command line is wrong; nothing was read or written";

/// Presses collected articles into an archive: a folder of static JSON files that Offprint's reader shows.
///
/// The archive is written file by file beside the old one, `latest.json` last: an interrupted run leaves the old archive
/// whole. Files that haven't changed are not touched. The same input gives the same bytes.
#[derive(Debug, Parser)]
#[command(name = "press", version, after_help = AFTER_HELP, max_term_width = 120, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct CommandLine {
    /// What to do instead of pressing.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to press.
    #[command(flatten)]
    pub press: Option<Arguments>,
}

/// What the program does beside pressing.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks an archive: every hash, count, posting and link against every other
    Verify(Verify),
}

/// What to verify.
#[derive(Debug, Args)]
#[command(after_help = "\
One line on stdout for each fault (file: what). An input that is called `verify` is pressed as ./verify.

Exit codes:
  0  the archive is whole
  1  there are faults
  2  the command line is wrong, or there is no such folder")]
pub struct Verify {
    /// The archive's folder
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// No progress bar and no closing summary; faults only
    #[arg(long)]
    pub quiet: bool,
}
