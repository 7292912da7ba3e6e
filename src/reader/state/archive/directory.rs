//! The directory's files: one table, and one block for each search.

use std::sync::Arc;

use super::{Archive, ArchiveError, known, lock, whole};
use crate::archive::directory::{DirectoryBlock, DirectoryTable, Entry};
use crate::archive::file;
use crate::reader::browser::text::nfc;

/// Blocks that are kept: those of the last words that were typed.
const KEPT_BLOCKS: usize = 32;

impl Archive {
    /// The table that says which block to search; `None` in an archive without terms.
    pub async fn directory_table(&self) -> Result<Option<Arc<DirectoryTable>>, ArchiveError> {
        let hash = &self.manifest().directory;
        if hash.is_empty() {
            return Ok(None);
        }
        if let Some(known) = lock(&self.directory_table).clone() {
            return Ok(Some(known));
        }
        let file = self.versioned(&file::directory_table(hash)).await?;
        let table = Arc::new(file.read(|bytes| DirectoryTable::read(bytes).map(whole))?);
        *lock(&self.directory_table) = Some(table.clone());
        Ok(Some(table))
    }

    /// The best entries for a search text or a part of one.
    pub async fn search_directory(&self, typed: &str) -> Result<Vec<Entry>, ArchiveError> {
        let table = self.directory_table().await?;
        let Some(hash) = table.as_ref().and_then(|table| table.block_of(typed)) else {
            return Ok(Vec::new());
        };
        let path = file::directory_block(hash);
        if let Some(known) = known(&self.directory_blocks, &path) {
            return Ok(known.search(typed, nfc));
        }
        let file = self.versioned(&path).await?;
        let block = Arc::new(file.read(|bytes| DirectoryBlock::read(bytes).map(whole))?);
        let found = block.search(typed, nfc);
        let mut kept = lock(&self.directory_blocks);
        kept.truncate(KEPT_BLOCKS - 1);
        kept.insert(0, (path, block));
        Ok(found)
    }
}
