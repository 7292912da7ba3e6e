//! What the press says on stderr: a progress bar, one line for each problem, a closing summary.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::fs;
use std::io;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::diagnostic::Diagnostic;

/// What a run made.
#[derive(Debug)]
pub struct Report {
    /// How many articles the archive has.
    pub n_articles: u64,
    /// How many tags it has.
    pub n_tags: u64,
    /// How many posts were parsed; the others were as the cache remembers them.
    pub n_parsed: u64,
    /// All problems, by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were written.
    pub n_written: u64,
    /// How many files had the right bytes already.
    pub n_unchanged: u64,
    /// How many files of an older archive were removed.
    pub n_removed: u64,
    /// How many bytes the archive's files have.
    pub n_bytes: u64,
    /// Whether the public feed has absolute addresses.
    pub has_public_feed: bool,
    /// Why the cache could not be kept for the next run.
    pub forgotten: Option<io::Error>,
    /// How long it took.
    pub clock: Clock,
}

/// The time that each phase takes.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    lap: Instant,
    phases: Vec<(&'static str, Duration)>,
}

impl Clock {
    /// A clock that begins to run.
    pub fn start() -> Self {
        let now = Instant::now();
        Self {
            started: now,
            lap: now,
            phases: Vec::new(),
        }
    }

    /// Ends a phase.
    pub fn lap(&mut self, phase: &'static str) {
        self.phases.push((phase, self.lap.elapsed()));
        self.lap = Instant::now();
    }

    /// The time from the start to the end of the last phase.
    fn total(&self) -> Duration {
        self.lap.duration_since(self.started)
    }
}

impl fmt::Display for Report {
    /// The closing summary.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.clock.total().as_secs_f64();
        writeln!(
            formatter,
            "{}, {}, {} in {seconds:.1} s ({:.0} articles a second, {} parsed)",
            counted(self.n_articles, "article"),
            counted(self.n_tags, "tag"),
            self.warnings(),
            self.n_articles as f64 / seconds.max(0.001),
            counted(self.n_parsed, "post"),
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
        if let Some(error) = &self.forgotten {
            write!(
                formatter,
                "\nnotice: the next run will parse again what this one did, since the cache can't be kept: {error}"
            )?;
        }
        Ok(())
    }
}

impl Report {
    /// One line of JSON for programs: how much was made, how long each phase took, and how much memory that needed at most, where the system says so.
    pub fn stats(&self) -> String {
        let mut seconds: serde_json::Map<String, serde_json::Value> = self
            .clock
            .phases
            .iter()
            .map(|(phase, time)| ((*phase).to_owned(), time.as_secs_f64().into()))
            .collect();
        seconds.insert("total".to_owned(), self.clock.total().as_secs_f64().into());
        let stats = serde_json::json!({
            "articles": self.n_articles,
            "parsed": self.n_parsed,
            "seconds": seconds,
            "peak_memory_bytes": peak_memory_bytes(),
            "files": self.n_written + self.n_unchanged,
            "written": self.n_written,
            "bytes": self.n_bytes,
        });
        stats.to_string()
    }

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

/// The most memory that this process has held so far: `VmHWM` of Linux's `/proc/self/status`, which counts in kB.
fn peak_memory_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// A count of what was found so far, on a terminal.
pub fn finding(quiet: bool) -> ProgressBar {
    styled(ProgressBar::no_length(), "Finding", "{msg} {spinner} {human_pos} posts", quiet)
}

/// A progress bar on a terminal; nothing elsewhere, and nothing if `quiet`.
pub fn progress(doing: &'static str, length: usize, quiet: bool) -> ProgressBar {
    let template = "{msg} {wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left";
    styled(ProgressBar::new(length as u64), doing, template, quiet)
}

fn styled(bar: ProgressBar, doing: &'static str, template: &str, quiet: bool) -> ProgressBar {
    bar.set_draw_target(if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    let bar = bar.with_message(doing);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
