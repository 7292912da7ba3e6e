//! A post: what one source file says, typed, before it becomes an article of the archive.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::diagnostic::Diagnostic;

/// What the reading of posts depends on besides the files themselves.
#[derive(Clone, Debug)]
pub struct PostOptions {
    /// The archive's one time zone: dates without one of their own are read in it.
    pub time_zone: TimeZone,
}

/// What one source file says. Everything that could not be read is absent here and named by a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The file as it was given, with `/` between folders.
    pub file: String,
    /// The first of `id`, `guid`, `permalink`, `url`, `link` that is text, as written.
    pub declared_id: Option<String>,
    /// The address of the original: the first absolute `http:` or `https:` one among `permalink`, `url`, `link`,
    /// `guid`, `id`, `original`, `source`.
    pub link: Option<String>,
    /// The title as plain text on one line.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<Timestamp>,
    /// The date as written, for the hash that stands in for an id; also there when it could not be read.
    pub date_text: Option<String>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// The authors in their order, each once.
    pub authors: Vec<String>,
    /// The tags in their order, each once, without a leading `#`.
    pub tags: Vec<String>,
    /// The category paths, each from the outermost level to the innermost.
    pub categories: Vec<Vec<String>>,
    /// A wide picture for the head of the article: an `http(s)` address, or a path as written.
    pub banner_image: Option<String>,
    /// The picture for lists: an `http(s)` address, or a path as written.
    pub image: Option<String>,
    /// The declared language as a BCP 47 tag.
    pub language: Option<String>,
    /// The declared summary as plain text.
    pub summary: Option<String>,
    /// The body as HTML, not sanitised.
    pub body_html: String,
    /// The line of the file on which the body starts, counted from 1.
    pub body_line: u32,
}

/// Reads one post. It is lost only when its bytes are not text, or when it is a draft; the diagnostics say so.
pub fn read_post(file: &str, bytes: &[u8], options: &PostOptions) -> (Option<Post>, Vec<Diagnostic>) {
    let _ = (file, bytes, options);
    (None, Vec::new())
}
