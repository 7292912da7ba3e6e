//! The directory: every term once in its blocks, with its count.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::articles::{Found, key_of};
use super::faults::Faults;
use crate::archive::directory::{DirectoryBlock, DirectoryTable, Entry};
use crate::archive::posting::PostingKey;
use crate::archive::{Manifest, file};
use crate::query::{Expression, Query};

/// Checks the directory.
pub fn check(faults: &Faults<'_>, manifest: &Manifest, found: &Found) {
    if manifest.directory.is_empty() {
        faults.expect(manifest.count == 0, file::LATEST, || "has no directory".to_owned());
        return;
    }
    let path = file::directory_table(&manifest.directory);
    let Some(table) = faults.read_whole(&path, DirectoryTable::read) else {
        return;
    };
    let borders: Vec<&str> = table.blocks.iter().map(|(border, _)| border.as_str()).collect();
    let is_sorted = borders.is_sorted_by(|one, other| one < other) && borders.first().is_none_or(|first| first.is_empty());
    faults.expect(is_sorted, &path, || "its borders don't rise from the empty one on".to_owned());
    let seen: Mutex<HashSet<PostingKey>> = Mutex::default();
    table.blocks.par_iter().for_each(|(_, hash)| {
        let path = file::directory_block(hash);
        let Some(block) = faults.read_whole(&path, DirectoryBlock::read) else {
            return;
        };
        let tops = block.tops.iter().flat_map(|(_, top)| top);
        let keys: Vec<PostingKey> = block
            .entries
            .iter()
            .chain(tops)
            .filter_map(|entry| check_entry(faults, &path, found, entry))
            .collect();
        seen.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    });
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (key, term) in found.names.iter().filter(|(key, _)| !seen.contains(key)) {
        let is_certain = found.uncertain.is_empty() && found.ordinals(*key).len() > 0;
        faults.expect(!is_certain, &path, || format!("doesn't lead to {}", Query::from(term.clone())));
    }
}

fn check_entry(faults: &Faults<'_>, path: &str, found: &Found, entry: &Entry) -> Option<PostingKey> {
    let query = Query::parse(&entry.term).ok();
    let key = query.as_ref().and_then(Query::root).and_then(|root| match root {
        Expression::Term(term) => key_of(term),
        _ => None,
    });
    let Some(key) = key else {
        faults.report(path, format!("{} is no tag, author or category", entry.term));
        return None;
    };
    let n_articles = found.ordinals(key).len();
    faults.expect(n_articles == entry.count as usize || !found.uncertain.is_empty(), path, || {
        format!("{} has {n_articles} articles instead of {}", entry.term, entry.count)
    });
    Some(key)
}
