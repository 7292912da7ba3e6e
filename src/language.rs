//! The languages of the interface, and how their messages are filled in. build.rs compiles them from `messages/`.

include!(concat!(env!("OUT_DIR"), "/language.rs"));

impl Language {
    /// The first of these languages (BCP 47) that the program speaks, else English.
    pub fn preferred(tags: impl IntoIterator<Item = String>) -> Language {
        tags.into_iter().find_map(|tag| Language::matching(&tag)).unwrap_or(Language::En)
    }

    /// The language that a tag is nearest to: that which it names most exactly, else the first with the same primary subtag.
    fn matching(wanted: &str) -> Option<Language> {
        let primary = wanted.split('-').next()?;
        let named = Language::ALL.into_iter().filter(|language| begins_with(wanted, language.tag()));
        named
            .max_by_key(|language| language.tag().len())
            .or_else(|| Language::ALL.into_iter().find(|language| begins_with(language.tag(), primary)))
    }
}

/// Whether a tag begins with these subtags. Tags have no case.
fn begins_with(tag: &str, subtags: &str) -> bool {
    let is_start = tag.get(..subtags.len()).is_some_and(|start| start.eq_ignore_ascii_case(subtags));
    is_start && matches!(tag.as_bytes().get(subtags.len()), None | Some(b'-'))
}

/// A message with its parameters, each in the place of the character that build.rs has put there for it: U+0000 for the first.
pub(crate) fn filled(pattern: &str, parameters: &[&str]) -> String {
    let mut text = String::new();
    for c in pattern.chars() {
        match parameters.get(c as usize) {
            Some(parameter) => text.push_str(parameter),
            None => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Language, filled};

    #[test]
    fn the_first_language_that_is_spoken_is_taken() {
        for (tags, language) in [
            (&["en-GB", "zh-CN"][..], Language::En),
            (&["de", "zh-TW", "en"], Language::ZhHans),
            (&["ZH-hans-CN"], Language::ZhHans),
            (&["zh"], Language::ZhHans),
            (&["zhx", "eng", "", "-"], Language::En),
            (&["fr"], Language::En),
            (&[], Language::En),
        ] {
            let tags = tags.iter().map(|tag| (*tag).to_owned());
            assert_eq!(Language::preferred(tags), language);
        }
    }

    #[test]
    fn parameters_stand_in_their_places() {
        assert_eq!(filled("\u{1} in \0, 文\u{1}", &["a\u{1}", "b"]), "b in a\u{1}, 文b");
    }
}
