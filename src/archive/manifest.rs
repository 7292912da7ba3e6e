//! The manifest: what one view of the archive consists of.

use super::calendar::Year;
use super::{Card, PAGE_SIZE, TABLE_SIZE};

/// `latest.json`: the manifest and the newest cards, all that the first list needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Latest {
    /// The archive's name.
    pub title: String,
    /// What the archive consists of.
    pub manifest: Manifest,
    /// The newest [`super::LATEST_SIZE`] cards, newest first.
    pub cards: Vec<Card>,
}

/// What one view of the archive consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Names the view: the hash of `latest.json` without this field.
    pub generation: String,
    /// How many articles there are. Ordinals run from 0, the oldest, to `count - 1`.
    pub count: u32,
    /// The IANA name of the time zone for dates without one, for `date:` and for the dates that a page shows.
    pub time_zone: String,
    /// The hashes of the version tables, by block.
    pub tables: Vec<String>,
    /// The hashes of the heads of postings, by bucket: a power of two many, none where there are no articles.
    pub heads: Vec<String>,
    /// The years that have articles, rising.
    pub years: Vec<Year>,
    /// The hash of the directory's table; empty where there are no articles.
    pub directory: String,
    /// In how many groups the articles are; 0 where each has a file of its own.
    pub n_groups: u32,
    /// The most frequent tags, most frequent first.
    pub tags: Vec<TagCount>,
    /// How many tags there are in all.
    pub n_tags: u32,
}

/// A tag and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// The tag in its most frequent spelling.
    pub name: String,
    /// How many articles have it.
    pub count: u32,
}

impl Manifest {
    /// How many card pages there are. All but the last are full.
    pub fn n_pages(&self) -> u32 {
        self.count.div_ceil(PAGE_SIZE)
    }

    /// The page that holds an ordinal.
    pub fn page_of(ordinal: u32) -> u32 {
        ordinal / PAGE_SIZE
    }

    /// The version table that holds a page's hash, and the place in it.
    pub fn table_of(page: u32) -> (u32, usize) {
        (page / TABLE_SIZE, (page % TABLE_SIZE) as usize)
    }
}
