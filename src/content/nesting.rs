//! What a body's tags would make a parser do, told from them in linear time.
//!
//! A parser's time grows with length × depth, formatting that is never closed is opened again, with all its attributes, in every
//! block after it, and printing a text takes its length × the references in it. All can be told before parsing. So can that a body is *plain*: each tag stands where HTML wants it, so that
//! the parser builds the very tree that the tags describe, and reads what is written of it as the same tree again.

use super::elements::Name;
use super::tokens::Piece;

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nesting {
    /// How deep elements stand in one another.
    pub depth: usize,
    /// How many bytes the parser would add by opening formatting again.
    pub growth: usize,
    /// How many bytes are looked at to print texts: html5ever looks for `<` through the rest of a text behind each `&` in it.
    pub looks: u64,
    /// Whether the parser would have nothing to mend.
    pub is_plain: bool,
}

/// The most elements of the same kind that a parser opens again in the next block.
const MOST_ALIKE: usize = 3;

/// Looks through a body's pieces.
#[inline(never)]
pub fn measure(pieces: &[Piece]) -> Nesting {
    let mut walk = Walk {
        found: Nesting {
            is_plain: true,
            ..Nesting::default()
        },
        open: Vec::new(),
        formatting: Vec::new(),
        formatting_bytes: 0,
        is_new_block: false,
        text: Printed::default(),
    };
    for piece in pieces {
        match piece {
            Piece::Open(element) => {
                let bytes = element
                    .attributes
                    .iter()
                    .map(|(name, value)| name.len() + value.len() + 4)
                    .sum::<usize>();
                walk.start(element.name, bytes + element.name.as_str().len() + 2);
                for (_, value) in &element.attributes {
                    walk.found.looks += Printed::of(value).looks();
                }
            }
            Piece::Close(name) => walk.end(*name),
            Piece::Text(text) => walk.text(text),
        }
        walk.found.depth = walk.found.depth.max(walk.open.len() + walk.formatting.len());
    }
    walk.found.looks += walk.text.looks();
    walk.found
}

/// A text as it will be printed: its bytes, and how many of them end what is printed at once.
#[derive(Debug, Clone, Copy, Default)]
struct Printed {
    bytes: u64,
    stops: u64,
}

impl Printed {
    fn of(text: &str) -> Self {
        Self {
            bytes: text.len() as u64,
            // The first byte of U+00A0, and of others.
            stops: text.bytes().filter(|byte| matches!(byte, b'&' | 0xC2)).count() as u64,
        }
    }

    fn looks(self) -> u64 {
        self.bytes * self.stops / 2
    }
}

struct Walk<'a> {
    found: Nesting,
    open: Vec<Name<'a>>,
    /// Formatting that was started and not ended, and what opening it again would cost.
    formatting: Vec<(Name<'a>, usize)>,
    formatting_bytes: usize,
    /// Whether the next text or inline element opens the formatting again.
    is_new_block: bool,
    /// The text since the last start tag: end tags need not part it.
    text: Printed,
}

impl<'a> Walk<'a> {
    fn start(&mut self, name: Name<'a>, bytes: usize) {
        self.found.looks += std::mem::take(&mut self.text).looks();
        self.close_by_implication(name);
        if !is_in_place(self.open.last().copied(), name) || name == "math" {
            self.found.is_plain = false;
        }
        if name.is_block() {
            self.is_new_block = true;
        } else {
            self.reopen();
        }
        if name.is_void() {
            return;
        }
        if name.is_formatting() {
            if name == "a" && self.open.contains(&name) {
                self.found.is_plain = false;
                self.forget(name);
            }
            let alike = self.formatting.iter().filter(|known| **known == (name, bytes)).count();
            if alike < MOST_ALIKE {
                self.formatting.push((name, bytes));
                self.formatting_bytes += bytes;
            }
        }
        self.open.push(name);
    }

    fn end(&mut self, name: Name) {
        if name.is_formatting() {
            self.forget(name);
        } else if name.is_block() {
            self.is_new_block = true;
        }
        if self.open.last().is_some_and(|open| *open == name) {
            self.open.pop();
            return;
        }
        // The end of a block ends those in it that need no end tag.
        let around = self
            .open
            .iter()
            .rev()
            .take(super::sanitise::DEEPEST_BODY)
            .position(|open| !open.is_implied());
        let around = around.map(|around| self.open.len() - 1 - around);
        if let Some(place) = around.filter(|place| self.open[*place] == name && name.is_block()) {
            self.open.truncate(place);
            return;
        }
        self.found.is_plain = false;
        // Past this many a parser wouldn't find it either: the body is refused.
        if let Some(place) = self
            .open
            .iter()
            .rev()
            .take(super::sanitise::DEEPEST_BODY)
            .position(|open| *open == name)
        {
            self.open.truncate(self.open.len() - 1 - place);
        }
    }

    fn text(&mut self, text: &str) {
        let is_blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if !is_blank && self.open.last().is_some_and(|open| is_table_part(*open)) {
            self.found.is_plain = false;
        }
        let printed = Printed::of(text);
        self.text.bytes += printed.bytes;
        self.text.stops += printed.stops;
        self.reopen();
    }

    /// In a new block all formatting that is still open is opened again.
    fn reopen(&mut self) {
        if self.is_new_block && !self.formatting.is_empty() {
            self.found.growth += self.formatting_bytes;
        }
        self.is_new_block = false;
    }

