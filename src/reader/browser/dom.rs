//! The window, its document, and where the focus is.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

/// The window. The reader runs in a page, never in a worker.
pub fn window() -> Window {
    web_sys::window().expect("the reader runs in a window")
}

/// The page's document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Sets the tab's title.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the language of the interface.
pub fn set_language(language: &str) {
    if let Some(root) = document().document_element() {
        // `lang` is a valid attribute name, so setting it can't fail.
        let _ = root.set_attribute("lang", language);
    }
}

/// Takes the skeleton away once there is something to see in its place.
pub fn remove_skeleton() {
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
}

/// Moves the focus to an element without scrolling to it.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that can't take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}

/// Calls `handle` for each event of this type for as long as the page lives. `capture` also sees events that don't bubble.
pub fn listen(target: &EventTarget, event: &str, capture: bool, handle: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handle);
    // A listener of the right type is never refused.
    let _ = target.add_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), capture);
    closure.forget();
}
