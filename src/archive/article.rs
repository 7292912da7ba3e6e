//! An article: its card and its body.

use super::{Card, Picture, Timestamp};

/// `articles/group-<n>-of-<groups>.json`: the articles whose keys are in one group ([`super::Key::group`]), for hosts that limit the number of files.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleGroup {
    /// The articles, by key.
    pub articles: Vec<Article>,
}

/// One article, as `articles/<key>.json` holds it: without ordinal and neighbours, so that it changes only when it is edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// What a list shows of it, here with nothing shortened.
    pub card: Card,
    /// When it was last changed, where its source says so.
    pub modified: Option<Timestamp>,
    /// The wide picture above the body.
    pub banner: Option<Picture>,
    /// The body as it was collected. It is not safe to show: only the sanitiser's reply to it is.
    pub body_html: String,
}
