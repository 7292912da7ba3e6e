//! Tags: their documents, and those in the manifest.

use std::collections::HashSet;

use rayon::prelude::*;

use super::articles::{Found, key_of};
use super::faults::Faults;
use super::view::{CardFact, digest};
use crate::archive::posting::PostingKey;
use crate::archive::{Key, Latest, MANIFEST_TAGS, TAG_DOCUMENT_SIZE, TagDocument, file, name};
use crate::press::compose::nfc;
use crate::query::Term;

/// Checks the manifest's tags and every tag's document.
pub fn check(faults: &Faults<'_>, latest: &Latest, cards: &[CardFact], found: &Found, is_unfinished: bool) {
    let tags: Vec<(PostingKey, &String)> = found
        .names
        .iter()
        .filter_map(|(key, term)| match term {
            Term::Tag(tag) => Some((*key, tag)),
            _ => None,
        })
        .collect();
    if !cards.is_empty() && found.uncertain.is_empty() {
        in_manifest(faults, latest, &tags, found);
    }
    tags.par_iter().for_each(|(key, tag)| {
        let path = file::tag(&document_key(tag));
        let Some(document) = faults.read(&path, TagDocument::read) else {
            return;
        };
        let is_named = key_of(&Term::Tag(document.name.clone())) == Some(*key);
        faults.expect(is_named, &path, || format!("is called {} instead of {tag}", document.name));
        faults.expect(is_unfinished || document.name == **tag, &path, || {
            format!("is called {}, and an article spells it {tag}", document.name)
        });
        if is_unfinished {
            return;
        }
        let ordinals = found.ordinals(*key);
        faults.expect(document.count as usize == ordinals.len(), &path, || {
            format!("says {} articles instead of {}", document.count, ordinals.len())
        });
        let newest = ordinals
            .rev()
            .take(TAG_DOCUMENT_SIZE as usize)
            .map(|ordinal| cards[ordinal as usize].digest);
        faults.expect(document.cards.iter().map(digest).eq(newest), &path, || {
            "its cards aren't those of its newest articles".to_owned()
        });
    });
}

/// The keys of all tags' documents.
pub fn keys(found: &Found) -> HashSet<Key> {
    let tags = found.names.values().filter_map(|term| match term {
        Term::Tag(tag) => Some(document_key(tag)),
        _ => None,
    });
    tags.collect()
}

fn document_key(tag: &str) -> Key {
    Key::of_tag(&name::comparable(tag, nfc))
}

fn in_manifest(faults: &Faults<'_>, latest: &Latest, tags: &[(PostingKey, &String)], found: &Found) {
    let manifest = &latest.manifest;
    faults.expect(manifest.n_tags as usize == tags.len(), file::LATEST, || {
        format!("says {} tags instead of {}", manifest.n_tags, tags.len())
    });
    for tag in &manifest.tags {
        let n_articles = key_of(&Term::Tag(tag.name.clone())).map_or(0, |key| found.ordinals(key).len());
        faults.expect(n_articles == tag.count as usize, file::LATEST, || {
            format!("#{} has {n_articles} articles instead of {}", tag.name, tag.count)
        });
    }
    let mut counts: Vec<usize> = tags.iter().map(|(key, _)| found.ordinals(*key).len()).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let is_top = manifest
        .tags
        .iter()
        .map(|tag| tag.count as usize)
        .eq(counts.into_iter().take(MANIFEST_TAGS));
    faults.expect(is_top, file::LATEST, || "its tags aren't the most frequent ones".to_owned());
}
