//! Formulas that KaTeX or MathJax had drawn when a page was saved. They stand in it two or three times: as MathML or TeX for machines, and in
//! pieces of text for eyes. One of them stays, with its TeX.
//!
//! Works on the source, of which nothing else is changed. What isn't certain to be such a copy stays.

use std::borrow::Cow;
use std::ops::Range;

use super::in_html::{Tag, behind, end_tag, is_script, script_tex, tag_at};
use crate::content::tokens::{self, Piece};
use crate::press::plain_text::attribute_value;

/// How many times the length of a page may be looked through for ends of elements. Real pages need it once.
const MOST_LOOKS: usize = 16;

/// The HTML with each drawn formula once.
pub fn once(html: &str) -> Cow<'_, str> {
    if !["katex-mathml", "MathJax", "mjx-container"].iter().any(|mark| html.contains(mark)) {
        return Cow::Borrowed(html);
    }
    let mut page = Page {
        html,
        output: String::new(),
        copied: 0,
        looks: MOST_LOOKS * html.len(),
    };
    page.go_through();
    if page.copied == 0 {
        return Cow::Borrowed(html);
    }
    page.output.push_str(&html[page.copied..]);
    Cow::Owned(page.output)
}

/// What an element has to do with a drawn formula.
enum Part {
    /// KaTeX's MathML, which its drawing follows.
    Source,
    /// KaTeX's drawing.
    Drawing,
    /// What MathJax made of a script, with the MathML in an attribute if there is one.
    Frame(Option<String>),
    /// What MathJax shows until it has drawn.
    Preview,
}

/// What comes next in a page.
enum Next {
    /// A script with TeX, and what it takes of the page.
    Script(String, Range<usize>),
    Math,
    Drawn,
    Other,
}

struct Page<'html> {
    html: &'html str,
    output: String,
    /// Up to where the HTML has been copied or replaced.
    copied: usize,
    /// How many bytes may still be looked through for ends of elements.
    looks: usize,
}

impl<'html> Page<'html> {
    fn go_through(&mut self) {
        let html = self.html;
        let mut at = 0;
        while let Some((start, tag)) = next_tag(html, at) {
            at = behind(html, &tag);
            if tag.is_end || tag.is_void {
                continue;
            }
            let element = match part(&html[start..tag.end]) {
                None | Some(Part::Drawing) => continue,
                Some(found) => self.end_of(&tag).map(|end| (found, end)),
            };
            at = match element {
                Some((Part::Source, end)) => self.source(start..end),
                Some((Part::Frame(math), end)) => self.frame(start..end, tag.end, math),
                Some((Part::Preview, end)) if !matches!(self.next(end, false), Next::Other) => self.replace(start..end, ""),
                _ => None,
            }
            .unwrap_or(at);
        }
    }

    /// KaTeX's MathML takes its drawing's place; where to go on if it does.
    fn source(&mut self, element: Range<usize>) -> Option<usize> {
        let html = self.html;
        let math = math_in(&html[element.clone()])?;
        let tag = tag_right_at(html, element.end).filter(|tag| !tag.is_end)?;
        let Some(Part::Drawing) = part(&html[element.end..tag.end]) else {
            return None;
        };
        let end = self.end_of(&tag)?;
        self.replace(element.start..end, &with_tex(math, None))
    }

    /// The MathML of MathJax's drawing takes its place and that of the script, or the formula behind it does; where to go on if so.
    fn frame(&mut self, element: Range<usize>, content: usize, math: Option<String>) -> Option<usize> {
        let math = math_in(&self.html[content..element.end]).map(str::to_owned).or(math);
        match (self.next(element.end, true), math) {
            (Next::Math, _) | (Next::Script(..), None) => self.replace(element, ""),
            (Next::Script(tex, script), Some(math)) => {
                self.replace(element, &with_tex(&math, Some(&tex)));
                self.replace(script, "")
            }
            (_, Some(math)) => self.replace(element, &with_tex(&math, None)),
            (_, None) => None,
        }
    }

    /// Puts other HTML in a place. Its lines are kept, so that what is reported below names the right one.
    fn replace(&mut self, range: Range<usize>, by: &str) -> Option<usize> {
        self.output.push_str(&self.html[self.copied..range.start]);
        self.output.push_str(by);
        let n_lines = self.html[range.clone()]
            .matches('\n')
            .count()
            .saturating_sub(by.matches('\n').count());
        self.output.extend(std::iter::repeat_n('\n', n_lines));
        self.copied = range.end;
        Some(range.end)
    }

