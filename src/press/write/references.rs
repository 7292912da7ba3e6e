//! Which versioned files a view consists of.

use crate::archive::directory::DirectoryTable;
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
    for (block, hash) in (0..).zip(&manifest.blocks) {
        let path = file::posting_table(block, hash);
        let buckets = (0..).zip(table(&path));
        paths.extend(buckets.map(|(bucket, hash)| file::block_postings(block, bucket, &hash)));
        paths.push(path);
    }
    paths.extend((0..).zip(&manifest.heads).map(|(bucket, hash)| file::head(bucket, hash)));
    paths.extend(manifest.years.iter().map(|year| file::year(year.year, &year.hash)));
    if !manifest.directory.is_empty() {
        let path = file::directory_table(&manifest.directory);
        let table = read(&path).and_then(|bytes| DirectoryTable::read(&bytes).ok()).unwrap_or_default();
        paths.extend(table.blocks.iter().map(|(_, hash)| file::directory_block(hash)));
        paths.push(path);
    }
    paths
}
