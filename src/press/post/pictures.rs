//! The pictures that a post's fields name, and which of them are none.
//!
//! The banner is the first that can be used of `headimg`, `banner_image`, `banner`, `banner_img`, `top_img`; the picture
//! for lists the first of `thumbnail`, `image`, `cover_image`, `cover`, `index_img`, `photos`. A post with a thumbnail
//! and another picture as its cover, but no banner, has the cover as its banner.

use percent_encoding::percent_decode_str;
use url::Url;

use super::addresses;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::front_matter::{Field, FrontMatter, Value};

const BANNER: [&str; 5] = ["headimg", "banner_image", "banner", "banner_img", "top_img"];
const IMAGE: [&str; 6] = ["thumbnail", "image", "cover_image", "cover", "index_img", "photos"];
const COVER: [&str; 2] = ["cover_image", "cover"];

/// Services that answer each request with another picture, or with a grey box.
const PLACEHOLDER_HOSTS: [&str; 10] = [
    "dummyimage.com",
    "lorempixel.com",
    "loremflickr.com",
    "placebear.com",
    "placehold.co",
    "placehold.it",
    "placeimg.com",
    "placekitten.com",
    "source.unsplash.com",
    "via.placeholder.com",
];

/// The banner and the picture for lists.
pub(super) fn of(front_matter: &FrontMatter<'_>, link: Option<&str>, diagnostics: &mut Diagnostics) -> (Option<String>, Option<String>) {
    let mut first = |names: &[&str]| front_matter.fields_of(names).find_map(|field| picture(field, link, diagnostics));
    let image = first(&IMAGE);
    let banner = first(&BANNER).or_else(|| {
        let cover = first(&COVER)?;
        (image.as_ref() != Some(&cover)).then_some(cover)
    });
    (banner, image)
}

fn picture(field: &Field, link: Option<&str>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = address_in(&field.value)?.trim();
    // Themes also use these fields as switches.
    if ["", "true", "false", "none"].contains(&text.to_ascii_lowercase().as_str()) {
        return None;
    }
    let (address, reason) = match checked(text, link) {
        Ok((address, None)) => return Some(address),
        Ok((address, Some(repair))) => (Some(address), repair),
        Err(reason) => (None, reason),
    };
    diagnostics.report(Some(field.line), &field.key, Kind::Picture, reason);
    address
}

/// The address in a field: itself, the first of a list, or what a mapping has under a name for it.
fn address_in(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::List(items) => items.first().and_then(address_in),
        Value::Map(pairs) => ["url", "src", "path", "image", "img"].iter().find_map(|name| {
            let (_, value) = pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
            match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            }
        }),
        Value::Null => None,
    }
}

type Repair = Option<&'static str>;

/// The address of a picture, and how it had to be repaired; or why it is none.
fn checked(text: &str, link: Option<&str>) -> Result<(String, Repair), &'static str> {
    if ["{{", "{%", "<%", "${"].iter().any(|mark| text.contains(mark)) {
        return Err("a template's expression that was never filled in; it was left out");
    }
    if let Some(rest) = text.strip_prefix("//") {
        return checked_web(&format!("https://{rest}"), link);
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") {
        return checked_web(text, link);
    }
    let has_scheme = text
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.contains(['/', '\\', '.', ' ']));
    if has_scheme {
        return Err("a picture is named by an http(s) address or a path; it was left out");
    }
    let path = text.replace('\\', "/");
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_missing = ["", "undefined", "null", "nan"].contains(&name.to_ascii_lowercase().as_str());
    if is_missing || !path.contains(['/', '.']) || text.contains(char::is_control) {
        return Err("this is no picture's address; it was left out");
    }
    Ok((path, None))
}

fn checked_web(text: &str, link: Option<&str>) -> Result<(String, Repair), &'static str> {
    let mut address = text.to_owned();
    let mut repair = None;
    // A proxied address may be doubled as well; one inside another is as much as is ever seen.
    for _ in 0..3 {
        let Some((inner, reason)) = inner_address(&address) else {
            break;
        };
        address = inner;
        repair = Some(reason);
    }
    let url = Url::parse(&address).map_err(|_| "this address can't be read; it was left out")?;
    if is_placeholder(&url) {
        return Err("a random placeholder is no picture; it was left out");
    }
    if addresses::has_no_value_at_its_end(&url) {
        return Err("this address ends where a value is missing; it was left out");
    }
    let is_the_article = link.is_some_and(|link| link.trim_end_matches('/') == address.trim_end_matches('/'));
    if is_the_article || (url.path().ends_with('/') && url.query().is_none()) {
        return Err("this is the address of a page, not of a picture; it was left out");
    }
    Ok((addresses::as_written(&address, &url), repair))
}

/// The address inside another one: behind a proxy's `?`, or doubled in its path. The Internet Archive's are meant so.
fn inner_address(address: &str) -> Option<(String, &'static str)> {
    let start = address.find("://")? + 3;
    let (before, query) = match address.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (address, None),
    };
    let path = before.get(start..)?;
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    if !host.ends_with("archive.org") {
        let doubled = ["https://", "http://"].iter().filter_map(|scheme| path.rfind(scheme)).max();
        if let Some(at) = doubled {
            let inner = address.get(address.len() - (path.len() - at) - query.map_or(0, |query| query.len() + 1)..)?;
            return Some((inner.to_owned(), "two addresses in one; the inner one was taken"));
        }
    }
    let is_web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    let query = query.filter(|_| path.is_empty())?;
    let inner = match query.strip_prefix("url=") {
        None if is_web(query) => query.to_owned(),
        Some(value) if is_web(value) => value.to_owned(),
        None | Some(_) => {
            let value = query.strip_prefix("url=").unwrap_or(query);
            let decoded = percent_decode_str(value.split('&').next()?).decode_utf8().ok()?;
            decoded.into_owned()
        }
    };
    is_web(&inner).then_some((inner, "a proxy's address; the one inside was taken"))
}

fn is_placeholder(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    // Without an id or a seed this service gives another picture each time.
    let is_random = ["picsum.photos", "unsplash.it", "fastly.picsum.photos"].contains(&host)
        && !url.path().contains("/id/")
        && !url.path().contains("/seed/");
    is_random || PLACEHOLDER_HOSTS.contains(&host)
}
