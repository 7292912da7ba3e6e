//! A post's body as HTML: as it is when it is HTML already, else by CommonMark with GitHub's tables, footnotes, task
//! lists and strikethrough. Raw HTML in Markdown passes through; the reader sanitises all of it later. Formulas become MathML.

mod footnotes;
mod hexo;
mod html_or_markdown;
mod math;

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::diagnostic::Diagnostics;
use super::formulas::{Delimiters, Formulas, drawn};
use super::plain_text::collapsed;

/// A body before its conversion, without the marks that only a site generator needs.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    is_html: bool,
    /// How many lines were taken out at the beginning.
    n_lines_above: u32,
}

impl Source {
    /// Prepares a body that starts on this line of the file; the file's name tells HTML files apart.
    pub fn new(file: &str, body: &str, body_line: u32, diagnostics: &mut Diagnostics) -> Self {
        let text = hexo::without_marks(body, body_line, diagnostics);
        let is_html = html_or_markdown::is_html(file, &text);
        Self {
            text,
            is_html,
            n_lines_above: 0,
        }
    }

    /// A body that is known to be HTML and to hold no marks any more.
    pub fn of_html(html: &str) -> Self {
        Self {
            text: html.to_owned(),
            is_html: true,
            n_lines_above: 0,
        }
    }

    /// The body as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the body is HTML already.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// The text of the first `# heading` of a Markdown body. When nothing stands above it, it is taken out of the
    /// body, which would only repeat the title that it becomes.
    pub fn take_title(&mut self) -> Option<String> {
        let heading = self.first_heading()?;
        self.take_out(&heading);
        Some(heading.text)
    }

    /// Takes the heading that a Markdown body starts with out of it when it only repeats this title.
    pub fn drop_repeated(&mut self, title: &str) {
        if let Some(heading) = self.first_heading()
            && collapsed(&heading.text) == title
        {
            self.take_out(&heading);
        }
    }

    fn take_out(&mut self, heading: &Heading) {
        if heading.is_first_block {
            self.n_lines_above += self.text[heading.range.clone()].matches('\n').count() as u32;
            self.text.replace_range(heading.range.clone(), "");
        }
    }

    fn first_heading(&self) -> Option<Heading> {
        if self.is_html {
            return None;
        }
        let mut heading: Option<Heading> = None;
        let mut is_first_block = true;
        for (event, range) in Parser::new_ext(&self.text, options()).into_offset_iter() {
            match (&mut heading, event) {
                (
                    None,
                    Event::Start(Tag::Heading {
                        level: HeadingLevel::H1, ..
                    }),
                ) => {
                    heading = Some(Heading {
                        text: String::new(),
                        range,
                        is_first_block,
                    });
                }
                (Some(heading), Event::Text(text) | Event::Code(text)) => {
                    heading.text.push_str(&text);
                }
                (Some(heading), Event::InlineMath(_) | Event::DisplayMath(_)) => heading.text.push_str(&self.text[range]),
                (Some(heading), Event::SoftBreak | Event::HardBreak) => heading.text.push(' '),
                (Some(_), Event::End(TagEnd::Heading(_))) => break,
                _ => {}
            }
            is_first_block = false;
        }
        heading.filter(|heading| !heading.text.trim().is_empty())
    }

    /// The body, which starts on this line of the file, as HTML.
    pub fn into_html(self, body_line: u32, diagnostics: &mut Diagnostics) -> String {
        let line = body_line + self.n_lines_above;
        let mut formulas = Formulas::new(diagnostics);
        let html = if self.is_html {
            formulas
                .convert_in(&drawn::once(&self.text), Delimiters::All, Some(line))
                .into_owned()
        } else {
            let text = math::with_prices_escaped(self.text);
            let events = math::Converted::new(&text, line, &mut formulas).map(|event| match event {
                // A form's checkbox would not survive the sanitiser, and the list would lose what it says.
                Event::TaskListMarker(true) => Event::Text("☑ ".into()),
                Event::TaskListMarker(false) => Event::Text("☐ ".into()),
                event => event,
            });
            let mut output = String::with_capacity(text.len() * 5 / 4);
            html::push_html(&mut output, footnotes::at_the_end(events).into_iter());
            // What Markdown made of `\\(…\\)`.
            formulas
                .convert_in(&drawn::once(&with_aligned_cells(output)), Delimiters::Brackets, None)
                .into_owned()
        };
        formulas.finish();
        html
    }
}

/// A heading of the first level.
struct Heading {
    text: String,
    range: Range<usize>,
    is_first_block: bool,
}

/// Aligns cells by attribute: under the reader's content security policy a `style` in the markup does nothing.
fn with_aligned_cells(html: String) -> String {
    if !html.contains("style=\"text-align: ") {
        return html;
    }
    ["left", "center", "right"].iter().fold(html, |html, side| {
        ["th", "td"].iter().fold(html, |html, cell| {
            let from = format!("<{cell} style=\"text-align: {side}\">");
            html.replace(&from, &format!("<{cell} align=\"{side}\">"))
        })
    })
}

/// CommonMark and what GitHub adds to it.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_MATH
}

#[cfg(test)]
mod tests;
