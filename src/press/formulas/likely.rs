//! Whether what stands between delimiters is a formula. `$` is money and shells as well, and `\(` a parenthesis that somebody escaped.
//!
//! What is taken for none stays as it is and isn't reported, so the rules err on the side of text where a reader would see a price or a
//! sentence set as a product of its letters.

/// What stands next to a formula's delimiters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// Before the first.
    pub before: Option<char>,
    /// Behind the last.
    pub behind: Option<char>,
}

/// Whether `$…$` in Markdown is a formula. As elsewhere (Pandoc, GitHub) none begins behind a letter or digit (`US$5`), or ends before a
/// digit (`$5–$10`).
pub fn is_inline_formula(tex: &str, context: Context) -> bool {
    let tex = &without_escaped_dollars(tex);
    let is_before_letter = context.behind.is_some_and(|next| next.is_ascii_alphabetic() || next == '_');
    if context.before.is_some_and(|last| last.is_ascii_alphanumeric()) || context.behind.is_some_and(|next| next.is_ascii_digit()) {
        return false;
    }
    // `$n$th` and `$x^2$s`, but not `$HOME/$USER`.
    let is_single = tex.chars().nth(1).is_none();
    if is_before_letter && !(is_single || tex.starts_with('\\') || tex.contains('^')) {
        return false;
    }
    if tex.contains(['\\', '^']) {
        return true;
    }
    // `${a}${b}`, `$(this).$(that)`, `$_GET`, `$PATH:$`, `$("a")`.
    let is_code = context.behind == Some('{')
        || context.behind == Some('(') && !is_single
        || tex.starts_with(['_', '.'])
        || tex.ends_with([',', ';', ':', '/', '-', '–', '—', '~', '(', '（'])
        || tex.contains(['"', '#', '`']);
    let is_amount = tex.starts_with(|first: char| first.is_ascii_digit());
    let n_words = n_words(tex);
    let is_prose = n_words > 1 || n_words == 1 && is_amount || is_chinese_prose(tex, is_amount);
    !is_code && !is_prose
}

/// Whether `$$…$$` is a formula.
pub fn is_display_formula(tex: &str) -> bool {
    let tex = &without_escaped_dollars(tex);
    if has_command(tex) || tex.contains('^') {
        return true;
    }
    let tex = tex.trim();
    let has_sign = tex.contains(|sign: char| sign.is_ascii_digit() || "=_+-−*/<>|()[]×÷≤≥≈".contains(sign));
    let is_single = tex.chars().count() == 1;
    let n_words = n_words(tex);
    let is_sentence = n_words > 1 || n_words == 1 && !tex.contains(['=', '_']) || is_chinese_prose(tex, false);
    (has_sign || is_single) && !is_sentence && !tex.contains(['"', '#', '`', ';'])
}

/// Whether `\(…\)` in a text is a formula.
pub(super) fn is_in_parentheses(tex: &str) -> bool {
    let is_simple = || {
        let is_known = |sign: char| sign.is_alphanumeric() || sign.is_whitespace() || "+-−/<>|,.()!':".contains(sign);
        !tex.trim().is_empty() && tex.chars().all(is_known) && n_words(tex) == 0 && !tex.chars().any(is_chinese) && !has_word(tex)
    };
    is_in_brackets(tex) || is_simple()
}

/// Whether `\[…\]` in a text is a formula: what has nothing of TeX may be a number of a note.
pub(super) fn is_in_brackets(tex: &str) -> bool {
    let starts_pattern = tex.starts_with('^') && !tex.starts_with("^{");
    !starts_pattern && (has_command(tex) || tex.contains(['^', '_', '=']))
}

/// `\$` is no sign of TeX: it is how money is written where formulas may be.
fn without_escaped_dollars(tex: &str) -> String {
    tex.replace("\\$", "")
}

/// Whether there is a command: `\alpha`, `\{`, but no `\` at the end of a line or before a space.
fn has_command(tex: &str) -> bool {
    tex.split('\\')
        .skip(1)
        .any(|rest| rest.starts_with(|next: char| next.is_ascii_graphic()))
}

/// Words of prose: at least two Latin letters between spaces, with nothing but punctuation around them.
fn n_words(tex: &str) -> usize {
    if !tex.contains(char::is_whitespace) {
        return 0;
    }
    let is_word = |word: &&str| {
        let letters = word.trim_matches(|character: char| !character.is_alphanumeric());
        letters.len() > 1 && letters.chars().all(|letter| letter.is_ascii_alphabetic())
    };
    tex.split_whitespace().filter(is_word).count()
}

/// Whether there are two Latin letters in a row.
fn has_word(tex: &str) -> bool {
    tex.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic))
}

/// Chinese in a formula names its quantities (`面积=长×宽`); between two prices it is a sentence.
fn is_chinese_prose(tex: &str, is_amount: bool) -> bool {
    let is_formula = !is_amount && tex.contains(['=', '_', '<', '>', '≤', '≥', '≈', '×', '÷', '+']);
    tex.contains(['，', '。', '；', '！', '？', '、', '：', '（', '）']) || tex.chars().any(is_chinese) && !is_formula
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
