//! Postings against an implementation of Roaring bitmaps that somebody else wrote: the same sets, in no more bytes.

use offprint::archive::posting::{Head, PostingFile, PostingKey, write_block, write_head};
use offprint::archive::{BLOCK_SIZE, Bits};
use proptest::collection::vec;
use proptest::prelude::*;
use roaring::RoaringBitmap;

/// Sets that are sparse, dense, or made of runs.
fn ordinals() -> impl Strategy<Value = RoaringBitmap> {
    let any = vec(0..2 * BLOCK_SIZE, 0..300).prop_map(|ordinals| ordinals.into_iter().collect());
    let steps =
        (0..BLOCK_SIZE, 1..9u32, 0..20_000u32).prop_map(|(from, step, length)| (0..length).map(|n| from + n * step % BLOCK_SIZE).collect());
    let runs = vec((0..2 * BLOCK_SIZE - 3_000, 1..3_000u32), 0..6).prop_map(|runs| {
        let mut set = RoaringBitmap::new();
        for (from, length) in runs {
            set.insert_range(from..from + length);
        }
        set
    });
    prop_oneof![any, steps, runs]
}

fn ascending(block: u32, bits: &Bits) -> RoaringBitmap {
    bits.ascending().map(|place| block * BLOCK_SIZE + u32::from(place)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn postings_decode_to_the_sets_that_roaring_bitmaps_are(one in ordinals(), other in ordinals()) {
        let key = PostingKey::tag("one");
        let set: Vec<u32> = one.iter().collect();
        let head = PostingFile::read(write_head(2 * BLOCK_SIZE, Head::ONLY, &[(key, &set)])).expect("it was just written");
        let posting = head.posting(key).expect("whole");
        let found = ascending(0, &posting.blocks[0]) | ascending(1, &posting.blocks[1]);
        prop_assert_eq!(&found, &one);

        // Joined as sets of bits, they are what Roaring bitmaps are when joined.
        let others: Vec<u32> = other.iter().collect();
        let head = PostingFile::read(write_head(2 * BLOCK_SIZE, Head::ONLY, &[(key, &others)])).expect("it was just written");
        let others = head.posting(key).expect("whole");
        type Join = fn(&mut Bits, &Bits);
        for (join, expected) in [(Bits::and as Join, &one & &other), (Bits::or, &one | &other), (Bits::and_not, &one - &other)] {
            let mut joined = posting.blocks.clone();
            joined.iter_mut().zip(&others.blocks).for_each(|(own, other)| join(own, other));
            prop_assert_eq!(ascending(0, &joined[0]) | ascending(1, &joined[1]), expected);
        }
    }

    #[test]
    fn a_posting_takes_no_more_bytes_than_a_portable_roaring_bitmap(mut set in ordinals()) {
        set.remove_range(BLOCK_SIZE..);
        prop_assume!(set.len() > 4);
        let places: Vec<u32> = set.iter().collect();
        let header = write_block(0, &[]).len() + 12;
        let own = write_block(0, &[(PostingKey::tag("one"), &places)]).len() - header;
        set.optimize();
        prop_assert!(own <= set.serialized_size(), "{own} bytes, and Roaring's {}", set.serialized_size());
    }
}
