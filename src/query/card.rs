//! A query and one card.

use super::{Expression, Query, Term};
use crate::archive::Card;
use crate::archive::name::{Nfc, comparable};

impl Query {
    /// Whether a card matches, as far as a card tells: it has no day in the archive's time zone and no text, and may list fewer names than its
    /// article has. `None` where it can't tell.
    pub fn admits(&self, card: &Card, nfc: Nfc) -> Option<bool> {
        self.root().map_or(Some(true), |root| admits(root, card, nfc))
    }
}

fn admits(expression: &Expression, card: &Card, nfc: Nfc) -> Option<bool> {
    let has = |names: &[String], name: &str| names.iter().any(|own| comparable(own, nfc) == comparable(name, nfc));
    // Whatever is known to decide decides, even if another part isn't known.
    let join = |parts: &[Expression], decisive: bool| {
        let mut joined = Some(!decisive);
        for part in parts {
            match admits(part, card, nfc) {
                Some(found) if found == decisive => return Some(decisive),
                None => joined = None,
                Some(_) => {}
            }
        }
        joined
    };
    match expression {
        Expression::Term(Term::Tag(name)) => Some(has(&card.tags, name)),
        Expression::Term(Term::Author(name)) => Some(has(&card.authors, name)),
        Expression::Term(Term::In(levels)) => {
            let is_below = |path: &[String]| {
                path.len() >= levels.len() && levels.iter().zip(path).all(|(level, own)| has(std::slice::from_ref(own), level))
            };
            Some(card.categories.iter().any(|path| is_below(path)))
        }
        Expression::Term(Term::Date(_) | Term::Text(_)) => None,
        Expression::Not(inner) => admits(inner, card, nfc).map(|found| !found),
        Expression::And(parts) => join(parts, false),
        Expression::Or(parts) => join(parts, true),
    }
}
