//! Pictures in an article's body: which loads first, what keeps its place, and what stands where one fails.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DocumentFragment, Element, HtmlImageElement, NodeList};

use super::dom::{document, listen, window};
use super::scroll::Watch;
use crate::archive::WebUrl;

/// The class of a picture of unknown size: it has a reserved 3:2 box.
const UNSIZED: &str = "unsized";

/// Whether a picture's address leads to another site. What can't be told from this one's is another one.
pub fn is_foreign(address: &str) -> bool {
    let origin = window().location().origin().unwrap_or_default();
    let is_own = address.strip_prefix(&origin).is_some_and(|path| path.starts_with('/'));
    !is_own && !address.starts_with("data:")
}

/// Looks after the pictures in `body` as they load or fail. `failed` is the notice for one that can't be shown.
pub fn look_after(body: &Element, failed: &'static str) {
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
            replace(&picture, failed);
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

/// Puts a note in the place of a picture that failed: what it showed, where it is, and a way there.
fn replace(picture: &HtmlImageElement, failed: &str) {
    let document = document();
    let place = picture.get_bounding_client_rect();
    let inside_link = picture.closest("a[href]").ok().flatten().is_some();
    let source = picture.current_src();
    let source = if source.is_empty() { picture.src() } else { source };
    let parts = ["span", "span", if inside_link { "span" } else { "a" }].map(|name| document.create_element(name));
    let [Ok(note), Ok(text), Ok(link)] = parts else { return };
    note.set_class_name("picture-failed");
    text.set_text_content(Some(&if picture.alt().is_empty() {
        failed.to_owned()
    } else {
        picture.alt()
    }));
    if let Some(url) = WebUrl::parse(&source) {
        link.set_text_content(Some(url.host()));
        if !inside_link {
            for (name, value) in [("href", url.as_str()), ("rel", "noopener noreferrer nofollow")] {
                // Valid attribute names.
                let _ = link.set_attribute(name, value);
            }
        }
    }
    // Appending new elements to a new element can't fail, and the picture is in the page.
    let _ = note.append_with_node_2(&text, &link);
    if let Some(style) = note.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::style)
        && place.height() > 0.0
    {
        // The note keeps the picture's place, so nothing below it moves.
        let _ = style.set_property("min-height", &format!("{}px", place.height().round() as i32));
        let _ = style.set_property("max-width", &format!("{}px", place.width().round() as i32));
    }
    let _ = picture.replace_with_with_node_1(&note);
}

fn target(event: &web_sys::Event) -> Option<HtmlImageElement> {
    event.target()?.dyn_into().ok()
}
