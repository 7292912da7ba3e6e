//! What can be wrong with a file of an archive: a fault costs one field, an error the file.

use std::fmt;

/// A field that could not be used. The rest of the file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The item's id, or empty for the file's own fields.
    pub item: String,
    /// The field's name in the JSON.
    pub field: &'static str,
    /// What was found in it, shortened.
    pub found: String,
}

impl Fault {
    /// A fault of `field`. `found` is shortened to 80 characters.
    pub fn new(item: &str, field: &'static str, found: &str) -> Self {
        Self {
            item: item.to_owned(),
            field,
            found: found.chars().take(80).collect(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: the field {} can't be used: {}", self.item, self.field, self.found)
    }
}

/// Why a file could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It is a web page: a host answered with its own page instead of the file.
    WebPage,
    /// It isn't JSON, is cut off, or has fields of other types. With the parser's words.
    Json(String),
    /// It is JSON, but not the file that was asked for. With what is missing.
    OtherFile(&'static str),
    /// Its bytes are not those that its name or its own hash promises.
    Damaged,
    /// Another version of the contract, newer or older than this program's.
    Contract(u32),
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WebPage => formatter.write_str("a web page instead of JSON"),
            Self::Json(reason) => write!(formatter, "JSON that can't be read: {reason}"),
            Self::OtherFile(missing) => write!(formatter, "JSON without {missing}"),
            Self::Damaged => formatter.write_str("bytes other than those that were published"),
            Self::Contract(version) => write!(formatter, "an archive of version {version}"),
        }
    }
}

/// A file's content, and the fields of it that could not be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// The content.
    pub value: T,
    /// What it lacks.
    pub faults: Vec<Fault>,
}

impl<T> Read<T> {
    /// The same with another content, made of this one.
    pub fn map<Other>(self, make: impl FnOnce(T) -> Other) -> Read<Other> {
        Read {
            value: make(self.value),
            faults: self.faults,
        }
    }
}
