//! Which articles a list has: a source of ordinals, looked through from any place in either direction.

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use crate::archive::{Manifest, PAGE_SIZE};

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
    /// Those whose cards a filter admits, found by looking through the card pages.
    Scan(Filter),
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
    pub fn of(filter: &Filter) -> Self {
        match filter {
            Filter::Tag { .. } => Self::Scan(filter.clone()),
            Filter::Everything | Filter::NotYet(_) | Filter::Invalid(_) => Self::Everything,
        }
    }

    /// The next stretch: below `from`, or from `from` upwards. It ends at 0, or at the archive's count.
    ///
    /// # Errors
    /// When a file that has to be looked into can't be had.
    pub async fn next(&self, archive: &Archive, direction: Direction, from: u32) -> Result<Stretch, ArchiveError> {
        let count = archive.manifest().count;
        let older = direction == Direction::Older;
        if (older && from == 0) || (!older && from >= count) {
            return Ok(Stretch {
                ordinals: Vec::new(),
                reached: from,
            });
        }
        let page = Manifest::page_of(if older { from - 1 } else { from });
        let first = page * PAGE_SIZE;
        let end = (first + PAGE_SIZE).min(count);
        let (range, reached) = if older { (first..from, first) } else { (from..end, end) };
        let mut ordinals: Vec<u32> = match self {
            Self::Everything => range.collect(),
            Self::Scan(filter) => {
                let page = archive.page(page).await?;
                let admitted = page
                    .with_ordinals()
                    .filter(|(ordinal, card)| range.contains(ordinal) && filter.admits(card));
                admitted.map(|(ordinal, _)| ordinal).rev().collect()
            }
        };
        if older {
            ordinals.reverse();
        }
        Ok(Stretch { ordinals, reached })
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
            Self::Scan(_) => None,
        }
    }
}
