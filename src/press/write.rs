//! Writes an edition as the files of an archive.
//!
//! Versioned files come first: nothing names them yet. Then come the documents that are complete in themselves, articles before the lists that lead
//! to them, and `latest.json` last, which turns the old archive into the new one. Only then is removed what the old one alone
//! needed. So an interruption at any point leaves a whole archive.
//!
//! What holds after an interrupted *program* isn't promised for a power cut: files are not flushed to the disk one by one, which would
//! make a large archive many times slower. The next run compares bytes and mends what is missing.

pub mod calendar;
pub mod directory;
pub mod folder;
pub mod groups;
pub mod history;
mod interruption;
pub mod layout;
pub mod ledger;
pub mod own;
pub mod postings;
pub mod precompress;
pub mod references;
pub mod spool;
mod stale;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::PressError;
use super::arguments::Settings;
use super::diagnostic::Diagnostic;
use super::edition::{Edition, tag_key};
use super::identity::Collision;
use super::lexicon::Term;
use super::stamp::Stamp;
use crate::archive::directory::Entry;
use crate::archive::posting::PostingKey;
use crate::archive::{
    Article, Card, CardPage, FeedPage, Key, LATEST_SIZE, Latest, MANIFEST_TAGS, Manifest, TABLE_SIZE, TAG_DOCUMENT_SIZE, TagCount,
    TagDocument, VersionTable, file, key,
};
use crate::query::{Query, Term as Condition};
use folder::{Folder, WriteError, failed};
use groups::{Carried, Others};
use history::History;
use ledger::Ingredients;
use own::Own;

/// Writes all files of the edition and removes what an older archive left behind, but for what the views need that are to be kept;
/// returns how many files that were, and what lists don't show of the articles. `step` is called for each article written.
///
/// # Errors
/// When a file can't be written, or an article can't be read back; when two names have the same posting key; when the archive can't have as few files as it should.
pub fn write(
    folder: &Folder,
    mut history: History,
    edition: &Edition,
    settings: &Settings,
    step: &(dyn Fn() + Sync),
) -> Result<(u64, Vec<Diagnostic>), PressError> {
    for below in ["cards", "articles", "tags", "feed"] {
        folder.make(below)?;
    }
    write_pictures(folder, edition)?;
    let (mut manifest, diagnostics) = write_versioned(folder, edition, settings)?;
    let versioned = references::of(&manifest, &|path| fs::read(folder.root().join(path)).ok());
    let others = others(folder, edition, versioned.len() as u64, settings);
    manifest.n_groups = groups::number(settings.max_files, edition.count(), others).map_err(PressError::TooFew)?;
    let carried = write_articles(folder, edition, manifest.n_groups, step)?;
    edition.tags.par_iter().try_for_each(|tag| write_tag(folder, edition, tag))?;
    write_feed(folder, edition)?;

    let n_groups = manifest.n_groups;
    let latest = latest(edition, manifest)?;
    let pictures: HashSet<&str> = edition.pictures.keys().map(String::as_str).collect();
    history.before_switch(folder, &latest, &pictures)?;
    folder.put(file::LATEST, &latest).map_err(|error| {
        // It may stand, and only its siblings may be missing.
        let stands = fs::read(folder.root().join(file::LATEST)).is_ok_and(|found| found == latest);
        if stands { PressError::Leftovers(error) } else { error.into() }
    })?;
    let tidy = || {
        let mut kept: HashSet<String> = versioned.into_iter().collect();
        let has_room = |files| {
            settings
                .max_files
                .is_none_or(|most| groups::total(others, n_groups, edition.count(), files) <= most)
        };
        history.after_switch(folder, settings.keep, |own| has_room(own.difference(&kept).count() as u64))?;
        let mut articles: Vec<&[u8]> = edition.key_bytes().collect();
        articles.sort_unstable();
        let has_article = |key: &str| articles.binary_search(&key.as_bytes()).is_ok();
        groups::drop_carried(folder, n_groups, &has_article, carried)?;
        kept.extend(history.kept(folder.root()));
        let n_removed = remove_stale(folder, edition, n_groups, &has_article, &kept)?;
        history.end(folder)?;
        Ok(n_removed)
    };
    let n_removed = tidy().map_err(PressError::Leftovers)?;
    Ok((n_removed, diagnostics))
}

/// Writes what the new view consists of, but for pictures; returns its manifest without a generation, and what the cards lack.
fn write_versioned(folder: &Folder, edition: &Edition, settings: &Settings) -> Result<(Manifest, Vec<Diagnostic>), PressError> {
    let count = edition.count();
    let (pages, diagnostics) = write_card_pages(folder, edition)?;
    let instants = (0..count).filter_map(|ordinal| edition.published(ordinal));
    let tags = edition.tags.iter().take(MANIFEST_TAGS).map(|tag| TagCount {
        name: tag.name.to_string(),
        count: tag.count(),
    });
    let manifest = Manifest {
        generation: String::new(),
        count,
        time_zone: edition.imprint.time_zone.clone(),
        tables: write_tables(folder, &pages)?,
        tags: tags.collect(),
        n_tags: edition.tags.len() as u32,
        heads: write_postings(folder, edition)?,
        years: calendar::write(folder, calendar::days(instants, &settings.time_zone))?,
        directory: write_directory(folder, edition)?,
        n_groups: 0,
    };
    Ok((manifest, diagnostics))
}

