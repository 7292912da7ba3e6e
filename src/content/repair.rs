//! Mends what real bodies have wrong, before the sanitiser takes the hints away.
//!
//! Works on tokens and in linear time. Nothing here is relied on for safety: the sanitiser reads what comes out as hostile.
//!
//! - Elements that are hidden by `display: none` or `hidden` go: without their style they would turn visible. (`visibility:
//!   hidden` stays: WeChat's articles have it on the whole body until a script shows it.)
//! - Pictures get their real address (`data-original`, `data-src`), their size (`w`, `h`), or go (1 × 1 pixel).
//! - `<noscript>` goes; a picture in it stays unless it is a copy of one that is there.
//! - Players and frames, which the page can't hold, become links to what they would have shown.
//! - Headings make room for the page's one `h1`; check boxes become characters; `#fragment` links follow the prefixed ids.
//! - Links lose their tracking. Elements that aren't allowed go or give way to similar ones, so that the parser never sees them: what it
//!   builds would have to be taken apart again, and could be read differently afterwards.
//!
//! What goes is counted.

mod picture;

use std::borrow::Cow;
use std::collections::HashSet;

use super::elements::{self, Name};
use super::removed::{Kind, Removed};
use super::tokens::{Element, Piece};
use super::{links, players};
use crate::archive::WebUrl;

/// What every id in an article's body begins with, so that none can be mistaken for one of the page's own.
pub const ID_PREFIX: &str = "a-";

/// How far back an end tag looks for its start tag. Deeper markup is refused by the sanitiser anyway.
const DEEPEST: usize = 256;

/// How many pieces may be looked through for ends of elements, for each piece that there is. Real bodies need one or two.
const MOST_LOOKS: usize = 16;

/// A body as it was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired<'a> {
    /// Its pieces.
    pub pieces: Vec<Piece<'a>>,
    /// What it lost.
    pub removed: Removed,
}

/// Mends a body's pieces.
#[inline(never)]
pub fn repair(source: Vec<Piece<'_>>) -> Repaired<'_> {
    let heading_shift = source
        .iter()
        .any(|piece| matches!(piece, Piece::Open(element) if element.name == "h1"));
    let mut repair = Repair {
        looks: MOST_LOOKS * source.len(),
        repaired: Repaired {
            pieces: Vec::with_capacity(source.len()),
            removed: Removed::default(),
        },
        source,
        open: Vec::new(),
        heading_shift,
        unclosed: Vec::new(),
        sources: HashSet::new(),
    };
    let mut at = 0;
    while at < repair.source.len() {
        at = repair.step(at);
    }
    repair.repaired
}

struct Repair<'a> {
    source: Vec<Piece<'a>>,
    repaired: Repaired<'a>,
    /// Names of the elements that are open here, outermost first.
    open: Vec<Name<'a>>,
    heading_shift: bool,
    /// Names of elements that were looked for to the end and have no end tag: they aren't looked for again.
    unclosed: Vec<Name<'a>>,
    /// How many pieces may still be looked through for ends of elements.
    looks: usize,
    /// Addresses of the pictures so far, to tell a `<noscript>` copy.
    sources: HashSet<String>,
}

