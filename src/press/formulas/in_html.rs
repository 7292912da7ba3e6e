//! Formulas in HTML: scripts of type `math/tex`, which MathJax reads, and delimiters in the text.
//!
//! Works on the source, of which nothing else is changed. No byte is looked at more than a few times, whatever the HTML is.

use std::borrow::Cow;
use std::ops::Range;

use super::{Display, Formulas, likely};
use crate::content::elements;
use crate::content::tokens::{self, Piece};
use crate::press::plain_text::attribute_value;

/// Elements in which text stays as it is.
const SILENT: [&str; 11] = [
    "code", "kbd", "listing", "math", "noscript", "option", "pre", "samp", "svg", "tt", "var",
];

/// Which delimiters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiters {
    /// `\(…\)` and `\[…\]`.
    Brackets,
    /// Those, and `$$…$$`.
    All,
}

/// The formula that a `<script>` with this start tag holds is set so; `None` for other tags.
pub fn is_script(tag: &str) -> Option<Display> {
    match tokens::pieces(tag).into_iter().next() {
        Some(Piece::Open(element)) if element.name == "script" => {
            let kind = element.get("type")?.to_ascii_lowercase();
            let mode = kind.trim_start().strip_prefix("math/tex")?;
            Some(if mode.contains("mode=display") {
                Display::Block
            } else {
                Display::Inline
            })
        }
        _ => None,
    }
}

impl Formulas<'_> {
    /// The HTML with its formulas converted; `line` is the one on which it starts.
    pub fn convert_in<'html>(&mut self, html: &'html str, delimiters: Delimiters, line: Option<u32>) -> Cow<'html, str> {
        let dollars = delimiters == Delimiters::All && html.contains("$$");
        if !(dollars || ["\\(", "\\[", "math/tex", "MATH/TEX"].iter().any(|mark| html.contains(mark))) {
            return Cow::Borrowed(html);
        }
        let mut page = Page {
            html,
            delimiters,
            line,
            output: String::new(),
            copied: 0,
        };
        page.convert(self);
        if page.copied == 0 {
            return Cow::Borrowed(html);
        }
        page.output.push_str(&html[page.copied..]);
        Cow::Owned(page.output)
    }

    /// The formula of a `math/tex` script. One that can't be converted becomes text, since scripts aren't shown.
    pub fn convert_script(&mut self, content: &str, display: Display, line: impl FnOnce() -> Option<u32>) -> String {
        let tex = script_tex(content);
        if tex.is_empty() {
            return String::new();
        }
        self.convert(&tex, display, line).unwrap_or_else(|| {
            let (start, end) = match display {
                Display::Inline => ("\\(", "\\)"),
                Display::Block => ("\\[", "\\]"),
            };
            let mut text = start.to_owned();
            tokens::escape(&tex, &mut text);
            text + end
        })
    }
}

struct Page<'html> {
    html: &'html str,
    delimiters: Delimiters,
    line: Option<u32>,
    output: String,
    /// Up to where the HTML has been copied or replaced.
    copied: usize,
}

/// A tag or a comment in the source.
pub(super) struct Tag {
    /// In lower case; a comment has none.
    pub name: String,
    pub is_end: bool,
    pub is_void: bool,
    /// Behind its `>`.
    pub end: usize,
}

