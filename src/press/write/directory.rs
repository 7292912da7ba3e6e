//! Writes the directory of tags, authors and categories.

use rayon::prelude::*;

use super::folder::{Folder, WriteError};
use crate::archive::directory::{DirectoryTable, Entry, plan};
use crate::archive::{file, key};
use crate::press::compose::nfc;

/// Writes the directory of these entries, whose terms differ; returns the hash of its table. It doesn't depend on their order.
///
/// # Errors
/// When a file can't be written.
pub fn write(folder: &Folder, mut entries: Vec<Entry>) -> Result<String, WriteError> {
    folder.make("directory")?;
    entries.par_sort_unstable_by(|one, other| one.term.cmp(&other.term));
    let blocks = plan::plan(&entries, nfc).into_par_iter().map(|planned| {
        let bytes = planned.block.write();
        let hash = key::file_hash(&bytes);
        folder.put(&file::directory_block(&hash), &bytes)?;
        Ok((planned.border, hash))
    });
    let table = DirectoryTable {
        blocks: blocks.collect::<Result<_, WriteError>>()?,
    };
    let bytes = table.write();
    let hash = key::file_hash(&bytes);
    folder.put(&file::directory_table(&hash), &bytes)?;
    Ok(hash)
}
