//! The matches of a query: evaluated block by block, as far as someone asked.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::future::{LocalBoxFuture, join, try_join, try_join_all};

use super::archive::{Archive, ArchiveError};
use super::ordinals::AT_ONCE;
use crate::archive::calendar::Year;
use crate::archive::posting::first_head_block;
use crate::archive::{BLOCK_SIZE, Bits, Manifest, TABLE_SIZE};
use crate::query::Query;
use crate::query::evaluate::{HasText, KeyPostings, Plan};
use crate::query::timeline::YearCounts;
use crate::reader::browser::text::nfc;

/// Twice as many blocks are looked into with each wave of requests, up to 2 to the power of this.
const WIDEST_WAVE: u32 = 3;

/// How many articles match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// The matches of something, as far as someone asked. A list sees them through this, so that it goes without what makes queries.
pub trait Matching {
    /// How many match, as far as is known.
    fn count(&self) -> Count;

    /// The ordinal from which on all matches are known.
    fn searched_to(&self) -> u32;

    /// The matches in each month of these years, the archive's, as far as is known, and whether these are all of them; `None` before
    /// anything is known.
    fn by_month(&self, years: &[Year]) -> Option<(Vec<YearCounts>, bool)>;

    /// Fetches what says where the query's terms occur.
    ///
    /// # Errors
    /// When a file can't be had.
    fn prepare<'a>(&'a self, archive: &'a Archive) -> LocalBoxFuture<'a, Result<(), ArchiveError>>;

    /// The nearest matches below an ordinal, at most `limit`, highest first, and down to which ordinal they are all of them. One wave of
    /// requests at most is made, so there may be none yet, and more further down.
    ///
    /// # Errors
    /// When a file can't be had.
    fn below<'a>(&'a self, archive: &'a Archive, ordinal: u32, limit: usize) -> LocalBoxFuture<'a, Result<Nearest, ArchiveError>>;

    /// The nearest matches from an ordinal upwards, as [`Self::below`].
    ///
    /// # Errors
    /// When a file can't be had.
    fn from<'a>(&'a self, archive: &'a Archive, ordinal: u32, limit: usize) -> LocalBoxFuture<'a, Result<Nearest, ArchiveError>>;

    /// Whether the nearest matches below an ordinal take no request.
    fn is_at_hand_below(&self, ordinal: u32) -> bool;

    /// The same from an ordinal upwards.
    fn is_at_hand_from(&self, ordinal: u32) -> bool;
}

/// The ordinals of matches, and down or up to which ordinal they are all of them.
pub type Nearest = (Vec<u32>, u32);

/// A query over an archive, and what is known of its matches.
pub struct Matches {
    plan: Plan,
    /// The archive's number of articles.
    total: u32,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What says where the terms occur; `None` before it was asked for.
    terms: Option<Terms>,
    /// The matches in each block that was evaluated.
    blocks: Vec<Option<Bits>>,
    /// How many waves of requests were made.
    n_waves: u32,
}

impl Known {
    /// Known matches among these ordinals.
    fn within(&self, ordinals: Range<u32>) -> u32 {
        let last_block = ordinals.end.div_ceil(BLOCK_SIZE);
        let blocks = ordinals.start / BLOCK_SIZE..last_block;
        let counts = blocks.filter_map(|block| {
            let first = block * BLOCK_SIZE;
            let end = (ordinals.end - first).min(BLOCK_SIZE);
            let mut bits = Bits::range(ordinals.start.saturating_sub(first), end);
            bits.and(self.blocks.get(block as usize)?.as_ref()?);
            Some(bits.count())
        });
        counts.sum()
    }
}

struct Terms {
    postings: Vec<KeyPostings>,
    dates: Vec<Range<u32>>,
}

impl Matching for Matches {
    fn count(&self) -> Count {
        let known = self.known();
        let Some(terms) = &known.terms else {
            return Count { n: 0, is_exact: false };
        };
        let mut count = Count::exact(0);
        for (block, bits) in (0..).zip(&known.blocks) {
            let (most, fewest) = match bits {
                Some(bits) => (bits.count(), bits.count()),
                None => self.plan.bounds(block, self.length(block), &terms.dates, &terms.postings),
            };
            count.n += fewest;
            count.is_exact &= most == fewest;
        }
        count
    }

    fn searched_to(&self) -> u32 {
        let known = self.known();
        if known.terms.is_none() {
            return self.total;
        }
        let n_unknown = known.blocks.iter().rposition(Option::is_none).map_or(0, |block| block as u32 + 1);
        (n_unknown * BLOCK_SIZE).min(self.total)
    }

