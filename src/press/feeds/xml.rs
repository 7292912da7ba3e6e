//! RSS and Atom, with what they take from Dublin Core, Media RSS, podcasts and the exports of blogs. Namespaces are told by their usual
//! prefixes: what is collected is as its makers' programs left it.

use quick_xml::events::Event;

use super::feed::{Body, Entry, Feed, MOST_ENTRIES, Medium, paragraphs};
use super::page::{Broken, Element, Page};
use crate::content::elements;
use crate::press::compose::summary::shorten_to_bytes;
use crate::press::diagnostic::{Diagnostics, Kind};
use crate::press::plain_text::{attribute_value, one_line, plain_text};

/// How far into a file its beginning is looked for: some servers write their warnings above it.
const HEAD_BYTES: usize = 4096;

/// Of a longer title or name the rest isn't looked at.
const LONGEST_LINE: usize = 2_000;

/// How often reading begins again behind what has no meaning.
const MOST_BREAKS: usize = 20;

/// Reads RSS or Atom; `None` for any other XML. What is broken below its beginning is reported.
pub fn read(source: &str, diagnostics: &mut Diagnostics) -> Option<Feed> {
    let end = (0..=HEAD_BYTES.min(source.len())).rev().find(|at| source.is_char_boundary(*at));
    let head = &source[..end.unwrap_or_default()];
    let start = ["<?xml", "<rss", "<feed", "<rdf:RDF"]
        .iter()
        .filter_map(|beginning| head.find(beginning))
        .min();
    let mut page = Page::of(source, start.unwrap_or_default());
    let root = loop {
        match page.next().ok()? {
            Event::Start(tag) => break page.root(&tag),
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
    let within = Within {
        source,
        is_atom: root.name == "feed",
        base: root.attribute("xml:base"),
    };
    let mut n_breaks = 0;
    loop {
        let read = page.next().and_then(|event| match event {
            Event::Start(tag) if tag.name().as_ref().eq_ignore_ascii_case("channel") => Ok(None),
            Event::Start(tag) => page.element(&tag).map(Some),
            Event::Empty(tag) => Ok(Some(page.root(&tag))),
            Event::Eof => Err(Broken::End),
            _ => Ok(None),
        });
        match read {
            Ok(Some(element)) if element.is_entry() => {
                if feed.entries.len() == MOST_ENTRIES {
                    let reason = format!("from here on entries were left out: there are more than {MOST_ENTRIES}");
                    diagnostics.report(Some(page.line()), "file", Kind::Unreadable, reason);
                    break;
                }
                feed.entries.extend(within.entry(&element));
            }
            Ok(Some(element)) => within.take_head(&mut feed, &element),
            Ok(None) => {}
            Err(Broken::End) => break,
            Err(Broken::Within(name)) => {
                let reason = match ["entry", "item"].contains(&name.as_str()) {
                    true => "the feed ends in the middle of an entry; that one was left out",
                    false => "the feed breaks off",
                };
                diagnostics.report(Some(page.line()), "file", Kind::Unreadable, reason);
                break;
            }
            Err(Broken::Syntax(problem)) => {
                n_breaks += 1;
                let line = Some(page.line());
                let goes_on = n_breaks < MOST_BREAKS && page.go_on();
                let what = if goes_on {
                    "the entry was left out"
                } else {
                    "what follows was left out"
                };
                diagnostics.report(line, "file", Kind::Unreadable, format!("this is no XML: {problem}; {what}"));
                if !goes_on {
                    break;
                }
            }
        }
    }
    Some(feed)
}

/// What an element of a feed is understood by.
struct Within<'feed> {
    source: &'feed str,
    is_atom: bool,
    /// What the feed's addresses are relative to, if it says so.
    base: Option<&'feed str>,
}

impl Within<'_> {
    /// An element's content. Without a word on it, it is HTML if it looks so, or plain.
    fn body(&self, element: &Element, is_plain: bool) -> Body {
        if !element.children.is_empty() {
            return Body::Html(element.markup(self.source));
        }
        let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let text = element.text.trim();
        let is_html = match kind.as_str() {
            "html" | "text/html" | "xhtml" | "application/xhtml+xml" => true,
            "text" | "text/plain" | "plain" => false,
            kind if kind.contains('/') => return Body::Missing,
            _ => !is_plain && (has_tag(text) || has_reference(text)),
        };
        match (text.is_empty(), is_html) {
            (true, _) => Body::Missing,
            (_, true) => Body::Html(text.to_owned()),
            (_, false) => Body::Text(text.to_owned()),
        }
    }

    /// An element's content on one line.
    fn line(&self, element: &Element) -> Option<String> {
        let is_html = element.attribute("type").is_some_and(|kind| kind.contains("html"));
        let line = if !element.children.is_empty() {
            plain_text(&shorten_to_bytes(&element.markup(self.source), LONGEST_LINE))
        } else {
            let text = shorten_to_bytes(element.text.trim(), LONGEST_LINE);
            match is_html || !self.is_atom {
                true => without_markup(&text),
                false => one_line(&text),
            }
        };
        Some(line).filter(|line| !line.is_empty())
    }

    /// What an element above or between the entries says of the feed. The first of a kind counts.
    fn take_head(&self, feed: &mut Feed, element: &Element) {
        let text = || Some(element.text.trim().to_owned()).filter(|text| !text.is_empty());
        match element.name.as_str() {
            "title" if feed.title.is_none() => feed.title = self.line(element),
            "link" if feed.home.is_none() => {
                let is_page = element.attribute("rel").is_none_or(|rel| rel == "alternate");
                feed.home = text().or(element.attribute("href").map(str::to_owned)).filter(|_| is_page);
            }
            "language" | "dc:language" if feed.language.is_none() => feed.language = text(),
            "author" | "dc:creator" | "itunes:author" => feed.authors.extend(author(element)),
            _ => {}
        }
    }

    /// An entry; `None` for what isn't an article in the export of a blog.
    fn entry(&self, element: &Element) -> Option<Entry> {
        let first = |name| element.all(name).next();
        let kinds = || {
            element
                .all("category")
                .filter(is_kind)
                .filter_map(|category| category.attribute("term"))
        };
        let is_article = element
            .text_of(&["wp:post_type"])
            .is_none_or(|kind| ["page", "post"].contains(&kind.as_str()));
        if !is_article || kinds().any(|kind| !kind.ends_with("#post")) {
            return None;
        }
        let status = element.text_of(&["wp:status"]);
        let is_held_back = element
            .all("app:control")
            .any(|control| control.text_of(&["app:draft"]).as_deref() == Some("yes"));
        let guid = first("guid").filter(|guid| guid.attribute("ispermalink") != Some("false"));
        let guid_page = guid.map(|guid| guid.text.trim()).filter(|guid| guid.starts_with("http"));
        // The first of some names whose element has content.
        let bodies = |names: &[&'static str]| {
            let each = names.iter().flat_map(|name| element.all(name).map(move |found| (*name, found)));
            let each = each.map(|(name, found)| (found, self.body(found, name.starts_with("media:") || name.starts_with("itunes:"))));
            each.filter(|(_, body)| *body != Body::Missing).collect::<Vec<_>>()
        };
        let content = bodies(&["content:encoded", "content", "body", "xhtml:body"]).into_iter().next();
        let grouped = || element.all("media:group").flat_map(|group| group.all("media:description"));
        let described = bodies(&["description", "summary", "itunes:summary", "media:description"])
            .into_iter()
            .map(|(_, body)| body);
        let described = described
            .chain(grouped().map(|found| self.body(found, true)))
            .find_map(|body| match body {
                Body::Html(html) => Some(html),
                Body::Text(text) => Some(paragraphs(&text)),
                Body::Missing => None,
            });
        let (content, body) = content.map_or((None, Body::Missing), |(content, body)| (Some(content), body));
        let attribute = |name: &str| content.and_then(|content| content.attribute(name)).or(element.attribute(name));
        let bases = [self.base, element.attribute("xml:base")];
        Some(Entry {
            id: element
                .text_of(&["guid", "id"])
                .or_else(|| element.attribute("rdf:about").map(str::to_owned)),
            link: page_of(element).or_else(|| guid_page.map(str::to_owned)),
            title: ["title", "dc:title", "media:title"]
                .into_iter()
                .filter_map(first)
                .find_map(|title| self.line(title)),
            published: element.text_of(&["pubdate", "published", "issued", "dc:date", "dcterms:created", "dcterms:issued"]),
            updated: element.text_of(&["updated", "modified", "dcterms:modified"]),
            authors: authors(element),
            tags: tags(element),
            language: attribute("xml:lang")
                .map(str::to_owned)
                .or_else(|| element.text_of(&["dc:language", "language"])),
            summary: described,
            image: picture(element),
            banner: None,
            body,
            bases: bases.into_iter().flatten().map(str::to_owned).collect(),
            body_base: content.and_then(|content| content.attribute("xml:base")).map(str::to_owned),
            media: media(element),
            is_draft: is_held_back
                || element.text_of(&["wp:post_password"]).is_some()
                || status.is_some_and(|status| !["publish", "inherit"].contains(&status.as_str())),
        })
    }
}

