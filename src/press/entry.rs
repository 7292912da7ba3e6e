//! What stays in memory of an article while the rest of it waits in the spool: what ordering, telling apart and grouping need.

use super::cache::Hash;
use super::compose::{BodyHash, Draft};
use super::lexicon::Mention;
use super::write::spool::Extent;
use crate::archive::{Key, Timestamp, key};

/// An article in some 200 bytes, so that a million of them fit into memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The post's place in the input.
    pub source: u32,
    /// Stands for the id.
    pub id: IdDigest,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last changed, else published.
    pub changed: Option<Timestamp>,
    /// Whether the post declares its id.
    pub declares_id: bool,
    /// Tells whether two bodies are the same.
    pub body_hash: BodyHash,
    /// What it mentions.
    pub mentions: Box<[Mention]>,
    /// Where the rest of it waits, but for the body.
    pub record: Extent,
    /// Stands for all that its files show; the edition adds what depends on other articles.
    pub made_of: Hash,
    /// Where the body waits; `None` if the post wasn't parsed.
    pub body: Option<Extent>,
}

/// The first 160 bits of the SHA-256 of an id, in the characters of a key, which is their first half: equal digests are equal ids,
/// and what is sorted by digests is sorted by keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdDigest([u8; IdDigest::LENGTH]);

impl IdDigest {
    const LENGTH: usize = 2 * key::KEY_LENGTH;

    /// The digest of an id.
    pub fn of(id: &str) -> Self {
        let digest = key::digest(id.as_bytes(), Self::LENGTH);
        let mut bytes = [0; Self::LENGTH];
        bytes.copy_from_slice(digest.as_bytes());
        Self(bytes)
    }

    /// The characters of the key.
    pub fn key_bytes(&self) -> &[u8] {
        &self.0[..key::KEY_LENGTH]
    }

    /// The key of the article with this id.
    pub fn key(&self) -> Key {
        let key = std::str::from_utf8(self.key_bytes()).ok().and_then(Key::parse);
        key.expect("a digest is written in the characters of keys")
    }
}

impl Entry {
    /// The entry of the post at place `source` of the input.
    pub fn new(source: u32, draft: &Draft, mentions: Box<[Mention]>, (record, made_of): (Extent, Hash), body: Option<Extent>) -> Self {
        Self {
            source,
            id: IdDigest::of(&draft.card.id),
            published: draft.card.published,
            changed: draft.modified.or(draft.card.published),
            declares_id: draft.declares_id,
            body_hash: draft.body_hash,
            mentions,
            record,
            made_of,
            body,
        }
    }

    /// The archive's order: by instant and key, undated articles first.
    pub fn order(&self) -> (Option<Timestamp>, &[u8]) {
        (self.published, self.id.key_bytes())
    }
}
