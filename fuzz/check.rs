//! What must hold for every body.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use offprint::content::allow_list;
use offprint::content::sanitise::{Sanitised, Sanitiser};

thread_local! {
    static SANITISER: Sanitiser = Sanitiser::new("https://reader.example/archive/");
}

/// Asserts that a body comes out with nothing but what the allow-list names, and that sanitising it again changes nothing.
pub fn check(html: &str) {
    let Some(once) = sanitised(html) else { return };
    assert_eq!(unlisted(&once), [""; 0], "from {html:?}\nto {once:?}");
    if let Some(twice) = sanitised(&once) {
        assert_eq!(twice, once, "from {html:?}");
    }
}

/// `None` when the door refuses the body.
fn sanitised(html: &str) -> Option<String> {
    SANITISER
        .with(|sanitiser| sanitiser.sanitise(html))
        .ok()
        .map(|Sanitised { blocks }| blocks.concat())
}

/// What stands in a body and not in the allow-list.
fn unlisted(html: &str) -> Vec<String> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Unlisted::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Unlisted(RefCell<Vec<String>>);

impl TokenSink for Unlisted {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let element = tag.name.to_string();
                if !allow_list::elements().any(|listed| listed == element) {
                    self.0.borrow_mut().push(format!("<{element}>"));
                }
                if tag.kind == TagKind::StartTag {
                    let unlisted = tag.attrs.iter().map(|attribute| attribute.name.local.to_string());
                    let unlisted = unlisted.filter(|name| !is_listed(&element, name));
                    self.0.borrow_mut().extend(unlisted.map(|name| format!("<{element} {name}>")));
                }
            }
            Token::CommentToken(text) => self.0.borrow_mut().push(format!("<!--{text}-->")),
            Token::DoctypeToken(_) => self.0.borrow_mut().push("a doctype".to_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn is_listed(element: &str, attribute: &str) -> bool {
    let of_element = allow_list::ATTRIBUTES_OF
        .iter()
        .filter(|(name, _)| *name == element)
        .flat_map(|(_, attributes)| *attributes);
    let set = allow_list::SET_ATTRIBUTES
        .iter()
        .filter(|(name, _)| *name == element)
        .flat_map(|(_, set)| set.iter().map(|(name, _)| name));
    allow_list::ATTRIBUTES
        .iter()
        .chain(of_element)
        .chain(set)
        .any(|listed| *listed == attribute)
        || (element == "a" && attribute == "rel")
}
