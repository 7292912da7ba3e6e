//! Terms that could complete what stands at the caret of the filter box: from the manifest's frequent tags at once, and from the
//! directory when its answer comes.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::archive::Archive;
use crate::archive::TagCount;
use crate::archive::directory::Entry;
use crate::archive::name::comparable;
use crate::query::complete::{Fragment, Wanted};
use crate::query::{Expression, Query, Term};
use crate::reader::browser::text::nfc;

/// Most suggestions at a time: what a small screen can show beside a keyboard.
const N_SUGGESTIONS: usize = 8;

/// A term and how many articles of the archive it matches.
pub type Suggested = (Term, u32);

/// What the directory found.
#[derive(Clone, Copy)]
pub struct Suggestions {
    /// What was searched for, and what was found for it; `None` if the directory couldn't be had.
    found: RwSignal<(String, Option<Arc<Vec<Suggested>>>)>,
    /// What was asked for last: an older answer no longer counts.
    asked: StoredValue<String>,
}

impl Suggestions {
    /// Nothing has been asked for.
    pub fn new() -> Self {
        Self {
            found: RwSignal::new((String::new(), None)),
            asked: StoredValue::new(String::new()),
        }
    }

    /// Asks the directory. Its table is fetched before the first letter.
    pub fn look_up(self, archive: Arc<Archive>, fragment: &Fragment) {
        let typed = search_text(fragment).unwrap_or_default();
        if self.asked.with_value(|asked| *asked == typed && !typed.is_empty()) {
            return;
        }
        self.asked.set_value(typed.clone());
        spawn_local(async move {
            if typed.is_empty() {
                // Whether it comes shows when something is typed.
                let _ = archive.directory_table().await;
                return;
            }
            let found = match archive.search_directory(&typed).await {
                Ok(entries) => Some(Arc::new(entries.iter().filter_map(suggested).collect())),
                // The frequent tags stay: suggestions are a help, and the list doesn't depend on them.
                Err(error) => {
                    web_sys::console::warn_1(&format!("no suggestions from {}", error.url).into());
                    None
                }
            };
            if self.asked.try_with_value(|asked| *asked == typed) == Some(true) {
                self.found.set((typed, found));
            }
        });
    }

    /// Terms for the fragment that `query`, the rest of the text, doesn't have; tracked. `tags` are the most frequent first.
    pub fn get(self, fragment: &Fragment, query: &Query, tags: &[TagCount]) -> Vec<Suggested> {
        let (mut suggestions, _) = self.known(fragment, tags);
        suggestions.retain(|(term, _)| !query.mentions(term, nfc));
        suggestions.truncate(N_SUGGESTIONS);
        suggestions
    }

    /// Whether the fragment isn't merely the beginning of a name: `term`, which it stands in, is one that the archive has, or nothing could
    /// complete it. Tracked, since the directory's answer may be on its way.
    pub fn is_whole(self, fragment: &Fragment, term: &Query, tags: &[TagCount]) -> bool {
        if fragment.name.is_empty() {
            return true;
        }
        let (known, is_all) = self.known(fragment, tags);
        known.iter().any(|(name, _)| term.mentions(name, nfc)) || (is_all && known.is_empty())
    }

    /// The terms that are known for the fragment, and whether the directory has been asked.
    fn known(self, fragment: &Fragment, tags: &[TagCount]) -> (Vec<Suggested>, bool) {
        let Some(typed) = search_text(fragment) else {
            return (Vec::new(), true);
        };
        let (is_asked, found) = self.found.with(|(asked, found)| (*asked == typed, found.clone()));
        match found {
            Some(found) if is_asked && !typed.is_empty() => (found.to_vec(), true),
            _ => (frequent_tags(fragment, tags), is_asked),
        }
    }
}

/// What the directory calls a fragment; `None` where no name can stand.
fn search_text(fragment: &Fragment) -> Option<String> {
    let name = comparable(&fragment.name, nfc);
    match fragment.wanted {
        Wanted::Any | Wanted::Tag => Some(name),
        Wanted::Author => Some(format!("author:{name}")),
        Wanted::Category => Some(format!("in:{name}")),
        Wanted::Nothing => None,
    }
}

fn suggested(entry: &Entry) -> Option<Suggested> {
    match Query::parse(&entry.term).ok()?.root()? {
        Expression::Term(term) => Some((term.clone(), entry.count)),
        _ => None,
    }
}

/// The frequent tags that begin with what was typed, then those that hold it.
fn frequent_tags(fragment: &Fragment, tags: &[TagCount]) -> Vec<Suggested> {
    if !matches!(fragment.wanted, Wanted::Any | Wanted::Tag) {
        return Vec::new();
    }
    let typed = comparable(&fragment.name, nfc);
    let (mut beginning, mut holding) = (Vec::new(), Vec::new());
    for TagCount { name, count } in tags {
        let suggested = (Term::Tag(name.clone()), *count);
        match comparable(name, nfc).find(&typed) {
            Some(0) => beginning.push(suggested),
            Some(_) => holding.push(suggested),
            None => {}
        }
    }
    beginning.append(&mut holding);
    beginning
}
