//! Percent-encoding for parameters and fragments, readable where it can be.

use std::fmt::{self, Formatter, Write};

/// Decodes `%XX` as UTF-8; what isn't UTF-8 becomes U+FFFD, and a `%` without two digits stays.
pub(super) fn decode(text: &str) -> String {
    decode_bytes(text.bytes())
}

/// The same for a form's names and values, in which `+` is a space (URL Standard, section 5.1).
pub(super) fn decode_form(text: &str) -> String {
    decode_bytes(text.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }))
}

fn decode_bytes(mut bytes: impl Iterator<Item = u8> + Clone) -> String {
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let escaped = match (ahead.next().and_then(hex_digit), ahead.next().and_then(hex_digit)) {
            (Some(high), Some(low)) if byte == b'%' => Some(high * 16 + low),
            _ => None,
        };
        if escaped.is_some() {
            bytes = ahead;
        }
        decoded.push(escaped.unwrap_or(byte));
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn hex_digit(byte: u8) -> Option<u8> {
    // A digit of base 16 fits into a byte.
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Escapes what could end a parameter, a fragment, an attribute or a link in running text.
pub(super) fn encode(text: &str) -> Encoded<'_> {
    Encoded(text)
}

/// A text that prints encoded.
pub(super) struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_readable(c) {
                f.write_char(c)?;
            } else {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(f, "%{byte:02X}")?;
                }
            }
        }
        Ok(())
    }
}

/// Whether `c` may stand as it is.
///
/// Refused are the characters that mean something in a parameter (`+`, `&`, `=`, `#`, `%`), those of the URL Standard's
/// special-query and fragment percent-encode sets (which browsers would escape anyway), and those that nobody can see:
/// white space, controls and format characters, which could also turn the direction of what follows.
fn is_readable(c: char) -> bool {
    let is_syntax = matches!(c, '+' | '&' | '=' | '#' | '%' | '"' | '\'' | '<' | '>' | '`' | '\\');
    let is_invisible = c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
                | '\u{e0000}'..='\u{10ffff}'
        );
    !(is_syntax || is_invisible)
}
