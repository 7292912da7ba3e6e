//! Tags with thousands of attributes. HTML parsers compare each attribute with all before it, so that one tag of a megabyte takes them minutes.
//!
//! Where a tag begins depends on what stands before it: comments, scripts, quotes. So every place where one may begin is followed at once, in the
//! states of the HTML standard's tokenizer (section 13.2.5); there are eight, which makes it linear.

use std::borrow::Cow;
use std::mem::take;

/// The most attributes of a tag.
const MOST: u32 = 2_000;
/// In a shorter text no tag takes long.
const SHORT: usize = 64 * 1024;

/// Where a tag may be at a byte: how many attributes it has so far, and where it began.
type Place = Option<(u32, usize)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    InDoubleQuotes,
    InQuotes,
    Unquoted,
}

/// The text with each such tag made text, and the line of the first.
pub fn escaped(text: &str) -> (Cow<'_, str>, Option<u32>) {
    let mut escaped = Cow::Borrowed(text);
    let mut line = None;
    // What stands behind a tag that became text may begin another one.
    while let Some(next) = escaped_once(&escaped) {
        line = line.or_else(|| u32::try_from(text[..next.1].matches('\n').count() + 1).ok());
        escaped = Cow::Owned(next.0);
    }
    (escaped, line)
}

/// The text with those such tags made text that are seen now, and where the first of them begins.
fn escaped_once(text: &str) -> Option<(String, usize)> {
    let stretches = if text.len() < SHORT {
        Vec::new()
    } else {
        stretches(text.as_bytes())
    };
    let (first, _) = *stretches.first()?;
    let mut escaped = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in stretches {
        escaped.push_str(&text[copied..start]);
        // Both ends are ASCII characters.
        escaped.push_str(&text[start..end].replace('<', "&lt;"));
        copied = end;
    }
    escaped.push_str(&text[copied..]);
    Some((escaped, first))
}

/// From the beginning of each tag to the attribute that is one too many.
fn stretches(text: &[u8]) -> Vec<(usize, usize)> {
    let mut stretches = Vec::new();
    let mut places = [Place::None; 8];
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if places.iter().all(Option::is_none) && *byte != b'<' {
            at += text[at..].iter().position(|byte| *byte == b'<').unwrap_or(text.len());
            continue;
        }
        for (place, state) in take(&mut places).into_iter().zip(STATES) {
            let Some((n_attributes, start)) = place else { continue };
            let Some(next) = next(state, *byte) else { continue };
            let is_new = next == State::Name && state != State::Name;
            let found = (n_attributes + u32::from(is_new), start);
            let known = &mut places[next as usize];
            if known.is_none_or(|known| known.0 < found.0) {
                *known = Some(found);
            }
        }
        if let Some((_, start)) = places.iter().flatten().find(|(n_attributes, _)| *n_attributes > MOST) {
            let end = (*start..=at).rev().find(|end| text[*end].is_ascii()).unwrap_or(at);
            stretches.push((*start, end));
            places = [None; 8];
        }
        let after = &text[at + 1..];
        if *byte == b'<'
            && after
                .strip_prefix(b"/")
                .unwrap_or(after)
                .first()
                .is_some_and(u8::is_ascii_alphabetic)
        {
            places[State::TagName as usize].get_or_insert((0, at));
        }
        at += 1;
    }
    stretches
}

const STATES: [State; 8] = [
    State::TagName,
    State::BeforeName,
    State::Name,
    State::AfterName,
    State::BeforeValue,
    State::InDoubleQuotes,
    State::InQuotes,
    State::Unquoted,
];

/// The state after a byte; `None` where the tag ends.
fn next(state: State, byte: u8) -> Option<State> {
    let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r');
    let next = match (state, byte) {
        (State::InDoubleQuotes, b'"') | (State::InQuotes, b'\'') => State::BeforeName,
        (State::InDoubleQuotes | State::InQuotes, _) => state,
        (_, b'>') => return None,
        (State::BeforeValue, b'"') => State::InDoubleQuotes,
        (State::BeforeValue, b'\'') => State::InQuotes,
        (State::BeforeValue, _) if is_space => state,
        (State::BeforeValue, _) => State::Unquoted,
        (State::Unquoted, _) if is_space => State::BeforeName,
        (State::Unquoted, _) => state,
        (State::Name | State::AfterName, b'=') => State::BeforeValue,
        (State::Name | State::AfterName, _) if is_space => State::AfterName,
        (_, b'/') => State::BeforeName,
        (State::TagName | State::BeforeName, _) if is_space => State::BeforeName,
        (State::TagName, _) => state,
        (State::BeforeName | State::Name | State::AfterName, _) => State::Name,
    };
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(attribute: impl Fn(usize) -> String, count: usize) -> String {
        (0..count).map(attribute).collect()
    }

    #[test]
    fn a_tag_with_thousands_of_attributes_becomes_text_wherever_it_stands() {
        let attributes = [
            many(|number| format!(" a{number}"), 20_000),
            many(|number| format!("/a{number}"), 20_000),
            many(|number| format!(" a{number}='>'"), 20_000),
            many(|number| format!(" a{number}=\">'\""), 20_000),
            many(|number| format!("\n<a{number} = x"), 20_000),
            many(|number| format!(" 纸{number}"), 20_000),
        ];
        for attributes in attributes {
            for (before, after) in [
                ("", ""),
                ("<p>Text", "</p>"),
                ("<!-- <a x=\" -->", ""),
                ("<script>'<b \"</script>", ""),
                ("纸<a href=\"", "\">"),
            ] {
                let html = format!("{before}<p{attributes}>{after}");
                let (escaped, line) = escaped(&html);
                assert!(line.is_some());
                assert!(stretches(escaped.as_bytes()).is_empty(), "{before}{:.40}", attributes);
                assert_eq!(escaped.replace("&lt;", "<"), html);
            }
        }
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for html in [
            "<p class='a' id=b>Text</p>\n".repeat(10_000),
            format!("<img src=\"data:image/png;base64,{}\">", "abc/def+".repeat(50_000)),
            format!("<p title=\"{}\">x</p>", "one word more ".repeat(20_000)),
            format!("a < b, {}", "words ".repeat(50_000)),
        ] {
            assert_eq!(escaped(&html), (Cow::Borrowed(html.as_str()), None));
        }
    }
}
