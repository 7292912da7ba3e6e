//! Footnotes that work inside one article: numbered in the order of their marks, collected at the end, with ids and
//! links in both directions.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

type Events<'text> = Vec<Event<'text>>;

/// Moves all footnotes behind the text. One that no mark refers to is kept, as the last.
pub(super) fn at_the_end<'text>(events: impl Iterator<Item = Event<'text>>) -> Events<'text> {
    let (mut body, definitions) = split(events);
    let mut first_of: HashMap<CowStr<'text>, usize> = HashMap::new();
    for (place, (name, _)) in definitions.iter().enumerate() {
        first_of.entry(name.clone()).or_insert(place);
    }
    let mut notes = Notes {
        first_of,
        numbers: HashMap::new(),
        marked: Vec::new(),
    };
    for event in &mut body {
        notes.number(event);
    }
    let mut numbered: Vec<Events<'_>> = Vec::new();
    let mut definitions: Vec<_> = definitions.into_iter().map(|(_, events)| Some(events)).collect();
    let mut without_mark = 0;
    loop {
        // A footnote may refer to further ones; those without a mark come last.
        let place = match notes.marked.get(numbered.len()) {
            Some((place, _)) => *place,
            None => {
                without_mark += definitions[without_mark..].iter().take_while(|events| events.is_none()).count();
                if without_mark == definitions.len() {
                    break;
                }
                notes.numbers.insert(without_mark, notes.marked.len());
                notes.marked.push((without_mark, 0));
                without_mark
            }
        };
        let mut events = definitions[place].take().unwrap_or_default();
        for event in &mut events {
            notes.number(event);
        }
        numbered.push(events);
    }
    if numbered.is_empty() {
        return body;
    }
    body.push(raw("<section class=\"footnotes\">\n<ol>\n".to_owned()));
    for (index, events) in numbered.into_iter().enumerate() {
        let n_marks = notes.marked.get(index).map_or(0, |(_, n_marks)| *n_marks);
        push_note(&mut body, index + 1, n_marks, events);
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
    /// The place of the first definition of each name.
    first_of: HashMap<CowStr<'text>, usize>,
    /// By the place of a definition, its place in `marked`.
    numbers: HashMap<usize, usize>,
    /// The places of definitions in the order of their first mark, with the number of marks so far.
    marked: Vec<(usize, usize)>,
}

impl<'text> Notes<'text> {
    /// Turns a mark into a link to its footnote, or back into text when there is none.
    fn number(&mut self, event: &mut Event<'text>) {
        let Event::FootnoteReference(name) = event else {
            return;
        };
        let Some(place) = self.first_of.get(&*name) else {
            *event = Event::Text(format!("[^{name}]").into());
            return;
        };
        let at = *self.numbers.entry(*place).or_insert(self.marked.len());
        if at == self.marked.len() {
            self.marked.push((*place, 0));
        }
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
