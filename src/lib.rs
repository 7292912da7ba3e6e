//! Offprint: a press that turns collected articles into an archive of static JSON, and a reader for it in the browser.
//!
//! Modules stand in reading order: the contract first, then what both programs make of it, then the two programs.
//! ARCHITECTURE.md is the map.

// Pure: no browser, no file system. All programs compile these.
pub mod archive;
pub mod content;
pub mod language;
pub mod query;
pub mod route;

// Native: the press.
#[cfg(not(target_arch = "wasm32"))]
pub mod press;

// WebAssembly: the reader.
#[cfg(target_arch = "wasm32")]
pub mod reader;
