//! Postings: which articles have a tag, an author, a category. Byte for byte, so that a reader in another language can be written.
//!
//! A *key* is a text that begins with its kind ([`PostingKey`]). Its hash is the first 8 bytes of the SHA-256 of that text,
//! read as a big-endian number. A file holds the keys of one *bucket*: of 2ⁿ buckets, the one whose number is the hash's first n
//! bits. Ordinals stand in blocks of 65,536; the newest one or two blocks are the *head* of the archive.
//!
//! ```text
//! file    = "OfPo" version kind n_blocks bits  first_block  n_keys  [ older files ]  index  records
//!           version: 1 byte, 1 · kind: 1 byte, 0 a block's file, 1 a head · n_blocks: 1 byte, how many blocks each
//!           record has containers for · bits: 1 byte, a head is one of 2^bits; 0 in a block's file ·
//!           first_block, n_keys: 4 bytes each, little-endian
//! older files = only in a head; for each block before the head, rising: m, 1 byte: the block has 2^m buckets; then the hashes
//!           in the names of those of its buckets that can have keys of this one, by bucket, 10 characters each:
//!           2^(m - bits) of them, or one where that is less
//! index   = for each key, hashes rising: its hash, 8 bytes big-endian; where its record begins, counted from the file's
//!           first byte, 4 bytes little-endian
//! record  = [ older ] container × n_blocks       older only in a head; see `container` for containers
//! older   = varint(number of older blocks that have the key), and for each of them, rising:
//!           varint(block - the one before - 1; the first one as it is), varint(how many ordinals it has there),
//!           and if that is at most 4, the places themselves as gaps
//! ```
//!
//! A block's file leaves out keys with at most 4 ordinals in the block: their head has them. So a head says of each older block
//! whether a key occurs there and how often, and a key that occurs rarely is read with one request. A head is also the table that names the
//! files of older blocks: what changes one of those changes what it says of its keys, too.

use sha2::{Digest, Sha256};

use super::ReadError;
use super::bits::Bits;
use super::container::{Input, put_container, put_places, put_varint, take_container};
use super::key::HASH_LENGTH;

/// The most blocks that a head covers.
pub const HEAD_BLOCKS: u32 = 2;

/// Keys with at most this many ordinals in an older block have them in their head.
pub const FEW: u32 = 4;

/// Between the levels of a category path: no name holds it.
const LEVEL_SEPARATOR: char = '\u{1f}';

const MAGIC: &[u8; 4] = b"OfPo";
const VERSION: u8 = 1;
const HEADER: usize = 16;
const INDEX_ENTRY: usize = 12;
/// The most buckets of a block, as a power of two.
const MOST_BITS: u8 = 10;

/// The hash of a key: what postings are found by.
///
/// Keys are `tag:<name>`, `author:<name>` and `in:<level>␟<level>…` for each beginning of a category path, all names in their
/// comparable form ([`super::name::comparable`]). Other kinds may join them, such as terms of a text (`text.<analyser>.<version>:<term>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostingKey(u64);

impl PostingKey {
    /// The key of a tag, by its comparable name.
    pub fn tag(name: &str) -> Self {
        Self::of(&format!("tag:{name}"))
    }

    /// The key of an author, by their comparable name.
    pub fn author(name: &str) -> Self {
        Self::of(&format!("author:{name}"))
    }

    /// The key of a category and all below it, by the comparable names of its levels.
    pub fn category(levels: &[String]) -> Self {
        Self::of(&format!("in:{}", levels.join(&LEVEL_SEPARATOR.to_string())))
    }

    fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        Self(digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte)))
    }

    /// The bucket, of as many as there are: a power of two, of which each key is in one.
    pub fn bucket(self, n_buckets: u32) -> u32 {
        // One bucket takes no bits, and shifting by all 64 is not allowed.
        self.0.checked_shr(64 - n_buckets.trailing_zeros()).unwrap_or(0) as u32
    }
}

/// A key's ordinals in a block before the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    /// The block.
    pub block: u32,
    /// How many ordinals it has there.
    pub cardinality: u32,
    /// Their places in the block, if they are few.
    pub few: Option<Bits>,
}

/// What a file says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The older blocks that have it, rising. Empty in a block's file.
    pub older: Vec<Older>,
    /// The places in each block that the file covers, from [`PostingFile::first_block`] on.
    pub blocks: Vec<Bits>,
}

