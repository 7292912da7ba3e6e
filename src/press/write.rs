//! Writes an edition as the files of an archive.
//!
//! Versioned files come first: nothing names them yet. Then come the documents that are complete in themselves, articles before the lists that lead
//! to them, and `latest.json` last, which turns the old archive into the new one. Only then is removed what the old one alone
//! needed. So an interruption at any point leaves a whole archive.
//!
//! What holds after an interrupted *program* isn't promised for a power cut: files are not flushed to the disk one by one, which would
//! make a large archive many times slower. The next run compares bytes and mends what is missing.

pub mod folder;
pub mod history;
mod interruption;
mod layout;
pub mod own;
pub mod precompress;
pub mod references;
pub mod spool;
mod stale;

use std::collections::HashSet;
use std::fs;
use std::ops::Range;

use rayon::prelude::*;

use super::edition::{Edition, Entry, Tag};
use crate::archive::{
    Card, CardPage, FeedPage, LATEST_SIZE, Latest, MANIFEST_TAGS, Manifest, TABLE_SIZE, TAG_DOCUMENT_SIZE, TagCount, TagDocument,
    VersionTable, file, key,
};
use folder::{Folder, WriteError, failed};
use history::History;
use own::Own;
use spool::Bodies;

/// Writes all files of the edition and removes what an older archive left behind, but for what the `n_kept` views before this one need; returns
/// how many files that were. `step` is called for each article written.
///
/// # Errors
/// When a file can't be written, or a body can't be read back.
pub fn write(folder: &Folder, edition: &Edition, bodies: Bodies, n_kept: usize, step: &(dyn Fn() + Sync)) -> Result<u64, WriteError> {
    let mut history = History::begin(folder)?;
    for below in ["cards", "articles", "tags", "feed"] {
        folder.make(below)?;
    }
    write_pictures(folder, edition)?;
    let pages = write_card_pages(folder, edition)?;
    let tables = write_tables(folder, &pages)?;
    edition.entries.par_iter().try_for_each(|entry| {
        step();
        write_article(folder, entry, &bodies)
    })?;
    drop(bodies);
    edition.tags.par_iter().try_for_each(|tag| write_tag(folder, edition, tag))?;
    write_feed(folder, edition)?;

    let (latest, bytes) = latest(edition, tables);
    let pictures: HashSet<&str> = edition.pictures.keys().map(String::as_str).collect();
    history.before_switch(folder, &bytes, &pictures)?;
    folder.put(file::LATEST, &bytes)?;
    history.after_switch(folder, n_kept)?;
    let n_removed = remove_stale(folder, edition, &latest.manifest, &history)?;
    history.end(folder)?;
    Ok(n_removed)
}

fn remove_stale(folder: &Folder, edition: &Edition, manifest: &Manifest, history: &History) -> Result<u64, WriteError> {
    let mut kept = history.kept(folder.root());
    kept.extend(references::of(manifest, &|path| fs::read(folder.root().join(path)).ok()));
    let articles: HashSet<&str> = edition.entries.iter().map(|entry| entry.listed.key.as_str()).collect();
    let tags: HashSet<&str> = edition.tags.iter().map(|tag| tag.key.as_str()).collect();
    let last_page = layout::n_feed_pages(count(edition));
    stale::remove(folder, |path, own| match own {
        Own::Latest | Own::Feed | Own::Record => true,
        Own::FeedPage(number) => number <= last_page,
        Own::Article(key) => articles.contains(key),
        Own::Group(..) => false,
        Own::Tag(key) => tags.contains(key),
        Own::Picture => edition.pictures.contains_key(path) || kept.contains(path),
        Own::Versioned => kept.contains(path),
    })
}

fn write_pictures(folder: &Folder, edition: &Edition) -> Result<(), WriteError> {
    if !edition.pictures.is_empty() {
        folder.make(file::PICTURES)?;
    }
    edition.pictures.par_iter().try_for_each(|(name, source)| {
        let bytes = fs::read(source).map_err(failed("read the picture", source))?;
        folder.put(name, &bytes)
    })
}

