use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::*;

#[test]
fn what_is_special_in_markup_is_escaped_and_nothing_else() {
    let mut html = String::new();
    escape("a<b> & \"c\"\u{a0}d\u{e0}\u{4a0}字", &mut html);
    assert_eq!(html, "a&lt;b&gt; &amp; &quot;c&quot;&nbsp;d\u{e0}\u{4a0}字");
}

#[test]
fn a_tag_with_more_attributes_than_anybody_writes_is_text() {
    let tag = |n_attributes: usize, written: &str| {
        format!(
            "<p{}>a",
            (0..n_attributes).map(|number| format!("{written}a{number}")).collect::<String>()
        )
    };
    for written in [" ", "/", " =\" b", "\" ", " a='x>'b"] {
        let is_text = |html: &str| matches!(pieces(html).first(), Some(Piece::Text(_)));
        assert!(is_text(&tag(500, written)), "{written}");
        assert!(!is_text(&tag(50, written)), "{written}");
    }
    assert!(matches!(
        pieces(&format!("<img src=\"data:{}\">", "a/ ".repeat(2_000))).first(),
        Some(Piece::Open(_))
    ));
}

#[test]
fn every_body_is_read_as_html5ever_reads_it() {
    // Every name is an element's, and nothing that begins with a letter follows a `<`: what would be text here only.
    const PARTS: &[&str] = &[
        "<p>",
        "<p ",
        "</p>",
        "</p ",
        "<A\t",
        "<b/",
        "<br/>",
        "<x-y\n",
        "</X-Y>",
        "<h2\">",
        "<img ",
        "<",
        " ",
        " word",
        " 字",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "/",
        ">",
        "=",
        "\"",
        "'",
        " href=",
        " HREF = ",
        " title=\"",
        " title='",
        " class=a",
        " =a",
        "&amp;",
        "&amp",
        "&AMP",
        "&lt;b&gt;",
        "&not",
        "&notin;",
        "&notit;",
        "&nbsp;",
        "&acE;",
        "&NotEqualTilde;",
        "&bogus;",
        "&",
        "&#",
        "&#x",
        "&#65;",
        "&#x41",
        "&#128;",
        "&#0;",
        "&#xD800;",
        "&#99999999999;",
        "&#13;",
        "1",
        ";",
        "<!--",
        "<!-->",
        "<!--->",
        "-",
        "--",
        "-->",
        "--!>",
        "!",
        "<!",
        "<!doctype html>",
        "<![CDATA[",
        "]]>",
        "<?",
        "</",
        "</>",
        "<script>",
        "</script>",
        "<script ",
        "</SCRIPT\n",
        "</script-x>",
        "<style>",
        "</style>",
        "<title>",
        "</title/",
        "<textarea>",
        "</textarea>",
        "<xmp>",
        "</xmp>",
        "<iframe ",
        "</iframe>",
        "\u{feff}",
    ];
    let mut state = 7_u64;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    for _ in 0..30_000 {
        let html: String = (0..=below(24)).map(|_| PARTS[below(PARTS.len())]).collect();
        let read: Vec<String> = pieces(&html).into_iter().map(told).collect();
        assert_eq!(read, by_html5ever(&html), "{html:?}");
    }
}

fn told(piece: Piece) -> String {
    match piece {
        Piece::Open(element) => told_tag(element.name.as_str(), &element.attributes),
        Piece::Close(name) => format!("</{}>", plain_name(name.as_str())),
        Piece::Text(text) => text.into_owned(),
    }
}

fn told_tag<Text: std::fmt::Debug>(name: &str, attributes: &[(Text, Text)]) -> String {
    format!("<{} {attributes:?}>", plain_name(name))
}

/// Names that no element has are kept as they are written.
fn plain_name(name: &str) -> String {
    name.to_ascii_lowercase().replace('\0', "\u{fffd}")
}

fn by_html5ever(html: &str) -> Vec<String> {
    #[derive(Default)]
    struct Sink(RefCell<Vec<(bool, String)>>);
    impl TokenSink for Sink {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let mut told = self.0.borrow_mut();
            match token {
                Token::CharacterTokens(text) => match told.last_mut() {
                    Some((true, known)) => known.push_str(&text),
                    _ => told.push((true, text.to_string())),
                },
                Token::TagToken(tag) => {
                    let name = tag.name.trim_end_matches(['"', '\'']).to_owned();
                    if tag.kind == TagKind::EndTag {
                        told.push((false, format!("</{name}>")));
                        return TokenSinkResult::Continue;
                    }
                    let attributes = tag
                        .attrs
                        .iter()
                        .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                    let plain = attributes.filter(|(name, _)| attribute_name(name).is_some());
                    told.push((false, told_tag(&name, &plain.collect::<Vec<_>>())));
                    return match name.as_str() {
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" | "xmp" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => TokenSinkResult::Continue,
                    };
                }
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue); // a sink that never answers `Script` is never paused
    tokenizer.end();
    tokenizer.sink.0.into_inner().into_iter().map(|(_, told)| told).collect()
}
