//! A set of places within one block of ordinals.

/// Ordinals in a block: what one Roaring container covers.
pub const BLOCK_SIZE: u32 = 65_536;

const WORD: usize = 64;
const N_WORDS: usize = BLOCK_SIZE as usize / WORD;

/// A set of places, 0 to 65,535, in one block: 8 kB whatever is in it, so that joining two sets takes a thousand steps.
#[derive(Clone, PartialEq, Eq)]
pub struct Bits(Box<[u64; N_WORDS]>);

impl Bits {
    /// The empty set.
    pub fn none() -> Self {
        Self(Box::new([0; N_WORDS]))
    }

    /// The places from `from` up to but not including `to`; what is beyond the block is left out.
    pub fn range(from: u32, to: u32) -> Self {
        let mut bits = Self::none();
        bits.insert_range(from, to);
        bits
    }

    /// Adds one place.
    pub fn insert(&mut self, place: u16) {
        let place = usize::from(place);
        self.0[place / WORD] |= 1 << (place % WORD);
    }

    /// Adds the places from `from` up to but not including `to`.
    pub fn insert_range(&mut self, from: u32, to: u32) {
        let (mut from, to) = (from as usize, to.min(BLOCK_SIZE) as usize);
        while from < to {
            let (word, first) = (from / WORD, from % WORD);
            let length = (WORD - first).min(to - from);
            self.0[word] |= (u64::MAX >> (WORD - length)) << first;
            from += length;
        }
    }

    /// Gives eight places at once, `8 * byte` to `8 * byte + 7`, from the least significant bit on.
    pub(super) fn set_byte(&mut self, byte: usize, value: u8) {
        self.0[byte / 8] |= u64::from(value) << (byte % 8 * 8);
    }

    /// The eight places from `8 * byte` on.
    pub(super) fn byte(&self, byte: usize) -> u8 {
        (self.0[byte / 8] >> (byte % 8 * 8)) as u8
    }

    /// Keeps what is in both.
    pub fn and(&mut self, other: &Self) {
        self.join(other, |own, other| own & other);
    }

    /// Adds what is in the other.
    pub fn or(&mut self, other: &Self) {
        self.join(other, |own, other| own | other);
    }

    /// Takes away what is in the other.
    pub fn and_not(&mut self, other: &Self) {
        self.join(other, |own, other| own & !other);
    }

    fn join(&mut self, other: &Self, join: fn(u64, u64) -> u64) {
        for (own, other) in self.0.iter_mut().zip(other.0.iter()) {
            *own = join(*own, *other);
        }
    }

    /// How many places are in the set.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether a place is in the set.
    pub fn contains(&self, place: u16) -> bool {
        let place = usize::from(place);
        self.0[place / WORD] & (1 << (place % WORD)) != 0
    }

    /// The highest place below `end`.
    pub fn last_below(&self, end: u32) -> Option<u16> {
        let end = end.min(BLOCK_SIZE) as usize;
        let mut word = end / WORD;
        let mut left = self.0.get(word).map_or(0, |bits| bits & ((1 << (end % WORD)) - 1));
        loop {
            if left != 0 {
                return Some((word * WORD + left.ilog2() as usize) as u16);
            }
            word = word.checked_sub(1)?;
            left = self.0[word];
        }
    }

    /// The lowest place that is `from` or above.
    pub fn first_from(&self, from: u32) -> Option<u16> {
        let from = from as usize;
        let mut word = from / WORD;
        let mut left = self.0.get(word)? & (u64::MAX << (from % WORD));
        loop {
            if left != 0 {
                return Some((word * WORD + left.trailing_zeros() as usize) as u16);
            }
            word += 1;
            left = *self.0.get(word)?;
        }
    }

    /// The places, highest first.
    pub fn descending(&self) -> impl Iterator<Item = u16> + '_ {
        let mut end = BLOCK_SIZE;
        std::iter::from_fn(move || {
            let place = self.last_below(end)?;
            end = u32::from(place);
            Some(place)
        })
    }

    /// The places, lowest first.
    pub fn ascending(&self) -> impl Iterator<Item = u16> + '_ {
        let mut from = 0;
        std::iter::from_fn(move || {
            let place = self.first_from(from)?;
            from = u32::from(place) + 1;
            Some(place)
        })
    }
}

impl std::fmt::Debug for Bits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.ascending()).finish()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(places: &BTreeSet<u16>) -> Bits {
        let mut bits = Bits::none();
        places.iter().for_each(|place| bits.insert(*place));
        bits
    }

    fn set(bits: &Bits) -> BTreeSet<u16> {
        bits.ascending().collect()
    }

    fn places() -> impl Strategy<Value = BTreeSet<u16>> {
        btree_set(prop_oneof![any::<u16>(), 0..70u16, 65_500..=65_535u16], 0..200)
    }

    proptest! {
        #[test]
        fn joining_is_what_it_is_for_sets(one in places(), other in places()) {
            let joined = |join: fn(&mut Bits, &Bits)| {
                let mut joined = bits(&one);
                join(&mut joined, &bits(&other));
                set(&joined)
            };
            prop_assert_eq!(joined(Bits::and), &one & &other);
            prop_assert_eq!(joined(Bits::or), &one | &other);
            prop_assert_eq!(joined(Bits::and_not), &one - &other);
            prop_assert_eq!(bits(&one).count() as usize, one.len());
        }

        #[test]
        fn places_are_found_from_both_sides(places in places(), at in 0..=BLOCK_SIZE) {
            let bits = bits(&places);
            let below = places.iter().rev().find(|place| u32::from(**place) < at);
            let above = places.iter().find(|place| u32::from(**place) >= at);
            prop_assert_eq!(bits.last_below(at), below.copied());
            prop_assert_eq!(bits.first_from(at), above.copied());
            let descending: Vec<u16> = bits.descending().collect();
            prop_assert!(descending.iter().eq(places.iter().rev()));
        }

        #[test]
        fn a_range_holds_its_places(from in 0..=BLOCK_SIZE, length in 0..200u32) {
            let bits = Bits::range(from, from + length);
            let expected: BTreeSet<u16> = (from..from + length).filter_map(|place| u16::try_from(place).ok()).collect();
            prop_assert_eq!(set(&bits), expected);
        }
    }
}