impl<'html> Page<'html> {
    fn convert(&mut self, formulas: &mut Formulas<'_>) {
        let html = self.html;
        let (mut at, mut text_start) = (0, 0);
        // The element in which text stays, and how often it stands in itself.
        let mut silent: Option<(String, usize)> = None;
        while let Some(offset) = html[at..].find('<') {
            let start = at + offset;
            let Some(tag) = tag_at(html, start) else {
                at = start + 1;
                continue;
            };
            at = tag.end;
            // A formula may go over several lines.
            if tag.name == "br" {
                continue;
            }
            if silent.is_none() {
                self.text(text_start..start, formulas);
            }
            text_start = tag.end;
            match &mut silent {
                Some((name, depth)) if *name == tag.name && !tag.is_void => {
                    *depth = if tag.is_end { *depth - 1 } else { *depth + 1 };
                    if *depth == 0 {
                        silent = None;
                    }
                }
                None if !tag.is_end && !tag.is_void && SILENT.contains(&tag.name.as_str()) => silent = Some((tag.name.clone(), 1)),
                _ => {}
            }
            if !tag.is_end && elements::is_raw(&tag.name) {
                let content = tag.end..end_tag(html, tag.end, &tag.name);
                at = behind(html, &tag);
                text_start = at;
                if silent.is_none()
                    && let Some(display) = is_script(&html[start..tag.end])
                {
                    let line = self.line_of(start);
                    let converted = formulas.convert_script(&html[content], display, line);
                    self.replace(start..at, &converted);
                }
            }
        }
        if silent.is_none() {
            self.text(text_start..html.len(), formulas);
        }
    }

    fn replace(&mut self, range: Range<usize>, by: &str) {
        self.output.push_str(&self.html[self.copied..range.start]);
        self.output.push_str(by);
        self.copied = range.end;
    }

    /// Tells the line of a place, if it is asked for: that takes as long as what stands above.
    fn line_of(&self, place: usize) -> impl FnOnce() -> Option<u32> + use<'html> {
        let (line, above) = (self.line, &self.html[..place]);
        move || line.map(|line| line + above.matches('\n').count() as u32)
    }

    /// Converts formulas in a stretch of text, in which there may be line breaks.
    fn text(&mut self, range: Range<usize>, formulas: &mut Formulas<'_>) {
        let text = &self.html[range.clone()];
        // Delimiters that are known not to be closed any more.
        let mut unclosed: Vec<Delimiter> = Vec::new();
        let mut at = 0;
        while let Some(offset) = text[at..].find(['\\', '$']) {
            let start = at + offset;
            let Some(delimiter) = Delimiter::at(&text[start..]).filter(|found| self.knows(*found) && !unclosed.contains(found)) else {
                at = start + length_of_mark(&text[start..]);
                continue;
            };
            let inside = start + 2;
            at = inside;
            match delimiter.closed(&text[inside..]) {
                Closing::At(length) => {
                    let tex = decoded(&text[inside..inside + length]);
                    if delimiter.is_likely(&tex) {
                        at = inside + length + 2;
                        let place = range.start + start;
                        if let Some(html) = formulas.convert(&tex, delimiter.display(), self.line_of(place)) {
                            self.replace(place..range.start + at, &html);
                        }
                    }
                }
                Closing::Never => unclosed.push(delimiter),
                Closing::Opened(length) => at = inside + length,
            }
        }
    }

    fn knows(&self, delimiter: Delimiter) -> bool {
        delimiter != Delimiter::Dollars || self.delimiters == Delimiters::All
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Parentheses,
    Brackets,
    Dollars,
}

/// Where a formula ends.
enum Closing {
    /// Before its closing delimiter, after so many bytes.
    At(usize),
    /// Nowhere: another one is opened in it, after so many bytes.
    Opened(usize),
    /// Nowhere.
    Never,
}

impl Delimiter {
    /// The opening delimiter that a text starts with.
    fn at(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [b'\\', b'(', ..] => Some(Self::Parentheses),
            [b'\\', b'[', ..] => Some(Self::Brackets),
            [b'$', b'$', ..] => Some(Self::Dollars),
            _ => None,
        }
    }

    /// Where a text closes it.
    fn closed(self, text: &str) -> Closing {
        let mut at = 0;
        while let Some(offset) = text[at..].find(['\\', '$']) {
            at += offset;
            match (self, &text.as_bytes()[at..]) {
                (Self::Parentheses, [b'\\', b')', ..]) | (Self::Brackets, [b'\\', b']', ..]) | (Self::Dollars, [b'$', b'$', ..]) => {
                    return Closing::At(at);
                }
                (Self::Parentheses | Self::Brackets, [b'\\', b'(' | b'[', ..]) => return Closing::Opened(at),
                _ => at += length_of_mark(&text[at..]),
            }
        }
        Closing::Never
    }

    fn is_likely(self, tex: &str) -> bool {
        match self {
            Self::Parentheses => likely::is_in_parentheses(tex),
            Self::Brackets => likely::is_in_brackets(tex),
            Self::Dollars => likely::is_display_formula(tex),
        }
    }

    fn display(self) -> Display {
        match self {
            Self::Parentheses => Display::Inline,
            Self::Brackets | Self::Dollars => Display::Block,
        }
    }
}

