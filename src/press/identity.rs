//! Which article is which: ids, duplicates, keys.
//!
//! An id is what the source declares, else a hash of author, date and title, with the path below the input where date or title can't be used.
//!
//! Of articles that declare the same id, one is kept: the one whose date of change (else of publication) is the newest; among
//! equal ones the one whose path comes last. Articles with the same derived id and the same body are copies, and one is kept by the same
//! rule. With different bodies they are different articles: the first path keeps the id, each later one gets an id
//! that its path goes into.

use std::collections::{HashMap, HashSet};
use std::io;

use rayon::prelude::*;

use super::compose::{BodyHash, summary};
use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::entry::{Entry, IdDigest};
use super::input::Source;
use super::post::Post;
use crate::archive::key;

/// The longest id that a source may declare, in bytes of JSON: an id stands in every card and can't be shortened there.
const LONGEST_ID: usize = 600;

/// An article's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub text: String,
    /// Whether the source declares it.
    pub is_declared: bool,
}

/// Two different names with the same key: one in 10¹² archives of a million articles has one. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Collision {
    /// Of two articles.
    Articles {
        /// The file of one of them.
        file: String,
        /// The file of the other.
        other_file: String,
    },
    /// Of two tags.
    Tags {
        /// One of them.
        tag: String,
        /// The other.
        other_tag: String,
    },
    /// Of two names that postings are found by.
    Names {
        /// One of them.
        name: String,
        /// The other.
        other_name: String,
    },
}

/// Why articles could not be told apart.
#[derive(Debug)]
pub enum SettleError {
    /// Two names have the same key.
    Collision(Collision),
    /// An id could not be read back from the spool.
    Spool(io::Error),
}

impl From<Collision> for SettleError {
    fn from(collision: Collision) -> Self {
        Self::Collision(collision)
    }
}

impl From<io::Error> for SettleError {
    fn from(error: io::Error) -> Self {
        Self::Spool(error)
    }
}

/// What telling the articles apart needs to know of them beyond what is in memory.
pub trait Known {
    /// The names of the post at this place of the input.
    fn source(&self, place: u32) -> Source;

    /// The id that the post of this entry declares or that was derived from it.
    ///
    /// # Errors
    /// When it can't be read back.
    fn id(&self, entry: &Entry) -> io::Result<String>;
}

/// The id of a post by itself.
pub fn id_of(post: &Post, diagnostics: &mut Diagnostics) -> Id {
    match post.declared_id.as_deref() {
        Some(text) if written_bytes(text) <= LONGEST_ID => Id {
            text: text.to_owned(),
            is_declared: true,
        },
        Some(text) => {
            let start = summary::shorten_to_bytes(text, 60);
            let reason = format!("{start} is longer than {LONGEST_ID} bytes; its hash is the id");
            diagnostics.report(None, "id", Kind::Id, reason);
            Id {
                text: hashed(&["declared", text]),
                is_declared: true,
            }
        }
        None => Id {
            text: derived(post),
            is_declared: false,
        },
    }
}

fn derived(post: &Post) -> String {
    let authors = post.authors.join("\u{1f}");
    let written = post.date_text.clone();
    let date = post.date.map(|date| written.unwrap_or_else(|| date.to_string()));
    let title = post.title.as_deref().filter(|title| !title.is_empty());
    match (date, title) {
        (Some(date), Some(title)) => hashed(&[&authors, &date, title]),
        (date, title) => hashed(&[&authors, date.as_deref().unwrap_or_default(), title.unwrap_or_default(), &post.file]),
    }
}

/// `urn:sha256:` and the hash of the parts. Each part's length goes in first, so that no two lists of parts read the same.
fn hashed(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(&format!("{}:", part.len()));
        text.push_str(part);
    }
    format!("urn:sha256:{}", key::digest(text.as_bytes(), 52))
}

fn written_bytes(text: &str) -> usize {
    serde_json::to_string(text).map_or(usize::MAX, |json| json.len())
}

