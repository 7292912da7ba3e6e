//! Seeded chance: the same draws on every machine.

/// A stream of numbers that depends on a seed and a place: SplitMix64, of Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators" (2014).
pub struct Random(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The stream of this place.
    pub fn new(seed: u64, place: u64) -> Self {
        let mut of_place = Self(seed ^ place.wrapping_mul(GOLDEN));
        Self(of_place.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, all as likely.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// One of the list, all as likely.
    pub fn any<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }

    /// One of the list: the place is the smaller of two draws, so the first are the most likely.
    pub fn early<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let end = list.len() as u64;
        list[self.below(end).min(self.below(end)) as usize]
    }

    /// A place in the list of weights, as likely as its weight says.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        let is_past = |weight: &u64| {
            let is_past = left < *weight;
            left = left.saturating_sub(*weight);
            is_past
        };
        weights.iter().position(is_past).unwrap_or_default()
    }

    /// Puts the list in any order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end as u64 + 1) as usize);
        }
    }
}

/// Ranks by Zipf's law with exponent 1: rank r (here from 0) is drawn with a chance proportional to 1 / (r + 1).
pub struct Zipf {
    /// The sums of the weights up to each rank. Whole numbers, so that no machine rounds otherwise.
    sums: Vec<u64>,
}

impl Zipf {
    /// The law over this many ranks.
    pub fn new(n_ranks: usize) -> Self {
        let mut sum = 0;
        let weights = (1..=n_ranks as u64).map(|rank| (1 << 40) / rank);
        let sums = weights.map(|weight| {
            sum += weight;
            sum
        });
        Self { sums: sums.collect() }
    }

    /// A rank, from 0.
    pub fn draw(&self, random: &mut Random) -> usize {
        let drawn = random.below(self.sums.last().copied().unwrap_or(1));
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}
