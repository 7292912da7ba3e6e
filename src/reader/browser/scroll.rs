//! Where the page is scrolled to, and what comes near.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

use super::dom::{Listener, document, window};
use super::timer::Timer;

/// How long the page must stand still to be at rest.
const REST_MILLIS: i32 = 150;

/// Scrolls the page to its top.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The first of the elements matching `selector` that is in view: its id, and how far its top is below the view's.
pub fn first_in_view(selector: &str) -> Option<(String, i32)> {
    let elements = document().query_selector_all(selector).ok()?;
    (0..elements.length())
        .filter_map(|place| elements.get(place)?.dyn_into::<Element>().ok())
        .find_map(|element| {
            let place = element.get_bounding_client_rect();
            (place.bottom() > 0.0).then(|| (element.id(), whole(place.top())))
        })
}

/// CSS pixels to the nearest whole one: printing and reading fractions costs 4 kB.
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}

/// Scrolls so that the element with this id is `offset` below the view's top; whether there is one.
pub fn to_element(id: &str, offset: i32) -> bool {
    let Some(element) = document().get_element_by_id(id) else {
        return false;
    };
    let top = element.get_bounding_client_rect().top();
    window().scroll_by_with_x_and_y(0.0, top - f64::from(offset));
    true
}

/// Notices when scrolling has come to rest; dropping it ends that.
pub struct OnRest {
    _listener: Listener,
}

impl OnRest {
    /// Calls `handle` when scrolling has come to rest.
    pub fn new(handle: impl Fn() + 'static) -> Self {
        let handle = Rc::new(handle);
        let waiting = RefCell::new(None);
        let listener = on_scroll(move || {
            let handle = handle.clone();
            waiting.replace(Some(Timer::after(REST_MILLIS, move || handle())));
        });
        Self { _listener: listener }
    }
}

/// Calls `handle` each time the page has been scrolled, before it is drawn.
pub fn on_scroll(mut handle: impl FnMut() + 'static) -> Listener {
    Listener::new(window().into(), "scroll", move |_| handle())
}

/// Watches an element's size; dropping it ends the watch.
pub struct Resizes {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Resizes {
    /// Calls `handle` whenever the element's size has changed, before that is drawn. It may scroll, but must not change sizes.
    pub fn new(element: &Element, handle: impl FnMut() + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut()>::new(handle);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _closure: closure,
        })
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// How an element lies in the view, in 64ths of a CSS pixel: the unit of layout, so nothing is lost.
pub struct Box64 {
    /// From the view's top to the element's.
    pub top: i32,
    /// From the view's top to the element's bottom.
    pub bottom: i32,
    /// The element's width.
    pub width: i32,
}

impl Box64 {
    /// The box of an element.
    pub fn of(element: &Element) -> Self {
        let place = element.get_bounding_client_rect();
        Self {
            top: whole(place.top() * 64.0),
            bottom: whole(place.bottom() * 64.0),
            width: whole(place.width() * 64.0),
        }
    }

    /// Its height.
    pub fn height(&self) -> i32 {
        self.bottom - self.top
    }
}

/// The view's height in 64ths of a CSS pixel.
pub fn view_height() -> i32 {
    let pixels = document().document_element().map_or(0, |root| root.client_height());
    pixels * 64
}

/// How far the page is scrolled, in 64ths of a CSS pixel.
pub fn position() -> i32 {
    whole(window().scroll_y().unwrap_or_default() * 64.0)
}

/// Scrolls the page by some 64ths of a pixel.
pub fn by(distance: i32) {
    window().scroll_by_with_x_and_y(0.0, f64::from(distance) / 64.0);
}

/// A length of some 64ths of a pixel in style sheets' terms. (Printing fractions costs 4 kB.)
pub fn length(length: i32) -> String {
    format!("calc({length}px / 64)")
}

/// Sets a length in an element's style, in 64ths of a pixel.
pub fn set_length(element: &HtmlElement, property: &str, value: i32) {
    // A valid value of a known property.
    let _ = element.style().set_property(property, &length(value));
}

/// Scrolls no further than it takes to have an element in view.
pub fn into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Watches an element come near the view; dropping it ends the watch.
pub struct Watch {
    observer: IntersectionObserver,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

impl Watch {
    /// Calls `handle` with each element and whether it is within `margin` (a CSS length) of the view, whenever that changes.
    pub fn new(margin: &str, mut handle: impl FnMut(Element, bool) + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                handle(entry.target(), entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer = IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options).ok()?;
        Some(Self {
            observer,
            _closure: closure,
        })
    }

    /// Adds an element to watch.
    pub fn add(&self, element: &Element) {
        self.observer.observe(element);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// How far the top of the element with this id is below the view's top.
pub fn offset_of(id: &str) -> Option<i32> {
    document()
        .get_element_by_id(id)
        .map(|element| whole(element.get_bounding_client_rect().top()))
}

/// Whether the address has a fragment: a place in the article to begin at.
pub fn has_fragment() -> bool {
    window().location().hash().is_ok_and(|hash| hash.len() > 1)
}

/// Scrolls to the element that the address's fragment names, as the browser would have if it had been there.
pub fn to_fragment() {
    let hash = window().location().hash().unwrap_or_default();
    let id = js_sys::decode_uri_component(hash.trim_start_matches('#'))
        .map(String::from)
        .unwrap_or_default();
    if !id.is_empty() {
        to_element(&id, 0);
    }
}

/// Lets the keyboard reach those of the elements in `part` that have to be scrolled sideways: not every browser does so itself.
pub fn reach_by_keyboard(part: &Element, selector: &str) {
    let Ok(elements) = part.query_selector_all(selector) else {
        return;
    };
    for element in (0..elements.length()).filter_map(|place| elements.get(place)?.dyn_into::<Element>().ok()) {
        if element.scroll_width() > element.client_width() {
            // A valid attribute name can't be refused.
            let _ = element.set_attribute("tabindex", "0");
        }
    }
}
