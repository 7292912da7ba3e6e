//! What is wrong with an archive, and the reading of its files.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::archive::{Read, ReadError, file};
use crate::press::terminal::OneLine;
use crate::press::write::folder::is_abandoned;
use crate::press::write::history::History;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file's path in the archive.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    /// `file: what`. Both may quote an archive that somebody tampered with.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", OneLine(&self.file), OneLine(&self.what))
    }
}

/// The archive that is checked, and what was found so far.
#[derive(Debug)]
pub struct Faults<'run> {
    /// The archive's folder.
    pub root: &'run Path,
    found: Mutex<Vec<Fault>>,
}

impl<'run> Faults<'run> {
    /// Nothing found yet in this folder.
    pub fn of(root: &'run Path) -> Self {
        Self {
            root,
            found: Mutex::default(),
        }
    }

    /// Adds a fault.
    pub fn report(&self, file: impl Into<String>, what: impl Into<String>) {
        let fault = Fault {
            file: file.into(),
            what: what.into(),
        };
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Adds a fault unless something holds.
    pub fn expect(&self, holds: bool, file: &str, what: impl FnOnce() -> String) {
        if !holds {
            self.report(file, what());
        }
    }

    /// All faults, each once, by file.
    pub fn into_sorted(self) -> Vec<Fault> {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort();
        found.dedup();
        found
    }

    /// The bytes of a file that has to be there.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        match fs::read(self.root.join(path)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let missing = error.kind() == io::ErrorKind::NotFound;
                self.report(
                    path,
                    if missing {
                        "missing".to_owned()
                    } else {
                        format!("can't be read: {error}")
                    },
                );
                None
            }
        }
    }

    /// A file that has to be there and to be readable, in every field.
    pub fn read<T>(&self, path: &str, read: impl FnOnce(&[u8]) -> Result<Read<T>, ReadError>) -> Option<T> {
        let bytes = self.bytes(path)?;
        let most = file::most_bytes(path) as usize;
        self.expect(bytes.len() <= most, path, || {
            format!("has {} bytes, and readers take {most}", bytes.len())
        });
        match read(&bytes) {
            Ok(Read { value, faults }) => {
                for fault in faults {
                    self.report(path, fault.to_string());
                }
                Some(value)
            }
            Err(error) => {
                self.report(path, error.to_string());
                None
            }
        }
    }

    /// A file without fields that could be left out.
    pub fn read_whole<T>(&self, path: &str, read: impl FnOnce(&[u8]) -> Result<T, ReadError>) -> Option<T> {
        self.read(path, |bytes| read(bytes).map(|value| Read { value, faults: Vec::new() }))
    }

    /// The press's record. A file that was being written beside it says as much as the record: that a run is unfinished.
    pub fn history(&self) -> History {
        let mut history = match fs::read(self.root.join(file::RECORD)) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                self.report(file::RECORD, format!("can't be read: {error}"));
                History::default()
            }),
            Err(_) => History::default(),
        };
        let mut entries = fs::read_dir(self.root).into_iter().flatten().flatten();
        history.unfinished |= entries.any(|entry| entry.file_name().to_str().is_some_and(is_abandoned));
        history
    }
}
