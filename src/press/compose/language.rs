//! The language of an article that declares none.

use whatlang::Lang;

/// Characters whose scripts are counted: more of them don't make the guess better.
const SAMPLE: usize = 4_000;

/// Characters whose sequences are looked at, which takes ten times as long.
const SEQUENCES: usize = 1_000;

/// Letters below which statistics of letters say nothing; only scripts do.
const SHORT_TEXT: usize = 20;

/// The language of `text` as a BCP 47 tag; `None` where it can't be told reliably.
///
/// Scripts of one language decide first, since Chinese and Japanese articles are full of Latin names, and one Han character
/// says as much as three letters. What remains is left to `whatlang`.
pub fn detect(text: &str) -> Option<&'static str> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let counts = Counts::of(&sample);
    let (han, kana, hangul) = (counts.han, counts.kana, counts.hangul);
    if 3 * (han + kana + hangul) > counts.other {
        return Some(match () {
            () if hangul > han + kana => "ko",
            // Japanese without any kana is rare, and a Chinese article may quote some.
            () if 8 * kana > han => "ja",
            () => "zh",
        });
    }
    if counts.other < SHORT_TEXT {
        return of_script(&sample);
    }
    let end = sample.char_indices().nth(SEQUENCES).map_or(sample.len(), |(end, _)| end);
    let found = whatlang::detect(&sample[..end])?;
    if found.is_reliable() {
        Some(tag(found.lang()))
    } else {
        of_script(&sample)
    }
}

#[derive(Default)]
struct Counts {
    han: usize,
    kana: usize,
    hangul: usize,
    other: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for character in text.chars() {
            match character {
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => counts.han += 1,
                '\u{3041}'..='\u{30fa}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => counts.kana += 1,
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => counts.hangul += 1,
                letter if letter.is_alphabetic() => counts.other += 1,
                _ => {}
            }
        }
        counts
    }
}

/// The language of a script that practically only one language is written in.
fn of_script(text: &str) -> Option<&'static str> {
    use whatlang::Script;
    Some(match whatlang::detect_script(text)? {
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Greek => "el",
        Script::Gujarati => "gu",
        Script::Gurmukhi => "pa",
        Script::Kannada => "kn",
        Script::Khmer => "km",
        Script::Malayalam => "ml",
        Script::Oriya => "or",
        Script::Sinhala => "si",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Thai => "th",
        _ => return None,
    })
}

/// BCP 47 wants the shortest code of ISO 639; `whatlang` has the ones of three letters.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_told_where_it_can_be_told() {
        for (text, language) in [
            ("小米汽车正式落户北京", Some("zh")),
            ("使用 WebAssembly 与 Rust 构建 Leptos 应用程序的最佳实践指南", Some("zh")),
            ("春はあけぼの。やうやう白くなりゆく山ぎは", Some("ja")),
            ("데이터베이스", Some("ko")),
            ("Ένα δύο", Some("el")),
            (
                "The quick brown fox jumps over the lazy dog, and then it sleeps for the rest of the afternoon.",
                Some("en"),
            ),
            (
                "Der schnelle braune Fuchs springt über den faulen Hund und schläft danach den ganzen Nachmittag.",
                Some("de"),
            ),
            ("ok", None),
            ("", None),
            ("12345 !!", None),
        ] {
            assert_eq!(detect(text), language, "{text}");
        }
    }
}
