//! What the interface says, in each language that it speaks. The words are those of section "reader" in `messages/`: a message is the function
//! of its name.

use super::browser::intl;
use super::state::archive::{ArchiveError, Cause};
use crate::archive::{Fault, ReadError};
use crate::content::sanitise::Refusal;
use crate::language::Language;
use crate::query::parse::{Expectation, ParseError};
use crate::reader::browser::fetch::FetchError;

mod filter;
mod removed;

include!(concat!(env!("OUT_DIR"), "/reader.rs"));

/// The interface's language, and everything that depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages {
    /// The language.
    pub language: Language,
}

impl Messages {
    /// The first of the browser's languages that the interface speaks, else English.
    pub fn by_preference() -> Self {
        Self {
            language: Language::preferred(intl::languages()),
        }
    }

    /// The language as BCP 47.
    pub fn locale(self) -> &'static str {
        self.language.tag()
    }

    /// A number with the language's separators.
    pub fn number(self, number: u32) -> String {
        intl::number(number, self.locale())
    }

    /// Which of a message's plural forms goes with a number, as a place in `CATEGORIES`: where no file has the language's category, it is `other`.
    fn form(self, count: u32) -> usize {
        let category = intl::plural_category(count, self.locale());
        CATEGORIES.iter().position(|known| *known == category).unwrap_or(0)
    }

    /// How many articles a tag has, for a screen reader. It begins with what is seen, for people who speak to their browser.
    pub fn tag_with_count(self, tag: &str, count: u32) -> String {
        format!("{tag} {}", self.n_articles(count))
    }

    /// How much of an article has been read.
    pub fn read_so_far(self, percent: u32) -> String {
        match percent {
            100 => self.read_whole().to_owned(),
            _ => self.read_part(percent),
        }
    }

    /// What to say about a file of the archive that could not be had.
    pub fn failure(self, error: &ArchiveError) -> Failure {
        let (title, cause, advice) = match &error.cause {
            Cause::Fetch(FetchError::Unreachable(reason)) => (
                self.archive_unreachable(),
                self.no_answer(&reason.to_string()),
                self.check_connection(),
            ),
            Cause::Fetch(FetchError::Status(404 | 410)) => (self.file_missing(), self.file_not_there().to_owned(), self.upload_again()),
            Cause::Fetch(FetchError::Status(status)) => (self.file_refused(), self.host_answered(&status.to_string()), self.try_later()),
            Cause::Fetch(FetchError::TooLarge(most)) => (self.file_unreadable(), self.file_too_large(most >> 20), self.press_again()),
            Cause::Read(error) => (self.file_unreadable(), self.read_error(error), self.press_again()),
            Cause::Program(reason) => (self.part_missing(), self.no_answer(reason), self.part_missing_advice()),
            Cause::Republished => (self.republished(), self.older_version_gone().to_owned(), self.see_new_version()),
        };
        Failure {
            title,
            asked: self.asked_for(&error.url),
            cause,
            advice,
        }
    }

    fn read_error(self, error: &ReadError) -> String {
        let text = match error {
            ReadError::Empty => self.file_empty(),
            ReadError::WebPage => self.file_is_web_page(),
            ReadError::NotText(at) => return self.file_not_text(&at.to_string()),
            ReadError::CutOff => self.file_cut_off(),
            ReadError::NotJson(reason) => return self.file_not_json(reason),
            ReadError::OtherFile(missing) => return self.file_of_other_kind(missing),
            ReadError::Field(Fault { field, found, .. }) => return self.file_field_unusable(field, found),
            ReadError::Twice(field) => return self.file_field_twice(field),
            ReadError::Damaged => self.file_damaged(),
            ReadError::Contract(version) => return self.file_of_other_version(&version.to_string()),
        };
        text.to_owned()
    }

    /// Where and why a query doesn't parse.
    pub fn parse_error(self, error: &ParseError) -> String {
        let unknown;
        let expected = match &error.expected {
            Expectation::Term => self.expected_term(),
            Expectation::TagName => self.expected_tag(),
            Expectation::AuthorName => self.expected_author(),
            Expectation::CategoryName => self.expected_category(),
            Expectation::Date => self.expected_date(),
            Expectation::DateInCalendar => self.no_such_date(),
            Expectation::DatesInOrder => self.range_ends_early(),
            Expectation::ClosingQuote => self.open_quote(),
            Expectation::Escape => self.expected_escape(),
            Expectation::Space => self.expected_space(),
            Expectation::ClosingParenthesis => self.open_parenthesis(),
            Expectation::OpeningParenthesis => self.lone_parenthesis(),
            Expectation::KnownField { found } => {
                unknown = self.unknown_field(found);
                &unknown
            }
            Expectation::FewerTerms => self.too_many_terms(),
            Expectation::LessDepth => self.too_deep_groups(),
        };
        self.wrong_at(error.at.char_offset as u32 + 1, expected)
    }

    /// Why an article is shown as plain text.
    pub fn refusal(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::TooLong => self.too_long_to_format(),
            Refusal::TooDeep => self.too_tangled_to_format(),
            Refusal::TooSlow => self.too_slow_to_format(),
        }
    }
}

/// What can be said about a file that can't be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What was asked for.
    pub asked: String,
    /// What came.
    pub cause: String,
    /// What a person can do.
    pub advice: &'static str,
}
