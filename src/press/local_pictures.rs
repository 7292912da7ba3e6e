//! Pictures that lie beside the posts: found, recognised, and named for the archive.
//!
//! A post names them by `src`, `data-src`, `data-original`, `srcset`, `poster`, a link, or a field. Each becomes
//! `pictures/<hash>.<ext>`, with its size where the post gives none. What is no local file is made absolute against the
//! post's link, so that it still works elsewhere.

mod find;
mod picture_file;
mod srcset;
mod svg;

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use serde::{Deserialize, Serialize};
use url::Url;

use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::input::Location;
use super::plain_text::attribute_value;
use super::post::Post;
use super::stamp::Stamp;
use find::Places;

/// Attributes that hold the real picture of an `<img>` while a script has not put it into `src`: the first counts.
const LAZY_ATTRIBUTES: [&str; 4] = ["data-original", "data-src", "data-lazy-src", "data-actualsrc"];
/// Endings by which a link is told to lead to a picture.
const PICTURE_ENDINGS: [&str; 9] = [".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"];

/// A picture to be copied into the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalPicture {
    /// The file, below the input.
    pub source_path: PathBuf,
    /// Its path in the archive, `pictures/<hash>.<ext>`: the hash is the first 16 characters of lower-case base32 of
    /// SHA-256 over the file's bytes.
    pub archive_name: String,
    /// Its width in CSS pixels. An SVG may have no size of its own.
    pub width: Option<u32>,
    /// Its height in CSS pixels.
    pub height: Option<u32>,
}

/// A reference that was looked for on the disk, and what it was taken for: what a draft depends on besides its post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    reference: String,
    found: Option<FoundFile>,
}

/// A file that a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FoundFile {
    path: PathBuf,
    stamp: Option<Stamp>,
    /// Its name in the archive, which is made of its bytes, or why it is no picture.
    name: Result<String, String>,
}

/// The local pictures of a post.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalPictures {
    /// The pictures that it shows.
    pub shown: Vec<LocalPicture>,
    /// Everything that was looked for.
    pub lookups: Vec<Lookup>,
}

/// Whether looking for the same again would find the same. `is_unchanged` judges a file by two stamps, then and now.
pub fn are_as_before(lookups: &[Lookup], location: Option<&Location>, is_unchanged: &dyn Fn(Option<Stamp>, Option<Stamp>) -> bool) -> bool {
    if lookups.is_empty() {
        return true;
    }
    let places = location.and_then(|location| Places::of(&location.file, &location.root));
    lookups.iter().all(|lookup| {
        let found = places.as_ref().and_then(|places| places.find(&lookup.reference));
        match (&lookup.found, found) {
            (Some(then), Some(now)) => {
                let is_same = || picture_file::read(&now).map(|picture| picture.archive_name) == then.name;
                then.path == now && (is_unchanged(then.stamp, Stamp::at(&now)) || is_same())
            }
            (None, None) => true,
            _ => false,
        }
    })
}

/// Finds the local pictures of a post that consists of these `bytes` and lies at `location`, and rewrites the
/// post to name them as the archive will. A picture that can't be found stays as written in the body and is left out of
/// the fields. Nothing outside the input is ever read, whatever links lead there.
pub fn take_local_pictures(post: &mut Post, bytes: &[u8], location: Option<&Location>) -> (LocalPictures, Vec<Diagnostic>) {
    let mut taker = Taker {
        location,
        places: OnceCell::new(),
        bytes,
        base: post.link.as_deref().and_then(|link| Url::parse(link).ok()),
        known: HashMap::new(),
        lookups: Vec::new(),
        taken: BTreeMap::new(),
        diagnostics: Diagnostics::of(&post.file),
    };
    for (name, field) in [("banner_image", &mut post.banner_image), ("image", &mut post.image)] {
        *field = field.take().and_then(|reference| taker.field(name, reference));
    }
    let handler = element!("img, source, video, audio, track, iframe, embed, a, area", |element| {
        taker.element(element);
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(handler).with_strict(false);
    match rewrite_str(&post.body_html, settings) {
        Ok(body_html) => post.body_html = body_html,
        Err(error) => {
            let reason = format!("its pictures and links could not be rewritten: {error}");
            taker.diagnostics.report(Some(post.body_line), "body", Kind::Body, reason);
        }
    }
    let pictures = LocalPictures {
        shown: taker.taken.into_values().collect(),
        lookups: taker.lookups,
    };
    (pictures, taker.diagnostics.into_sorted())
}

/// What a reference turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Resolved {
    /// A local picture, by its name in the archive.
    Picture(String),
    /// Something elsewhere, by its absolute address.
    Elsewhere(String),
    /// Nothing to change.
    AsWritten,
    /// A picture that is nowhere.
    Missing,
}

struct Taker<'run> {
    location: Option<&'run Location>,
    /// Found out with the first local reference: most posts have none.
    places: OnceCell<Option<Places>>,
    bytes: &'run [u8],
    base: Option<Url>,
    /// The archive name of each reference that was looked up, or why there is none.
    known: HashMap<String, Result<String, String>>,
    lookups: Vec<Lookup>,
    taken: BTreeMap<String, LocalPicture>,
    diagnostics: Diagnostics,
}

