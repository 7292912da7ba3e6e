//! Names and their comparable forms, for the native normaliser and the browser's: both must agree on each.

/// Spellings that are one name, each with the form in which it is compared.
pub const NAMES: &[(&str, &str)] = &[
    ("iOS", "ios"),
    ("  Two \t words ", "two words"),
    ("CAFE\u{301}", "caf\u{e9}"),
    ("Stra\u{df}e", "strasse"),
    ("\u{1e9e}", "ss"),
    (
        "\u{3a3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c2}",
        "\u{3c3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c3}",
    ),
    ("\u{130}", "i\u{307}"),
    ("\u{131}", "\u{131}"),
    ("\u{212a}elvin", "kelvin"),
    ("\u{fb01}", "fi"),
    ("小米", "小米"),
    ("\u{f900}", "\u{8c48}"),
    ("か\u{3099}", "が"),
    ("\u{1100}\u{1161}", "\u{ac00}"),
    ("\u{3000}排印\u{3000}", "排印"),
    ("ＡＢＣ", "ａｂｃ"),
    ("q\u{307}\u{323}", "q\u{323}\u{307}"),
];
