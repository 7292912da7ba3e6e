//! RSS and Atom, with what they take from Dublin Core, Media RSS and podcasts. Namespaces are told by their usual prefixes, and what is
//! ill-formed is read as far as it has a meaning: collected feeds are as their makers' programs left them.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::feed::{Body, Entry, Feed, MOST_ENTRIES, Medium, paragraphs};
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::plain_text::{attribute_value, one_line, plain_text};

/// Elements that stand in each other in an entry, at most. Of deeper ones only the text is taken.
const DEEPEST: usize = 200;

/// Elements of an entry that are looked at. Markup that isn't escaped has more, and isn't taken apart.
const MOST_ELEMENTS: usize = 10_000;

/// An element with what is in it.
#[derive(Debug, Default)]
struct Node {
    /// In lower case, without a prefix of Atom's.
    name: String,
    attributes: Vec<(String, String)>,
    /// Its own text.
    text: String,
    children: Vec<Node>,
    /// Where its content stands in the source.
    content: Range<usize>,
}

/// Reads RSS or Atom; `None` for any other XML. What is broken below its beginning is reported.
pub fn read(source: &str, diagnostics: &mut Diagnostics) -> Option<Feed> {
    let mut page = Page::of(source);
    let root = loop {
        match page.next().ok()? {
            Event::Start(tag) => break node_of(&tag),
            Event::Empty(_) | Event::Eof => return None,
            _ => {}
        }
    };
    if !["rss", "feed", "rdf:rdf"].contains(&root.name.as_str()) {
        return None;
    }
    let mut feed = Feed {
        language: root.attribute("xml:lang").map(str::to_owned),
        ..Feed::default()
    };
    let base = root.attribute("xml:base");
    loop {
        let read = page.next().and_then(|event| match event {
            Event::Start(tag) if tag.name().as_ref().eq_ignore_ascii_case("channel") => Ok(None),
            Event::Start(tag) => page.element(&tag).map(Some),
            Event::Empty(tag) => Ok(Some(node_of(&tag))),
            Event::Eof => Err(Broken::End),
            _ => Ok(None),
        });
        match read {
            Ok(Some(node)) if ["item", "entry"].contains(&node.name.as_str()) => {
                if feed.entries.len() == MOST_ENTRIES {
                    report_more(page.line(), diagnostics);
                    break;
                }
                feed.entries.push(entry(&node, source, base));
            }
            Ok(Some(node)) => take_head(&mut feed, &node, source),
            Ok(None) => {}
            Err(Broken::End) => break,
            Err(Broken::Within) => {
                let reason = "the feed ends in the middle of an entry; that one was left out";
                diagnostics.report(Some(page.line()), "file", Kind::Unreadable, reason);
                break;
            }
            Err(Broken::Syntax(problem)) => {
                let n_entries = feed.entries.len();
                let reason = format!("this is no XML: {problem}; the {n_entries} entries above it were taken");
                diagnostics.report(Some(page.line()), "file", Kind::Unreadable, reason);
                break;
            }
        }
    }
    Some(feed)
}

/// Why there is nothing more.
enum Broken {
    /// It is the end.
    End,
    /// It is the end, and something isn't closed.
    Within,
    Syntax(String),
}

struct Page<'source> {
    source: &'source str,
    reader: Reader<&'source [u8]>,
    /// Where the last event began.
    at: usize,
}

impl<'source> Page<'source> {
    fn of(source: &'source str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self { source, reader, at: 0 }
    }

    fn next(&mut self) -> Result<Event<'source>, Broken> {
        self.at = self.position();
        self.reader.read_event().map_err(|error| Broken::Syntax(error.to_string()))
    }

    fn position(&self) -> usize {
        (self.reader.buffer_position() as usize).min(self.source.len())
    }

    /// The line of the last event, counted from 1.
    fn line(&self) -> u32 {
        let above = self.source.as_bytes().get(..self.at).unwrap_or_default();
        above.iter().filter(|byte| **byte == b'\n').count() as u32 + 1
    }

    /// The element that begins with this tag. An end tag ends what is open inside its element, and means nothing without one.
    fn element(&mut self, tag: &BytesStart<'_>) -> Result<Node, Broken> {
        let begun = |tag: &BytesStart<'_>, at| Node {
            content: at..at,
            ..node_of(tag)
        };
        let mut open = vec![begun(tag, self.position())];
        // Apart, so that none of its fields is lost behind a long one.
        let (mut n_fields, mut n_others) = (0, 0);
        loop {
            let n_elements = if open.len() == 1 { &mut n_fields } else { &mut n_others };
            match self.next() {
                Ok(Event::Start(tag)) if open.len() < DEEPEST && *n_elements < MOST_ELEMENTS => {
                    *n_elements += 1;
                    open.push(begun(&tag, self.position()));
                }
                Ok(Event::Empty(tag)) if *n_elements < MOST_ELEMENTS => {
                    *n_elements += 1;
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(node_of(&tag));
                    }
                }
                Ok(Event::Text(text)) => add(&mut open, &text.into_inner()),
                Ok(Event::CData(text)) => add(&mut open, &text.into_inner()),
                Ok(Event::GeneralRef(reference)) => add(&mut open, &attribute_value(&format!("&{};", reference.into_inner()))),
                Ok(Event::End(tag)) => {
                    let name = name_of(tag.name().as_ref());
                    let Some(depth) = open.iter().rposition(|node| node.name == name) else {
                        continue;
                    };
                    while open.len() > depth {
                        let Some(mut node) = open.pop() else { break };
                        node.content.end = self.at.max(node.content.start);
                        match open.last_mut() {
                            Some(parent) => parent.children.push(node),
                            None => return Ok(node),
                        }
                    }
                }
                Ok(Event::Eof) => return Err(Broken::Within),
                Ok(_) => {}
                Err(broken) => return Err(broken),
            }
        }
    }
}

