//! Pieces of markup. They get values, signals and callbacks; pages put them together.

pub mod body;
pub mod card;
pub mod date;
pub mod feed;
pub mod filter;
pub mod notice;
pub mod numbered;
pub mod older;
pub mod picture;
pub mod removed;
pub mod settings;
pub mod tag_bar;
pub mod tags;
pub mod term_link;
pub mod timeline;
