//! The term that stands at the caret, in a text that may not be a query yet, and its completion.

use std::ops::Range;

use super::Term;
use super::parse::{is_colon, is_hash, is_quote};

/// What a person is typing at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The bytes of the text that the term takes, also behind the caret, with its `-`. Empty where no term has begun.
    pub place: Range<usize>,
    /// Whether a `-` stands before it.
    pub is_excluded: bool,
    /// What the term's beginning asks for.
    pub wanted: Wanted,
    /// The beginning of the name, up to the caret, without quotes: a category's levels are joined by `/`.
    pub name: String,
}

/// Which kind of name can stand at the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any: nothing or a word.
    Any,
    /// After `#`.
    Tag,
    /// After `author:`.
    Author,
    /// After `in:`.
    Category,
    /// None: after `date:`, or after a word with a colon that is no field.
    Nothing,
}

impl Fragment {
    /// The term at `caret`, a number of bytes (one within a character counts as before it); in a text of more terms the one that touches it.
    pub fn at(text: &str, caret: usize) -> Fragment {
        let caret = (0..=caret.min(text.len()))
            .rev()
            .find(|caret| text.is_char_boundary(*caret))
            .unwrap_or_default();
        let mut place = term_at(text, caret);
        let typed = text.get(place.start..caret.clamp(place.start, place.end)).unwrap_or_default();
        if typed.is_empty() {
            // Right before a term another one begins.
            place.end = place.start;
        }
        let positive = typed.strip_prefix('-');
        let (wanted, name) = split(positive.unwrap_or(typed));
        Fragment {
            is_excluded: positive.is_some(),
            wanted,
            name: unquoted(name),
            place,
        }
    }

    /// The text with `term` in the fragment's place, and the caret behind it and a space: ready for the next term.
    pub fn completed(&self, text: &str, term: &Term) -> (String, usize) {
        let before = text.get(..self.place.start).unwrap_or_default();
        let after = text.get(self.place.end..).unwrap_or_default();
        let minus = if self.is_excluded { "-" } else { "" };
        let mut completed = format!("{before}{minus}{term}");
        let mut caret = completed.len();
        if !after.starts_with(')') {
            completed.push(' ');
            caret += 1;
        }
        completed.push_str(after.strip_prefix(char::is_whitespace).unwrap_or(after));
        (completed, caret)
    }
}

/// The bytes of the term that touches the caret. Spaces and parentheses in quotes belong to a term.
fn term_at(text: &str, caret: usize) -> Range<usize> {
    let mut start = None;
    let mut quote = None;
    let mut is_escaped = false;
    for (place, c) in text.char_indices() {
        if let Some(opening) = quote {
            if is_escaped {
                is_escaped = false;
            } else if c == '\\' {
                is_escaped = true;
            } else if c == '"' || (opening != '"' && is_quote(c)) {
                quote = None;
            }
        } else if c.is_whitespace() || matches!(c, '(' | ')') {
            match start {
                Some(start) if caret <= place => return start..place,
                _ => start = None,
            }
            if caret <= place {
                return caret..caret;
            }
        } else {
            if start.is_none() && caret < place {
                return caret..caret;
            }
            start.get_or_insert(place);
            quote = is_quote(c).then_some(c);
        }
    }
    start.map_or(caret..caret, |start| start..text.len())
}

/// What a term asks for, and what stands of its name.
fn split(term: &str) -> (Wanted, &str) {
    if term.starts_with(is_hash) {
        return (Wanted::Tag, term.trim_start_matches(is_hash));
    }
    if term.starts_with(is_quote) {
        return (Wanted::Any, term);
    }
    let Some((field, name)) = term.split_once(is_colon) else {
        return (Wanted::Any, term);
    };
    let is = |known: &str| field.eq_ignore_ascii_case(known);
    match () {
        () if is("author") => (Wanted::Author, name),
        () if is("in") => (Wanted::Category, name),
        () => (Wanted::Nothing, name),
    }
}

fn unquoted(name: &str) -> String {
    let mut is_escaped = false;
    let kept = name.chars().filter(|c| {
        let is_kept = is_escaped || !(is_quote(*c) || *c == '\\');
        is_escaped = !is_escaped && *c == '\\';
        is_kept
    });
    kept.collect()
}
