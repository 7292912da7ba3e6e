//! The archive as a whole, in memory: what comes in which order, and how each tag is spelled.
//!
//! The order is (instant, key), undated articles first. A tag is spelled as most articles spell it, ties by code point.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;

use super::compose::{Draft, TagName};
use super::diagnostic::Diagnostic;
use super::listed::listed;
use super::write::spool::Extent;
use crate::archive::{Article, Card, Key, Picture, Timestamp};

/// All that the archive consists of, but for the bodies.
#[derive(Debug)]
pub struct Edition {
    /// The archive's name.
    pub title: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// Where the reader's page is published, with a slash at its end.
    pub base_url: Option<String>,
    /// The articles by ordinal, oldest first.
    pub entries: Vec<Entry>,
    /// The tags, most frequent first, ties by comparable name.
    pub tags: Vec<Tag>,
    /// The files of local pictures, by their names in the archive.
    pub pictures: BTreeMap<String, PathBuf>,
}

/// An article in its place.
#[derive(Debug)]
pub struct Entry {
    /// The card for lists.
    pub listed: Card,
    full: Option<Box<Card>>,
    modified: Option<Timestamp>,
    banner: Option<Picture>,
    /// Where the body waits.
    pub body: Extent,
}

/// A tag and the articles that have it.
#[derive(Debug)]
pub struct Tag {
    /// Its most frequent spelling.
    pub name: String,
    /// The name of its document.
    pub key: Key,
    /// The articles by ordinal, oldest first.
    pub ordinals: Vec<u32>,
    comparable: String,
}

impl Entry {
    /// The article with its body.
    pub fn article(&self, body_html: String) -> Article {
        Article {
            card: self.full.as_deref().unwrap_or(&self.listed).clone(),
            modified: self.modified,
            banner: self.banner.clone(),
            body_html,
        }
    }
}

impl Edition {
    /// Puts the articles in order and spells their tags.
    pub fn new(
        title: String,
        time_zone: String,
        base_url: Option<String>,
        mut drafts: Vec<Draft>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        drafts.par_sort_by(|one, other| order(one).cmp(&order(other)));
        let tags = tags(&drafts);
        let pictures = drafts.iter_mut().flat_map(|draft| draft.pictures.drain(..));
        let pictures = pictures.map(|picture| (picture.archive_name, picture.source_path)).collect();
        let spelling: HashMap<&str, &str> = tags.iter().map(|tag| (tag.comparable.as_str(), tag.name.as_str())).collect();
        let made: Vec<(Entry, Vec<Diagnostic>)> = drafts
            .into_par_iter()
            .map(|draft| entry(draft, &spelling, base_url.as_deref()))
            .collect();
        let mut entries = Vec::with_capacity(made.len());
        for (entry, found) in made {
            entries.push(entry);
            diagnostics.extend(found);
        }
        Self {
            title,
            time_zone,
            base_url,
            entries,
            tags,
            pictures,
        }
    }
}

fn order(draft: &Draft) -> (Option<Timestamp>, &Key) {
    (draft.card.published, &draft.card.key)
}

fn entry(draft: Draft, spelling: &HashMap<&str, &str>, base_url: Option<&str>) -> (Entry, Vec<Diagnostic>) {
    let mut card = draft.card;
    card.tags = draft
        .tags
        .iter()
        .map(|TagName { comparable, spelling: own }| spelling.get(comparable.as_str()).copied().unwrap_or(own).to_owned())
        .collect();
    let (listed, diagnostics) = listed(&card, &draft.file, base_url);
    let entry = Entry {
        full: (listed != card).then(|| Box::new(card)),
        listed,
        modified: draft.modified,
        banner: draft.banner,
        body: draft.body,
    };
    (entry, diagnostics)
}

#[derive(Default)]
struct Use {
    spellings: HashMap<String, u32>,
    ordinals: Vec<u32>,
}

fn tags(drafts: &[Draft]) -> Vec<Tag> {
    let mut uses: HashMap<&str, Use> = HashMap::new();
    for (ordinal, draft) in (0u32..).zip(drafts) {
        for tag in &draft.tags {
            let found = uses.entry(&tag.comparable).or_default();
            found.ordinals.push(ordinal);
            match found.spellings.get_mut(&tag.spelling) {
                Some(count) => *count += 1,
                None => {
                    found.spellings.insert(tag.spelling.clone(), 1);
                }
            }
        }
    }
    let mut tags: Vec<Tag> = uses
        .into_iter()
        .map(|(comparable, found)| Tag {
            name: most_frequent(found.spellings),
            key: Key::of_tag(comparable),
            ordinals: found.ordinals,
            comparable: comparable.to_owned(),
        })
        .collect();
    tags.sort_by(|one, other| {
        let by_count = other.ordinals.len().cmp(&one.ordinals.len());
        by_count.then_with(|| one.comparable.cmp(&other.comparable))
    });
    tags
}

fn most_frequent(spellings: HashMap<String, u32>) -> String {
    let best = spellings
        .into_iter()
        .max_by(|(one, count), (other, other_count)| count.cmp(other_count).then_with(|| other.cmp(one)));
    best.map(|(name, _)| name).unwrap_or_default()
}
