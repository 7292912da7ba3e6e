//! The articles before and after one in a list, for an article that was opened cold.

use std::sync::Arc;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::ordinals::{Direction, Ordinals};
use crate::archive::{Card, Key, Timestamp};

/// An article's newer and older neighbour.
pub type Neighbours = (Option<Arc<Card>>, Option<Arc<Card>>);

/// Finds an article's place by (date, key), then the nearest cards on both sides that the filter admits.
pub async fn find(archive: &Archive, filter: &Filter, card: &Card) -> Result<Neighbours, ArchiveError> {
    let Some(ordinal) = ordinal_of(archive, card).await? else {
        return Ok((None, None));
    };
    let ordinals = Ordinals::of(filter);
    let newer = ordinals.nearest(archive, Direction::Newer, ordinal + 1).await?;
    let older = ordinals.nearest(archive, Direction::Older, ordinal).await?;
    Ok((card_at(archive, newer).await?, card_at(archive, older).await?))
}

/// The ordinal of a card: among the newest, or by halving over the pages.
async fn ordinal_of(archive: &Archive, card: &Card) -> Result<Option<u32>, ArchiveError> {
    if let Some((ordinal, _)) = archive.newest().find(|(_, newest)| newest.key == card.key) {
        return Ok(Some(ordinal));
    }
    let (mut low, mut high) = (0, archive.manifest().n_pages());
    while low < high {
        let middle = low + (high - low) / 2;
        let page = archive.page(middle).await?;
        if let Some((ordinal, _)) = page.with_ordinals().find(|(_, other)| other.key == card.key) {
            return Ok(Some(ordinal));
        }
        match page.cards.first() {
            Some(newest) if place(newest) < place(card) => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(None)
}

fn place(card: &Card) -> (Option<Timestamp>, &Key) {
    (card.published, &card.key)
}

async fn card_at(archive: &Archive, ordinal: Option<u32>) -> Result<Option<Arc<Card>>, ArchiveError> {
    match ordinal {
        Some(ordinal) => archive.card(ordinal).await.map(Some),
        None => Ok(None),
    }
}
