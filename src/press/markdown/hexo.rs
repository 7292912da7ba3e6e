//! Marks that only a site generator needs, taken out of a body: Hexo's `{% raw %}`, `<!-- more -->`, `[TOC]`. Its
//! pictures (`{% asset_img a.png %}`, `{% img … %}`) become pictures. What stands in code stays as it is.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::press::diagnostic::{Diagnostics, Kind};

/// Extensions by which a word in a picture tag is told to be the picture's address.
const PICTURE_EXTENSIONS: [&str; 9] = ["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"];

/// The body without such marks. Other `{% … %}` plugins stay as text and are reported, each name once.
pub(super) fn without_marks(body: &str, body_line: u32, diagnostics: &mut Diagnostics) -> String {
    let mut output = String::with_capacity(body.len());
    let mut fence: Option<(char, usize)> = None;
    let mut marks = Marks {
        is_raw: false,
        unknown: HashSet::new(),
        diagnostics,
    };
    for (line_number, line) in (body_line..).zip(body.split_inclusive('\n')) {
        let trimmed = line.trim();
        if let Some((character, length)) = fence_of(trimmed) {
            match fence {
                None => fence = Some((character, length)),
                Some((open, least)) => {
                    let closes = open == character && length >= least && trimmed.len() == length;
                    fence = if closes { None } else { fence };
                }
            }
            output.push_str(line);
        } else if fence.is_some() {
            output.push_str(line);
        } else if !is_mark_of_its_own(trimmed) {
            marks.push_line(&mut output, line, line_number);
        } else if line.ends_with('\n') {
            output.push('\n');
        }
    }
    output
}

/// The character and length of a code fence that a line opens or closes.
fn fence_of(trimmed: &str) -> Option<(char, usize)> {
    let character = trimmed.chars().next().filter(|first| "`~".contains(*first))?;
    let after = trimmed.trim_start_matches(character);
    let length = trimmed.len() - after.len();
    // An info string has no backticks: "```x```" is code within a line.
    (length >= 3 && !(character == '`' && after.contains('`'))).then_some((character, length))
}

fn is_mark_of_its_own(trimmed: &str) -> bool {
    let compact: String = trimmed
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    matches!(
        compact.as_str(),
        "[toc]" | "@[toc]" | "[[toc]]" | "<!--more-->" | "<!--toc-->" | "<!--excerpt-->"
    )
}

struct Marks<'run> {
    is_raw: bool,
    unknown: HashSet<String>,
    diagnostics: &'run mut Diagnostics,
}

impl Marks<'_> {
    fn push_line(&mut self, output: &mut String, line: &str, line_number: u32) {
        let line = without_more(line);
        let mut rest = &*line;
        while let Some(start) = rest.find("{%") {
            let (before, tag) = rest.split_at(start);
            output.push_str(before);
            let Some(end) = tag[2..].find("%}") else {
                rest = tag;
                break;
            };
            let (tag, after) = tag.split_at(end + 4);
            let is_quoted = before.ends_with('`') && after.starts_with('`');
            rest = after;
            match self.replacement(tag, line_number) {
                Some(replacement) if !is_quoted => output.push_str(&replacement),
                _ => output.push_str(tag),
            }
        }
        output.push_str(rest);
    }

    /// What stands in the place of a tag; `None` for one that stays.
    fn replacement(&mut self, tag: &str, line_number: u32) -> Option<String> {
        let inner = tag[2..tag.len() - 2].trim_matches(['-', ' ', '\t']);
        let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        match name {
            "raw" => {
                self.is_raw = true;
                Some(String::new())
            }
            "endraw" => {
                self.is_raw = false;
                Some(String::new())
            }
            _ if self.is_raw => None,
            "asset_img" | "img" => picture(arguments).or_else(|| {
                self.report(name, line_number, "names no picture");
                None
            }),
            _ => {
                if !name.starts_with("end") {
                    self.report(name, line_number, "is not known");
                }
                None
            }
        }
    }

    fn report(&mut self, name: &str, line_number: u32, problem: &str) {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name && self.unknown.insert(name.to_owned()) {
            let reason = format!("the tag plugin `{name}` {problem}; it stays as text");
            self.diagnostics.report(Some(line_number), "body", Kind::Body, reason);
        }
    }
}

/// The mark where a list's excerpt ends; it may also stand behind text.
fn without_more(text: &str) -> Cow<'_, str> {
    ["<!-- more -->", "<!--more-->"].iter().fold(
        text.into(),
        |text, mark| {
            if text.contains(mark) { text.replace(mark, "").into() } else { text }
        },
    )
}

/// `[class names] address [width] [height] [title [alt]]`, where Hexo quotes the texts, one in the other or side by
/// side; without quotes the rest is the alternative text.
fn picture(arguments: &str) -> Option<String> {
    let words = words(arguments);
    let at = words.iter().position(|word| is_address(&word.text))?;
    let mut rest = words[at + 1..].iter().peekable();
    let mut sizes = Vec::new();
    while let Some(word) =
        rest.next_if(|word| !word.is_quoted && !word.text.is_empty() && word.text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        sizes.push(word.text.as_str());
        if sizes.len() == 2 {
            break;
        }
    }
    let rest: Vec<&Word> = rest.collect();
    let (title, alt) = match rest[..] {
        [] => (None, String::new()),
        // `'"title" "alt"'`: two texts quoted together.
        [only] if only.is_quoted && only.text.contains('"') => {
            let inner = self::words(&only.text);
            let title = inner.first().map(|word| word.text.clone());
            let alt = inner.get(1).map(|word| word.text.clone());
            (title.clone(), alt.or(title).unwrap_or_default())
        }
        [only] => (None, only.text.clone()),
        [title, alt] if title.is_quoted && alt.is_quoted => (Some(title.text.clone()), alt.text.clone()),
        ref words => {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            (None, texts.join(" "))
        }
    };
    let mut html = format!("<img src=\"{}\" alt=\"{}\"", escaped(&words[at].text), escaped(&alt));
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        html += &format!(" title=\"{}\"", escaped(&title));
    }
    if let [width, height] = sizes[..] {
        html += &format!(" width=\"{width}\" height=\"{height}\"");
    } else if let [width] = sizes[..] {
        html += &format!(" width=\"{width}\"");
    }
    Some(html + ">")
}

fn is_address(word: &str) -> bool {
    let path = word.split(['?', '#']).next().unwrap_or(word);
    let has_extension = path
        .rsplit_once('.')
        .is_some_and(|(_, extension)| PICTURE_EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()));
    has_extension || word.starts_with('/') || word.contains("://")
}

struct Word {
    text: String,
    is_quoted: bool,
}

/// Words parted by spaces, where quotes keep several together.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let quoted = ['"', '\'']
            .into_iter()
            .find(|quote| *quote == first)
            .and_then(|quote| rest[1..].split_once(quote));
        let (word, after) = match quoted {
            Some(split) => split,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(Word {
            text: word.to_owned(),
            is_quoted: quoted.is_some(),
        });
        rest = after.trim_start();
    }
    words
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
