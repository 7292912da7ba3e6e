//! Lists of cards as files: pages by ordinal, a tag's document, the public feed; and the table of page versions.

use super::{Card, PAGE_SIZE};

/// `cards/<page>-<hash>.json`: the cards with the ordinals from `page * 16` on.
#[derive(Debug, Clone, PartialEq)]
pub struct CardPage {
    /// The page's number; 0 holds the oldest articles.
    pub page: u32,
    /// Its cards, newest first.
    pub cards: Vec<Card>,
}

impl CardPage {
    /// The cards with their ordinals, newest first.
    pub fn with_ordinals(&self) -> impl DoubleEndedIterator<Item = (u32, &Card)> {
        let first = self.page * PAGE_SIZE;
        let end = first + self.cards.len() as u32;
        self.cards
            .iter()
            .enumerate()
            .map(move |(place, card)| (end - 1 - place as u32, card))
    }
}

/// `cards/table-<block>-<hash>.json` or `postings/table-<block>-<hash>.json`: the hash of each page, or bucket, of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionTable {
    /// Hashes by page, beginning with page `block * 512`, or by bucket.
    pub versions: Vec<String>,
}

/// `tags/<key>.json`: a tag's newest cards and its count, complete in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct TagDocument {
    /// The tag in its most frequent spelling.
    pub name: String,
    /// How many articles have the tag.
    pub count: u32,
    /// The newest of them, newest first.
    pub cards: Vec<Card>,
}

/// `feed.json` or `feed/<n>.json`: a page of the public feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedPage {
    /// The archive's name.
    pub title: String,
    /// Where the reader's page is published; with it the feed's addresses are absolute, and it can be subscribed to.
    pub base_url: Option<String>,
    /// The page's number, from 1, the oldest; `None` for `feed.json`, the newest.
    pub number: Option<u32>,
    /// The page with the next older articles.
    pub next: Option<u32>,
    /// Its cards, newest first.
    pub cards: Vec<Card>,
}
