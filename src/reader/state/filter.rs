//! What the address's query asks of the list.

use crate::query::parse::ParseError;
use crate::query::{Query, Term};

/// A filter of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// No filter.
    Everything,
    /// The articles with one tag: its document has the newest of them.
    Tag {
        /// The tag as the address spells it.
        name: String,
    },
    /// Any other query that postings answer.
    Query(Query),
    /// A query with words of text, which can't be searched: the list is shown unfiltered, and the page says so.
    Text(Query),
    /// A query that doesn't parse: the list is shown unfiltered, and the page says where and why.
    Invalid(ParseError),
}

impl Filter {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let query = match Query::parse(query) {
            Err(error) => return Self::Invalid(error),
            Ok(query) if query.is_everything() => return Self::Everything,
            Ok(query) => query,
        };
        if query.terms().any(|term| matches!(term, Term::Text(_))) {
            return Self::Text(query);
        }
        match query.as_single_tag() {
            Some(tag) => Self::Tag { name: tag.to_owned() },
            None => Self::Query(query),
        }
    }

    /// The tag that the list is filtered by.
    pub fn tag(&self) -> Option<&str> {
        match self {
            Self::Tag { name } => Some(name),
            _ => None,
        }
    }

    /// The query whose matches the list shows; `None` where it shows everything.
    pub fn query(&self) -> Option<Query> {
        match self {
            Self::Tag { name } => Some(Query::tag(name)),
            Self::Query(query) => Some(query.clone()),
            Self::Everything | Self::Text(_) | Self::Invalid(_) => None,
        }
    }
}
