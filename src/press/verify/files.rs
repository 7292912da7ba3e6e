//! The folder itself: bytes against the hashes in names, siblings against their files, and files that nothing refers to.

use std::collections::HashSet;
use std::fs;

use rayon::prelude::*;

use super::faults::Faults;
use super::view::CardFact;
use crate::archive::{Key, Manifest, file, key};
use crate::press::write::folder::is_abandoned;
use crate::press::write::history::History;
use crate::press::write::own::{FOLDERS, Own, without_ending};
use crate::press::write::precompress::is_sibling_of;
use crate::press::write::references;

/// What the articles have beside themselves.
pub struct Shown {
    /// Paths of pictures.
    pub pictures: HashSet<String>,
    /// The keys of tags' documents.
    pub tags: HashSet<Key>,
}

/// Checks every file in the folder that has a name of the archive's own, and that everything is there which the views refer to.
pub fn check(faults: &Faults<'_>, manifest: &Manifest, cards: &[CardFact], shown: Shown, history: &History, step: &(dyn Fn() + Sync)) {
    let read = |path: &str| fs::read(faults.root.join(path)).ok();
    let mut needed: HashSet<String> = references::of(manifest, &read).into_iter().collect();
    needed.extend(shown.pictures);
    for earlier in &history.earlier {
        faults.expect(earlier.view().is_some(), file::RECORD, || {
            "an earlier latest.json can't be read".to_owned()
        });
    }
    needed.extend(history.kept(faults.root));
    needed.par_iter().for_each(|path| {
        faults.expect(faults.root.join(path).is_file(), path, || "missing".to_owned());
    });
    let mut articles: Vec<&str> = cards.iter().map(CardFact::key_text).collect();
    articles.par_sort_unstable();
    let folder = Folder {
        faults,
        needed: &needed,
        articles,
        tags: &shown.tags,
        is_whole: cards.len() == manifest.count as usize,
        n_groups: manifest.n_groups,
        is_unfinished: history.unfinished,
    };
    for below in [""].into_iter().chain(FOLDERS) {
        let Ok(entries) = fs::read_dir(faults.root.join(below)) else {
            continue;
        };
        entries.par_bridge().for_each(|entry| {
            let Ok(entry) = entry else {
                return faults.report(below, "the folder can't be read");
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else { return };
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                step();
                let slash = if below.is_empty() { "" } else { "/" };
                folder.file(&format!("{below}{slash}{name}"), name);
            }
        });
    }
}

struct Folder<'run> {
    faults: &'run Faults<'run>,
    needed: &'run HashSet<String>,
    articles: Vec<&'run str>,
    tags: &'run HashSet<Key>,
    is_whole: bool,
    n_groups: u32,
    is_unfinished: bool,
}

impl Folder<'_> {
    fn file(&self, path: &str, name: &str) {
        let (original, ending) = without_ending(path);
        if is_abandoned(name) {
            return self.stray(path);
        }
        let Some(own) = Own::of(original) else { return };
        if let Some(ending) = ending {
            return self.sibling(path, original, ending);
        }
        match own {
            Own::Latest | Own::Record | Own::Feed => {}
            Own::Versioned | Own::Picture => self.versioned(path, own),
            Own::Article(key) => {
                let is_needed = self.n_groups == 0 && self.articles.binary_search(&key).is_ok();
                self.needed(is_needed, path);
            }
            Own::Group(group, of) => self.needed(of == self.n_groups && group < of, path),
            Own::Tag(key) => self.needed(Key::parse(key).is_some_and(|key| self.tags.contains(&key)), path),
            // Those that the feed leads to were read; the number of pages follows from the number of articles.
            Own::FeedPage(number) => {
                let last = crate::press::write::layout::n_feed_pages(self.articles.len() as u32);
                self.needed(number <= last, path);
            }
        }
    }

    fn versioned(&self, path: &str, own: Own<'_>) {
        if !self.needed.contains(path) {
            self.needed(false, path);
        }
        let Some(bytes) = self.faults.bytes(path) else { return };
        let length = if own == Own::Picture { key::KEY_LENGTH } else { key::HASH_LENGTH };
        self.faults.expect(key::digest(&bytes, length) == file::hash_of(path), path, || {
            "its bytes aren't those that its name promises".to_owned()
        });
    }

    fn sibling(&self, path: &str, original: &str, ending: &str) {
        let Ok(bytes) = fs::read(self.faults.root.join(original)) else {
            return self.stray(path);
        };
        let Some(sibling) = self.faults.bytes(path) else { return };
        self.faults.expect(is_sibling_of(&sibling, ending, &bytes), path, || {
            format!("isn't a compressed form of {original}")
        });
    }

    fn needed(&self, is_needed: bool, path: &str) {
        if !is_needed && self.is_whole {
            self.stray(path);
        }
    }

    /// A file that nothing refers to. An interrupted run leaves such files, and the next removes them.
    fn stray(&self, path: &str) {
        self.faults.expect(self.is_unfinished, path, || "nothing refers to it".to_owned());
    }
}
