//! The reader.
use leptos::prelude::*;

/// Mounts the reader.
pub fn start() {
    mount_to_body(|| view! { <main><h1>"Offprint"</h1></main> });
}
