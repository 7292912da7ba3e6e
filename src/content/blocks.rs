//! Cuts sanitised HTML into runs of some kilobytes, so that a long article is inserted in slices that yield to the page.
//!
//! What comes here is the sanitiser's output: serialised by the HTML serialiser, so `<` and `>` stand in tags only, but for `>` in attributes.

use super::{elements, tokens};

/// A run ends with the first element that takes it over this many bytes.
const RUN_BYTES: usize = 4 * 1024;

/// An element that is longer is cut open. A shorter one stays whole, above all a table, whose rows share their columns.
const WHOLE_BYTES: usize = 8 * 1024;

/// A line of text that is longer is cut, so that it can be laid out bit by bit.
const LINE_BYTES: usize = 4 * 1024;

/// Elements that are cut open when they are long: other blocks stand in them, one after the other.
const CONTAINERS: [&str; 17] = [
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "header",
    "main",
    "menu",
    "ol",
    "section",
    "table",
    "tbody",
    "ul",
    "li",
];

/// What holds everything and says nothing of its own.
const WRAPPERS: [&str; 4] = ["<div>", "<section>", "<article>", "<main>"];

/// A part of an article, complete in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Where it goes at the end: 0 is the article itself, 1 the last element in it, 2 the last element in that.
    pub depth: usize,
    /// What it is.
    pub html: String,
}

/// Cuts `html` between elements. A wrapper around everything is taken off, as often as there is one.
pub fn split(html: &str) -> Vec<Run> {
    let html = unwrapped(html.trim());
    let tags: Vec<Tag> = tags(html).collect();
    let ends = ends(&tags);
    let mut cut = Cut {
        html,
        start: 0,
        depth: 0,
        runs: Vec::new(),
    };
    let mut depth = 0usize;
    for (place, (tag, end)) in tags.iter().zip(&ends).enumerate() {
        // What is long and stands behind a block, text or an element in it, is a part of its own.
        let next_end = tags.get(place + 1).map_or(html.len(), |next| ends[place + 1].unwrap_or(next.end));
        let is_before_long = next_end - tag.end >= WHOLE_BYTES;
        match tag.kind {
            Kind::Open => {
                let is_long = end.is_some_and(|end| end - tag.start > WHOLE_BYTES);
                // What stands before something long doesn't wait for it.
                if depth == cut.depth && is_long && elements::is_block(tag.name) {
                    cut.end_at(tag.start);
                }
                if depth == cut.depth && is_long && CONTAINERS.contains(&tag.name) {
                    cut.push(format!("{}</{}>", &html[tag.start..tag.end], tag.name));
                    (cut.start, cut.depth) = (tag.end, depth + 1);
                }
                depth += 1;
            }
            Kind::Close if depth > 0 => {
                if depth == cut.depth {
                    cut.end_at(tag.start);
                    (cut.start, cut.depth) = (tag.end, depth - 1);
                }
                depth -= 1;
                if depth == cut.depth && (is_long(&cut, tag) || is_before_long && elements::is_block(tag.name)) {
                    cut.end_at(tag.end);
                }
            }
            Kind::Void if depth == cut.depth && is_long(&cut, tag) => cut.end_at(tag.end),
            Kind::Close | Kind::Void => {}
        }
    }
    cut.end_at(html.len());
    cut.runs
}

/// Plain text as runs: a paragraph for each line.
pub fn of_text(text: &str) -> Vec<Run> {
    let (mut runs, mut html) = (Vec::new(), String::new());
    for line in text.lines().flat_map(pieces_of_line) {
        html.push_str("<p>");
        tokens::escape(line, &mut html);
        html.push_str("</p>");
        // Paragraphs and nothing else are laid out in no time, and megabytes of them would be thousands of runs.
        if html.len() >= WHOLE_BYTES {
            runs.push(Run {
                depth: 0,
                html: std::mem::take(&mut html),
            });
        }
    }
    if !html.is_empty() {
        runs.push(Run { depth: 0, html });
    }
    runs
}

fn pieces_of_line(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let longest = (0..=LINE_BYTES.min(rest.len()))
            .rev()
            .find(|end| rest.is_char_boundary(*end))
            .unwrap_or_default();
        let end = if longest == rest.len() {
            longest
        } else {
            rest[..longest].rfind(' ').map_or(longest, |space| space + 1)
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn is_long(cut: &Cut, tag: &Tag) -> bool {
    tag.end - cut.start >= RUN_BYTES
}

struct Cut<'a> {
    html: &'a str,
    /// Where what isn't in a run yet begins.
    start: usize,
    /// How many elements around it are runs of their own already.
    depth: usize,
    runs: Vec<Run>,
}

impl Cut<'_> {
    fn end_at(&mut self, end: usize) {
        let part = &self.html[self.start..end];
        if !part.trim().is_empty() {
            self.push(part.to_owned());
        }
        self.start = end;
    }

    fn push(&mut self, html: String) {
        let depth = self.depth;
        self.runs.push(Run { depth, html });
    }
}

/// Where the element of each start tag ends.
fn ends(tags: &[Tag]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tags.len()];
    let mut open = Vec::new();
    for (place, tag) in tags.iter().enumerate() {
        match tag.kind {
            Kind::Open => open.push(place),
            Kind::Close => {
                if let Some(start) = open.pop() {
                    ends[start] = Some(tag.end);
                }
            }
            Kind::Void => {}
        }
    }
    ends
}