    fn by_month(&self, years: &[Year]) -> Option<(Vec<YearCounts>, bool)> {
        let known = self.known();
        if known.blocks.iter().all(Option::is_none) {
            return None;
        }
        let mut first = self.total - years.iter().map(Year::count).sum::<u32>().min(self.total);
        let by_month = years.iter().map(|year| {
            let months = year.months.map(|length| {
                let end = first + length;
                let count = known.within(first..end);
                first = end;
                count
            });
            (year.year, months)
        });
        Some((by_month.collect(), known.blocks.iter().all(Option::is_some)))
    }

    fn prepare<'a>(&'a self, archive: &'a Archive) -> LocalBoxFuture<'a, Result<(), ArchiveError>> {
        Box::pin(self.look_up(archive))
    }

    fn below<'a>(&'a self, archive: &'a Archive, ordinal: u32, limit: usize) -> LocalBoxFuture<'a, Result<Nearest, ArchiveError>> {
        Box::pin(self.nearest_below(archive, ordinal, limit))
    }

    fn from<'a>(&'a self, archive: &'a Archive, ordinal: u32, limit: usize) -> LocalBoxFuture<'a, Result<Nearest, ArchiveError>> {
        Box::pin(self.nearest_from(archive, ordinal, limit))
    }

    fn is_at_hand_below(&self, ordinal: u32) -> bool {
        self.is_at_hand((0..ordinal.min(self.total).div_ceil(BLOCK_SIZE)).rev())
    }

    fn is_at_hand_from(&self, ordinal: u32) -> bool {
        self.is_at_hand(ordinal / BLOCK_SIZE..self.total.div_ceil(BLOCK_SIZE))
    }
}

impl Matches {
    /// The matches of a query in an archive with so many articles.
    ///
    /// # Errors
    /// When it asks for words of text.
    pub fn new(query: &Query, total: u32) -> Result<Self, HasText> {
        Ok(Self {
            plan: Plan::new(query, nfc)?,
            total,
            known: Mutex::default(),
        })
    }

    /// Fetches what says where the query's terms occur.
    ///
    /// # Errors
    /// When a file can't be had.
    async fn look_up(&self, archive: &Archive) -> Result<(), ArchiveError> {
        if self.known().terms.is_some() {
            return Ok(());
        }
        let heads = try_join_all(self.plan.keys.iter().map(|key| archive.key_postings(*key)));
        let dates = try_join_all(self.plan.dates.iter().map(|range| archive.ordinals(*range)));
        let (heads, dates) = try_join(heads, dates).await?;
        let mut known = self.known();
        known.blocks = vec![None; self.total.div_ceil(BLOCK_SIZE) as usize];
        known.terms = Some(Terms {
            postings: heads.into_iter().flatten().collect(),
            dates,
        });
        Ok(())
    }

    /// Fetches the tables that are likely to name the pages of the first matches. They come beside the heads; else cards would take one more
    /// round trip. Where few articles match, as far as is known, the first ones may lie anywhere in the heads.
    async fn likely_tables(&self, archive: &Archive) -> Result<(), ArchiveError> {
        let end = archive.with_calendar(|calendar| self.plan.likely_end(self.total, &|range| calendar.likely_end(range)));
        let Some(newest) = end.checked_sub(1) else {
            return Ok(());
        };
        let share = self.plan.likely_share(&|key| archive.likely_share(key));
        // As many as a list begins with, and some more: an estimate may be wrong.
        let reach = (2.0 * AT_ONCE as f32 / share) as u32;
        let in_heads = first_head_block(self.total) * BLOCK_SIZE;
        let oldest = newest.saturating_sub(reach).max(in_heads.min(newest));
        let tables = Manifest::table_of(Manifest::page_of(oldest)).0..=Manifest::table_of(Manifest::page_of(newest)).0;
        try_join_all(tables.map(|table| archive.card_table(table * TABLE_SIZE))).await?;
        Ok(())
    }