fn write_postings(folder: &Folder, edition: &Edition) -> Result<Vec<String>, PressError> {
    let terms: Vec<&Term> = [&edition.tags, &edition.authors, &edition.categories]
        .into_iter()
        .flatten()
        .collect();
    let tags = edition.tags.iter().map(|term| PostingKey::tag(&term.comparable));
    let authors = edition.authors.iter().map(|term| PostingKey::author(&term.comparable));
    let categories = edition.categories.iter().map(|term| {
        let levels: Vec<String> = term.comparable_levels().map(str::to_owned).collect();
        PostingKey::category(&levels)
    });
    let keys = tags.chain(authors).chain(categories);
    let all: Vec<postings::Posting> = keys.zip(&terms).map(|(key, term)| (key, term.ordinals.as_slice())).collect();
    let sorted = postings::sort(&all).map_err(|(one, other)| {
        PressError::Collision(Collision::Names {
            name: terms[one].name.to_string(),
            other_name: terms[other].name.to_string(),
        })
    })?;
    Ok(postings::write(folder, edition.count(), &sorted)?)
}

fn write_directory(folder: &Folder, edition: &Edition) -> Result<String, WriteError> {
    if edition.count() == 0 {
        return Ok(String::new());
    }
    let entry = |condition, term: &Term| Entry {
        term: Query::from(condition).to_string(),
        count: term.count(),
    };
    let tags = edition.tags.iter().map(|tag| entry(Condition::Tag(tag.name.to_string()), tag));
    let authors = edition
        .authors
        .iter()
        .map(|author| entry(Condition::Author(author.name.to_string()), author));
    let categories = edition.categories.iter().map(|category| {
        let levels = category.levels().map(str::to_owned).collect();
        entry(Condition::In(levels), category)
    });
    directory::write(folder, tags.chain(authors).chain(categories).collect())
}

/// The files beside the articles.
fn others(folder: &Folder, edition: &Edition, versioned: u64, settings: &Settings) -> Others {
    let documents = [file::LATEST, file::FEED].len() + edition.tags.len() + layout::n_feed_pages(edition.count()) as usize;
    Others {
        compressible: versioned + documents as u64,
        versioned,
        plain: edition.pictures.len() as u64 + [file::RECORD].len() as u64,
        n_earlier: settings.keep as u64,
        precompresses: folder.precompresses(),
    }
}

fn write_articles(folder: &Folder, edition: &Edition, n_groups: u32, step: &(dyn Fn() + Sync)) -> Result<Carried, WriteError> {
    if n_groups > 0 {
        let keys: Vec<Key> = (0..edition.count()).map(|ordinal| edition.key(ordinal)).collect();
        return groups::write(folder, n_groups, &keys, |ordinal| article(edition, ordinal), step);
    }
    (0..edition.count()).into_par_iter().try_for_each(|ordinal| {
        step();
        let made_of = Ingredients::default().with(edition.made_of(ordinal));
        folder.put_made(&file::article(&edition.key(ordinal)), made_of, || {
            Ok(article(edition, ordinal)?.write())
        })
    })?;
    Ok(Carried::default())
}

fn article(edition: &Edition, ordinal: u32) -> Result<Article, WriteError> {
    edition.article(ordinal).map_err(|cause| unreadable(edition, ordinal, cause))
}

fn remove_stale(
    folder: &Folder,
    edition: &Edition,
    n_groups: u32,
    has_article: &dyn Fn(&str) -> bool,
    kept: &HashSet<String>,
) -> Result<u64, WriteError> {
    let tags: HashSet<Key> = edition.tags.iter().map(tag_key).collect();
    let last_page = layout::n_feed_pages(edition.count());
    stale::remove(folder, |path, own| match own {
        Own::Latest | Own::Feed | Own::Record => true,
        Own::FeedPage(number) => number <= last_page,
        Own::Article(key) => n_groups == 0 && has_article(key),
        Own::Group(group, of) => of == n_groups && group < n_groups,
        Own::Tag(key) => Key::parse(key).is_some_and(|key| tags.contains(&key)),
        Own::Picture => edition.pictures.contains_key(path) || kept.contains(path),
        Own::Versioned => kept.contains(path),
    })
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

fn latest(edition: &Edition, manifest: Manifest) -> Result<Vec<u8>, WriteError> {
    let latest = Latest {
        title: edition.imprint.title.clone(),
        cards: newest_first(edition, layout::newest(LATEST_SIZE, manifest.count))?,
        manifest,
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
