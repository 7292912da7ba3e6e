//! The matches of a query: evaluated block by block, as far as someone asked.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::{try_join_all, try_join3};

use super::archive::{Archive, ArchiveError};
use crate::archive::{BLOCK_SIZE, Bits, Manifest};
use crate::query::Query;
use crate::query::evaluate::{HasText, KeyPostings, Plan};
use crate::reader::browser::text::nfc;

/// The most blocks that are looked into at once.
const WIDEST_WAVE: u32 = 8;

/// How many articles match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// As many as this.
    pub n: u32,
    /// Whether there are no more; else there may be.
    pub is_exact: bool,
}

impl Count {
    /// Just as many.
    pub fn exact(n: u32) -> Self {
        Self { n, is_exact: true }
    }
}

/// A query over an archive, and what is known of its matches.
pub struct Matches {
    plan: Plan,
    dates: Vec<Range<u32>>,
    total: u32,
    known: Mutex<Known>,
}

struct Known {
    postings: Vec<KeyPostings>,
    /// The matches in each block that was evaluated.
    blocks: Vec<Option<Bits>>,
    /// How many blocks are looked into at once: twice as many each time.
    wave: u32,
}

impl Matches {
    /// Makes ready to evaluate a query: fetches what says where its terms occur.
    ///
    /// # Errors
    /// When a file can't be had.
    pub async fn open(archive: &Archive, query: &Query) -> Result<Result<Arc<Self>, HasText>, ArchiveError> {
        let plan = match Plan::new(query, nfc) {
            Ok(plan) => plan,
            Err(has_text) => return Ok(Err(has_text)),
        };
        let total = archive.manifest().count;
        let heads = try_join_all(plan.keys.iter().map(|key| archive.key_postings(*key)));
        let dates = try_join_all(plan.dates.iter().map(|range| archive.ordinals(*range)));
        // The first cards will be needed next, and it is this table that names their pages, as a rule.
        let table = async {
            if total > 0 {
                archive.card_table(Manifest::page_of(total - 1)).await?;
            }
            Ok(())
        };
        let (heads, dates, ()) = try_join3(heads, dates, table).await?;
        let known = Known {
            postings: heads.into_iter().flatten().collect(),
            blocks: vec![None; total.div_ceil(BLOCK_SIZE) as usize],
            wave: 1,
        };
        Ok(Ok(Arc::new(Self {
            plan,
            dates,
            total,
            known: Mutex::new(known),
        })))
    }

    /// The nearest matches below an ordinal, at most `limit`, highest first, and down to which ordinal they are all of them. One wave of
    /// requests at most is made, so there may be none yet, and more further down.
    ///
    /// # Errors
    /// When a file can't be had.
    pub async fn below(&self, archive: &Archive, ordinal: u32, limit: usize) -> Result<(Vec<u32>, u32), ArchiveError> {
        let Some(last) = ordinal.min(self.total).checked_sub(1) else {
            return Ok((Vec::new(), 0));
        };
        let block = last / BLOCK_SIZE;
        self.evaluate(archive, (0..=block).rev()).await?;
        let known = self.known();
        let (mut found, mut reached) = (Vec::new(), ordinal);
        for block in (0..=block).rev() {
            let Some(bits) = known.blocks.get(block as usize).and_then(Option::as_ref) else {
                break;
            };
            let first = block * BLOCK_SIZE;
            let mut end = reached - first;
            while let Some(place) = bits.last_below(end) {
                end = u32::from(place);
                found.push(first + end);
                if found.len() == limit {
                    return Ok((found, first + end));
                }
            }
            reached = first;
        }
        Ok((found, reached))
    }

