//! The border to the browser: one capability a file, one error type.

pub mod boot;
pub mod dom;
pub mod error;
pub mod fetch;
pub mod history;
pub mod intl;
pub mod network;
pub mod pictures;
pub mod players;
pub mod reading;
pub mod sanitizer;
pub mod scroll;
pub mod sink;
pub mod storage;
pub mod task;
pub mod text;
pub mod timer;