impl<'a> Repair<'a> {
    /// Handles the piece at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        // Nothing looks back at the source.
        match std::mem::replace(&mut self.source[at], Piece::Text(Cow::Borrowed(""))) {
            Piece::Open(element) => self.open(at, element),
            Piece::Close(name) => {
                if let Some(place) = recent_position(&self.open, name) {
                    self.open.truncate(place);
                }
                if let Some(name) = self.shown_name(name) {
                    self.push(Piece::Close(name));
                }
                at + 1
            }
            Piece::Text(text) => {
                self.text(text);
                at + 1
            }
        }
    }

    #[inline(never)]
    fn open(&mut self, at: usize, mut element: Element<'a>) -> usize {
        if element.name == "image" {
            element.name = Name::new("img"); // as the HTML parser does
        }
        if is_hidden(&element)
            && let Some(end) = self.end_of(at, element.name)
        {
            self.repaired.removed.add(Kind::Hidden);
            return end;
        }
        match element.name.as_str() {
            "img" => {
                match picture::mended(element) {
                    Ok(picture) => self.picture(picture),
                    Err(kind) => self.repaired.removed.add(kind),
                }
                return at + 1;
            }
            // There it is a line break like any other; many bodies have both for one.
            "br" if self.is_preformatted() => {
                let has_both = matches!(self.source.get(at + 1), Some(Piece::Text(text)) if text.starts_with('\n'));
                if !has_both {
                    self.text(Cow::Borrowed("\n"));
                }
                return at + 1;
            }
            "noscript" => return self.noscript(at),
            "iframe" | "embed" | "video" | "audio" => return self.player(at, &element),
            "input" => {
                if element.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
                    let checked = element.get("checked").is_some();
                    self.push(Piece::Text(Cow::Borrowed(if checked { "☑ " } else { "☐ " })));
                } else {
                    self.repaired.removed.add(Kind::Form);
                }
                return at + 1;
            }
            name if element.name.is_dropped() => {
                self.repaired.removed.add(Kind::of_element(name));
                let end = self.end_of(at, element.name);
                return end.unwrap_or(if element.name.is_raw() { self.source.len() } else { at + 1 });
            }
            _ => {}
        }
        if element.name.own_attributes().is_none() && element.name != "h1" {
            self.repaired.removed.add(Kind::of_element(element.name.as_str()));
        }
        let shown = self.shown_name(element.name);
        if !element.name.is_void() {
            self.open.push(element.name);
        }
        if let Some(name) = shown {
            element.name = name;
            self.mend_attributes(&mut element);
            self.push(Piece::Open(element));
        }
        at + 1
    }

    /// Line breaks that `<pre>` begins with go: a parser drops the first of them, so that each pass would lose another.
    fn text(&mut self, mut text: Cow<'a, str>) {
        if matches!(self.repaired.pieces.last(), Some(Piece::Open(element)) if element.name == "pre") && text.starts_with('\n') {
            text = Cow::Owned(text.trim_start_matches('\n').to_owned());
        }
        self.push(Piece::Text(text));
    }

    fn is_preformatted(&self) -> bool {
        ["pre", "listing"]
            .iter()
            .any(|name| recent_position(&self.open, Name::new(name)).is_some())
    }

    fn push(&mut self, piece: Piece<'a>) {
        self.repaired.pieces.push(piece);
    }

    fn picture(&mut self, picture: Element<'a>) {
        self.sources.extend(picture.get("src").map(str::to_owned));
        self.push(Piece::Open(picture));
    }

    #[inline(never)]
    fn noscript(&mut self, at: usize) -> usize {
        self.repaired.removed.add(Kind::Markup);
        let Some(end) = self.end_of(at, Name::new("noscript")) else {
            return at + 1;
        };
        for inside in at + 1..end {
            let Piece::Open(element) = &self.source[inside] else { continue };
            if element.name != "img" {
                continue;
            }
            let Ok(picture) = picture::mended(element.clone()) else {
                continue;
            };
            let copy = picture.get("src").is_some_and(|source| self.sources.contains(source));
            if !copy {
                self.picture(picture);
            }
        }
        end
    }

    /// A link to what a player or frame would have shown; a player without a usable address is passed over, but not what it holds.
    #[inline(never)]
    fn player(&mut self, at: usize, element: &Element<'a>) -> usize {
        let end = if element.name == "embed" {
            at + 1
        } else {
            self.end_of(at, element.name).unwrap_or(at + 1)
        };
        let inside = self.source[at + 1..end].iter().filter_map(|piece| match piece {
            Piece::Open(source) if source.name == "source" => source.get("src"),
            _ => None,
        });
        let own = ["src", "data-src", "data-original"].iter().filter_map(|name| element.get(name));
        let address = own.chain(inside).map(with_scheme).find_map(|address| WebUrl::parse(&address));
        let Some(address) = address else {
            self.repaired.removed.add(Kind::Frame);
            return if matches!(element.name.as_str(), "video" | "audio") {
                at + 1
            } else {
                end
            };
        };
        let title = element.get("title").filter(|title| !title.trim().is_empty());
        let label = match (title, players::player(address.as_str())) {
            (Some(title), _) => title.to_owned(),
            (None, Some(player)) => player.site.to_owned(),
            (None, None) => address.host().to_owned(),
        };
        let mut link = Element::new("a").with("class", "embed").with("href", address.as_str().to_owned());
        self.mend_attributes(&mut link);
        self.push(Piece::Open(link));
        self.push(Piece::Text(Cow::Owned(label)));
        self.push(Piece::Close(Name::new("a")));
        end
    }

    /// Where the element that opens at `start` ends: behind its end tag, or where its parent's end or a sibling closes it
    /// by implication. `None` when the body ends first, or has been looked through too often: then it has no end that can be told.
    #[inline(never)]
    fn end_of(&mut self, start: usize, name: Name<'a>) -> Option<usize> {
        if name.is_void() {
            return Some(start + 1);
        }
        if self.unclosed.contains(&name) {
            return None;
        }
        let mut inner: Vec<Name> = Vec::new();
        for (at, piece) in self.source.iter().enumerate().skip(start + 1) {
            self.looks = self.looks.checked_sub(1)?;
            match piece {
                Piece::Open(element) if inner.is_empty() && closes_by_implication(name, element.name) => return Some(at),
                Piece::Open(element) if !element.name.is_void() => inner.push(element.name),
                Piece::Close(closed) => {
                    if let Some(place) = recent_position(&inner, *closed) {
                        inner.truncate(place);
                    } else if *closed == name {
                        return Some(at + 1);
                    } else if recent_position(&self.open, *closed).is_some() {
                        return Some(at);
                    }
                }
                Piece::Open(_) | Piece::Text(_) => {}
            }
        }
        self.unclosed.push(name);
        None
    }

    /// The name under which an element is shown, if it is.
    fn shown_name(&self, name: Name<'a>) -> Option<Name<'a>> {
        let shown = match name.as_str() {
            "h1" => "h2",
            "h2" if self.heading_shift => "h3",
            "h3" if self.heading_shift => "h4",
            "h4" if self.heading_shift => "h5",
            "h5" if self.heading_shift => "h6",
            _ if name.own_attributes().is_some() => return Some(name),
            other => elements::stand_in(other)?,
        };
        Some(Name::new(shown))
    }

    fn mend_attributes(&mut self, element: &mut Element<'a>) {
        if let Some(href) = element.get("href") {
            let followed = followed(href);
            let clean = links::cleaned(&followed);
            if clean.is_some() {
                self.repaired.removed.add(Kind::Tracking);
            }
            if let Some(mended) = clean.or_else(|| (followed != href).then(|| followed.into_owned())) {
                element.set("href", mended);
            }
        }
        if element.name == "a"
            && element.get("id").is_none()
            && let Some(name) = element.remove("name")
        {
            element.set("id", name);
        }
        if matches!(element.name.as_str(), "td" | "th")
            && let Some(align) = element.get("style").and_then(text_align)
        {
            element.set("align", align);
        }
        if element.name == "source" {
            picture::mend_srcset(element);
        }
    }
}

