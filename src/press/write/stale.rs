//! What an older archive left behind in the folder, and nothing else.

use std::fs;
use std::io;

use super::folder::{Folder, WriteError, failed, is_abandoned};
use super::own::{FOLDERS, Own, without_ending};

/// Removes files that have a name of the archive's own and that `is_kept` doesn't keep, and files that an interrupted run was writing.
/// `is_kept` gets a path with what it is the name of. A file's siblings go with it, and all of them where the folder has none.
/// Folders, links and files with any other name are never touched. Returns how many were removed.
///
/// # Errors
/// When a file can't be removed. The archive is complete by then.
pub fn remove(folder: &Folder, is_kept: impl Fn(&str, Own<'_>) -> bool) -> Result<u64, WriteError> {
    let mut removed = 0;
    for below in [""].into_iter().chain(FOLDERS) {
        each_file(folder, below, |path, name| {
            let (file, ending) = without_ending(path);
            let is_stale = match Own::of(file) {
                None => false,
                Some(own) => !is_kept(file, own) || (ending.is_some() && (!folder.precompresses() || own == Own::Record)),
            };
            if is_stale || is_abandoned(name) {
                folder.remove(&folder.root().join(path))?;
                removed += 1;
            }
            Ok(())
        })?;
    }
    Ok(removed)
}

/// Calls `each` with the path in the archive and the name of each file directly in a folder of the archive.
///
/// # Errors
/// When the folder can't be read, and whatever `each` says.
pub fn each_file(folder: &Folder, below: &str, mut each: impl FnMut(&str, &str) -> Result<(), WriteError>) -> Result<(), WriteError> {
    let root = folder.root().join(below);
    let entries = match fs::read_dir(&root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(failed("read the folder", &root))?,
    };
    for entry in entries {
        let entry = entry.map_err(failed("read the folder", &root))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let slash = if below.is_empty() { "" } else { "/" };
            each(&format!("{below}{slash}{name}"), name)?;
        }
    }
    Ok(())
}
