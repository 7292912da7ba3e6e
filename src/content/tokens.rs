//! A body as a run of tags and text, read as HTML's tokenizer reads it (HTML, "Tokenization"), except that text which was never meant as a tag stays text.
//!
//! Pieces borrow from the body what stands in it as it is meant. Nothing here is relied on for safety: the sanitiser parses again what is made of them.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

use super::elements::Name;

/// A piece of markup. Comments and doctypes are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A start tag.
    Open(Element<'a>),
    /// An end tag, by name.
    Close(Name<'a>),
    /// Text with its references decoded.
    Text(Cow<'a, str>),
}

/// A start tag: its name and its attributes in order, each name once and in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Names and values.
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Element<'a> {
    /// An element without attributes.
    pub fn new(name: &'a str) -> Self {
        Self {
            name: Name::new(name),
            attributes: Vec::new(),
        }
    }

    /// The same with an attribute more.
    pub fn with(mut self, attribute: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.set(attribute, value);
        self
    }

    /// An attribute's value.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_ref())
    }

    /// Gives an attribute this value, where it stands or at the end.
    pub fn set(&mut self, attribute: &'a str, value: impl Into<Cow<'a, str>>) {
        match self.attributes.iter_mut().find(|(name, _)| name == attribute) {
            Some((_, known)) => *known = value.into(),
            None => self.attributes.push((Cow::Borrowed(attribute), value.into())),
        }
    }

    /// Takes an attribute away, and returns its value.
    pub fn remove(&mut self, attribute: &str) -> Option<Cow<'a, str>> {
        let place = self.attributes.iter().position(|(name, _)| name == attribute)?;
        Some(self.attributes.remove(place).1)
    }
}

/// The pieces of `html`, in order; never two texts one after the other.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    scan(html, &mut |piece| match (pieces.last_mut(), piece) {
        (Some(Piece::Text(text)), Piece::Text(more)) => text.to_mut().push_str(&more),
        (_, piece) => pieces.push(piece),
    });
    pieces
}

/// Calls `visit` with each piece of `html`, in order. Linear in the length of `html`.
pub fn scan<'a>(html: &'a str, visit: &mut dyn FnMut(Piece<'a>)) {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    // Where the text begins that hasn't been visited, and where the next tag is looked for.
    let (mut text, mut at) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let (piece, end) = match markup(html, start) {
            Markup::Text { end } => {
                at = end;
                continue;
            }
            Markup::Nothing { end } => (None, end),
            Markup::Tag { piece, end } => (Some(piece), end),
        };
        visit_text(&html[text..start], TextKind::Text, visit);
        (text, at) = (end, end);
        let Some(piece) = piece else { continue };
        let content = match &piece {
            Piece::Open(element) => raw_content(html, end, element.name),
            Piece::Close(_) | Piece::Text(_) => None,
        };
        visit(piece);
        if let Some((kind, end)) = content {
            visit_text(&html[at..end], kind, visit);
            (text, at) = (end, end);
        }
    }
    visit_text(&html[text..], TextKind::Text, visit);
}

fn visit_text<'a>(raw: &'a str, kind: TextKind, visit: &mut dyn FnMut(Piece<'a>)) {
    let text = decoded(raw, kind);
    if !text.is_empty() {
        visit(Piece::Text(text));
    }
}

