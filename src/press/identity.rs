//! Settles ids: each article has one, and no two have the same.
//!
//! Of posts that declare the same id the one that was changed last is kept (published last, where that isn't known), among
//! equals the one whose path comes last. Posts without an id get one of author, date and title, or of their path where date or title
//! can't be used; two with the same derived id are one article when their text is the same, else both are kept, and the later
//! path's id is extended by its path.

use std::collections::BTreeMap;

use super::compose::Draft;
use super::diagnostic::{Diagnostic, Kind};
use crate::archive::{Key, Timestamp, key};

/// The longest declared id in bytes: an id stands in every list that has its article.
const LONGEST_ID: usize = 400;

/// Gives each draft its id and key. What is left out, or kept under another id, is reported.
pub fn settle(drafts: Vec<Draft>) -> (Vec<Draft>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_id: BTreeMap<String, Draft> = BTreeMap::new();
    // Drafts come in the order of their paths.
    for draft in drafts {
        let (id, is_declared) = match &draft.declared_id {
            Some(id) if id.len() > LONGEST_ID => {
                diagnostics.push(problem(&draft, format!("it has {} bytes; its hash takes its place", id.len())));
                (hashed(id), true)
            }
            Some(id) => (id.clone(), true),
            None => (derived_id(&draft), false),
        };
        match by_id.remove(&id) {
            None => {
                by_id.insert(id, draft);
            }
            Some(earlier) if is_declared => {
                let (kept, left_out) = if changed(&earlier) > changed(&draft) {
                    (earlier, draft)
                } else {
                    (draft, earlier)
                };
                report(
                    &left_out,
                    &kept,
                    "declares the same id; this one is older and is left out",
                    &mut diagnostics,
                );
                by_id.insert(id, kept);
            }
            Some(earlier) if earlier.article.body_html == draft.article.body_html => {
                report(&draft, &earlier, "is the same article; this copy is left out", &mut diagnostics);
                by_id.insert(id, earlier);
            }
            Some(earlier) => {
                report(
                    &draft,
                    &earlier,
                    "has the same author, date and title but another text; both are kept",
                    &mut diagnostics,
                );
                by_id.insert(format!("{id}#{}", draft.path), draft);
                by_id.insert(id, earlier);
            }
        }
    }
    let drafts = by_id.into_iter().map(|(id, draft)| with_id(draft, id)).collect();
    (drafts, diagnostics)
}

fn with_id(mut draft: Draft, id: String) -> Draft {
    draft.article.card.key = Key::of_article(&id);
    draft.article.card.id = id;
    draft
}

/// Author, date and title, or the path where date or title can't be used. NUL stands between them, since it stands in none.
fn derived_id(draft: &Draft) -> String {
    let card = &draft.article.card;
    let parts = match &draft.date_text {
        Some(date) if !card.title.is_empty() => format!("{}\0{date}\0{}", card.authors.join("\0"), card.title),
        _ => format!("\0\0{}", draft.path),
    };
    hashed(&parts)
}

fn hashed(text: &str) -> String {
    format!("sha256:{}", key::digest(text.as_bytes(), 32))
}

fn changed(draft: &Draft) -> Option<Timestamp> {
    draft.article.modified.or(draft.article.card.published)
}

fn report(about: &Draft, other: &Draft, what: &str, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(problem(about, format!("{} {what}", other.file)));
}

fn problem(about: &Draft, reason: String) -> Diagnostic {
    Diagnostic {
        file: about.file.clone(),
        line: None,
        field: "id".to_owned(),
        kind: Kind::Id,
        reason,
    }
}
