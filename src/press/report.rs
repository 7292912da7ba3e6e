//! What the press says on stderr: a progress bar, one line for each problem, a closing summary.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::diagnostic::Diagnostic;

/// What a run made.
#[derive(Debug)]
pub struct Report {
    /// How many articles the archive has.
    pub n_articles: usize,
    /// How many tags it has.
    pub n_tags: usize,
    /// All problems, by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were written.
    pub n_written: u64,
    /// How many files had the right bytes already.
    pub n_unchanged: u64,
    /// How many files of an older archive were removed.
    pub n_removed: u64,
    /// Whether the public feed has absolute addresses.
    pub has_public_feed: bool,
    /// How long it took.
    pub elapsed: Duration,
}

impl fmt::Display for Report {
    /// The closing summary.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{}, {}, {} in {:.1} s",
            counted(self.n_articles as u64, "article"),
            counted(self.n_tags as u64, "tag"),
            self.warnings(),
            self.elapsed.as_secs_f64()
        )?;
        write!(
            formatter,
            "{} written, {} unchanged, {} removed",
            counted(self.n_written, "file"),
            self.n_unchanged,
            self.n_removed
        )?;
        if !self.has_public_feed {
            write!(formatter, "\nnotice: without --base-url feed readers can't subscribe to feed.json")?;
        }
        Ok(())
    }
}

impl Report {
    /// `2 warnings (1 date, 1 picture)`, most frequent kinds first.
    fn warnings(&self) -> String {
        if self.diagnostics.is_empty() {
            return "no warnings".to_owned();
        }
        let mut by_kind = BTreeMap::new();
        for diagnostic in &self.diagnostics {
            *by_kind.entry(diagnostic.kind).or_insert(0u64) += 1;
        }
        let mut kinds: Vec<_> = by_kind.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut text = counted(self.diagnostics.len() as u64, "warning");
        for (place, (kind, count)) in kinds.into_iter().enumerate() {
            let before = if place == 0 { " (" } else { ", " };
            // Writing to a string can't fail.
            let _ = write!(text, "{before}{count} {}", kind.name());
        }
        text.push(')');
        text
    }
}

fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A progress bar on a terminal; nothing elsewhere, and nothing if `quiet`.
pub fn progress(doing: &'static str, length: usize, quiet: bool) -> ProgressBar {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(length as u64), target).with_message(doing);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
