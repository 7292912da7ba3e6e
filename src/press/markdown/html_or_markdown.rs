//! Is a body HTML or Markdown? Collected posts don't say. Whole bodies of HTML (`<div>   …</div>`) must not pass
//! through Markdown, which would make code of indented lines and end blocks at blank ones.

use crate::content::elements;

/// What a body of HTML may start with besides a block.
const WHOLE: [&str; 5] = ["audio", "html", "iframe", "style", "video"];

/// HTML when the file is named so, or when the body starts with a block element and ends with a tag that ends one,
/// and no text outside its outermost elements is written in Markdown.
pub(super) fn is_html(file: &str, body: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    if ["html", "htm", "xhtml"].contains(&extension.to_ascii_lowercase().as_str()) {
        return true;
    }
    let body = without_leading_comments(body.trim());
    starts_with_block(body) && ends_with_tag(body) && !has_markdown_outside(body)
}

fn without_leading_comments(mut body: &str) -> &str {
    while let Some(comment) = body.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else {
            break;
        };
        body = after.trim_start();
    }
    body
}

/// The name of the tag at the start, in lower case. A doctype counts as `html`.
fn tag_name(text: &str) -> Option<String> {
    let text = text.strip_prefix('<')?;
    if text.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("!doctype")) {
        return Some("html".to_owned());
    }
    let end = text
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    let name = &text[..end];
    let ends_well = text[end..].starts_with(|c: char| c.is_whitespace() || ">/\"'".contains(c));
    (name.starts_with(|first: char| first.is_ascii_alphabetic()) && ends_well).then(|| name.to_ascii_lowercase())
}

fn starts_with_block(body: &str) -> bool {
    tag_name(body).is_some_and(|name| elements::is_block(&name) || WHOLE.contains(&name.as_str()))
}

fn ends_with_tag(body: &str) -> bool {
    if !body.ends_with('>') {
        return false;
    }
    let Some(start) = body.rfind('<') else {
        return false;
    };
    let tag = &body[start..];
    tag.starts_with("</")
        || tag.starts_with("<!--")
        || tag.ends_with("/>")
        || body.ends_with("-->")
        || tag_name(tag).is_some_and(|name| elements::is_void(&name))
}

/// Whether Markdown stands between the outermost elements, as after a `<div class="note">…</div>` on top of a post.
fn has_markdown_outside(body: &str) -> bool {
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        if has_markdown(&rest[..start]) {
            return true;
        }
        rest = &rest[start..];
        rest = match tag_name(rest) {
            Some(name) if name != "html" && !elements::is_void(&name) => after_element(rest, &name),
            _ => match rest.strip_prefix("<!--") {
                Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
                None => rest.split_once('>').map_or("", |(_, after)| after),
            },
        };
    }
    has_markdown(rest)
}

/// What follows the element that `text` starts with; nothing when it is never closed.
fn after_element<'text>(text: &'text str, name: &str) -> &'text str {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let closes = rest
            .strip_prefix("</")
            .and_then(|tag| tag.get(..name.len()))
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name));
        if closes {
            depth = depth.saturating_sub(1);
        } else if tag_name(rest).as_deref() == Some(name) {
            depth += 1;
        }
        let after = &rest[1..];
        rest = after;
        if depth == 0 {
            return after.split_once('>').map_or("", |(_, after)| after);
        }
    }
    ""
}

fn has_markdown(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let heading = line.trim_start_matches('#');
        let is_heading = line.starts_with('#') && heading.starts_with(' ');
        let digits = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let is_numbered = digits.len() < line.len() && digits.starts_with(". ");
        is_heading
            || is_numbered
            || ["- ", "* ", "+ ", "> ", "```", "~~~", "| "]
                .iter()
                .any(|mark| line.starts_with(mark))
            || line.contains("](")
            || line.contains("**")
    })
}
