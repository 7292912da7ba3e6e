//! What the filter language accepts, refuses, prints and says.

mod canonical;
mod complete;
mod edit;
mod errors;
mod likely;
mod properties;
mod timeline;
mod tree;
mod words;

use super::Query;

fn query(text: &str) -> Query {
    Query::parse(text).expect(text)
}

fn nfc(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}
