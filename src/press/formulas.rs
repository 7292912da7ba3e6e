//! Formulas in TeX, which become MathML when a post is pressed. One that can't stays as written, and is reported.

pub mod drawn;
mod in_html;
mod likely;
mod mathml;
mod tree;

use std::collections::HashSet;

use super::diagnostic::{Diagnostics, Kind};

pub use in_html::{Delimiters, is_script};
pub use likely::{Context, is_display_formula, is_inline_formula};

/// The most bytes, of TeX and of what becomes of it, that a post's formulas may take. Beyond this they stay as written: nobody writes
/// so many, and the article must stay within what readers take.
const MOST_BYTES: usize = 4 << 20;

/// Formulas of one post that are reported one by one.
const MOST_REPORTED: usize = 20;

/// How much of a formula a diagnostic quotes, in characters.
const LONGEST_QUOTE: usize = 80;

/// The formulas of one post.
#[derive(Debug)]
pub struct Formulas<'run> {
    diagnostics: &'run mut Diagnostics,
    n_bytes: usize,
    /// Those that stay as written.
    failed: HashSet<(String, Display)>,
}

/// How a formula is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Display {
    /// Within a line.
    Inline,
    /// On lines of its own.
    Block,
}

impl<'run> Formulas<'run> {
    /// No formulas yet.
    pub fn new(diagnostics: &'run mut Diagnostics) -> Self {
        Self {
            diagnostics,
            n_bytes: 0,
            failed: HashSet::new(),
        }
    }

    /// A formula as HTML; `None` if it stays as written. Each is reported once, on the line that is given.
    pub fn convert(&mut self, tex: &str, display: Display, line: impl FnOnce() -> Option<u32>) -> Option<String> {
        let tex = tex.trim();
        let key = (tex.to_owned(), display);
        if self.failed.contains(&key) {
            return None;
        }
        self.n_bytes += tex.len();
        let converted = if self.n_bytes > MOST_BYTES {
            Err("there are too many formulas before it".to_owned())
        } else {
            mathml::of(tex, display)
        };
        match converted {
            Ok(html) => {
                self.n_bytes += html.len();
                Some(html)
            }
            Err(problem) => {
                if self.failed.len() < MOST_REPORTED {
                    let quote = quoted(tex);
                    let reason = format!("the formula `{quote}` can't be converted: {problem}; it stays as written");
                    self.diagnostics.report(line(), "body", Kind::Formula, reason);
                }
                self.failed.insert(key);
                None
            }
        }
    }

    /// Tells how many formulas stay as written and weren't reported one by one.
    pub fn finish(self) {
        if let Some(n_more @ 1..) = self.failed.len().checked_sub(MOST_REPORTED) {
            let reason = format!("{n_more} more formulas can't be converted; they stay as written");
            self.diagnostics.report(None, "body", Kind::Formula, reason);
        }
    }
}

/// The beginning of a formula, on one line.
fn quoted(tex: &str) -> String {
    let mut quote = String::new();
    for (n_characters, character) in tex.split_whitespace().flat_map(|word| word.chars().chain([' '])).enumerate() {
        if n_characters == LONGEST_QUOTE {
            quote.push('…');
            break;
        }
        quote.push(character);
    }
    quote.trim_end().to_owned()
}

#[cfg(test)]
mod tests;