/// Whether a text has a tag that HTML knows. `vector<int>` has none.
fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.starts_with("!--") || end > 0 && end < 20 && elements::is_known(&rest[..end].to_ascii_lowercase())
    })
}

/// Whether a text has a reference of HTML's. `Q&A` has none.
fn has_reference(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        end.is_some_and(|end| end > 1 && rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'))
    })
}

/// A text that may be HTML, on one line.
fn without_markup(text: &str) -> String {
    if has_tag(text) {
        plain_text(text)
    } else {
        one_line(&attribute_value(text))
    }
}

/// The address of the page that an entry stands for: the text of a link in RSS, an attribute in Atom.
fn page_of(entry: &Element) -> Option<String> {
    let is_page = |link: &&Element| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let is_html = |link: &&Element| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let links = || entry.all("link").filter(is_page);
    entry.text_of(&["feedburner:origlink", "link"]).or_else(|| {
        links()
            .filter(is_html)
            .chain(links())
            .find_map(|link| link.attribute("href").map(str::to_owned))
    })
}

/// Whoever wrote an entry.
fn authors(entry: &Element) -> Vec<String> {
    let of = |element: &Element| {
        let kinds = ["dc:creator", "author", "itunes:author"];
        kinds
            .into_iter()
            .map(|kind| element.all(kind).filter_map(author).collect::<Vec<String>>())
            .find(|names| !names.is_empty())
    };
    // A planet's entry says where it is from.
    of(entry).or_else(|| entry.all("source").find_map(of)).unwrap_or_default()
}

