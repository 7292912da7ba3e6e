//! XML as collected feeds have it, read element by element and as far as it has a meaning: ends that are missing, references that XML doesn't
//! know, markup that isn't escaped, a `<` in a text.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, BytesText, Event};

use crate::content::{elements, tokens};
use crate::press::plain_text::attribute_value;

/// Elements that stand in each other in an entry, at most. Of deeper ones only the text is taken.
const DEEPEST: usize = 200;

/// Elements that an entry may have, and elements of one of them, that are looked at. Markup that isn't escaped has more, and isn't taken apart.
const MOST_FIELDS: usize = 10_000;
const MOST_IN_ENTRY: usize = 100_000;

/// Elements that hold markup, in which other names mean nothing.
const MARKUP: [&str; 5] = ["content", "content:encoded", "description", "summary", "xhtml:body"];

/// An element with what is in it.
#[derive(Debug, Default)]
pub struct Element {
    /// In lower case, without a prefix of Atom's.
    pub name: String,
    /// Its own text.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
    attributes: Vec<(String, String)>,
    /// Where its content stands in the source.
    content: Range<usize>,
}

/// Why there is nothing more.
pub enum Broken {
    /// It is the end.
    End,
    /// It is the end, and an element isn't closed: this one.
    Within(String),
    /// What comes has no meaning.
    Syntax(String),
}

/// Some XML that is being read.
pub struct Page<'source> {
    source: &'source str,
    reader: Reader<&'source [u8]>,
    /// Where the reader began.
    start: usize,
    /// Where the last event began.
    at: usize,
    /// Prefixes that stand for Atom or RSS.
    prefixes: Vec<String>,
}

impl<'source> Page<'source> {
    /// The XML from this place on.
    pub fn of(source: &'source str, start: usize) -> Self {
        let mut reader = Reader::from_str(&source[start..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self {
            source,
            reader,
            start,
            at: start,
            prefixes: ["atom", "a10", "rss"].map(str::to_owned).to_vec(),
        }
    }

    /// What comes next.
    ///
    /// # Errors
    /// When it has no meaning.
    pub fn next(&mut self) -> Result<Event<'source>, Broken> {
        self.at = self.position();
        let rest = self.source.get(self.at..).unwrap_or_default();
        // Looked at here, since the reader would look for its end.
        if rest.strip_prefix('<').is_some_and(|rest| !begins_markup(rest)) {
            self.restart(self.at + 1);
            return Ok(Event::Text(BytesText::from_escaped("<")));
        }
        self.reader.read_event().map_err(|error| Broken::Syntax(error.to_string()))
    }

    /// The line of what came last, counted from 1.
    pub fn line(&self) -> u32 {
        let above = self.source.as_bytes().get(..self.at).unwrap_or_default();
        above.iter().filter(|byte| **byte == b'\n').count() as u32 + 1
    }

    /// Goes on with the next entry behind what has no meaning; whether there is one.
    pub fn go_on(&mut self) -> bool {
        let rest = self.source.get(self.at + 1..).unwrap_or_default();
        let next = ["<item", "<entry"].iter().filter_map(|tag| rest.find(tag)).min();
        if let Some(next) = next {
            self.restart(self.at + 1 + next);
        }
        next.is_some()
    }

    /// The element of a tag, without what is in it. The root's namespaces count from then on.
    pub fn root(&mut self, tag: &BytesStart<'_>) -> Element {
        let root = self.begun(tag);
        for (name, value) in &root.attributes {
            let is_own = ["http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/"].contains(&value.to_ascii_lowercase().as_str());
            self.prefixes
                .extend(name.strip_prefix("xmlns:").filter(|_| is_own).map(str::to_owned));
        }
        self.begun(tag)
    }

    /// The element that begins with this tag. An end tag ends what is open in its element, and means nothing without one; another entry
    /// ends one that isn't closed.
    ///
    /// # Errors
    /// When the element doesn't end, or what comes has no meaning.
    pub fn element(&mut self, tag: &BytesStart<'_>) -> Result<Element, Broken> {
        let mut open = vec![self.begun(tag)];
        let (mut n_fields, mut n_others) = (0, 0);
        loop {
            let mut is_looked_at = |open: &[Element]| {
                let (count, most) = match open.len() {
                    1 => (&mut n_fields, MOST_FIELDS),
                    _ => (&mut n_others, MOST_IN_ENTRY),
                };
                *count += 1;
                *count <= most && open.len() < DEEPEST
            };
            match self.next()? {
                Event::Start(tag) => {
                    let is_other =
                        is_entry(&self.name_of(tag.name().as_ref())) && !open.iter().any(|open| MARKUP.contains(&open.name.as_str()));
                    if is_other {
                        self.restart(self.at);
                        return Ok(self.closed(open));
                    }
                    if is_looked_at(&open) {
                        open.push(self.begun(&tag));
                    }
                }
                Event::Empty(tag) if is_looked_at(&open) => {
                    let element = self.begun(&tag);
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(element);
                    }
                }
                Event::Text(text) => add(&mut open, &text.into_inner()),
                Event::CData(text) => add(&mut open, &text.into_inner()),
                Event::GeneralRef(reference) => add(&mut open, &attribute_value(&format!("&{};", reference.into_inner()))),
                Event::End(tag) => {
                    let name = self.name_of(tag.name().as_ref());
                    let place = open.iter().rposition(|open| open.name == name);
                    match place {
                        Some(0) => return Ok(self.closed(open)),
                        Some(place) => {
                            let element = self.closed(open.split_off(place));
                            if let Some(parent) = open.last_mut() {
                                parent.children.push(element);
                            }
                        }
                        None if ["channel", "feed", "rdf:rdf", "rss"].contains(&name.as_str()) => return Ok(self.closed(open)),
                        None => {}
                    }
                }
                Event::Eof => return Err(Broken::Within(open.swap_remove(0).name)),
                _ => {}
            }
        }
    }

