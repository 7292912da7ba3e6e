//! Pictures from other sites in an article's body: where they don't load by themselves, a placeholder stands for each.
//!
//! It is drawn by hand, as the body's HTML is not of views. A picture that is held back stays where it is, hidden, its addresses under other names;
//! its placeholder, which has its number, stands before it. A button can't stand in a link: there it stands before the link.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlImageElement};

use crate::archive::WebUrl;
use crate::reader::browser::dom::{self, document};
use crate::reader::browser::pictures::is_foreign;
use crate::reader::messages::Messages;
use crate::reader::state::settings::{Pictures, Settings};

/// The attribute with the number of a picture that is held back, and of its placeholder.
const NUMBER: &str = "data-held";

/// Where addresses stand, and where they are kept meanwhile.
const ADDRESSES: [(&str, &str); 2] = [("src", "data-src"), ("srcset", "data-srcset")];

thread_local! {
    static LAST_NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// Holds pictures back, and lets them go.
#[derive(Clone, Copy)]
pub struct Held {
    /// Which pictures load.
    pub settings: Settings,
    /// What placeholders say.
    pub messages: Messages,
}

impl Held {
    /// Holds back those of the pictures that don't load by themselves, and lets the others go.
    pub fn treat_all(self, pictures: &[HtmlImageElement]) {
        for picture in pictures {
            self.treat(picture);
        }
    }

    /// A click in a body: on a placeholder's button it asks for its picture.
    pub fn clicked(self, event: &Event) {
        let Some(button) = dom::around(event, "button.held") else {
            return;
        };
        let number = button.get_attribute(NUMBER).unwrap_or_default();
        let picture = document().query_selector(&format!("img[{NUMBER}='{number}']")).ok().flatten();
        if let Some(picture) = picture.and_then(|picture| picture.dyn_into::<HtmlImageElement>().ok()) {
            self.settings.ask_for(foreign_address(&picture).unwrap_or_default());
            self.treat(&picture);
            take_focus(&picture);
        }
    }

    fn treat(self, picture: &HtmlImageElement) {
        remove_placeholder(picture);
        let Some(address) = foreign_address(picture) else {
            return;
        };
        let treatment = self.settings.treatment(&address);
        let is_held = treatment != Pictures::Load;
        for part in parts(picture) {
            for (live, kept) in ADDRESSES {
                let (from, to) = if is_held { (live, kept) } else { (kept, live) };
                if let Some(value) = part.get_attribute(from) {
                    dom::set(&part, from, None);
                    dom::set(&part, to, Some(&value));
                }
            }
        }
        if is_held {
            self.place(picture, &address, treatment == Pictures::OnTap);
        }
    }

    /// Puts a placeholder where the picture would be.
    fn place(self, picture: &HtmlImageElement, address: &str, can_load: bool) {
        let link = picture.closest("a[href]").ok().flatten();
        let host = WebUrl::parse(address).map(|url| url.host().to_owned()).unwrap_or_default();
        let Ok(placeholder) = document().create_element(if can_load { "button" } else { "span" }) else {
            return;
        };
        let alt = picture.alt();
        let text = dom::append(&placeholder, "span", if alt.is_empty() { self.messages.picture() } else { &alt });
        text.set_class_name("held-text");
        if can_load {
            placeholder.set_class_name("held");
            dom::set(&placeholder, "type", Some("button"));
            dom::append(&placeholder, "span", &self.messages.load_from(&host)).set_class_name("held-host");
            reserve(&placeholder, picture);
        } else {
            placeholder.set_class_name("held-note");
            let source = dom::append(&placeholder, if link.is_some() { "span" } else { "a" }, &host);
            source.set_class_name("held-host");
            if link.is_none() {
                dom::set(&source, "href", Some(address));
                dom::set(&source, "rel", Some("noopener noreferrer nofollow"));
            }
        }
        let number = LAST_NUMBER.replace(LAST_NUMBER.get() + 1).to_string();
        dom::set(&placeholder, NUMBER, Some(&number));
        dom::set(picture, NUMBER, Some(&number));
        let frame = picture.closest("picture").ok().flatten().unwrap_or_else(|| picture.clone().into());
        let before = link.filter(|_| can_load).unwrap_or(frame);
        if let Some(parent) = before.parent_node() {
            // It stands where the other one does.
            let _ = parent.insert_before(&placeholder, Some(&before));
        }
        picture.set_hidden(true);
        // A link without content would be one without a name.
        let is_empty = before.text_content().is_none_or(|text| text.trim().is_empty());
        if is_empty && matches!(before.query_selector("img:not([hidden])"), Ok(None)) {
            dom::set(&before, "hidden", Some(""));
        }
    }
}

/// The first address of another site that a picture could come from.
fn foreign_address(picture: &HtmlImageElement) -> Option<String> {
    parts(picture).iter().find_map(|part| {
        let address = |name| part.get_attribute(name);
        let set = address("srcset").or_else(|| address("data-srcset")).unwrap_or_default();
        let is_descriptor = |text: &str| text.bytes().all(|byte| b"0123456789.wx,".contains(&byte));
        let mut in_set = set.split_ascii_whitespace().filter(|text| !is_descriptor(text));
        let first = address("src").or_else(|| address("data-src"));
        first
            .filter(|address| is_foreign(address))
            .or_else(|| in_set.find(|address| is_foreign(address)).map(str::to_owned))
    })
}

/// The elements that say where a picture is: itself, and the sources of the `picture` around it.
fn parts(picture: &HtmlImageElement) -> Vec<Element> {
    let mut parts = vec![Element::from(picture.clone())];
    let mut before = picture.previous_element_sibling();
    while let Some(element) = before {
        before = element.previous_element_sibling();
        if element.tag_name() == "SOURCE" {
            parts.push(element);
        }
    }
    parts
}

/// Gives a placeholder the size that its picture will have.
fn reserve(placeholder: &Element, picture: &HtmlImageElement) {
    let side = |name| picture.get_attribute(name).and_then(|side| side.parse::<u32>().ok());
    if let (Some(width), Some(height), Some(element)) = (side("width"), side("height"), placeholder.dyn_ref::<HtmlElement>()) {
        let style = element.style();
        // Valid values of known properties.
        let _ = style.set_property("width", &format!("{width}px"));
        let _ = style.set_property("aspect-ratio", &format!("{width}/{height}"));
    }
}

/// Takes a picture's placeholder away, if it has one.
fn remove_placeholder(picture: &HtmlImageElement) {
    let Some(number) = picture.get_attribute(NUMBER) else {
        return;
    };
    if let Ok(Some(placeholder)) = document().query_selector(&format!(":not(img)[{NUMBER}='{number}']")) {
        placeholder.remove();
    }
    dom::set(picture, NUMBER, None);
    // It keeps the place of its placeholder, which is larger than a very small picture.
    let _ = picture.class_list().add_1("was-held");
    for selector in ["img", "picture", "a"] {
        if let Ok(Some(element)) = picture.closest(selector) {
            dom::set(&element, "hidden", None);
        }
    }
}

/// The focus goes to where the button was: to the picture's link, the picture, or what is around one that says nothing.
fn take_focus(picture: &HtmlImageElement) {
    let target = match picture.closest("a[href]") {
        Ok(Some(link)) => Some(link),
        _ if picture.alt().is_empty() => picture.parent_element(),
        _ => Some(picture.clone().into()),
    };
    if let Some(target) = target {
        if target.tag_name() != "A" {
            dom::set(&target, "tabindex", Some("-1"));
        }
        dom::focus(&target);
    }
}
