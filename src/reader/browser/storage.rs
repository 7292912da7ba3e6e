//! What the browser keeps for this site on this device.

use web_sys::Storage;

use super::dom::window;

/// Why something isn't kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// The browser, or the person by its settings, doesn't let the page keep anything.
    Denied,
    /// There is no room left.
    Full,
}

/// What was kept under a name.
///
/// # Errors
/// When the browser doesn't let the page look.
pub fn kept(name: &str) -> Result<Option<String>, Unkept> {
    storage()?.get_item(name).map_err(|_| Unkept::Denied)
}

/// Keeps a value under a name.
///
/// # Errors
/// When the browser doesn't let the page, or has no room.
pub fn keep(name: &str, value: &str) -> Result<(), Unkept> {
    storage()?.set_item(name, value).map_err(|_| Unkept::Full)
}

fn storage() -> Result<Storage, Unkept> {
    window().local_storage().ok().flatten().ok_or(Unkept::Denied)
}
