//! The browser's own Unicode normaliser: the tables of a crate would cost 50 kB.

use js_sys::JsString;

/// Normalisation form C, by `String.prototype.normalize`.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        JsString::from(text).normalize("NFC").into()
    }
}
