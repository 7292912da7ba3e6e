//! Lays an archive out in files, and writes them.

mod fit;
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::arguments::Settings;
use super::compose::{Draft, Spelling, nfc};
use super::diagnostic::Diagnostic;
use crate::archive::{
    Article, Card, CardPage, FeedPage, Key, LATEST_SIZE, Latest, MANIFEST_TAGS, Manifest, PAGE_SIZE, TABLE_SIZE, TAG_DOCUMENT_SIZE,
    TagCount, TagDocument, VersionTable, file, key, name,
};
use folder::Folder;

/// The fewest articles in `feed.json`, so that a feed reader that comes once a day misses none.
const FEWEST_IN_FEED: u32 = 16;

/// An archive before it is written: its articles in order, and their cards as lists show them.
pub struct Plan {
    title: String,
    time_zone: String,
    base_url: Option<String>,
    /// Oldest first: an article's place is its ordinal.
    articles: Vec<Article>,
    /// The cards of the articles, short enough for a list.
    cards: Vec<Card>,
    tags: Vec<Tag>,
    /// Where each local picture is, by its path in the archive.
    pictures: BTreeMap<String, PathBuf>,
}

struct Tag {
    name: String,
    comparable: String,
    /// Ordinals, oldest first.
    ordinals: Vec<u32>,
}

impl Plan {
    /// Orders articles by (instant, key), undated ones first, and shortens cards that are too large for a list.
    pub fn new(settings: &Settings, mut drafts: Vec<Draft>, spelling: Spelling) -> (Self, Vec<Diagnostic>) {
        let place = |draft: &Draft| (draft.article.card.published, draft.article.card.key.clone());
        drafts.par_sort_by_cached_key(place);
        let fitted: Vec<(Card, Option<Diagnostic>)> = drafts
            .par_iter()
            .map(|draft| fit::to_list(&draft.article.card, &draft.file))
            .collect();
        let local = drafts.iter().flat_map(|draft| &draft.pictures);
        let pictures = local
            .map(|picture| (picture.archive_name.clone(), picture.source_path.clone()))
            .collect();
        let articles: Vec<Article> = drafts.into_iter().map(|draft| draft.article).collect();
        let (cards, found): (Vec<Card>, Vec<Option<Diagnostic>>) = fitted.into_iter().unzip();
        let mut ordinals: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (ordinal, article) in articles.iter().enumerate() {
            for tag in &article.card.tags {
                ordinals.entry(name::comparable(tag, nfc)).or_default().push(ordinal as u32);
            }
        }
        let named = |(comparable, ordinals): (String, Vec<u32>)| Tag {
            name: spelling.get(&comparable).cloned().unwrap_or_default(),
            comparable,
            ordinals,
        };
        let tags = ordinals.into_iter().map(named).collect();
        let plan = Self {
            title: settings.title.clone(),
            time_zone: settings.time_zone_name.clone(),
            base_url: settings.base_url.clone(),
            articles,
            cards,
            tags,
            pictures,
        };
        (plan, found.into_iter().flatten().collect())
    }

    /// How many articles there are.
    pub fn n_articles(&self) -> usize {
        self.articles.len()
    }

    /// How many tags there are.
    pub fn n_tags(&self) -> usize {
        self.tags.len()
    }

    /// About how many files the archive has, for a progress bar.
    pub fn n_files(&self) -> usize {
        self.articles.len() + self.tags.len() + self.pictures.len() + 2 * self.cards.len() / PAGE_SIZE as usize + 3
    }

