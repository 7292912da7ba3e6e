//! What a body says, for lists: its text, its pictures, the tags that it links to.

use std::borrow::Cow;

use super::elements::Name;
use super::tokens::{Element, Piece};
use super::{elements, repair, tokens};
use crate::archive::Size;

/// What a body says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extract {
    /// Visible text: a line for each block, white space collapsed, entities decoded. A formula that says what it was made of (`alttext`) is that:
    /// its own text, without its structure, is none.
    pub text: String,
    /// The pictures, in order.
    pub pictures: Vec<FoundPicture>,
    /// Names of the tags that the body links to, in order, without `#`.
    pub tags: Vec<String>,
}

/// A picture in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPicture {
    /// Its address as written, or that of the real picture behind a lazy-loading placeholder.
    pub source: String,
    /// Its alternative text.
    pub alt: String,
    /// Its size, where attributes give both sides.
    pub size: Option<Size>,
}

/// The longest name that a link may give to a tag, in characters; a longer text is a sentence.
const LONGEST_TAG: usize = 40;

/// Looks through a body.
pub fn extract(html: &str) -> Extract {
    let mut found = Extract::default();
    let mut tag_link: Option<String> = None;
    let mut formula = Formula::default();
    for piece in repair::repair(tokens::pieces(html)).pieces {
        let Some(piece) = formula.told(piece) else { continue };
        match piece {
            Piece::Text(text) => {
                push_text(&mut found.text, &text);
                if let Some(name) = &mut tag_link {
                    name.push_str(&text);
                }
            }
            Piece::Open(element) => {
                break_line(&mut found.text, element.name);
                match element.name.as_str() {
                    "img" => found.pictures.extend(picture(&element)),
                    "a" => tag_link = is_tag_link(&element).then(String::new),
                    _ => {}
                }
            }
            Piece::Close(name) => {
                break_line(&mut found.text, name);
                if name == "a" {
                    found.tags.extend(tag_link.take().and_then(|name| tag_name(&name)));
                }
            }
        }
    }
    found.text.truncate(found.text.trim_end().len());
    found
}

/// The text of a body that can't be sanitised, in linear time and in little memory: a line for each block.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut is_raw = false;
    let mut formula = Formula::default();
    tokens::scan(html, &mut |piece| match formula.told(piece) {
        Some(Piece::Text(more)) if !is_raw => push_text(&mut text, &more),
        Some(Piece::Text(_)) | None => {}
        Some(Piece::Open(element)) => {
            is_raw = element.name.is_raw();
            break_line(&mut text, element.name);
        }
        Some(Piece::Close(name)) => {
            is_raw = false;
            break_line(&mut text, name);
        }
    });
    text
}

/// Whether a formula is open whose alternative text has been told.
#[derive(Default)]
struct Formula {
    is_told: bool,
}

impl Formula {
    /// What counts of a piece: the alternative text in the place of a formula, and nothing of what stands in it.
    fn told<'a>(&mut self, piece: Piece<'a>) -> Option<Piece<'a>> {
        match piece {
            Piece::Open(element) if element.name == "math" => {
                let alternative = element.get("alttext").filter(|text| !text.trim().is_empty());
                let alternative = alternative.map(|text| Cow::Owned(text.to_owned()));
                self.is_told = alternative.is_some();
                Some(alternative.map_or(Piece::Open(element), Piece::Text))
            }
            Piece::Close(name) if name == "math" && self.is_told => {
                self.is_told = false;
                None
            }
            // Only HTML ends a formula that has no end tag.
            Piece::Open(element) if self.is_told && !elements::MATHML.contains(&element.name.as_str()) => {
                self.is_told = false;
                Some(Piece::Open(element))
            }
            piece => (!self.is_told).then_some(piece),
        }
    }
}

fn push_text(text: &mut String, more: &str) {
    for character in more.chars() {
        let space = character.is_whitespace() && character != '\u{3000}';
        if !space && character != '\u{200B}' {
            text.push(character);
        } else if space && !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

fn break_line(text: &mut String, element: Name) {
    if element.is_block() || element == "br" {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    } else if matches!(element.as_str(), "td" | "th") && !text.is_empty() && !text.ends_with([' ', '\n']) {
        text.push(' ');
    }
}

fn picture(element: &Element) -> Option<FoundPicture> {
    let side = |name| element.get(name).and_then(|text| text.parse().ok());
    let size = side("width")
        .zip(side("height"))
        .and_then(|(width, height)| Size::new(width, height));
    Some(FoundPicture {
        source: element.get("src")?.to_owned(),
        alt: element.get("alt").unwrap_or_default().trim().to_owned(),
        size,
    })
}

/// A link that says so (`rel="tag"`), or one whose path has a segment `tag` or `tags`.
fn is_tag_link(link: &Element) -> bool {
    let says_so = link
        .get("rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("tag")));
    let href = link.get("href").unwrap_or_default();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.trim_end_matches('/').split('/').rev();
    segments.next(); // the last segment is the tag's own name
    says_so || segments.any(|segment| segment.eq_ignore_ascii_case("tag") || segment.eq_ignore_ascii_case("tags"))
}

fn tag_name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ");
    let name = joined.trim_matches(['#', '＃']).trim();
    (!name.is_empty() && name.chars().count() <= LONGEST_TAG).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