fn recent_position(names: &[Name], wanted: Name) -> Option<usize> {
    let from = names.len().saturating_sub(DEEPEST);
    names[from..].iter().rposition(|name| *name == wanted).map(|place| from + place)
}

/// HTML, "Optional tags": a start tag that ends the open element before it.
fn closes_by_implication(open: Name, next: Name) -> bool {
    match open.as_str() {
        "p" => next.is_block(),
        "li" => next == "li",
        "dt" | "dd" => matches!(next.as_str(), "dt" | "dd"),
        "td" | "th" => matches!(next.as_str(), "td" | "th" | "tr"),
        "tr" => next == "tr",
        _ => false,
    }
}

fn is_hidden(element: &Element) -> bool {
    let hidden = element
        .get("hidden")
        .is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
    let style = element.get("style").unwrap_or_default();
    let none = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .any(|(property, value)| {
            let value = value.trim_start();
            property.trim().eq_ignore_ascii_case("display") && value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("none"))
        });
    hidden || none
}

/// A fragment link follows its target's prefixed id; an address without a scheme gets one.
fn followed(href: &str) -> Cow<'_, str> {
    match href.trim().strip_prefix('#') {
        Some("") => Cow::Borrowed("#"),
        Some(target) if target.starts_with(ID_PREFIX) => Cow::Borrowed(href.trim()),
        Some(target) => Cow::Owned(format!("#{ID_PREFIX}{target}")),
        None => with_scheme(href),
    }
}

fn text_align(style: &str) -> Option<&'static str> {
    let (_, value) = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(property, _)| property.trim().eq_ignore_ascii_case("text-align"))?;
    ["left", "center", "right"]
        .into_iter()
        .find(|known| value.trim().eq_ignore_ascii_case(known))
}

/// `//host/path` is an address on whatever scheme the page has; here it is `https`.
fn with_scheme(address: &str) -> Cow<'_, str> {
    let address = address.trim();
    if address.starts_with("//") {
        Cow::Owned(format!("https:{address}"))
    } else {
        Cow::Borrowed(address)
    }
}
