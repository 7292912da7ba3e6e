//! Which versioned files a view consists of.

use crate::archive::directory::DirectoryTable;
use crate::archive::posting::PostingFile;
use crate::archive::{Manifest, TABLE_SIZE, VersionTable, file};

/// The versioned files that a view's `latest.json` refers to, directly or through a table, but for pictures. `read` gives the bytes of one; what a
/// table refers to that can't be read is left out.
pub fn of(manifest: &Manifest, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut paths = Vec::new();
    let table = |path: &str| {
        let table = read(path).and_then(|bytes| VersionTable::read(&bytes).ok());
        table.map(|table| table.versions).unwrap_or_default()
    };
    for (block, hash) in (0..).zip(&manifest.tables) {
        let path = file::version_table(block, hash);
        let pages = (block * TABLE_SIZE..).zip(table(&path));
        paths.extend(pages.map(|(page, hash)| file::card_page(page, &hash)));
        paths.push(path);
    }
    let first_of_postings = paths.len();
    for (bucket, hash) in (0..).zip(&manifest.heads) {
        let path = file::head(bucket, hash);
        if let Some(head) = read(&path).and_then(|bytes| PostingFile::read(bytes).ok()) {
            let older = head.older_files(bucket);
            paths.extend(older.map(|(block, _, bucket, hash)| file::block_postings(block, bucket, hash)));
        }
        paths.push(path);
    }
    // A block with fewer buckets than there are heads is named by several of them.
    paths[first_of_postings..].sort_unstable();
    paths.dedup();
    paths.extend(manifest.years.iter().map(|year| file::year(year.year, &year.hash)));
    if !manifest.directory.is_empty() {
        let path = file::directory_table(&manifest.directory);
        let table = read(&path).and_then(|bytes| DirectoryTable::read(&bytes).ok()).unwrap_or_default();
        paths.extend(table.blocks.iter().map(|(_, hash)| file::directory_block(hash)));
        paths.push(path);
    }
    paths
}
