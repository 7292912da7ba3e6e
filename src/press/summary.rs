//! A summary of an article's text.

use unicode_segmentation::UnicodeSegmentation;

/// About how many characters a summary has.
const LENGTH: usize = 140;

/// The beginning of `text`, about 140 characters of it, cut between words and never inside a grapheme; with an ellipsis where
/// something is left out. A first line that only repeats the title is passed over.
pub fn of_text(text: &str, title: &str) -> String {
    let without_title = text
        .split_once('\n')
        .filter(|(first, _)| first.trim() == title.trim())
        .map_or(text, |(_, rest)| rest);
    if without_title.trim() == title.trim() {
        return String::new();
    }
    shortened(without_title, LENGTH)
}

/// `text` on one line, at most about `length` characters of it.
pub fn shortened(text: &str, length: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.graphemes(true).count() <= length {
        return line;
    }
    let mut kept = String::new();
    let mut n_kept = 0;
    for word in line.split_word_bounds() {
        let n_more = word.graphemes(true).count();
        if n_kept + n_more >= length {
            break;
        }
        kept.push_str(word);
        n_kept += n_more;
    }
    if kept.is_empty() {
        kept = line.graphemes(true).take(length - 1).collect(); // one word, longer than a summary
    }
    // An ellipsis follows a word, not a comma or an opening bracket.
    let end = kept
        .trim_end_matches(|last: char| last.is_whitespace() || "，、；：,;:–—-（(【[《〈「『“‘".contains(last))
        .len();
    kept.truncate(end);
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::{of_text, shortened};

    #[test]
    fn a_cut_falls_between_words_and_says_that_it_is_one() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one two three", 13), "one two three");
        assert_eq!(shortened("短句，后面还有很多字", 4), "短句…");
        assert_eq!(shortened("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2), "👩‍👩‍👧‍👦…");
        assert_eq!(shortened(&"x".repeat(20), 5), "xxxx…");
        assert_eq!(shortened("a\n b\t\tc", 80), "a b c");
    }

    #[test]
    fn the_title_is_not_repeated() {
        assert_eq!(of_text("Title\nThe text.", "Title"), "The text.");
        assert_eq!(of_text("Title", "Title"), "");
        assert_eq!(of_text("Text only.", "Title"), "Text only.");
    }
}
