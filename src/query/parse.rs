//! The filter language's parser: recursive descent over what is left of the text.

mod error;

pub use error::{Expectation, ParseError, Position};

use super::date::{DateError, DateRange, PartialDate};
use super::{Expression, Query, Term};

pub(super) fn parse(text: &str) -> Result<Query, ParseError> {
    if text.trim().is_empty() {
        return Ok(Query::everything());
    }
    let mut parser = Parser {
        text,
        rest: text,
        n_terms: 0,
        depth: 0,
    };
    let root = parser.either()?;
    if parser.rest.is_empty() {
        Ok(Query { root: Some(root) })
    } else {
        // Nothing else than a parenthesis that was never opened ends an expression early.
        Err(parser.expected(Expectation::OpeningParenthesis))
    }
}

pub(super) fn is_hash(c: char) -> bool {
    matches!(c, '#' | '＃')
}

pub(super) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Whether a name without quotes can't contain `c`.
pub(super) fn ends_bare_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}

struct Parser<'a> {
    text: &'a str,
    /// What hasn't been read yet: always an end of `text`.
    rest: &'a str,
    n_terms: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn either(&mut self) -> Result<Expression, ParseError> {
        let mut parts = vec![self.all()?];
        while self.is_at_or() {
            self.skip("OR".len());
            parts.push(self.all()?);
        }
        Expression::any(parts).ok_or_else(|| self.expected(Expectation::Term))
    }

    fn all(&mut self) -> Result<Expression, ParseError> {
        let mut parts = Vec::new();
        self.skip_space();
        while !(self.rest.is_empty() || self.rest.starts_with(')') || self.is_at_or()) {
            parts.push(self.factor()?);
            self.skip_space();
        }
        // Empty where an operand is missing: `()`, `OR a`, `a OR`.
        Expression::all(parts).ok_or_else(|| self.expected(Expectation::Term))
    }

    fn factor(&mut self) -> Result<Expression, ParseError> {
        if !self.take('-') {
            return self.group_or_term();
        }
        let is_operand_missing =
            self.rest.is_empty() || self.rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | '-')) || self.is_at_or();
        if is_operand_missing {
            return Err(self.expected(Expectation::Term));
        }
        self.group_or_term().map(Expression::negated)
    }

    fn group_or_term(&mut self) -> Result<Expression, ParseError> {
        if self.rest.starts_with('(') {
            self.group()
        } else {
            self.term().map(Expression::Term)
        }
    }

    fn group(&mut self) -> Result<Expression, ParseError> {
        let opening = self.rest;
        if self.depth == Query::MAX_DEPTH {
            return Err(self.expected(Expectation::LessDepth));
        }
        self.depth += 1;
        self.skip("(".len());
        let inner = self.either()?;
        if !self.take(')') {
            return Err(self.expected_at(opening, Expectation::ClosingParenthesis));
        }
        self.depth -= 1;
        Ok(inner)
    }

    fn term(&mut self) -> Result<Term, ParseError> {
        if self.n_terms == Query::MAX_TERMS {
            return Err(self.expected(Expectation::FewerTerms));
        }
        self.n_terms += 1;
        if self.rest.starts_with(is_hash) {
            self.skip_char();
            return self.name(Expectation::TagName).map(Term::Tag);
        }
        if self.rest.starts_with(is_quote) {
            return self.name(Expectation::Term).map(Term::Text);
        }
        let word = self.peek_until(ends_bare_name);
        let Some(colon) = word.find(is_colon) else {
            return self.name(Expectation::Term).map(Term::Text);
        };
        let (field, _) = word.split_at(colon);
        // Some keyboards begin every field of a form with a capital letter.
        let known = field.to_ascii_lowercase();
        if !matches!(known.as_str(), "author" | "in" | "date") {
            let found = field.to_owned();
            return Err(self.expected(Expectation::KnownField { found }));
        }
        self.skip(colon);
        self.skip_char();
        match known.as_str() {
            "author" => self.name(Expectation::AuthorName).map(Term::Author),
            "in" => self.category_path().map(Term::In),
            _ => self.dates().map(Term::Date),
        }
    }

    fn name(&mut self, expected: Expectation) -> Result<String, ParseError> {
        let name = self.quoted_or_bare(ends_bare_name, expected)?;
        self.end_of_term()?;
        Ok(name)
    }

    fn category_path(&mut self) -> Result<Vec<String>, ParseError> {
        let ends_level = |c: char| c == '/' || ends_bare_name(c);
        let mut levels = Vec::new();
        loop {
            levels.push(self.quoted_or_bare(ends_level, Expectation::CategoryName)?);
            if !self.take('/') {
                break;
            }
        }
        self.end_of_term()?;
        Ok(levels)
    }

    fn dates(&mut self) -> Result<DateRange, ParseError> {
        let whole = self.rest;
        let text = self.peek_until(ends_bare_name);
        let range = match text.split_once("..") {
            None => DateRange::of(self.date(text)?),
            Some(("", "")) => return Err(self.expected(Expectation::Date)),
            Some((first, "")) => DateRange::since(self.date(first)?),
            Some(("", last)) => {
                self.skip("..".len());
                DateRange::until(self.date(last)?)
            }
            Some((first, last)) => {
                let first = self.date(first)?;
                self.skip("..".len());
                let last = self.date(last)?;
                DateRange::between(first, last).ok_or_else(|| self.expected_at(whole, Expectation::DatesInOrder))?
            }
        };
        self.rest = whole;
        self.skip(text.len());
        self.end_of_term()?;
        Ok(range)
    }

    /// Reads `text`, which is what comes next, as a date.
    fn date(&mut self, text: &str) -> Result<PartialDate, ParseError> {
        let date = PartialDate::parse(text).map_err(|error| {
            self.expected(match error {
                DateError::Form => Expectation::Date,
                DateError::Calendar => Expectation::DateInCalendar,
            })
        })?;
        self.skip(text.len());
        Ok(date)
    }

    fn quoted_or_bare(&mut self, ends_bare: impl Fn(char) -> bool, expected: Expectation) -> Result<String, ParseError> {
        if self.rest.starts_with(is_quote) {
            return self.quoted();
        }
        let name = self.peek_until(ends_bare);
        if name.is_empty() {
            return Err(self.expected(expected));
        }
        self.skip(name.len());
        Ok(name.to_owned())
    }

    /// Reads a name in quotes. ASCII quotes end at an ASCII one, so that they can hold the others; full-width ones end at any,
    /// as an input method may have been switched in between.
    fn quoted(&mut self) -> Result<String, ParseError> {
        let opening = self.rest;
        let is_ascii = self.rest.starts_with('"');
        self.skip_char();
        let mut name = String::new();
        loop {
            let at = self.rest;
            match self.next_char() {
                None => return Err(self.expected_at(opening, Expectation::ClosingQuote)),
                Some('\\') => match self.next_char() {
                    Some(c) if c == '\\' || is_quote(c) => name.push(c),
                    _ => return Err(self.expected_at(at, Expectation::Escape)),
                },
                Some('"') => break,
                Some(c) if !is_ascii && is_quote(c) => break,
                Some(c) => name.push(c),
            }
        }
        Ok(name.trim().to_owned())
    }

    /// Refuses what touches a term without being part of it: it would be another term by accident.
    fn end_of_term(&self) -> Result<(), ParseError> {
        let is_end = |c: char| c.is_whitespace() || c == ')';
        if self.rest.is_empty() || self.rest.starts_with(is_end) {
            Ok(())
        } else {
            Err(self.expected(Expectation::Space))
        }
    }

    fn is_at_or(&self) -> bool {
        self.rest
            .strip_prefix("OR")
            .is_some_and(|after| after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, '(' | ')')))
    }

    fn peek_until(&self, is_end: impl Fn(char) -> bool) -> &'a str {
        self.rest.split(is_end).next().unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn skip(&mut self, n_bytes: usize) {
        self.rest = self.rest.get(n_bytes..).unwrap_or_default();
    }

    fn skip_char(&mut self) {
        self.next_char();
    }

    fn next_char(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn expected(&self, expected: Expectation) -> ParseError {
        self.expected_at(self.rest, expected)
    }

    /// The error at the beginning of `rest`, which was `self.rest` once.
    fn expected_at(&self, rest: &str, expected: Expectation) -> ParseError {
        let byte_offset = self.text.len() - rest.len();
        let before = self.text.get(..byte_offset).unwrap_or_default();
        ParseError {
            at: Position {
                char_offset: before.chars().count(),
                byte_offset,
            },
            expected,
        }
    }
}
