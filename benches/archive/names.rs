//! Who and what synthetic posts are about: tags, authors, categories, and which of them a post has.
//!
//! 2,000 tags, 200 authors and 60 category paths are drawn by Zipf's law: the one at rank r comes r times as rarely as the first. The
//! levels of a path are tags of the archive as well, by names that no other tag has.

use std::collections::HashSet;

use super::random::{Random, Zipf};
use super::words::{
    CATEGORIES, CHINESE_ADJECTIVES, CHINESE_NOUNS, COLUMNS, ENGLISH_ADJECTIVES, ENGLISH_NOUNS, FIRST_NAMES, GIVEN_NAMES, SURNAMES,
    SYLLABLES,
};

/// What everything is drawn from.
pub const SEED: u64 = 0x0ff9_1247;

/// Ten years: no post is dated later in them than this many seconds.
pub const SECONDS: u64 = 3652 * 24 * 60 * 60;
/// One post in so many has no date.
const UNDATED: u64 = 500;

const TAGS: usize = 2_000;
/// The most frequent tags are single words.
const PLAIN: usize = 20;
const AUTHORS: usize = 200;

/// How many posts of 100 have no tag, one tag, two tags and so on: four on average.
const TAGS_A_POST: [u64; 9] = [2, 5, 10, 20, 26, 20, 10, 4, 3];

/// All names, the most frequent of each kind first.
pub struct Names {
    /// No two are equal without their case.
    pub tags: Vec<String>,
    pub authors: Vec<String>,
    pub paths: Vec<Vec<&'static str>>,
    tag_ranks: Zipf,
    author_ranks: Zipf,
    path_ranks: Zipf,
}

/// What a post is filed under; names by their places in the lists.
pub struct Filing {
    /// Seconds from the beginning of the ten years.
    pub published: Option<u64>,
    pub author: usize,
    pub path: usize,
    pub tags: Vec<usize>,
}

impl Names {
    /// Makes the names.
    pub fn new() -> Self {
        let (tags, authors, paths) = (tag_names(), author_names(), category_paths());
        Self {
            tag_ranks: Zipf::new(tags.len()),
            author_ranks: Zipf::new(authors.len()),
            path_ranks: Zipf::new(paths.len()),
            tags,
            authors,
            paths,
        }
    }

    /// What the post is filed under whose stream of numbers this is.
    pub fn file(&self, random: &mut Random) -> Filing {
        let published = random.below(SECONDS);
        let is_dated = random.below(UNDATED) > 0;
        Filing {
            published: is_dated.then_some(published),
            author: self.author(random),
            path: self.path(random),
            tags: self.tags_of_post(random),
        }
    }

    /// A tag, by its frequency.
    pub fn tag(&self, random: &mut Random) -> usize {
        self.tag_ranks.draw(random)
    }

    /// An author, by their frequency.
    pub fn author(&self, random: &mut Random) -> usize {
        self.author_ranks.draw(random)
    }

    /// A category path, by its frequency.
    pub fn path(&self, random: &mut Random) -> usize {
        self.path_ranks.draw(random)
    }

    fn tags_of_post(&self, random: &mut Random) -> Vec<usize> {
        let wanted = random.weighted(&TAGS_A_POST);
        let mut tags = Vec::with_capacity(wanted);
        while tags.len() < wanted {
            let tag = self.tag(random);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }
}

/// With a capital at its beginning.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Tags by rank, no two of which are equal without their case: single words, then compounds, with coined names among both.
fn tag_names() -> Vec<String> {
    let mut random = Random::new(SEED, u64::MAX);
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(TAGS);
    let singles = CHINESE_NOUNS
        .iter()
        .zip(ENGLISH_NOUNS)
        .flat_map(|(chinese, english)| [*chinese, *english]);
    let mut singles = singles.map(str::to_owned);
    while names.len() < TAGS {
        let name = match random.below(if names.len() < PLAIN { 1 } else { 8 }) {
            1 => coined(&mut random),
            2 => [capitalised(random.any(ENGLISH_ADJECTIVES)), capitalised(random.any(ENGLISH_NOUNS))].join(" "),
            _ => singles.next().unwrap_or_else(|| match random.below(3) {
                0 => format!("{}{}", random.any(ENGLISH_NOUNS), random.any(ENGLISH_NOUNS)),
                1 => format!("{}{}", random.any(CHINESE_ADJECTIVES), random.any(CHINESE_NOUNS)),
                _ => format!("{}{}", random.any(CHINESE_NOUNS), random.any(CHINESE_NOUNS)),
            }),
        };
        if seen.insert(name.to_lowercase()) {
            names.push(name);
        }
    }
    names
}

fn coined(random: &mut Random) -> String {
    let [beginnings, ends] = SYLLABLES;
    capitalised(&format!("{}{}", random.any(beginnings), random.any(ends)))
}

fn author_names() -> Vec<String> {
    let mut random = Random::new(SEED, u64::MAX - 1);
    let mut seen = HashSet::new();
    while seen.len() < AUTHORS {
        seen.insert(match random.below(2) {
            0 => format!("{}{}", random.any(SURNAMES), random.any(GIVEN_NAMES)),
            _ => format!("{} {}", random.any(FIRST_NAMES), coined(&mut random)),
        });
    }
    // A set's order isn't the same in every run.
    let mut names: Vec<String> = seen.into_iter().collect();
    names.sort();
    random.shuffle(&mut names);
    names
}

/// Each source has articles of its own and in three columns.
fn category_paths() -> Vec<Vec<&'static str>> {
    let mut random = Random::new(SEED, u64::MAX - 2);
    let mut paths = Vec::new();
    for (group, sources) in CATEGORIES {
        for source in *sources {
            paths.push(vec![*group, *source]);
            let left_out = random.any(COLUMNS);
            let columns = COLUMNS.iter().filter(|column| **column != left_out);
            paths.extend(columns.map(|column| vec![*group, *source, *column]));
        }
    }
    random.shuffle(&mut paths);
    paths
}
