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

mod picture;

use super::elements;
use super::tokens::{self, Element, Piece};

/// What every id in an article's body begins with, so that none can be mistaken for one of the page's own.
pub const ID_PREFIX: &str = "a-";

/// How far back an end tag looks for its start tag. Deeper markup is refused by the sanitiser anyway.
const DEEPEST: usize = 256;

/// The repaired body.
pub fn repair(html: &str) -> String {
    let mut repaired = String::with_capacity(html.len());
    for piece in pieces(html) {
        tokens::print(&piece, &mut repaired);
    }
    repaired
}

/// The repaired body's pieces.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut source = Vec::new();
    tokens::scan(html, &mut |piece| source.push(piece));
    let heading_shift = source
        .iter()
        .any(|piece| matches!(piece, Piece::Open(element) if element.name == "h1"));
    let mut repair = Repair {
        source,
        repaired: Vec::new(),
        open: Vec::new(),
        heading_shift,
        unclosed: Vec::new(),
        sources: Vec::new(),
    };
    let mut at = 0;
    while at < repair.source.len() {
        at = repair.step(at);
    }
    repair.repaired
}

struct Repair {
    source: Vec<Piece>,
    repaired: Vec<Piece>,
    /// Names of the elements that are open here, outermost first.
    open: Vec<String>,
    heading_shift: bool,
    /// Names of elements that were looked for to the end and have no end tag: they aren't looked for again.
    unclosed: Vec<String>,
    /// Addresses of the pictures so far, to tell a `<noscript>` copy.
    sources: Vec<String>,
}

impl Repair {
    /// Handles the piece at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        match self.source[at].clone() {
            Piece::Open(element) => self.open(at, element),
            Piece::Close(name) => {
                if let Some(place) = recent_position(&self.open, &name) {
                    self.open.truncate(place);
                }
                let name = self.heading_name(&name);
                self.repaired.push(Piece::Close(name));
                at + 1
            }
            Piece::Text(text) => {
                self.text(text);
                at + 1
            }
        }
    }

    fn open(&mut self, at: usize, mut element: Element) -> usize {
        if element.name == "image" {
            element.name = "img".to_owned(); // as the HTML parser does
        }
        if is_hidden(&element)
            && let Some(end) = self.end_of(at, &element.name)
        {
            return end;
        }
        match element.name.as_str() {
            "img" => {
                if let Some(picture) = picture::mended(element) {
                    self.sources.extend(picture.get("src").map(str::to_owned));
                    self.repaired.push(Piece::Open(picture));
                }
                return at + 1;
            }
            "noscript" => return self.noscript(at),
            "iframe" | "embed" | "video" | "audio" => return self.player(at, &element),
            "input" => {
                if element.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
                    let checked = element.get("checked").is_some();
                    self.repaired.push(Piece::Text(if checked { "☑ " } else { "☐ " }.to_owned()));
                }
                return at + 1;
            }
            name if elements::is_dropped(name) => return self.end_of(at, name).unwrap_or(at + 1),
            _ => {}
        }
        if !elements::is_void(&element.name) {
            self.open.push(element.name.clone());
        }
        element.name = self.heading_name(&element.name);
        mend_attributes(&mut element);
        self.repaired.push(Piece::Open(element));
        at + 1
    }

    /// In `<pre>`, a `<br>` before a line break would make two lines of one. Line breaks that `<pre>` begins with go: a parser drops
    /// the first of them, so that each pass would lose another.
    fn text(&mut self, mut text: String) {
        let before = match self.repaired.last() {
            Some(Piece::Open(element)) => element.name.as_str(),
            _ => "",
        };
        if before == "pre" {
            text = text.trim_start_matches('\n').to_owned();
        } else if before == "br" && text.starts_with('\n') && self.open.iter().any(|name| name == "pre") {
            self.repaired.pop();
        }
        self.repaired.push(Piece::Text(text));
    }

    fn noscript(&mut self, at: usize) -> usize {
        let Some(end) = self.end_of(at, "noscript") else { return at + 1 };
        for inside in at + 1..end {
            let Piece::Open(element) = &self.source[inside] else { continue };
            if element.name != "img" {
                continue;
            }
            let Some(picture) = picture::mended(element.clone()) else {
                continue;
            };
            let copy = picture
                .get("src")
                .is_some_and(|source| self.sources.iter().any(|known| known == source));
            if !copy {
                self.sources.extend(picture.get("src").map(str::to_owned));
                self.repaired.push(Piece::Open(picture));
            }
        }
        end
    }

    /// A link to what a player or frame would have shown; a player without a usable address is passed over, but not what it holds.
    fn player(&mut self, at: usize, element: &Element) -> usize {
        let end = if element.name == "embed" {
            at + 1
        } else {
            self.end_of(at, &element.name).unwrap_or(at + 1)
        };
        let inside = self.source[at + 1..end].iter().filter_map(|piece| match piece {
            Piece::Open(source) if source.name == "source" => source.get("src"),
            _ => None,
        });
        let own = ["src", "data-src", "data-original"].iter().filter_map(|name| element.get(name));
        let address = own.chain(inside).map(with_scheme).find(|address| is_web(address));
        let Some(address) = address else {
            return if matches!(element.name.as_str(), "video" | "audio") {
                at + 1
            } else {
                end
            };
        };
        let host = address
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .unwrap_or_default();
        let label = element
            .get("title")
            .filter(|title| !title.trim().is_empty())
            .unwrap_or(host)
            .to_owned();
        self.repaired
            .push(Piece::Open(Element::new("a").with("class", "embed").with("href", &address)));
        self.repaired.push(Piece::Text(label));
        self.repaired.push(Piece::Close("a".to_owned()));
        end
    }

    /// Where the element that opens at `start` ends: behind its end tag, or where its parent's end or a sibling closes it
    /// by implication. `None` when the body ends first: then it has no end that can be told.
    fn end_of(&mut self, start: usize, name: &str) -> Option<usize> {
        if elements::is_void(name) {
            return Some(start + 1);
        }
        if self.unclosed.iter().any(|known| known == name) {
            return None;
        }
        let mut inner: Vec<&str> = Vec::new();
        for (at, piece) in self.source.iter().enumerate().skip(start + 1) {
            match piece {
                Piece::Open(element) if inner.is_empty() && closes_by_implication(name, &element.name) => return Some(at),
                Piece::Open(element) if !elements::is_void(&element.name) => inner.push(&element.name),
                Piece::Close(closed) => {
                    if let Some(place) = recent_position(&inner, closed) {
                        inner.truncate(place);
                    } else if closed == name {
                        return Some(at + 1);
                    } else if recent_position(&self.open, closed).is_some() {
                        return Some(at);
                    }
                }
                Piece::Open(_) | Piece::Text(_) => {}
            }
        }
        self.unclosed.push(name.to_owned());
        None
    }

    fn heading_name(&self, name: &str) -> String {
        match name {
            "h1" => "h2",
            "h2" if self.heading_shift => "h3",
            "h3" if self.heading_shift => "h4",
            "h4" if self.heading_shift => "h5",
            "h5" if self.heading_shift => "h6",
            other => other,
        }
        .to_owned()
    }
}