/// The bytes of the `$`, or of the `\` with the character behind it, that a text starts with.
fn length_of_mark(text: &str) -> usize {
    let n_characters = if text.starts_with('\\') { 2 } else { 1 };
    text.chars().take(n_characters).map(char::len_utf8).sum()
}

/// The tag or comment at a `<`; `None` where it is text, as it is to the reader.
pub(super) fn tag_at(html: &str, start: usize) -> Option<Tag> {
    let rest = &html[start + 1..];
    let until = |end: &str| rest.find(end).map_or(html.len(), |at| start + 1 + at + end.len());
    let comment = |end| Tag {
        name: String::new(),
        is_end: false,
        is_void: true,
        end,
    };
    if rest.starts_with("!--") {
        return Some(comment(until("-->")));
    }
    if rest.starts_with(['!', '?']) {
        return Some(comment(until(">")));
    }
    let name_part = rest.strip_prefix('/').unwrap_or(rest);
    let length = name_part
        .bytes()
        .take(64)
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<'))?;
    let name = name_part.get(..length)?.to_ascii_lowercase();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !elements::is_known(&name) {
        return None;
    }
    let attributes = html.len() - name_part.len() + length;
    let end = attributes + tag_length(&html.as_bytes()[attributes..]);
    Some(Tag {
        is_end: rest.starts_with('/'),
        is_void: html[..end].ends_with("/>") || elements::is_void(&name),
        name,
        end,
    })
}

/// How many bytes the rest of a tag takes, given from behind its name: a `>` between quotes doesn't end it.
fn tag_length(rest: &[u8]) -> usize {
    let mut quote = None;
    let mut is_before_value = false;
    for (at, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) => {
                if open == *byte {
                    quote = None;
                }
                continue;
            }
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if is_before_value => quote = Some(*byte),
            _ => {}
        }
        is_before_value = *byte == b'=' || is_before_value && byte.is_ascii_whitespace();
    }
    rest.len()
}

/// Where the end tag of an element begins whose content is text; the end if there is none.
pub(super) fn end_tag(html: &str, from: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        let tag = html.as_bytes().get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = html[from..].match_indices("</").map(|(offset, _)| from + offset);
    ends.find(is_end).unwrap_or(html.len())
}

/// Where markup begins again: behind the tag, or behind the element if what is in it is text.
pub(super) fn behind(html: &str, tag: &Tag) -> usize {
    if tag.is_end || !elements::is_raw(&tag.name) {
        return tag.end;
    }
    let end = end_tag(html, tag.end, &tag.name);
    html[end..].find('>').map_or(html.len(), |length| end + length + 1)
}

/// TeX as its author wrote it: line breaks and references are those of HTML.
fn decoded(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(offset) = source[at..].find('<') {
        let start = at + offset;
        text.push_str(&source[at..start]);
        at = match tag_at(source, start) {
            Some(tag) => {
                text.push('\n');
                tag.end
            }
            None => {
                text.push('<');
                start + 1
            }
        };
    }
    text.push_str(&source[at..]);
    attribute_value(&text).replace('\u{a0}', " ")
}

/// The TeX in a script. Kramdown hides it from XML parsers, and some pages have references where a script has none.
pub(super) fn script_tex(content: &str) -> String {
    let mut tex = content.trim();
    if let Some(inner) = tex.strip_prefix('%').map(str::trim_start).unwrap_or(tex).strip_prefix("<![CDATA[") {
        tex = inner
            .trim_end()
            .strip_suffix("]]>")
            .unwrap_or(inner)
            .trim_end()
            .trim_end_matches('%');
    }
    let tex = tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    tex.trim().to_owned()
}
