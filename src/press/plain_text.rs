//! The text of a piece of HTML, and what the head of a whole document says.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Elements that run on within a line: all others part words.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "small", "span",
    "strong", "sub", "sup", "wbr",
];

/// The text between the tags, with entities decoded and white space collapsed. Scripts and styles have none.
pub fn plain_text(html: &str) -> String {
    let collected = tokenised(html, TextSink::default()).collected.into_inner();
    collapsed(&collected.text)
}

/// What a whole HTML document says about itself before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The text of its `<title>`.
    pub title: Option<String>,
    /// The `lang` attribute of its `<html>`.
    pub language: Option<String>,
}

/// Reads the head of an HTML document, if it has one.
pub fn head(html: &str) -> Head {
    let collected = tokenised(html, TextSink::default()).collected.into_inner();
    Head {
        title: Some(collapsed(&collected.title)).filter(|title| !title.is_empty()),
        language: collected.language,
    }
}

/// What stands in the `<body>` of a whole HTML document, and how many lines stand above it. A fragment is all body.
pub fn body_of(html: &str) -> (&str, u32) {
    let lower = html.to_ascii_lowercase();
    let start = lower
        .find("<body")
        .and_then(|at| Some(at + lower[at..].find('>')? + 1))
        .or_else(|| lower.find("</head>").map(|at| at + "</head>".len()));
    let Some(start) = start else {
        return (html, 0);
    };
    let end = lower
        .rfind("</body")
        .or_else(|| lower.rfind("</html"))
        .filter(|end| *end >= start)
        .unwrap_or(html.len());
    let n_lines = html[..start].matches('\n').count();
    (&html[start..end], u32::try_from(n_lines).unwrap_or(u32::MAX))
}

/// A text for one line: without control characters and without those that turn the direction of all text behind them, words joined by single
/// spaces. It is empty where there would be nothing to see.
pub fn one_line(text: &str) -> String {
    let shown: String = text
        .chars()
        .filter(|character| !is_override(*character))
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    let line = collapsed(&shown);
    if line.chars().all(is_invisible) { String::new() } else { line }
}

/// Whether a text holds a character that turns the direction of all text behind it: U+202D and U+202E. With these a name can be made to read as
/// another one; nobody needs them to write a language from right to left.
pub fn has_override(text: &str) -> bool {
    text.contains(is_override)
}

fn is_override(character: char) -> bool {
    matches!(character, '\u{202d}' | '\u{202e}')
}

fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Words joined by single spaces.
pub fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An attribute's value as it stands between its quotes in the source, with entities decoded.
pub(super) fn attribute_value(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let html = format!("<a b=\"{}\">", raw.replace('"', "&quot;"));
    tokenised(&html, ValueSink::default()).value.into_inner()
}

#[derive(Debug, Default)]
struct ValueSink {
    value: RefCell<String>,
}

impl TokenSink for ValueSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && let Some(attribute) = tag.attrs.first()
        {
            self.value.replace(attribute.value.to_string());
        }
        TokenSinkResult::Continue
    }
}

/// Runs html5ever's tokenizer over `html`.
pub(super) fn tokenised<Sink: TokenSink>(html: &str, sink: Sink) -> Sink {
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    // The queue splits long input itself; a tendril holds less than 4 GiB, which a post never has.
    input.push_back(StrTendril::from_slice(html));
    // A sink that asks for a pause has found what it wanted.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

#[derive(Debug, Default)]
struct Collected {
    text: String,
    title: String,
    language: Option<String>,
    /// The element whose text is not shown, while it is open.
    silent: Option<String>,
    has_title: bool,
}

#[derive(Debug, Default)]
struct TextSink {
    collected: RefCell<Collected>,
}

impl TokenSink for TextSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut collected = self.collected.borrow_mut();
        match token {
            Token::CharacterTokens(text) => match collected.silent.as_deref() {
                None => collected.text.push_str(&text),
                Some("title") if !collected.has_title => collected.title.push_str(&text),
                Some(_) => {}
            },
            Token::TagToken(tag) => return collected.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Collected {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            if self.silent.as_deref() == Some(name) {
                self.has_title |= name == "title";
                self.silent = None;
            }
        } else if name == "html" && self.language.is_none() {
            self.language = tag
                .attrs
                .iter()
                .find(|attribute| &*attribute.name.local == "lang")
                .map(|attribute| attribute.value.trim().to_owned());
        } else if self.silent.is_none() && !tag.self_closing {
            let raw = match name {
                "script" => Some(RawKind::ScriptData),
                "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
                "title" | "textarea" => Some(RawKind::Rcdata),
                _ => None,
            };
            if let Some(raw) = raw {
                self.silent = Some(name.to_owned());
                return TokenSinkResult::RawData(raw);
            }
        }
        if !INLINE.contains(&name) {
            self.text.push(' ');
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_entities_are_decoded_and_blocks_part_words() {
        let cases = [
            ("plain  words\n", "plain words"),
            ("<p>One</p><p>Two</p>", "One Two"),
            ("co<b>he</b>rent", "coherent"),
            ("a &amp; b &lt;c&gt; &#20013;&hellip;", "a & b <c> 中…"),
            ("x<br>y<img alt='no'>z", "x y z"),
            ("<script>if (a < b) {}</script><style>p{}</style>kept", "kept"),
            ("<!-- hidden -->p < 0.01", "p < 0.01"),
            ("cut <b", "cut"),
        ];
        for (html, expected) in cases {
            assert_eq!(plain_text(html), expected, "{html}");
        }
    }

    #[test]
    fn attribute_values_are_decoded() {
        for (raw, expected) in [
            ("a.png", "a.png"),
            ("a.png?x=1&amp;y=2", "a.png?x=1&y=2"),
            ("a.png?x=1&copy=2", "a.png?x=1&copy=2"),
            ("&#47;a&quot;\"b", "/a\"\"b"),
        ] {
            assert_eq!(attribute_value(raw), expected, "{raw}");
        }
    }

    #[test]
    fn the_body_of_a_document_is_what_stands_in_it() {
        let cases = [
            ("<p>a</p>", ("<p>a</p>", 0)),
            ("<html>\n<HEAD></HEAD>\n<BODY class=x>\na</BODY></html>", ("\na", 2)),
            ("<head>\n</head>a</html>", ("a", 1)),
            ("<body>a", ("a", 0)),
        ];
        for (html, expected) in cases {
            assert_eq!(body_of(html), expected, "{html}");
        }
    }

    #[test]
    fn the_head_of_a_document_gives_its_first_title_and_language() {
        let html = "<!DOCTYPE html><html lang=zh-TW><head><title> A &amp;\n B </title></head>\
            <body><svg><title>icon</title></svg></body></html>";
        assert_eq!(
            head(html),
            Head {
                title: Some("A & B".to_owned()),
                language: Some("zh-TW".to_owned()),
            }
        );
        assert_eq!(head("<p>no head</p>"), Head::default());
    }
}