impl Taker<'_> {
    fn field(&mut self, name: &str, reference: String) -> Option<String> {
        match self.picture(&reference, name) {
            Resolved::Picture(address) | Resolved::Elsewhere(address) => Some(address),
            Resolved::AsWritten => Some(reference),
            Resolved::Missing => None,
        }
    }

    fn element(&mut self, element: &mut Element<'_, '_>) {
        match element.tag_name().as_str() {
            "img" => self.img(element),
            "source" => {
                self.srcset(element);
                self.rewrite(element, "src", Self::other);
            }
            "video" => {
                self.rewrite(element, "poster", |taker, reference| taker.picture(reference, "body"));
                self.rewrite(element, "src", Self::other);
            }
            "a" | "area" => self.rewrite(element, "href", Self::link),
            _ => self.rewrite(element, "src", Self::other),
        }
    }

    fn img(&mut self, element: &mut Element<'_, '_>) {
        self.srcset(element);
        let mut real = None;
        for name in LAZY_ATTRIBUTES {
            let Some(reference) = element.get_attribute(name) else {
                continue;
            };
            match self.picture(&attribute_value(&reference), "body") {
                Resolved::Picture(picture) => {
                    set(element, name, &picture);
                    real.get_or_insert(picture);
                }
                Resolved::Elsewhere(address) => set(element, name, &address),
                Resolved::AsWritten | Resolved::Missing => {}
            }
        }
        // What stands in `src` beside a lazy picture is a placeholder, and none of our business.
        if real.is_none() && element.has_attribute("src") {
            let is_lazy = LAZY_ATTRIBUTES.iter().any(|name| element.has_attribute(name));
            self.rewrite(element, "src", |taker, reference| {
                let resolved = if is_lazy {
                    taker.other_or_picture(reference)
                } else {
                    taker.picture(reference, "body")
                };
                if let Resolved::Picture(picture) = &resolved {
                    real = Some(picture.clone());
                }
                resolved
            });
        }
        if let Some(picture) = real {
            set(element, "src", &picture);
            if let Some(picture) = self.taken.get(&picture) {
                add_size(element, picture);
            }
        }
    }

    fn srcset(&mut self, element: &mut Element<'_, '_>) {
        let Some(raw) = element.get_attribute("srcset") else {
            return;
        };
        let rewritten = srcset::rewritten(&attribute_value(&raw), |reference| match self.picture(reference, "body") {
            Resolved::Picture(address) | Resolved::Elsewhere(address) => Some(address),
            Resolved::AsWritten | Resolved::Missing => None,
        });
        if let Some(rewritten) = rewritten {
            set(element, "srcset", &rewritten);
        }
    }

    fn rewrite(&mut self, element: &mut Element<'_, '_>, name: &str, mut resolve: impl FnMut(&mut Self, &str) -> Resolved) {
        let Some(raw) = element.get_attribute(name) else {
            return;
        };
        match resolve(self, &attribute_value(&raw)) {
            Resolved::Picture(address) | Resolved::Elsewhere(address) => {
                set(element, name, &address);
            }
            Resolved::AsWritten | Resolved::Missing => {}
        }
    }

    /// A reference to a picture: reported when it leads nowhere.
    fn picture(&mut self, reference: &str, field: &str) -> Resolved {
        let reference = reference.trim();
        let resolved = self.other_or_picture(reference);
        if resolved != Resolved::Missing {
            return resolved;
        }
        let reason = match self.known.get(reference) {
            Some(Err(reason)) => reason.clone(),
            _ => "no such picture beside the post or in the input".to_owned(),
        };
        // Looking for a line takes as long as the post is.
        let line = if self.diagnostics.is_full() {
            None
        } else {
            find::line_of(self.bytes, reference)
        };
        let reason = format!("`{reference}`: {reason}");
        self.diagnostics.report(line, field, Kind::Picture, reason);
        Resolved::Missing
    }

    /// A link: a picture when it is one, else only made absolute.
    fn link(&mut self, reference: &str) -> Resolved {
        let path = reference.split(['?', '#']).next().unwrap_or(reference);
        let lower = path.to_ascii_lowercase();
        if PICTURE_ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
            self.other_or_picture(reference)
        } else {
            self.other(reference)
        }
    }

    fn other_or_picture(&mut self, reference: &str) -> Resolved {
        let reference = reference.trim();
        if !is_relative(reference) {
            return self.other(reference);
        }
        if !self.known.contains_key(reference) {
            let looked_up = self.look_up(reference);
            self.known.insert(reference.to_owned(), looked_up);
        }
        match self.known.get(reference) {
            Some(Ok(name)) => Resolved::Picture(name.clone()),
            _ => match self.other(reference) {
                Resolved::AsWritten => Resolved::Missing,
                elsewhere => elsewhere,
            },
        }
    }

    fn look_up(&mut self, reference: &str) -> Result<String, String> {
        let places = self
            .places
            .get_or_init(|| self.location.and_then(|location| Places::of(&location.file, &location.root)));
        let Some(path) = places.as_ref().and_then(|places| places.find(reference)) else {
            self.lookups.push(Lookup {
                reference: reference.to_owned(),
                found: None,
            });
            return Err("no such picture beside the post or in the input".to_owned());
        };
        // Before the file is read, so that a change while it is read shows.
        let stamp = Stamp::at(&path);
        let name = picture_file::read(&path).map(|picture| {
            let name = picture.archive_name.clone();
            self.taken.entry(name.clone()).or_insert(picture);
            name
        });
        self.lookups.push(Lookup {
            reference: reference.to_owned(),
            found: Some(FoundFile {
                path,
                stamp,
                name: name.clone(),
            }),
        });
        name
    }

    /// Anything that is named relatively: absolute against the post's link, when there is one.
    fn other(&mut self, reference: &str) -> Resolved {
        let reference = reference.trim();
        let is_without_host = is_relative(reference) || reference.starts_with("//");
        match &self.base {
            Some(base) if is_without_host => match base.join(reference) {
                Ok(url) => Resolved::Elsewhere(url.into()),
                Err(_) => Resolved::AsWritten,
            },
            _ => Resolved::AsWritten,
        }
    }
}

