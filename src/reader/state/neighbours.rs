//! The articles before and after one in a list, for an article that was opened cold.

use std::sync::Arc;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::ordinals::{Direction, Ordinals};
use crate::archive::Card;

/// An article's newer and older neighbour.
pub type Neighbours = (Option<Arc<Card>>, Option<Arc<Card>>);

/// Finds an article's place by (date, key), then the nearest cards on both sides that the filter admits.
pub async fn find(archive: &Archive, filter: &Filter, card: &Card) -> Result<Neighbours, ArchiveError> {
    let Some(ordinal) = archive.ordinal_of(card).await? else {
        return Ok((None, None));
    };
    let ordinals = Ordinals::of(filter, archive);
    let newer = ordinals.nearest(archive, Direction::Newer, ordinal + 1).await?;
    let older = ordinals.nearest(archive, Direction::Older, ordinal).await?;
    Ok((card_at(archive, newer).await?, card_at(archive, older).await?))
}

async fn card_at(archive: &Archive, ordinal: Option<u32>) -> Result<Option<Arc<Card>>, ArchiveError> {
    match ordinal {
        Some(ordinal) => archive.card(ordinal).await.map(Some),
        None => Ok(None),
    }
}
