//! `latest.json`, tables and card pages: the cards in their order.

use rayon::prelude::*;

use super::faults::Faults;
use crate::archive::{Card, CardPage, LATEST_SIZE, Latest, Manifest, PAGE_SIZE, TABLE_SIZE, Timestamp, VersionTable, file};

/// What is kept of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardFact {
    /// The characters of its key.
    pub key: [u8; 16],
    /// Tells whether two cards are the same.
    pub digest: u64,
    /// When its article was published.
    pub published: Option<Timestamp>,
}

impl CardFact {
    /// What is kept of this card.
    pub fn of(card: &Card) -> Self {
        let mut key = [0; 16];
        key.copy_from_slice(card.key.as_str().as_bytes());
        Self {
            key,
            digest: digest(card),
            published: card.published,
        }
    }

    /// The key's text.
    pub fn key_text(&self) -> &str {
        std::str::from_utf8(&self.key).unwrap_or_default()
    }
}

/// Tells whether two cards are the same.
pub fn digest(card: &Card) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    format!("{card:?}").hash(&mut hasher);
    hasher.finish()
}

/// Reads `latest.json`, whose generation is checked with it.
pub fn latest(faults: &Faults<'_>) -> Option<Latest> {
    faults.read(file::LATEST, Latest::read)
}

/// Reads all cards, by ordinal. Where a page can't be read, the cards end.
pub fn cards(faults: &Faults<'_>, manifest: &Manifest, step: &(dyn Fn(u64) + Sync)) -> Vec<CardFact> {
    let pages = pages(faults, manifest);
    let read = |path: &String, page: u32| {
        let read = faults.read(path, CardPage::read)?;
        let expected = manifest.count.saturating_sub(page * PAGE_SIZE).min(PAGE_SIZE);
        faults.expect(read.page == page, path, || format!("says that it is page {}", read.page));
        faults.expect(read.cards.len() as u32 == expected, path, || {
            format!("has {} cards instead of {expected}", read.cards.len())
        });
        step(read.cards.len() as u64);
        Some(read.cards.iter().rev().map(CardFact::of).collect::<Vec<_>>())
    };
    let read: Vec<_> = pages
        .par_iter()
        .zip(0..pages.len() as u32)
        .map(|(path, page)| read(path, page))
        .collect();
    let is_whole = read.iter().all(Option::is_some);
    let mut cards: Vec<CardFact> = Vec::with_capacity(manifest.count as usize);
    for (path, page) in pages.iter().zip(read) {
        for card in page.into_iter().flatten() {
            if let Some(before) = cards.last() {
                let order = |card: &CardFact| (card.published, card.key);
                faults.expect(order(before) < order(&card), path, || {
                    format!("the article {} isn't older than {}", before.key_text(), card.key_text())
                });
            }
            cards.push(card);
        }
    }
    faults.expect(!is_whole || cards.len() == manifest.count as usize, file::LATEST, || {
        format!("says {} articles, and there are {} cards", manifest.count, cards.len())
    });
    if is_whole { cards } else { Vec::new() }
}

/// The paths of all card pages.
fn pages(faults: &Faults<'_>, manifest: &Manifest) -> Vec<String> {
    let mut pages = Vec::new();
    for (block, hash) in (0..).zip(&manifest.tables) {
        let path = file::version_table(block, hash);
        let versions = faults
            .read_whole(&path, VersionTable::read)
            .map(|table| table.versions)
            .unwrap_or_default();
        let expected = manifest.n_pages().saturating_sub(block * TABLE_SIZE).min(TABLE_SIZE);
        faults.expect(versions.len() as u32 == expected, &path, || {
            format!("names {} pages instead of {expected}", versions.len())
        });
        pages.extend(
            (block * TABLE_SIZE..)
                .zip(versions)
                .map(|(page, hash)| file::card_page(page, &hash)),
        );
    }
    faults.expect(pages.len() as u32 == manifest.n_pages(), file::LATEST, || {
        "doesn't lead to all card pages".to_owned()
    });
    pages
}

/// Checks the newest cards, those in `latest.json`.
pub fn newest(faults: &Faults<'_>, latest: &Latest, cards: &[CardFact]) {
    let expected = cards.iter().rev().take(LATEST_SIZE as usize);
    let is_same = latest.cards.iter().map(digest).eq(expected.map(|card| card.digest));
    faults.expect(is_same || cards.is_empty(), file::LATEST, || {
        "its cards aren't those of the newest pages".to_owned()
    });
}
