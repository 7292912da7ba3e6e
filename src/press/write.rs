//! Writes an edition as the files of an archive.
//!
//! Versioned files come first: nothing names them yet. Then come the documents that are complete in themselves, articles before the lists that lead
//! to them, and `latest.json` last, which turns the old archive into the new one. Only then is removed what the old one alone
//! needed. So an interruption at any point leaves a whole archive.
//!
//! What holds after an interrupted *program* isn't promised for a power cut: files are not flushed to the disk one by one, which would
//! make a large archive many times slower. The next run compares bytes and mends what is missing.

pub mod folder;
mod layout;
pub mod ledger;
pub mod spool;
mod stale;

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::diagnostic::Diagnostic;
use super::edition::{Edition, tag_key};
use super::lexicon::Term;
use super::stamp::Stamp;
use crate::archive::{
    Card, CardPage, FeedPage, LATEST_SIZE, Latest, MANIFEST_TAGS, Manifest, TABLE_SIZE, TAG_DOCUMENT_SIZE, TagCount, TagDocument,
    VersionTable, file, key,
};
use folder::{Folder, WriteError, failed};
use ledger::Ingredients;

/// Writes all files of the edition and removes what an older archive left behind; returns how many files that were, and what lists
/// don't show of the articles. `step` is called for each article written.
///
/// # Errors
/// When a file can't be written, or an article can't be read back.
pub fn write(folder: &Folder, edition: &Edition, step: &(dyn Fn() + Sync)) -> Result<(u64, Vec<Diagnostic>), WriteError> {
    for below in ["cards", "articles", "tags", "feed"] {
        folder.make(below)?;
    }
    write_pictures(folder, edition)?;
    let (pages, diagnostics) = write_card_pages(folder, edition)?;
    let tables = write_tables(folder, &pages)?;
    (0..edition.count()).into_par_iter().try_for_each(|ordinal| {
        step();
        write_article(folder, edition, ordinal)
    })?;
    edition.tags.par_iter().try_for_each(|tag| write_tag(folder, edition, tag))?;
    write_feed(folder, edition)?;
    folder.put(file::LATEST, &latest(edition, tables.clone())?)?;

    let pages = (0u32..).zip(&pages).map(|(page, hash)| file::card_page(page, hash));
    let tables = (0u32..).zip(&tables).map(|(block, hash)| file::version_table(block, hash));
    let versioned = pages.chain(tables).chain(edition.pictures.keys().cloned()).collect();
    Ok((stale::remove(folder, edition, &versioned)?, diagnostics))
}

fn write_pictures(folder: &Folder, edition: &Edition) -> Result<(), WriteError> {
    if !edition.pictures.is_empty() {
        folder.make(file::PICTURES)?;
    }
    edition.pictures.par_iter().try_for_each(|(name, source)| {
        let made_of = Ingredients::default().with(format!("{:?}", Stamp::at(source)));
        folder.put_made(name, made_of, || fs::read(source).map_err(failed("read the picture", source)))
    })
}

