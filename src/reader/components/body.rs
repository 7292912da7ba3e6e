//! The one component that writes an article's HTML to the page.

mod held;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use crate::content::SafeHtml;
use crate::reader::browser::reading::{Opening, Page};
use crate::reader::browser::{dom, pictures, players, scroll, sink, timer};
use crate::reader::messages::Messages;
use crate::reader::state::settings::Settings;
use held::Held;

/// What weighs more than this waits until somebody asks for it: no article may make the page slow. That is as long as a novella.
const WEIGHT_AT_ONCE: usize = 320 << 10;

/// What weighs more than this is drawn before more comes: it is laid out at once.
const WEIGHT_OF_FRAME: usize = 8 << 10;

/// What a tag or the end of a line weighs besides its bytes: it takes the browser as long to lay out as so many bytes of text.
const WEIGHT_OF_MARK: usize = 40;

/// Sanitised HTML, inserted in slices that yield to the page.
#[component]
pub fn Body(
    /// The article's parts.
    parts: Vec<SafeHtml>,
    /// The article's language.
    language: Option<String>,
    /// What the modules of the reading page are told of the article.
    opening: Opening,
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
    let parts = StoredValue::new(Some((parts, opening)));
    // It goes with the article.
    let page = StoredValue::new_local(None::<Page>);
    let on_whole = StoredValue::new_local(on_whole);
    Effect::new(move |_| {
        let (Some(element), Some((parts, opening))) = (place.get(), parts.try_update_value(Option::take).flatten()) else {
            return;
        };
        players::watch(&element);
        let words = pictures::Words {
            failed: messages.picture_failed(),
            try_again: messages.try_again(),
        };
        pictures::look_after(&element, words);
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
            let opened = Page::open(opening).await;
            timer::yield_to_page().await;
            if is_gone.try_get_value() != Some(false) {
                return;
            }
            page.set_value(opened);
            let mut urgent = first_picture_is_urgent;
            let (mut weight, mut undrawn) = (0, 0);
            for (number, part) in parts.iter().enumerate() {
                weight += weight_of(part);
                undrawn += weight_of(part);
                let is_asked_for = weight > WEIGHT_AT_ONCE;
                if is_asked_for {
                    weight = weight_of(part);
                    settle(&element, page, on_whole);
                    dom::pressed(&element, messages.show_more()).await;
                } else if undrawn > WEIGHT_OF_FRAME {
                    undrawn = weight_of(part);
                    timer::painted().await;
                } else if number > 0 {
                    timer::yield_to_page().await;
                }
                // The person may have left the article meanwhile; then its values are gone, too.
                if is_gone.try_get_value() != Some(false) {
                    return;
                }
                match sink::fragment(part) {
                    Ok(fragment) => {
                        urgent &= !pictures::prepare(&fragment, urgent);
                        // Before it is a part of the page: from then on pictures load.
                        held.treat_all(&pictures::images(fragment.query_selector_all("img")));
                        players::prepare(&fragment, messages);
                        page.try_with_value(|page| page.as_ref().map(|page| page.prepare(&fragment)));
                        let first = fragment.first_element_child();
                        // A fragment can stand in any element.
                        let _ = innermost(&element, part.depth()).append_child(&fragment);
                        // The button had the focus.
                        if let Some(first) = first.filter(|_| is_asked_for) {
                            dom::set(&first, "tabindex", Some("-1"));
                            dom::focus(&first);
                        }
                    }
                    Err(error) => web_sys::console::error_1(&format!("a part of the article was refused by the browser: {error}").into()),
                }
            }
            // Of a short article nothing is drawn before it is where one left it.
            if parts.len() > 1 {
                timer::painted().await;
                if is_gone.try_get_value() != Some(false) {
                    return;
                }
            }
            settle(&element, page, on_whole);
        });
    });
    view! { <div class="prose" lang=language aria-busy="true" node_ref=place></div> }
}

/// What is there shows now, and a place to return to may lie in what follows it.
fn settle(body: &Element, page: StoredValue<Option<Page>, LocalStorage>, on_whole: StoredValue<impl Fn() + 'static, LocalStorage>) {
    scroll::reach_by_keyboard(body, "pre, table, math");
    // At once, not by a signal. Only the first time is it news.
    if body.has_attribute("aria-busy") {
        let _ = body.remove_attribute("aria-busy");
        on_whole.try_with_value(|on_whole| on_whole());
    }
    page.try_with_value(|page| page.as_ref().map(|page| page.whole(body)));
}

fn weight_of(part: &SafeHtml) -> usize {
    let html = part.as_str();
    html.len() + WEIGHT_OF_MARK * html.bytes().filter(|byte| matches!(byte, b'<' | b'\n')).count()
}

/// The last element in the last element, so many levels down.
fn innermost(body: &Element, depth: usize) -> Element {
    (0..depth).fold(body.clone(), |element, _| element.last_element_child().unwrap_or(element))
}
