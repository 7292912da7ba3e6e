//! Names of tags, authors and categories: when two spellings are one name.

use super::case_fold::fold;

/// Unicode's normalisation form C of a text.
///
/// It is a parameter because each program has its own: `String.prototype.normalize` in the browser, where a table would
/// cost 50 kB, and a crate in the press. A test runs both over the same strings.
pub type Nfc = fn(&str) -> String;

/// The form in which names are compared: two names are the same exactly when their comparable forms are equal.
///
/// White space around the name doesn't count and runs of it inside count as one space; beyond that it is Unicode's
/// canonical caseless match (The Unicode Standard, section 3.13, D145) in composed form: `Straße` and `STRASSE` are
/// the same name, `é` and `e` are not. Never show this form to anyone.
///
/// ```
/// # #[cfg(not(target_arch = "wasm32"))] {
/// use offprint::archive::name::comparable;
/// use unicode_normalization::UnicodeNormalization;
///
/// let nfc = |text: &str| text.nfc().collect();
/// assert_eq!(comparable(" Rust \t News ", nfc), "rust news");
/// assert_eq!(comparable("CAFE\u{301}", nfc), comparable("café", nfc));
/// # }
/// ```
pub fn comparable(name: &str, nfc: Nfc) -> String {
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_ascii() {
        // Every normalisation form leaves ASCII alone.
        return fold(&tidy);
    }
    // Normalising first lets the folding see composed letters, and normalising again composes what it took apart.
    nfc(&fold(&nfc(&tidy)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::comparable;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn nfc(text: &str) -> String {
        text.nfc().collect()
    }

    #[test]
    fn spellings_of_one_name_compare_equal() {
        for (one, other) in [
            ("小米", " 小米\u{3000}"),
            ("Rust  News", "rust\u{a0}news"),
            ("STRASSE", "straße"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
            ("Ａndroid", "ａNDROID"),
            ("\u{212b}ngström", "a\u{30a}ngstro\u{308}m"),
            ("i\u{307}", "İ"),
        ] {
            assert_eq!(comparable(one, nfc), comparable(other, nfc), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [
            ("résumé", "resume"),
            ("小米", "小 米"),
            ("ı", "i"),
            ("快科技（原驱动之家）", "快科技(原驱动之家)"),
            ("Ａ", "A"),
        ] {
            assert_ne!(comparable(one, nfc), comparable(other, nfc), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn white_space_alone_is_no_name() {
        assert_eq!(comparable(" \t\u{3000}\n", nfc), "");
    }

    proptest! {
        #[test]
        fn the_comparable_form_of_any_text_is_its_own(text in any::<String>()) {
            let once = comparable(&text, nfc);
            prop_assert_eq!(comparable(&once, nfc), once);
        }

        #[test]
        fn no_normalisation_form_makes_another_name(text in any::<String>()) {
            prop_assert_eq!(comparable(&text, nfc), comparable(&text.nfd().collect::<String>(), nfc));
        }
    }
}
