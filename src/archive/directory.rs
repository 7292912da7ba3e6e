//! The directory: the archive's tags, authors and categories with their counts, found by any part of their names with one request.
//!
//! An entry is a term of the filter language (`#小米`, `author:快科技`, `in:新媒体/快科技`) and its count. It is found by its *search text*: a tag's
//! comparable name, or `author:` or `in:` and the comparable names (a category's levels joined by `/`). Every suffix of a search text (for
//! `author:` and `in:` every suffix of what follows the colon, behind it) is put into one sorted list, which is cut into blocks wherever a
//! suffix's own hash says so: a new tag changes the blocks of its own suffixes and moves no others.
//!
//! Whatever begins with what was typed is a run of that list. A run within one block is found by looking through the block's entries. A run
//! that reaches beyond one may be long: the block in which it begins has its [`TOP`] best entries, ready.
//!
//! | file | content |
//! |---|---|
//! | `directory/table-<hash>.json` | `blocks`: for each `[border, hash]`. The border is the shortest text that comes after the block before and not after this one; the first one is empty |
//! | `directory/<hash>.json` | `entries`: each `[term, count]` once; `tops`: `[typed, entries]` for each run that begins here and goes on in the next block |
//!
//! The block for what was typed is the last one whose border doesn't come after it. Texts are compared by code point.
//!
//! *Best* is: found at the beginning of the name, then the higher count, then the term by code point.

pub mod plan;

use std::cmp::Reverse;

use super::name::{Nfc, comparable};
use crate::query::{Expression, Query, Term};

/// How many entries a search finds at most.
pub const TOP: usize = 16;

/// A term and how many articles it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The term as the filter language writes it.
    pub term: String,
    /// Articles that it matches.
    pub count: u32,
}

/// `directory/table-<hash>.json`: where each block begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryTable {
    /// The border and the hash of each block.
    pub blocks: Vec<(String, String)>,
}

/// `directory/<hash>.json`: a run of the list of suffixes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryBlock {
    /// The terms that have a suffix here.
    pub entries: Vec<Entry>,
    /// What was typed, and the best of what begins with it, for what begins here and goes on in the next block.
    pub tops: Vec<(String, Vec<Entry>)>,
}

impl DirectoryTable {
    /// The hash of the block to search for `typed`, which is a search text or a part of one; `None` where nothing can be found.
    pub fn block_of(&self, typed: &str) -> Option<&str> {
        let after = self.blocks.partition_point(|(border, _)| border.as_str() <= typed);
        self.blocks.get(after.checked_sub(1)?).map(|(_, hash)| hash.as_str())
    }
}

impl DirectoryBlock {
    /// The best entries for `typed`, if this is its block.
    pub fn search(&self, typed: &str, nfc: Nfc) -> Vec<Entry> {
        if let Some((_, top)) = self.tops.iter().find(|(top, _)| top == typed) {
            return top.clone();
        }
        let texts = self.entries.iter().map(|entry| search_text(&entry.term, nfc).unwrap_or_default());
        let ranked = texts
            .zip(&self.entries)
            .filter_map(|(text, entry)| Some((rank(&text, typed)?, entry)));
        let mut ranked: Vec<(bool, &Entry)> = ranked.collect();
        best(&mut ranked, |entry| entry);
        ranked.into_iter().map(|(_, entry)| entry.clone()).collect()
    }
}

/// What is searched for when `text` was typed, which may be the beginning of a term: `＃小` is searched as `小`, `Author:快` as `author:快`.
pub fn typed_text(text: &str, nfc: Nfc) -> String {
    let text = text.trim_start_matches(['-', '#', '＃', '"', '“', '”', '＂']);
    let colon = text.split_once([':', '：']);
    match colon {
        Some((field @ ("author" | "in"), name)) => {
            let name = name.replace(['"', '“', '”', '＂'], "");
            format!("{field}:{}", comparable(&name, nfc))
        }
        _ => comparable(text, nfc),
    }
}

/// The search text of a term; `None` for a term that isn't a tag, an author or a category.
fn search_text(term: &str, nfc: Nfc) -> Option<String> {
    let query = Query::parse(term).ok()?;
    match query.root()? {
        Expression::Term(Term::Tag(name)) => Some(comparable(name, nfc)),
        Expression::Term(Term::Author(name)) => Some(format!("author:{}", comparable(name, nfc))),
        Expression::Term(Term::In(levels)) => {
            let levels: Vec<String> = levels.iter().map(|level| comparable(level, nfc)).collect();
            Some(format!("in:{}", levels.join("/")))
        }
        _ => None,
    }
}

/// The field of a search text with its colon, and the name.
fn split_field(text: &str) -> (&str, &str) {
    let field = ["author:", "in:"].into_iter().find(|field| text.starts_with(field));
    text.split_at(field.map_or(0, str::len))
}

/// Whether `typed` stands only within the text (and not at its beginning); `None` if it doesn't stand there at all.
fn rank(text: &str, typed: &str) -> Option<bool> {
    let (field, name) = split_field(text);
    let (typed_field, typed_name) = split_field(typed);
    (field == typed_field && name.contains(typed_name)).then(|| !name.starts_with(typed_name))
}

/// Sorts what matches, the best first, and keeps as many as a search finds, each once.
fn best<'entries, Place>(ranked: &mut Vec<(bool, Place)>, entry: impl Fn(&Place) -> &'entries Entry) {
    ranked.sort_by(|(is_within, one), (other_is_within, other)| {
        let (one, other) = (entry(one), entry(other));
        (is_within, Reverse(one.count), &one.term).cmp(&(other_is_within, Reverse(other.count), &other.term))
    });
    ranked.dedup_by(|(_, one), (_, other)| entry(one).term == entry(other).term);
    ranked.truncate(TOP);
}
