//! Unicode's default full case folding, in a table small enough for the reader.
//!
//! Source: `CaseFolding.txt` of Unicode 17.0, the rows of status C and F (The Unicode Standard, section 3.13, rule R4).
//! The folding of a character never changes once it is assigned, so a later version only adds rows. As runs, the 1,585
//! rows compress to 1.1 kB (Brotli).

mod table;

use table::{EXPANSIONS, RUNS, Run};

/// Folds the case of `text`: two texts that differ in case only fold to the same text.
///
/// This is for comparing, not for showing: `Straße` becomes `strasse`, and Cherokee turns into capitals. The folding
/// doesn't keep a normalisation form, so the caller normalises before and after ([`super::name::comparable`]).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if let Some(expansion) = expansion_of(c) {
            folded.push_str(expansion);
        } else if let Some(base) = base_of_iota(c) {
            folded.push(base);
            folded.push('ι');
        } else {
            folded.push(fold_one_to_one(c));
        }
    }
    folded
}

fn expansion_of(c: char) -> Option<&'static str> {
    let row = EXPANSIONS.binary_search_by_key(&c, |&(from, _)| from).ok()?;
    EXPANSIONS.get(row).map(|&(_, expansion)| expansion)
}

/// The vowel under an iota of the block `ᾀ..=ᾯ`: three rows of eight small and eight capital letters each, which all
/// fold to the small vowel followed by an iota.
fn base_of_iota(c: char) -> Option<char> {
    let small_vowels = match c {
        'ᾀ'..='ᾏ' => 'ἀ',
        'ᾐ'..='ᾟ' => 'ἠ',
        'ᾠ'..='ᾯ' => 'ὠ',
        _ => return None,
    };
    char::from_u32(u32::from(small_vowels) + u32::from(c) % 8)
}

fn fold_one_to_one(c: char) -> char {
    let code = u32::from(c);
    // The runs don't overlap, so only the last one that starts at or before the character can hold it.
    let last_before = RUNS.partition_point(|run| run.0 <= code).checked_sub(1);
    let Some(run) = last_before.and_then(|row| RUNS.get(row)) else {
        return c;
    };
    let &Run(first, count, stride, delta) = run;
    let (beyond_first, stride) = (code - first, u32::from(stride));
    if beyond_first.is_multiple_of(stride) && beyond_first / stride < u32::from(count) {
        char::from_u32(code.wrapping_add_signed(delta)).unwrap_or(c)
    } else {
        c
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::fold;
    use unicode_casefold::UnicodeCaseFold;

    /// What Unicode added after version 9, which `unicode-casefold` 0.2 knows: first, last, in which version.
    const ADDED_SINCE: [(char, char, u8); 30] = [
        ('\u{1c89}', '\u{1c89}', 16),
        ('\u{1c90}', '\u{1cba}', 11),
        ('\u{1cbd}', '\u{1cbf}', 11),
        ('\u{2c2f}', '\u{2c2f}', 14),
        ('\u{a7b8}', '\u{a7b8}', 11),
        ('\u{a7ba}', '\u{a7ba}', 12),
        ('\u{a7bc}', '\u{a7bc}', 12),
        ('\u{a7be}', '\u{a7be}', 12),
        ('\u{a7c0}', '\u{a7c0}', 14),
        ('\u{a7c2}', '\u{a7c2}', 12),
        ('\u{a7c4}', '\u{a7c6}', 12),
        ('\u{a7c7}', '\u{a7c7}', 13),
        ('\u{a7c9}', '\u{a7c9}', 13),
        ('\u{a7cb}', '\u{a7cc}', 16),
        ('\u{a7ce}', '\u{a7ce}', 17),
        ('\u{a7d0}', '\u{a7d0}', 14),
        ('\u{a7d2}', '\u{a7d2}', 17),
        ('\u{a7d4}', '\u{a7d4}', 17),
        ('\u{a7d6}', '\u{a7d6}', 14),
        ('\u{a7d8}', '\u{a7d8}', 14),
        ('\u{a7da}', '\u{a7da}', 16),
        ('\u{a7dc}', '\u{a7dc}', 16),
        ('\u{a7f5}', '\u{a7f5}', 13),
        ('\u{10570}', '\u{1057a}', 14),
        ('\u{1057c}', '\u{1058a}', 14),
        ('\u{1058c}', '\u{10592}', 14),
        ('\u{10594}', '\u{10595}', 14),
        ('\u{10d50}', '\u{10d65}', 16),
        ('\u{16e40}', '\u{16e5f}', 11),
        ('\u{16ea0}', '\u{16eb8}', 17),
    ];

    #[test]
    fn every_character_folds_as_the_reference_says() {
        for c in '\0'..=char::MAX {
            let added = ADDED_SINCE.iter().find(|(first, last, _)| (*first..=*last).contains(&c));
            let expected: String = match added {
                // All of these are capitals whose folding is their small letter. A compiler older than they are doesn't know it.
                Some((_, _, since)) if char::UNICODE_VERSION.0 < *since => continue,
                Some(_) => c.to_lowercase().collect(),
                None => c.case_fold().collect(),
            };
            assert_eq!(fold(&c.to_string()), expected, "U+{:04X} {c}", u32::from(c));
        }
    }

    #[test]
    fn every_listed_exception_is_one() {
        for (first, last, since) in ADDED_SINCE {
            for c in first..=last {
                assert!(
                    c.case_fold().eq([c]),
                    "the reference knows U+{:04X} of Unicode {since}",
                    u32::from(c)
                );
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn words_fold_whole() {
        for (typed, folded) in [
            ("", ""),
            ("HTML 5", "html 5"),
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ᾯ", "ὧι"),
            ("ﬃ", "ffi"),
            ("小米 Ｍｉｘ", "小米 ｍｉｘ"),
            ("Ꭰꭰ", "ᎠᎠ"),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }
}
