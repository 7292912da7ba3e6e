//! The place of an article that was opened by its address.

use futures_util::future::join;

use super::{Archive, ArchiveError};
use crate::archive::{Card, Key, Manifest, PAGE_SIZE, Timestamp};
use crate::query::date::DateRange;
use crate::reader::browser::intl;

const MINUTES_PER_DAY: u32 = 24 * 60;

impl Archive {
    /// A card's ordinal: among the newest, or by its (instant, key). `None` when the pages of cards don't have it, as when it is newer
    /// than they are.
    ///
    /// # Errors
    /// When a file can't be had.
    pub async fn ordinal_of(&self, card: &Card) -> Result<Option<u32>, ArchiveError> {
        if let Some((ordinal, _)) = self.newest().find(|(_, newest)| newest.key == card.key) {
            return Ok(Some(ordinal));
        }
        let mut guess = self.likely_ordinal(card).await?;
        let mut range = 0..self.manifest().count;
        let (mut is_after, mut is_before) = (false, false);
        let mut step = PAGE_SIZE;
        // Each page that is looked at leaves only what is before or behind it. The guess is a page or two off at most, so the way goes on
        // beside it, in growing steps, and by halving once it has gone too far.
        while !range.is_empty() {
            let page = self.page(Manifest::page_of(guess.clamp(range.start, range.end - 1))).await?;
            let (mut newest, mut oldest) = (None, None);
            for (ordinal, other) in page.with_ordinals() {
                if other.key == card.key {
                    return Ok(Some(ordinal));
                }
                newest = newest.or(Some((ordinal, other)));
                oldest = Some((ordinal, other));
            }
            let Some(((last, newest), (first, oldest))) = newest.zip(oldest) else {
                break;
            };
            if place(card) > place(newest) {
                is_after = true;
                range.start = range.start.max(last + 1);
                guess = last.saturating_add(step);
            } else if place(card) < place(oldest) {
                is_before = true;
                range.end = range.end.min(first);
                guess = first.saturating_sub(step);
            } else {
                break;
            }
            step *= 2;
            if is_after && is_before {
                guess = range.start + range.len() as u32 / 2;
            }
        }
        Ok(None)
    }

    /// Where a card's article would be if those of a day came evenly over the day.
    async fn likely_ordinal(&self, card: &Card) -> Result<u32, ArchiveError> {
        let instant = card.published;
        let local = instant.and_then(|instant| intl::day_and_minutes(instant, &self.manifest().time_zone));
        let Some((day, minutes)) = local else {
            return Ok(self.with_calendar(|calendar| calendar.n_undated()) / 2);
        };
        let dates = DateRange::of(day);
        // The table that is likely to name the article's page comes beside the year's days.
        let likely = self.with_calendar(|calendar| calendar.likely_end(dates)).saturating_sub(1);
        let (range, _) = join(self.ordinals(dates), self.card_table(Manifest::page_of(likely))).await;
        let range = range?;
        Ok(range.start + (range.len() as u32).saturating_mul(minutes) / MINUTES_PER_DAY)
    }
}

fn place(card: &Card) -> (Option<Timestamp>, &Key) {
    (card.published, &card.key)
}
