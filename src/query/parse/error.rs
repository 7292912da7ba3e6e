//! Where and why a text is no query.

use crate::query::Query;
use std::error::Error;
use std::fmt;

/// A text stops being a query somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Where.
    pub at: Position,
    /// What should have been there.
    pub expected: Expectation,
}

/// A place in the text of a query: before the character with this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Characters (Unicode scalar values) before it, for people.
    pub char_offset: usize,
    /// Bytes of UTF-8 before it: a character boundary of the text, for slicing.
    pub byte_offset: usize,
}

/// What the parser expected. It is data, so that the page can say it in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// A term or a group: after `-`, before or after `OR`, between parentheses.
    Term,
    /// A tag's name right after `#`.
    TagName,
    /// An author's name right after `author:`.
    AuthorName,
    /// A category's name right after `in:` or `/`.
    CategoryName,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or two of them around `..`.
    Date,
    /// A month or day that exists.
    DateInCalendar,
    /// A range whose end isn't before its beginning. The position is where the range begins.
    DatesInOrder,
    /// The quote that ends the one at the position.
    ClosingQuote,
    /// `\"` or `\\`: nothing else follows a backslash in quotes.
    Escape,
    /// A space between a term and what touches it, or quotes around both.
    Space,
    /// The parenthesis that closes the one at the position.
    ClosingParenthesis,
    /// The parenthesis that opens the group which the one at the position closes.
    OpeningParenthesis,
    /// `author:`, `in:` or `date:`; or quotes, if the word with the colon is text.
    KnownField {
        /// What stands before the colon.
        found: String,
    },
    /// At most [`Query::MAX_TERMS`] terms. The position is that of the first one too many.
    FewerTerms,
    /// At most [`Query::MAX_DEPTH`] groups inside one another. The position is that of the first one too many.
    LessDepth,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.at.char_offset + 1, self.expected)
    }
}

impl Error for ParseError {}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expectation::Term => "a term or a group is missing here",
            Expectation::TagName => "a tag's name is missing after the #",
            Expectation::AuthorName => "an author's name is missing after the colon",
            Expectation::CategoryName => "a category's name is missing here",
            Expectation::Date => "a date is written as 2021, 2021-11 or 2021-11-27, a range as 2021-11..2022-02",
            Expectation::DateInCalendar => "there is no such date",
            Expectation::DatesInOrder => "the range ends before it begins",
            Expectation::ClosingQuote => "this quote is never closed",
            Expectation::Escape => "in quotes, write \\\\ for a backslash and \\\" for a quote",
            Expectation::Space => "a space is missing here; or put the whole name in quotes",
            Expectation::ClosingParenthesis => "this parenthesis is never closed",
            Expectation::OpeningParenthesis => "this parenthesis was never opened",
            Expectation::KnownField { found } => {
                return write!(
                    f,
                    "there is no {found}: to filter by, only author:, in: and date:; put text with a colon in quotes"
                );
            }
            Expectation::FewerTerms => {
                return write!(f, "a query has at most {} terms", Query::MAX_TERMS);
            }
            Expectation::LessDepth => {
                return write!(f, "groups stand at most {} deep", Query::MAX_DEPTH);
            }
        })
    }
}
