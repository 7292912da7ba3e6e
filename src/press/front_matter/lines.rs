//! Front matter line by line: where it ends when nothing says so, and what a field means that doesn't parse.

use super::fence::{Fenced, Syntax};
use super::{Field, Value, toml, yaml};

/// The names that posts use for their fields. A line such as `title:x` or `title：x` is a field for these only.
const KNOWN: [&str; 47] = [
    "author",
    "authors",
    "banner",
    "banner_image",
    "banner_img",
    "categories",
    "category",
    "comments",
    "cover",
    "cover_image",
    "created",
    "date",
    "description",
    "draft",
    "excerpt",
    "guid",
    "headimg",
    "id",
    "image",
    "index_img",
    "keywords",
    "lang",
    "language",
    "last_modified",
    "lastmod",
    "layout",
    "link",
    "mathjax",
    "modified",
    "original",
    "permalink",
    "photos",
    "pubdate",
    "published",
    "slug",
    "source",
    "subtitle",
    "summary",
    "tag",
    "tags",
    "taxonomies",
    "thumbnail",
    "title",
    "toc",
    "top_img",
    "updated",
    "url",
];

/// Whether posts use this name for a field.
pub(super) fn is_known(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace('-', "_");
    KNOWN.binary_search(&key.as_str()).is_ok()
}

/// The key that a line starts with, and the trimmed rest. Keys have no spaces in them, and stand at the line's start.
pub(super) fn key_and_rest(line: &str, syntax: Syntax) -> Option<(&str, &str)> {
    let separators: &[char] = match syntax {
        Syntax::Yaml => &[':', '：'],
        Syntax::Toml => &['='],
    };
    let at = line.find(separators)?;
    if line.starts_with(char::is_whitespace) {
        return None;
    }
    let separator = line[at..].chars().next()?;
    let rest = &line[at + separator.len_utf8()..];
    let key = line[..at].trim_end();
    let key = ['"', '\'']
        .iter()
        .find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(key);
    let is_name = !key.is_empty()
        && key.len() <= 60
        && key
            .chars()
            .all(|character| character.is_alphanumeric() || "_-.<".contains(character));
    let is_separated = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let is_field = match separator {
        ':' => is_separated || is_known(key),
        '：' => is_known(key),
        _ => true,
    };
    (is_name && is_field).then_some((key, rest.trim()))
}

/// Whether a line belongs to the field above it by its looks: indented, a list item, a comment, a closing bracket.
pub(super) fn continues_a_field(line: &str) -> bool {
    line.starts_with([' ', '\t', '#', ']', '}', '\u{3000}']) || line == "-" || line.starts_with("- ")
}

/// How many bytes of the block are front matter. Without a closing fence it ends at the first line that looks like no
/// part of one; below a blank line only known fields count. With one, a line that looks like none ends it only below a
/// blank line and when no known field follows: anything else is a field gone wrong.
pub(super) fn extent(fenced: &Fenced<'_>) -> usize {
    let lines: Vec<&str> = fenced.block.split_inclusive('\n').collect();
    let is_known_field = |line: &str| key_and_rest(line, fenced.syntax).is_some_and(|(key, _)| is_known(key));
    let last_known = lines.iter().rposition(|line| is_known_field(line.trim_end()));
    let mut is_below_blank = false;
    let mut at = 0;
    // The end of the last line that was not blank: blank lines below the fields belong to the body.
    let mut end = 0;
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim_end();
        if trimmed.is_empty() {
            is_below_blank = true;
            at += line.len();
            continue;
        }
        let is_field = key_and_rest(trimmed, fenced.syntax).is_some();
        let belongs = if fenced.is_closed {
            is_field || continues_a_field(trimmed) || !is_below_blank || last_known.is_some_and(|last| last > index)
        } else if is_below_blank {
            is_known_field(trimmed)
        } else {
            is_field || continues_a_field(trimmed) || is_table_header(trimmed, fenced.syntax)
        };
        if !belongs {
            return end;
        }
        is_below_blank = false;
        at += line.len();
        end = at;
    }
    if fenced.is_closed { fenced.block.len() } else { end }
}

