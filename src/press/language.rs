//! The language of a text, where nobody declared it.

use whatlang::{Lang, detect};

/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 4_000;

/// The text's language as BCP 47; `None` when it can't be told.
///
/// Chinese, Japanese and Korean are told by their script, which also works for a title of three characters; a Han
/// character says about as much as four letters. Other languages are told by `whatlang`, when it is sure.
pub fn of_text(text: &str) -> Option<&'static str> {
    let sample: String = text.chars().take(LOOKED_AT).collect();
    let (mut han, mut kana, mut hangul, mut letters) = (0usize, 0usize, 0usize, 0usize);
    for character in sample.chars() {
        match character {
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' => han += 1,
            '\u{3041}'..='\u{30FF}' => kana += 1,
            '\u{AC00}'..='\u{D7AF}' => hangul += 1,
            other if other.is_alphabetic() => letters += 1,
            _ => {}
        }
    }
    let east_asian = han + kana + hangul;
    if east_asian > 0 && east_asian * 4 >= letters {
        return Some(match () {
            () if hangul * 2 > east_asian => "ko",
            () if kana * 10 > east_asian => "ja",
            () => "zh",
        });
    }
    detect(&sample).filter(|found| found.is_reliable()).map(|found| tag(found.lang()))
}

/// ISO 639-1 where there is a code, as BCP 47 asks; else ISO 639-3.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Afr => "af",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn languages_are_told_by_script_or_by_their_words() {
        for (text, language) in [
            ("活字", Some("zh")),
            ("用 Rust 写的 WebAssembly 阅读器，在浏览器里运行", Some("zh")),
            ("新しい機能を追加しました", Some("ja")),
            ("한국어 글입니다", Some("ko")),
            (
                "The quick brown fox jumps over the lazy dog while the old printer sets another line of type by hand.",
                Some("en"),
            ),
            (
                "Der schnelle braune Fuchs springt über den faulen Hund, während der alte Drucker noch eine Zeile von Hand setzt.",
                Some("de"),
            ),
            (
                "The sign 永 is used to teach eight strokes, and every student of calligraphy writes it a thousand times before any other.",
                Some("en"),
            ),
            ("12:30", None),
            ("", None),
        ] {
            assert_eq!(of_text(text), language, "{text}");
        }
    }
}
