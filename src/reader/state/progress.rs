//! How far each article has been read on this device, as `public/reading/place.js` keeps it: a line for each, `<key> <per cent> …`.

use crate::archive::Key;
use crate::reader::browser::storage;

/// The name under which places in articles are kept.
const PLACES: &str = "offprint.places";

/// How far articles have been read, as it was when this was made.
#[derive(Clone, Default)]
pub struct Progress(String);

impl Progress {
    /// What is kept now; nothing where the browser keeps nothing.
    pub fn kept() -> Self {
        Self(storage::kept(PLACES).ok().flatten().unwrap_or_default())
    }

    /// How much of an article has been read, in per cent; `None` when it was never begun.
    pub fn of(&self, key: &Key) -> Option<u32> {
        let key = key.to_string();
        self.0
            .lines()
            .find_map(|line| line.strip_prefix(&key)?.strip_prefix(' ')?.split(' ').next()?.parse().ok())
            .filter(|percent| (1..=100).contains(percent))
    }
}
