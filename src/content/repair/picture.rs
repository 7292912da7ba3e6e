//! A picture's real address and size, from the many attributes that sites keep them in.

use crate::archive::Size;
use crate::content::removed::Kind;
use crate::content::{decimal, srcset, tokens::Element};

/// Where lazy-loading scripts keep the address of the real picture, best first.
const LAZY_SOURCES: [&str; 8] = [
    "data-original",
    "data-src",
    "data-actualsrc",
    "data-lazy-src",
    "data-original-src",
    "data-lazyload",
    "data-echo",
    "_src",
];

/// Where pages keep a picture's sides, best first.
const WIDTHS: [&str; 3] = ["width", "w", "data-w"];
const HEIGHTS: [&str; 3] = ["height", "h", "data-h"];

/// The picture with its real address and size.
///
/// # Errors
/// What it is when it shows nothing: a tracking pixel, or without an address.
pub fn mended(mut picture: Element<'_>) -> Result<Element<'_>, Kind> {
    let lazy = LAZY_SOURCES
        .iter()
        .filter_map(|name| picture.get(name))
        .find(|source| source.contains(['/', '.']) && !source.trim().contains(' '));
    let source = lazy
        .or_else(|| picture.get("src"))
        .map(super::with_scheme)
        .unwrap_or_default()
        .into_owned();
    if let Some(lazy_set) = picture.remove("data-srcset") {
        picture.set("srcset", lazy_set);
    }
    mend_srcset(&mut picture);
    if source.is_empty() && picture.get("srcset").is_none() {
        return Err(Kind::Address);
    }
    if !source.is_empty() {
        picture.set("src", source);
    }
    let width = side(&picture, WIDTHS).or_else(|| side_in_style(&picture, "width"));
    let height = side(&picture, HEIGHTS).or_else(|| side_in_style(&picture, "height"));
    if is_pixel(width, height) {
        return Err(Kind::Pixel);
    }
    // What has been made use of isn't lost.
    let used = |name: &str| LAZY_SOURCES.contains(&name) || WIDTHS.contains(&name) || HEIGHTS.contains(&name);
    picture.attributes.retain(|(name, _)| !used(name));
    if let (Some(width), Some(height)) = (width, height)
        && let Some(size) = Size::new(width, height)
    {
        picture.set("width", size.width.to_string());
        picture.set("height", size.height.to_string());
    }
    Ok(picture)
}

/// A side of nothing or of one pixel, and the other side no longer or left to the picture itself.
fn is_pixel(width: Option<u32>, height: Option<u32>) -> bool {
    match (width, height) {
        (None, None) => false,
        (width, height) => width == Some(0) || height == Some(0) || (width.unwrap_or(1) <= 1 && height.unwrap_or(1) <= 1),
    }
}

/// A side in pixels from the picture's style: only what makes a pixel of it is told there and nowhere else.
fn side_in_style(picture: &Element, side: &str) -> Option<u32> {
    let declarations = picture
        .get("style")?
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'));
    let mut values = declarations.filter(|(property, _)| property.trim().eq_ignore_ascii_case(side));
    decimal::rounded(values.next()?.1.trim().trim_end_matches("px").trim()).filter(|pixels| *pixels <= 1)
}

/// Leaves in `srcset` what can be a picture's address.
pub fn mend_srcset(element: &mut Element) {
    let Some(set) = element.get("srcset") else {
        return;
    };
    let kept = srcset::rewrite(set, |address| {
        let address = super::with_scheme(address);
        crate::archive::PictureSource::parse(&address).map(|_| address.into_owned())
    });
    match kept {
        Some(set) => element.set("srcset", set),
        None => {
            element.remove("srcset");
        }
    }
}

/// A side in pixels: `600`, `600px` and `600.0`, but not `50%` or `undefinedpx`.
fn side(picture: &Element, names: [&str; 3]) -> Option<u32> {
    names
        .iter()
        .filter_map(|name| picture.get(name))
        .find_map(|text| decimal::rounded(text.trim().trim_end_matches("px").trim()))
}
