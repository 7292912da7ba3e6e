//! What a feed says, and an entry of it as a post.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use super::addresses;
use crate::content::tokens;
use crate::press::compose::summary::shorten_to_bytes;
use crate::press::plain_text::attribute_value;

/// Entries of one feed that are taken. A feed of this many has stood for twenty years.
pub const MOST_ENTRIES: usize = 100_000;

/// Files of one entry that are taken.
const MOST_MEDIA: usize = 50;

/// Of a longer summary, in bytes, the rest is never shown.
const LONGEST_SUMMARY: usize = 20_000;

/// A feed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title as plain text. Its entries' articles lie in a category of this name.
    pub title: Option<String>,
    /// The address of the site, or of the feed, as written.
    pub home: Option<String>,
    /// Who wrote the entries that don't say.
    pub authors: Vec<String>,
    /// The language as written.
    pub language: Option<String>,
    /// The entries in their order.
    pub entries: Vec<Entry>,
}

/// An entry. Texts are as written, dates and addresses too.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What tells it from the others of its feed.
    pub id: Option<String>,
    /// The address of the original.
    pub link: Option<String>,
    /// The title as plain text.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The language.
    pub language: Option<String>,
    /// What stands for the body in lists, as HTML.
    pub summary: Option<String>,
    /// A small picture.
    pub image: Option<String>,
    /// A wide picture.
    pub banner: Option<String>,
    /// The body.
    pub body: Body,
    /// What its addresses are relative to, if it says so: each to the one before.
    pub bases: Vec<String>,
    /// What its body's addresses are relative to, if it says so.
    pub body_base: Option<String>,
    /// Pictures, sound and film that go with it.
    pub media: Vec<Medium>,
    /// Whether it isn't published.
    pub is_draft: bool,
}

/// A body.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// There is none: the summary stands in for it.
    #[default]
    Missing,
    /// HTML.
    Html(String),
    /// Plain text, with lines.
    Text(String),
}

/// A picture, sound, film, or another file.
#[derive(Debug, PartialEq, Eq)]
pub struct Medium {
    /// Where it is.
    pub url: String,
    /// The media type, such as `audio/mpeg`; empty where it isn't said.
    pub kind: String,
}

impl Feed {
    /// Shortens what stands in each entry's post, since a feed may have a hundred thousand of them.
    pub fn bounded(mut self) -> Self {
        const LONGEST: usize = 200;
        let short = |text: &String| shorten_to_bytes(text, LONGEST);
        self.title = self.title.as_ref().map(short);
        self.authors = self.authors.iter().take(20).map(short).collect();
        self.home = self.home.filter(|home| home.len() <= 2_000);
        self.language = self.language.filter(|language| is_language(language));
        self
    }

    /// The ids of the entries, in their order: what tells each from all others, also of other feeds. `None` where its address does that, or nothing.
    /// Feeds number their entries as they like, and some lead from each to the same page.
    pub fn ids(&self) -> Vec<Option<String>> {
        let home = without_slash(self.home.as_deref().unwrap_or_default());
        let is_page = |address: &str| !address.is_empty() && without_slash(address) != home && !is_site(address);
        let mut names_of: HashMap<&str, HashSet<&str>> = HashMap::new();
        for entry in &self.entries {
            names_of.entry(entry.link()).or_default().insert(entry.name());
        }
        let id_of = |entry: &Entry| {
            let (guid, link, name) = (entry.guid(), entry.link(), entry.name());
            if is_page(guid) && is_global(guid) {
                return Some(guid.to_owned());
            }
            let is_only_one = names_of.get(link).is_some_and(|names| names.len() == 1);
            if is_page(link) && is_only_one || guid.is_empty() && link.is_empty() || name.is_empty() {
                return None;
            }
            let around = [link, home, self.title.as_deref().unwrap_or_default()];
            let around = around.into_iter().find(|around| !around.is_empty())?;
            Some(format!("urn:entry:{around}#{name}"))
        };
        self.entries.iter().map(id_of).collect()
    }

    /// The entry as a post: its front matter, in which texts are quoted as in JSON, which is YAML as well, and its body.
    pub fn post_of(&self, entry: &Entry, id: Option<&str>) -> String {
        let mut post = String::from("---\n");
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                post.push_str(&format!("{name}: {value}\n"));
            }
        };
        let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty()).map(Value::from);
        let list = |texts: &[String]| Some(Value::from(texts)).filter(|_| !texts.is_empty());
        let home = self.home.as_deref().and_then(|home| Url::parse(home.trim()).ok());
        let base = joined(home, entry.bases.iter());
        let whole = |address: &str| addresses::absolute(address, base.as_ref()).unwrap_or_else(|| address.to_owned());
        let address = |address: &Option<String>| {
            let address = address.as_deref().map(str::trim).filter(|address| !address.is_empty())?;
            Some(Value::from(whole(address)))
        };
        let [published, updated] = [&entry.published, &entry.updated].map(|date| date.clone().filter(|date| !is_no_date(date)));
        put("id", id.map(Value::from));
        put("link", address(&entry.link));
        put("draft", entry.is_draft.then(|| Value::from("true")));
        put("title", text(&entry.title));
        put("date", text(&published));
        put("created", text(&updated)); // where nothing else can be read
        put("updated", text(&published).and(text(&updated)));
        put(
            "author",
            list(if entry.authors.is_empty() { &self.authors } else { &entry.authors }),
        );
        put(
            "categories",
            self.title.as_ref().and_then(|title| list(std::slice::from_ref(title))),
        );
        put("tags", list(&entry.tags));
        let language = entry.language.clone().filter(|language| is_language(language));
        put("language", text(&language).or_else(|| text(&self.language)));
        put("headimg", address(&entry.banner));
        put("thumbnail", address(&entry.image));
        let (summary, mut body) = match &entry.body {
            Body::Html(html) => (entry.summary.clone(), html.clone()),
            Body::Text(text) => (entry.summary.clone(), paragraphs(text)),
            Body::Missing => (None, entry.summary.clone().unwrap_or_default()),
        };
        let summary = summary.map(|summary| shorten_to_bytes(&summary, LONGEST_SUMMARY));
        put("summary", text(&summary));
        post.push_str("---\n");
        let link = joined(base.clone(), entry.link.iter().filter(|_| entry.bases.is_empty()));
        if let Some(base) = joined(link, entry.body_base.iter()) {
            body = addresses::made_absolute(&body, &base);
        }
        let shown = attribute_value(&body);
        let has_pictures = body.contains("<img");
        let mut seen: HashSet<String> = HashSet::new();
        for medium in entry.media.iter().take(MOST_MEDIA) {
            let url = whole(&medium.url);
            // Beside a text with pictures of its own they are those, or somebody's portrait.
            let is_shown = shown.contains(&url) || has_pictures && medium.kind.starts_with("image");
            if !is_shown && Url::parse(&url).is_ok() && seen.insert(url.clone()) {
                body.push_str(&medium.html(&url));
            }
        }
        post + &body
    }
}

