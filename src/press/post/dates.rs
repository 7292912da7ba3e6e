//! The dates of a post.

use jiff::Timestamp;

use super::{PostOptions, fields};
use crate::press::date;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::{Field, FrontMatter, Value};

const PUBLISHED: [&str; 5] = ["date", "pubdate", "published", "published_at", "created"];
const UPDATED: [&str; 5] = ["updated", "modified", "lastmod", "last_modified", "last_modified_at"];

/// When the post was published, and that date as written: the first of its fields that can be read, else the date in
/// the file's name. When none can be read, the text is that of the first.
pub(super) fn published(
    file: &str,
    front_matter: &FrontMatter<'_>,
    options: &PostOptions,
    diagnostics: &mut Diagnostics,
) -> (Option<Timestamp>, Option<String>) {
    let mut first_text = None;
    for field in front_matter.fields_of(&PUBLISHED) {
        if is_switch(field) {
            continue;
        }
        let Some(text) = fields::text(field, Kind::Date, diagnostics) else {
            continue;
        };
        let date = read(field, &text, options, diagnostics);
        if date.is_some() {
            return (date, Some(text));
        }
        first_text.get_or_insert(text);
    }
    let in_name = date::in_file_name(file).and_then(|text| Some((date::parse(text, &options.time_zone).ok()?, text)));
    match in_name {
        Some((date, text)) => (Some(date), Some(text.to_owned())),
        None => (None, first_text),
    }
}

/// `published: true` is no date.
fn is_switch(field: &Field) -> bool {
    matches!(&field.value, Value::Text(text) if ["true", "yes", "on", "false", "no", "off"]
        .iter()
        .any(|switch| text.trim().eq_ignore_ascii_case(switch)))
}

/// When the post was last changed.
pub(super) fn updated(front_matter: &FrontMatter<'_>, options: &PostOptions, diagnostics: &mut Diagnostics) -> Option<Timestamp> {
    front_matter.fields_of(&UPDATED).find_map(|field| {
        let text = fields::text(field, Kind::Date, diagnostics)?;
        read(field, &text, options, diagnostics)
    })
}

fn read(field: &Field, text: &str, options: &PostOptions, diagnostics: &mut Diagnostics) -> Option<Timestamp> {
    match date::parse(text, &options.time_zone) {
        Ok(date) => Some(date),
        Err(reason) => {
            diagnostics.report(Some(field.line), &field.key, Kind::Date, reason);
            None
        }
    }
}
