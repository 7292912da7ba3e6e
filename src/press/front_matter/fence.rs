//! Where the front matter stands: between two rules at the top of the file.

use super::lines;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
}

/// A block between its fences, or from its opening fence to the end of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fenced<'text> {
    pub(super) syntax: Syntax,
    /// What stands between the fences.
    pub(super) block: &'text str,
    /// The line on which it starts.
    pub(super) block_line: u32,
    /// The block and all that follows it, for when it turns out to end earlier.
    pub(super) rest: &'text str,
    /// What stands below the closing fence.
    pub(super) body: &'text str,
    pub(super) body_line: u32,
    pub(super) is_closed: bool,
}

/// Finds the block. `None` when the file doesn't start with one.
pub(super) fn find(text: &str) -> Option<Fenced<'_>> {
    let mut at = 0;
    let mut line_number = 1;
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if is_blank.is_empty() {
            at += line.len();
            line_number += 1;
            continue;
        }
        let syntax = match line.trim_end() {
            rule if is_rule(rule, b'-') => Syntax::Yaml,
            "+++" => Syntax::Toml,
            _ => return without_opening(&text[at..], line_number),
        };
        return Some(up_to_closing(&text[at + line.len()..], line_number + 1, syntax));
    }
    None
}

/// The number of lines in `text`, where a last one without line end counts.
pub(super) fn count_lines(text: &str) -> u32 {
    u32::try_from(text.split_inclusive('\n').count()).unwrap_or(u32::MAX)
}

fn is_rule(line: &str, character: u8) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == character)
}

fn up_to_closing(rest: &str, block_line: u32, syntax: Syntax) -> Fenced<'_> {
    let mut at = 0;
    let mut line_number = block_line;
    for line in rest.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let closes = match syntax {
            Syntax::Yaml => is_rule(trimmed, b'-') || trimmed == "...",
            Syntax::Toml => trimmed == "+++",
        };
        line_number += 1;
        if closes {
            return Fenced {
                syntax,
                block: &rest[..at],
                block_line,
                rest,
                body: &rest[at + line.len()..],
                body_line: line_number,
                is_closed: true,
            };
        }
        at += line.len();
    }
    Fenced {
        syntax,
        block: rest,
        block_line,
        rest,
        body: "",
        body_line: line_number,
        is_closed: false,
    }
}

/// Hexo lets the opening rule be absent. To tell that from a heading that is underlined with `---`, at least two known
/// fields must stand above the rule, a title among them, and nothing else than fields.
fn without_opening(text: &str, block_line: u32) -> Option<Fenced<'_>> {
    let fenced = up_to_closing(text, block_line, Syntax::Yaml);
    let mut n_known = 0;
    let mut has_title = false;
    for line in fenced.block.lines() {
        if let Some((key, _)) = lines::key_and_rest(line, Syntax::Yaml) {
            n_known += usize::from(lines::is_known(key));
            has_title |= key.eq_ignore_ascii_case("title");
        } else if line.trim().is_empty() || !lines::continues_a_field(line) {
            return None;
        }
    }
    (fenced.is_closed && n_known >= 2 && has_title).then_some(fenced)
}
