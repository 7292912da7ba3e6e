//! Which articles a list has: a source of ordinals, looked through from any place in either direction.

use std::sync::Arc;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::matches::{Count, Matches, Matching};
use crate::archive::{Key, PAGE_SIZE};

/// Ordinals of matches that are asked for at once: each may take a page of cards.
pub const AT_ONCE: usize = 10;

/// The two ways through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Down the list: to lower ordinals.
    Older,
    /// Up the list: to higher ordinals.
    Newer,
}

/// Where a list's ordinals come from.
#[derive(Clone)]
pub enum Ordinals {
    /// Each ordinal of the archive.
    Everything,
    /// Those that match a query.
    Matches(Arc<dyn Matching>),
}

/// What was found in a stretch of the archive.
pub struct Stretch {
    /// The ordinals in the direction that was asked for, nearest first. There may be none, and more further on.
    pub ordinals: Vec<u32>,
    /// Where to go on: below this ordinal, or from this one upwards.
    pub reached: u32,
}

impl Ordinals {
    /// The ordinals of a filter.
    pub fn of(filter: &Filter, archive: &Archive) -> Self {
        match filter.query().and_then(|query| Matches::new(&query, archive.manifest().count).ok()) {
            Some(matches) => Self::Matches(Arc::new(matches)),
            None => Self::Everything,
        }
    }

    /// Fetches what will be needed wherever one begins.
    ///
    /// # Errors
    /// When a file can't be had.
    pub async fn prepare(&self, archive: &Archive) -> Result<(), ArchiveError> {
        match self {
            Self::Everything => Ok(()),
            Self::Matches(matches) => matches.prepare(archive).await,
        }
    }

    /// The next stretch: below `from`, or from `from` upwards. It ends at 0, or at the archive's count. Where matches are far apart it may
    /// have none, so that whoever waits can be told how far the search has come.
    ///
    /// # Errors
    /// When a file that has to be looked into can't be had.
    pub async fn next(&self, archive: &Archive, direction: Direction, from: u32) -> Result<Stretch, ArchiveError> {
        let count = archive.manifest().count;
        let (ordinals, reached) = match (self, direction) {
            (Self::Everything, Direction::Older) => {
                let first = from.saturating_sub(1) / PAGE_SIZE * PAGE_SIZE;
                ((first..from).rev().collect(), first)
            }
            (Self::Everything, Direction::Newer) => {
                let end = ((from / PAGE_SIZE + 1) * PAGE_SIZE).min(count).max(from);
                ((from..end).collect(), end)
            }
            (Self::Matches(matches), Direction::Older) => matches.below(archive, from, AT_ONCE).await?,
            (Self::Matches(matches), Direction::Newer) => matches.from(archive, from, AT_ONCE).await?,
        };
        Ok(Stretch { ordinals, reached })
    }

    /// Whether the next stretch takes no more postings.
    pub fn is_at_hand(&self, direction: Direction, from: u32) -> bool {
        match (self, direction) {
            (Self::Everything, _) => true,
            (Self::Matches(matches), Direction::Older) => matches.is_at_hand_below(from),
            (Self::Matches(matches), Direction::Newer) => matches.is_at_hand_from(from),
        }
    }

    /// The ordinal of the last of these cards, if they are the first that would be found below `from`: the way goes on below it. That
    /// takes a look at one card instead of all.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn below_known(
        &self,
        archive: &Archive,
        direction: Direction,
        from: u32,
        known: &[Key],
    ) -> Result<Option<u32>, ArchiveError> {
        let (Self::Matches(matches), Direction::Older, Some(last)) = (self, direction, known.last()) else {
            return Ok(None);
        };
        let (ordinals, _) = matches.below(archive, from, known.len()).await?;
        let Some(ordinal) = ordinals.get(known.len() - 1) else {
            return Ok(None);
        };
        let card = archive.card(*ordinal).await?;
        Ok((card.key == *last).then_some(*ordinal))
    }

    /// The nearest ordinal in a direction, as [`Self::next`] looks for it.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub async fn nearest(&self, archive: &Archive, direction: Direction, mut from: u32) -> Result<Option<u32>, ArchiveError> {
        loop {
            let stretch = self.next(archive, direction, from).await?;
            if let Some(ordinal) = stretch.ordinals.first() {
                return Ok(Some(*ordinal));
            }
            if stretch.reached == from {
                return Ok(None);
            }
            from = stretch.reached;
        }
    }

    /// The ordinal in a row of the list, where it can be told without looking.
    pub fn at_row(&self, count: u32, row: i32) -> Option<u32> {
        match self {
            Self::Everything => count.checked_sub(1)?.checked_sub(row.try_into().ok()?),
            Self::Matches(_) => None,
        }
    }

    /// How many there are, as far as is known, in an archive of `total` articles.
    pub fn count(&self, total: u32) -> Count {
        match self {
            Self::Everything => Count::exact(total),
            Self::Matches(matches) => matches.count(),
        }
    }
}
