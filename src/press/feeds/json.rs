//! JSON Feed, versions 1 and 1.1.

use serde_json::{Map, Value};

use super::feed::{Body, Entry, Feed, MOST_ENTRIES, Medium};
use crate::press::diagnostic::{Diagnostics, Kind};

/// Of more authors of one item the rest isn't looked at.
const MOST_AUTHORS: usize = 100;

/// Reads a JSON Feed; `None` for any other text. What is broken below its beginning is reported.
pub fn read(text: &str, diagnostics: &mut Diagnostics) -> Option<Feed> {
    // Before all of any other JSON is read.
    if !text.contains("jsonfeed.org") {
        return None;
    }
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            let line = u32::try_from(error.line()).ok();
            diagnostics.report(line, "file", Kind::Unreadable, format!("the feed is no JSON; left out: {error}"));
            return None;
        }
    };
    let feed = value.as_object()?;
    if !string(feed, "version")?.contains("jsonfeed.org/version/1") {
        return None;
    }
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut entries = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let field = format!("items[{place}]");
        match item {
            _ if place == MOST_ENTRIES => {
                let reason = format!("from here on items were left out: there are more than {MOST_ENTRIES}");
                diagnostics.report(None, &field, Kind::Unreadable, reason);
                break;
            }
            Value::Object(item) => entries.push(entry(item)),
            _ => diagnostics.report(None, &field, Kind::Unreadable, "it is no object; left out"),
        }
    }
    Some(Feed {
        title: string(feed, "title"),
        home: string(feed, "home_page_url").or_else(|| string(feed, "feed_url")),
        authors: authors(feed),
        language: string(feed, "language"),
        entries,
    })
}

fn entry(item: &Map<String, Value>) -> Entry {
    let link = string(item, "url").or_else(|| string(item, "external_url"));
    let media = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    Entry {
        id: string(item, "id"),
        link,
        title: string(item, "title"),
        published: string(item, "date_published"),
        updated: string(item, "date_modified"),
        authors: authors(item),
        tags: strings(item.get("tags")),
        language: string(item, "language"),
        summary: string(item, "summary").map(|text| super::feed::paragraphs(&text)),
        image: string(item, "image"),
        banner: string(item, "banner_image"),
        body: match (string(item, "content_html"), string(item, "content_text")) {
            (Some(html), _) => Body::Html(html),
            (None, Some(text)) => Body::Text(text),
            (None, None) => Body::Missing,
        },
        bases: Vec::new(),
        body_base: None,
        is_draft: false,
        media: media
            .filter_map(|medium| {
                let medium = medium.as_object()?;
                Some(Medium {
                    url: string(medium, "url")?,
                    kind: string(medium, "mime_type").unwrap_or_default(),
                })
            })
            .collect(),
    }
}

/// A text, or a number that stands in the place of one.
fn string(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let texts = value.and_then(Value::as_array).into_iter().flatten();
    texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// `authors`, or `author` as in version 1.
fn authors(object: &Map<String, Value>) -> Vec<String> {
    let of_version_1 = object.get("author");
    let all = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    let names = all.chain(of_version_1).filter_map(|author| string(author.as_object()?, "name"));
    names.take(MOST_AUTHORS).collect()
}
