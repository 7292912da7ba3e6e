//! A query in words, for the heading of a list and for people who don't know the language.

mod chinese;
mod english;

use super::date::DateRange;
use super::{Expression, Query, Term};

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// Says in words which articles `query` selects, as in "tagged 小米, not tagged 雷军, published in November 2021".
///
/// The words begin in lower case and end without a full stop, so that they fit into a sentence.
pub fn explain(query: &Query, language: Language) -> String {
    let wording = match language {
        Language::English => &english::WORDING,
        Language::Chinese => &chinese::WORDING,
    };
    match query.root() {
        None => wording.everything.to_owned(),
        Some(Expression::And(parts)) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Expression::Or(parts) => wording.choice.around(&wording.joined(parts, wording.or)),
                    other => wording.nested(other),
                })
                .collect();
            parts.join(wording.comma)
        }
        Some(Expression::Or(parts)) => wording.joined(parts, wording.or),
        Some(single) => wording.nested(single),
    }
}

/// Says which days these are, as in "November 2021 to February 2022": a name for them, not a part of a sentence.
pub fn period(dates: DateRange, language: Language) -> String {
    match language {
        Language::English => english::period(dates),
        Language::Chinese => chinese::dates(dates),
    }
}

/// What a language brings to an explanation; the tree is walked in one place for all.
struct Wording {
    everything: &'static str,
    /// Between conditions that all have to hold.
    comma: &'static str,
    and: &'static str,
    or: &'static str,
    /// Before a group of which nothing may hold.
    not: &'static str,
    /// Around alternatives that stand between commas.
    choice: Around,
    /// Around what would be ambiguous without it.
    group: Around,
    term: fn(&Term, Sense) -> String,
}

struct Around(&'static str, &'static str);

/// Whether a term has to hold.
#[derive(Clone, Copy, PartialEq)]
enum Sense {
    Wanted,
    Excluded,
}

impl Wording {
    fn joined(&self, parts: &[Expression], separator: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.nested(part)).collect();
        parts.join(separator)
    }

    fn nested(&self, expression: &Expression) -> String {
        match expression {
            Expression::Term(term) => (self.term)(term, Sense::Wanted),
            Expression::Not(inner) => match inner.as_ref() {
                Expression::Term(term) => (self.term)(term, Sense::Excluded),
                group => format!("{}{}", self.not, self.nested(group)),
            },
            Expression::And(parts) => self.group.around(&self.joined(parts, self.and)),
            Expression::Or(parts) => self.group.around(&self.joined(parts, self.or)),
        }
    }
}

impl Around {
    fn around(&self, inner: &str) -> String {
        format!("{}{inner}{}", self.0, self.1)
    }
}
