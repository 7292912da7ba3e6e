//! Keys and hashes: short names made of SHA-256 that survive case-insensitive file systems.

use std::fmt;

use sha2::{Digest, Sha256};

/// Characters in a [`Key`]: 80 bits, so that a million articles collide with a chance of one in 10¹².
pub const KEY_LENGTH: usize = 16;

/// Characters of a file's hash in its name: 50 bits tell the versions of *one* file apart.
pub const HASH_LENGTH: usize = 10;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The name of an article or tag in addresses, file names and marks: the first 16 characters of lower-case
/// base32 (RFC 4648) of the SHA-256 of its id (an article) or of its comparable name (a tag).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key of an article with this id.
    pub fn of_article(id: &str) -> Self {
        Self(digest(id.as_bytes(), KEY_LENGTH))
    }

    /// The key of a tag. `comparable_name` is what [`super::name::comparable`] makes of any of its spellings.
    pub fn of_tag(comparable_name: &str) -> Self {
        Self(digest(comparable_name.as_bytes(), KEY_LENGTH))
    }

    /// Reads a key; `None` unless it is 16 characters of lower-case base32.
    pub fn parse(text: &str) -> Option<Self> {
        let valid = text.len() == KEY_LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte));
        valid.then(|| Self(text.to_owned()))
    }

    /// The group that an article's key is in, where articles are in as many groups as this: the number that the key's first 6
    /// characters mean in base32, modulo the number of groups.
    pub fn group(&self, n_groups: u32) -> u32 {
        let digit = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap_or_default() as u32;
        let number = self.0.bytes().take(6).fold(0, |number, byte| number * 32 + digit(byte));
        number.checked_rem(n_groups).unwrap_or_default()
    }

    /// The key's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The hash that names this version of a file: it stands in the file's name.
pub fn file_hash(bytes: &[u8]) -> String {
    digest(bytes, HASH_LENGTH)
}

/// The first `length` characters of lower-case base32 of the SHA-256 of `bytes`.
pub fn digest(bytes: &[u8], length: usize) -> String {
    let mut text = base32_lower(&Sha256::digest(bytes));
    text.truncate(length);
    text
}

/// Lower-case base32 (RFC 4648) without padding.
pub fn base32_lower(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut group = [0u8; 8];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(group);
        let characters = (chunk.len() * 8).div_ceil(5);
        for place in 0..characters {
            let index = (bits >> (59 - 5 * place)) & 31;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_follows_the_examples_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(base32_lower(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_key_is_sixteen_characters_of_lower_case_base32_and_nothing_else() {
        let key = Key::of_article("https://example.org/1");
        assert_eq!(Key::parse(key.as_str()), Some(key.clone()));
        assert_eq!(Key::parse(&key.as_str().to_uppercase()), None);
        for bad in ["", "abc", "abcdefghijklmno1", "abcdefghijklmnop2", "../abcdefghijklm"] {
            assert_eq!(Key::parse(bad), None, "{bad}");
        }
    }
}
