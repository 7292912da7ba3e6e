//! Footnotes that work inside one article: numbered in the order of their marks, collected at the end, with ids and
//! links in both directions.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

type Events<'text> = Vec<Event<'text>>;

/// Moves all footnotes behind the text. One that no mark refers to is kept, as the last.
pub(super) fn at_the_end<'text>(events: impl Iterator<Item = Event<'text>>) -> Events<'text> {
    let (mut body, definitions) = split(events);
    let mut notes = Notes {
        defined: definitions.iter().map(|(name, _)| name.clone()).collect(),
        marked: Vec::new(),
    };
    for event in &mut body {
        notes.number(event);
    }
    let mut numbered: Vec<Option<Events<'_>>> = Vec::new();
    let mut definitions: Vec<_> = definitions.into_iter().map(|(name, events)| (name, Some(events))).collect();
    let mut at = 0;
    loop {
        // A footnote may refer to further ones; those without a mark come last.
        let next = match notes.marked.get(at) {
            Some((name, _)) => definitions.iter_mut().find(|(other, _)| other == name),
            None => definitions.iter_mut().find(|(_, events)| events.is_some()),
        };
        let Some((name, events)) = next else { break };
        let mut events = events.take();
        if at == notes.marked.len() {
            notes.marked.push((name.clone(), 0));
        }
        for event in events.iter_mut().flatten() {
            notes.number(event);
        }
        numbered.push(events);
        at += 1;
    }
    if numbered.is_empty() {
        return body;
    }
    body.push(raw("<section class=\"footnotes\">\n<ol>\n".to_owned()));
    for (index, events) in numbered.into_iter().enumerate() {
        let n_marks = notes.marked.get(index).map_or(0, |(_, n_marks)| *n_marks);
        push_note(&mut body, index + 1, n_marks, events.unwrap_or_default());
    }
    body.push(raw("</ol>\n</section>\n".to_owned()));
    body
}

/// Parts the text from the definitions in it. Of two definitions with one name the first counts for its marks.
fn split<'text>(events: impl Iterator<Item = Event<'text>>) -> (Events<'text>, Vec<(CowStr<'text>, Events<'text>)>) {
    let mut body = Vec::new();
    let mut done = Vec::new();
    let mut open: Vec<(CowStr<'_>, Events<'_>)> = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => open.push((name, Vec::new())),
            Event::End(TagEnd::FootnoteDefinition) => done.extend(open.pop()),
            event => match open.last_mut() {
                Some((_, events)) => events.push(event),
                None => body.push(event),
            },
        }
    }
    (body, done)
}

struct Notes<'text> {
    defined: Vec<CowStr<'text>>,
    /// The names in the order of their first mark, with the number of marks so far.
    marked: Vec<(CowStr<'text>, usize)>,
}

impl<'text> Notes<'text> {
    /// Turns a mark into a link to its footnote, or back into text when there is none.
    fn number(&mut self, event: &mut Event<'text>) {
        let Event::FootnoteReference(name) = event else {
            return;
        };
        if !self.defined.contains(name) {
            *event = Event::Text(format!("[^{name}]").into());
            return;
        }
        let at = match self.marked.iter().position(|(other, _)| other == name) {
            Some(at) => at,
            None => {
                self.marked.push((name.clone(), 0));
                self.marked.len() - 1
            }
        };
        self.marked[at].1 += 1;
        let number = at + 1;
        let mark = mark_id(number, self.marked[at].1);
        *event = Event::InlineHtml(format!("<sup id=\"{mark}\"><a href=\"#fn-{number}\">{number}</a></sup>").into());
    }
}

fn mark_id(number: usize, nth: usize) -> String {
    match nth {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{nth}"),
    }
}

fn push_note<'text>(body: &mut Events<'text>, number: usize, n_marks: usize, mut events: Events<'text>) {
    // U+FE0E keeps the arrow a character where an emoji would be drawn.
    let back: String = (1..=n_marks)
        .map(|nth| {
            let mark = mark_id(number, nth);
            format!(" <a href=\"#{mark}\">\u{21a9}\u{fe0e}</a>")
        })
        .collect();
    let last = match events.last() {
        Some(Event::End(TagEnd::Paragraph)) => events.pop(),
        _ => None,
    };
    body.push(raw(format!("<li id=\"fn-{number}\">\n")));
    body.append(&mut events);
    body.push(Event::InlineHtml(back.into()));
    body.extend(last);
    body.push(raw("</li>\n".to_owned()));
}

fn raw<'text>(html: String) -> Event<'text> {
    Event::Html(html.into())
}
