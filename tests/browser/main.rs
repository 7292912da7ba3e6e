//! Tests that need a browser: `./dev test` runs them in headless Chromium.
#![cfg(target_arch = "wasm32")]

mod door;
mod names;
mod queries;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
