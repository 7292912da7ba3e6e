//! The filter language: what stands in `?q=`, as a tree that parses, prints, explains and evaluates itself.
//!
//! ```text
//! query   = [ either ]                        nothing at all is every article
//! either  = all { "OR" all }
//! all     = factor { factor }                 AND needs no word
//! factor  = [ "-" ] ( term | "(" either ")" )
//! term    = "#" name | "author:" name | "in:" name { "/" name } | "date:" dates | name
//! dates   = date | date ".." date | date ".." | ".." date
//! date    = YYYY | YYYY-MM | YYYY-MM-DD
//! name    = bare | quote characters quote     in quotes \" and \\ stand for " and \
//! ```
//!
//! A bare name ends at white space, an ASCII parenthesis or a quote (a level of a category path also at `/`). A bare
//! name that is a term of its own, a word of text, contains no colon and isn't `OR`, nor does it begin like another term.
//! Input methods for Chinese type `＃`, `：`, U+3000, `“`, `”` and `＂`, so these are accepted where the ASCII ones
//! are; `（` and `）` are characters of a name.

mod card;
pub mod complete;
pub mod date;
mod edit;
pub mod evaluate;
pub mod explain;
pub mod parse;
mod print;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
pub mod timeline;

use crate::archive::name::{Nfc, comparable};
use date::DateRange;
use parse::ParseError;
use std::slice;
use std::str::FromStr;

/// A filter over the archive's articles, always in normal form.
///
/// Normal form keeps what was typed in its order and drops only what says nothing: parentheses that change nothing,
/// double negation, white space around names. `Display` prints the canonical text of a query; parsing that text gives an
/// equal query, which prints the same text again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// `None` is every article.
    root: Option<Expression>,
}

/// A node of a query's tree.
///
/// In a [`Query`] an `And` or `Or` has at least two parts, none of which is of its own kind, and a `Not` holds no `Not`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// One condition.
    Term(Term),
    /// Articles that the inner expression doesn't match.
    Not(Box<Expression>),
    /// Articles that every part matches.
    And(Vec<Expression>),
    /// Articles that at least one part matches.
    Or(Vec<Expression>),
}

/// One condition on an article. Names are kept as they were typed; [`comparable`] compares them.
///
/// Every text is a name here, also the empty one, which is printed as `""` and which no article carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// `#小米`: has this tag.
    Tag(String),
    /// `author:快科技`: is by this author.
    Author(String),
    /// `in:新媒体/快科技`: stands in this category or below it. The levels are whole names, from the outermost in; a query's
    /// term has at least one.
    In(Vec<String>),
    /// `date:2021-11`: was published on one of these days, in the archive's time zone.
    Date(DateRange),
    /// `小米` or `"two words"`: contains this word or phrase.
    Text(String),
}

impl Query {
    /// Most terms that a query may have.
    pub const MAX_TERMS: usize = 64;

    /// Most groups that may stand inside one another.
    pub const MAX_DEPTH: usize = 16;

    /// The query that every article matches, and whose text is empty.
    pub fn everything() -> Query {
        Query { root: None }
    }

    /// The query for one tag: the bookmarkable tag view.
    pub fn tag(name: &str) -> Query {
        Query::from(Term::Tag(name.to_owned()))
    }

    /// Reads what a person typed or a URL holds.
    ///
    /// # Errors
    ///
    /// [`ParseError`] says where the text stops being a query, and what was expected there.
    pub fn parse(text: &str) -> Result<Query, ParseError> {
        parse::parse(text)
    }

    /// The tree, or `None` where every article matches.
    pub fn root(&self) -> Option<&Expression> {
        self.root.as_ref()
    }

    /// Whether this filters nothing.
    pub fn is_everything(&self) -> bool {
        self.root.is_none()
    }

    /// The tag's name, if the query is one tag and nothing else.
    pub fn as_single_tag(&self) -> Option<&str> {
        match &self.root {
            Some(Expression::Term(Term::Tag(name))) => Some(name),
            _ => None,
        }
    }

    /// What all has to hold: the parts of the outermost AND, or the one expression there is.
    pub fn conditions(&self) -> &[Expression] {
        match &self.root {
            None => &[],
            Some(Expression::And(parts)) => parts,
            Some(single) => slice::from_ref(single),
        }
    }

