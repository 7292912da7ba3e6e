//! A query in words, for the heading of a list and for people who don't know the language. The words are those of section "query" in `messages/`.

use super::date::{DateRange, PartialDate};
use super::{Expression, Query, Term};
use crate::language::Language;

/// Says in words which articles `query` selects, as in "tagged 小米, not tagged 雷军, published in November 2021".
///
/// The words begin in lower case and end without a full stop, so that they fit into a sentence.
pub fn explain(query: &Query, language: Language) -> String {
    let wording = Wording { language };
    match query.root() {
        None => wording.everything().to_owned(),
        Some(Expression::And(parts)) => {
            let parts = parts.iter().map(|part| match part {
                Expression::Or(parts) => wording.alternatives(&wording.any_of(parts)),
                other => wording.nested(other),
            });
            joined(parts, |first, second| wording.listed(first, second))
        }
        Some(Expression::Or(parts)) => wording.any_of(parts),
        Some(single) => wording.nested(single),
    }
}

/// Says which days these are, as in "November 2021 to February 2022": a name for them, not a part of a sentence.
pub fn period(dates: DateRange, language: Language) -> String {
    let wording = Wording { language };
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first == last => wording.date(first),
        (Some(first), Some(last)) => wording.period(&wording.date(first), &wording.date(last)),
        (Some(first), None) => wording.since(&wording.date(first)),
        (None, Some(last)) => wording.until(&wording.date(last)),
        (None, None) => wording.any_time().to_owned(),
    }
}

/// What a language brings to an explanation; the tree is walked in one place for all.
#[derive(Clone, Copy)]
struct Wording {
    language: Language,
}

include!(concat!(env!("OUT_DIR"), "/query.rs"));

impl Wording {
    fn nested(self, expression: &Expression) -> String {
        match expression {
            Expression::Term(term) => self.wanted(term),
            Expression::Not(inner) => match inner.as_ref() {
                Expression::Term(term) => self.excluded(term),
                group => self.not_group(&self.nested(group)),
            },
            Expression::And(parts) => {
                let parts = parts.iter().map(|part| self.nested(part));
                self.group(&joined(parts, |first, second| self.both(first, second)))
            }
            Expression::Or(parts) => self.group(&self.any_of(parts)),
        }
    }

    fn any_of(self, parts: &[Expression]) -> String {
        let parts = parts.iter().map(|part| self.nested(part));
        joined(parts, |first, second| self.either(first, second))
    }

    fn wanted(self, term: &Term) -> String {
        match term {
            Term::Tag(tag) => self.tag(&self.name(tag)),
            Term::Author(author) => self.author(&self.name(author)),
            Term::In(levels) => self.category(&self.levels(levels)),
            Term::Date(range) => self.published(&self.dates(*range)),
            Term::Text(phrase) => self.text(phrase),
        }
    }

    fn excluded(self, term: &Term) -> String {
        match term {
            Term::Tag(tag) => self.not_tag(&self.name(tag)),
            Term::Author(author) => self.not_author(&self.name(author)),
            Term::In(levels) => self.not_category(&self.levels(levels)),
            Term::Date(range) => self.not_published(&self.dates(*range)),
            Term::Text(phrase) => self.not_text(phrase),
        }
    }

    fn levels(self, levels: &[String]) -> String {
        let names = levels.iter().map(|level| self.name(level));
        joined(names, |first, second| self.level(first, second))
    }

    /// The name, in quotes where it could be taken for a part of the sentence.
    fn name(self, name: &str) -> String {
        let is_one_word = name.chars().all(|c| c.is_alphanumeric() || "-_.+#&·（）".contains(c));
        if is_one_word && !name.is_empty() {
            name.to_owned()
        } else {
            self.ambiguous_name(name)
        }
    }

    fn dates(self, range: DateRange) -> String {
        match (range.first(), range.last()) {
            (Some(first), Some(last)) if first == last => self.within(first),
            (Some(first), Some(last)) => self.between(&self.date(first), &self.date(last)),
            (Some(first), None) => self.since(&self.within(first)),
            (None, Some(last)) => self.until(&self.within(last)),
            (None, None) => self.at_any_time().to_owned(),
        }
    }

    fn within(self, whole: PartialDate) -> String {
        let date = self.date(whole);
        match (whole.month(), whole.day()) {
            (_, Some(_)) => self.on_day(&date),
            (Some(_), None) => self.in_month(&date),
            (None, None) => self.in_year(&date),
        }
    }

    fn date(self, date: PartialDate) -> String {
        let year = date.year().to_string();
        match (date.month().map(|month| self.month_name(month)), date.day()) {
            (Some(month), Some(day)) => self.day(&day.to_string(), month, &year),
            (Some(month), None) => self.month(month, &year),
            (None, _) => self.year(&year),
        }
    }

    fn month_name(self, month: u8) -> &'static str {
        match month {
            1 => self.january(),
            2 => self.february(),
            3 => self.march(),
            4 => self.april(),
            5 => self.may(),
            6 => self.june(),
            7 => self.july(),
            8 => self.august(),
            9 => self.september(),
            10 => self.october(),
            11 => self.november(),
            _ => self.december(),
        }
    }
}

fn joined(parts: impl Iterator<Item = String>, pair: impl Fn(&str, &str) -> String) -> String {
    parts.reduce(|first, second| pair(&first, &second)).unwrap_or_default()
}
