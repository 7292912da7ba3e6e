//! Summaries: some 140 characters of an article's text, cut where a reader would.

use unicode_segmentation::UnicodeSegmentation;

/// Graphemes in a summary, without the ellipsis.
pub const SUMMARY_GRAPHEMES: usize = 140;

/// The beginning of `text` (a line for each block), without lines at its start that only repeat the title.
pub fn summarise(text: &str, title: &str) -> String {
    let title = bare(title);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let words: Vec<&str> = lines
        .skip_while(|line| !title.is_empty() && bare(line) == title)
        .flat_map(str::split_whitespace)
        .scan(0, |bytes, word| {
            // Enough for any cut: no need to join the words of a whole book.
            *bytes += word.len();
            (*bytes < 200 * SUMMARY_GRAPHEMES || *bytes == word.len()).then_some(word)
        })
        .collect();
    shorten(&words.join(" "), SUMMARY_GRAPHEMES)
}

/// `text`, or as many whole words of it as fit in `graphemes`, with an ellipsis. A single word that doesn't fit is cut between graphemes.
pub fn shorten(text: &str, graphemes: usize) -> String {
    let text = text.trim();
    let Some((limit, _)) = text.grapheme_indices(true).nth(graphemes) else {
        return text.to_owned();
    };
    let end = text
        .split_word_bound_indices()
        .map(|(start, _)| start)
        .take_while(|start| *start <= limit)
        .last()
        .filter(|end| *end > 0)
        .unwrap_or(limit);
    let kept = text[..end].trim_end_matches(|character: char| character.is_whitespace() || dangles(character));
    if kept.is_empty() {
        format!("{}…", &text[..limit])
    } else {
        format!("{kept}…")
    }
}

/// `text`, or as many whole graphemes of it as fit in `bytes` together with an ellipsis.
pub fn shorten_to_bytes(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let room = bytes.saturating_sub('…'.len_utf8());
    let end = text
        .grapheme_indices(true)
        .map(|(start, grapheme)| start + grapheme.len())
        .take_while(|end| *end <= room)
        .last()
        .unwrap_or(0);
    format!("{}…", text[..end].trim_end())
}

/// Whether a mark announces something that a cut takes away: an opening bracket, a comma, a dash.
fn dangles(character: char) -> bool {
    "([{<（［｛〈《「『【〔“‘,;:，；：、-–—…".contains(character)
}

/// A line without the white space and the marks around it, for comparison with the title.
fn bare(line: &str) -> String {
    let mut bare: String = line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let trimmed = bare.trim_matches(|character: char| !character.is_alphanumeric());
    bare = trimmed.to_owned();
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_its_own_summary_on_one_line() {
        assert_eq!(summarise("One.\nTwo  three.", ""), "One. Two three.");
    }

    #[test]
    fn the_cut_falls_between_words_and_leaves_no_opening_mark() {
        assert_eq!(shorten("one two three", 7), "one two…");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("one, (two three)", 6), "one…");
        assert_eq!(shorten("小米汽车正式落户北京，首款车", 11), "小米汽车正式落户北京…");
    }

    #[test]
    fn a_word_longer_than_the_summary_is_cut_between_graphemes() {
        assert_eq!(shorten("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧👩‍👩‍👧…");
        assert_eq!(shorten(&"a".repeat(50), 3), "aaa…");
        assert_eq!(shorten_to_bytes("e\u{301}e\u{301}e\u{301}", 8), "e\u{301}…");
        assert_eq!(shorten_to_bytes("abc", 3), "abc");
    }

    #[test]
    fn lines_that_only_repeat_the_title_are_left_out() {
        assert_eq!(summarise("The Title\n“The title”\nText.", "The title!"), "Text.");
        assert_eq!(summarise("The title of this is long", "The title"), "The title of this is long");
        assert_eq!(summarise("标题", "标题"), "");
    }

    #[test]
    fn a_long_text_gives_about_140_characters() {
        let summary = summarise(&"word ".repeat(100_000), "");
        assert!(summary.graphemes(true).count() <= SUMMARY_GRAPHEMES + 1);
        assert!(summary.ends_with("word…"));
    }
}
