//! Pictures in an article's body: which loads first, what keeps its place, and what stands where one fails.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DocumentFragment, Element, HtmlImageElement, NodeList};

use super::dom::{self, document, listen, window};
use super::scroll::Watch;
use crate::archive::WebUrl;

/// The class of a picture of unknown size: it has a reserved 3:2 box.
const UNSIZED: &str = "unsized";

/// The class of the button that asks for a picture again.
const RETRY: &str = "retry";

/// The button's properties that keep the picture and what stands in its place: they go with it.
const PICTURE: &str = "offprintPicture";
const NOTE: &str = "offprintNote";

/// How much of a picture's height the button takes where it can't stand in the note, as the style sheet has it.
const BUTTON_HEIGHT: &str = "var(--target)";

/// The height in pixels below which a note has what it says beside each other.
const SHORT: f64 = 160.0;

/// Whether a picture's address leads to another site. What can't be told from this one's is another one.
pub fn is_foreign(address: &str) -> bool {
    let origin = window().location().origin().unwrap_or_default();
    let is_own = address.strip_prefix(&origin).is_some_and(|path| path.starts_with('/'));
    !is_own && !address.starts_with("data:")
}

/// What is said in the place of a picture that failed.
#[derive(Clone, Copy)]
pub struct Words {
    /// That it can't be shown, where it has no text of its own.
    pub failed: &'static str,
    /// The name of the button that asks for it again.
    pub try_again: &'static str,
}

/// Looks after the pictures in `body` as they load or fail.
pub fn look_after(body: &Element, words: Words) {
    let watch = Watch::new("0px", take_true_ratio);
    listen(body, "load", true, move |event| {
        if let (Some(picture), Some(watch)) = (target(&event), &watch)
            && picture.class_list().contains(UNSIZED)
        {
            watch.add(&picture); // answers at once, and again whenever the picture enters or leaves the view
        }
    });
    listen(body, "error", true, move |event| {
        // One that waits until it is asked for has no source, which browsers call an error in some places.
        if let Some(picture) = target(&event).filter(|picture| !picture.hidden()) {
            replace(&picture, words);
        }
    });
    listen(body, "click", false, |event| {
        if let Some(button) = dom::around(&event, "button.retry") {
            retry(&button);
        }
    });
}

/// Prepares the pictures in a part that is about to be added. With `first_is_urgent` its first picture loads at once. Whether it has any.
pub fn prepare(part: &DocumentFragment, first_is_urgent: bool) -> bool {
    let pictures = images(part.query_selector_all("img"));
    for (place, picture) in pictures.iter().enumerate() {
        // A class name without spaces and valid attribute names can't be refused.
        if !(picture.has_attribute("width") && picture.has_attribute("height")) {
            let _ = picture.class_list().add_1(UNSIZED);
        }
        if place == 0 && first_is_urgent {
            let _ = picture.set_attribute("loading", "eager");
            let _ = picture.set_attribute("fetchpriority", "high");
        }
    }
    !pictures.is_empty()
}

/// The pictures among some nodes.
pub fn images(nodes: Result<NodeList, JsValue>) -> Vec<HtmlImageElement> {
    let Ok(nodes) = nodes else { return Vec::new() };
    (0..nodes.length()).filter_map(|place| nodes.get(place)?.dyn_into().ok()).collect()
}

/// Gives a loaded picture its true size while nobody sees it change: below the view, or above it where the browser keeps
/// what is in view in its place.
fn take_true_ratio(element: Element, is_in_view: bool) {
    let Some(picture) = element.dyn_ref::<HtmlImageElement>() else {
        return;
    };
    let below = picture.get_bounding_client_rect().top() > 0.0;
    let anchored = web_sys::css::supports_with_value("overflow-anchor", "auto").unwrap_or(false);
    if is_in_view || picture.natural_width() == 0 || !(below || anchored) {
        return;
    }
    picture.set_width(picture.natural_width());
    picture.set_height(picture.natural_height());
    // A class name without spaces can't be refused.
    let _ = picture.class_list().remove_1(UNSIZED);
}

/// Puts a note in the place of a picture that failed: what it showed, where it is, a way there, and a button that asks for it again.
fn replace(picture: &HtmlImageElement, words: Words) {
    let document = document();
    let place = picture.get_bounding_client_rect();
    let link_around = picture.closest("a[href]").ok().flatten();
    let source = picture.current_src();
    let source = if source.is_empty() { picture.src() } else { source };
    let parts = ["span", "span", if link_around.is_some() { "span" } else { "a" }, "button"].map(|name| document.create_element(name));
    let [Ok(note), Ok(text), Ok(link), Ok(button)] = parts else {
        return;
    };
    note.set_class_name(if place.height() < SHORT {
        "picture-failed short"
    } else {
        "picture-failed"
    });
    text.set_text_content(Some(&if picture.alt().is_empty() {
        words.failed.to_owned()
    } else {
        picture.alt()
    }));
    if let Some(url) = WebUrl::parse(&source) {
        link.set_text_content(Some(url.host()));
        if link_around.is_none() {
            dom::set(&link, "href", Some(url.as_str()));
            dom::set(&link, "rel", Some("noopener noreferrer nofollow"));
        }
    }
    button.set_class_name(RETRY);
    dom::set(&button, "type", Some("button"));
    button.set_text_content(Some(words.try_again));
    // Setting a property of an element can't fail.
    let _ = Reflect::set(&button, &PICTURE.into(), picture);
    let _ = Reflect::set(&button, &NOTE.into(), &note);
    // Appending new elements to a new element can't fail, and the picture is in the page.
    let _ = note.append_with_node_2(&text, &link);
    if let Some(style) = note.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::style)
        && place.height() > 0.0
    {
        // The note keeps the picture's place, so nothing below it moves.
        let height = place.height().round() as i32;
        let _ = match link_around {
            Some(_) => style.set_property("min-height", &format!("calc({height}px - {BUTTON_HEIGHT})")),
            None => style.set_property("min-height", &format!("{height}px")),
        };
        let _ = style.set_property("max-width", &format!("{}px", place.width().round() as i32));
    }
    let had_focus = dom::has_focus(picture);
    let _ = picture.replace_with_with_node_1(&note);
    // A button can't stand in a link: there it stands behind it.
    let _ = match link_around {
        Some(link) => link.after_with_node_1(&button),
        None => note.append_with_node_1(&button),
    };
    if had_focus {
        dom::focus(&button);
    }
}

/// Puts a picture back in the place of its note, and asks for it again.
fn retry(button: &Element) {
    let kept = |name: &str| Reflect::get(button, &name.into()).ok()?.dyn_into::<Element>().ok();
    let (Some(picture), Some(note)) = (kept(PICTURE), kept(NOTE)) else {
        return;
    };
    let had_focus = dom::has_focus(button);
    // Both are in the page.
    let _ = note.replace_with_with_node_1(&picture);
    button.remove();
    dom::set(&picture, "loading", Some("eager"));
    // An address that is set is asked for, though it be the same.
    for name in ["srcset", "src"] {
        if let Some(address) = picture.get_attribute(name) {
            dom::set(&picture, name, Some(&address));
        }
    }
    if had_focus {
        let control = picture.closest("a[href]").ok().flatten().unwrap_or_else(|| picture.clone());
        if control == picture && !picture.has_attribute("tabindex") {
            dom::set(&picture, "tabindex", Some("-1"));
        }
        dom::focus(&control);
    }
}

fn target(event: &web_sys::Event) -> Option<HtmlImageElement> {
    event.target()?.dyn_into().ok()
}
