//! The press's record of the archive: which earlier views stay readable, and whether a run is unfinished.
//!
//! It is `press.json` in the archive's folder, for the press and `press verify`; a reader has no use for it.
//!
//! A visitor may hold a page open while the archive is published anew. So the versioned files that the last few `latest.json`
//! referred to are kept, and the record holds those `latest.json`, newest first, byte for byte. Pictures are not found from a
//! `latest.json`, so each has a list of those that it alone still needs.
//!
//! The record changes twice around the moment in which `latest.json` does. Before, it takes up the view that is about to become an earlier one, and
//! drops none. After, it drops what is too old, and only then files are removed. So whenever the press is stopped, every view in the record is whole.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::folder::{Folder, WriteError, failed};
use super::own::Own;
use super::references;
use super::stale::each_file;
use crate::archive::{Latest, file};

/// The press's record, `press.json`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct History {
    /// Whether a run has begun and not ended: then there may be files that no view refers to, and documents newer than `latest.json`.
    pub unfinished: bool,
    /// The earlier views that are kept, newest first.
    pub earlier: Vec<Earlier>,
}

/// An earlier view of the archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Earlier {
    /// Its `latest.json`.
    pub latest: Box<RawValue>,
    /// Pictures that it needs and no newer view does, sorted.
    pub pictures: Vec<String>,
}

impl Earlier {
    /// Its `latest.json`, if that can be read.
    pub fn view(&self) -> Option<Latest> {
        Latest::read(self.latest.get().as_bytes()).ok().map(|read| read.value)
    }

    fn generation(&self) -> Option<String> {
        self.view().map(|latest| latest.manifest.generation)
    }
}

impl History {
    /// The record of the archive in the folder. An archive without one, or with one that can't be read, has no earlier views.
    ///
    /// # Errors
    /// When there is a file of that name that can't be opened.
    pub fn of(root: &Path) -> Result<Self, WriteError> {
        let bytes = read_if_there(&root.join(file::RECORD))?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// Says that a run has begun, before it changes anything.
    ///
    /// # Errors
    /// When the record can't be read or written.
    pub fn begin(folder: &Folder) -> Result<Self, WriteError> {
        let mut history = Self::of(folder.root())?;
        history.unfinished = true;
        history.put(folder)?;
        Ok(history)
    }

    /// Makes the view that stands in the folder an earlier one, if the view whose `latest.json` is `next` is another. It is called when that one
    /// needs nothing more than its `latest.json`; `pictures` are all that it shows.
    ///
    /// # Errors
    /// When the folder can't be read, or the record can't be written.
    pub fn before_switch(&mut self, folder: &Folder, next: &[u8], pictures: &HashSet<&str>) -> Result<(), WriteError> {
        let generation = |bytes: &[u8]| Latest::read(bytes).ok().map(|read| read.value.manifest.generation);
        let next = generation(next);
        let standing = read_if_there(&folder.root().join(file::LATEST))?.and_then(|bytes| {
            let latest = serde_json::from_slice::<Box<RawValue>>(&bytes).ok()?;
            Some((generation(&bytes)?, latest))
        });
        let standing_generation = standing.as_ref().map(|(generation, _)| generation.clone());
        self.earlier.retain(|earlier| {
            let generation = earlier.generation();
            generation.is_some() && generation != next && generation != standing_generation
        });
        // A picture that is shown again is the new view's, and an earlier one's only when the new one is.
        for earlier in &mut self.earlier {
            earlier.pictures.retain(|picture| !pictures.contains(picture.as_str()));
        }
        if let Some((_, latest)) = standing.filter(|(generation, _)| Some(generation) != next.as_ref()) {
            let pictures = self.own_pictures(folder, pictures)?;
            self.earlier.insert(0, Earlier { latest, pictures });
        }
        self.put(folder)
    }

    /// Drops all but the `n_kept` newest of the earlier views, and more of them while there is no room for what they need. It is called when
    /// `latest.json` is the new one.
    ///
    /// # Errors
    /// When the record can't be written.
    pub fn after_switch(&mut self, folder: &Folder, n_kept: usize, has_room: impl Fn(&HashSet<String>) -> bool) -> Result<(), WriteError> {
        self.earlier.truncate(n_kept);
        while !self.earlier.is_empty() && !has_room(&self.kept(folder.root())) {
            self.earlier.pop();
        }
        self.put(folder)
    }

    /// Says that the run has ended.
    ///
    /// # Errors
    /// When the record can't be written.
    pub fn end(mut self, folder: &Folder) -> Result<(), WriteError> {
        self.unfinished = false;
        self.put(folder)
    }

    /// The versioned files and pictures that the earlier views need.
    pub fn kept(&self, root: &Path) -> HashSet<String> {
        let read = |path: &str| fs::read(root.join(path)).ok();
        let mut kept = HashSet::new();
        for earlier in &self.earlier {
            if let Some(latest) = earlier.view() {
                kept.extend(references::of(&latest.manifest, &read));
            }
            kept.extend(earlier.pictures.iter().cloned());
        }
        kept
    }

    /// The pictures in the folder that neither the new view nor an earlier one in the record needs: they are the standing view's.
    fn own_pictures(&self, folder: &Folder, of_next: &HashSet<&str>) -> Result<Vec<String>, WriteError> {
        let known: HashSet<&str> = self
            .earlier
            .iter()
            .flat_map(|earlier| &earlier.pictures)
            .map(String::as_str)
            .collect();
        let mut pictures = Vec::new();
        each_file(folder, file::PICTURES.trim_end_matches('/'), |path, _| {
            if Own::of(path) == Some(Own::Picture) && !of_next.contains(path) && !known.contains(path) {
                pictures.push(path.to_owned());
            }
            Ok(())
        })?;
        pictures.sort();
        Ok(pictures)
    }

    fn put(&self, folder: &Folder) -> Result<(), WriteError> {
        let bytes = serde_json::to_vec(self).expect("wire structs have string keys and finite numbers only");
        folder.put_record(&bytes)
    }
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path)(error)),
    }
}
