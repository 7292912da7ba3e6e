//! The browser's normaliser against the crate that the press uses.

use offprint::archive::name::comparable;
use offprint::reader::browser::text::nfc;
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../shared/names.rs"]
mod shared;

#[wasm_bindgen_test]
fn names_compare_in_the_browser_as_they_do_in_the_press() {
    for (name, form) in shared::NAMES {
        assert_eq!(comparable(name, nfc), *form, "{name}");
    }
}
