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
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            attributes: Vec::new(),
        }
    }

    pub fn with(mut self, attribute: &str, value: &str) -> Self {
        self.set(attribute, value);
        self
    }

    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, attribute: &str, value: &str) {
        self.remove(attribute);
        self.attributes.push((attribute.to_owned(), value.to_owned()));
    }

    pub fn remove(&mut self, attribute: &str) {
        self.attributes.retain(|(name, _)| name != attribute);
    }
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
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\u{A0}' => html.push_str("&nbsp;"),
            other => html.push(other),
        }
    }
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

/// Escapes each `<` that begins something like a tag with a name that no element has: `$<HTMLElement>`, `<MODULE_NAME>`.
/// In attribute values this changes nothing that counts, since there too `&lt;` is `<`.
fn escape_stray_tags(html: &str) -> Cow<'_, str> {
    let mut escaped = String::new();
    let mut done = 0;
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
        if !elements::is_known(name.trim_end_matches(['"', '\'']).to_ascii_lowercase().as_str()) {
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
