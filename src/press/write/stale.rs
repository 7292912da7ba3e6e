//! What an older archive left behind in the folder, and nothing else.

use std::collections::HashSet;
use std::fs;
use std::io;

use super::folder::{Folder, WriteError, failed, is_abandoned};
use super::layout::n_feed_pages;
use crate::archive::{Key, file, key};
use crate::press::edition::{Edition, tag_key};

/// Removes files that have a name of the archive's own and don't belong to this edition, and files that an interrupted run was writing.
/// Folders, links and files with any other name are never touched. Returns how many were removed.
///
/// # Errors
/// When a file can't be removed. The archive is complete by then.
pub fn remove(folder: &Folder, edition: &Edition, versioned: &HashSet<String>) -> Result<u64, WriteError> {
    let mut articles: Vec<&[u8]> = edition.key_bytes().collect();
    articles.sort_unstable();
    let tags: HashSet<Key> = edition.tags.iter().map(tag_key).collect();
    let last_page = n_feed_pages(edition.count());
    let mut removed = sweep(folder, "", |_| false)?;
    removed += sweep(folder, "cards", |name| {
        is_card_name(name) && !versioned.contains(&format!("cards/{name}"))
    })?;
    removed += sweep(folder, "pictures", |name| {
        is_picture_name(name) && !versioned.contains(&format!("pictures/{name}"))
    })?;
    removed += sweep(folder, "articles", |name| {
        key_of(name).is_some_and(|key| articles.binary_search(&key.as_str().as_bytes()).is_err())
    })?;
    removed += sweep(folder, "tags", |name| key_of(name).is_some_and(|key| !tags.contains(&key)))?;
    removed += sweep(folder, "feed", |name| feed_number(name).is_some_and(|number| number > last_page))?;
    Ok(removed)
}

fn sweep(folder: &Folder, below: &str, is_stale: impl Fn(&str) -> bool) -> Result<u64, WriteError> {
    let path = folder.root().join(below);
    let entries = match fs::read_dir(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        other => other.map_err(failed("read the folder", &path))?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry.map_err(failed("read the folder", &path))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && (is_abandoned(name) || is_stale(name)) {
            fs::remove_file(entry.path()).map_err(failed("remove", &entry.path()))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// The key in `<key>.json`.
fn key_of(name: &str) -> Option<Key> {
    name.strip_suffix(".json").and_then(Key::parse)
}

fn feed_number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".json")?;
    number(digits).filter(|number| *number > 0)
}

/// `<page>-<hash>.json` or `table-<block>-<hash>.json`.
fn is_card_name(name: &str) -> bool {
    let parts = name
        .strip_suffix(".json")
        .and_then(|stem| stem.strip_prefix("table-").unwrap_or(stem).split_once('-'));
    parts.is_some_and(|(page, hash)| number(page).is_some() && is_hash(hash, key::HASH_LENGTH))
}

/// `<hash>.<ext>`, with a hash as the press writes it: a picture that someone put there has another name.
fn is_picture_name(name: &str) -> bool {
    let stem = name.split_once('.').map_or("", |(stem, _)| stem);
    file::is_picture(&format!("{}{name}", file::PICTURES)) && is_hash(stem, key::KEY_LENGTH)
}

fn is_hash(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

/// A number as the press writes it: without sign and leading zeros.
fn number(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|number: &u32| number.to_string() == digits)
}
