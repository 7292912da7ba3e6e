//! Tags of one article: where they come from, and when two of them are one.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::archive::name;

/// The longest name of a tag, an author or a category, in bytes: some 80 Chinese characters. What is longer is a sentence in a name's place.
pub const LONGEST_NAME: usize = 240;

/// The most tags of an article, those that its body links to included.
pub const MOST_TAGS: usize = 400;

/// Unicode's normalisation form C.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The tags of an article, each once, in the order in which `names` gives them, and the names that are too long for one.
pub fn tags<'a>(names: impl IntoIterator<Item = &'a str>) -> (Vec<String>, Vec<&'a str>) {
    let mut seen = HashSet::new();
    let mut too_long = Vec::new();
    let mut tags = Vec::new();
    for name in names {
        let spelling = nfc(&name.split_whitespace().collect::<Vec<_>>().join(" "));
        if spelling.len() > LONGEST_NAME {
            too_long.push(name);
            continue;
        }
        let comparable = name::comparable(&spelling, nfc);
        if !comparable.is_empty() && seen.insert(comparable) {
            tags.push(spelling);
        }
    }
    (tags, too_long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_stands_once_in_its_first_spelling() {
        let (tags, too_long) = tags(["Rust", "小米", "RUST", " rust ", "", "Cafe\u{301}", "café"]);
        assert_eq!(tags, ["Rust", "小米", "Café"]);
        assert!(too_long.is_empty());
    }

    #[test]
    fn a_sentence_is_no_tag() {
        let sentence = "很长".repeat(50);
        let (tags, too_long) = tags(["a", &sentence]);
        assert_eq!(tags.len(), 1);
        assert_eq!(too_long, [sentence.as_str()]);
    }
}