/// What is within the `div`, `section`, `article` or `main` elements that hold everything and say nothing of their own.
fn unwrapped(html: &str) -> &str {
    // Where the content of each of them begins, and where its end tag begins and ends: the outermost first.
    let mut openings = Vec::new();
    let mut start = 0;
    while let Some(tag) = WRAPPERS.into_iter().find(|tag| html[start..].trim_start().starts_with(tag)) {
        start = html.len() - html[start..].trim_start().len() + tag.len();
        openings.push(start);
    }
    let mut closings = vec![None; openings.len()];
    let mut depth = 0usize;
    for tag in tags(html) {
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth = depth.saturating_sub(1);
                if let Some(closing) = closings.get_mut(depth) {
                    closing.get_or_insert((tag.start, tag.end));
                }
            }
            Kind::Void => {}
        }
    }
    let (mut from, mut to) = (0, html.len());
    for (opening, closing) in openings.into_iter().zip(closings) {
        let Some((start, _)) = closing.filter(|(_, end)| html[*end..to].trim().is_empty()) else {
            break;
        };
        (from, to) = (opening, start);
    }
    html[from..to].trim()
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Open,
    Close,
    Void,
}

struct Tag<'a> {
    name: &'a str,
    kind: Kind,
    start: usize,
    end: usize,
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + html[from..].find('<')?;
        let mut quoted = false;
        let length = bytes[start..].iter().position(|byte| {
            quoted ^= *byte == b'"';
            *byte == b'>' && !quoted
        })?;
        let end = start + length + 1;
        from = end;
        let inside = &html[start + 1..end - 1];
        let (name_part, closing) = inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
        let name = name_part
            .split(|character: char| character.is_ascii_whitespace() || character == '/')
            .next()
            .unwrap_or_default();
        let kind = if closing {
            Kind::Close
        } else if elements::is_void(name) {
            Kind::Void
        } else {
            Kind::Open
        };
        Some(Tag { name, kind, start, end })
    })
}

#[cfg(test)]
mod tests {
    use super::{LINE_BYTES, RUN_BYTES, Run, WHOLE_BYTES, of_text, split};

    fn html(runs: &[Run]) -> Vec<&str> {
        runs.iter().map(|run| run.html.as_str()).collect()
    }

    /// Puts the runs into one another again, as the page does.
    fn whole(runs: &[Run]) -> String {
        let (mut html, mut places) = (String::new(), vec![0]);
        for run in runs {
            let place = html.len() - places[run.depth];
            places.truncate(run.depth + 1);
            html.insert_str(place, &run.html);
            let closing = run.html.rfind("</").map_or(0, |at| run.html.len() - at);
            places.push(places[run.depth] + closing);
        }
        html
    }

    #[test]
    fn wrappers_around_everything_are_taken_off() {
        assert_eq!(html(&split("<div>\n <div><p>a</p><p>b</p></div></div>\n")), ["<p>a</p><p>b</p>"]);
        assert_eq!(
            html(&split("<div><p>a</p></div><div><p>b</p></div>")),
            ["<div><p>a</p></div><div><p>b</p></div>"]
        );
        assert_eq!(html(&split("<div><div>a</div>b</div>")), ["<div>a</div>b"]);
        assert_eq!(html(&split("<div id=\"a-x\">a</div>")), ["<div id=\"a-x\">a</div>"]);
    }

    #[test]
    fn a_long_body_is_cut_between_elements_and_nothing_is_lost() {
        let body: String = (0..100)
            .map(|number| format!("<p title=\"a > b\">{number}{}</p>text <b>c</b>", "x".repeat(500)))
            .collect();
        let runs = split(&body);
        assert!(runs.len() > 3);
        assert_eq!(html(&runs).concat(), body);
        assert!(runs.iter().all(|run| run.html.len() < 2 * RUN_BYTES));
    }

    #[test]
    fn long_containers_are_cut_open() {
        let paragraphs = format!("<p>{}</p>", "x".repeat(1_000)).repeat(30);
        let rows = format!("<tr><td>{}</td></tr>", "x".repeat(1_000)).repeat(30);
        for body in [
            format!("<div id=\"a-x\">{paragraphs}</div><p>b</p>"),
            format!("<p>a</p><ul><li>b</li><li>{paragraphs}</li></ul>"),
            format!("<p>a</p><table><caption>b</caption><tbody>{rows}</tbody></table>c"),
            format!("<section><div id=\"a-y\"><blockquote>{paragraphs}</blockquote>{paragraphs}</div></section>d"),
        ] {
            let runs = split(&body);
            assert!(runs.iter().all(|run| run.html.len() < 2 * RUN_BYTES), "{runs:?}");
            assert_eq!(whole(&runs), body);
        }
    }

    #[test]
    fn text_becomes_a_paragraph_for_each_line_and_long_lines_are_cut() {
        assert_eq!(html(&of_text("a < b\nc")), ["<p>a &lt; b</p><p>c</p>"]);
        let runs = of_text(&"字".repeat(10_000));
        assert!(runs.len() > 2 && runs.iter().all(|run| run.html.len() < WHOLE_BYTES + LINE_BYTES + 8));
    }
}
