//! Postings, decoded: every ordinal of every key against what the articles say, in both directions.

use rayon::prelude::*;

use super::articles::Found;
use super::faults::Faults;
use crate::archive::posting::{FEW, PostingFile, PostingKey, first_head_block};
use crate::archive::{BLOCK_SIZE, Bits, Manifest, file};

/// Checks heads and blocks.
pub fn check(faults: &Faults<'_>, manifest: &Manifest, found: &Found) {
    let Manifest { count, heads, .. } = manifest;
    let first = first_head_block(*count);
    faults.expect(heads.is_empty() == (*count == 0), file::LATEST, || {
        "has no heads of postings".to_owned()
    });
    let paths: Vec<String> = (0..).zip(heads).map(|(bucket, hash)| file::head(bucket, hash)).collect();
    let blocks = older_paths(faults, &paths, first);
    let expected = |key| (found.ordinals(key).len() > 0).then_some(());
    Buckets { faults, found, paths }.check(first, count.div_ceil(BLOCK_SIZE), true, &expected);
    (0..).zip(blocks).par_bridge().for_each(|(block, paths)| {
        let expected = |key| (in_block(found, key, block).count() > FEW as usize).then_some(());
        Buckets { faults, found, paths }.check(block, block + 1, false, &expected);
    });
}

/// The files of each of the `n_blocks` blocks before the heads, by bucket, as the heads name them. Where they don't agree, or leave one out, the block has none.
fn older_paths(faults: &Faults<'_>, heads: &[String], n_blocks: u32) -> Vec<Vec<String>> {
    let mut blocks: Vec<Vec<String>> = vec![Vec::new(); n_blocks as usize];
    for (head, path) in (0..).zip(heads) {
        // What can't be read is reported by those who look into it.
        let Some(file) = faults.bytes(path).and_then(|bytes| PostingFile::read(bytes).ok()) else {
            continue;
        };
        faults.expect(file.n_heads() as usize == heads.len(), path, || {
            format!("is one of {} heads, and there are {}", file.n_heads(), heads.len())
        });
        for (block, n_buckets, bucket, hash) in file.older_files(head) {
            let Some(paths) = blocks.get_mut(block as usize) else {
                continue;
            };
            paths.resize(n_buckets.max(paths.len() as u32) as usize, String::new());
            let named = file::block_postings(block, bucket, hash);
            let is_same =
                paths.len() as u32 == n_buckets && paths.get(bucket as usize).is_some_and(|known| known.is_empty() || *known == named);
            faults.expect(is_same, path, || {
                format!("names other files of block {block} than the heads before it")
            });
            if let Some(place) = paths.get_mut(bucket as usize) {
                *place = named;
            }
        }
    }
    for (block, paths) in blocks.iter_mut().enumerate() {
        let is_whole = !paths.is_empty() && paths.iter().all(|path| !path.is_empty());
        faults.expect(is_whole, file::LATEST, || {
            format!("its heads don't name all postings of block {block}")
        });
        if !is_whole {
            paths.clear();
        }
    }
    blocks
}

/// All files of one block, or of the head.
struct Buckets<'run> {
    faults: &'run Faults<'run>,
    found: &'run Found,
    paths: Vec<String>,
}

impl Buckets<'_> {
    /// Checks them: they cover the blocks from `first` up to but not including `end`, and have the keys that `is_expected` names.
    fn check(&self, first: u32, end: u32, is_head: bool, is_expected: &(dyn Fn(PostingKey) -> Option<()> + Sync)) {
        let n_buckets = self.paths.len() as u32;
        if n_buckets == 0 {
            return;
        }
        if !n_buckets.is_power_of_two() {
            return self
                .faults
                .report(&self.paths[0], format!("is one of {n_buckets} buckets, which is no power of two"));
        }
        (0..n_buckets).into_par_iter().zip(&self.paths).for_each(|(bucket, path)| {
            let Some(read) = self.faults.bytes(path) else { return };
            let file = match PostingFile::read(read) {
                Ok(file) => file,
                Err(error) => return self.faults.report(path, error.to_string()),
            };
            let covers = (file.first_block(), file.first_block() + file.n_blocks(), file.is_head());
            self.faults
                .expect(covers == (first, end, is_head), path, || format!("covers other blocks: {covers:?}"));
            let keys: Vec<PostingKey> = file.keys().collect();
            self.faults.expect(keys.is_sorted_by(|one, other| one < other), path, || {
                "its keys don't rise".to_owned()
            });
            for key in &keys {
                self.faults.expect(key.bucket(n_buckets) == bucket, path, || {
                    format!("{} belongs to another bucket", self.name(*key))
                });
                self.posting(path, &file, *key);
            }
            let known = self
                .found
                .names
                .keys()
                .filter(|key| key.bucket(n_buckets) == bucket && is_expected(**key).is_some());
            for key in known {
                let is_there = keys.binary_search(key).is_ok() || self.is_uncertain(*key);
                self.faults.expect(is_there, path, || format!("lacks {}", self.name(*key)));
            }
        });
    }

    /// Checks what a file says of a key.
    fn posting(&self, path: &str, file: &PostingFile, key: PostingKey) {
        let posting = match file.posting(key) {
            Ok(posting) => posting,
            Err(error) => return self.faults.report(path, format!("{}: {error}", self.name(key))),
        };
        for (block, bits) in (file.first_block()..).zip(&posting.blocks) {
            self.places(path, key, block, bits);
        }
        if !file.is_head() {
            return;
        }
        for block in 0..file.first_block() {
            let older = posting.older.iter().find(|older| older.block == block);
            let n_places = in_block(self.found, key, block).count();
            let is_same = older.map_or(0, |older| older.cardinality as usize) == n_places || self.is_uncertain(key);
            self.faults.expect(is_same, path, || {
                format!("{} has {n_places} articles in block {block}, and it says otherwise", self.name(key))
            });
            if let Some(few) = older.and_then(|older| older.few.as_ref()) {
                self.places(path, key, block, few);
            }
        }
    }

    fn places(&self, path: &str, key: PostingKey, block: u32, bits: &Bits) {
        let start = block * BLOCK_SIZE;
        let is_certain = |ordinal: &u32| !self.found.uncertain.contains(ordinal);
        let own = bits.ascending().map(|place| start + u32::from(place)).filter(is_certain);
        let is_same = own.eq(in_block(self.found, key, block).filter(is_certain));
        self.faults.expect(is_same, path, || {
            let n_articles = in_block(self.found, key, block).count();
            format!(
                "{} stands for {} articles in block {block}, and {n_articles} have it or other ones",
                self.name(key),
                bits.count()
            )
        });
    }

    /// Whether articles that may be newer than their cards could have changed who has a key.
    fn is_uncertain(&self, _key: PostingKey) -> bool {
        !self.found.uncertain.is_empty()
    }

    fn name(&self, key: PostingKey) -> String {
        match self.found.names.get(&key) {
            Some(term) => crate::query::Query::from(term.clone()).to_string(),
            None => format!("a key that no article has ({key:?})"),
        }
    }
}

fn in_block(found: &Found, key: PostingKey, block: u32) -> impl Iterator<Item = u32> + '_ {
    found
        .ordinals(key)
        .skip_while(move |ordinal| ordinal / BLOCK_SIZE < block)
        .take_while(move |ordinal| ordinal / BLOCK_SIZE == block)
}