    /// Writes the archive: versioned files first, `latest.json` last, then removes what it no longer has. At no moment does a
    /// `latest.json` stand there whose files are missing.
    ///
    /// # Errors
    /// When a file can't be written. What was there before is still whole.
    pub fn write(&self, out: &Path, bar: &ProgressBar) -> io::Result<()> {
        let folder = Folder::open(out, bar)?;
        self.pictures
            .par_iter()
            .try_for_each(|(path, source)| folder.put(path, &fs::read(source)?))?;
        let tables = self.write_cards(&folder)?;
        self.articles
            .par_iter()
            .try_for_each(|article| folder.put(&file::article(&article.card.key), &article.write()))?;
        self.tags
            .par_iter()
            .try_for_each(|tag| folder.put(&file::tag(&Key::of_tag(&tag.comparable)), &self.tag_document(tag).write()))?;
        self.write_feed(&folder)?;
        let (_, latest) = self.latest(tables).seal();
        folder.put(file::LATEST, &latest)?;
        folder.remove_stale()
    }

    /// Writes card pages and their version tables, and returns the tables' hashes.
    fn write_cards(&self, folder: &Folder) -> io::Result<Vec<String>> {
        let versions = self.cards.par_chunks(PAGE_SIZE as usize).enumerate().map(|(page, cards)| {
            let page = page as u32;
            let bytes = CardPage {
                page,
                cards: newest_first(cards),
            }
            .write();
            let hash = key::file_hash(&bytes);
            folder.put(&file::card_page(page, &hash), &bytes).map(|()| hash)
        });
        let versions: Vec<String> = versions.collect::<io::Result<_>>()?;
        let tables = versions.chunks(TABLE_SIZE as usize).enumerate().map(|(block, versions)| {
            let bytes = VersionTable {
                versions: versions.to_vec(),
            }
            .write();
            let hash = key::file_hash(&bytes);
            folder.put(&file::version_table(block as u32, &hash), &bytes).map(|()| hash)
        });
        tables.collect()
    }

    /// Pages of 32 from the oldest on, and the rest, 16 to 47 articles, in `feed.json`.
    fn write_feed(&self, folder: &Folder) -> io::Result<()> {
        let count = self.cards.len() as u32;
        let n_old = count.saturating_sub(FEWEST_IN_FEED) / PAGE_SIZE;
        let page = |number: Option<u32>, next: u32, cards: &[Card]| FeedPage {
            title: self.title.clone(),
            base_url: self.base_url.clone(),
            number,
            next: (next > 0).then_some(next),
            cards: newest_first(cards),
        };
        let (old, newest) = self.cards.split_at((n_old * PAGE_SIZE) as usize);
        old.par_chunks(PAGE_SIZE as usize).enumerate().try_for_each(|(place, cards)| {
            let number = place as u32 + 1;
            folder.put(&file::feed_page(number), &page(Some(number), number - 1, cards).write())
        })?;
        folder.put(file::FEED, &page(None, n_old, newest).write())
    }

    fn tag_document(&self, tag: &Tag) -> TagDocument {
        let newest = tag.ordinals.iter().rev().take(TAG_DOCUMENT_SIZE as usize);
        TagDocument {
            name: tag.name.clone(),
            count: tag.ordinals.len() as u32,
            cards: newest.map(|ordinal| self.cards[*ordinal as usize].clone()).collect(),
        }
    }

    fn latest(&self, tables: Vec<String>) -> Latest {
        let mut frequent: Vec<&Tag> = self.tags.iter().collect();
        frequent.sort_by(|one, other| {
            other
                .ordinals
                .len()
                .cmp(&one.ordinals.len())
                .then_with(|| one.comparable.cmp(&other.comparable))
        });
        frequent.truncate(MANIFEST_TAGS);
        let first = self.cards.len().saturating_sub(LATEST_SIZE as usize);
        Latest {
            title: self.title.clone(),
            manifest: Manifest {
                generation: String::new(),
                count: self.cards.len() as u32,
                time_zone: self.time_zone.clone(),
                tables,
                tags: frequent
                    .into_iter()
                    .map(|tag| TagCount {
                        name: tag.name.clone(),
                        count: tag.ordinals.len() as u32,
                    })
                    .collect(),
                n_tags: self.tags.len() as u32,
            },
            cards: newest_first(&self.cards[first..]),
        }
    }
}

fn newest_first(cards: &[Card]) -> Vec<Card> {
    cards.iter().rev().cloned().collect()
}
