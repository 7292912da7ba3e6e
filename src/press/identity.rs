//! Which article is which: ids, duplicates, keys.
//!
//! An id is what the source declares, else a hash of author, date and title, with the path below the input where date or title can't be used.
//!
//! Of articles that declare the same id, one is kept: the one whose date of change (else of publication) is the newest; among
//! equal ones the one whose path comes last. Articles with the same derived id and the same body are copies, and one is kept by the same
//! rule. With different bodies they are different articles: the first path keeps the id, each later one gets an id
//! that its path goes into.

use std::collections::{HashMap, HashSet};

use super::compose::{Draft, summary};
use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::post::Post;
use crate::archive::{Key, Timestamp, key};

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

/// Two different ids with the same key: one in 10¹² archives of a million articles has one. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The file of one of them.
    pub file: String,
    /// The file of the other.
    pub other_file: String,
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

/// Gives each article an id of its own and leaves duplicates out. `drafts` come in the order of their paths and stay in it.
///
/// # Errors
/// When two different ids have the same key.
pub fn settle(mut drafts: Vec<Draft>, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<Draft>, Collision> {
    let mut left_out = HashSet::new();
    for group in groups(&drafts) {
        let base = drafts[group[0]].card.id.clone();
        for (place, copies) in copies(&drafts, &group).iter().enumerate() {
            let kept = kept(&drafts, copies);
            for lost in copies.iter().filter(|lost| **lost != kept) {
                left_out.insert(*lost);
                diagnostics.push(lost_to(&drafts[*lost], &drafts[kept]));
            }
            if place > 0 {
                diagnostics.push(kept_beside(&drafts[kept], &drafts[group[0]]));
                // The place goes in as well: the same path may stand below two inputs.
                let id = hashed(&[&base, &drafts[copies[0]].path, &place.to_string()]);
                let card = &mut drafts[kept].card;
                card.key = Key::of_article(&id);
                card.id = id;
            }
        }
    }
    let mut place = 0;
    drafts.retain(|_| {
        place += 1;
        !left_out.contains(&(place - 1))
    });
    check_keys(&drafts)?;
    Ok(drafts)
}

/// The places of articles with equal ids, where there are several, in the order of the first of each.
fn groups(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut by_id: HashMap<&str, Vec<usize>> = HashMap::with_capacity(drafts.len());
    for (place, draft) in drafts.iter().enumerate() {
        by_id.entry(&draft.card.id).or_default().push(place);
    }
    let mut groups: Vec<_> = by_id.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    groups
}

/// Parts a group into lists of copies of one article, in the order of the first of each.
fn copies(drafts: &[Draft], group: &[usize]) -> Vec<Vec<usize>> {
    if group.iter().any(|place| drafts[*place].declares_id) {
        return vec![group.to_vec()];
    }
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for place in group {
        let body_hash = &drafts[*place].body_hash;
        match parts.iter_mut().find(|part| drafts[part[0]].body_hash == *body_hash) {
            Some(part) => part.push(*place),
            None => parts.push(vec![*place]),
        }
    }
    parts
}

fn kept(drafts: &[Draft], copies: &[usize]) -> usize {
    let newest = copies.iter().copied().max_by_key(|place| (changed(&drafts[*place]), *place));
    newest.unwrap_or(copies[0])
}

fn changed(draft: &Draft) -> Option<Timestamp> {
    draft.modified.or(draft.card.published)
}

fn check_keys(drafts: &[Draft]) -> Result<(), Collision> {
    let mut files: HashMap<&Key, &str> = HashMap::with_capacity(drafts.len());
    for draft in drafts {
        if let Some(other_file) = files.insert(&draft.card.key, &draft.file) {
            return Err(Collision {
                file: draft.file.clone(),
                other_file: other_file.to_owned(),
            });
        }
    }
    Ok(())
}

fn lost_to(lost: &Draft, kept: &Draft) -> Diagnostic {
    let reason = if lost.body_hash == kept.body_hash {
        format!("a copy of {}, which is kept", kept.file)
    } else if changed(lost) == changed(kept) {
        format!("the same id as {}, which is kept because its path comes last", kept.file)
    } else {
        format!("the same id as {}, which is newer and is kept", kept.file)
    };
    diagnostic(&lost.file, reason)
}

fn kept_beside(later: &Draft, first: &Draft) -> Diagnostic {
    let reason = format!("the same author, date and title as {}, but another text; both are kept", first.file);
    diagnostic(&later.file, reason)
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
