//! HTML that the sanitiser's worker gave back.

use super::blocks::Run;
use super::protocol::Reply;

/// Sanitised HTML. Its field is private and its one constructor takes a reply of the worker, so whoever holds one knows
/// where it came from. One component writes it to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(Run);

impl SafeHtml {
    /// The parts of a reply.
    pub fn from_reply(reply: Reply) -> Vec<Self> {
        reply.into_runs().into_iter().map(Self).collect()
    }

    /// The HTML, for the one component that writes it.
    pub fn as_str(&self) -> &str {
        &self.0.html
    }

    /// Where it goes at the end: 0 is the article itself, 1 the last element in it, 2 the last element in that.
    pub fn depth(&self) -> usize {
        self.0.depth
    }
}
