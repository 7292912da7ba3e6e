//! The window, its document, and where the focus is.

use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Node, Window};

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

/// Says what the present view holds, for those who list pages; returns what was said before.
pub fn set_description(text: &str) -> String {
    let Ok(Some(description)) = document().query_selector("meta[name=description]") else {
        return String::new();
    };
    let before = description.get_attribute("content").unwrap_or_default();
    set(&description, "content", Some(text));
    before
}

/// Says where feed readers find the present view, or nowhere.
pub fn set_feed(address: Option<&str>, title: &str) {
    if let Ok(Some(old)) = document().query_selector("link[rel=alternate]") {
        old.remove();
    }
    let (Some(address), Some(head)) = (address, document().head()) else {
        return;
    };
    let link = append(&head, "link", "");
    for (name, value) in [
        ("rel", "alternate"),
        ("type", "application/feed+json"),
        ("title", title),
        ("href", address),
    ] {
        set(&link, name, Some(value));
    }
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

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The nearest element around an event's target, or the target itself, that `selector` matches.
pub fn around(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Moves the focus to the last element before `part` that can take it, or to the first one after it; whether there is one.
pub fn leave(part: &Element, backwards: bool) -> bool {
    let Ok(elements) = document().query_selector_all("a[href], button, input, select, textarea, [tabindex]:not(.card)") else {
        return false;
    };
    let wanted = if backwards {
        Node::DOCUMENT_POSITION_PRECEDING
    } else {
        Node::DOCUMENT_POSITION_FOLLOWING
    };
    let mut found = (0..elements.length())
        .filter_map(|place| elements.get(place)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| {
            element.tab_index() >= 0 && !part.contains(Some(element)) && part.compare_document_position(element) & wanted != 0
        });
    let element = if backwards { found.next_back() } else { found.next() };
    // An element that can't take the focus leaves it where it is.
    element.is_some_and(|element| element.focus().is_ok())
}

/// Whether an element has the focus.
pub fn has_focus(element: &Element) -> bool {
    document().active_element().is_some_and(|active| active == *element)
}

/// Gives an attribute this value, or takes it away.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    // The names are valid ones, so nothing is refused.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Adds an element with this text to another one, at its end.
pub fn append(parent: &Element, tag: &str, text: &str) -> Element {
    let element = document().create_element(tag).expect("the tag's name is a valid one");
    element.set_text_content(Some(text));
    // An element that was just made can stand anywhere.
    let _ = parent.append_child(&element);
    element
}

/// Puts a button at the end of an element, waits until it is pressed, and takes it away.
pub async fn pressed(parent: &Element, text: &str) {
    let button = append(parent, "button", text);
    set(&button, "type", Some("button"));
    let press = Promise::new(&mut |resolve, _| {
        // A listener of the right type is never refused.
        let _ = button.add_event_listener_with_callback("click", &resolve);
    });
    // Nothing rejects this promise.
    let _ = JsFuture::from(press).await;
    button.remove();
}

/// Calls a function for each event of a type until it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `handle` for each event of this type that the target gets.
    pub fn new(target: EventTarget, event: &'static str, handle: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(handle);
        // A listener of the right type is never refused.
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { target, event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, self.closure.as_ref().unchecked_ref());
    }
}

/// Calls `handle` for each event of this type for as long as the page lives. `capture` also sees events that don't bubble.
pub fn listen(target: &EventTarget, event: &str, capture: bool, handle: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handle);
    // A listener of the right type is never refused.
    let _ = target.add_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), capture);
    closure.forget();
}