/// Writes the card pages; returns their hashes.
fn write_card_pages(folder: &Folder, edition: &Edition) -> Result<Vec<String>, WriteError> {
    let count = count(edition);
    let pages = 0..count.div_ceil(crate::archive::PAGE_SIZE);
    let write = |page| {
        let cards = newest_first(edition, layout::on_card_page(page, count));
        let bytes = CardPage { page, cards }.write();
        let hash = key::file_hash(&bytes);
        folder.put(&file::card_page(page, &hash), &bytes)?;
        Ok(hash)
    };
    pages.into_par_iter().map(write).collect()
}

/// Writes the version tables of card pages with these hashes; returns the tables' hashes.
fn write_tables(folder: &Folder, pages: &[String]) -> Result<Vec<String>, WriteError> {
    let blocks = (0u32..).zip(pages.chunks(TABLE_SIZE as usize));
    let write = |(block, versions): (u32, &[String])| {
        let table = VersionTable {
            versions: versions.to_vec(),
        };
        let bytes = table.write();
        let hash = key::file_hash(&bytes);
        folder.put(&file::version_table(block, &hash), &bytes)?;
        Ok(hash)
    };
    blocks.map(write).collect()
}

fn write_article(folder: &Folder, entry: &Entry, bodies: &Bodies) -> Result<(), WriteError> {
    let path = file::article(&entry.listed.key);
    let body = bodies
        .get(entry.body)
        .map_err(failed("read the body again for", &folder.root().join(&path)))?;
    folder.put(&path, &entry.article(body).write())
}

fn write_tag(folder: &Folder, edition: &Edition, tag: &Tag) -> Result<(), WriteError> {
    let newest = tag.ordinals.iter().rev().take(TAG_DOCUMENT_SIZE as usize);
    let document = TagDocument {
        name: tag.name.clone(),
        count: tag.ordinals.len() as u32,
        cards: newest.map(|ordinal| edition.entries[*ordinal as usize].listed.clone()).collect(),
    };
    folder.put(&file::tag(&tag.key), &document.write())
}

/// Writes the public feed, oldest page first: no page names one that isn't there.
fn write_feed(folder: &Folder, edition: &Edition) -> Result<(), WriteError> {
    let n_pages = layout::n_feed_pages(count(edition));
    let page = |number: Option<u32>, next: u32, ordinals| {
        let feed = FeedPage {
            title: edition.title.clone(),
            base_url: edition.base_url.clone(),
            number,
            next: (next > 0).then_some(next),
            cards: newest_first(edition, ordinals),
        };
        feed.write()
    };
    (1..=n_pages).into_par_iter().try_for_each(|number| {
        let bytes = page(Some(number), number - 1, layout::on_feed_page(number));
        folder.put(&file::feed_page(number), &bytes)
    })?;
    folder.put(file::FEED, &page(None, n_pages, layout::newest_in_feed(count(edition))))
}

fn latest(edition: &Edition, tables: Vec<String>) -> (Latest, Vec<u8>) {
    let count = count(edition);
    let tags = edition.tags.iter().take(MANIFEST_TAGS).map(|tag| TagCount {
        name: tag.name.clone(),
        count: tag.ordinals.len() as u32,
    });
    let manifest = Manifest {
        generation: String::new(),
        count,
        time_zone: edition.time_zone.clone(),
        tables,
        tags: tags.collect(),
        n_tags: edition.tags.len() as u32,
        heads: Vec::new(),
        blocks: Vec::new(),
        years: Vec::new(),
        directory: String::new(),
        n_groups: 0,
    };
    let latest = Latest {
        title: edition.title.clone(),
        manifest,
        cards: newest_first(edition, layout::newest(LATEST_SIZE, count)),
    };
    latest.seal()
}

fn newest_first(edition: &Edition, ordinals: Range<u32>) -> Vec<Card> {
    let entries = &edition.entries[ordinals.start as usize..ordinals.end as usize];
    entries.iter().rev().map(|entry| entry.listed.clone()).collect()
}

fn count(edition: &Edition) -> u32 {
    edition.entries.len() as u32
}
