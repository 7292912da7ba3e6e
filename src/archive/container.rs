//! A set of places within one block as bytes: one Roaring container, written in the shortest of three ways.
//!
//! ```text
//! container = varint(cardinality * 4 + kind) payload       a lone 0 is the empty set
//! kind 0    = gaps: for each place, lowest first, varint(place - the one before - 1); the first one as it is
//! kind 1    = bits: 8,192 bytes; place p is bit p % 8 (the least significant is 0) of byte p / 8
//! kind 2    = runs: varint(number of runs), then for each varint(its first place - the end of the one before),
//!             varint(its length - 1)
//! varint    = seven bits a byte, the lowest first; the highest bit says that more follow (LEB128)
//! ```
//!
//! Roaring's own array of 16-bit numbers takes two bytes for each place; gaps take one for places that are less than 129 apart, and
//! nothing in a reader needs to look into a container without decoding it.

use super::bits::{BLOCK_SIZE, Bits};

const GAPS: u32 = 0;
const BITS: u32 = 1;
const RUNS: u32 = 2;

const N_BYTES: usize = BLOCK_SIZE as usize / 8;

/// Bytes that are read from their front. Every method gives `None` where they end too early or mean nothing.
#[derive(Debug, Clone, Copy)]
pub struct Input<'bytes>(pub &'bytes [u8]);

impl<'bytes> Input<'bytes> {
    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Option<&'bytes [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of at most 32 bits.
    pub fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = *self.take(1)?.first()?;
            let bits = u32::from(byte & 127);
            if shift == 28 && bits > 15 {
                return None;
            }
            value |= bits << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    /// As many rising places as `count` says, each as its gap from the one before.
    pub fn places(&mut self, count: u32, mut each: impl FnMut(u16)) -> Option<()> {
        let mut next = 0u32;
        for _ in 0..count {
            let place = next.checked_add(self.varint()?)?;
            each(u16::try_from(place).ok()?);
            next = place + 1;
        }
        Some(())
    }
}

/// Appends a number.
pub fn put_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Appends rising places as gaps.
pub fn put_places(bytes: &mut Vec<u8>, places: &[u16]) {
    let mut next = 0;
    for place in places {
        let place = u32::from(*place);
        put_varint(bytes, place - next);
        next = place + 1;
    }
}

/// Appends the container of `places`, which rise.
pub fn put_container(bytes: &mut Vec<u8>, places: &[u16]) {
    if places.is_empty() {
        bytes.push(0);
        return;
    }
    let (mut gaps, mut runs) = (Vec::new(), Vec::new());
    put_places(&mut gaps, places);
    put_runs(&mut runs, places);
    let kind = if gaps.len().min(runs.len()) >= N_BYTES {
        BITS
    } else if runs.len() < gaps.len() {
        RUNS
    } else {
        GAPS
    };
    put_varint(bytes, places.len() as u32 * 4 + kind);
    match kind {
        GAPS => bytes.append(&mut gaps),
        RUNS => bytes.append(&mut runs),
        _ => {
            let mut set = Bits::none();
            places.iter().for_each(|place| set.insert(*place));
            bytes.extend((0..N_BYTES).map(|byte| set.byte(byte)));
        }
    }
}

fn put_runs(bytes: &mut Vec<u8>, places: &[u16]) {
    let is_next = |one: &u16, other: &u16| one.checked_add(1) == Some(*other);
    let runs = places.chunk_by(is_next);
    put_varint(bytes, runs.clone().count() as u32);
    let mut end = 0;
    for run in runs {
        let first = u32::from(run.first().copied().unwrap_or_default());
        put_varint(bytes, first - end);
        put_varint(bytes, run.len() as u32 - 1);
        end = first + run.len() as u32;
    }
}

/// Takes the places of a container from the front of `input`; `None` when its bytes mean no set, or not one of the size that it says.
pub fn take_container(input: &mut Input<'_>) -> Option<Bits> {
    let head = input.varint()?;
    let cardinality = head / 4;
    let mut bits = Bits::none();
    match head % 4 {
        _ if cardinality == 0 => {}
        GAPS => input.places(cardinality, |place| bits.insert(place))?,
        BITS => {
            for (place, byte) in input.take(N_BYTES)?.iter().enumerate() {
                bits.set_byte(place, *byte);
            }
        }
        RUNS => {
            let mut end = 0u32;
            for _ in 0..input.varint()? {
                let first = end.checked_add(input.varint()?)?;
                end = first.checked_add(input.varint()?)?.checked_add(1)?;
                if end > BLOCK_SIZE {
                    return None;
                }
                bits.insert_range(first, end);
            }
        }
        _ => return None,
    }
    (bits.count() == cardinality).then_some(bits)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Sets that each kind of container is the shortest for.
    fn places() -> impl Strategy<Value = BTreeSet<u16>> {
        let runs = vec((any::<u16>(), 1..3_000u16), 0..10).prop_map(|runs| {
            let runs = runs.into_iter();
            runs.flat_map(|(first, length)| first..=first.saturating_add(length)).collect()
        });
        let dense = (0..u64::MAX).prop_map(|seed| {
            let is_in = |place: &u16| (u64::from(*place) + 1).wrapping_mul(seed | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 62 != 0;
            (0..=u16::MAX).filter(is_in).collect()
        });
        prop_oneof![btree_set(any::<u16>(), 0..300), runs, dense]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn a_container_holds_what_was_put_into_it(sets in vec(places(), 1..4)) {
            let mut bytes = Vec::new();
            for set in &sets {
                put_container(&mut bytes, &set.iter().copied().collect::<Vec<_>>());
            }
            let mut input = Input(&bytes);
            for set in &sets {
                let bits = take_container(&mut input).expect("it was just written");
                prop_assert!(bits.ascending().eq(set.iter().copied()));
            }
            prop_assert!(input.0.is_empty());
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in vec(any::<u8>(), 0..40)) {
            let mut input = Input(&bytes);
            take_container(&mut input);
            prop_assert!(input.0.len() <= bytes.len());
        }
    }

    #[test]
    fn a_container_is_never_longer_than_its_bits() {
        let every_other: Vec<u16> = (0..=u16::MAX).step_by(2).collect();
        let mut bytes = Vec::new();
        put_container(&mut bytes, &every_other);
        assert_eq!(bytes.len(), 3 + N_BYTES);
        bytes.clear();
        put_container(&mut bytes, &(0..=u16::MAX).collect::<Vec<_>>());
        assert_eq!(bytes.len(), 3 + 1 + 1 + 3);
    }

    #[test]
    fn a_number_that_is_too_large_is_refused() {
        assert_eq!(Input(&[255, 255, 255, 255, 15]).varint(), Some(u32::MAX));
        assert_eq!(Input(&[255, 255, 255, 255, 16]).varint(), None);
        assert_eq!(Input(&[128]).varint(), None);
    }
}
