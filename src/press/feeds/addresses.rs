//! Relative addresses in what feeds hold. The articles are read on another site, so they must say all of where they lead.

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use url::Url;

/// Attributes that hold one address.
const ATTRIBUTES: [&str; 6] = ["href", "src", "poster", "data-src", "data-original", "cite"];

/// An address of the web, as written if it is a whole one.
pub fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    match Url::parse(address) {
        Ok(_) => Some(address.to_owned()),
        Err(url::ParseError::RelativeUrlWithoutBase) => base?.join(address).ok().map(String::from),
        Err(_) => None,
    }
}

/// The HTML with its relative addresses made whole; those within the page stay.
pub fn made_absolute(html: &str, base: &Url) -> String {
    if !html.contains('=') {
        return html.to_owned();
    }
    let handler = element!("*", |element| {
        for name in ATTRIBUTES {
            mend(element, name, |address| absolute(address, Some(base)));
        }
        mend(element, "srcset", |set| candidates(set, base));
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler).with_strict(false);
    // What can't be gone through is as the feed has it.
    rewrite_str(html, settings).unwrap_or_else(|_| html.to_owned())
}

fn mend(element: &mut Element<'_, '_>, name: &str, mended: impl FnOnce(&str) -> Option<String>) {
    let Some(value) = element.get_attribute(name) else { return };
    let address = crate::press::plain_text::attribute_value(&value);
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') {
        return;
    }
    if let Some(mended) = mended(address).filter(|mended| mended != address) {
        // The name is one that the element has; quotes are escaped by the rewriter.
        let _ = element.set_attribute(name, &mended.replace('&', "&amp;"));
    }
}

/// A `srcset` with its addresses made whole. One that holds a `data:` address is left alone: it has commas of its own.
fn candidates(set: &str, base: &Url) -> Option<String> {
    if set.contains("data:") {
        return None;
    }
    let each = set.split(", ").map(|candidate| {
        let (address, size) = candidate.trim().split_once(char::is_whitespace).unwrap_or((candidate.trim(), ""));
        Some(format!("{} {size}", absolute(address, Some(base))?).trim_end().to_owned())
    });
    each.collect::<Option<Vec<String>>>().map(|each| each.join(", "))
}
