//! What the address's query asks of the list, as far as it can be answered now.

use crate::archive::{Card, name};
use crate::query::Query;
use crate::query::parse::ParseError;
use crate::reader::browser::text::nfc;

/// A filter of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// No filter.
    Everything,
    /// The articles with one tag.
    Tag {
        /// The tag as the address spells it.
        name: String,
        /// The tag as names are compared.
        comparable: String,
    },
    /// A query that needs the archive's postings: the list is shown unfiltered, and the page says so.
    NotYet(Query),
    /// A query that doesn't parse: the list is shown unfiltered, and the page says where and why.
    Invalid(ParseError),
}

impl Filter {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        match Query::parse(query) {
            Err(error) => Self::Invalid(error),
            Ok(query) if query.is_everything() => Self::Everything,
            Ok(query) => match query.as_single_tag() {
                Some(tag) => Self::Tag {
                    name: tag.to_owned(),
                    comparable: name::comparable(tag, nfc),
                },
                None => Self::NotYet(query),
            },
        }
    }

    /// The tag that the list is filtered by.
    pub fn tag(&self) -> Option<&str> {
        match self {
            Self::Tag { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether a card belongs into the list.
    pub fn admits(&self, card: &Card) -> bool {
        match self {
            Self::Tag { comparable, .. } => card.tags.iter().any(|tag| name::comparable(tag, nfc) == *comparable),
            Self::Everything | Self::NotYet(_) | Self::Invalid(_) => true,
        }
    }
}
