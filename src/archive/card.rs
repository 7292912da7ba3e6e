//! A card: what a list needs of an article. It has no body, so a list can't ask for one.

use super::{Key, Picture, Timestamp, WebUrl};

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The article's id, as its source declares it or as the press derived it.
    pub id: String,
    /// The article's name in addresses and file names, derived from `id`.
    pub key: Key,
    /// The title; empty where the source has none.
    pub title: String,
    /// About 140 characters of the article's text, or what its source says of it.
    pub summary: String,
    /// The original, where known.
    pub link: Option<WebUrl>,
    /// The picture beside the title.
    pub image: Option<Picture>,
    /// When it was published; undated articles come first in the archive and match no `date:`.
    pub published: Option<Timestamp>,
    /// Who wrote it, or the source that it came from.
    pub authors: Vec<String>,
    /// The tags in the spelling that the archive shows.
    pub tags: Vec<String>,
    /// Category paths, each from the outermost level inwards.
    pub categories: Vec<Vec<String>>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
    /// Reading time in minutes; 0 where there is no text.
    pub minutes: u32,
}
