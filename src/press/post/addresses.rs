//! What identifies a post and where its original is.

use url::Url;

use super::fields;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::FrontMatter;

const ID: [&str; 5] = ["id", "guid", "permalink", "url", "link"];
const LINK: [&str; 10] = [
    "permalink",
    "url",
    "link",
    "guid",
    "id",
    "original",
    "original_url",
    "canonical_url",
    "source",
    "source_url",
];

/// The id that the post declares, as written.
pub(super) fn declared_id(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    front_matter
        .fields_of(&ID)
        .find_map(|field| fields::text(field, Kind::Id, diagnostics))
}

/// The first `http(s)` address of the original. A relative permalink is only an id, and a source may be a name.
pub(super) fn link(front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    for field in front_matter.fields_of(&LINK) {
        let is_id = ["guid", "id"].contains(&field.key.to_ascii_lowercase().as_str());
        let kind = if is_id { Kind::Id } else { Kind::Link };
        let Some(text) = fields::text(field, kind, diagnostics) else {
            continue;
        };
        match web_address(&text) {
            Ok(address) => return Some(address),
            Err(Some(reason)) if !is_id => {
                diagnostics.report(Some(field.line), &field.key, Kind::Link, reason);
            }
            Err(_) => {}
        }
    }
    None
}

/// The address, when it is an `http(s)` one; else what is wrong with it, if it is an address at all.
fn web_address(text: &str) -> Result<String, Option<&'static str>> {
    let lower = text.to_ascii_lowercase();
    if !(lower.starts_with("http:") || lower.starts_with("https:")) {
        let is_script = lower.starts_with("javascript:") || lower.starts_with("data:");
        return Err(is_script.then_some("this is no address of the web; it was left out"));
    }
    let url = Url::parse(text).map_err(|_| Some("this address can't be read; it was left out"))?;
    if has_no_value_at_its_end(&url) {
        return Err(Some("this address ends where a value is missing; it was left out"));
    }
    Ok(as_written(text, &url))
}

/// Whether a program wrote the name of nothing where the end of an address should be: `http://host/undefined`.
pub(super) fn has_no_value_at_its_end(url: &Url) -> bool {
    url.path_segments()
        .and_then(|mut segments| segments.next_back())
        .is_some_and(|last| ["undefined", "null", "NaN"].contains(&last))
}

/// The address as written, or as it has to be written when it holds spaces or control characters.
pub(super) fn as_written(text: &str, url: &Url) -> String {
    let is_clean = !text.contains(|character: char| character.is_whitespace() || character.is_control());
    if is_clean { text.to_owned() } else { url.to_string() }
}
