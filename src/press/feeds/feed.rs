//! What a feed says, and an entry of it as a post.

use percent_encoding::percent_decode_str;
use url::Url;

use super::addresses;
use crate::content::tokens;

/// Entries of one feed that are taken. A feed of this many has stood for twenty years.
pub const MOST_ENTRIES: usize = 100_000;

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
    /// What its body's relative addresses are relative to, if it says so.
    pub base: Option<String>,
    /// Sound and film that go with it.
    pub media: Vec<Medium>,
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

/// Sound, film, or another file.
#[derive(Debug, PartialEq, Eq)]
pub struct Medium {
    /// Where it is.
    pub url: String,
    /// The media type, such as `audio/mpeg`; empty where it isn't said.
    pub kind: String,
}

impl Feed {
    /// The entry as a post: its front matter, in which texts are quoted as in JSON, which is YAML as well, and its body.
    pub fn post_of(&self, entry: &Entry) -> String {
        let mut post = String::from("---\n");
        let mut put = |name: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                post.push_str(&format!("{name}: {value}\n"));
            }
        };
        let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty()).map(serde_json::Value::from);
        let list = |texts: &[String]| Some(serde_json::Value::from(texts)).filter(|_| !texts.is_empty());
        let base = self.base_of(entry);
        let address = |address: &Option<String>| {
            let address = address.as_deref().map(str::trim).filter(|address| !address.is_empty())?;
            Some(
                addresses::absolute(address, base.as_ref())
                    .unwrap_or_else(|| address.to_owned())
                    .into(),
            )
        };
        put("id", self.id_of(entry).map(serde_json::Value::from));
        put("link", address(&entry.link));
        put("title", text(&entry.title));
        put("date", text(&entry.published).or_else(|| text(&entry.updated)));
        put("updated", text(&entry.published).and(text(&entry.updated)));
        put(
            "author",
            list(if entry.authors.is_empty() { &self.authors } else { &entry.authors }),
        );
        put(
            "categories",
            self.title.as_ref().and_then(|title| list(std::slice::from_ref(title))),
        );
        put("tags", list(&entry.tags));
        put("language", text(&entry.language).or_else(|| text(&self.language)));
        put("headimg", address(&entry.banner));
        put("thumbnail", address(&entry.image));
        let (summary, body) = match &entry.body {
            Body::Html(html) if !html.trim().is_empty() => (entry.summary.clone(), html.clone()),
            Body::Text(text) if !text.trim().is_empty() => (entry.summary.clone(), paragraphs(text)),
            _ => (None, entry.summary.clone().unwrap_or_default()),
        };
        put("summary", text(&summary));
        post.push_str("---\n");
        post.push_str(&match &base {
            Some(base) => addresses::made_absolute(&body, base),
            None => body,
        });
        for medium in &entry.media {
            post.push_str(&medium.html(base.as_ref()));
        }
        post
    }

    /// What tells an entry from all others. Feeds number theirs as they like, so that what isn't an address says little beyond its feed.
    fn id_of(&self, entry: &Entry) -> Option<String> {
        let id = entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty())?;
        let has_scheme = id.split_once(':').is_some_and(|(scheme, rest)| {
            let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
            is_scheme && !rest.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        });
        if has_scheme {
            return Some(id.to_owned());
        }
        let has_link = entry.link.as_deref().is_some_and(|link| !link.trim().is_empty());
        let feed = self.home.as_ref().or(self.title.as_ref()).filter(|_| !has_link)?;
        Some(format!("{}#{id}", feed.trim()))
    }

    fn base_of(&self, entry: &Entry) -> Option<Url> {
        let home = self.home.as_deref().and_then(|home| Url::parse(home.trim()).ok());
        let mut base = home;
        for closer in [&entry.link, &entry.base].into_iter().flatten() {
            base = match &base {
                Some(base) => base.join(closer.trim()).ok(),
                None => Url::parse(closer.trim()).ok(),
            }
            .or(base);
        }
        base
    }
}

impl Medium {
    /// As the press and the reader know what has been in a page.
    fn html(&self, base: Option<&Url>) -> String {
        let Some(url) = addresses::absolute(&self.url, base) else {
            return String::new();
        };
        let mut escaped = String::new();
        tokens::escape(&url, &mut escaped);
        match self.kind.split('/').next().unwrap_or_default() {
            "audio" => format!("\n<audio controls src=\"{escaped}\"></audio>"),
            "video" => format!("\n<video controls src=\"{escaped}\"></video>"),
            "image" => format!("\n<p><img src=\"{escaped}\" alt=\"\"></p>"),
            _ => {
                let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let mut text = String::new();
                let name = name.split(['?', '#']).next().unwrap_or_default();
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
