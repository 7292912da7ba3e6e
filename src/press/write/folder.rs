//! The archive's folder: files that appear whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::ledger::{Ingredients, Ledger};
use super::spool::Spool;
use crate::press::stamp::Stamp;

/// The folder that an archive is written to.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    n_temporary: AtomicU64,
    n_written: AtomicU64,
    n_unchanged: AtomicU64,
    n_bytes: AtomicU64,
    ledger: Option<Ledger>,
}

/// A file that could not be written. The archive is as it was: `latest.json` and all that it names still stand.
#[derive(Debug)]
pub struct WriteError {
    /// What was being done, as in "could not …".
    pub action: &'static str,
    /// To which file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub cause: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "could not {} {}: {}", self.action, self.path.display(), self.cause)
    }
}

impl Folder {
    /// The folder at `root`, which is made where it doesn't exist.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn open(root: &Path) -> Result<Self, WriteError> {
        fs::create_dir_all(root).map_err(failed("make the folder", root))?;
        Ok(Self {
            ledger: None,
            n_bytes: AtomicU64::new(0),
            root: root.to_owned(),
            n_temporary: AtomicU64::new(0),
            n_written: AtomicU64::new(0),
            n_unchanged: AtomicU64::new(0),
        })
    }

    /// Where the folder is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many files were written.
    pub fn n_written(&self) -> u64 {
        self.n_written.load(Ordering::Relaxed)
    }

    /// How many files had the right bytes already.
    pub fn n_unchanged(&self) -> u64 {
        self.n_unchanged.load(Ordering::Relaxed)
    }

    /// How many bytes the archive's files have.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes.load(Ordering::Relaxed)
    }

    /// Believes this ledger from now on.
    pub fn use_ledger(&mut self, ledger: Ledger) {
        self.ledger = Some(ledger);
    }

    /// The ledger with what was written since.
    pub fn take_ledger(&mut self) -> Option<Ledger> {
        self.ledger.take()
    }

    /// Gives the file at `path` the bytes that `make` makes, unless it is known to have been made of the same and not touched since.
    ///
    /// # Errors
    /// When they can't be made or written. What was there before still is.
    pub fn put_made(&self, path: &str, made_of: Ingredients, make: impl FnOnce() -> Result<Vec<u8>, WriteError>) -> Result<(), WriteError> {
        let Some(ledger) = &self.ledger else {
            return self.put(path, &make()?);
        };
        let target = self.root.join(path);
        let made_of = made_of.hash();
        if let Some(stamp) = ledger.unchanged(path, &made_of, &target) {
            self.n_unchanged.fetch_add(1, Ordering::Relaxed);
            self.n_bytes.fetch_add(stamp.size, Ordering::Relaxed);
            ledger.remember(path, made_of, stamp);
            return Ok(());
        }
        self.put(path, &make()?)?;
        if let Some(stamp) = Stamp::at(&target) {
            ledger.remember(path, made_of, stamp);
        }
        Ok(())
    }

    /// Makes a folder for files of the archive.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn make(&self, folder: &str) -> Result<(), WriteError> {
        let path = self.root.join(folder);
        fs::create_dir_all(&path).map_err(failed("make the folder", &path))
    }

    /// Gives the file at `path` these bytes: they are written beside it and take its place at once. A file that has them already is not touched.
    ///
    /// # Errors
    /// When it can't be written. What was there before still is.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.root.join(path);
        self.n_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if has_bytes(&target, bytes) {
            self.n_unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let temporary = self.temporary_beside(&target);
        let written = File::create_new(&temporary)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| fs::rename(&temporary, &target));
        if let Err(cause) = written {
            // If this fails too, the next run removes it: it has a name of ours.
            drop(fs::remove_file(&temporary));
            return Err(failed("write", &target)(cause));
        }
        self.n_written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// A spool in this folder, which has room for cards and bodies if it has room for the articles.
    ///
    /// # Errors
    /// When its file can't be made.
    pub fn spool(&self) -> Result<Spool, WriteError> {
        let path = self.temporary_beside(&self.root.join("spool"));
        Spool::create(&path).map_err(failed("make the file", &path))
    }

    /// A name of ours in the same folder, so that a rename is enough to put the file in its place.
    fn temporary_beside(&self, target: &Path) -> PathBuf {
        let number = self.n_temporary.fetch_add(1, Ordering::Relaxed);
        target.with_file_name(temporary_name(std::process::id(), number))
    }
}

/// Makes an error of what the system says.
pub fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |cause| WriteError { action, path, cause }
}

/// The name of a file that is being written.
fn temporary_name(process: u32, number: u64) -> String {
    format!(".offprint-{process}-{number}.tmp")
}

/// Whether `name` is the name of a file that another run was writing. Those of this one are in use.
pub fn is_abandoned(name: &str) -> bool {
    let numbers = name
        .strip_prefix(".offprint-")
        .and_then(|rest| rest.strip_suffix(".tmp"))
        .and_then(|numbers| numbers.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let own = std::process::id().to_string();
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number) && process != own)
}

/// Whether the file has these bytes. One that can't be read has not: writing it tells why.
fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let same_length = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    let read = || {
        let mut found = Vec::with_capacity(bytes.len());
        File::open(path)?.read_to_end(&mut found)?;
        io::Result::Ok(found)
    };
    same_length && read().is_ok_and(|found| found == bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_temporary_names_are_ours_and_those_of_this_run_are_in_use() {
        let own = std::process::id();
        assert!(is_abandoned(&temporary_name(own + 1, 345)));
        assert!(!is_abandoned(&temporary_name(own, 345)));
        for foreign in [
            ".offprint-1-2.tmp2",
            "offprint-1-2.tmp",
            ".offprint-a-2.tmp",
            ".offprint--.tmp",
            ".offprint-12.tmp",
        ] {
            assert!(!is_abandoned(foreign), "{foreign}");
        }
    }
}
