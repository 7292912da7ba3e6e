//! Native tests: the press from posts to archive, and the rules that the sources keep.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::panic, reason = "a test that panics says what failed")]

mod archive_files;
mod collected_feeds;
mod command_line;
mod containers;
mod door;
mod feeds;
mod formulas;
mod generations;
mod grouped;
mod hostile_archives;
mod hostile_items;
mod hostile_posts;
mod inputs;
mod interrupted;
mod keeping;
mod limits;
mod messages;
mod names;
mod posts;
mod precompressed;
mod pressing;
mod queries;
mod real_posts;
mod remembering;
mod sources;
mod streaming;
mod synthetic;
mod verifying;
