//! Errors: where a text stops being a query, and what was expected there.

use crate::query::Query;
use crate::query::parse::{Expectation, ParseError, Position};

fn error(text: &str) -> ParseError {
    Query::parse(text).expect_err(text)
}

#[test]
fn an_error_says_where_and_what_was_expected() {
    let field = |found: &str| Expectation::KnownField { found: found.to_owned() };
    for (text, char_offset, expected) in [
        ("#", 1, Expectation::TagName),
        ("#小米 # a", 5, Expectation::TagName),
        ("#(a)", 1, Expectation::TagName),
        ("author:", 7, Expectation::AuthorName),
        ("author：\u{3000}快科技", 7, Expectation::AuthorName),
        ("in:", 3, Expectation::CategoryName),
        ("in:/a", 3, Expectation::CategoryName),
        ("in:a//b", 5, Expectation::CategoryName),
        ("in:新媒体/ #a", 7, Expectation::CategoryName),
        ("date:", 5, Expectation::Date),
        ("date:..", 5, Expectation::Date),
        ("date:yesterday", 5, Expectation::Date),
        ("date:\"2021\"", 5, Expectation::Date),
        ("date:2021-1", 5, Expectation::Date),
        ("date:2021/11", 5, Expectation::Date),
        ("date:2021..22", 11, Expectation::Date),
        ("date:2021...2022", 11, Expectation::Date),
        ("date:..2021-1", 7, Expectation::Date),
        ("date:2021-02-29", 5, Expectation::DateInCalendar),
        ("date:2021..2022-13", 11, Expectation::DateInCalendar),
        ("#小米 date:2022..2021", 9, Expectation::DatesInOrder),
        ("小米 \"two", 3, Expectation::ClosingQuote),
        ("#“two", 1, Expectation::ClosingQuote),
        ("\"two”", 0, Expectation::ClosingQuote),
        ("\"two\\\"", 0, Expectation::ClosingQuote),
        ("\"小\\米\"", 2, Expectation::Escape),
        ("\"two\\", 4, Expectation::Escape),
        ("#小米\"two\"", 3, Expectation::Space),
        ("#\"two\"words", 6, Expectation::Space),
        ("#\"two\"\"words\"", 6, Expectation::Space),
        ("#\"two\"#words", 6, Expectation::Space),
        ("author:快科技(原驱动之家)", 10, Expectation::Space),
        ("他说“你好”", 2, Expectation::Space),
        ("in:\"a\"b", 6, Expectation::Space),
        ("date:2021(#a)", 9, Expectation::Space),
        ("-", 1, Expectation::Term),
        ("- #a", 1, Expectation::Term),
        ("--#a", 1, Expectation::Term),
        ("#a -OR #b", 4, Expectation::Term),
        ("OR", 0, Expectation::Term),
        ("OR #a", 0, Expectation::Term),
        ("#a OR", 5, Expectation::Term),
        ("#a OR OR #b", 6, Expectation::Term),
        ("()", 1, Expectation::Term),
        ("#a (OR #b)", 4, Expectation::Term),
        ("#a OR ) #b", 6, Expectation::Term),
        (")", 0, Expectation::Term),
        ("#a)", 2, Expectation::OpeningParenthesis),
        ("(#a)) #b", 4, Expectation::OpeningParenthesis),
        ("小米 (#a (#b)", 3, Expectation::ClosingParenthesis),
        ("title:小米", 0, field("title")),
        ("#a -标题：小米", 4, field("标题")),
        ("http://example.org/", 0, field("http")),
        ("12:30", 0, field("12")),
        (":)", 0, field("")),
    ] {
        let error = error(text);
        let byte_offset = text.chars().take(char_offset).map(char::len_utf8).sum();
        let at = Position { char_offset, byte_offset };
        assert_eq!(error, ParseError { at, expected }, "{text:?}");
    }
}

#[test]
fn the_sixty_fifth_term_is_refused_where_it_stands() {
    let terms = vec!["a"; Query::MAX_TERMS];
    assert!(Query::parse(&terms.join(" OR ")).is_ok());
    let too_many = terms.join(" ") + " -#b";
    let error = error(&too_many);
    assert_eq!(error.expected, Expectation::FewerTerms);
    assert_eq!(error.at.char_offset, 129);
}

#[test]
fn the_seventeenth_level_of_groups_is_refused_where_it_opens() {
    let nested = |depth: usize| "-(a ".repeat(depth) + "b" + &")".repeat(depth);
    assert!(Query::parse(&nested(Query::MAX_DEPTH)).is_ok());
    let error = error(&nested(Query::MAX_DEPTH + 1));
    assert_eq!(error.expected, Expectation::LessDepth);
    assert_eq!(error.at.char_offset, 4 * Query::MAX_DEPTH + 1);
    let beside = "(a) ".repeat(Query::MAX_DEPTH + 1);
    assert!(Query::parse(&beside).is_ok());
}

#[test]
fn a_hundred_thousand_parentheses_are_refused_without_overflow() {
    assert_eq!(error(&"(".repeat(100_000)).expected, Expectation::LessDepth);
    assert_eq!(error(&"-(".repeat(100_000)).expected, Expectation::LessDepth);
    assert_eq!(error(&")".repeat(100_000)).expected, Expectation::Term);
}

#[test]
fn an_error_reads_as_a_sentence() {
    assert_eq!(
        error("小米 title:a").to_string(),
        "at character 4: there is no title: to filter by, only author:, in: and date:; put text with a colon in quotes"
    );
}
