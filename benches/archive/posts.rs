//! Synthetic posts: any number of them, each made on demand from its number alone.
//!
//! Post `i` is the same in every collection, so the smaller ones are beginnings of the larger. Posts come in no order of time.
//! What is drawn: a title, what it is filed under ([`Names`]), and 1.5 to 2.5 kB of HTML, six posts of ten in Chinese. Words of a text are
//! drawn so that the first of a list are the most frequent, but independently of one another, which compresses about as well as prose does.

use std::fmt::Write;

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use offprint::archive::Key;
use offprint::press::input::{Input, Source};

use super::names::{Filing, Names, SECONDS, SEED, capitalised};
use super::random::Random;
use super::words::{
    CHINESE_ADJECTIVES, CHINESE_LINKS, CHINESE_NOUNS, CHINESE_SENTENCES, CHINESE_TITLES, CHINESE_VERBS, ENGLISH_ADJECTIVES, ENGLISH_LINKS,
    ENGLISH_NOUNS, ENGLISH_SENTENCES, ENGLISH_TITLES, ENGLISH_VERBS,
};

/// No post is dated before.
const START: DateTime = date(2016, 6, 1).at(0, 0, 0, 0);

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

/// The first `size` posts.
pub struct Posts {
    pub names: Names,
    pub size: u64,
}

impl Posts {
    /// Makes the names that they are drawn from.
    pub fn new(size: u64) -> Self {
        Self { names: Names::new(), size }
    }

    /// The bytes of post `i`: front matter and HTML.
    pub fn post(&self, i: u64) -> Vec<u8> {
        let mut random = Random::new(SEED, i);
        let filing = self.names.file(&mut random);
        self.written(i, &filing, &mut random)
    }

    /// The bytes of post `i` dated after all others: the one that is added to an archive.
    pub fn newest(&self, i: u64) -> Vec<u8> {
        let mut random = Random::new(SEED, i);
        let filing = Filing {
            published: Some(SECONDS + i),
            ..self.names.file(&mut random)
        };
        self.written(i, &filing, &mut random)
    }

    /// Where post `i` lies below the input.
    pub fn path(i: u64) -> String {
        format!("{:04}/{i:07}.html", i / 1_000)
    }

    /// The key of post `i`.
    pub fn key(i: u64) -> Key {
        Key::of_article(&permalink(i))
    }

    fn written(&self, i: u64, filing: &Filing, random: &mut Random) -> Vec<u8> {
        let Names { tags, authors, paths, .. } = &self.names;
        let words = if random.below(10) < 6 { &CHINESE } else { &ENGLISH };
        // Writing to a string can't fail.
        let mut text = String::with_capacity(4_096);
        let _ = writeln!(text, "---\ntitle: '{}'", capitalised(&phrase(words, words.titles, random)));
        if let Some(seconds) = filing.published {
            let published = START + SignedDuration::from_secs(seconds as i64);
            let _ = writeln!(text, "date: {}", published.strftime("%Y-%m-%d %H:%M:%S"));
        }
        let _ = writeln!(
            text,
            "author: {}\ncategories: [{}]",
            authors[filing.author],
            paths[filing.path].join(", ")
        );
        let tags: Vec<&str> = filing.tags.iter().map(|rank| tags[*rank].as_str()).collect();
        let _ = writeln!(text, "tags: [{}]\npermalink: {}\n---", tags.join(", "), permalink(i));
        write_body(&mut text, words, random);
        text.into_bytes()
    }
}

/// They lie nowhere: the press asks for each as it needs it.
impl Input for Posts {
    fn len(&self) -> usize {
        self.size as usize
    }

    fn source(&self, place: usize) -> Source {
        let path = Self::path(place as u64);
        Source {
            file: path.clone(),
            path,
            location: None,
        }
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        Ok(self.post(place as u64))
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
