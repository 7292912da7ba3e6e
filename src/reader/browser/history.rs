//! The address bar and the session history.

use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use super::dom::{listen, window};

/// The query string and the fragment of the page's address.
pub fn location() -> (String, String) {
    let location = window().location();
    // Reading one's own address can't be refused.
    (location.search().unwrap_or_default(), location.hash().unwrap_or_default())
}

/// Adds a step that Back leads back from; whether the browser let it. (Safari refuses more than a hundred in half a minute.)
pub fn push(url: &str) -> bool {
    let history = window().history();
    history.is_ok_and(|history| history.push_state_with_url(&JsValue::NULL, "", Some(url)).is_ok())
}

/// Puts another address in the place of the current step's; whether the browser let it.
pub fn replace(url: &str) -> bool {
    let history = window().history();
    history.is_ok_and(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(url)).is_ok())
}

/// Keeps `note` with the current step; it comes back with [`note`] when a person returns to the step.
pub fn keep_note(note: &str) {
    if let Ok(history) = window().history() {
        // What can't be kept is only the place in the list.
        let _ = history.replace_state(&note.into(), "");
    }
}

/// What was kept with the current step.
pub fn note() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Has the reader restore scroll positions itself: the browser would do so before the list is there.
pub fn restore_scroll_by_hand() {
    if let Ok(history) = window().history() {
        // Only browsers from before 2016 lack it.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// Calls `handle` whenever Back, Forward or a changed fragment changed the address.
pub fn on_change(mut handle: impl FnMut() + 'static) {
    listen(&window(), "popstate", false, move |_| handle());
}
