//! What the page knows: the archive, the list, the address.

pub mod archive;
pub mod filter;
pub mod list;
pub mod loader;
pub mod matches;
pub mod navigation;
pub mod neighbours;
pub mod ordinals;
pub mod prefetch;
pub mod progress;
pub mod reading;
pub mod settings;
pub mod suggestions;
pub mod window;
