//! Tags and category paths.

use indexmap::IndexSet;

use crate::press::compose::LONGEST_NAME;
use crate::press::compose::summary::shorten_to_bytes;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::{Field, FrontMatter, Value, is_template};
use crate::press::plain_text::{has_override, one_line};

/// The most tags, authors or category paths of a post: each gets files of its own, and nobody can find anything by more.
const MOST_NAMES: usize = 200;
/// The most levels of a category path: each beginning of a path is a category.
const MOST_LEVELS: usize = 16;

/// The names that a post gives, in their order, each once.
pub(super) struct Names {
    names: IndexSet<String>,
    what: &'static str,
    kind: Kind,
}

impl Names {
    /// No names yet; diagnostics call one of them `what`.
    pub(super) fn of(what: &'static str, kind: Kind) -> Self {
        Self {
            names: IndexSet::new(),
            what,
            kind,
        }
    }

    /// Adds a name, unless it is none.
    pub(super) fn push(&mut self, text: &str, field: &Field, diagnostics: &mut Diagnostics) {
        if let Some(name) = name(text, field, self.kind, self.what, diagnostics) {
            self.names.insert(name);
        }
        if self.names.len() > MOST_NAMES {
            self.names.pop();
            report_many(field, self.kind, diagnostics);
        }
    }

    pub(super) fn into_vec(self) -> Vec<String> {
        self.names.into_iter().collect()
    }
}

/// A name on one line; `None`, and a report, for what is none.
fn name(text: &str, field: &Field, kind: Kind, what: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let name = one_line(text);
    if name.is_empty() || is_template(&name) {
        report(field, kind, what, diagnostics);
        return None;
    }
    if name.len() > LONGEST_NAME {
        let start = shorten_to_bytes(&name, 80);
        let reason = format!("{start} is too long for {what}; it was left out");
        diagnostics.report(Some(field.line), &field.key, kind, reason);
        return None;
    }
    if has_override(text) {
        let reason = format!("a character that turns the direction of text stands in {what}; it was taken out");
        diagnostics.report(Some(field.line), &field.key, kind, reason);
    }
    Some(name)
}

fn report_many(field: &Field, kind: Kind, diagnostics: &mut Diagnostics) {
    let reason = format!("there are more than {MOST_NAMES}; the first ones count");
    diagnostics.report(Some(field.line), &field.key, kind, reason);
}

/// The tags, each once. A list has one tag in each item; a text is one tag, or several between commas, or several
/// that each start with `#`. A leading `#`, and the closing one of `#tea#`, are no part of a name.
pub(super) fn tags(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut tags = Names::of("a tag", Kind::Tag);
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
    tags.into_vec()
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

fn push_tags(tags: &mut Names, names: Vec<&str>, field: &Field, diagnostics: &mut Diagnostics) {
    for name in names {
        let trimmed = name.trim();
        let bare = trimmed.trim_start_matches(['#', '＃']);
        let bare = if bare.len() < trimmed.len() {
            bare.trim_end_matches(['#', '＃'])
        } else {
            bare
        };
        tags.push(bare, field, diagnostics);
    }
}

/// The category paths, each once, by Hexo's rule: `[a, b, c]` is one path of three levels; as soon as an item is a
/// list itself, each item is a path (`[[a, b], c]` are two); a text is a path of one level.
pub(super) fn categories(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Vec<Vec<String>> {
    let mut paths: IndexSet<Vec<String>> = IndexSet::new();
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
        for path in found.into_iter().filter(|path| !path.is_empty()) {
            if paths.len() < MOST_NAMES {
                paths.insert(path);
            } else if !paths.contains(&path) {
                report_many(field, Kind::Category, diagnostics);
            }
        }
    }
    paths.into_iter().collect()
}

fn path(levels: &[Value], field: &Field, diagnostics: &mut Diagnostics) -> Vec<String> {
    if levels.len() > MOST_LEVELS {
        let reason = format!("a path of {} categories is too deep; the first {MOST_LEVELS} count", levels.len());
        diagnostics.report(Some(field.line), &field.key, Kind::Category, reason);
    }
    let levels = levels.iter().take(MOST_LEVELS);
    levels
        .filter_map(|level| name(name_in(level).unwrap_or_default(), field, Kind::Category, "a category", diagnostics))
        .collect()
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
