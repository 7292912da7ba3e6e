//! The public feed: from page to page, every article once, newest first.

use std::collections::HashMap;
use std::fs;

use rayon::prelude::*;
use serde::Deserialize;

use super::faults::Faults;
use super::view::CardFact;
use crate::archive::{Key, file};

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    home_page_url: Option<String>,
    #[serde(default)]
    next_url: Option<String>,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
}

/// A page, as far as it is checked.
struct Read {
    keys: Vec<Key>,
    next: Option<String>,
}

/// Where the reader's page is published, as `feed.json` tells it.
pub fn base_url(faults: &Faults<'_>) -> Option<String> {
    let bytes = fs::read(faults.root.join(file::FEED)).ok()?;
    let page: Page = serde_json::from_slice(&bytes).ok()?;
    page.home_page_url
}

/// Checks the pages, each by itself, then the way through them.
pub fn check(faults: &Faults<'_>, cards: &[CardFact], is_unfinished: bool) {
    let base_url = base_url(faults);
    let Some(newest) = read(faults, file::FEED, base_url.as_deref()) else {
        return;
    };
    let first = newest
        .next
        .as_deref()
        .and_then(|next| next.strip_prefix("feed/")?.strip_suffix(".json")?.parse().ok());
    let n_pages: u32 = first.unwrap_or(0);
    let older = (1..=n_pages).into_par_iter().filter_map(|number| {
        let path = file::feed_page(number);
        read(faults, &path, base_url.as_deref()).map(|page| (path, page))
    });
    let mut pages: HashMap<String, Read> = older.collect();
    if is_unfinished || cards.is_empty() {
        return;
    }
    let mut left = cards.iter().rev();
    let mut next = Some((file::FEED.to_owned(), newest));
    while let Some((path, page)) = next {
        let is_same = page
            .keys
            .iter()
            .all(|key| left.next().is_some_and(|card| card.key_text() == key.as_str()));
        if !is_same {
            return faults.report(path, "its articles aren't the next older ones");
        }
        next = match page.next {
            None => None,
            Some(older) => match pages.remove(&older) {
                Some(page) => Some((older, page)),
                None => return faults.report(path, format!("leads to {older}, which isn't there or came before")),
            },
        };
    }
    let n_left = left.count();
    faults.expect(n_left == 0, file::FEED, || format!("doesn't lead to {n_left} of the articles"));
}

fn read(faults: &Faults<'_>, path: &str, base_url: Option<&str>) -> Option<Read> {
    let bytes = faults.bytes(path)?;
    let page: Page = serde_json::from_slice(&bytes)
        .map_err(|error| faults.report(path, format!("can't be read: {error}")))
        .ok()?;
    let folder = base_url.map(|base| format!("{base}{}", file::ARCHIVE));
    let next = page.next_url.map(|url| match &folder {
        Some(folder) => url.strip_prefix(folder.as_str()).unwrap_or(&url).to_owned(),
        None if path == file::FEED => url,
        None => format!("feed/{url}"),
    });
    Some(Read {
        keys: page.items.iter().map(|item| Key::of_article(&item.id)).collect(),
        next,
    })
}
