//! Formulas in Markdown: `$…$` and `$$…$$`, unless it is money, and those in raw HTML.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Parser};

use super::options;
use crate::press::formulas::{Context, Delimiters, Display, Formulas, is_display_formula, is_inline_formula, is_script};

/// How often a text is looked through for prices. Each time leaves at most half as many dollars that could still be a formula's.
const MOST_PASSES: usize = 20;

/// The text with each `$` escaped that would begin a formula and is none, so that what stands behind it is read as Markdown.
pub(super) fn with_prices_escaped(mut text: String) -> String {
    for _ in 0..MOST_PASSES {
        let prices: Vec<Range<usize>> = Parser::new_ext(&text, options())
            .into_offset_iter()
            .filter(|(event, range)| is_price(event, range, &text))
            .map(|(_, range)| range)
            .collect();
        if prices.is_empty() {
            break;
        }
        let mut escaped = String::with_capacity(text.len() + 2 * prices.len());
        let mut copied = 0;
        for range in prices {
            escaped.push_str(&text[copied..range.start]);
            let n_dollars = if text[range.clone()].starts_with("$$") { 2 } else { 1 };
            escaped.push_str(&"\\$".repeat(n_dollars));
            copied = range.start + n_dollars;
        }
        escaped.push_str(&text[copied..]);
        text = escaped;
    }
    text
}

fn is_price(event: &Event<'_>, range: &Range<usize>, text: &str) -> bool {
    let starts_with_dollar = text[range.clone()].starts_with('$');
    starts_with_dollar
        && match event {
            Event::InlineMath(tex) => {
                let context = Context {
                    before: text[..range.start].chars().next_back(),
                    behind: text[range.end..].chars().next(),
                };
                !is_inline_formula(tex, context)
            }
            Event::DisplayMath(tex) => !is_display_formula(tex),
            _ => false,
        }
}

/// The events of a text, with formulas as raw HTML.
pub(super) struct Converted<'text, 'run, 'post> {
    events: Peekable<OffsetIter<'text>>,
    text: &'text str,
    formulas: &'run mut Formulas<'post>,
    lines: Lines<'text>,
    /// A script whose content has been converted.
    script: Range<usize>,
}

impl<'text, 'run, 'post> Converted<'text, 'run, 'post> {
    /// The events of a text that starts on this line of the file.
    pub(super) fn new(text: &'text str, line: u32, formulas: &'run mut Formulas<'post>) -> Self {
        Self {
            events: Parser::new_ext(text, options()).into_offset_iter().peekable(),
            text,
            formulas,
            lines: Lines { text, at: 0, line },
            script: 0..0,
        }
    }

    /// A formula, or the text that it stays.
    fn formula(&mut self, tex: &str, display: Display, range: Range<usize>) -> Event<'text> {
        let line = self.lines.at(range.start);
        match self.formulas.convert(tex, display, || Some(line)) {
            Some(html) => Event::InlineHtml(html.into()),
            None => Event::Text(self.text[range].into()),
        }
    }

    /// The content of an inline script, which Markdown would take for its own.
    fn script(&mut self, display: Display, tag: Range<usize>) -> Option<Event<'text>> {
        let rest = &self.text[tag.end..];
        let end = rest.match_indices("</").map(|(at, _)| at).find(|at| {
            let name = rest.get(at + 2..at + 8);
            name.is_some_and(|name| name.eq_ignore_ascii_case("script"))
        })?;
        let end_tag = rest[end..].find('>')? + end + 1;
        let line = self.lines.at(tag.start);
        let html = self.formulas.convert_script(&rest[..end], display, || Some(line));
        self.script = tag.start..tag.end + end_tag;
        Some(Event::InlineHtml(html.into()))
    }
}

impl<'text> Iterator for Converted<'text, '_, '_> {
    type Item = Event<'text>;

    fn next(&mut self) -> Option<Event<'text>> {
        let (event, range) = self
            .events
            .by_ref()
            .find(|(_, range)| range.start < self.script.start || range.end > self.script.end)?;
        Some(match event {
            Event::InlineMath(_) | Event::DisplayMath(_) if is_price(&event, &range, self.text) => Event::Text(self.text[range].into()),
            Event::InlineMath(tex) => self.formula(&tex, Display::Inline, range),
            Event::DisplayMath(tex) => self.formula(&tex, Display::Block, range),
            Event::InlineHtml(tag) => match is_script(&tag).and_then(|display| self.script(display, range)) {
                Some(formula) => formula,
                None => Event::InlineHtml(tag),
            },
            Event::Html(first) => {
                let mut html = first.into_string();
                while let Some((Event::Html(more), _)) = self.events.next_if(|(event, _)| matches!(event, Event::Html(_))) {
                    html.push_str(&more);
                }
                let line = self.lines.at(range.start);
                Event::Html(self.formulas.convert_in(&html, Delimiters::All, Some(line)).into_owned().into())
            }
            event => event,
        })
    }
}

/// Tells lines of places that are asked for in their order.
struct Lines<'text> {
    text: &'text str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, place: usize) -> u32 {
        if let Some(passed) = self.text.get(self.at..place) {
            self.line += passed.matches('\n').count() as u32;
            self.at = place;
        }
        self.line
    }
}
