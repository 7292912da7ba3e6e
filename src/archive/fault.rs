//! What can be wrong with a file of an archive: a fault costs one field, an error the file.

use std::fmt;

/// A field that could not be used. The rest of the file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The item's id, shortened; empty for the file's own fields, and where the id is what can't be used.
    pub item: String,
    /// The field's name in the JSON.
    pub field: &'static str,
    /// What was found in it, shortened.
    pub found: String,
}

impl Fault {
    /// A fault of `field`. `item` and `found` are shortened to 80 characters.
    pub fn new(item: &str, field: &'static str, found: &str) -> Self {
        let short = |text: &str| text.chars().take(80).collect();
        Self {
            item: short(item),
            field,
            found: short(found),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.item.is_empty() { "" } else { ": " };
        write!(
            formatter,
            "{}{colon}the field {} can't be used: {}",
            self.item, self.field, self.found
        )
    }
}

/// Why a file could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It has no bytes, or only white space.
    Empty,
    /// It is a web page: a host answered with its own page instead of the file.
    WebPage,
    /// It isn't UTF-8, from this byte on, counted from 1.
    NotText(usize),
    /// It is the beginning of JSON.
    CutOff,
    /// It isn't JSON. With the parser's words.
    NotJson(String),
    /// It is JSON, but not the file that was asked for. With what is missing.
    OtherFile(&'static str),
    /// A field without which it is of no use holds something else.
    Field(Fault),
    /// A field without which it is of no use stands twice.
    Twice(&'static str),
    /// Its bytes are not those that its name or its own hash promises.
    Damaged,
    /// Another version of the contract, newer or older than this program's.
    Contract(u32),
}

impl ReadError {
    /// What shows at the first glance at bytes that are not the file's: nothing, or a web page. Anything else is damage.
    pub fn of_other_bytes(bytes: &[u8]) -> Self {
        match bytes.trim_ascii_start().first() {
            None => Self::Empty,
            Some(b'<') => Self::WebPage,
            Some(_) => Self::Damaged,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("an empty file"),
            Self::WebPage => formatter.write_str("a web page instead of JSON"),
            Self::NotText(at) => write!(formatter, "bytes that are no UTF-8, from byte {at} on"),
            Self::CutOff => formatter.write_str("JSON that is cut off"),
            Self::NotJson(reason) => write!(formatter, "something else than JSON: {reason}"),
            Self::OtherFile(missing) => write!(formatter, "JSON without {missing}"),
            Self::Field(fault) => write!(formatter, "{fault}"),
            Self::Twice(field) => write!(formatter, "the field {field} twice"),
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
