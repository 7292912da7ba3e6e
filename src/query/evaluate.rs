//! Evaluates a query over postings, one block of ordinals at a time.
//!
//! A [`Plan`] is a query whose names are posting keys and whose dates are ranges of ordinals. Who evaluates it brings [`KeyPostings`]: the
//! places that each key has in a block. [`Plan::bounds`] tells from counts alone how many matches a block can have, so that a block without any needs no
//! places.

use std::ops::Range;

use super::date::DateRange;
use super::{Expression, Query, Term};
use crate::archive::name::{Nfc, comparable};
use crate::archive::posting::{Older, Posting, PostingKey};
use crate::archive::{BLOCK_SIZE, Bits};

/// A query, ready to be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The keys whose postings it needs, each once.
    pub keys: Vec<PostingKey>,
    /// The dates whose ordinals it needs, each once.
    pub dates: Vec<DateRange>,
    root: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// The key with this place in the list.
    Key(usize),
    /// The dates with this place in the list.
    Dates(usize),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// A query with words of text, for which there are no postings yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasText;

/// What is known of a key's postings: its head, and the older blocks that were fetched.
#[derive(Debug, Clone)]
pub struct KeyPostings {
    first_head_block: u32,
    head: Posting,
    older: Vec<(u32, Bits)>,
    none: Bits,
}

impl KeyPostings {
    /// A key of which only the head is known, which begins with this block.
    pub fn new(first_head_block: u32, head: Posting) -> Self {
        Self {
            first_head_block,
            head,
            older: Vec::new(),
            none: Bits::none(),
        }
    }

    /// Adds the places in a block before the head, which its file told.
    pub fn learn(&mut self, block: u32, places: Bits) {
        if !self.is_known(block) {
            self.older.push((block, places));
        }
    }

    /// How many articles have the key.
    pub fn count(&self) -> u32 {
        let newest: u32 = self.head.blocks.iter().map(Bits::count).sum();
        self.head
            .older
            .iter()
            .fold(newest, |sum, older| sum.saturating_add(older.cardinality))
    }

    /// How many articles of a block have the key.
    pub fn cardinality(&self, block: u32) -> u32 {
        match self.newest(block) {
            Some(bits) => bits.count(),
            None => self.older(block).map_or(0, |older| older.cardinality),
        }
    }

    /// Whether the places in a block are known, so that no file is needed for them.
    pub fn is_known(&self, block: u32) -> bool {
        let is_in_head = || self.older(block).is_none_or(|older| older.few.is_some());
        self.newest(block).is_some() || is_in_head() || self.older.iter().any(|(known, _)| *known == block)
    }

    /// The places in a block that is known.
    pub fn places(&self, block: u32) -> &Bits {
        let fetched = || self.older.iter().find(|(known, _)| *known == block).map(|(_, bits)| bits);
        let few = || self.older(block).and_then(|older| older.few.as_ref());
        self.newest(block).or_else(few).or_else(fetched).unwrap_or(&self.none)
    }

    fn newest(&self, block: u32) -> Option<&Bits> {
        let place = block.checked_sub(self.first_head_block)?;
        self.head.blocks.get(place as usize)
    }

    fn older(&self, block: u32) -> Option<&Older> {
        self.head.older.iter().find(|older| older.block == block)
    }
}

impl Plan {
    /// A plan for a query.
    ///
    /// # Errors
    /// When the query asks for words of text.
    pub fn new(query: &Query, nfc: Nfc) -> Result<Self, HasText> {
        let mut plan = Self {
            keys: Vec::new(),
            dates: Vec::new(),
            root: Node::All(Vec::new()),
        };
        if let Some(root) = query.root() {
            plan.root = plan.node(root, nfc)?;
        }
        Ok(plan)
    }

    fn node(&mut self, expression: &Expression, nfc: Nfc) -> Result<Node, HasText> {
        let mut nodes = |parts: &[Expression]| parts.iter().map(|part| self.node(part, nfc)).collect::<Result<Vec<_>, _>>();
        Ok(match expression {
            Expression::And(parts) => Node::All(nodes(parts)?),
            Expression::Or(parts) => Node::Any(nodes(parts)?),
            Expression::Not(inner) => Node::Not(Box::new(self.node(inner, nfc)?)),
            Expression::Term(Term::Tag(name)) => self.key(PostingKey::tag(&comparable(name, nfc))),
            Expression::Term(Term::Author(name)) => self.key(PostingKey::author(&comparable(name, nfc))),
            Expression::Term(Term::In(levels)) => {
                let levels: Vec<String> = levels.iter().map(|level| comparable(level, nfc)).collect();
                self.key(PostingKey::category(&levels))
            }
            Expression::Term(Term::Date(range)) => Node::Dates(place_of(&mut self.dates, *range)),
            Expression::Term(Term::Text(_)) => return Err(HasText),
        })
    }

    fn key(&mut self, key: PostingKey) -> Node {
        Node::Key(place_of(&mut self.keys, key))
    }

    /// The share of the articles in its dates that is likely to match, if no term has to do with another. `of_key` tells it of each key.
    pub fn likely_share(&self, of_key: &dyn Fn(PostingKey) -> f32) -> f32 {
        self.root.likely_share(&|key| self.keys.get(key).map_or(0.0, |key| of_key(*key)))
    }

