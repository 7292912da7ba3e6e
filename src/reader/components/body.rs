//! The one component that writes an article's HTML to the page.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::content::SafeHtml;
use crate::reader::browser::pictures::Pictures;
use crate::reader::browser::{scroll, sink, timer};
use crate::reader::messages::Messages;

/// Sanitised HTML, inserted in slices that yield to the page.
#[component]
pub fn Body(
    /// The article's blocks.
    blocks: Vec<SafeHtml>,
    /// The article's language.
    language: Option<String>,
    /// Whether the first picture loads at once: there is none above the body.
    first_picture_is_urgent: bool,
    /// Called when everything is in its place.
    on_whole: impl Fn() + 'static,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let place = NodeRef::<Div>::new();
    let is_gone = StoredValue::new(false);
    on_cleanup(move || is_gone.set_value(true));
    let blocks = StoredValue::new(Some(blocks));
    let on_whole = StoredValue::new_local(on_whole);
    Effect::new(move |_| {
        let (Some(element), Some(blocks)) = (place.get(), blocks.try_update_value(Option::take).flatten()) else {
            return;
        };
        let pictures = Pictures::new(&element, messages.picture_failed());
        spawn_local(async move {
            let mut urgent = first_picture_is_urgent;
            for (number, block) in blocks.iter().enumerate() {
                if number > 0 {
                    timer::yield_to_page().await;
                }
                // The person may have left the article meanwhile; then its values are gone, too.
                if is_gone.try_get_value() != Some(false) {
                    return;
                }
                if let Err(error) = sink::append(&element, block) {
                    web_sys::console::error_1(&format!("a part of the article was refused by the browser: {error}").into());
                }
                urgent &= !pictures.prepare(&element, urgent);
            }
            // At once, not by a signal: what follows the body shows now, and a place to return to may lie there.
            let _ = element.remove_attribute("aria-busy");
            scroll::reach_by_keyboard(&element, "pre, table, math");
            on_whole.try_with_value(|on_whole| on_whole());
        });
    });
    view! { <div class="prose" lang=language aria-busy="true" node_ref=place></div> }
}
