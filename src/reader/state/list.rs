//! A list that grows from the newest article backwards.

use std::sync::Arc;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::neighbours::Neighbours;
use crate::archive::{Card, Key, Manifest, PAGE_SIZE};

/// The cards of a filter so far, and where the next ones are.
#[derive(Clone)]
pub struct List {
    /// What the list shows.
    pub filter: Filter,
    /// How many cards there are in all.
    pub count: u32,
    /// The filter's tag in the archive's spelling.
    pub tag_name: Option<String>,
    /// The cards so far, newest first.
    pub cards: Vec<Arc<Card>>,
    /// The cards' keys, sorted.
    known: Vec<Key>,
    /// Cards with this ordinal and later ones have been looked through.
    reached: u32,
}

impl List {
    /// The beginning of a list: what `latest.json` or the tag's document holds.
    pub async fn open(archive: &Archive, filter: Filter) -> Result<Self, ArchiveError> {
        let total = archive.manifest().count;
        let mut list = Self {
            filter,
            count: total,
            tag_name: None,
            cards: Vec::new(),
            known: Vec::new(),
            reached: total,
        };
        match list.filter.tag().map(str::to_owned) {
            Some(tag) => {
                let document = archive.tag(&tag).await?;
                list.count = document.as_ref().map_or(0, |document| document.count);
                list.tag_name = document.as_ref().map(|document| document.name.clone());
                list.add(document.iter().flat_map(|document| document.cards.iter()));
            }
            None => {
                list.add(archive.latest.cards.iter());
                list.reached = total.saturating_sub(list.cards.len() as u32);
            }
        }
        Ok(list)
    }

    /// Whether there are older cards.
    pub fn has_more(&self) -> bool {
        self.reached > 0 && (self.cards.len() as u32) < self.count
    }

    /// The list with at least one more page's worth of cards, or all.
    pub async fn grown(&self, archive: &Archive) -> Result<Self, ArchiveError> {
        let mut list = self.clone();
        let wanted = list.cards.len() + PAGE_SIZE as usize / 2;
        while list.has_more() && list.cards.len() < wanted {
            let page = Manifest::page_of(list.reached - 1);
            let cards = archive.page(page).await?;
            let older = cards
                .with_ordinals()
                .filter(|(ordinal, _)| *ordinal < list.reached)
                .map(|(_, card)| card.clone());
            let admitted: Vec<Card> = older.filter(|card| list.filter.admits(card)).collect();
            list.add(admitted.iter());
            list.reached = page * PAGE_SIZE;
        }
        Ok(list)
    }

    /// The cards before and after one of the list: the newer and the older. `None` when the card isn't among those so far, or
    /// is the last of them while there are older ones.
    pub fn neighbours(&self, key: &Key) -> Option<Neighbours> {
        let place = self.cards.iter().position(|card| card.key == *key)?;
        let older = self.cards.get(place + 1).cloned();
        if older.is_none() && self.has_more() {
            return None;
        }
        Some((place.checked_sub(1).and_then(|before| self.cards.get(before).cloned()), older))
    }

    fn add<'a>(&mut self, cards: impl Iterator<Item = &'a Card>) {
        for card in cards {
            if let Err(place) = self.known.binary_search(&card.key) {
                self.known.insert(place, card.key.clone());
                self.cards.push(Arc::new(card.clone()));
            }
        }
    }
}