/// Whether a reference is a path: no scheme, no host, no mere fragment.
fn is_relative(reference: &str) -> bool {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    });
    !(reference.is_empty() || has_scheme || reference.starts_with('#') || reference.starts_with("//"))
}

/// Writes an attribute. The rewriter escapes quotes only.
fn set(element: &mut Element<'_, '_>, name: &str, value: &str) {
    let value = value.replace('&', "&amp;");
    let is_set = element.set_attribute(name, &value);
    debug_assert!(is_set.is_ok(), "{name} is a valid attribute name");
}

/// Adds the picture's size where the post gives none; of one side that is given the other follows by proportion.
fn add_size(element: &mut Element<'_, '_>, picture: &LocalPicture) {
    let (Some(width), Some(height)) = (picture.width, picture.height) else {
        return;
    };
    // `undefinedpx` says nothing; `w` and `h` hold sizes in some posts.
    let given = |name| {
        element
            .get_attribute(name)
            .filter(|value| value.trim().starts_with(|first: char| first.is_ascii_digit()))
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<u32>().ok().filter(|pixels| *pixels > 0);
    match (given("width").or(given("w")), given("height").or(given("h"))) {
        (None, None) => {
            set(element, "width", &width.to_string());
            set(element, "height", &height.to_string());
        }
        (Some(given), None) => {
            if let Some(side) = pixels(&given).and_then(|side| scaled(side, height, width)) {
                set(element, "height", &side.to_string());
            }
        }
        (None, Some(given)) => {
            if let Some(side) = pixels(&given).and_then(|side| scaled(side, width, height)) {
                set(element, "width", &side.to_string());
            }
        }
        (Some(_), Some(_)) => {}
    }
}

/// `side × numerator ÷ denominator`, rounded. Sizes of zero are refused when a picture is read.
fn scaled(side: u32, numerator: u32, denominator: u32) -> Option<u32> {
    let denominator = u64::from(denominator);
    let product = u64::from(side) * u64::from(numerator);
    let side = (product + denominator / 2).checked_div(denominator)?;
    u32::try_from(side.max(1)).ok()
}

#[cfg(test)]
mod tests;
