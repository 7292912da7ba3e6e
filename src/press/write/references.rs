//! Which versioned files a view consists of.

use crate::archive::{Manifest, VersionTable, file};

/// The versioned files that a view's `latest.json` refers to, directly or through a table, but for pictures. `read` gives the bytes of one; what a table refers to
/// that can't be read is left out.
pub fn of(manifest: &Manifest, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut paths = Vec::new();
    let mut first = 0;
    for (block, hash) in (0..).zip(&manifest.tables) {
        let path = file::version_table(block, hash);
        let pages = read(&path).and_then(|bytes| VersionTable::read(&bytes).ok());
        let hashes = pages.iter().flat_map(|table| &table.versions);
        paths.extend((first..).zip(hashes).map(|(page, hash)| file::card_page(page, hash)));
        paths.push(path);
        first += crate::archive::TABLE_SIZE;
    }
    paths
}
