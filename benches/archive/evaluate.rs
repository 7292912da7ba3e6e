//! Times the evaluation of queries in WebAssembly, over a million articles of which everything is in memory.
//!
//! `./dev bench archive` runs it in a page. It logs one line of JSON: for each of some random queries, and then for one with as many terms as a
//! query may have, the milliseconds until the first 32 matches are found and those until all are counted. Articles are those of the
//! synthetic archive, but numbered as they are drawn: their dates don't depend on anything else, so each day has as many.

#[cfg(target_arch = "wasm32")]
#[expect(dead_code, reason = "numbers stand for dates")]
mod names;
#[cfg(target_arch = "wasm32")]
#[path = "evaluate/program.rs"]
mod program;
#[cfg(target_arch = "wasm32")]
#[expect(dead_code, reason = "nothing draws the words of a text")]
mod random;
#[cfg(target_arch = "wasm32")]
#[expect(dead_code, reason = "nothing asks for titles and texts")]
mod words;

#[cfg(target_arch = "wasm32")]
fn main() {
    program::main();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
