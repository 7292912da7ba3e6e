//! The articles, the queries, and the clock.

use std::ops::Range;

use offprint::archive::posting::{Older, Posting, PostingKey, first_head_block};
use offprint::archive::{BLOCK_SIZE, Bits};
use offprint::query::Query;
use offprint::query::date::DateRange;
use offprint::query::evaluate::{KeyPostings, Plan};

use super::names::{Names, SEED};
use super::random::Random;

const ARTICLES: u32 = 1_000_000;
const QUERIES: u64 = 500;
/// What fills a screen, and the next one.
const FIRST: u32 = 32;

/// The ordinals of every key.
struct Archive {
    names: Names,
    tags: Vec<Vec<u32>>,
    authors: Vec<Vec<u32>>,
    paths: Vec<Vec<u32>>,
}

pub fn main() {
    let archive = Archive::new();
    let mut random = Random::new(SEED, u64::MAX - 3);
    let mut timings: Vec<[f64; 2]> = (0..QUERIES)
        .map(|_| {
            let text = archive.query(&mut random);
            archive.time(&text)
        })
        .collect();
    let largest: Vec<String> = (0..Query::MAX_TERMS).map(|rank| tag(&archive.names.tags[rank])).collect();
    timings.push(archive.time(&largest.join(" OR ")));
    let texts: Vec<String> = timings.iter().map(|[first, all]| format!("[{first},{all}]")).collect();
    web_sys::console::log_1(&format!("[{}]", texts.join(",")).into());
}

impl Archive {
    fn new() -> Self {
        let names = Names::new();
        let lists = |n: usize| vec![Vec::new(); n];
        let (mut tags, mut authors, mut paths) = (lists(names.tags.len()), lists(names.authors.len()), lists(names.paths.len()));
        for ordinal in 0..ARTICLES {
            let filing = names.file(&mut Random::new(SEED, u64::from(ordinal)));
            authors[filing.author].push(ordinal);
            paths[filing.path].push(ordinal);
            for tag in filing.tags {
                tags[tag].push(ordinal);
            }
        }
        Self {
            names,
            tags,
            authors,
            paths,
        }
    }

    /// One to four conditions, of which one in five is excluded, one in five a choice of two or three.
    fn query(&self, random: &mut Random) -> String {
        let conditions = (0..1 + random.below(4)).map(|_| {
            let condition = match random.below(5) {
                0 => {
                    let choices: Vec<String> = (0..2 + random.below(2)).map(|_| self.term(random)).collect();
                    format!("({})", choices.join(" OR "))
                }
                _ => self.term(random),
            };
            let sign = if random.below(5) == 0 { "-" } else { "" };
            format!("{sign}{condition}")
        });
        conditions.collect::<Vec<_>>().join(" ")
    }

    fn term(&self, random: &mut Random) -> String {
        match random.below(10) {
            0 => format!("author:\"{}\"", self.names.authors[self.names.author(random)]),
            1 => {
                let levels: Vec<String> = self.names.paths[self.names.path(random)]
                    .iter()
                    .map(|level| format!("\"{level}\""))
                    .collect();
                format!("in:{}", levels.join("/"))
            }
            2 => format!("date:{}", 2016 + random.below(11)),
            _ => tag(&self.names.tags[self.names.tag(random)]),
        }
    }

    /// The milliseconds until the first matches are found, and those until all are.
    fn time(&self, text: &str) -> [f64; 2] {
        let query = Query::parse(text).unwrap_or_default();
        let Ok(plan) = Plan::new(&query, str::to_owned) else {
            return [f64::NAN; 2];
        };
        let dates: Vec<Range<u32>> = plan.dates.iter().map(ordinals).collect();
        let postings: Vec<KeyPostings> = plan.keys.iter().map(|key| self.postings(*key)).collect();
        let started = now();
        count(&plan, &dates, &postings, FIRST);
        let found = now();
        count(&plan, &dates, &postings, u32::MAX);
        [found - started, now() - found]
    }

    /// A key's postings with all its blocks.
    fn postings(&self, key: PostingKey) -> KeyPostings {
        let lower = |names: &[&str]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
        let place = |keys: &mut dyn Iterator<Item = PostingKey>| keys.enumerate().find(|(_, other)| *other == key).map(|(place, _)| place);
        let tag = place(&mut self.names.tags.iter().map(|name| PostingKey::tag(&name.to_lowercase())));
        let author = place(&mut self.names.authors.iter().map(|name| PostingKey::author(&name.to_lowercase())));
        let path = place(&mut self.names.paths.iter().map(|levels| PostingKey::category(&lower(levels))));
        let list = tag.map(|place| &self.tags[place]).or(author.map(|place| &self.authors[place]));
        let ordinals = list.or(path.map(|place| &self.paths[place])).map_or(&[][..], Vec::as_slice);

        let mut blocks = vec![Bits::none(); ARTICLES.div_ceil(BLOCK_SIZE) as usize];
        for ordinal in ordinals {
            blocks[(ordinal / BLOCK_SIZE) as usize].insert((ordinal % BLOCK_SIZE) as u16);
        }
        let first_head = first_head_block(ARTICLES);
        let head = blocks.split_off(first_head as usize);
        let older = (0..).zip(&blocks).filter(|(_, bits)| bits.count() > 0);
        let older = older.map(|(block, bits)| Older {
            block,
            cardinality: bits.count(),
            few: None,
        });
        let older = older.collect();
        let mut postings = KeyPostings::new(first_head, Posting { older, blocks: head });
        for (block, bits) in (0..).zip(blocks) {
            postings.learn(block, bits);
        }
        postings
    }
}

/// Counts matches from the newest block on until there are so many, as a list does.
fn count(plan: &Plan, dates: &[Range<u32>], postings: &[KeyPostings], wanted: u32) -> u32 {
    let mut found = 0;
    for block in (0..ARTICLES.div_ceil(BLOCK_SIZE)).rev() {
        let length = BLOCK_SIZE.min(ARTICLES - block * BLOCK_SIZE);
        if plan.bounds(block, length, dates, postings).0 > 0 {
            found += plan.evaluate(block, length, dates, postings).count();
        }
        if found >= wanted {
            break;
        }
    }
    found
}

/// A year's articles: ten years have as many each.
fn ordinals(range: &DateRange) -> Range<u32> {
    let year = range.first().map_or(2016, |date| u32::from(date.year()));
    let start = ARTICLES / 10 * (year - 2016).min(9);
    start..start + ARTICLES / 10
}

fn tag(name: &str) -> String {
    format!("#\"{name}\"")
}

fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(f64::NAN, |performance| performance.now())
}