/// Writes pieces as HTML that parses back to them.
#[inline(never)]
pub fn print(piece: &Piece, html: &mut String) {
    match piece {
        Piece::Open(element) => {
            html.push('<');
            html.push_str(element.name.as_str());
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
            html.push_str(name.as_str());
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

/// What a `<` begins, and where that ends.
enum Markup<'a> {
    /// A tag.
    Tag { piece: Piece<'a>, end: usize },
    /// Nothing that is a piece: a comment, a doctype, a tag that the body's end cuts off.
    Nothing { end: usize },
    /// Text, at least up to there.
    Text { end: usize },
}

fn markup(html: &str, start: usize) -> Markup<'_> {
    let rest = &html.as_bytes()[start + 1..];
    match rest {
        [b'!', ..] => Markup::Nothing {
            end: end_of_declaration(html, start),
        },
        [b'?', ..] => Markup::Nothing {
            end: behind(html, start, b'>'),
        },
        [b'/', first, ..] if first.is_ascii_alphabetic() => tag(html, start, true),
        [b'/'] => Markup::Text { end: html.len() },
        [b'/', ..] => Markup::Nothing {
            end: behind(html, start, b'>'),
        },
        [first, ..] if first.is_ascii_alphabetic() => tag(html, start, false),
        _ => Markup::Text { end: start + 1 },
    }
}

/// Where a comment, a doctype, or what is taken for a comment ends.
fn end_of_declaration(html: &str, start: usize) -> usize {
    if !html[start..].starts_with("<!--") {
        return behind(html, start, b'>');
    }
    let bytes = html.as_bytes();
    // The dashes that begin it may end it, too.
    let mut at = start + 2;
    while let Some(found) = bytes[at..].windows(2).position(|two| two == b"--") {
        at += found;
        match bytes[at + 2..] {
            [b'>', ..] => return at + 3,
            [b'!', b'>', ..] if at >= start + 4 => return at + 4,
            _ => at += 1,
        }
    }
    html.len()
}

/// Behind the next such byte, or the end of everything.
fn behind(html: &str, from: usize, byte: u8) -> usize {
    html[from..].find(char::from(byte)).map_or(html.len(), |found| from + found + 1)
}

/// The longest name that is looked up, in bytes. Longer than the longest element's name, one is known only by a dash or a colon.
const LONGEST_NAME: usize = 64;

/// The most attributes that a tag may have: each is compared with all before it, here and by every parser.
const MOST_ATTRIBUTES: usize = 200;

/// The tag that begins at `start`. One with a name that no element has (`$<HTMLElement>`, `<MODULE_NAME>`) is text that nobody escaped, and so is one with
/// more attributes than anybody writes.
fn tag(html: &str, start: usize, is_end: bool) -> Markup<'_> {
    let bytes = html.as_bytes();
    let name_start = start + 1 + usize::from(is_end);
    let is_name_end = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
    let looked_up = bytes[name_start..]
        .iter()
        .take(LONGEST_NAME)
        .take_while(|byte| !is_name_end(byte) && **byte != b'<');
    let looked_up = html.get(name_start..name_start + looked_up.count());
    if !looked_up.is_some_and(|name| clean_name(name).is_known()) {
        return Markup::Text { end: start + 1 };
    }
    let Some(length) = bytes[name_start..].iter().position(is_name_end) else {
        return Markup::Nothing { end: html.len() };
    };
    let mut at = name_start + length;
    let name = clean_name(&html[name_start..at]);
    let mut attributes = Vec::new();
    for n_attributes in 0.. {
        at += count(&bytes[at..], |byte| is_space(byte) || byte == b'/');
        match bytes.get(at) {
            None => break,
            Some(b'>') => {
                let piece = if is_end {
                    Piece::Close(name)
                } else {
                    Piece::Open(Element { name, attributes })
                };
                return Markup::Tag { piece, end: at + 1 };
            }
            Some(_) if n_attributes == MOST_ATTRIBUTES => return Markup::Text { end: at },
            Some(_) => {}
        }
        let Some((attribute, value, end)) = attribute(html, at) else {
            break;
        };
        at = end;
        if !is_end
            && let Some(attribute) = attribute_name(attribute)
            && !attributes.iter().any(|(known, _)| *known == attribute)
        {
            attributes.push((attribute, decoded(value, TextKind::Attribute)));
        }
    }
    Markup::Nothing { end: html.len() }
}

/// The attribute that begins at `start`: its name, its value, where it ends. `None` when everything ends before it.
fn attribute(html: &str, start: usize) -> Option<(&str, &str, usize)> {
    let bytes = html.as_bytes();
    // Whatever it begins with belongs to it, even `=`.
    let name_end = start + 1 + count(&bytes[start + 1..], |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
    let name = &html[start..name_end];
    let at = name_end + count(&bytes[name_end..], is_space);
    if bytes.get(at) != Some(&b'=') {
        return Some((name, "", at));
    }
    let at = at + 1 + count(&bytes[at + 1..], is_space);
    let (from, to, end) = match *bytes.get(at)? {
        quote @ (b'"' | b'\'') => {
            let to = at + 1 + html[at + 1..].find(char::from(quote))?;
            (at + 1, to, to + 1)
        }
        _ => {
            let to = at + count(&bytes[at..], |byte| !is_space(byte) && byte != b'>');
            (at, to, to)
        }
    };
    Some((name, &html[from..to], end))
}

/// How many bytes at the beginning are so.
fn count(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !is_so(*byte)).unwrap_or(bytes.len())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// `<h2">` is an `h2`.
fn clean_name(name: &str) -> Name<'_> {
    Name::new(name.trim_end_matches(['"', '\'']))
}

/// Attributes whose names quotes or markup broke (`data-x="{"a":1}"` gives `a":1}"`) are noise.
fn attribute_name(name: &str) -> Option<Cow<'_, str>> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte));
    is_plain.then(|| {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    })
}

/// What an element holds that a parser reads as text only: how, and up to where.
fn raw_content(html: &str, start: usize, name: Name) -> Option<(TextKind, usize)> {
    match name.as_str() {
        "script" => Some((TextKind::Raw, end_of_script(html, start))),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some((TextKind::Raw, end_of_raw(html, start, name.as_str()))),
        "textarea" | "title" => Some((TextKind::RawWithReferences, end_of_raw(html, start, name.as_str()))),
        "plaintext" => Some((TextKind::Raw, html.len())),
        _ => None,
    }
}