    /// All terms in the order of the text, also those that are negated.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        let mut terms = Vec::new();
        if let Some(root) = &self.root {
            root.collect_terms(&mut terms);
        }
        terms.into_iter()
    }

    /// This query and one more condition, which comes last.
    ///
    /// A condition that is there already is not repeated, and if just this one was excluded, it no longer is. The result
    /// may exceed [`Self::MAX_TERMS`]; then its text doesn't parse, and the parser says so.
    pub fn with_term(&self, term: Term, nfc: Nfc) -> Query {
        let mut parts = self.conditions().to_vec();
        parts.retain(|part| !matches!(part, Expression::Not(inner) if inner.is_term(&term, nfc)));
        if !parts.iter().any(|part| part.is_term(&term, nfc)) {
            parts.extend(term.tidied().map(Expression::Term));
        }
        Query {
            root: Expression::all(parts),
        }
    }

    /// This query, of the articles with one more tag: see [`Self::with_term`].
    pub fn with_tag(&self, name: &str, nfc: Nfc) -> Query {
        self.with_term(Term::Tag(name.to_owned()), nfc)
    }

    /// This query as if `term` had never been typed, neither plain nor negated, at any depth.
    pub fn without_term(&self, term: &Term, nfc: Nfc) -> Query {
        Query {
            root: self.root.as_ref().and_then(|root| root.without_term(term, nfc)),
        }
    }
}

impl From<Term> for Query {
    fn from(term: Term) -> Query {
        Query {
            root: term.tidied().map(Expression::Term),
        }
    }
}

impl FromStr for Query {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Query, ParseError> {
        Query::parse(text)
    }
}

impl Term {
    /// Whether both are the same condition, however their names are spelled.
    pub fn is_same_as(&self, other: &Term, nfc: Nfc) -> bool {
        let is_same_name = |one: &str, other: &str| comparable(one, nfc) == comparable(other, nfc);
        match (self, other) {
            (Term::Tag(one), Term::Tag(other)) | (Term::Author(one), Term::Author(other)) | (Term::Text(one), Term::Text(other)) => {
                is_same_name(one, other)
            }
            (Term::In(one), Term::In(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same_name(one, other))
            }
            (Term::Date(one), Term::Date(other)) => one == other,
            _ => false,
        }
    }

    /// The term with its names trimmed, or `None` for a category path without levels, which every article stands below.
    fn tidied(self) -> Option<Term> {
        let trimmed = |name: String| name.trim().to_owned();
        Some(match self {
            Term::Tag(name) => Term::Tag(trimmed(name)),
            Term::Author(name) => Term::Author(trimmed(name)),
            Term::In(levels) if levels.is_empty() => return None,
            Term::In(levels) => Term::In(levels.into_iter().map(trimmed).collect()),
            Term::Date(range) => Term::Date(range),
            Term::Text(phrase) => Term::Text(trimmed(phrase)),
        })
    }
}

/// The only ways in which trees are made, each of which keeps the normal form.
impl Expression {
    fn all(parts: Vec<Expression>) -> Option<Expression> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Expression::And(inner) => inner,
            other => vec![other],
        });
        Expression::joined(flat.collect(), Expression::And)
    }

    fn any(parts: Vec<Expression>) -> Option<Expression> {
        let flat = parts.into_iter().flat_map(|part| match part {
            Expression::Or(inner) => inner,
            other => vec![other],
        });
        Expression::joined(flat.collect(), Expression::Or)
    }

    fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Option<Expression> {
        if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
    }

    fn negated(self) -> Expression {
        match self {
            Expression::Not(inner) => *inner,
            other => Expression::Not(Box::new(other)),
        }
    }

    fn without_term(&self, term: &Term, nfc: Nfc) -> Option<Expression> {
        let remaining = |parts: &[Expression]| {
            let kept = parts.iter().filter_map(|part| part.without_term(term, nfc));
            kept.collect::<Vec<_>>()
        };
        match self {
            Expression::Term(own) if own.is_same_as(term, nfc) => None,
            Expression::Term(own) => Some(Expression::Term(own.clone())),
            Expression::Not(inner) => inner.without_term(term, nfc).map(Expression::negated),
            Expression::And(parts) => Expression::all(remaining(parts)),
            Expression::Or(parts) => Expression::any(remaining(parts)),
        }
    }

    fn is_term(&self, term: &Term, nfc: Nfc) -> bool {
        matches!(self, Expression::Term(own) if own.is_same_as(term, nfc))
    }

    fn collect_terms<'a>(&'a self, terms: &mut Vec<&'a Term>) {
        match self {
            Expression::Term(term) => terms.push(term),
            Expression::Not(inner) => inner.collect_terms(terms),
            Expression::And(parts) | Expression::Or(parts) => {
                for part in parts {
                    part.collect_terms(terms);
                }
            }
        }
    }
}