/// A name: Atom has it in an element of its own, RSS beside an address of mail.
fn author(element: &Element) -> Option<String> {
    let text = element.text_of(&["name"]).unwrap_or_else(|| element.text.trim().to_owned());
    let text = without_markup(&shorten_to_bytes(&text, LONGEST_LINE));
    let name = match text.split_once(['(', '<']) {
        Some((before, behind)) if before.contains('@') => behind.trim_end().strip_suffix([')', '>']).unwrap_or(behind),
        Some((before, behind)) if behind.contains('@') => before,
        _ => &text,
    };
    let name = name.trim().trim_matches('"').trim();
    let is_address = name.contains('@') && !name.contains(char::is_whitespace);
    (!name.is_empty() && !is_address).then(|| name.to_owned())
}

/// Whether a category says what an entry is, as Blogger's do.
fn is_kind(category: &&Element) -> bool {
    category.attribute("scheme").is_some_and(|scheme| scheme.ends_with("#kind"))
}

/// The tags of an entry: texts in RSS, attributes in Atom.
fn tags(entry: &Element) -> Vec<String> {
    let categories = entry.all("category").filter(|category| !is_kind(category)).map(|category| {
        let of_attributes = category.attribute("label").or(category.attribute("term"));
        attribute_value(of_attributes.unwrap_or(category.text.trim()))
    });
    let subjects = entry.all("dc:subject").map(|subject| subject.text.trim().to_owned());
    categories.chain(subjects).filter(|tag| !tag.is_empty()).collect()
}

/// The picture that stands for an entry in lists, if it says so.
fn picture(entry: &Element) -> Option<String> {
    let groups = || {
        std::iter::once(entry)
            .chain(entry.all("media:group"))
            .chain(entry.all("media:content"))
    };
    let mut thumbnails = groups().flat_map(|group| group.all("media:thumbnail"));
    let cover = || entry.all("itunes:image").find_map(|image| image.attribute("href"));
    thumbnails
        .find_map(|thumbnail| thumbnail.attribute("url"))
        .or_else(cover)
        .map(str::to_owned)
}

/// The files that go with an entry. Those of a group are one film in several sizes.
fn media(entry: &Element) -> Vec<Medium> {
    let in_groups = entry.all("media:group").filter_map(|group| {
        let each = || group.all("media:content").filter_map(medium);
        let preferred = group.all("media:content").filter(|one| one.attribute("isdefault") == Some("true"));
        preferred.filter_map(medium).chain(each()).next()
    });
    entry.children.iter().filter_map(medium).chain(in_groups).collect()
}

fn medium(element: &Element) -> Option<Medium> {
    let url = match element.name.as_str() {
        "enclosure" | "media:content" => element.attribute("url"),
        "link" if element.attribute("rel") == Some("enclosure") => element.attribute("href"),
        _ => None,
    }?;
    let kind = element
        .attribute("type")
        .or(element.attribute("medium"))
        .unwrap_or_default()
        .to_ascii_lowercase();
    // Of Media RSS what is no sound, film or picture is the page itself.
    let is_medium = element.name != "media:content" || ["audio", "video", "image"].iter().any(|known| kind.starts_with(known));
    is_medium.then(|| Medium { url: url.to_owned(), kind })
}