/// Where the end tag of an element begins that holds text only.
fn end_of_raw(html: &str, start: usize, name: &str) -> usize {
    let mut ends = html[start..].match_indices("</").map(|(found, _)| start + found);
    ends.find(|end| is_tag(&html.as_bytes()[end + 2..], name)).unwrap_or(html.len())
}

/// Whether a tag with this name stands there, given from behind its `<` or `</`.
fn is_tag(bytes: &[u8], name: &str) -> bool {
    bytes.len() > name.len()
        && bytes[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        && (is_space(bytes[name.len()]) || matches!(bytes[name.len()], b'/' | b'>'))
}

/// Where a script's end tag begins: in a comment there may be another script in it.
fn end_of_script(html: &str, start: usize) -> usize {
    #[derive(Clone, Copy)]
    enum Within {
        Script,
        Comment,
        ScriptInComment,
    }
    let bytes = html.as_bytes();
    let (mut within, mut at) = (Within::Script, start);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let is_end = rest.starts_with(b"</") && is_tag(&rest[2..], "script");
        within = match within {
            Within::Script | Within::Comment if is_end => return at,
            Within::Script if rest.starts_with(b"<!--") => {
                at += 1; // to the first of the dashes, which may end it, too
                Within::Comment
            }
            Within::Comment | Within::ScriptInComment if rest.starts_with(b"-->") => Within::Script,
            Within::Comment if rest[0] == b'<' && is_tag(&rest[1..], "script") => Within::ScriptInComment,
            Within::ScriptInComment if is_end => Within::Comment,
            other => other,
        };
        at += 1;
    }
    bytes.len()
}

/// What of a text isn't what it stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextKind {
    /// Text between tags: references, and the character U+0000, which a parser passes over.
    Text,
    /// The value of an attribute: some references without a semicolon aren't meant.
    Attribute,
    /// References.
    RawWithReferences,
    /// Nothing but ends of lines.
    Raw,
}

/// A text as it is meant: with what its references stand for, and ends of lines as `\n`.
fn decoded(raw: &str, kind: TextKind) -> Cow<'_, str> {
    let is_special = |byte: u8| matches!(byte, b'&' | b'\r' | 0);
    if !raw.bytes().any(is_special) {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(place) = rest.bytes().position(is_special) {
        text.push_str(&rest[..place]);
        let (special, after) = rest[place..].split_at(1);
        rest = match special {
            "\r" => {
                text.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            "&" if kind != TextKind::Raw => reference(after, kind == TextKind::Attribute, &mut text),
            "\0" if kind == TextKind::Text => after,
            "\0" => {
                text.push(char::REPLACEMENT_CHARACTER);
                after
            }
            other => {
                text.push_str(other);
                after
            }
        };
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Writes what a reference stands for, given from behind its `&`; returns what follows it. Where there is none the `&` is itself.
fn reference<'a>(after: &'a str, is_in_attribute: bool, text: &mut String) -> &'a str {
    let found = match after.strip_prefix('#') {
        Some(number) => by_number(number).map(|(character, rest)| ([Some(character), None], rest)),
        None => by_name(after, is_in_attribute),
    };
    let Some((characters, rest)) = found else {
        text.push('&');
        return after;
    };
    text.extend(characters.into_iter().flatten());
    rest
}

fn by_number(number: &str) -> Option<(char, &str)> {
    let (digits, base) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
    let end = count(digits.as_bytes(), |byte| char::from(byte).is_digit(base));
    let (digits, rest) = digits.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
    let value = digits.chars().fold(0, |value: u32, digit| {
        value.saturating_mul(base).saturating_add(digit.to_digit(base).unwrap_or_default())
    });
    let replaced = value
        .checked_sub(0x80)
        .and_then(|place| *C1_REPLACEMENTS.get(usize::try_from(place).ok()?)?);
    let character = replaced.or_else(|| char::from_u32(value).filter(|character| *character != '\0'));
    Some((
        character.unwrap_or(char::REPLACEMENT_CHARACTER),
        rest.strip_prefix(';').unwrap_or(rest),
    ))
}

/// What the longest name stands for that `after` begins with.
fn by_name(after: &str, is_in_attribute: bool) -> Option<([Option<char>; 2], &str)> {
    let mut found = None;
    let length = count(after.as_bytes(), |byte| byte.is_ascii_alphanumeric());
    for end in 1..=length + usize::from(after[length..].starts_with(';')) {
        // It knows all beginnings of names, too: those stand for nothing.
        let Some((first, second)) = NAMED_ENTITIES.get(&after[..end]) else {
            break;
        };
        if *first != 0 {
            found = Some((end, [*first, *second]));
        }
    }
    let (end, characters) = found?;
    let (name, rest) = after.split_at(end);
    let is_left_open = !name.ends_with(';') && rest.starts_with(|next: char| next == '=' || next.is_ascii_alphanumeric());
    if is_in_attribute && is_left_open {
        return None;
    }
    Some((
        characters.map(|code| char::from_u32(code).filter(|character| *character != '\0')),
        rest,
    ))
}

#[cfg(test)]
mod tests;
