//! What the browser knows of texts: its Unicode normaliser (the tables of a crate would cost 50 kB), and where a caret stands.

use js_sys::JsString;

/// Normalisation form C, by `String.prototype.normalize`.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        JsString::from(text).normalize("NFC").into()
    }
}

/// The bytes before a caret, which the browser counts in UTF-16.
pub fn byte_offset(text: &str, utf16_offset: u32) -> usize {
    let mut n_units = 0;
    let behind = text.char_indices().find(|(_, c)| {
        let is_behind = n_units >= utf16_offset as usize;
        n_units += c.len_utf16();
        is_behind
    });
    behind.map_or(text.len(), |(place, _)| place)
}

/// A caret behind this many bytes, as the browser counts it.
pub fn utf16_offset(text: &str, byte_offset: usize) -> u32 {
    let before = text.get(..byte_offset).unwrap_or(text);
    before.encode_utf16().count() as u32
}
