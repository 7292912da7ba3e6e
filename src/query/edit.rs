//! Changing a query by its conditions, as chips, links and the timeline do.
//!
//! A condition is a part of the outermost AND, known by its place in [`Query::conditions`]. A place that isn't there changes nothing.

use super::date::DateRange;
use super::{Expression, Query, Term};
use crate::archive::name::Nfc;

impl Query {
    /// This query, of the articles that `term` doesn't hold for. If just this term was asked for, it no longer is.
    pub fn excluding(&self, term: Term, nfc: Nfc) -> Query {
        let mut parts = self.conditions().to_vec();
        parts.retain(|part| !part.is_term(&term, nfc));
        let is_there = |part: &Expression| matches!(part, Expression::Not(inner) if inner.is_term(&term, nfc));
        if !parts.iter().any(is_there) {
            parts.extend(term.tidied().map(Expression::Term).map(Expression::negated));
        }
        Query::of_conditions(parts)
    }

    /// Whether `term` is one of the conditions, as it is or excluded.
    pub fn mentions(&self, term: &Term, nfc: Nfc) -> bool {
        self.conditions().iter().any(|part| match part {
            Expression::Not(inner) => inner.is_term(term, nfc),
            other => other.is_term(term, nfc),
        })
    }

    /// Nothing but the condition at `place`.
    pub fn only_condition(&self, place: usize) -> Query {
        Query::of_conditions(self.conditions().get(place).cloned().into_iter().collect())
    }

    /// This query without the condition at `place`.
    pub fn without_condition(&self, place: usize) -> Query {
        let mut parts = self.conditions().to_vec();
        if place < parts.len() {
            parts.remove(place);
        }
        Query::of_conditions(parts)
    }

    /// This query with the condition at `place` turned into its opposite.
    pub fn negating_condition(&self, place: usize) -> Query {
        let mut parts = self.conditions().to_vec();
        if let Some(part) = parts.get_mut(place) {
            *part = part.clone().negated();
        }
        Query::of_conditions(parts)
    }

    /// The range of dates that is a condition of its own; the first of several. Excluded ranges and alternatives are none.
    pub fn dates(&self) -> Option<DateRange> {
        self.conditions().iter().find_map(date_condition)
    }

    /// This query with this range of dates in place of those that are conditions of their own, which may be none.
    pub fn with_dates(&self, range: Option<DateRange>) -> Query {
        let mut parts = self.conditions().to_vec();
        let place = parts.iter().position(|part| date_condition(part).is_some());
        parts.retain(|part| date_condition(part).is_none());
        if let Some(range) = range {
            let place = place.unwrap_or(parts.len());
            parts.insert(place, Expression::Term(Term::Date(range)));
        }
        Query::of_conditions(parts)
    }

    fn of_conditions(parts: Vec<Expression>) -> Query {
        Query {
            root: Expression::all(parts),
        }
    }
}

impl From<Expression> for Query {
    /// A condition as a query of its own, which prints and explains it.
    fn from(condition: Expression) -> Query {
        Query { root: Some(condition) }
    }
}

fn date_condition(part: &Expression) -> Option<DateRange> {
    match part {
        Expression::Term(Term::Date(range)) => Some(*range),
        _ => None,
    }
}
