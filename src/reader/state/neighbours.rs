//! The articles before and after one in a list, for an article that was opened cold.

use std::sync::Arc;

use futures_util::future::try_join;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::ordinals::{Direction, Ordinals};
use crate::archive::Card;

/// An article's newer and older neighbour.
pub type Neighbours = (Option<Arc<Card>>, Option<Arc<Card>>);

/// Finds an article's place by (date, key), then the nearest cards on both sides that the filter admits.
pub async fn find(archive: &Archive, filter: &Filter, card: &Card) -> Result<Neighbours, ArchiveError> {
    let ordinals = Ordinals::of(filter, archive);
    // What says where the filter's terms occur comes beside what says where the article is.
    let (ordinal, ()) = try_join(archive.ordinal_of(card), ordinals.prepare(archive)).await?;
    let Some(ordinal) = ordinal else {
        return Ok((None, None));
    };
    let newer = nearest(archive, &ordinals, Direction::Newer, ordinal + 1);
    let older = nearest(archive, &ordinals, Direction::Older, ordinal);
    try_join(newer, older).await
}

async fn nearest(archive: &Archive, ordinals: &Ordinals, direction: Direction, from: u32) -> Result<Option<Arc<Card>>, ArchiveError> {
    match ordinals.nearest(archive, direction, from).await? {
        Some(ordinal) => archive.card(ordinal).await.map(Some),
        None => Ok(None),
    }
}
