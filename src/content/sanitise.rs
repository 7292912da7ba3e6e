//! The sanitiser: `ammonia` with the [`allow_list`](super::allow_list), after [`repair`](super::repair).

use std::borrow::Cow;
use std::fmt;

use ammonia::{Builder, Document, UrlRelative, url};

use super::removed::{Kind, Removed};
use super::repair::{self, Repaired};
use super::tokens::{self, Element, Piece};
use super::{allow_list, nesting, srcset};
use crate::archive::{PictureSource, WebUrl, file};

/// The longest body in bytes. Longer ones are shown as text.
pub const LONGEST_BODY: usize = 8 << 20;

/// The deepest nesting of elements. The tree builder's time grows with length × depth: 256 levels cost milliseconds.
pub const DEEPEST_BODY: usize = 256;

/// The most bytes that a body may become.
pub const LONGEST_RESULT: usize = 16 << 20;

/// The most tags and references in a body: each `<` and `&` counts, since each takes the tokenizer and the parser as long as a line of text.
const MOST_MARKS: usize = 1 << 20;

/// The most bytes that may be looked at to print a body's texts, see [`nesting::Nesting::looks`].
const MOST_LOOKS: u64 = 2_000_000_000;

/// How often a body is read again at most, until what was written is read as it was meant.
const MOST_PASSES: usize = 4;

/// Sanitises bodies. Building it costs a moment, so it is built once.
pub struct Sanitiser {
    builder: Builder<'static>,
    archive_url: String,
}

/// A body that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanitised {
    /// The HTML.
    pub html: String,
    /// What was taken away.
    pub removed: Removed,
}

/// Why a body is shown as text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than [`LONGEST_BODY`], or with too many marks in it.
    TooLong,
    /// Deeper than [`DEEPEST_BODY`], so tangled that it would become longer than [`LONGEST_RESULT`], or read differently each time.
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
        let url = archive_url.to_owned();
        builder.attribute_filter(move |element, attribute, value| filtered(element, attribute, value, &url));
        Self {
            builder,
            archive_url: archive_url.to_owned(),
        }
    }

    /// Repairs and sanitises a body, until reading the result again changes nothing: browsers do read it again.
    ///
    /// # Errors
    /// When the body is too long or too deep to be sanitised in reasonable time.
    pub fn sanitise(&self, html: &str) -> Result<Sanitised, Refusal> {
        let n_marks = html.bytes().filter(|byte| matches!(byte, b'<' | b'&')).count();
        if html.len() > LONGEST_BODY || n_marks > MOST_MARKS {
            return Err(Refusal::TooLong);
        }
        let mut pass = self.pass(tokens::pieces(html))?;
        let removed = pass.removed;
        let mut n_passes = 1;
        while !pass.is_settled {
            if n_passes == MOST_PASSES {
                return Err(Refusal::TooDeep);
            }
            let next = self.pass(tokens::pieces(&pass.html))?;
            n_passes += 1;
            pass.is_settled = next.is_settled || next.html == pass.html;
            pass.html = next.html;
        }
        Ok(Sanitised { html: pass.html, removed })
    }

    /// Each stage is a function of its own, here and where it is written: a browser compiles one that is in use anew as a whole, on a processor that the
    /// page needs to show the article. In one piece they took it 200 milliseconds.
    fn pass(&self, source: Vec<Piece<'_>>) -> Result<Pass, Refusal> {
        let Repaired { mut pieces, mut removed } = repair::repair(source);
        for piece in &mut pieces {
            let Piece::Open(element) = piece else { continue };
            self.strip(element, &mut removed);
            if element.name == "img" && element.get("src").or(element.get("srcset")).is_none() {
                // What it would have shown, in words.
                *piece = Piece::Text(element.remove("alt").unwrap_or_default());
            }
        }
        let nesting = nesting::measure(&pieces);
        let mut repaired = String::new();
        for piece in &pieces {
            tokens::print(piece, &mut repaired);
        }
        if nesting.depth > DEEPEST_BODY || nesting.looks > MOST_LOOKS || repaired.len() + nesting.growth > LONGEST_RESULT {
            return Err(Refusal::TooDeep);
        }
        let html = printed(&self.clean(&repaired));
        if html.len() > LONGEST_RESULT {
            return Err(Refusal::TooDeep);
        }
        Ok(Pass {
            html,
            removed,
            is_settled: nesting.is_plain,
        })
    }

    #[inline(never)]
    fn clean(&self, html: &str) -> Document {
        self.builder.clean(html)
    }

    /// Takes away the attributes that would go anyway, and counts them: `ammonia` doesn't tell, and has less to do.
    #[inline(never)]
    fn strip(&self, element: &mut Element, removed: &mut Removed) {
        let own = element.name.own_attributes().unwrap_or_default();
        let name = element.name.as_str();
        element.attributes.retain_mut(|(attribute, value)| {
            if is_set(name, attribute) {
                return true; // it gets its value below
            }
            let is_allowed = own.contains(&attribute.as_ref()) || allow_list::ATTRIBUTES.contains(&attribute.as_ref());
            let kept = if is_allowed {
                filtered(name, attribute, value, &self.archive_url)
            } else {
                None
            };
            // `ammonia` would take it away as well, but not tell, and leave a picture without an address.
            let kept = kept.filter(|kept| !matches!(attribute.as_ref(), "href" | "src") || is_readable(kept));
            match kept {
                Some(kept) if kept == *value => {}
                Some(kept) => *value = Cow::Owned(kept.into_owned()),
                None => {
                    removed.add(Kind::of_attribute(attribute, value));
                    return false;
                }
            }
            true
        });
        // `ammonia` sets them as well, each time in another order.
        for (_, set) in allow_list::SET_ATTRIBUTES.iter().filter(|(known, _)| *known == name) {
            for (attribute, value) in *set {
                element.set(attribute, *value);
            }
        }
    }
}

#[inline(never)]
fn printed(document: &Document) -> String {
    document.to_string()
}

/// What one reading of a body gave.
struct Pass {
    html: String,
    removed: Removed,
    /// Whether reading the result would give it again.
    is_settled: bool,
}

fn is_set(element: &str, attribute: &str) -> bool {
    let is_rel = element == "a" && attribute == "rel";
    let mut set = allow_list::SET_ATTRIBUTES.iter().filter(|(known, _)| *known == element);
    is_rel || set.any(|(_, set)| set.iter().any(|(known, _)| *known == attribute))
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
        // Beyond this a table is a way of keeping the browser busy.
        (_, "colspan" | "rowspan" | "span") => value.parse::<u8>().is_ok().then_some(Cow::Borrowed(value)),
        (_, "align") => ["left", "center", "right"].contains(&value).then_some(Cow::Borrowed(value)),
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value).then_some(Cow::Borrowed(value)),
        (_, "width" | "height") if matches!(element, "img" | "source") => {
            value.bytes().all(|byte| byte.is_ascii_digit()).then_some(Cow::Borrowed(value))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Whether an address is well-formed: `https://a.example:port/` isn't.
fn is_readable(address: &str) -> bool {
    let starts_with = |start| address.starts_with(start);
    starts_with("data:") || starts_with("#") || url::Url::parse(address).is_ok()
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
    if address.len() > WebUrl::LONGEST {
        return None;
    }
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
