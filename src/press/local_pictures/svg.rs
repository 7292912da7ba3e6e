//! SVG files: their size, and a refusal of those that could run something. A page shows a picture without its scripts,
//! but the copy in the archive has an address of its own on the reader's site, and whoever opens that runs them.

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use crate::press::endless_tags;
use crate::press::plain_text::tokenised;

/// Elements that run code or embed pages.
const ACTIVE: [&str; 8] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "handler",
    "listener",
    "html",
];

/// The size of an SVG, from `width` and `height` or from `viewBox`. The error says why it is no picture.
pub(super) fn size_of(bytes: &[u8]) -> Result<Option<(u32, u32)>, &'static str> {
    const NOT_A_PICTURE: &str = "the file is no picture of a type that browsers show";
    let text = std::str::from_utf8(bytes).map_err(|_| NOT_A_PICTURE)?;
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('<') || text.contains('\0') {
        return Err(NOT_A_PICTURE);
    }
    if endless_tags::escaped(text).1.is_some() {
        return Err("the SVG has a tag with thousands of attributes, so that it is not copied");
    }
    let found = tokenised(text, Sink::default()).found.into_inner();
    if found.first.as_deref() != Some("svg") {
        return Err(NOT_A_PICTURE);
    }
    // Entities and foreign encodings could hide from this tokenizer what an XML parser then sees.
    let prologue = text.get(..text.find("<svg").unwrap_or(0)).unwrap_or_default();
    let prologue = prologue.to_ascii_lowercase();
    let is_foreign = prologue.contains("encoding") && !["utf-8", "utf8", "us-ascii"].iter().any(|name| prologue.contains(name));
    if found.is_active || is_foreign || text.contains("<!ENTITY") || text.contains("<?xml-stylesheet") {
        return Err("the SVG holds scripts or what could become some, so that it is not copied");
    }
    Ok(found.size)
}

#[derive(Debug, Default)]
struct Found {
    /// The name of the first element.
    first: Option<String>,
    size: Option<(u32, u32)>,
    is_active: bool,
}

/// Reads tags with the tokenizer in its data state throughout, which sees no fewer elements than an XML parser does.
#[derive(Debug, Default)]
struct Sink {
    found: RefCell<Found>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let mut found = self.found.borrow_mut();
            found.is_active |= is_active(&tag);
            if found.first.is_none() {
                found.first = Some(local(&tag.name).to_owned());
                found.size = size(&tag);
            }
        }
        TokenSinkResult::Continue
    }
}

/// A name without its namespace's prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_active(tag: &Tag) -> bool {
    ACTIVE.contains(&local(&tag.name))
        || tag.attrs.iter().any(|attribute| {
            let value: String = attribute
                .value
                .chars()
                .filter(|character| !character.is_whitespace() && !character.is_control())
                .collect::<String>()
                .to_ascii_lowercase();
            local(&attribute.name.local).starts_with("on") || value.contains("javascript:") || value.contains("data:text")
        })
}

fn size(svg: &Tag) -> Option<(u32, u32)> {
    let attribute = |name: &str| {
        svg.attrs
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| attribute.value.to_string())
    };
    let width = attribute("width").as_deref().and_then(css_pixels);
    let height = attribute("height").as_deref().and_then(css_pixels);
    let view_box: Vec<f64> = attribute("viewbox")
        .unwrap_or_default()
        .split([' ', ',', '\n', '\t'])
        .filter_map(|number| number.parse().ok())
        .collect();
    let ratio = match view_box[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    };
    let (width, height) = match (width, height, ratio) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(ratio)) => ratio,
        _ => return None,
    };
    whole(width).zip(whole(height))
}

fn whole(side: f64) -> Option<u32> {
    let side = side.round();
    // In this range the conversion is exact.
    (1.0..=1_000_000.0).contains(&side).then_some(side as u32)
}

/// A length of CSS in pixels. A percentage has none.
fn css_pixels(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text
        .find(|character: char| !(character.is_ascii_digit() || character == '.'))
        .unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let pixels_each = match text[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    Some(number * pixels_each).filter(|pixels| *pixels > 0.0)
}
