//! Tags and category paths.

use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::{Field, FrontMatter, Value, is_template};
use crate::press::plain_text::collapsed;

/// The tags, each once. A list has one tag in each item; a text is one tag, or several between commas, or several
/// that each start with `#`. A leading `#`, and the closing one of `#tea#`, are no part of a name.
pub(super) fn tags(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut tags = Vec::new();
    for (field, value) in values_of(front_matter, &["tags", "tag"]) {
        match value {
            Value::Null if field.raw.starts_with('#') && !field.raw.starts_with("# ") => {
                let reason = "YAML takes it for a comment; it was read as tags";
                diagnostics.report(Some(field.line), &field.key, Kind::Tag, reason);
                push_tags(&mut tags, split(&field.raw), field, diagnostics);
            }
            Value::Null => {}
            Value::Text(text) if text.trim().is_empty() => {}
            Value::Text(text) => push_tags(&mut tags, split(text), field, diagnostics),
            Value::List(items) => {
                for item in items {
                    let text = name_in(item).unwrap_or_default();
                    push_tags(&mut tags, vec![text], field, diagnostics);
                }
            }
            Value::Map(_) => report(field, Kind::Tag, "a tag", diagnostics),
        }
    }
    tags
}

/// The text of a list's item: itself, or the `name` of a mapping.
fn name_in(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Map(pairs) => pairs.iter().find_map(|(key, value)| match value {
            Value::Text(text) if key.eq_ignore_ascii_case("name") => Some(text.as_str()),
            _ => None,
        }),
        _ => None,
    }
}

fn split(text: &str) -> Vec<&str> {
    let is_tag = |word: &str| word.starts_with(['#', '＃']) && word.chars().count() > 1;
    if text.split_whitespace().all(is_tag) {
        return text.split_whitespace().collect();
    }
    let parts: Vec<&str> = text.split([',', '，']).map(str::trim).collect();
    // A comma at the end is a habit, not an empty tag.
    let n_parts = parts.iter().rposition(|part| !part.is_empty());
    parts[..n_parts.map_or(0, |last| last + 1)].to_vec()
}

fn push_tags(tags: &mut Vec<String>, names: Vec<&str>, field: &Field, diagnostics: &mut Diagnostics) {
    for name in names {
        let trimmed = name.trim();
        let bare = trimmed.trim_start_matches(['#', '＃']);
        let bare = if bare.len() < trimmed.len() {
            bare.trim_end_matches(['#', '＃'])
        } else {
            bare
        };
        let tag = collapsed(bare);
        if tag.is_empty() || is_template(&tag) {
            report(field, Kind::Tag, "a tag", diagnostics);
        } else if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
}

/// The category paths, each once, by Hexo's rule: `[a, b, c]` is one path of three levels; as soon as an item is a
/// list itself, each item is a path (`[[a, b], c]` are two); a text is a path of one level.
pub(super) fn categories(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    for (field, value) in values_of(front_matter, &["categories", "category"]) {
        let found = match value {
            Value::Null => Vec::new(),
            Value::List(items) if items.iter().any(|item| matches!(item, Value::List(_))) => items
                .iter()
                .map(|item| match item {
                    Value::List(levels) => path(levels, field, diagnostics),
                    item => path(std::slice::from_ref(item), field, diagnostics),
                })
                .collect(),
            Value::List(levels) => vec![path(levels, field, diagnostics)],
            Value::Text(text) if text.trim().is_empty() => Vec::new(),
            value => vec![path(std::slice::from_ref(value), field, diagnostics)],
        };
        for path in found {
            if !path.is_empty() && !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

fn path(levels: &[Value], field: &Field, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut path = Vec::with_capacity(levels.len());
    for level in levels {
        match name_in(level).map(collapsed) {
            Some(name) if !name.is_empty() && !is_template(&name) => path.push(name),
            _ => report(field, Kind::Category, "a category", diagnostics),
        }
    }
    path
}

fn report(field: &Field, kind: Kind, what: &str, diagnostics: &mut Diagnostics) {
    let reason = format!("{what} is empty or not text; it was left out");
    diagnostics.report(Some(field.line), &field.key, kind, reason);
}

/// What the fields of these names hold, also those in Zola's `[taxonomies]`.
fn values_of<'run>(front_matter: &'run FrontMatter<'_>, names: &'run [&str]) -> Vec<(&'run Field, &'run Value)> {
    let mut values: Vec<_> = front_matter.fields_of(names).map(|field| (field, &field.value)).collect();
    if let Some(field) = front_matter.field("taxonomies")
        && let Value::Map(pairs) = &field.value
    {
        let named = pairs.iter().filter(|(key, _)| names.contains(&key.as_str()));
        values.extend(named.map(|(_, value)| (field, value)));
    }
    values
}
