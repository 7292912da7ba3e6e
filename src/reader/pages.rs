//! The views: the list and the article.

pub mod article;
pub mod list;
