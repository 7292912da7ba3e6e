//! Writes postings: the older blocks, and the heads that name their files.

use rayon::prelude::*;

use super::folder::{Folder, WriteError};
use crate::archive::posting::{self, Head, PostingKey, first_head_block};
use crate::archive::{BLOCK_SIZE, file, key};

/// The most bytes a head has on average. A head answers for all its keys, and few of them are ever asked for.
const HEAD_BYTES: usize = 12_000;

/// The most buckets of heads: their hashes stand in the manifest.
const MOST_HEADS: u32 = 256;

/// The most bytes a bucket of an older block has on average.
const BUCKET_BYTES: usize = 9_000;

/// The most buckets of an older block: their hashes stand in the heads.
const MOST_BUCKETS: u32 = 1_024;

/// A key with its ordinals, rising.
pub type Posting<'edition> = (PostingKey, &'edition [u32]);

/// Sorts postings by key.
///
/// # Errors
/// The places in `postings` of two that have the same key: they can't be kept apart.
pub fn sort<'edition>(postings: &[Posting<'edition>]) -> Result<Vec<Posting<'edition>>, (usize, usize)> {
    let mut places: Vec<usize> = (0..postings.len()).collect();
    places.par_sort_unstable_by_key(|place| postings[*place].0);
    match places.windows(2).find(|pair| postings[pair[0]].0 == postings[pair[1]].0) {
        Some(pair) => Err((pair[0], pair[1])),
        None => Ok(places.into_iter().map(|place| postings[place]).collect()),
    }
}

/// Writes the postings of an archive with `count` articles; returns the hashes of the heads, by bucket. `postings` are sorted by key, and no two
/// have the same.
///
/// # Errors
/// When a file can't be written.
pub fn write(folder: &Folder, count: u32, postings: &[Posting<'_>]) -> Result<Vec<String>, WriteError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    folder.make("postings")?;
    let blocks = (0..first_head_block(count)).into_par_iter();
    let older: Vec<Vec<String>> = blocks.map(|block| write_block(folder, block, postings)).collect::<Result<_, _>>()?;
    write_buckets(
        postings,
        HEAD_BYTES,
        MOST_HEADS,
        |postings, bucket, n_heads| {
            let older = &older;
            posting::write_head(count, Head { bucket, n_heads, older }, postings)
        },
        |bucket, hash, bytes| folder.put(&file::head(bucket, hash), bytes),
    )
}

/// Writes an older block; returns the hashes of its buckets.
fn write_block(folder: &Folder, block: u32, postings: &[Posting<'_>]) -> Result<Vec<String>, WriteError> {
    let start = block * BLOCK_SIZE;
    let own: Vec<Posting<'_>> = postings
        .iter()
        .map(|(key, ordinals)| {
            let from = ordinals.partition_point(|ordinal| *ordinal < start);
            let length = ordinals[from..].partition_point(|ordinal| ordinal - start < BLOCK_SIZE);
            (*key, &ordinals[from..from + length])
        })
        .filter(|(_, ordinals)| !ordinals.is_empty())
        .collect();
    write_buckets(
        &own,
        BUCKET_BYTES,
        MOST_BUCKETS,
        |postings, _, _| posting::write_block(block, postings),
        |bucket, hash, bytes| folder.put(&file::block_postings(block, bucket, hash), bytes),
    )
}

/// Encodes and puts each bucket of `postings`; returns their hashes. There are as many buckets as it takes for them to have at most
/// `size` bytes on average: the number follows from the postings alone. `encode` is told which bucket of how many it is for.
fn write_buckets(
    postings: &[Posting<'_>],
    size: usize,
    most: u32,
    encode: impl Fn(&[Posting<'_>], u32, u32) -> Vec<u8> + Sync,
    put: impl Fn(u32, &str, &[u8]) -> Result<(), WriteError> + Sync,
) -> Result<Vec<String>, WriteError> {
    let total = encode(postings, 0, 1).len();
    let mut n_buckets = 1;
    while n_buckets < most && total > size * n_buckets as usize {
        n_buckets *= 2;
    }
    let write = |bucket| {
        let from = postings.partition_point(|(key, _)| key.bucket(n_buckets) < bucket);
        let to = postings.partition_point(|(key, _)| key.bucket(n_buckets) <= bucket);
        let bytes = encode(&postings[from..to], bucket, n_buckets);
        let hash = key::file_hash(&bytes);
        put(bucket, &hash, &bytes)?;
        Ok(hash)
    };
    (0..n_buckets).into_par_iter().map(write).collect()
}
