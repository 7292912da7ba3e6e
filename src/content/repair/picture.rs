//! A picture's real address and size, from the many attributes that sites keep them in.

use crate::archive::Size;
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

/// The picture with its real address and size; `None` when it shows nothing: no address, or a tracking pixel.
pub fn mended(mut picture: Element) -> Option<Element> {
    let lazy = LAZY_SOURCES
        .iter()
        .filter_map(|name| picture.get(name))
        .find(|source| source.contains(['/', '.']) && !source.trim().contains(' '));
    let source = lazy.or_else(|| picture.get("src")).map(super::with_scheme).unwrap_or_default();
    if let Some(lazy_set) = picture.get("data-srcset").map(str::to_owned) {
        picture.set("srcset", &lazy_set);
    }
    mend_srcset(&mut picture);
    if source.is_empty() && picture.get("srcset").is_none() {
        return None;
    }
    if !source.is_empty() {
        picture.set("src", &source);
    }
    let width = side(&picture, ["width", "w", "data-w"]);
    let height = side(&picture, ["height", "h", "data-h"]);
    if let (Some(0..=1), Some(0..=1)) = (width, height) {
        return None;
    }
    picture.remove("width");
    picture.remove("height");
    if let (Some(width), Some(height)) = (width, height)
        && let Some(size) = Size::new(width, height)
    {
        picture.set("width", &size.width.to_string());
        picture.set("height", &size.height.to_string());
    }
    Some(picture)
}

/// Leaves in `srcset` what can be a picture's address.
pub fn mend_srcset(element: &mut Element) {
    let Some(set) = element.get("srcset").map(str::to_owned) else {
        return;
    };
    let kept = srcset::rewrite(&set, |address| {
        let address = super::with_scheme(address);
        crate::archive::PictureSource::parse(&address).map(|_| address)
    });
    match kept {
        Some(set) => element.set("srcset", &set),
        None => element.remove("srcset"),
    }
}

/// A side in pixels: `600`, `600px` and `600.0`, but not `50%` or `undefinedpx`.
fn side(picture: &Element, names: [&str; 3]) -> Option<u32> {
    names
        .iter()
        .filter_map(|name| picture.get(name))
        .find_map(|text| decimal::rounded(text.trim().trim_end_matches("px").trim()))
}