/// Gives each article an id of its own and leaves duplicates out. `entries` come in the order of their paths and stay in it.
/// Returns the ids that are no longer what the posts say, by the posts' places in the input.
///
/// # Errors
/// When two different ids have the same key, or an id can't be read back.
pub fn settle(entries: &mut Vec<Entry>, known: &dyn Known, diagnostics: &mut Vec<Diagnostic>) -> Result<HashMap<u32, String>, SettleError> {
    let mut left_out = HashSet::new();
    let mut renamed = HashMap::new();
    for group in groups(entries) {
        let first = entries[group[0]].source;
        for (place, copies) in copies(entries, &group).iter().enumerate() {
            let kept = kept(entries, copies);
            for lost in copies.iter().filter(|lost| **lost != kept) {
                left_out.insert(entries[*lost].source);
                diagnostics.extend(lost_to(&entries[*lost], &entries[kept], known));
            }
            if place > 0 {
                diagnostics.push(kept_beside(&known.source(entries[kept].source).file, &known.source(first).file));
                // The place goes in as well: the same path may stand below two inputs.
                let path = known.source(entries[copies[0]].source).path;
                let id = hashed(&[&known.id(&entries[kept])?, &path, &place.to_string()]);
                entries[kept].id = IdDigest::of(&id);
                renamed.insert(entries[kept].source, id);
            }
        }
    }
    entries.retain(|entry| !left_out.contains(&entry.source));
    check_keys(entries, known)?;
    Ok(renamed)
}

/// The places of all entries, those with equal ids beside each other and those with equal keys as well.
fn by_id(entries: &[Entry]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..entries.len() as u32).collect();
    places.par_sort_unstable_by_key(|place| (&entries[*place as usize].id, *place));
    places
}

/// The places of articles with equal ids, where there are several, in the order of the first of each.
fn groups(entries: &[Entry]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = by_id(entries)
        .chunk_by(|one, other| entries[*one as usize].id == entries[*other as usize].id)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|place| *place as usize).collect())
        .collect();
    groups.sort();
    groups
}

/// Parts a group into lists of copies of one article, in the order of the first of each.
fn copies(entries: &[Entry], group: &[usize]) -> Vec<Vec<usize>> {
    if group.iter().any(|place| entries[*place].declares_id) {
        return vec![group.to_vec()];
    }
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut of_body: HashMap<BodyHash, usize> = HashMap::new();
    for place in group {
        let part = *of_body.entry(entries[*place].body_hash).or_insert(parts.len());
        if part == parts.len() {
            parts.push(Vec::new());
        }
        parts[part].push(*place);
    }
    parts
}

fn kept(entries: &[Entry], copies: &[usize]) -> usize {
    let newest = copies.iter().copied().max_by_key(|place| (entries[*place].changed, *place));
    newest.unwrap_or(copies[0])
}

fn check_keys(entries: &[Entry], known: &dyn Known) -> Result<(), Collision> {
    let places = by_id(entries);
    let collision = places.windows(2).find_map(|pair| {
        let [one, other] = [entries[pair[0] as usize].source, entries[pair[1] as usize].source];
        let is_one = entries[pair[0] as usize].id.key_bytes() == entries[pair[1] as usize].id.key_bytes();
        is_one.then(|| (one.max(other), one.min(other)))
    });
    match collision {
        Some((later, earlier)) => Err(Collision::Articles {
            file: known.source(later).file,
            other_file: known.source(earlier).file,
        }),
        None => Ok(()),
    }
}

/// What is said of an article that is left out. Feeds that were saved again and again have most of their entries in common: of those nothing is.
fn lost_to(lost: &Entry, kept: &Entry, known: &dyn Known) -> Option<Diagnostic> {
    let [lost_source, kept_source] = [lost, kept].map(|entry| known.source(entry.source));
    if lost_source.location.is_none() && kept_source.location.is_none() {
        return None;
    }
    let kept_file = kept_source.file;
    let reason = if lost.body_hash == kept.body_hash {
        format!("a copy of {kept_file}, which is kept")
    } else if lost.changed == kept.changed {
        format!("the same id as {kept_file}, which is kept because its path comes last")
    } else {
        format!("the same id as {kept_file}, which is newer and is kept")
    };
    Some(diagnostic(&lost_source.file, reason))
}

fn kept_beside(later: &str, first: &str) -> Diagnostic {
    let reason = format!("the same author, date and title as {first}, but another text; both are kept");
    diagnostic(later, reason)
}

fn diagnostic(file: &str, reason: String) -> Diagnostic {
    Diagnostic {
        file: file.to_owned(),
        line: None,
        field: "id".to_owned(),
        kind: Kind::Id,
        reason,
    }
}
