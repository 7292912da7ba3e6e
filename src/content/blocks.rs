//! Cuts sanitised HTML into runs of top-level blocks, so that a long article is inserted in slices that yield to the page.
//!
//! What comes here is the sanitiser's output: serialised by the HTML serialiser, so `<` and `>` stand in tags only, but for `>` in attributes.

use super::elements;

/// A run ends with the first block that takes it over this many bytes.
const RUN_BYTES: usize = 8 * 1024;

/// Cuts `html` between top-level blocks. A wrapper around everything is taken off, as often as there is one.
pub fn split(html: &str) -> Vec<String> {
    let mut html = html.trim();
    while let Some(inner) = unwrapped(html) {
        html = inner.trim();
    }
    let mut runs = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for tag in tags(html) {
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Void => {}
        }
        // Between blocks only: a cut between inline elements would part a paragraph that has no element of its own.
        if depth == 0 && tag.kind == Kind::Close && elements::is_block(tag.name) && tag.end - start >= RUN_BYTES {
            runs.push(html[start..tag.end].to_owned());
            start = tag.end;
        }
    }
    if !html[start..].trim().is_empty() {
        runs.push(html[start..].to_owned());
    }
    runs
}

/// How deep the elements of any HTML nest, by its tags.
pub fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for tag in tags(html) {
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Void => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The content of a `div`, `section`, `article` or `main` that holds everything and says nothing of its own.
fn unwrapped(html: &str) -> Option<&str> {
    let opening = ["<div>", "<section>", "<article>", "<main>"]
        .into_iter()
        .find(|tag| html.starts_with(tag))?;
    let mut depth = 0usize;
    for tag in tags(html) {
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Void => {}
        }
        if depth == 0 {
            return (tag.end == html.len()).then(|| &html[opening.len()..tag.start]);
        }
    }
    None
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
    use super::{depth, split};

    #[test]
    fn wrappers_around_everything_are_taken_off() {
        assert_eq!(split("<div>\n <div><p>a</p><p>b</p></div></div>\n"), ["<p>a</p><p>b</p>"]);
        assert_eq!(
            split("<div><p>a</p></div><div><p>b</p></div>"),
            ["<div><p>a</p></div><div><p>b</p></div>"]
        );
        assert_eq!(split("<div id=\"a-x\">a</div>"), ["<div id=\"a-x\">a</div>"]);
    }

    #[test]
    fn a_long_body_is_cut_between_blocks_and_nothing_is_lost() {
        let body: String = (0..100)
            .map(|number| format!("<p title=\"a > b\">{number}{}</p>text <b>c</b>", "x".repeat(500)))
            .collect();
        let runs = split(&body);
        assert!(runs.len() > 3);
        assert_eq!(runs.concat(), body);
        assert!(runs[1..].iter().all(|run| run.starts_with("text ")));
    }

    #[test]
    fn depth_counts_open_elements() {
        assert_eq!(depth("<p>a<br>b</p>"), 1);
        assert_eq!(depth(&"<div>".repeat(300)), 300);
    }
}
