//! A body as a run of tags and text: the HTML tokenizer, with the text that was never meant as a tag escaped before it.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::elements;

/// A piece of markup. Comments and doctypes are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A start tag.
    Open(Element),
    /// An end tag, by name.
    Close(String),
    /// Text with its entities decoded.
    Text(String),
}

/// A start tag: its name in lower case and its attributes in order, each name once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// Its name in lower case.
    pub name: String,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// An element without attributes.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            attributes: Vec::new(),
        }
    }

    /// The same with an attribute more.
    pub fn with(mut self, attribute: &str, value: &str) -> Self {
        self.set(attribute, value);
        self
    }

    /// An attribute's value.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_str())
    }

    /// Gives an attribute this value, where it stands or at the end.
    pub fn set(&mut self, attribute: &str, value: &str) {
        match self.attributes.iter_mut().find(|(name, _)| name == attribute) {
            Some((_, known)) => value.clone_into(known),
            None => self.attributes.push((attribute.to_owned(), value.to_owned())),
        }
    }

    /// Takes an attribute away.
    pub fn remove(&mut self, attribute: &str) {
        self.attributes.retain(|(name, _)| name != attribute);
    }
}

/// The pieces of `html`, in order.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    scan(html, &mut |piece| match (pieces.last_mut(), piece) {
        // The tokenizer gives each reference by itself.
        (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
        (_, piece) => pieces.push(piece),
    });
    pieces
}

/// Calls `visit` with each piece of `html`, in order. Linear in the length of `html`.
pub fn scan(html: &str, visit: &mut dyn FnMut(Piece)) {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(escape_stray_tags(html).as_ref()));
    let tokenizer = Tokenizer::new(
        Sink {
            visit: RefCell::new(visit),
        },
        TokenizerOpts::default(),
    );
    let _ = tokenizer.feed(&queue); // a sink that never answers `Script` is never paused
    tokenizer.end();
}

/// Writes pieces as HTML that parses back to them.
pub fn print(piece: &Piece, html: &mut String) {
    match piece {
        Piece::Open(element) => {
            html.push('<');
            html.push_str(&element.name);
            for (name, value) in &element.attributes {
                html.push(' ');
                html.push_str(name);
                html.push_str("=\"");
                escape(value, html);
                html.push('"');
            }
            html.push('>');
        }
        Piece::Close(name) => {
            html.push_str("</");
            html.push_str(name);
            html.push('>');
        }
        Piece::Text(text) => escape(text, html),
    }
}

/// Escapes text for content and for double-quoted attributes.
pub fn escape(text: &str, html: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            // The second byte of U+00A0; behind another first byte it is part of another character.
            0xA0 if at > 0 && text.as_bytes()[at - 1] == 0xC2 => "&nbsp;",
            _ => continue,
        };
        html.push_str(&text[done..at - usize::from(byte == 0xA0)]);
        html.push_str(reference);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}

struct Sink<'a> {
    visit: RefCell<&'a mut dyn FnMut(Piece)>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let piece = match token {
            Token::CharacterTokens(text) => Piece::Text(text.to_string()),
            Token::TagToken(Tag {
                kind: TagKind::EndTag,
                name,
                ..
            }) => Piece::Close(clean_name(&name)),
            Token::TagToken(tag) => {
                let element = Element {
                    name: clean_name(&tag.name),
                    attributes: tag
                        .attrs
                        .into_iter()
                        .filter_map(|attribute| attribute_of(&attribute.name.local, &attribute.value))
                        .collect(),
                };
                let raw = raw_content(&element.name);
                (self.visit.borrow_mut())(Piece::Open(element));
                return raw;
            }
            Token::NullCharacterToken | Token::CommentToken(_) | Token::DoctypeToken(_) | Token::ParseError(_) | Token::EOFToken => {
                return TokenSinkResult::Continue;
            }
        };
        (self.visit.borrow_mut())(piece);
        TokenSinkResult::Continue
    }
}

/// Attributes whose names quotes or markup broke (`data-x="{"a":1}"` gives `a":1}"`) are noise.
fn attribute_of(name: &str, value: &str) -> Option<(String, String)> {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte));
    plain.then(|| (name.to_owned(), value.to_owned()))
}

/// `<h2">` is an `h2`.
fn clean_name(name: &str) -> String {
    name.trim_end_matches(['"', '\'']).to_owned()
}

