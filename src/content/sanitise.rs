//! The sanitiser: `ammonia` with the [`allow_list`](super::allow_list), after [`repair`](super::repair).

use std::borrow::Cow;
use std::fmt;

use ammonia::{Builder, UrlRelative};

use super::{allow_list, blocks, repair, srcset};
use crate::archive::{PictureSource, file};

/// The longest body in bytes. Longer ones are shown as text.
pub const LONGEST_BODY: usize = 8 << 20;

/// The deepest nesting of elements. The tree builder's time grows with length × depth: 256 levels cost milliseconds.
pub const DEEPEST_BODY: usize = 256;

/// Sanitises bodies. Building it costs a moment, so it is built once.
pub struct Sanitiser {
    builder: Builder<'static>,
}

/// A body that is safe to show, as runs of top-level blocks of some kilobytes each, for insertion piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanitised {
    /// HTML, each run complete in itself.
    pub blocks: Vec<String>,
}

/// Why a body is shown as text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than [`LONGEST_BODY`].
    TooLong,
    /// Deeper than [`DEEPEST_BODY`].
    TooDeep,
    /// Sanitising it took longer than the reader waits.
    TooSlow,
}

impl Sanitiser {
    /// A sanitiser for an archive at this absolute address, which local pictures are resolved against.
    pub fn new(archive_url: &str) -> Self {
        let mut builder = Builder::empty();
        builder
            .tags(allow_list::elements().collect())
            .clean_content_tags(allow_list::WITHOUT_CONTENT.iter().copied().collect())
            .generic_attributes(allow_list::ATTRIBUTES.iter().copied().collect())
            .tag_attributes(
                allow_list::ATTRIBUTES_OF
                    .iter()
                    .map(|(element, attributes)| (*element, attributes.iter().copied().collect()))
                    .collect(),
            )
            .set_tag_attribute_values(
                allow_list::SET_ATTRIBUTES
                    .iter()
                    .map(|(element, set)| (*element, set.iter().copied().collect()))
                    .collect(),
            )
            .url_schemes(allow_list::SCHEMES.iter().copied().collect())
            .url_relative(UrlRelative::PassThrough) // the attribute filter judges relative addresses
            .link_rel(Some(allow_list::LINK_REL))
            .id_prefix(Some(repair::ID_PREFIX))
            .strip_comments(true);
        let archive_url = archive_url.to_owned();
        builder.attribute_filter(move |element, attribute, value| filtered(element, attribute, value, &archive_url));
        Self { builder }
    }

    /// Repairs and sanitises a body.
    ///
    /// # Errors
    /// When the body is too long or too deep to be sanitised in reasonable time.
    pub fn sanitise(&self, html: &str) -> Result<Sanitised, Refusal> {
        if html.len() > LONGEST_BODY {
            return Err(Refusal::TooLong);
        }
        let repaired = repair::repair(html);
        if blocks::depth(&repaired) > DEEPEST_BODY {
            return Err(Refusal::TooDeep);
        }
        let clean = self.builder.clean(&repaired).to_string();
        Ok(Sanitised {
            blocks: blocks::split(&clean),
        })
    }
}

impl Refusal {
    /// The refusal's name in the worker's protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::TooDeep => "too-deep",
            Self::TooSlow => "too-slow",
        }
    }

    /// Reads a refusal's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::TooLong, Self::TooDeep, Self::TooSlow]
            .into_iter()
            .find(|refusal| refusal.name() == name)
    }
}

impl fmt::Debug for Sanitiser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sanitiser")
    }
}

/// The value that an allowed attribute keeps, or `None`.
fn filtered<'value>(element: &str, attribute: &str, value: &'value str, archive_url: &str) -> Option<Cow<'value, str>> {
    match (element, attribute) {
        (_, "class") => {
            let kept: Vec<&str> = value
                .split_ascii_whitespace()
                .filter(|class| allow_list::is_class(element, class))
                .collect();
            (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
        }
        ("img", "src") => picture_address(value, archive_url).map(Cow::Owned),
        (_, "srcset") => srcset::rewrite(value, |address| picture_address(address, archive_url)).map(Cow::Owned),
        (_, "href") => link_address(value, archive_url),
        (_, "align") => ["left", "center", "right"].contains(&value).then_some(Cow::Borrowed(value)),
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value).then_some(Cow::Borrowed(value)),
        (_, "width" | "height") if matches!(element, "img" | "source") => {
            value.bytes().all(|byte| byte.is_ascii_digit()).then_some(Cow::Borrowed(value))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

fn picture_address(address: &str, archive_url: &str) -> Option<String> {
    if allow_list::is_raster_data(address) {
        return Some(address.trim().to_owned());
    }
    // A second pass over its own output meets local pictures as absolute addresses, which are web addresses.
    PictureSource::parse(address).map(|source| match source {
        PictureSource::Archive(path) => format!("{archive_url}{path}"),
        PictureSource::Web(url) => url.to_string(),
    })
}

/// `http`, `https`, `mailto`, `tel`, a fragment of this article, a local picture. Other relative addresses lead nowhere.
fn link_address<'value>(address: &'value str, archive_url: &str) -> Option<Cow<'value, str>> {
    let address = address.trim();
    let own_fragment = address
        .strip_prefix('#')
        .is_some_and(|target| target.starts_with(repair::ID_PREFIX));
    if own_fragment {
        return Some(Cow::Borrowed(address));
    }
    if file::is_picture(address) {
        return Some(Cow::Owned(format!("{archive_url}{address}")));
    }
    let scheme = address.split(':').next().unwrap_or_default();
    let allowed = ["http", "https", "mailto", "tel"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    (allowed && address.contains(':')).then_some(Cow::Borrowed(address))
}

#[cfg(test)]
mod tests;