/// A file of postings.
#[derive(Debug, Clone)]
pub struct PostingFile {
    bytes: Vec<u8>,
    is_head: bool,
    n_blocks: u8,
    /// A head is one of 2 to the power of this.
    bits: u8,
    first_block: u32,
    n_keys: usize,
    /// The blocks before a head.
    older: Vec<Buckets>,
    /// Where the index begins.
    index: usize,
}

/// The buckets of a block that can have keys of a head.
#[derive(Debug, Clone, Copy)]
struct Buckets {
    /// The block has 2 to the power of this.
    bits: u8,
    /// Where the hash of the first one begins.
    at: usize,
}

impl Buckets {
    /// How many of them can have keys of a head of which there are 2 to the power of `head_bits`.
    fn len(self, head_bits: u8) -> u32 {
        1 << self.bits.saturating_sub(head_bits)
    }
}

/// The place of a head among the others, and what it says of older blocks' files.
#[derive(Debug, Clone, Copy)]
pub struct Head<'hashes> {
    /// Which one it is.
    pub bucket: u32,
    /// How many there are: a power of two.
    pub n_heads: u32,
    /// For each block before the head the hashes of its buckets: a power of two many.
    pub older: &'hashes [Vec<String>],
}

impl Head<'_> {
    /// The only one of an archive that has no block before it.
    pub const ONLY: Head<'static> = Head {
        bucket: 0,
        n_heads: 1,
        older: &[],
    };
}

impl PostingFile {
    /// Reads a file's header; a record is read when it is asked for.
    ///
    /// # Errors
    /// When it is no file of postings.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let not_this = ReadError::OtherFile("the beginning of a file of postings");
        let mut input = Input(&bytes);
        let header = input
            .take(HEADER)
            .and_then(|header| header.split_first_chunk::<8>())
            .ok_or(not_this.clone())?;
        let ([m0, m1, m2, m3, VERSION, kind @ 0..=1, n_blocks, bits @ 0..=MOST_BITS], rest) = header else {
            return Err(not_this);
        };
        if [*m0, *m1, *m2, *m3] != *MAGIC {
            return Err(not_this);
        }
        let mut rest = Input(rest);
        let numbers = number(&mut rest).zip(number(&mut rest));
        let (first_block, n_keys) = numbers.ok_or(not_this)?;
        let is_head = *kind == 1;
        let mut older = Vec::new();
        let mut index = HEADER;
        for _ in 0..if is_head { first_block } else { 0 } {
            let before = ReadError::OtherFile("all of its older files");
            let m = input.take(1).and_then(|m| m.first().copied()).filter(|m| *m <= MOST_BITS);
            let block = Buckets {
                bits: m.ok_or(before.clone())?,
                at: index + 1,
            };
            let length = block.len(*bits) as usize * HASH_LENGTH;
            input.take(length).ok_or(before)?;
            index += 1 + length;
            older.push(block);
        }
        let n_keys = n_keys as usize;
        if n_keys.checked_mul(INDEX_ENTRY).is_none_or(|length| input.0.len() < length) {
            return Err(ReadError::OtherFile("all of its index"));
        }
        Ok(Self {
            is_head,
            n_blocks: *n_blocks,
            bits: *bits,
            first_block,
            n_keys,
            older,
            index,
            bytes,
        })
    }

    /// The first block that it covers.
    pub fn first_block(&self) -> u32 {
        self.first_block
    }

    /// How many blocks it covers.
    pub fn n_blocks(&self) -> u32 {
        u32::from(self.n_blocks)
    }

    /// Whether it is a head.
    pub fn is_head(&self) -> bool {
        self.is_head
    }

    /// How many heads there are, of which this is one.
    pub fn n_heads(&self) -> u32 {
        1 << self.bits
    }

    /// Which of its buckets a block before this head has a key in, and the hash in the name of that file.
    pub fn older_file(&self, key: PostingKey, block: u32) -> Option<(u32, &str)> {
        let buckets = self.older.get(block as usize)?;
        let bucket = key.bucket(1 << buckets.bits);
        Some((bucket, self.hash(*buckets, bucket % buckets.len(self.bits))?))
    }

    /// All files of older blocks that this head names, as the head of a bucket: block, how many buckets that has, bucket and hash.
    pub fn older_files(&self, head: u32) -> impl Iterator<Item = (u32, u32, u32, &str)> + '_ {
        (0..).zip(&self.older).flat_map(move |(block, buckets)| {
            let first = (head << buckets.bits) >> self.bits;
            let hashes = (0..buckets.len(self.bits)).filter_map(|place| Some((place, self.hash(*buckets, place)?)));
            hashes.map(move |(place, hash)| (block, 1 << buckets.bits, first + place, hash))
        })
    }

    fn hash(&self, buckets: Buckets, place: u32) -> Option<&str> {
        let at = buckets.at + place as usize * HASH_LENGTH;
        std::str::from_utf8(self.bytes.get(at..at + HASH_LENGTH)?).ok()
    }

    /// What it says of a key; nothing when it doesn't have the key.
    ///
    /// # Errors
    /// When the record can't be read.
    pub fn posting(&self, key: PostingKey) -> Result<Posting, ReadError> {
        let place = partition_point(self.n_keys, |place| self.index(place).is_some_and(|(hash, _)| hash < key));
        match self.index(place) {
            Some((hash, at)) if hash == key => {
                let record = self.bytes.get(at as usize..).and_then(|bytes| self.record(Input(bytes)));
                record.ok_or(ReadError::OtherFile("a record that its index names"))
            }
            _ => Ok(Posting {
                older: Vec::new(),
                blocks: (0..self.n_blocks).map(|_| Bits::none()).collect(),
            }),
        }
    }

    /// The keys that it has, rising.
    pub fn keys(&self) -> impl Iterator<Item = PostingKey> + '_ {
        (0..self.n_keys).filter_map(|place| self.index(place)).map(|(key, _)| key)
    }

    fn index(&self, place: usize) -> Option<(PostingKey, u32)> {
        let at = self.index + place * INDEX_ENTRY;
        let entry = self.bytes.get(at..at + INDEX_ENTRY).filter(|_| place < self.n_keys);
        let (hash, rest) = entry?.split_first_chunk()?;
        Some((PostingKey(u64::from_be_bytes(*hash)), number(&mut Input(rest))?))
    }

    fn record(&self, mut input: Input<'_>) -> Option<Posting> {
        let mut older = Vec::new();
        if self.is_head {
            let mut next = 0u32;
            for _ in 0..input.varint()? {
                let block = next.checked_add(input.varint()?).filter(|block| *block < self.first_block)?;
                let cardinality = input.varint()?;
                let mut few = None;
                if cardinality <= FEW {
                    let mut bits = Bits::none();
                    input.places(cardinality, |place| bits.insert(place))?;
                    few = Some(bits);
                }
                older.push(Older { block, cardinality, few });
                next = block + 1;
            }
        }
        let blocks = (0..self.n_blocks).map(|_| take_container(&mut input));
        Some(Posting {
            older,
            blocks: blocks.collect::<Option<_>>()?,
        })
    }
}