    fn forget(&mut self, name: Name) {
        if let Some(place) = self.formatting.iter().rposition(|(known, _)| *known == name) {
            let (_, bytes) = self.formatting.remove(place);
            self.formatting_bytes -= bytes;
        }
    }

    /// HTML, "Optional tags": the start of an element may end those before it.
    fn close_by_implication(&mut self, name: Name) {
        if name.is_block() {
            self.close(&["p"], &["td", "th", "caption", "table"]);
        }
        match name.as_str() {
            "li" => self.close(&["li"], &["ul", "ol", "menu", "td", "th", "table"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl", "td", "th", "table"]),
            "td" | "th" => self.close(&["td", "th"], &["table"]),
            "tr" => self.close(&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => self.close(&["thead", "tbody", "tfoot"], &["table"]),
            "rt" | "rp" => self.close(&["rt", "rp"], &["ruby"]),
            _ => {}
        }
    }

    /// Closes the innermost of `names` and what is in it, unless an element of `borders` is further in.
    fn close(&mut self, names: &[&str], borders: &[&str]) {
        let mut near = self.open.iter().rev().take(super::sanitise::DEEPEST_BODY).map(|open| open.as_str());
        let Some(place) = near.position(|open| names.contains(&open) || borders.contains(&open)) else {
            return;
        };
        let at = self.open.len() - 1 - place;
        if names.contains(&self.open[at].as_str()) {
            self.open.truncate(at);
            if place > 0 {
                self.found.is_plain = false;
            }
        }
    }
}

/// Whether a parser leaves an element where its tag stands.
fn is_in_place(parent: Option<Name>, name: Name) -> bool {
    let parents: &[&str] = match name.as_str() {
        "caption" | "colgroup" | "thead" | "tbody" | "tfoot" => &["table"],
        "col" => &["colgroup"],
        "tr" => &["thead", "tbody", "tfoot"],
        "td" | "th" => &["tr"],
        "rt" | "rp" => &["ruby", "rtc"],
        "rb" | "rtc" => &["ruby"],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return !parent.is_some_and(|parent| is_heading(parent) || is_table_part(parent)),
        _ => return !parent.is_some_and(is_table_part),
    };
    parent.is_some_and(|parent| parents.contains(&parent.as_str()))
}

fn is_heading(name: Name) -> bool {
    matches!(name.as_str().as_bytes(), [b'h', b'1'..=b'6'])
}

/// Whether an element of a table holds other elements of it only.
fn is_table_part(name: Name) -> bool {
    matches!(name.as_str(), "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup")
}

#[cfg(test)]
mod tests {
    use super::{Nesting, measure};
    use crate::content::tokens;

    fn of(html: &str) -> Nesting {
        measure(&tokens::pieces(html))
    }

    #[test]
    fn what_a_parser_would_leave_as_it_is_is_plain() {
        for html in [
            "<p>a<p>b<ul><li>c<li>d</ul>",
            "<div><p>a <b>b <i>c</i></b><br>d</p></div><hr>",
            "<table><caption>a</caption><tbody><tr><td><p>a</p></td><th>b</th></tr></tbody></table>",
            "<ruby>漢<rt>かん</rt></ruby><h2>a</h2><h3>b</h3><p>a<img></p>",
            "<dl><dt>a<dd>b</dl><p>open to the end",
        ] {
            assert!(of(html).is_plain, "{html}");
        }
        for html in [
            "<p>a<b>b<p>c",
            "<b><i>a</b></i>",
            "<a>a<a>b</a></a>",
            "<table><p>a</p></table>",
            "<table>a<tr></table>",
            "<tr><td>a",
            "<table><tr><td>a</td></tr></table>",
            "<h2>a<h3>b",
            "a</p>",
            "<p><span><div>a",
            "<math><mi>x</mi></math>",
        ] {
            assert!(!of(html).is_plain, "{html}");
        }
    }

    #[test]
    fn depth_counts_what_is_open_and_end_tags_may_be_left_out() {
        assert_eq!(of(&"<div>".repeat(300)).depth, 300);
        for html in ["<p>a", "<ul><li>a</ul>", "<table><tr><td>a<tr><td>b</table>", "<dl><dt>a<dd>b</dl>"] {
            assert!(of(&html.repeat(300)).depth < 6, "{html}");
        }
        assert!(of(&"<li>a".repeat(300)).depth < 6);
    }

    #[test]
    fn growth_is_what_formatting_costs_in_each_block_after_it() {
        assert_eq!(of("<p><b>a</b></p><p>b</p>").growth, 0);
        let amplifying = format!("<p><a href=\"{}\">{}", "x".repeat(1_000), "<p>a".repeat(500));
        assert!(of(&amplifying).growth > 500_000);
        assert!(of(&format!("<p><b>a{}", "<p>b".repeat(500))).growth < 5_000);
    }

    #[test]
    fn looks_are_what_references_cost_in_the_text_around_them() {
        assert_eq!(of("<p title=abc>no reference").looks, 0);
        let many = "&amp;".repeat(1_000);
        assert_eq!(of(&many).looks, 500_000);
        assert_eq!(of(&format!("<p title=\"{many}\">a")).looks, 500_000);
        assert!(of(&"&amp;</b>".repeat(1_000)).looks >= 500_000);
        assert!(of(&"<p>a &amp; b".repeat(1_000)).looks < 5_000);
    }
}
