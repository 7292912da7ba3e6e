//! The archive's folder on disk: files that appear whole or not at all, and nothing stale is left behind.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

use crate::archive::{Key, file, key};

/// The folders that hold files of an archive. Nothing else is ever touched.
const FOLDERS: [&str; 5] = ["articles", "cards", "feed", "pictures", "tags"];

/// What a file is called until it is whole.
const UNFINISHED: &str = ".unfinished";

/// A folder with an archive.
pub struct Folder<'a> {
    root: PathBuf,
    /// Paths of the files that the archive has now.
    present: Mutex<HashSet<String>>,
    bar: &'a ProgressBar,
}

impl<'a> Folder<'a> {
    /// Opens the folder, and makes it where it doesn't exist.
    pub fn open(root: &Path, bar: &'a ProgressBar) -> io::Result<Self> {
        for folder in FOLDERS {
            let folder = root.join(folder);
            fs::create_dir_all(&folder).map_err(|error| named(&folder, error))?;
        }
        Ok(Self {
            root: root.to_owned(),
            present: Mutex::default(),
            bar,
        })
    }

    /// Puts a file in its place. One that is there with the same bytes isn't touched.
    pub fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let place = self.root.join(path);
        self.present.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        self.bar.inc(1);
        if fs::read(&place).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        let unfinished = self.root.join(format!("{path}{UNFINISHED}"));
        fs::write(&unfinished, bytes).map_err(|error| named(&unfinished, error))?;
        fs::rename(&unfinished, &place).map_err(|error| named(&place, error))
    }

    /// Removes files of an archive that this one doesn't have: older versions, removed articles, what an interrupted run left.
    pub fn remove_stale(self) -> io::Result<()> {
        let present = self.present.into_inner().unwrap_or_else(PoisonError::into_inner);
        for folder in FOLDERS {
            for entry in fs::read_dir(self.root.join(folder))? {
                let entry = entry?;
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if is_of_an_archive(&path) && !present.contains(&path) && entry.file_type()?.is_file() {
                    fs::remove_file(entry.path()).map_err(|error| named(&entry.path(), error))?;
                }
            }
        }
        for document in [file::LATEST, file::FEED] {
            let unfinished = self.root.join(format!("{document}{UNFINISHED}"));
            if unfinished.is_file() {
                fs::remove_file(unfinished)?;
            }
        }
        Ok(())
    }
}

/// Whether a path has the form of an archive's file, whole or unfinished.
fn is_of_an_archive(path: &str) -> bool {
    let path = path.strip_suffix(UNFINISHED).unwrap_or(path);
    let Some((folder, name)) = path.split_once('/') else { return false };
    let Some((stem, extension)) = name.split_once('.') else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hash = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte))
    };
    match folder {
        "articles" | "tags" => extension == "json" && Key::parse(stem).is_some(),
        "cards" => {
            let versioned = stem.strip_prefix("table-").unwrap_or(stem);
            extension == "json"
                && versioned
                    .split_once('-')
                    .is_some_and(|(number, hash)| is_number(number) && is_hash(hash, key::HASH_LENGTH))
        }
        "feed" => extension == "json" && is_number(stem),
        "pictures" => file::is_picture(path) && is_hash(stem, key::KEY_LENGTH),
        _ => false,
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
