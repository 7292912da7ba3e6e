//! The one component that writes an article's HTML to the page.

mod held;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::content::SafeHtml;
use crate::reader::browser::{dom, pictures, scroll, sink, timer};
use crate::reader::messages::Messages;
use crate::reader::state::settings::Settings;
use held::Held;

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
    let settings = expect_context::<Settings>();
    let place = NodeRef::<Div>::new();
    let is_gone = StoredValue::new(false);
    on_cleanup(move || is_gone.set_value(true));
    let blocks = StoredValue::new(Some(blocks));
    let on_whole = StoredValue::new_local(on_whole);
    Effect::new(move |_| {
        let (Some(element), Some(blocks)) = (place.get(), blocks.try_update_value(Option::take).flatten()) else {
            return;
        };
        pictures::look_after(&element, messages.picture_failed());
        let held = Held { settings, messages };
        dom::listen(&element, "click", false, move |event| held.clicked(&event));
        let all = element.clone();
        Effect::new(move |is_old: Option<()>| {
            settings.pictures();
            if is_old.is_some() {
                held.treat_all(&pictures::images(all.query_selector_all("img")));
            }
        });
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
                match sink::fragment(block) {
                    Ok(part) => {
                        urgent &= !pictures::prepare(&part, urgent);
                        // Before it is a part of the page: from then on pictures load.
                        held.treat_all(&pictures::images(part.query_selector_all("img")));
                        // A fragment can stand in any element.
                        let _ = element.append_child(&part);
                    }
                    Err(error) => web_sys::console::error_1(&format!("a part of the article was refused by the browser: {error}").into()),
                }
            }
            // At once, not by a signal: what follows the body shows now, and a place to return to may lie there.
            let _ = element.remove_attribute("aria-busy");
            scroll::reach_by_keyboard(&element, "pre, table, math");
            on_whole.try_with_value(|on_whole| on_whole());
        });
    });
    view! { <div class="prose" lang=language aria-busy="true" node_ref=place></div> }
}
