//! A query's canonical text, which parses to an equal query.

use super::parse::{ends_bare_name, is_colon, is_hash};
use super::{Expression, Query, Term};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.root() {
            Some(root) => write_expression(root, Place::Alone, f),
            None => Ok(()),
        }
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Term::Tag(name) => {
                f.write_char('#')?;
                write_name(name, is_bare_name(name), f)
            }
            Term::Author(name) => {
                f.write_str("author:")?;
                write_name(name, is_bare_name(name), f)
            }
            Term::In(levels) => {
                f.write_str("in:")?;
                for (index, level) in levels.iter().enumerate() {
                    if index > 0 {
                        f.write_char('/')?;
                    }
                    write_name(level, is_bare_name(level) && !level.contains('/'), f)?;
                }
                Ok(())
            }
            Term::Date(range) => write!(f, "date:{range}"),
            Term::Text(phrase) => write_name(phrase, is_bare_text(phrase), f),
        }
    }
}

/// Where an expression stands, which decides whether it needs parentheses.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Alone,
    InOr,
    InAnd,
    InNot,
}

fn write_expression(expression: &Expression, place: Place, f: &mut Formatter<'_>) -> fmt::Result {
    match expression {
        Expression::Term(term) => write!(f, "{term}"),
        Expression::Not(inner) => {
            f.write_char('-')?;
            write_expression(inner, Place::InNot, f)
        }
        Expression::And(parts) => write_joined(parts, " ", Place::InAnd, place == Place::InNot, f),
        Expression::Or(parts) => write_joined(parts, " OR ", Place::InOr, place != Place::Alone, f),
    }
}

fn write_joined(parts: &[Expression], separator: &str, place_of_parts: Place, is_group: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if is_group {
        f.write_char('(')?;
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write_expression(part, place_of_parts, f)?;
    }
    if is_group {
        f.write_char(')')?;
    }
    Ok(())
}

fn write_name(name: &str, is_bare: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if is_bare {
        return f.write_str(name);
    }
    f.write_char('"')?;
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

fn is_bare_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(ends_bare_name)
}

/// Whether the phrase is a word that the parser takes for text, not for an operator or another kind of term.
fn is_bare_text(phrase: &str) -> bool {
    is_bare_name(phrase) && phrase != "OR" && !phrase.contains(is_colon) && !phrase.starts_with(|c| c == '-' || is_hash(c))
}
