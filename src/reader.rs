//! The reader: an archive in a page.
//!
//! `browser` is the one place that talks to the browser's interfaces; `state` holds what the page knows; `components` are
//! pieces of markup that get values and callbacks; `pages` put them together.

mod app;
pub mod browser;
mod components;
mod messages;
mod pages;
mod state;

/// Starts the reader in the page.
pub fn start() {
    browser::boot::report_panics();
    app::mount();
}
