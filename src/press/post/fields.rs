//! The fields of a post that hold one text: title, authors, language, summary; and whether it is a draft.

use crate::press::compose::summary::shorten_to_bytes;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::{Field, FrontMatter, Value, is_template};
use crate::press::plain_text::{has_override, one_line, plain_text};

use super::names::Names;

/// Of a longer summary the rest is never shown.
const LONGEST_SUMMARY: usize = 20_000;

/// The one text that a field holds, trimmed. Anything else is reported, but for an empty field, which says nothing.
pub(super) fn text(field: &Field, kind: Kind, diagnostics: &mut Diagnostics) -> Option<String> {
    // A template's `{{ x }}` is a mapping in YAML.
    if is_template(&field.raw) {
        report_template(field, kind, diagnostics);
        return None;
    }
    match &field.value {
        Value::Null => None,
        Value::Text(text) if is_template(text) => {
            report_template(field, kind, diagnostics);
            None
        }
        Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::List(_) | Value::Map(_) => {
            let reason = "a text is expected here, not a list or mapping; it was left out";
            diagnostics.report(Some(field.line), &field.key, kind, reason);
            None
        }
    }
}

fn report_template(field: &Field, kind: Kind, diagnostics: &mut Diagnostics) {
    let reason = "a template's expression that was never filled in; it was left out";
    diagnostics.report(Some(field.line), &field.key, kind, reason);
}

/// The line and name of the field by which a post is a draft.
pub(super) fn draft(front_matter: &FrontMatter<'_>) -> Option<(u32, String)> {
    let is_set = |name, values: &[&str]| {
        front_matter.field(name).filter(|field| {
            matches!(&field.value, Value::Text(text)
                if values.iter().any(|value| text.trim().eq_ignore_ascii_case(value)))
        })
    };
    is_set("draft", &["true", "yes", "on"])
        .or_else(|| is_set("published", &["false", "no", "off"]))
        .map(|field| (field.line, field.key.clone()))
}

/// The title on one line. Where YAML sees a comment, nothing, a list or a mapping, the text as it stands was meant.
/// Without one `from_body` is asked.
pub(super) fn title(
    front_matter: &FrontMatter<'_>,
    from_body: impl FnOnce() -> Option<String>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let declared = front_matter.field("title").and_then(|field| declared_title(field, diagnostics));
    let title = declared.or_else(from_body)?;
    if has_override(&title) {
        let line = front_matter.field("title").map(|field| field.line);
        let reason = "a character that turns the direction of text stands in it; it was taken out";
        diagnostics.report(line, "title", Kind::Title, reason);
    }
    Some(one_line(&title)).filter(|title| !title.is_empty())
}

fn declared_title(field: &Field, diagnostics: &mut Diagnostics) -> Option<String> {
    let raw = field.raw.as_str();
    if is_template(raw) {
        report_template(field, Kind::Title, diagnostics);
        return None;
    }
    let (title, reason) = match &field.value {
        Value::Text(text) if text.trim().is_empty() => (None, "the title is empty"),
        Value::Text(text) => match raw.strip_prefix(text.as_str()).map(str::trim_start) {
            Some(comment) if comment.starts_with('#') => {
                (Some(raw), "the syntax takes its end for a comment; the text was taken as it stands")
            }
            _ => {
                return Some(text.clone()).filter(|_| !reported_template(field, text, diagnostics));
            }
        },
        Value::Null if raw.is_empty() => (None, "the title is empty"),
        Value::Null => (Some(raw), "the syntax takes it for nothing; the text was taken as it stands"),
        Value::List(_) | Value::Map(_) if raw.is_empty() => (None, "a text is expected here, not a list or mapping; it was left out"),
        Value::List(_) | Value::Map(_) => (
            Some(raw),
            "the syntax takes it for a list or mapping; the text was taken as it stands",
        ),
    };
    diagnostics.report(Some(field.line), &field.key, Kind::Title, reason);
    title.map(str::to_owned)
}

fn reported_template(field: &Field, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let is_template = is_template(text);
    if is_template {
        report_template(field, Kind::Title, diagnostics);
    }
    is_template
}

/// The authors, each once: a text, a list, or mappings with a `name`.
pub(super) fn authors(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut authors = Names::of("an author", Kind::Author);
    for field in front_matter.fields_of(&["author", "authors", "creator"]) {
        let values = match &field.value {
            Value::List(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            let name = match value {
                Value::Map(pairs) => pairs
                    .iter()
                    .find(|(key, _)| key.eq_ignore_ascii_case("name"))
                    .map_or(value, |(_, name)| name),
                value => value,
            };
            match name {
                Value::Text(name) if !name.trim().is_empty() && !is_template(name) => authors.push(name, field, diagnostics),
                Value::Null => {}
                Value::Text(name) if name.trim().is_empty() => {}
                _ => {
                    let reason = "an author is not a name; it was left out";
                    diagnostics.report(Some(field.line), &field.key, Kind::Author, reason);
                }
            }
        }
    }
    authors.into_vec()
}

/// The language: declared in the front matter, else by the document.
pub(super) fn language(front_matter: &FrontMatter<'_>, of_document: Option<&str>, diagnostics: &mut Diagnostics) -> Option<String> {
    for field in front_matter.fields_of(&["lang", "language", "locale"]) {
        let Some(text) = text(field, Kind::Language, diagnostics) else {
            continue;
        };
        let tag = language_tag(&text);
        if tag.is_some() {
            return tag;
        }
        let reason = "this is not a language tag such as `zh-CN`; it was left out";
        diagnostics.report(Some(field.line), &field.key, Kind::Language, reason);
    }
    of_document.and_then(language_tag)
}

/// A well-formed BCP 47 tag in its usual case: language, perhaps a script, a region, variants. `zh_CN.UTF-8` counts.
fn language_tag(text: &str) -> Option<String> {
    let text = text.split('.').next()?.trim().replace('_', "-");
    let mut tag = String::new();
    for (at, part) in text.split('-').enumerate() {
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_fine = match at {
            0 => is_word && (2..=3).contains(&part.len()),
            _ => (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        };
        if !is_fine {
            return None;
        }
        let lower = part.to_ascii_lowercase();
        match (at, part.len()) {
            (0, _) => tag.push_str(&lower),
            (_, 2) if is_word => tag += &format!("-{}", part.to_ascii_uppercase()),
            (_, 4) if is_word => tag += &format!("-{}{}", lower[..1].to_ascii_uppercase(), &lower[1..]),
            _ => tag += &format!("-{lower}"),
        }
    }
    Some(tag)
}

/// The declared summary as plain text.
pub(super) fn summary(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    front_matter
        .fields_of(&["description", "summary", "excerpt"])
        .find_map(|field| text(field, Kind::Summary, diagnostics))
        .map(|summary| plain_text(&shorten_to_bytes(&summary, LONGEST_SUMMARY)))
        .filter(|summary| !summary.is_empty())
}