    /// The ordinal that nothing likely to match reaches, in an archive with so many articles; `of_dates` tells it of a range of dates.
    pub fn likely_end(&self, total: u32, of_dates: &dyn Fn(DateRange) -> u32) -> u32 {
        self.root
            .likely_end(total, &|dates| self.dates.get(dates).map_or(total, |dates| of_dates(*dates)))
    }

    /// The most matches that a block can have, and the fewest, by what the counts alone say. `postings` are those of [`Self::keys`], `dates` are the ordinals of [`Self::dates`], `length` is the number of
    /// articles in the block.
    pub fn bounds(&self, block: u32, length: u32, dates: &[Range<u32>], postings: &[KeyPostings]) -> (u32, u32) {
        self.root.bounds(&Block { block, length, dates }, postings)
    }

    /// The matches in a block, which all the keys' postings know. The rest is as for [`Self::bounds`].
    pub fn evaluate(&self, block: u32, length: u32, dates: &[Range<u32>], postings: &[KeyPostings]) -> Bits {
        self.root.evaluate(&Block { block, length, dates }, postings)
    }
}

fn place_of<Item: PartialEq>(items: &mut Vec<Item>, item: Item) -> usize {
    items.iter().position(|known| *known == item).unwrap_or_else(|| {
        items.push(item);
        items.len() - 1
    })
}

/// The block that is looked at.
struct Block<'dates> {
    block: u32,
    length: u32,
    dates: &'dates [Range<u32>],
}

impl Block<'_> {
    /// The places of the dates with this place in the list.
    fn range(&self, dates: usize) -> Range<u32> {
        let range = self.dates.get(dates).cloned().unwrap_or_default();
        let place = |ordinal: u32| ordinal.saturating_sub(self.block * BLOCK_SIZE).min(self.length);
        place(range.start)..place(range.end)
    }
}

impl Node {
    fn likely_share(&self, of_key: &dyn Fn(usize) -> f32) -> f32 {
        match self {
            Self::Key(key) => of_key(*key),
            Self::Dates(_) => 1.0,
            Self::Not(inner) => 1.0 - inner.likely_share(of_key),
            Self::All(parts) => parts.iter().map(|part| part.likely_share(of_key)).product(),
            Self::Any(parts) => 1.0 - parts.iter().map(|part| 1.0 - part.likely_share(of_key)).product::<f32>(),
        }
    }

    fn likely_end(&self, total: u32, of_dates: &dyn Fn(usize) -> u32) -> u32 {
        match self {
            Self::Key(_) | Self::Not(_) => total,
            Self::Dates(dates) => of_dates(*dates).min(total),
            Self::All(parts) => parts.iter().fold(total, |end, part| end.min(part.likely_end(total, of_dates))),
            Self::Any(parts) => parts.iter().fold(0, |end, part| end.max(part.likely_end(total, of_dates))),
        }
    }

    fn bounds(&self, block: &Block<'_>, postings: &[KeyPostings]) -> (u32, u32) {
        let all = block.length;
        match self {
            Self::Key(key) => {
                let cardinality = postings.get(*key).map_or(0, |postings| postings.cardinality(block.block));
                (cardinality, cardinality)
            }
            Self::Dates(dates) => {
                let length = block.range(*dates).len() as u32;
                (length, length)
            }
            Self::Not(inner) => {
                let (most, fewest) = inner.bounds(block, postings);
                (all.saturating_sub(fewest), all.saturating_sub(most))
            }
            Self::All(parts) => parts.iter().fold((all, all), |(most, fewest), part| {
                let (other_most, other_fewest) = part.bounds(block, postings);
                (most.min(other_most), (fewest + other_fewest).saturating_sub(all))
            }),
            Self::Any(parts) => parts.iter().fold((0, 0), |(most, fewest), part| {
                let (other_most, other_fewest) = part.bounds(block, postings);
                (all.min(most.saturating_add(other_most)), fewest.max(other_fewest))
            }),
        }
    }

    fn evaluate(&self, block: &Block<'_>, postings: &[KeyPostings]) -> Bits {
        match self {
            Self::Key(key) => postings
                .get(*key)
                .map_or_else(Bits::none, |postings| postings.places(block.block).clone()),
            Self::Dates(dates) => {
                let range = block.range(*dates);
                Bits::range(range.start, range.end)
            }
            Self::Not(inner) => {
                let mut bits = Bits::range(0, block.length);
                bits.and_not(&inner.evaluate(block, postings));
                bits
            }
            Self::All(parts) => {
                let mut bits = Bits::range(0, block.length);
                for part in parts {
                    part.join(&mut bits, block, postings, Bits::and);
                }
                bits
            }
            Self::Any(parts) => {
                let mut bits = Bits::none();
                for part in parts {
                    part.join(&mut bits, block, postings, Bits::or);
                }
                bits
            }
        }
    }

    /// Joins what it matches into `bits`, without a copy of a key's places.
    fn join(&self, bits: &mut Bits, block: &Block<'_>, postings: &[KeyPostings], join: fn(&mut Bits, &Bits)) {
        match self {
            Self::Key(key) if postings.len() > *key => join(bits, postings[*key].places(block.block)),
            other => join(bits, &other.evaluate(block, postings)),
        }
    }
}
