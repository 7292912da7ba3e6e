//! Reading time, right for scripts without spaces and for words.

use std::ops::RangeInclusive;

/// Han characters and kana that a person reads in a minute: the middle of the 300 to 500 that studies of silent reading give.
const CHARACTERS_PER_MINUTE: u32 = 400;

/// Words that a person reads in a minute (Brysbaert 2019: 238 for English non-fiction).
const WORDS_PER_MINUTE: u32 = 238;

/// Characters that count one by one: Han, kana, and their extensions and compatibility forms.
const UNSPACED: [RangeInclusive<char>; 5] = [
    '\u{3040}'..='\u{30FF}',
    '\u{3400}'..='\u{4DBF}',
    '\u{4E00}'..='\u{9FFF}',
    '\u{F900}'..='\u{FAFF}',
    '\u{20000}'..='\u{3FFFF}',
];

/// Minutes that a person needs for `text`, at least 1; 0 when it has neither words nor characters.
pub fn minutes(text: &str) -> u32 {
    let (mut characters, mut words, mut inside_word) = (0u32, 0u32, false);
    for character in text.chars() {
        let unspaced = UNSPACED.iter().any(|range| range.contains(&character));
        let letter = !unspaced && (character.is_alphanumeric() || inside_word && "'’-".contains(character));
        characters += u32::from(unspaced);
        words += u32::from(letter && !inside_word);
        inside_word = letter;
    }
    // In units of 1/(both speeds) of a minute, so that a mixed text isn't rounded twice.
    let work = u64::from(characters) * u64::from(WORDS_PER_MINUTE) + u64::from(words) * u64::from(CHARACTERS_PER_MINUTE);
    let minute = u64::from(WORDS_PER_MINUTE) * u64::from(CHARACTERS_PER_MINUTE);
    let rounded = (work + minute / 2) / minute;
    if work == 0 {
        0
    } else {
        u32::try_from(rounded.max(1)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn chinese_counts_characters_and_english_counts_words() {
        assert_eq!(minutes(&"读".repeat(2_000)), 5);
        assert_eq!(minutes(&"word ".repeat(238 * 5)), 5);
        assert_eq!(minutes(&"reader's well-known ".repeat(119)), 1);
        assert_eq!(minutes(&format!("{}{}", "字".repeat(400), " word".repeat(238))), 2);
    }

    #[test]
    fn a_short_text_takes_a_minute_and_no_text_takes_none() {
        assert_eq!(minutes("短"), 1);
        assert_eq!(minutes(" … — "), 0);
        assert_eq!(minutes(""), 0);
    }
}
