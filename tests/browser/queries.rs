//! Queries over postings find what looking at each article finds, also in WebAssembly.

use offprint::reader::browser::text::nfc;
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../shared/queries.rs"]
mod shared;

#[wasm_bindgen_test]
fn ten_thousand_random_queries_agree_with_a_look_at_each_article() {
    for (count, n_queries) in shared::ARCHIVES {
        shared::assert_all_agree(count, n_queries, nfc);
    }
}
