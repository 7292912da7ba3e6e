//! Front matter: the block of fields above a post's body, in YAML (`---`) or TOML (`+++`).
//!
//! Collected posts get it wrong in every way. A block that parses as a whole is taken as parsed, except that a scalar
//! is always the text as written: no number, date or boolean is ever made of it. One that doesn't parse is taken field
//! by field, and a field that doesn't parse either is taken from its raw text, so that one bad field never costs another.

mod fence;
mod lines;
mod toml;
mod yaml;

use std::collections::HashMap;

use super::diagnostic::{Diagnostics, Kind};
use fence::{Fenced, Syntax};

/// What a field holds. Scalars are text, whatever their syntax would make of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A scalar as written, without its quotes.
    Text(String),
    /// A list in its order.
    List(Vec<Value>),
    /// A mapping in its order.
    Map(Vec<(String, Value)>),
    /// Nothing, `~` or `null`.
    Null,
}

/// One field at the top level of the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key as written.
    pub key: String,
    /// The line of its key in the file, counted from 1.
    pub line: u32,
    /// What it holds.
    pub value: Value,
    /// What stands behind the key on its line, trimmed: for a reader who knows that text was meant where the syntax
    /// sees a comment, a list or nothing.
    pub raw: String,
}

/// A file, split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter<'text> {
    /// The fields in their order, each key once.
    pub fields: Vec<Field>,
    /// What follows the block.
    pub body: &'text str,
    /// The line of the file on which the body starts, counted from 1.
    pub body_line: u32,
}

impl FrontMatter<'_> {
    /// The field of this name. Case doesn't count, and `-` is `_`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let name = comparable(name);
        self.fields
            .iter()
            .find(|field| field.key.len() == name.len() && comparable(&field.key) == name)
    }

    /// The fields of these names, in the order of the names.
    pub fn fields_of<'own>(&'own self, names: &'own [&str]) -> impl Iterator<Item = &'own Field> + 'own {
        names.iter().filter_map(|name| self.field(name))
    }
}

/// Splits a decoded file with LF line ends. Without front matter the whole file is body.
pub fn split<'text>(text: &'text str, diagnostics: &mut Diagnostics) -> FrontMatter<'text> {
    let text = text.trim_start_matches('\u{feff}');
    let Some(fenced) = fence::find(text) else {
        return FrontMatter {
            fields: Vec::new(),
            body: text,
            body_line: 1,
        };
    };
    let front_matter = match fenced.syntax {
        Syntax::Yaml => split_yaml(&fenced, diagnostics),
        Syntax::Toml => split_toml(&fenced, diagnostics),
    };
    let Some((fields, body, body_line)) = front_matter else {
        let reason = "the rule at the top opens no front matter; the whole file is body";
        let line = Some(fenced.block_line.saturating_sub(1).max(1));
        diagnostics.report(line, "front matter", Kind::FrontMatter, reason);
        return FrontMatter {
            fields: Vec::new(),
            body: text,
            body_line: 1,
        };
    };
    FrontMatter {
        fields: each_key_once(fields, diagnostics),
        body,
        body_line,
    }
}

/// Whether a text is nothing but an expression of a template that was never filled in, such as `{{ title }}`.
pub fn is_template(text: &str) -> bool {
    let text = text.trim();
    [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("${", "}")]
        .iter()
        .any(|(open, close)| text.starts_with(open) && text.ends_with(close))
}

type Split<'text> = (Vec<Field>, &'text str, u32);

fn split_yaml<'text>(fenced: &Fenced<'text>, diagnostics: &mut Diagnostics) -> Option<Split<'text>> {
    let whole = if fenced.is_closed {
        yaml::fields(fenced.block, fenced.block_line)
    } else {
        Err(yaml::Failure::new(fenced.block_line, "it is not closed"))
    };
    match whole {
        Ok(fields) => {
            let looks_like_prose = !fields.is_empty() && fields.iter().all(|field| field.key.contains(char::is_whitespace));
            (!looks_like_prose).then_some((fields, fenced.body, fenced.body_line))
        }
        Err(failure) => split_by_lines(fenced, failure, diagnostics),
    }
}

fn split_toml<'text>(fenced: &Fenced<'text>, diagnostics: &mut Diagnostics) -> Option<Split<'text>> {
    let whole = if fenced.is_closed {
        toml::fields(fenced.block, fenced.block_line)
    } else {
        Err(yaml::Failure::new(fenced.block_line, "it is not closed"))
    };
    match whole {
        Ok(fields) => Some((fields, fenced.body, fenced.body_line)),
        Err(failure) => split_by_lines(fenced, failure, diagnostics),
    }
}

/// The block doesn't parse as a whole: it may end earlier than its fence says, or hold fields that don't parse.
fn split_by_lines<'text>(fenced: &Fenced<'text>, failure: yaml::Failure, diagnostics: &mut Diagnostics) -> Option<Split<'text>> {
    let extent = lines::extent(fenced);
    let block = &fenced.block[..extent];
    let entries = lines::entries(block, fenced.block_line, fenced.syntax);
    if entries.is_empty() && !block.trim().is_empty() || extent == 0 && !fenced.block.is_empty() {
        return None;
    }
    let (body, body_line) = if fenced.is_closed && extent == fenced.block.len() {
        (fenced.body, fenced.body_line)
    } else {
        let end_line = fenced.block_line + fence::count_lines(block);
        let reason = format!("the front matter is not closed; what starts on line {end_line} is body");
        let line = Some(fenced.block_line.saturating_sub(1).max(1));
        diagnostics.report(line, "front matter", Kind::FrontMatter, reason);
        (&fenced.rest[extent..], end_line)
    };
    let mut is_named = extent < fenced.block.len() || !fenced.is_closed;
    let mut fields = Vec::new();
    for entry in entries {
        let (field, problem) = lines::field(&entry, fenced.syntax);
        if let Some(problem) = problem {
            is_named = true;
            // Whoever uses the field says that; once is enough.
            if !is_template(&field.raw) {
                diagnostics.report(Some(field.line), &field.key, Kind::FrontMatter, problem);
            }
        }
        fields.push(field);
    }
    if !is_named {
        let reason = format!("{}; each field was read on its own", failure.reason);
        diagnostics.report(Some(failure.line), "front matter", Kind::FrontMatter, reason);
    }
    Some((fields, body, body_line))
}

/// Of several fields with one key the first that holds something counts; the others are reported.
fn each_key_once(fields: Vec<Field>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let mut once: Vec<Field> = Vec::with_capacity(fields.len());
    let mut places = HashMap::with_capacity(fields.len());
    for field in fields {
        let place = *places.entry(comparable(&field.key)).or_insert(once.len());
        let Some(earlier) = once.get_mut(place) else {
            once.push(field);
            continue;
        };
        let reason = format!("the field stands twice, first on line {}; ", earlier.line);
        if earlier.value == Value::Null && field.value != Value::Null {
            let reason = reason + "that one is empty, so that this one counts";
            diagnostics.report(Some(field.line), &field.key, Kind::FrontMatter, reason);
            *earlier = field;
        } else {
            let reason = reason + "that one counts";
            diagnostics.report(Some(field.line), &field.key, Kind::FrontMatter, reason);
        }
    }
    once
}

/// A key as keys are compared.
fn comparable(key: &str) -> String {
    key.replace('-', "_").to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
