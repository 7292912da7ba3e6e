//! What was written to the archive and what it was made of, so that a file whose bytes would be the same isn't made again.
//!
//! It is believed only as far as the file on the disk looks as it did when it was written ([`Stamp`]). Without a cache there is
//! no ledger, and every file is made and compared.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::press::cache::sealed::{self, Seal};
use crate::press::cache::{Hash, hash};
use crate::press::stamp::{Nanoseconds, Stamp, now};

/// The ledger of the last run, and that of this one.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    seal: Seal,
    last: Outputs,
    next: Mutex<Vec<Output>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Outputs {
    saved: Nanoseconds,
    /// Sorted by name.
    files: Vec<Output>,
}

/// A file of the archive.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Output {
    /// Stands for its path in the archive.
    name: u64,
    /// Stands for what it was made of.
    made_of: Hash,
    stamp: Stamp,
}

impl Ledger {
    /// The ledger at `path`; an empty one where there is none with this seal.
    pub fn open((path, seal): (PathBuf, Seal)) -> Self {
        Self {
            last: sealed::read(&path, &seal).unwrap_or_default(),
            next: Mutex::default(),
            path,
            seal,
        }
    }

    /// The stamp of the file `path` of the archive, which lies at `target`, if it is known to have been made of the same and not touched since.
    pub fn unchanged(&self, path: &str, made_of: &Hash, target: &Path) -> Option<Stamp> {
        let name = name_of(path);
        let files = &self.last.files;
        let place = files.binary_search_by_key(&name, |output| output.name).ok()?;
        let output = files[place];
        let stamp = Stamp::at(target)?;
        let is_same = output.made_of == *made_of && output.stamp == stamp && stamp.is_settled(self.last.saved);
        is_same.then_some(stamp)
    }

    /// Remembers what the file was made of.
    pub fn remember(&self, path: &str, made_of: Hash, stamp: Stamp) {
        let name = name_of(path);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.push(Output { name, made_of, stamp });
    }

    /// Keeps the ledger for the next run.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save(self) -> io::Result<()> {
        let mut files = self.next.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_unstable_by_key(|output| output.name);
        sealed::write(&self.path, &self.seal, &Outputs { saved: now(), files })
    }
}

fn name_of(path: &str) -> u64 {
    let digest = hash(path.as_bytes());
    u64::from_be_bytes(std::array::from_fn(|place| digest[place]))
}

/// Collects what a file is made of.
#[derive(Debug, Default)]
pub struct Ingredients(Sha256);

impl Ingredients {
    /// Adds one part. Its length goes in first, so that no two lists of parts are the same.
    pub fn with(mut self, part: impl AsRef<[u8]>) -> Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
        self
    }

    /// What stands for all parts.
    pub fn hash(self) -> Hash {
        let digest = self.0.finalize();
        std::array::from_fn(|place| digest[place])
    }
}