    fn restart(&mut self, at: usize) {
        let prefixes = std::mem::take(&mut self.prefixes);
        *self = Self {
            prefixes,
            ..Self::of(self.source, at)
        };
    }

    fn position(&self) -> usize {
        (self.start + self.reader.buffer_position() as usize).min(self.source.len())
    }

    fn begun(&self, tag: &BytesStart<'_>) -> Element {
        let mut attributes = tag.html_attributes();
        let attributes = attributes.with_checks(false).flatten();
        Element {
            name: self.name_of(tag.name().as_ref()),
            attributes: attributes
                .map(|attribute| (attribute.key.as_ref().to_ascii_lowercase(), attribute_value(&attribute.value)))
                .collect(),
            content: self.position()..self.position(),
            ..Element::default()
        }
    }

    /// Elements that stand in each other as one, ended here.
    fn closed(&self, mut open: Vec<Element>) -> Element {
        let mut inner: Option<Element> = None;
        while let Some(mut element) = open.pop() {
            element.children.extend(inner.take());
            element.content.end = self.at.max(element.content.start);
            inner = Some(element);
        }
        inner.unwrap_or_default()
    }

    fn name_of(&self, name: &str) -> String {
        let name = name.to_ascii_lowercase();
        match name.split_once(':') {
            Some((prefix, own)) if self.prefixes.iter().any(|known| known == prefix) => own.to_owned(),
            _ => name,
        }
    }
}

impl Element {
    /// Whether it is one of a feed's entries.
    pub fn is_entry(&self) -> bool {
        is_entry(&self.name)
    }

    /// An attribute that says something.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements of this name in it.
    pub fn all<'own>(&'own self, name: &'own str) -> impl Iterator<Item = &'own Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first of these that has any.
    pub fn text_of(&self, names: &[&str]) -> Option<String> {
        let each = names.iter().flat_map(|name| self.all(name));
        each.map(|child| child.text.trim()).find(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Its content as HTML: without prefixes, and with what XML writes otherwise. `source` is what it was read from.
    pub fn markup(&self, source: &str) -> String {
        let source = source.get(self.content.clone()).unwrap_or_default().trim();
        let mut page = Page::of(source, 0);
        let mut html = String::with_capacity(source.len());
        let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
        loop {
            match page.next() {
                Ok(Event::Start(tag)) => html.push_str(&format!("<{}{}>", local(tag.name().as_ref()), tag.attributes_raw())),
                Ok(Event::Empty(tag)) => {
                    let name = local(tag.name().as_ref());
                    html.push_str(&format!("<{name}{}>", tag.attributes_raw().trim_end()));
                    if !elements::is_void(&name.to_ascii_lowercase()) {
                        html.push_str(&format!("</{name}>"));
                    }
                }
                Ok(Event::End(tag)) => html.push_str(&format!("</{}>", local(tag.name().as_ref()))),
                Ok(Event::Text(text)) if &*text == "<" => html.push_str("&lt;"),
                Ok(Event::Text(text)) => html.push_str(&text.into_inner()),
                Ok(Event::CData(text)) => tokens::escape(&text.into_inner(), &mut html),
                Ok(Event::GeneralRef(reference)) => html.push_str(&format!("&{};", reference.into_inner())),
                Ok(Event::Eof) => return html,
                Ok(_) => {}
                // As the feed has it.
                Err(_) => return source.to_owned(),
            }
        }
    }
}

fn is_entry(name: &str) -> bool {
    ["entry", "item"].contains(&name)
}

fn begins_markup(rest: &str) -> bool {
    rest.starts_with(|first: char| first.is_alphabetic() || "_:!?/".contains(first))
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}