    async fn nearest_below(&self, archive: &Archive, ordinal: u32, limit: usize) -> Result<Nearest, ArchiveError> {
        let Some(last) = ordinal.min(self.total).checked_sub(1) else {
            return Ok((Vec::new(), 0));
        };
        if ordinal >= self.total {
            // A table that is missing fails those cards that need it, and nothing else.
            join(self.look_up(archive), self.likely_tables(archive)).await.0?;
        }
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

    async fn nearest_from(&self, archive: &Archive, ordinal: u32, limit: usize) -> Result<Nearest, ArchiveError> {
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

    /// Whether the first of `blocks` that can have matches is evaluated, or can be.
    fn is_at_hand(&self, mut blocks: impl Iterator<Item = u32>) -> bool {
        let known = self.known();
        let Some(terms) = &known.terms else { return false };
        let first = blocks.find_map(|block| match known.blocks.get(block as usize)? {
            Some(bits) => (bits.count() > 0).then_some(true),
            None => {
                let (most, _) = self.plan.bounds(block, self.length(block), &terms.dates, &terms.postings);
                (most > 0).then(|| terms.postings.iter().all(|postings| postings.is_known(block)))
            }
        });
        first.unwrap_or(true)
    }

    /// How many match, from what has been fetched for other queries; `None` where that tells nothing.
    pub fn count_at_hand(archive: &Archive, query: &Query) -> Option<Count> {
        let matches = Self::new(query, archive.manifest().count).ok()?;
        let postings = matches.plan.keys.iter().map(|key| archive.key_postings_at_hand(*key));
        let dates = matches
            .plan
            .dates
            .iter()
            .map(|range| archive.with_calendar(|calendar| calendar.ordinals(*range).ok()));
        let terms = Terms {
            postings: postings.collect::<Option<_>>()?,
            dates: dates.collect::<Option<_>>()?,
        };
        let evaluated = |block| {
            let is_known = terms.postings.iter().all(|postings| postings.is_known(block));
            is_known.then(|| matches.plan.evaluate(block, matches.length(block), &terms.dates, &terms.postings))
        };
        let blocks = (0..matches.total.div_ceil(BLOCK_SIZE)).map(evaluated).collect();
        *matches.known() = Known {
            terms: Some(terms),
            blocks,
            n_waves: 0,
        };
        Some(matches.count())
    }

    /// Evaluates the first of `blocks`, and where that takes requests, so many of the next ones as a wave has. Those in which nothing can
    /// match take none.
    async fn evaluate(&self, archive: &Archive, blocks: impl Iterator<Item = u32>) -> Result<(), ArchiveError> {
        self.look_up(archive).await?;
        let needed = self.needed(blocks);
        let fetch = |(block, key): (u32, usize)| async move {
            let bits = archive.places(self.plan.keys[key], block).await?;
            Ok::<_, ArchiveError>((block, key, bits))
        };
        let fetched = try_join_all(needed.into_iter().map(fetch)).await?;
        let mut known = self.known();
        let Known {
            terms: Some(terms),
            blocks: evaluated,
            ..
        } = &mut *known
        else {
            return Ok(());
        };
        let mut touched = Vec::new();
        for (block, key, bits) in fetched {
            terms.postings[key].learn(block, bits);
            touched.push(block);
        }
        touched.dedup();
        for block in touched {
            let bits = self.plan.evaluate(block, self.length(block), &terms.dates, &terms.postings);
            evaluated[block as usize] = Some(bits);
        }
        Ok(())
    }

    /// Evaluates what can be evaluated now; the blocks and keys whose places have to be fetched.
    fn needed(&self, blocks: impl Iterator<Item = u32>) -> Vec<(u32, usize)> {
        let mut needed = Vec::new();
        let mut n_blocks = 0;
        let mut known = self.known();
        let Known {
            terms: Some(terms),
            blocks: evaluated,
            n_waves,
        } = &mut *known
        else {
            return needed;
        };
        let widest = 1 << (*n_waves).min(WIDEST_WAVE);
        for block in blocks {
            let Some(bits @ None) = evaluated.get_mut(block as usize) else {
                // One that is known already: it is what was asked for, or the way to more leads through it.
                if needed.is_empty() { break } else { continue }
            };
            let length = self.length(block);
            let (most, _) = self.plan.bounds(block, length, &terms.dates, &terms.postings);
            let unknown: Vec<usize> = (0..terms.postings.len())
                .filter(|key| !terms.postings[*key].is_known(block))
                .collect();
            if most == 0 {
                *bits = Some(Bits::none());
            } else if unknown.is_empty() {
                *bits = Some(self.plan.evaluate(block, length, &terms.dates, &terms.postings));
                if needed.is_empty() {
                    break;
                }
            } else {
                needed.extend(unknown.into_iter().map(|key| (block, key)));
                n_blocks += 1;
            }
            if n_blocks == widest {
                break;
            }
        }
        *n_waves += u32::from(!needed.is_empty());
        needed
    }

    fn length(&self, block: u32) -> u32 {
        self.total.saturating_sub(block * BLOCK_SIZE).min(BLOCK_SIZE)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