impl Entry {
    fn guid(&self) -> &str {
        self.id.as_deref().map_or("", str::trim)
    }

    fn link(&self) -> &str {
        self.link.as_deref().map_or("", str::trim)
    }

    /// What tells it from the others of its feed.
    fn name(&self) -> &str {
        let names = [&self.id, &self.title, &self.published].into_iter().flatten();
        names.map(|name| name.trim()).find(|name| !name.is_empty()).unwrap_or_default()
    }
}

/// Addresses that are relative to one another, the outermost first.
fn joined<'own>(base: Option<Url>, addresses: impl Iterator<Item = &'own String>) -> Option<Url> {
    addresses.fold(base, |base, address| {
        let next = match &base {
            Some(base) => base.join(address.trim()).ok(),
            None => Url::parse(address.trim()).ok(),
        };
        next.or(base)
    })
}

/// Whether a name is made to be nobody else's.
fn is_global(name: &str) -> bool {
    ["http://", "https://", "urn:", "tag:", "yt:", "oai:", "doi:"]
        .iter()
        .any(|scheme| name.starts_with(scheme))
}

/// Whether an address is that of a whole site.
fn is_site(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme().starts_with("http") && url.path() == "/" && url.query().is_none())
}

fn without_slash(address: &str) -> &str {
    address.trim().trim_end_matches('/')
}

/// The date of programs that have none: the first of all.
fn is_no_date(text: &str) -> bool {
    text.trim_start().starts_with("0001-") || text.contains(" 0001 ") || text.contains("-0001")
}

/// Whether a text could be a language's tag. `English` is none, and not worth a word in each entry.
fn is_language(text: &str) -> bool {
    let text = text.trim();
    let primary = text.split(['-', '_']).next().unwrap_or_default();
    (2..=3).contains(&primary.len()) && text.len() <= 35
}

impl Medium {
    /// As the press and the reader know what has been in a page. `url` is its whole address.
    fn html(&self, url: &str) -> String {
        let mut escaped = String::new();
        tokens::escape(url, &mut escaped);
        match self.kind.split('/').next().unwrap_or_default() {
            "audio" => format!("\n<audio controls src=\"{escaped}\"></audio>"),
            "video" => format!("\n<video controls src=\"{escaped}\"></video>"),
            "image" => format!("\n<p><img src=\"{escaped}\" alt=\"\"></p>"),
            _ => {
                let path = url.split(['?', '#']).next().unwrap_or_default();
                let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(url);
                let mut text = String::new();
                tokens::escape(&percent_decode_str(name).decode_utf8_lossy(), &mut text);
                format!("\n<p><a href=\"{escaped}\">{text}</a></p>")
            }
        }
    }
}

/// Plain text as HTML: a paragraph between blank lines, its lines, and links where addresses stand.
pub fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim_end) {
        match (line.trim().is_empty(), is_open) {
            (true, true) => html.push_str("</p>\n"),
            (true, false) => {}
            (false, true) => html.push_str("<br>\n"),
            (false, false) => html.push_str("<p>"),
        }
        is_open = !line.trim().is_empty();
        for word in line.split_inclusive(char::is_whitespace) {
            push_word(word, &mut html);
        }
    }
    if is_open {
        html.push_str("</p>\n");
    }
    html
}

/// A word as HTML, with the white space behind it. An address ends where a sentence around it does.
fn push_word(word: &str, html: &mut String) {
    let is_end = |c: char| c.is_whitespace() || "<>\"。，、；：！？（）「」『』《》“”‘’".contains(c);
    let start = ["https://", "http://"]
        .iter()
        .find_map(|scheme| word.find(scheme))
        .unwrap_or(word.len());
    let (before, rest) = word.split_at(start);
    let address = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    let address = address.trim_end_matches(|last: char| ".,;:!?'()[]*".contains(last));
    tokens::escape(before, html);
    if address.split_once("://").is_some_and(|(_, host)| !host.is_empty()) {
        let mut escaped = String::new();
        tokens::escape(address, &mut escaped);
        html.push_str(&format!("<a href=\"{escaped}\">{escaped}</a>"));
        tokens::escape(&rest[address.len()..], html);
    } else {
        tokens::escape(rest, html);
    }
}
