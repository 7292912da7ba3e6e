//! Which list holds which articles.

use std::ops::Range;

use crate::archive::{FEED_PAGE_SIZE, PAGE_SIZE};

/// The fewest articles in `feed.json`, if there are as many.
const FEED_FEWEST: u32 = 16;

/// How many older pages the public feed has: `feed.json` keeps 16 to 47 articles, so that it is never nearly empty, and
/// the older ones are in pages of 32 that never change their number.
pub fn n_feed_pages(count: u32) -> u32 {
    count.saturating_sub(FEED_FEWEST) / FEED_PAGE_SIZE
}

/// The ordinals in `feed.json`.
pub fn newest_in_feed(count: u32) -> Range<u32> {
    n_feed_pages(count) * FEED_PAGE_SIZE..count
}

/// The ordinals on a card page. Pages begin with 0.
pub fn on_card_page(page: u32, count: u32) -> Range<u32> {
    page * PAGE_SIZE..count.min((page + 1) * PAGE_SIZE)
}

/// The ordinals in `feed/<number>.json`. Numbers begin with 1.
pub fn on_feed_page(number: u32) -> Range<u32> {
    (number - 1) * FEED_PAGE_SIZE..number * FEED_PAGE_SIZE
}

/// The ordinals of the newest articles.
pub fn newest(size: u32, count: u32) -> Range<u32> {
    count.saturating_sub(size)..count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_in_the_feed_once_and_its_first_page_is_well_filled() {
        for count in 0..500 {
            let newest = newest_in_feed(count);
            let older: Vec<u32> = (1..=n_feed_pages(count)).flat_map(on_feed_page).collect();
            let all: Vec<u32> = older.into_iter().chain(newest.clone()).collect();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
            assert!(newest.len() <= 47);
            assert!(newest.len() >= 16 || count < 16);
        }
    }

    #[test]
    fn every_article_is_on_one_card_page() {
        for count in [0u32, 1, 31, 32, 33, 64, 1_000] {
            let pages = (0..count.div_ceil(PAGE_SIZE)).flat_map(|page| on_card_page(page, count));
            assert_eq!(pages.collect::<Vec<_>>(), (0..count).collect::<Vec<_>>());
        }
    }
}