fn is_table_header(line: &str, syntax: Syntax) -> bool {
    syntax == Syntax::Toml && line.starts_with('[') && line.ends_with(']')
}

/// The lines of one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'text> {
    pub(super) line: u32,
    /// Its lines, the first with its key.
    pub(super) text: &'text str,
}

/// Cuts a block at each line that starts a field. What stands above the first one is no field.
pub(super) fn entries(block: &str, block_line: u32, syntax: Syntax) -> Vec<Entry<'_>> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut is_in_table = false;
    for (line_number, line) in (block_line..).zip(block.split_inclusive('\n')) {
        let trimmed = line.trim_end();
        if is_table_header(trimmed, syntax) {
            is_in_table = true;
            starts.push((at, line_number));
        } else if !is_in_table && key_and_rest(trimmed, syntax).is_some() {
            starts.push((at, line_number));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([block.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((start, line), end)| Entry {
            line: *line,
            text: &block[*start..end],
        })
        .collect()
}

/// Reads one field, and says what was wrong with it.
pub(super) fn field(entry: &Entry<'_>, syntax: Syntax) -> (Field, Option<String>) {
    let parsed = match syntax {
        Syntax::Yaml => yaml::fields(entry.text, entry.line),
        Syntax::Toml => toml::fields(entry.text, entry.line),
    };
    let reason = match parsed {
        Ok(mut fields) if fields.len() == 1 => {
            if let Some(field) = fields.pop() {
                return (field, None);
            }
            String::new()
        }
        Ok(_) => "it is not written as `name: value`".to_owned(),
        Err(failure) => failure.reason,
    };
    let (first, more) = entry.text.split_once('\n').unwrap_or((entry.text, ""));
    let (key, raw) = key_and_rest(first.trim_end(), syntax).unwrap_or((first.trim(), ""));
    let field = Field {
        key: key.to_owned(),
        line: entry.line,
        value: value_by_looks(raw, more),
        raw: raw.to_owned(),
    };
    (field, Some(format!("{reason}; the text was taken as it stands")))
}

/// What a field that doesn't parse seems to hold: a list of items, a list in brackets, or text.
fn value_by_looks(raw: &str, more: &str) -> Value {
    let more: Vec<&str> = more.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if raw.is_empty() && !more.is_empty() && more.iter().all(|line| line.starts_with('-')) {
        let items = more.iter().map(|line| line.trim_start_matches('-').trim());
        return Value::List(items.map(text_or_null).collect());
    }
    let joined = std::iter::once(raw).chain(more).collect::<Vec<_>>().join(" ");
    let joined = joined.trim();
    match joined.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => Value::List(
            split_at_commas(list)
                .into_iter()
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(text_or_null)
                .collect(),
        ),
        None => text_or_null(joined),
    }
}

fn text_or_null(text: &str) -> Value {
    match without_quotes(text) {
        "" => Value::Null,
        text => Value::Text(text.to_owned()),
    }
}

/// Splits at commas that stand in no quotes.
fn split_at_commas(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') if text[start..at].trim().is_empty() => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, ',') => {
                items.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&text[start..]);
    items
}

/// Text without the quotes around it, however often it was quoted. A single quote that also stands inside is kept: it
/// belongs to a quotation at either end (`'a' and 'b'`).
fn without_quotes(text: &str) -> &str {
    let mut text = text.trim();
    for quote in ['"', '\'', '"', '\''] {
        let n_open = text.len() - text.trim_start_matches(quote).len();
        let n_close = text.len() - text.trim_end_matches(quote).len();
        let n_around = n_open.min(n_close);
        if n_around == 0 {
            continue;
        }
        if n_around * 2 >= text.len() {
            return "";
        }
        let inside = &text[n_around..text.len() - n_around];
        if n_around > 1 || !inside.contains(quote) {
            text = inside.trim();
        }
    }
    text
}