fn number(input: &mut Input<'_>) -> Option<u32> {
    let (bytes, _) = input.take(4)?.split_first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

fn partition_point(length: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The first block of the head of an archive with `count` articles.
pub fn first_head_block(count: u32) -> u32 {
    count.div_ceil(super::BLOCK_SIZE).saturating_sub(HEAD_BLOCKS)
}

/// Writes the file of a block before the head. `postings` are the bucket's keys, rising, each with its ordinals in the block, rising.
pub fn write_block(block: u32, postings: &[(PostingKey, &[u32])]) -> Vec<u8> {
    let many = postings.iter().filter(|(_, ordinals)| ordinals.len() > FEW as usize);
    let header = header(0, 1, 0, block);
    write(header, many.copied(), |records, ordinals| put_container(records, &places(ordinals)))
}

/// Writes the head of a bucket in an archive with `count` articles. `postings` are the bucket's keys, rising, each with all its
/// ordinals, rising.
pub fn write_head(count: u32, head: Head<'_>, postings: &[(PostingKey, &[u32])]) -> Vec<u8> {
    let first_block = first_head_block(count);
    let n_blocks = count.div_ceil(super::BLOCK_SIZE) - first_block;
    let bits = head.n_heads.trailing_zeros() as u8;
    let mut header = header(1, n_blocks as u8, bits, first_block);
    for hashes in head.older {
        let m = hashes.len().trailing_zeros() as u8;
        let length = Buckets { bits: m, at: 0 }.len(bits) as usize;
        let first = (head.bucket as usize * hashes.len()) >> bits;
        header.push(m);
        hashes.iter().skip(first).take(length).for_each(|hash| header.extend(hash.bytes()));
    }
    write(header, postings.iter().copied(), |records, ordinals| {
        put_older(records, first_block, ordinals);
        for block in first_block..first_block + n_blocks {
            let from = ordinals.partition_point(|ordinal| block_of(*ordinal) < block);
            let to = ordinals.partition_point(|ordinal| block_of(*ordinal) <= block);
            put_container(records, &places(ordinals.get(from..to).unwrap_or_default()));
        }
    })
}

/// A header without the number of keys.
fn header(kind: u8, n_blocks: u8, bits: u8, first_block: u32) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend([VERSION, kind, n_blocks, bits]);
    bytes.extend(first_block.to_le_bytes());
    bytes.extend([0; 4]);
    bytes
}

/// Writes the keys after the header, and their number into it. `put` appends a key's record.
fn write<'ordinals>(
    header: Vec<u8>,
    postings: impl Iterator<Item = (PostingKey, &'ordinals [u32])>,
    put: impl Fn(&mut Vec<u8>, &'ordinals [u32]),
) -> Vec<u8> {
    let (mut index, mut records) = (Vec::new(), Vec::new());
    for (key, ordinals) in postings {
        index.push((key, records.len()));
        put(&mut records, ordinals);
    }
    let mut bytes = header;
    if let Some(n_keys) = bytes.get_mut(HEADER - 4..HEADER) {
        n_keys.copy_from_slice(&(index.len() as u32).to_le_bytes());
    }
    let start = bytes.len() + index.len() * INDEX_ENTRY;
    for (key, at) in index {
        bytes.extend(key.0.to_be_bytes());
        bytes.extend(((start + at) as u32).to_le_bytes());
    }
    bytes.append(&mut records);
    bytes
}

/// Appends what a head says of the blocks before it.
fn put_older(records: &mut Vec<u8>, first_block: u32, ordinals: &[u32]) {
    let older: Vec<&[u32]> = ordinals
        .chunk_by(|one, other| block_of(*one) == block_of(*other))
        .filter(|chunk| chunk.first().is_some_and(|ordinal| block_of(*ordinal) < first_block))
        .collect();
    put_varint(records, older.len() as u32);
    let mut next = 0;
    for chunk in older {
        let block = chunk.first().map_or(0, |ordinal| block_of(*ordinal));
        put_varint(records, block - next);
        put_varint(records, chunk.len() as u32);
        if chunk.len() <= FEW as usize {
            put_places(records, &places(chunk));
        }
        next = block + 1;
    }
}

fn block_of(ordinal: u32) -> u32 {
    ordinal / super::BLOCK_SIZE
}

fn places(ordinals: &[u32]) -> Vec<u16> {
    ordinals.iter().map(|ordinal| (ordinal % super::BLOCK_SIZE) as u16).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::collection::{btree_map, btree_set, vec};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const COUNT: u32 = 5 * 65_536 + 17;

    fn ordinals() -> impl Strategy<Value = Vec<u32>> {
        let around_borders = (0..6u32, 0..8u32).prop_map(|(block, place)| (block * 65_536 + place).saturating_sub(4));
        btree_set(prop_oneof![0..COUNT, around_borders], 0..60).prop_map(|set| set.into_iter().collect())
    }

    /// The only head of an archive of which each older block has one bucket.
    fn only(older: &[Vec<String>]) -> Head<'_> {
        Head { older, ..Head::ONLY }
    }

    fn borrowed(postings: &[(PostingKey, Vec<u32>)]) -> Vec<(PostingKey, &[u32])> {
        postings.iter().map(|(key, ordinals)| (*key, ordinals.as_slice())).collect()
    }

    fn in_block(ordinals: &[u32], block: u32) -> BTreeSet<u16> {
        let own = ordinals.iter().filter(|ordinal| block_of(**ordinal) == block);
        own.map(|ordinal| (ordinal % 65_536) as u16).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn heads_and_blocks_together_hold_every_ordinal(postings in btree_map(any::<u64>().prop_map(PostingKey), ordinals(), 0..12)) {
            let postings: Vec<_> = postings.into_iter().collect();
            let head = PostingFile::read(write_head(COUNT, only(&hashes(&[1; 4])), &borrowed(&postings))).expect("it was just written");
            prop_assert_eq!((head.first_block(), head.n_blocks(), head.is_head()), (4, 2, true));
            let in_blocks = |block| {
                let own: Vec<(PostingKey, Vec<u32>)> = postings
                    .iter()
                    .map(|(key, ordinals)| (*key, ordinals.iter().copied().filter(|ordinal| block_of(*ordinal) == block).collect()))
                    .collect();
                PostingFile::read(write_block(block, &borrowed(&own))).expect("it was just written")
            };
            let blocks: Vec<PostingFile> = (0..4).map(in_blocks).collect();
            for (key, ordinals) in &postings {
                let posting = head.posting(*key).expect("whole");
                for (block, bits) in (4..).zip(&posting.blocks) {
                    prop_assert!(bits.ascending().eq(in_block(ordinals, block)));
                }
                for (block, file) in (0..).zip(&blocks) {
                    let expected = in_block(ordinals, block);
                    let older = posting.older.iter().find(|older| older.block == block);
                    prop_assert_eq!(older.map_or(0, |older| older.cardinality as usize), expected.len());
                    let own = file.posting(*key).expect("whole").blocks.remove(0);
                    let found = older.and_then(|older| older.few.clone()).unwrap_or(own);
                    prop_assert!(found.ascending().eq(expected));
                }
            }
        }

        #[test]
        fn a_key_that_is_not_there_has_no_ordinals(keys in btree_set(any::<u64>(), 0..10), other: u64) {
            let postings: Vec<_> = keys.iter().map(|key| (PostingKey(*key), vec![1u32, 2])).collect();
            let file = PostingFile::read(write_block(0, &borrowed(&postings))).expect("it was just written");
            let found = file.posting(PostingKey(other)).expect("whole");
            prop_assert_eq!(found.blocks[0].count(), 0);
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in vec(any::<u8>(), 0..200), key: u64) {
            let mut file = write_head(3 * 65_536, only(&hashes(&[4])), &[(PostingKey(key), &[1, 2, 3])]);
            for (place, byte) in bytes.iter().enumerate().take(file.len() - 4) {
                file[4 + place] ^= byte;
            }
            if let Ok(file) = PostingFile::read(file) {
                let _ = file.posting(PostingKey(key));
            }
        }
    }

    /// Hashes for blocks with so many buckets: each names its block and its bucket.
    fn hashes(n_buckets: &[u32]) -> Vec<Vec<String>> {
        let of_block = |(block, n): (usize, &u32)| (0..*n).map(|bucket| format!("{block:05}{bucket:05}")).collect();
        n_buckets.iter().enumerate().map(of_block).collect()
    }

    #[test]
    fn each_head_names_the_older_file_of_each_of_its_keys() {
        let older = hashes(&[1, 4, 8, 32]);
        let n_heads = 8;
        for bucket in 0..n_heads {
            let place = Head {
                bucket,
                n_heads,
                older: &older,
            };
            let head = PostingFile::read(write_head(COUNT, place, &[])).expect("it was just written");
            assert_eq!(head.n_heads(), n_heads);
            let mut named = BTreeSet::new();
            for hash in (0..64).map(|part| u64::from(bucket) << 61 | part << 55) {
                let key = PostingKey(hash);
                for (block, n_buckets) in [(0, 1), (1, 4), (2, 8), (3, 32)] {
                    let own = key.bucket(n_buckets);
                    assert_eq!(head.older_file(key, block), Some((own, format!("{block:05}{own:05}").as_str())));
                    named.insert((block, n_buckets, own, format!("{block:05}{own:05}")));
                }
                assert_eq!(head.older_file(key, 4), None);
            }
            let all = head
                .older_files(bucket)
                .map(|(block, n_buckets, own, hash)| (block, n_buckets, own, hash.to_owned()));
            assert!(named.into_iter().eq(all));
        }
    }

    #[test]
    fn a_bucket_is_the_first_bits_of_the_hash() {
        let key = PostingKey(0xF234_5678_9ABC_DEF0);
        assert_eq!([1, 2, 16, 256].map(|n_buckets| key.bucket(n_buckets)), [0, 1, 15, 0xF2]);
    }

    #[test]
    fn a_key_is_the_hash_of_its_kind_and_name() {
        // The first 8 bytes of `printf tag:rust | sha256sum`.
        assert_eq!(PostingKey::tag("rust"), PostingKey(0xfa95_f8af_4ec6_9b8c));
        assert_ne!(PostingKey::tag("rust"), PostingKey::author("rust"));
        let levels = |levels: &[&str]| PostingKey::category(&levels.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_ne!(levels(&["a", "b"]), levels(&["a/b"]));
    }

    #[test]
    fn the_head_is_the_last_two_blocks() {
        for (count, first) in [
            (0, 0),
            (1, 0),
            (65_536, 0),
            (65_537, 0),
            (131_072, 0),
            (131_073, 1),
            (1_000_000, 14),
        ] {
            assert_eq!(first_head_block(count), first, "{count}");
        }
    }
}