/// How the tree builder would have the tokenizer read an element's content.
fn raw_content(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

/// The most attributes that a tag may have. The tokenizer compares each with all before it.
const MOST_ATTRIBUTES: usize = 200;

/// Escapes each `<` that begins something like a tag with a name that no element has: `$<HTMLElement>`, `<MODULE_NAME>`; or one with more
/// attributes than anybody writes.
/// In attribute values this changes nothing that counts, since there too `&lt;` is `<`.
fn escape_stray_tags(html: &str) -> Cow<'_, str> {
    let mut escaped = String::new();
    let mut done = 0;
    // Up to where a tag was looked through, and whether it was a tag: no byte is looked at twice.
    let (mut looked, mut was_tag) = (0, true);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let name_part = rest.strip_prefix('/').unwrap_or(rest);
        if !name_part.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        // Longer than the longest element's name, it is one only with a dash; names are cut there to stay linear.
        let end = name_part
            .bytes()
            .take(64)
            .position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/' | b'>' | b'<'))
            .unwrap_or(name_part.len().min(64));
        let Some(name) = name_part.get(..end) else { continue };
        if at >= looked {
            let (length, is_tag) = attributes(&name_part.as_bytes()[end..]);
            (looked, was_tag) = (html.len() - name_part.len() + end + length, is_tag);
        }
        if !was_tag || !is_known(name.trim_end_matches(['"', '\''])) {
            escaped.push_str(&html[done..at]);
            escaped.push_str("&lt;");
            done = at + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    escaped.push_str(&html[done..]);
    Cow::Owned(escaped)
}

fn is_known(name: &str) -> bool {
    // Most names are written as they are known.
    elements::is_known(name) || name.bytes().any(|byte| byte.is_ascii_uppercase()) && elements::is_known(&name.to_ascii_lowercase())
}

/// How many bytes a tag takes, given from behind its name, and whether it is one: up to its end, or to where it has too many attributes. Reads
/// it as the tokenizer does (HTML, "Tokenization").
fn attributes(tag: &[u8]) -> (usize, bool) {
    enum At {
        Between,
        Name,
        BehindName,
        BeforeValue,
        Value,
        Quoted(u8),
    }
    let (mut at, mut n_attributes) = (At::Between, 0);
    for (place, byte) in tag.iter().enumerate() {
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C');
        at = match (at, byte) {
            (At::Quoted(quote), byte) if *byte != quote => At::Quoted(quote),
            (At::Quoted(_), _) => At::Between,
            (_, b'>') => return (place, true),
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(*byte),
            (At::BeforeValue, _) if is_space => At::BeforeValue,
            (At::BeforeValue | At::Value, _) if is_space => At::Between,
            (At::BeforeValue | At::Value, _) => At::Value,
            (At::Name | At::BehindName, b'=') => At::BeforeValue,
            (At::Name | At::BehindName, _) if is_space => At::BehindName,
            (_, b'/') => At::Between,
            (At::Between, _) if is_space => At::Between,
            (At::Name, _) => At::Name,
            (At::Between | At::BehindName, _) => {
                n_attributes += 1;
                if n_attributes > MOST_ATTRIBUTES {
                    return (place, false);
                }
                At::Name
            }
        };
    }
    (tag.len(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_in_markup_is_escaped_and_nothing_else() {
        let mut html = String::new();
        escape("a<b> & \"c\"\u{a0}d\u{e0}\u{4a0}字", &mut html);
        assert_eq!(html, "a&lt;b&gt; &amp; &quot;c&quot;&nbsp;d\u{e0}\u{4a0}字");
    }

    #[test]
    fn a_tag_with_more_attributes_than_anybody_writes_is_text() {
        let tag = |n_attributes: usize, written: &str| {
            format!(
                "<p{}>a",
                (0..n_attributes).map(|number| format!("{written}a{number}")).collect::<String>()
            )
        };
        for written in [" ", "/", " =\" b", "\" ", " a='x>'b"] {
            let is_text = |html: &str| matches!(pieces(html).first(), Some(Piece::Text(_)));
            assert!(is_text(&tag(500, written)), "{written}");
            assert!(!is_text(&tag(50, written)), "{written}");
        }
        assert!(matches!(
            pieces(&format!("<img src=\"data:{}\">", "a/ ".repeat(2_000))).first(),
            Some(Piece::Open(_))
        ));
    }
}
