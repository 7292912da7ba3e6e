//! The reader: an archive in a page.
//!
//! `browser` is the one place that talks to the browser's interfaces; `state` holds what the page knows; `components` are
//! pieces of markup that get values and callbacks; `pages` put them together.

mod app;
pub mod browser;
mod components;
mod messages;
mod pages;
pub mod parts;
mod state;

/// Starts the reader in the page: in a task of its own, since the browser has just been busy with the program itself. `sources` get its parts.
pub fn start(sources: parts::Sources) {
    browser::boot::report_panics();
    wasm_bindgen_futures::spawn_local(async move {
        browser::timer::yield_to_page().await;
        app::mount(sources);
    });
}
