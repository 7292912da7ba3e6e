//! Makes an article of a post, as far as the post alone tells.
//!
//! What depends on the other articles comes later: [`super::identity`] settles ids, [`super::edition`] the order and
//! the spelling of tags.

mod language;
mod names;
mod shown;
pub mod summary;

pub use names::{LONGEST_NAME, nfc};

use sha2::{Digest, Sha256};

use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::identity;
use super::local_pictures::LocalPicture;
use super::post::Post;
use crate::archive::{Card, Key, Picture, Size, Timestamp, WebUrl};
use crate::content::extract::{Extract, FoundPicture, extract};
use crate::content::reading_time;

/// One post as an article, before its place among the others is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Whether the post declares its id.
    pub declares_id: bool,
    /// The card with nothing shortened; its tags are spelled as the post spells them.
    pub card: Card,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// The wide picture above the body.
    pub banner: Option<Picture>,
    /// Tells whether two bodies are the same.
    pub body_hash: BodyHash,
}

/// The first half of the SHA-256 of a body: 128 bits.
pub type BodyHash = [u8; 16];

/// The hash of a body.
pub fn body_hash(body_html: &str) -> BodyHash {
    let digest = Sha256::digest(body_html.as_bytes());
    std::array::from_fn(|place| digest[place])
}

/// Makes a draft of `post`, which diagnostics call `named` and which shows these local `pictures`.
pub fn compose(post: &Post, named: &str, pictures: &[LocalPicture]) -> (Draft, Vec<Diagnostic>) {
    let local_size = |address: &str| {
        let picture = pictures.iter().find(|picture| picture.archive_name == address)?;
        Size::new(picture.width?, picture.height?)
    };
    let mut diagnostics = Diagnostics::of(named);
    let mut found = extract(&post.body_html);
    for picture in &mut found.pictures {
        picture.size = picture.size.or_else(|| local_size(&picture.source));
    }
    let published = instant(post.date, "date", &mut diagnostics);
    let modified = instant(post.updated, "updated", &mut diagnostics);
    let title = post.title.clone().unwrap_or_default();
    let id = identity::id_of(post, &mut diagnostics);
    let sized = |picture: Picture| Picture {
        size: picture.size.or_else(|| local_size(picture.source.as_str())),
        ..picture
    };
    let banner = declared_picture(post.banner_image.as_deref(), "banner image", &found.pictures, &mut diagnostics).map(sized);
    let image = declared_picture(post.image.as_deref(), "image", &found.pictures, &mut diagnostics).map(sized);
    let image = image.or_else(|| banner.clone()).or_else(|| shown::first_real(&found.pictures));
    let card = Card {
        key: Key::of_article(&id.text),
        id: id.text,
        summary: summary_of(post, &found, &title),
        link: link_of(post, &mut diagnostics),
        image,
        published,
        authors: post.authors.iter().map(|author| nfc(author)).collect(),
        tags: tags_of(post, &found, &mut diagnostics),
        categories: post.categories.clone(),
        language: post.language.clone().or_else(|| {
            let text = format!("{title}\n{}", found.text);
            language::detect(&text).map(str::to_owned)
        }),
        minutes: reading_time::minutes(&found.text),
        title,
    };
    let draft = Draft {
        declares_id: id.is_declared,
        card,
        modified,
        banner,
        body_hash: body_hash(&post.body_html),
    };
    (draft, diagnostics.into_sorted())
}

fn instant(instant: Option<jiff::Timestamp>, field: &str, diagnostics: &mut Diagnostics) -> Option<Timestamp> {
    let instant = instant?;
    let timestamp = Timestamp::from_seconds(instant.as_second());
    if timestamp.is_none() {
        diagnostics.report(
            None,
            field,
            Kind::Date,
            format!("{instant} is not between the years 1 and 9999; left out"),
        );
    }
    timestamp
}

fn link_of(post: &Post, diagnostics: &mut Diagnostics) -> Option<WebUrl> {
    let text = post.link.as_deref()?;
    let link = WebUrl::parse(text);
    if link.is_none() {
        let text = summary::shorten_to_bytes(text, 80);
        diagnostics.report(None, "link", Kind::Link, format!("{text} is no web address; left out"));
    }
    link
}

fn declared_picture(address: Option<&str>, field: &str, body: &[FoundPicture], diagnostics: &mut Diagnostics) -> Option<Picture> {
    let address = address?;
    let picture = shown::declared(address, body);
    if picture.is_none() {
        let address = summary::shorten_to_bytes(address, 80);
        diagnostics.report(None, field, Kind::Picture, format!("{address} is no picture's address; left out"));
    }
    picture
}

/// What the source says of the article, else the beginning of its text.
fn summary_of(post: &Post, found: &Extract, title: &str) -> String {
    match post.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => summary.to_owned(),
        _ => summary::summarise(&found.text, title),
    }
}

/// The post's tags, then the levels of its category paths, then the tags that its body links to.
fn tags_of(post: &Post, found: &Extract, diagnostics: &mut Diagnostics) -> Vec<String> {
    let levels = post.categories.iter().flatten();
    let (mut tags, too_long) = names::tags(post.tags.iter().chain(levels).chain(&found.tags).map(String::as_str));
    for name in too_long {
        let name = summary::shorten_to_bytes(name, 80);
        diagnostics.report(None, "tags", Kind::Tag, format!("{name} is too long for a tag; left out"));
    }
    if tags.len() > names::MOST_TAGS {
        let reason = format!("there are {}, of which the first {} count", tags.len(), names::MOST_TAGS);
        diagnostics.report(None, "tags", Kind::Tag, reason);
        tags.truncate(names::MOST_TAGS);
    }
    tags
}
