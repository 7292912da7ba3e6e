//! The archive's folder: files that appear whole or not at all.
//!
//! In a folder that was empty nothing stands that could be spoilt, and nobody knows its files before `latest.json` names them: they are written in
//! their places, which takes half as long. A run that comes after an interrupted one compares bytes, and mends them.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::interruption::Interruption;
use super::ledger::{Ingredients, Ledger};
use super::precompress::{self, ENDINGS};
use super::spool::Spool;
use crate::archive::file;
use crate::press::stamp::Stamp;

/// The folder that an archive is written to.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Whether it was empty when this run began.
    is_new: bool,
    precompresses: bool,
    interruption: Interruption,
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
    /// The folder at `root`, which is made where it doesn't exist. `precompresses` says whether its files get siblings.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn open(root: &Path, precompresses: bool) -> Result<Self, WriteError> {
        fs::create_dir_all(root).map_err(failed("make the folder", root))?;
        let mut entries = fs::read_dir(root).map_err(failed("read the folder", root))?;
        Ok(Self {
            is_new: entries.next().is_none(),
            ledger: None,
            n_bytes: AtomicU64::new(0),
            root: root.to_owned(),
            precompresses,
            interruption: Interruption::from_environment(),
            n_temporary: AtomicU64::new(0),
            n_written: AtomicU64::new(0),
            n_unchanged: AtomicU64::new(0),
        })
    }

    /// Where the folder is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether its files get precompressed siblings.
    pub fn precompresses(&self) -> bool {
        self.precompresses
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
        // A file that was made without siblings lacks them.
        let made_of = made_of.with([u8::from(self.precompresses)]).hash();
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
        let made = self.interruption.step().and_then(|()| fs::create_dir_all(&path));
        made.map_err(failed("make the folder", &path))
    }

    /// Gives the file at `path` these bytes: they are written beside it and take its place at once. A file that has them already is not
    /// touched. Its siblings go before it changes and come after, so that one that is there always belongs to the bytes that are there.
    ///
    /// # Errors
    /// When it can't be written. What was there before still is, perhaps without siblings.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.root.join(path);
        self.n_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let is_created = self.is_new && path != file::LATEST && self.create(&target, bytes)?;
        let is_unchanged = !is_created && has_bytes(&target, bytes);
        if !is_created && !is_unchanged {
            for ending in ENDINGS {
                self.remove_if_there(&with_ending(&target, ending))?;
            }
            self.place(&target, bytes)?;
        }
        if self.precompresses && precompress::is_compressible(path) {
            for ending in ENDINGS {
                self.complete(path, &with_ending(&target, ending), ending, bytes)?;
            }
        }
        let counter = if is_unchanged { &self.n_unchanged } else { &self.n_written };
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Writes the press's record, which counts as no file of the archive and has no siblings.
    ///
    /// # Errors
    /// When it can't be written. What was there before still is.
    pub fn put_record(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.root.join(file::RECORD);
        if has_bytes(&target, bytes) {
            Ok(())
        } else {
            self.place(&target, bytes)
        }
    }

    /// Gives the file at `path`, which has these bytes, its sibling, unless it has it already.
    fn complete(&self, path: &str, target: &Path, ending: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let found = match fs::read(target) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed("read", target)(error)),
        };
        if found.is_some_and(|found| precompress::is_sibling_of(&found, ending, bytes)) {
            return Ok(());
        }
        match precompress::sibling(path, ending, bytes) {
            Some(compressed) => self.place(target, &compressed),
            None => self.remove_if_there(target),
        }
    }

    /// Removes a file of the archive.
    ///
    /// # Errors
    /// When it can't be removed, or isn't there.
    pub fn remove(&self, path: &Path) -> Result<(), WriteError> {
        let removed = self.interruption.step().and_then(|()| fs::remove_file(path));
        removed.map_err(failed("remove", path))
    }

    fn remove_if_there(&self, path: &Path) -> Result<(), WriteError> {
        match fs::symlink_metadata(path) {
            Ok(_) => self.remove(path),
            Err(_) => Ok(()),
        }
    }

    /// Makes a file of a new folder in its place; whether there was none of that name.
    fn create(&self, target: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
        let step = || self.interruption.step();
        let mut file = match step().and_then(|()| File::create_new(target)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(cause) => return Err(failed("write", target)(cause)),
        };
        step().and_then(|()| file.write_all(bytes)).map_err(|cause| {
            // If this fails too, the next run mends it.
            drop(fs::remove_file(target));
            failed("write", target)(cause)
        })?;
        Ok(true)
    }

    fn place(&self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let temporary = self.temporary_beside(target);
        let step = || self.interruption.step();
        let written = step()
            .and_then(|()| File::create_new(&temporary))
            .and_then(|file| step().map(|()| file))
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| step())
            .and_then(|()| fs::rename(&temporary, target));
        written.map_err(|cause| {
            // If this fails too, the next run removes it: it has a name of ours.
            drop(fs::remove_file(&temporary));
            failed("write", target)(cause)
        })
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

/// The path of a file's sibling.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
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