    /// The nearest matches from an ordinal upwards, as [`Self::below`].
    ///
    /// # Errors
    /// When a file can't be had.
    pub async fn from(&self, archive: &Archive, ordinal: u32, limit: usize) -> Result<(Vec<u32>, u32), ArchiveError> {
        let (mut found, mut reached) = (Vec::new(), ordinal.min(self.total));
        let n_blocks = self.total.div_ceil(BLOCK_SIZE);
        if reached == self.total {
            return Ok((found, reached));
        }
        let block = reached / BLOCK_SIZE;
        self.evaluate(archive, block..n_blocks).await?;
        let known = self.known();
        for block in block..n_blocks {
            let Some(bits) = known.blocks.get(block as usize).and_then(Option::as_ref) else {
                break;
            };
            let first = block * BLOCK_SIZE;
            let mut from = reached - first;
            while let Some(place) = bits.first_from(from) {
                found.push(first + u32::from(place));
                from = u32::from(place) + 1;
                if found.len() == limit {
                    return Ok((found, first + from));
                }
            }
            reached = (first + BLOCK_SIZE).min(self.total);
        }
        Ok((found, reached))
    }

    /// How many match, as far as is known.
    pub fn count(&self) -> Count {
        let known = self.known();
        let mut count = Count::exact(0);
        for (block, bits) in (0..).zip(&known.blocks) {
            let (most, fewest) = match bits {
                Some(bits) => (bits.count(), bits.count()),
                None => self.plan.bounds(block, self.length(block), &self.dates, &known.postings),
            };
            count.n += fewest;
            count.is_exact &= most == fewest;
        }
        count
    }

    /// The ordinal from which on all matches are known.
    pub fn searched_to(&self) -> u32 {
        let known = self.known();
        let n_unknown = known.blocks.iter().rposition(Option::is_none).map_or(0, |block| block as u32 + 1);
        n_unknown * BLOCK_SIZE
    }

    /// Evaluates the first of `blocks`, and where that takes a request, so many of the next ones as a wave has. Those in which nothing can
    /// match take none.
    async fn evaluate(&self, archive: &Archive, blocks: impl Iterator<Item = u32>) -> Result<(), ArchiveError> {
        let mut needed = Vec::new();
        {
            let mut known = self.known();
            let Known {
                postings,
                blocks: all,
                wave,
            } = &mut *known;
            let mut n_blocks = 0;
            for block in blocks {
                let length = self.length(block);
                match all.get_mut(block as usize) {
                    Some(bits @ None) => {
                        let (most, _) = self.plan.bounds(block, length, &self.dates, postings);
                        let unknown: Vec<usize> = (0..postings.len()).filter(|key| !postings[*key].is_known(block)).collect();
                        if most == 0 {
                            *bits = Some(Bits::none());
                        } else if unknown.is_empty() {
                            *bits = Some(self.plan.evaluate(block, length, &self.dates, postings));
                            break;
                        } else {
                            needed.extend(unknown.into_iter().map(|key| (block, key)));
                            n_blocks += 1;
                        }
                    }
                    // A block that is known already: only what is asked for first is looked for.
                    _ if needed.is_empty() => break,
                    _ => {}
                }
                if n_blocks == *wave {
                    break;
                }
            }
            if !needed.is_empty() {
                *wave = (*wave * 2).min(WIDEST_WAVE);
            }
        }
        let fetch = |(block, key): (u32, usize)| async move {
            let bits = archive.places(self.plan.keys[key], block).await?;
            Ok::<_, ArchiveError>((block, key, bits))
        };
        let fetched = try_join_all(needed.into_iter().map(fetch)).await?;
        let mut known = self.known();
        let Known { postings, blocks, .. } = &mut *known;
        let mut touched = Vec::new();
        for (block, key, bits) in fetched {
            postings[key].learn(block, bits);
            touched.push(block);
        }
        touched.dedup();
        for block in touched {
            let bits = self.plan.evaluate(block, self.length(block), &self.dates, postings);
            if let Some(own) = blocks.get_mut(block as usize) {
                *own = Some(bits);
            }
        }
        Ok(())
    }

    fn length(&self, block: u32) -> u32 {
        self.total.saturating_sub(block * BLOCK_SIZE).min(BLOCK_SIZE)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
