//! The views: the list and the article.

pub mod article;
pub mod filtered;
pub mod list;
