//! Synthetic posts: any number of them, each made on demand from its number alone.
//!
//! Post `i` is the same in every collection, so the smaller ones are beginnings of the larger. Posts come in no order of time.
//! What is drawn: a title, a date in the ten years before [`END`] (one post in 500 has none), one of 200 authors, a category path of two
//! or three levels, about four of 2,000 tags, and 1.5 to 2.5 kB of HTML, six posts of ten in Chinese. Tags, authors and paths are drawn
//! by Zipf's law: the one at rank r comes r times as rarely as the first. Words of a text are drawn so that the first of a list are the
//! most frequent, but independently of one another, which compresses about as well as prose does.

use std::collections::HashSet;
use std::fmt::Write;

use jiff::civil::{DateTime, date};
use jiff::{SignedDuration, Span};
use offprint::archive::Key;

use super::random::{Random, Zipf};
use super::words::{
    CATEGORIES, CHINESE_ADJECTIVES, CHINESE_LINKS, CHINESE_NOUNS, CHINESE_SENTENCES, CHINESE_TITLES, CHINESE_VERBS, COLUMNS,
    ENGLISH_ADJECTIVES, ENGLISH_LINKS, ENGLISH_NOUNS, ENGLISH_SENTENCES, ENGLISH_TITLES, ENGLISH_VERBS, FIRST_NAMES, GIVEN_NAMES, SURNAMES,
    SYLLABLES,
};

/// No post but the one that is added later is dated after this.
const END: DateTime = date(2026, 6, 1).at(0, 0, 0, 0);
const SECONDS: u64 = 3652 * 24 * 60 * 60;
const UNDATED: u64 = 500;
const SEED: u64 = 0x0ff9_1247;

const TAGS: usize = 2_000;
/// The most frequent tags are single words.
const PLAIN: usize = 20;
const AUTHORS: usize = 200;

/// How many posts of 100 have no tag, one tag, two tags and so on: four on average.
const TAGS_A_POST: [u64; 9] = [2, 5, 10, 20, 26, 20, 10, 4, 3];

/// A language's words.
struct Words {
    titles: &'static [&'static str],
    sentences: &'static [&'static str],
    nouns: &'static [&'static str],
    adjectives: &'static [&'static str],
    verbs: &'static [&'static str],
    links: &'static [&'static str],
    /// What stands between two sentences.
    space: &'static str,
}

const ENGLISH: Words = Words {
    titles: ENGLISH_TITLES,
    sentences: ENGLISH_SENTENCES,
    nouns: ENGLISH_NOUNS,
    adjectives: ENGLISH_ADJECTIVES,
    verbs: ENGLISH_VERBS,
    links: ENGLISH_LINKS,
    space: " ",
};

const CHINESE: Words = Words {
    titles: CHINESE_TITLES,
    sentences: CHINESE_SENTENCES,
    nouns: CHINESE_NOUNS,
    adjectives: CHINESE_ADJECTIVES,
    verbs: CHINESE_VERBS,
    links: CHINESE_LINKS,
    space: "",
};

/// What posts are drawn from.
pub struct Posts {
    /// By rank, the most frequent first.
    pub tags: Vec<String>,
    /// By rank.
    pub authors: Vec<String>,
    /// Category paths by rank.
    pub paths: Vec<Vec<&'static str>>,
    tag_ranks: Zipf,
    author_ranks: Zipf,
    path_ranks: Zipf,
}

impl Posts {
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

    /// The bytes of post `i`: front matter and HTML.
    pub fn post(&self, i: u64) -> Vec<u8> {
        let mut random = Random::new(SEED, i);
        let elapsed = SignedDuration::from_secs(random.below(SECONDS) as i64);
        let is_dated = random.below(UNDATED) > 0;
        let start = END - Span::new().seconds(SECONDS as i64);
        self.written(i, is_dated.then(|| start + elapsed), &mut random)
    }

    /// The bytes of post `i` dated after all others: the one that is added to an archive.
    pub fn newest(&self, i: u64) -> Vec<u8> {
        self.written(i, Some(END), &mut Random::new(SEED, i))
    }

    /// Where post `i` lies below the input.
    pub fn path(i: u64) -> String {
        format!("{:04}/{i:07}.html", i / 1_000)
    }

    /// The key of post `i`.
    pub fn key(i: u64) -> Key {
        Key::of_article(&permalink(i))
    }

    fn written(&self, i: u64, published: Option<DateTime>, random: &mut Random) -> Vec<u8> {
        let words = if random.below(10) < 6 { &CHINESE } else { &ENGLISH };
        // Writing to a string can't fail.
        let mut text = String::with_capacity(4_096);
        let _ = writeln!(text, "---\ntitle: '{}'", capitalised(&phrase(words, words.titles, random)));
        if let Some(published) = published {
            let _ = writeln!(text, "date: {}", published.strftime("%Y-%m-%d %H:%M:%S"));
        }
        let _ = writeln!(text, "author: {}", self.authors[self.author_ranks.draw(random)]);
        let path = &self.paths[self.path_ranks.draw(random)];
        let _ = writeln!(text, "categories: [{}]", path.join(", "));
        let tags: Vec<&str> = self.draw_tags(random).into_iter().map(|rank| self.tags[rank].as_str()).collect();
        let _ = writeln!(text, "tags: [{}]\npermalink: {}\n---", tags.join(", "), permalink(i));
        write_body(&mut text, words, random);
        text.into_bytes()
    }

    fn draw_tags(&self, random: &mut Random) -> Vec<usize> {
        let wanted = random.weighted(&TAGS_A_POST);
        let mut tags = Vec::with_capacity(wanted);
        while tags.len() < wanted {
            let tag = self.tag_ranks.draw(random);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }
}

fn permalink(i: u64) -> String {
    format!("https://press.example/{i}/")
}

fn write_body(text: &mut String, words: &Words, random: &mut Random) {
    let end = text.len() + 1_500 + random.below(1_000) as usize;
    while text.len() < end {
        if random.below(8) == 0 {
            let heading = capitalised(&phrase(words, words.titles, random));
            let _ = writeln!(text, "<h2>{heading}</h2>");
        }
        let sentences: Vec<String> = (0..2 + random.below(4))
            .map(|_| capitalised(&phrase(words, words.sentences, random)))
            .collect();
        let _ = writeln!(text, "<p>{}</p>", sentences.join(words.space));
    }
}

/// One of the patterns with its places filled.
fn phrase(words: &Words, patterns: &[&str], random: &mut Random) -> String {
    let mut rest = patterns[random.below(patterns.len() as u64) as usize];
    let mut text = String::with_capacity(96);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        match place {
            "noun" => text.push_str(random.early(words.nouns)),
            "adjective" => text.push_str(random.early(words.adjectives)),
            "verb" => text.push_str(random.early(words.verbs)),
            "link" => text.push_str(random.early(words.links)),
            _ => text.push_str(&(2 + random.below(98)).to_string()),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

fn capitalised(text: &str) -> String {
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
