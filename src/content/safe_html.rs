//! HTML that the sanitiser's worker gave back.

use super::protocol::Reply;

/// Sanitised HTML. Its field is private and its one constructor takes a reply of the worker, so whoever holds one knows
/// where it came from. One component writes it to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The blocks of a reply that has any.
    pub fn from_reply(reply: Reply) -> Vec<Self> {
        reply.into_blocks().into_iter().map(Self).collect()
    }

    /// The HTML, for the one component that writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