/// Writes the card pages; returns their hashes and what the cards lack.
fn write_card_pages(folder: &Folder, edition: &Edition) -> Result<(Vec<String>, Vec<Diagnostic>), WriteError> {
    let count = edition.count();
    let pages = 0..count.div_ceil(crate::archive::PAGE_SIZE);
    let write = |page| {
        let mut cards = Vec::new();
        let mut diagnostics = Vec::new();
        for ordinal in layout::on_card_page(page, count).rev() {
            let (card, found) = edition.listed(ordinal).map_err(|cause| unreadable(edition, ordinal, cause))?;
            cards.push(card);
            diagnostics.extend(found);
        }
        let bytes = CardPage { page, cards }.write();
        let hash = key::file_hash(&bytes);
        folder.put(&file::card_page(page, &hash), &bytes)?;
        Ok((hash, diagnostics))
    };
    let written: Vec<_> = pages.into_par_iter().map(write).collect::<Result<_, _>>()?;
    let (hashes, diagnostics): (_, Vec<_>) = written.into_iter().unzip();
    Ok((hashes, diagnostics.into_iter().flatten().collect()))
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

fn write_article(folder: &Folder, edition: &Edition, ordinal: u32) -> Result<(), WriteError> {
    let made_of = Ingredients::default().with(edition.made_of(ordinal));
    folder.put_made(&file::article(&edition.key(ordinal)), made_of, || {
        let article = edition.article(ordinal).map_err(|cause| unreadable(edition, ordinal, cause))?;
        Ok(article.write())
    })
}

fn write_tag(folder: &Folder, edition: &Edition, tag: &Term) -> Result<(), WriteError> {
    let newest = tag.ordinals.iter().rev().take(TAG_DOCUMENT_SIZE as usize).copied();
    let made_of = made_of_cards(edition, newest.clone())
        .with(tag.name.as_bytes())
        .with(tag.count().to_be_bytes());
    folder.put_made(&file::tag(&tag_key(tag)), made_of, || {
        let document = TagDocument {
            name: tag.name.to_string(),
            count: tag.count(),
            cards: newest.map(|ordinal| card(edition, ordinal)).collect::<Result<_, _>>()?,
        };
        Ok(document.write())
    })
}

/// What a list of these cards is made of. How much a card may hold depends on the base address.
fn made_of_cards(edition: &Edition, ordinals: impl Iterator<Item = u32>) -> Ingredients {
    let base_url = edition.imprint.base_url.as_deref().unwrap_or_default();
    ordinals.fold(Ingredients::default().with(base_url), |made_of, ordinal| {
        made_of.with(edition.made_of(ordinal))
    })
}

/// Writes the public feed, oldest page first: no page names one that isn't there.
fn write_feed(folder: &Folder, edition: &Edition) -> Result<(), WriteError> {
    let count = edition.count();
    let n_pages = layout::n_feed_pages(count);
    let put = |path: &str, number: Option<u32>, next: u32, ordinals: Range<u32>| {
        let made_of = made_of_cards(edition, ordinals.clone())
            .with(&edition.imprint.title)
            .with(next.to_be_bytes());
        folder.put_made(path, made_of, || {
            let feed = FeedPage {
                title: edition.imprint.title.clone(),
                base_url: edition.imprint.base_url.clone(),
                number,
                next: (next > 0).then_some(next),
                cards: newest_first(edition, ordinals)?,
            };
            Ok(feed.write())
        })
    };
    (1..=n_pages)
        .into_par_iter()
        .try_for_each(|number| put(&file::feed_page(number), Some(number), number - 1, layout::on_feed_page(number)))?;
    put(file::FEED, None, n_pages, layout::newest_in_feed(count))
}

fn latest(edition: &Edition, tables: Vec<String>) -> Result<Vec<u8>, WriteError> {
    let count = edition.count();
    let tags = edition.tags.iter().take(MANIFEST_TAGS).map(|tag| TagCount {
        name: tag.name.to_string(),
        count: tag.count(),
    });
    let manifest = Manifest {
        generation: String::new(),
        count,
        time_zone: edition.imprint.time_zone.clone(),
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
        title: edition.imprint.title.clone(),
        manifest,
        cards: newest_first(edition, layout::newest(LATEST_SIZE, count))?,
    };
    Ok(latest.seal().1)
}

fn newest_first(edition: &Edition, ordinals: Range<u32>) -> Result<Vec<Card>, WriteError> {
    ordinals.rev().map(|ordinal| card(edition, ordinal)).collect()
}

fn card(edition: &Edition, ordinal: u32) -> Result<Card, WriteError> {
    edition.card(ordinal).map_err(|cause| unreadable(edition, ordinal, cause))
}

fn unreadable(edition: &Edition, ordinal: u32, cause: io::Error) -> WriteError {
    failed("read again", Path::new(&edition.file(ordinal)))(cause)
}
