//! English words for queries.

use super::{Around, Sense, Wording};
use crate::query::Term;
use crate::query::date::{DateRange, PartialDate};

pub(super) const WORDING: Wording = Wording {
    everything: "all articles",
    comma: ", ",
    and: " and ",
    or: " or ",
    not: "not ",
    choice: Around("either ", ""),
    group: Around("(", ")"),
    term,
};

fn term(term: &Term, sense: Sense) -> String {
    let positive = match term {
        Term::Tag(tag) => format!("tagged {}", name(tag)),
        Term::Author(author) => format!("by {}", name(author)),
        Term::In(levels) => {
            let levels: Vec<String> = levels.iter().map(|level| name(level)).collect();
            format!("in {}", levels.join(" › "))
        }
        Term::Date(range) => format!("published {}", dates(*range)),
        Term::Text(phrase) => format!("containing “{phrase}”"),
    };
    match sense {
        Sense::Wanted => positive,
        Sense::Excluded => format!("not {positive}"),
    }
}

/// The name, in quotes where it could be taken for a part of the sentence.
fn name(name: &str) -> String {
    let is_one_word = name.chars().all(|c| c.is_alphanumeric() || "-_.+#&·（）".contains(c));
    if is_one_word && !name.is_empty() {
        name.to_owned()
    } else {
        format!("“{name}”")
    }
}

fn dates(range: DateRange) -> String {
    match (range.first(), range.last()) {
        (Some(first), Some(last)) if first == last => within(first),
        (Some(first), Some(last)) => format!("from {} to {}", date(first), date(last)),
        (Some(first), None) => format!("{} or later", within(first)),
        (None, Some(last)) => format!("{} or earlier", within(last)),
        (None, None) => "at any time".to_owned(),
    }
}

pub(super) fn period(range: DateRange) -> String {
    match (range.first(), range.last()) {
        (Some(first), Some(last)) if first == last => date(first),
        (Some(first), Some(last)) => format!("{} to {}", date(first), date(last)),
        (Some(first), None) => format!("{} or later", date(first)),
        (None, Some(last)) => format!("{} or earlier", date(last)),
        (None, None) => "any time".to_owned(),
    }
}

fn within(whole: PartialDate) -> String {
    let preposition = if whole.day().is_some() { "on" } else { "in" };
    format!("{preposition} {}", date(whole))
}

fn date(date: PartialDate) -> String {
    let day = date.day().map(|day| format!("{day} ")).unwrap_or_default();
    let month = date.month().map(month_name).unwrap_or_default();
    format!("{day}{month}{}", date.year())
}

/// The month's name and a space.
fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January ",
        "February ",
        "March ",
        "April ",
        "May ",
        "June ",
        "July ",
        "August ",
        "September ",
        "October ",
        "November ",
        "December ",
    ];
    let index = usize::from(month.saturating_sub(1));
    NAMES.get(index).copied().unwrap_or_default()
}