    /// What comes behind a place, after white space and, if they may be passed over, ends of what stands around a formula.
    fn next(&self, mut at: usize, passes_ends: bool) -> Next {
        let html = self.html;
        loop {
            at += html[at..].len() - html[at..].trim_start().len();
            let Some(tag) = tag_right_at(html, at) else {
                return Next::Other;
            };
            let source = &html[at..tag.end];
            if tag.is_end && passes_ends && ["div", "span"].contains(&tag.name.as_str()) {
                at = tag.end;
            } else if is_script(source).is_some() {
                let end = end_tag(html, tag.end, &tag.name);
                return Next::Script(script_tex(&html[tag.end..end]), at..behind(html, &tag));
            } else if !tag.is_end && tag.name == "math" {
                return Next::Math;
            } else if !tag.is_end && (part(source).is_some() || source.contains("MathJax_")) {
                return Next::Drawn;
            } else {
                return Next::Other;
            }
        }
    }

    /// Where the element that begins with this tag ends.
    fn end_of(&mut self, start: &Tag) -> Option<usize> {
        let (mut at, mut depth) = (start.end, 1);
        while let Some((_, tag)) = next_tag(self.html, at) {
            self.looks = self.looks.checked_sub(tag.end - at)?;
            at = behind(self.html, &tag);
            if tag.name == start.name && !tag.is_void {
                depth = if tag.is_end { depth - 1 } else { depth + 1 };
            }
            if depth == 0 {
                return Some(tag.end);
            }
        }
        None
    }
}

/// What the element with this start tag has to do with a drawn formula.
fn part(tag: &str) -> Option<Part> {
    if !["katex-", "MathJax", "mjx-"].iter().any(|mark| tag.contains(mark)) {
        return None;
    }
    let Some(Piece::Open(element)) = tokens::pieces(tag).into_iter().next() else {
        return None;
    };
    let is = |class: &str| {
        element
            .get("class")
            .is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
    };
    let is_frame = element
        .get("id")
        .is_some_and(|id| id.starts_with("MathJax-Element-") && id.ends_with("-Frame"));
    match () {
        () if is("katex-mathml") => Some(Part::Source),
        () if is("katex-html") => Some(Part::Drawing),
        () if is("MathJax_Preview") => Some(Part::Preview),
        () if is_frame || element.name == "mjx-container" => {
            Some(Part::Frame(element.get("data-mathml").and_then(math_in).map(str::to_owned)))
        }
        () => None,
    }
}

/// The formula in some HTML.
fn math_in(html: &str) -> Option<&str> {
    const END: &str = "</math>";
    let start = html.find("<math")?;
    let end = html[start..].find(END)?;
    Some(&html[start..start + end + END.len()])
}

/// A formula with what it was made of: this, or what its annotation says, which isn't shown and goes.
fn with_tex(math: &str, tex: Option<&str>) -> String {
    let annotation = annotation_in(math);
    let has_text = math.find('>').is_some_and(|end| math[..end].contains("alttext"));
    let tex = tex
        .map(str::to_owned)
        .or_else(|| Some(attribute_value(&math[annotation.clone()?.1])));
    let mut made = String::from("<math");
    if let Some(tex) = tex.filter(|tex| !has_text && !tex.trim().is_empty()) {
        made.push_str(" alttext=\"");
        tokens::escape(tex.trim(), &mut made);
        made.push('"');
    }
    let (element, _) = annotation.unwrap_or((math.len()..math.len(), 0..0));
    made + &math["<math".len()..element.start] + &math[element.end..]
}

/// Where a formula's TeX stands in it: the element, and its content.
fn annotation_in(math: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = 0;
    while let Some((start, tag)) = next_tag(math, at) {
        at = tag.end;
        if tag.name == "annotation" && !tag.is_end && math[start..at].contains("application/x-tex") {
            let end = end_tag(math, at, &tag.name);
            return Some((start..end + math[end..].find('>')? + 1, at..end));
        }
    }
    None
}

fn tag_right_at(html: &str, at: usize) -> Option<Tag> {
    html[at..].starts_with('<').then(|| tag_at(html, at))?
}

/// The first tag or comment from a place on, and where it begins.
fn next_tag(html: &str, mut at: usize) -> Option<(usize, Tag)> {
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        if let Some(tag) = tag_at(html, start) {
            return Some((start, tag));
        }
        at = start + 1;
    }
    None
}
