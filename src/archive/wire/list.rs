//! A JSON Feed with cards, and what each kind of list adds to it.

use serde::{Deserialize, Serialize};

use super::super::calendar::Year;
use super::super::{CONTRACT, Card, Fault, Manifest, TagCount};
use super::item::Item;

/// The version that every list file names.
pub const JSON_FEED: &str = "https://jsonfeed.org/version/1.1";

/// JSON Feed 1.1, "Top-level", with this kind of list's extras.
#[derive(Serialize, Deserialize)]
pub struct Feed<Extra> {
    pub version: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_url: Option<String>,
    #[serde(rename = "_offprint")]
    pub offprint: Extra,
    pub items: Vec<Item>,
}

impl<Extra> Feed<Extra> {
    pub fn new(title: &str, offprint: Extra, cards: &[Card]) -> Self {
        let items = cards.iter().map(Item::of_card).collect();
        Self {
            version: JSON_FEED.to_owned(),
            title: title.to_owned(),
            home_page_url: None,
            feed_url: None,
            next_url: None,
            offprint,
            items,
        }
    }

    /// The feed with other extras.
    pub fn with<Other>(self, offprint: Other) -> Feed<Other> {
        Feed {
            version: self.version,
            title: self.title,
            home_page_url: self.home_page_url,
            feed_url: self.feed_url,
            next_url: self.next_url,
            offprint,
            items: self.items,
        }
    }
}

/// The cards of a list; an item that can't be one is a fault and costs that item.
pub fn cards(items: Vec<Item>) -> (Vec<Card>, Vec<Fault>) {
    let mut faults = Vec::new();
    let cards = items.into_iter().filter_map(|item| item.into_card(&mut faults)).collect();
    (cards, faults)
}

#[derive(Serialize, Deserialize)]
pub struct PageExtra {
    pub page: u32,
}

#[derive(Serialize, Deserialize)]
pub struct TagExtra {
    pub tag: String,
    pub count: u32,
}

#[derive(Serialize, Deserialize)]
pub struct FeedExtra {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// The manifest, as `latest.json` carries it.
#[derive(Serialize, Deserialize)]
pub struct ManifestExtra {
    pub contract: u32,
    pub generation: String,
    count: u32,
    time_zone: String,
    tables: Vec<String>,
    tags: Vec<(String, u32)>,
    n_tags: u32,
    heads: Vec<String>,
    /// Year, hash, articles by month.
    years: Vec<(u16, String, [u32; 12])>,
    directory: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    groups: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl From<&Manifest> for ManifestExtra {
    fn from(manifest: &Manifest) -> Self {
        Self {
            contract: CONTRACT,
            generation: manifest.generation.clone(),
            count: manifest.count,
            time_zone: manifest.time_zone.clone(),
            tables: manifest.tables.clone(),
            tags: manifest.tags.iter().map(|tag| (tag.name.clone(), tag.count)).collect(),
            n_tags: manifest.n_tags,
            heads: manifest.heads.clone(),
            years: manifest
                .years
                .iter()
                .map(|year| (year.year, year.hash.clone(), year.months))
                .collect(),
            directory: manifest.directory.clone(),
            groups: manifest.n_groups,
        }
    }
}

impl From<ManifestExtra> for Manifest {
    fn from(extra: ManifestExtra) -> Self {
        Self {
            generation: extra.generation,
            count: extra.count,
            time_zone: extra.time_zone,
            tables: extra.tables,
            tags: extra.tags.into_iter().map(|(name, count)| TagCount { name, count }).collect(),
            n_tags: extra.n_tags,
            heads: extra.heads,
            years: extra
                .years
                .into_iter()
                .map(|(year, hash, months)| Year { year, hash, months })
                .collect(),
            directory: extra.directory,
            n_groups: extra.groups,
        }
    }
}
