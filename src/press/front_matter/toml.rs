//! TOML: a parsed document into fields, with every scalar as it is written.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::fence::Syntax;
use super::lines;
use super::yaml::Failure;
use super::{Field, Value};

/// The fields of a block that starts on this line of the file.
pub(super) fn fields(block: &str, block_line: u32) -> Result<Vec<Field>, Failure> {
    let table = DeTable::parse(block).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = block_line + count_newlines(block, 0, at);
        Failure::new(line, format!("it is not valid TOML: {}", error.message()))
    })?;
    let mut fields = Vec::new();
    let (mut counted_to, mut line_number) = (0, block_line);
    for (key, value) in in_order(table.get_ref()) {
        let at = key.span().start;
        line_number += count_newlines(block, counted_to, at);
        counted_to = at;
        let line_start = block[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = block[line_start..].lines().next().unwrap_or_default();
        fields.push(Field {
            key: key.get_ref().to_string(),
            line: line_number,
            value: value_of(value, block),
            raw: lines::key_and_rest(line, Syntax::Toml)
                .map(|(_, raw)| raw.to_owned())
                .unwrap_or_default(),
        });
    }
    Ok(fields)
}

fn count_newlines(block: &str, from: usize, to: usize) -> u32 {
    let newlines = block.get(from..to).unwrap_or_default().matches('\n').count();
    u32::try_from(newlines).unwrap_or(u32::MAX)
}

type Pair<'table, 'text> = (&'table Spanned<std::borrow::Cow<'text, str>>, &'table Spanned<DeValue<'text>>);

/// The pairs as the file has them; the parsed table sorts its keys.
fn in_order<'table, 'text>(table: &'table DeTable<'text>) -> Vec<Pair<'table, 'text>> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}

/// The recursion is as deep as the parser allows documents to be.
fn value_of(value: &Spanned<DeValue<'_>>, block: &str) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| value_of(item, block)).collect()),
        DeValue::Table(table) => Value::Map(
            in_order(table)
                .into_iter()
                .map(|(key, value)| (key.get_ref().to_string(), value_of(value, block)))
                .collect(),
        ),
        _ => Value::Text(block.get(value.span()).unwrap_or_default().to_owned()),
    }
}
