//! Which names in the archive's folder are the archive's own. Whatever has another name was put there by somebody else.

use super::precompress::ENDINGS;
use crate::archive::{Key, file, key};

/// A file of the archive, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Own<'path> {
    /// `latest.json`.
    Latest,
    /// The press's record.
    Record,
    /// `feed.json`.
    Feed,
    /// An older page of the public feed, by its number.
    FeedPage(u32),
    /// An article in a file of its own, by its key.
    Article(&'path str),
    /// One of so many groups of articles, the first number.
    Group(u32, u32),
    /// A tag's document, by the tag's key.
    Tag(&'path str),
    /// A local picture.
    Picture,
    /// Any other file that is named by its content.
    Versioned,
}

/// The folders of an archive, below its own.
pub const FOLDERS: [&str; 8] = ["articles", "calendar", "cards", "directory", "feed", "pictures", "postings", "tags"];

/// The path of the file that a path's sibling belongs to, with the sibling's ending; a path that has none is its own file.
pub fn without_ending(path: &str) -> (&str, Option<&'static str>) {
    for ending in ENDINGS {
        if let Some(file) = path.strip_suffix(ending) {
            return (file, Some(ending));
        }
    }
    (path, None)
}

impl<'path> Own<'path> {
    /// What the path, which is no sibling's, is the name of; `None` if the archive has no such names.
    pub fn of(path: &'path str) -> Option<Self> {
        match path {
            file::LATEST => return Some(Self::Latest),
            file::RECORD => return Some(Self::Record),
            file::FEED => return Some(Self::Feed),
            _ => {}
        }
        let (folder, name) = path.split_once('/')?;
        if folder == "pictures" {
            let stem = name.split_once('.').map_or("", |(stem, _)| stem);
            return (file::is_picture(path) && is_hash(stem, key::KEY_LENGTH)).then_some(Self::Picture);
        }
        let (stem, ending) = name.rsplit_once('.')?;
        let is_json = ending == "json";
        let is_versioned = match folder {
            "articles" if is_json => return article(stem),
            "tags" if is_json => return Key::parse(stem).map(|_| Self::Tag(stem)),
            "feed" if is_json => return number(stem).filter(|number| *number > 0).map(Self::FeedPage),
            "cards" if is_json => {
                has_form(stem, &[Part::Number, Part::Hash]) || has_form(stem, &[Part::Is("table"), Part::Number, Part::Hash])
            }
            "postings" if ending == "bin" => {
                has_form(stem, &[Part::Number, Part::Number, Part::Hash]) || has_form(stem, &[Part::Is("new"), Part::Number, Part::Hash])
            }
            "calendar" if is_json => has_form(stem, &[Part::Number, Part::Hash]),
            "directory" if is_json => has_form(stem, &[Part::Hash]) || has_form(stem, &[Part::Is("table"), Part::Hash]),
            _ => false,
        };
        is_versioned.then_some(Self::Versioned)
    }
}

fn article(stem: &str) -> Option<Own<'_>> {
    let Some(numbers) = stem.strip_prefix("group-") else {
        return Key::parse(stem).map(|_| Own::Article(stem));
    };
    let (group, groups) = numbers.split_once("-of-")?;
    Some(Own::Group(number(group)?, number(groups)?))
}

enum Part {
    Is(&'static str),
    Number,
    Hash,
}

fn has_form(stem: &str, form: &[Part]) -> bool {
    let mut parts = stem.split('-');
    let has_parts = form.iter().all(|part| {
        parts.next().is_some_and(|text| match part {
            Part::Is(word) => text == *word,
            Part::Number => number(text).is_some(),
            Part::Hash => is_hash(text, key::HASH_LENGTH),
        })
    });
    has_parts && parts.next().is_none()
}

fn is_hash(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

/// A number as the press writes it: without sign and leading zeros.
fn number(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|number: &u32| number.to_string() == digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_archive_is_its_own() {
        let key = "aaaaaaaaaaaaaaaa";
        for (path, own) in [
            ("latest.json", Own::Latest),
            ("feed.json", Own::Feed),
            ("feed/12.json", Own::FeedPage(12)),
            ("articles/aaaaaaaaaaaaaaaa.json", Own::Article(key)),
            ("articles/group-3-of-16.json", Own::Group(3, 16)),
            ("tags/aaaaaaaaaaaaaaaa.json", Own::Tag(key)),
            ("pictures/aaaaaaaaaaaaaaaa.png", Own::Picture),
            ("cards/0-aaaaaaaaaa.json", Own::Versioned),
            ("cards/table-0-aaaaaaaaaa.json", Own::Versioned),
            ("postings/new-255-aaaaaaaaaa.bin", Own::Versioned),
            ("postings/3-15-aaaaaaaaaa.bin", Own::Versioned),
            ("calendar/2021-aaaaaaaaaa.json", Own::Versioned),
            ("directory/aaaaaaaaaa.json", Own::Versioned),
            ("directory/table-aaaaaaaaaa.json", Own::Versioned),
        ] {
            assert_eq!(Own::of(path), Some(own), "{path}");
        }
    }

    #[test]
    fn no_other_name_is() {
        for path in [
            "CNAME",
            "articles/notes.md",
            "articles/group-03-of-16.json",
            "cards/0-mine.json",
            "cards/00-aaaaaaaaaa.json",
            "cards/0-aaaaaaaaaa.bin",
            "calendar/table-0-aaaaaaaaaa.json",
            "postings/table-3-aaaaaaaaaa.json",
            "directory/0-aaaaaaaaaa.json",
            "feed/0.json",
            "feed/007.json",
            "pictures/photo.png",
            "postings/3-aaaaaaaaaa.bin",
            "tags/readme.json",
        ] {
            assert_eq!(Own::of(path), None, "{path}");
        }
    }

    #[test]
    fn a_sibling_is_told_from_its_file() {
        assert_eq!(without_ending("feed.json"), ("feed.json", None));
        assert_eq!(without_ending("feed.json.gz"), ("feed.json", Some(".gz")));
    }
}
