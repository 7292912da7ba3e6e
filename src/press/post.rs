//! A post: what one source file says, typed, before it becomes an article of the archive.

mod addresses;
mod dates;
mod fields;
mod names;
mod pictures;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::decode::decode;
use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::endless_tags;
use super::front_matter::{self, FrontMatter};
use super::markdown::Source;
use super::plain_text::{self, Head};

/// What the reading of posts depends on besides the files themselves.
#[derive(Clone, Debug)]
pub struct PostOptions {
    /// The archive's one time zone: dates without one of their own are read in it.
    pub time_zone: TimeZone,
}

/// What one source file says. Everything that could not be read is absent here and named by a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The path below the input, with `/` between folders.
    pub file: String,
    /// The first of `id`, `guid`, `permalink`, `url`, `link` that is text, as written.
    pub declared_id: Option<String>,
    /// The address of the original: the first absolute `http:` or `https:` one among `permalink`, `url`, `link`,
    /// `guid`, `id`, `original`, `source`.
    pub link: Option<String>,
    /// The title as plain text on one line.
    pub title: Option<String>,
    /// When it was published; a file named `2021-10-28-….md` is dated by its name when nothing else does.
    pub date: Option<Timestamp>,
    /// The date as written, for the hash that stands in for an id; also there when it could not be read, while `date`
    /// is then absent.
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

/// Reads one post; `file` is its path below the input, with `/` between folders.
///
/// A post is lost only when its bytes are not text, when there is nothing in them, or when it is a draft; the
/// diagnostics say so.
pub fn read_post(file: &str, bytes: &[u8], options: &PostOptions) -> (Option<Post>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::of(file);
    let post = read(file, bytes, options, &mut diagnostics);
    (post, diagnostics.into_sorted())
}

fn read(file: &str, bytes: &[u8], options: &PostOptions, diagnostics: &mut Diagnostics) -> Option<Post> {
    let text = decode(bytes, diagnostics)?;
    let (text, line) = endless_tags::escaped(&text);
    if line.is_some() {
        let reason = "a tag with thousands of attributes stands in the text; it was made text";
        diagnostics.report(line, "body", Kind::Body, reason);
    }
    if text
        .trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}')
        .is_empty()
    {
        let reason = "the file is empty; there is no article in it";
        diagnostics.report(None, "file", Kind::Empty, reason);
        return None;
    }
    let front_matter = front_matter::split(&text, diagnostics);
    if let Some((line, field)) = fields::draft(&front_matter) {
        let reason = "the post is a draft and was left out";
        diagnostics.report(Some(line), &field, Kind::Draft, reason);
        return None;
    }
    let mut body = Body::new(file, &front_matter, diagnostics);
    let link = addresses::link(&front_matter, diagnostics);
    let (date, date_text) = dates::published(file, &front_matter, options, diagnostics);
    let (banner_image, image) = pictures::of(&front_matter, link.as_deref(), diagnostics);
    let title = fields::title(&front_matter, || body.take_title(), diagnostics);
    if let Some(title) = &title {
        body.source.drop_repeated(title);
    }
    let post = Post {
        file: file.to_owned(),
        declared_id: addresses::declared_id(&front_matter, diagnostics),
        title,
        date,
        date_text,
        updated: dates::updated(&front_matter, options, diagnostics),
        authors: fields::authors(&front_matter, diagnostics),
        tags: names::tags(&front_matter, diagnostics),
        categories: names::categories(&front_matter, diagnostics),
        banner_image,
        image,
        language: fields::language(&front_matter, body.head.language.as_deref(), diagnostics),
        summary: fields::summary(&front_matter, diagnostics),
        body_line: body.line,
        body_html: body.source.into_html(body.line, diagnostics),
        link,
    };
    if !has_content(&post.body_html) {
        let reason = "there is no text, picture or medium in the body";
        diagnostics.report(Some(post.body_line), "body", Kind::Empty, reason);
    }
    Some(post)
}

/// A body on its way to HTML.
struct Body {
    source: Source,
    head: Head,
    line: u32,
}

impl Body {
    fn new(file: &str, front_matter: &FrontMatter<'_>, diagnostics: &mut Diagnostics) -> Self {
        let (text, line) = (front_matter.body, front_matter.body_line);
        let source = Source::new(file, text, line, diagnostics);
        if !source.is_html() {
            return Self {
                source,
                head: Head::default(),
                line,
            };
        }
        // Of a whole document only the body is shown.
        let (inner, n_lines_above) = plain_text::body_of(source.text());
        Self {
            head: plain_text::head(source.text()),
            source: Source::of_html(inner),
            line: line + n_lines_above,
        }
    }

    /// The title that the body gives to a post without one in its front matter.
    fn take_title(&mut self) -> Option<String> {
        self.head.title.take().or_else(|| self.source.take_title())
    }
}

/// Whether a reader would see anything: text, or an element that shows something without any.
fn has_content(html: &str) -> bool {
    const SHOWN: [&str; 9] = [
        "<img", "<video", "<audio", "<iframe", "<picture", "<svg", "<math", "<embed", "<object",
    ];
    let lower = html.to_ascii_lowercase();
    SHOWN.iter().any(|tag| lower.contains(tag)) || !plain_text::plain_text(html).is_empty()
}

#[cfg(test)]
mod tests;