fn add(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn node_of(tag: &BytesStart<'_>) -> Node {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).flatten();
    Node {
        name: name_of(tag.name().as_ref()),
        attributes: attributes
            .map(|attribute| (attribute.key.as_ref().to_ascii_lowercase(), attribute_value(&attribute.value)))
            .collect(),
        ..Node::default()
    }
}

fn name_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let own = ["atom:", "a10:", "rss:"].iter().find_map(|prefix| name.strip_prefix(prefix));
    own.map(str::to_owned).unwrap_or(name)
}

impl Node {
    fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    fn all<'node>(&'node self, name: &'node str) -> impl Iterator<Item = &'node Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first of these that has any.
    fn text_of(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .flat_map(|name| self.all(name))
            .map(|child| child.text.trim())
            .find(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// Its content: Atom says what kind of text it is, in RSS it is HTML, which some don't escape.
    fn body(&self, source: &str) -> Body {
        let kind = self.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let is_markup = kind.contains("xhtml") || !self.children.is_empty() && self.text.trim().is_empty();
        if is_markup {
            return Body::Html(source.get(self.content.clone()).unwrap_or_default().trim().to_owned());
        }
        let is_plain = ["text", "text/plain"].contains(&kind.as_str()) || (kind != "html" && !self.text.contains(['<', '&']));
        match self.text.trim() {
            "" => Body::Missing,
            text if is_plain => Body::Text(text.to_owned()),
            text => Body::Html(text.to_owned()),
        }
    }

    /// Its content as plain text.
    fn plain(&self, source: &str) -> Option<String> {
        let text = match self.body(source) {
            Body::Html(html) => plain_text(&html),
            Body::Text(text) => one_line(&text),
            Body::Missing => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// The address of the page that it stands for: that of a link's text in RSS, of an attribute in Atom.
    fn page(&self) -> Option<String> {
        let is_page = |link: &&Node| link.attribute("rel").is_none_or(|rel| rel == "alternate");
        let is_html = |link: &&Node| link.attribute("type").is_none_or(|kind| kind.contains("html"));
        let links = || self.all("link").filter(is_page);
        self.text_of(&["feedburner:origlink", "link"]).or_else(|| {
            links()
                .filter(is_html)
                .chain(links())
                .find_map(|link| link.attribute("href").map(str::to_owned))
        })
    }

    /// Whoever wrote it.
    fn authors(&self) -> Vec<String> {
        let names = |name| self.all(name).filter_map(author).collect::<Vec<String>>();
        let kinds = ["dc:creator", "author", "itunes:author"].map(names);
        let mut authors = kinds.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
        let mut seen = Vec::new();
        authors.retain(|author| {
            let is_new = !seen.contains(author);
            seen.push(author.clone());
            is_new
        });
        authors
    }
}

/// A name: Atom has it in an element of its own, RSS behind an address of mail.
fn author(node: &Node) -> Option<String> {
    let text = node.text_of(&["name"]).unwrap_or_else(|| node.text.trim().to_owned());
    let named = text.split_once('(').filter(|(before, _)| before.contains('@'));
    let name = named
        .map_or(text.as_str(), |(_, behind)| behind.trim_end().trim_end_matches(')'))
        .trim();
    let is_address = name.contains('@') && !name.contains(char::is_whitespace);
    (!name.is_empty() && !is_address).then(|| one_line(&attribute_value(name)))
}

fn report_more(line: u32, diagnostics: &mut Diagnostics) {
    let reason = format!("from here on entries were left out: there are more than {MOST_ENTRIES}");
    diagnostics.report(Some(line), "file", Kind::Unreadable, reason);
}

/// What an element above or between the entries says of the feed. The first of a kind counts.
fn take_head(feed: &mut Feed, node: &Node, source: &str) {
    // As if it stood in a channel by itself.
    let first = |known: &Option<String>, found: Option<String>| known.clone().or(found);
    match node.name.as_str() {
        "title" => feed.title = first(&feed.title, node.plain(source)),
        "link" => {
            let is_page = node.attribute("rel").is_none_or(|rel| rel == "alternate");
            let address = Some(node.text.trim()).filter(|text| !text.is_empty()).or(node.attribute("href"));
            feed.home = first(&feed.home, address.filter(|_| is_page).map(str::to_owned));
        }
        "language" | "dc:language" => feed.language = first(&feed.language, Some(node.text.trim().to_owned())),
        "author" | "dc:creator" | "itunes:author" if feed.authors.is_empty() => feed.authors.extend(author(node)),
        _ => {}
    }
}

fn entry(node: &Node, source: &str, base: Option<&str>) -> Entry {
    let first = |name| node.all(name).next();
    let guid = first("guid");
    let guid_is_page = guid.filter(|guid| guid.attribute("ispermalink") != Some("false") && guid.text.trim().starts_with("http"));
    let content = ["content:encoded", "content", "body", "xhtml:body"].into_iter().find_map(first);
    let media: Vec<&Node> = node
        .children
        .iter()
        .chain(node.all("media:group").flat_map(|group| &group.children))
        .collect();
    let described = ["description", "summary", "itunes:summary", "media:description"]
        .into_iter()
        .flat_map(|name| media.iter().filter(move |one| one.name == name))
        .find_map(|described| match described.body(source) {
            Body::Html(html) => Some(html),
            Body::Text(text) => Some(paragraphs(&text)),
            Body::Missing => None,
        });
    let body = content.map(|content| content.body(source)).unwrap_or_default();
    let shown = match &body {
        Body::Html(text) | Body::Text(text) => text.as_str(),
        Body::Missing => described.as_deref().unwrap_or_default(),
    };
    let (pictures, media): (Vec<Medium>, Vec<Medium>) = media_of(&media)
        .into_iter()
        .filter(|medium| !shown.contains(&medium.url))
        .partition(|medium| medium.kind.starts_with("image"));
    let attribute = |name: &str| content.and_then(|content| content.attribute(name)).or(node.attribute(name));
    Entry {
        id: guid
            .map(|guid| guid.text.trim().to_owned())
            .or_else(|| node.text_of(&["id"]))
            .or(node.attribute("rdf:about").map(str::to_owned)),
        link: node.page().or_else(|| guid_is_page.map(|guid| guid.text.trim().to_owned())),
        title: ["title", "dc:title", "media:title"]
            .into_iter()
            .filter_map(first)
            .find_map(|title| title.plain(source)),
        published: node.text_of(&["pubdate", "published", "issued", "dc:date", "dcterms:created", "dcterms:issued"]),
        updated: node.text_of(&["updated", "modified", "dcterms:modified"]),
        authors: node.authors(),
        tags: tags(node),
        language: attribute("xml:lang")
            .map(str::to_owned)
            .or_else(|| node.text_of(&["dc:language", "language"])),
        summary: described,
        image: picture(node).or_else(|| pictures.into_iter().next().map(|picture| picture.url)),
        banner: None,
        body,
        base: attribute("xml:base").or(base).map(str::to_owned),
        media,
    }
}

/// Its tags: texts in RSS, attributes in Atom.
fn tags(node: &Node) -> Vec<String> {
    let categories = node.all("category").filter_map(|category| {
        let of_attributes = category.attribute("label").or(category.attribute("term"));
        of_attributes.or(Some(category.text.trim())).map(attribute_value)
    });
    let subjects = node.all("dc:subject").map(|subject| subject.text.trim().to_owned());
    categories.chain(subjects).filter(|tag| !tag.is_empty()).collect()
}

/// The picture that stands for it in lists.
fn picture(node: &Node) -> Option<String> {
    let groups = || {
        std::iter::once(node)
            .chain(node.all("media:group"))
            .chain(node.all("media:content"))
    };
    let thumbnail = groups()
        .flat_map(|group| group.all("media:thumbnail"))
        .find_map(|thumbnail| thumbnail.attribute("url"));
    let cover = || node.all("itunes:image").find_map(|image| image.attribute("href"));
    thumbnail.or_else(cover).map(str::to_owned)
}

/// The files that go with it, each once.
fn media_of(nodes: &[&Node]) -> Vec<Medium> {
    let mut media: Vec<Medium> = Vec::new();
    for node in nodes {
        let url = match node.name.as_str() {
            "enclosure" | "media:content" => node.attribute("url"),
            "link" if node.attribute("rel") == Some("enclosure") => node.attribute("href"),
            _ => None,
        };
        let kind = node
            .attribute("type")
            .or(node.attribute("medium"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        // Of Media RSS what is no sound, film or picture is the page itself.
        let is_medium = node.name != "media:content" || ["audio", "video", "image"].iter().any(|known| kind.starts_with(known));
        if let Some(url) = url.filter(|url| is_medium && media.iter().all(|medium| medium.url != *url)) {
            media.push(Medium { url: url.to_owned(), kind });
        }
    }
    media
}