fn recent_position<Name: AsRef<str>>(names: &[Name], wanted: &str) -> Option<usize> {
    let from = names.len().saturating_sub(DEEPEST);
    names[from..]
        .iter()
        .rposition(|name| name.as_ref() == wanted)
        .map(|place| from + place)
}

/// HTML, "Optional tags": a start tag that ends the open element before it.
fn closes_by_implication(open: &str, next: &str) -> bool {
    match open {
        "p" => elements::is_block(next),
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr"),
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

fn mend_attributes(element: &mut Element) {
    if let Some(href) = element.get("href").map(str::to_owned) {
        element.set("href", &followed(&href));
    }
    if element.name == "a"
        && element.get("id").is_none()
        && let Some(name) = element.get("name").map(str::to_owned)
    {
        element.set("id", &name);
    }
    if matches!(element.name.as_str(), "td" | "th")
        && let Some(align) = element.get("style").and_then(text_align).map(str::to_owned)
    {
        element.set("align", &align);
    }
    if element.name == "source" {
        picture::mend_srcset(element);
    }
}

/// A fragment link follows its target's prefixed id; an address without a scheme gets one.
fn followed(href: &str) -> String {
    match href.trim().strip_prefix('#') {
        Some("") => "#".to_owned(),
        Some(target) if target.starts_with(ID_PREFIX) => format!("#{target}"),
        Some(target) => format!("#{ID_PREFIX}{target}"),
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
fn with_scheme(address: &str) -> String {
    let address = address.trim();
    if address.starts_with("//") {
        format!("https:{address}")
    } else {
        address.to_owned()
    }
}

fn is_web(address: &str) -> bool {
    crate::archive::WebUrl::parse(address).is_some()
}
