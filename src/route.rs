//! The URL is the first store: one type parses and prints every URL of the page.
//!
//! | URL | view |
//! |---|---|
//! | `./` | all articles, newest first |
//! | `?q=%23小米` | the list of a filter, in the language of [`crate::query`] |
//! | `?read=<key>&q=…#heading` | an article, opened inside that list, at a heading |
//! | `#小米` | a bare fragment stands for the filter by that tag, as people type and link hashtags |
//!
//! Every [`Route`] prints to a URL that parses to an equal route, whatever it holds.

mod percent;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::query::Query;
use percent::{decode, decode_form, encode};
use std::fmt;

use crate::archive::Key;

/// What the page shows, as its URL says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Route {
    /// Never blank unless empty.
    query: String,
    view: View,
    /// In the order of the URL; no name is `q` or `read`.
    other: Vec<(String, String)>,
}

/// Which of the page's views a URL opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The list of the articles that the query selects.
    #[default]
    List,
    /// One of them.
    Article {
        /// Which one.
        article: ArticleReference,
        /// The id of the heading to show, decoded; empty for the article's beginning.
        fragment: String,
    },
}

/// What stands in `read=`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ArticleReference {
    /// A key; whether the archive has an article of that key is another question.
    Key(Key),
    /// Anything else: no article can be found by it, and the page says so.
    Unknown(String),
}

impl ArticleReference {
    fn parse(text: String) -> ArticleReference {
        // In either case, as some mail programs and people change it.
        match Key::parse(&text.to_ascii_lowercase()) {
            Some(key) => ArticleReference::Key(key),
            None => ArticleReference::Unknown(text),
        }
    }

    /// The text that stands in the URL.
    pub fn as_str(&self) -> &str {
        match self {
            ArticleReference::Key(key) => key.as_str(),
            ArticleReference::Unknown(text) => text,
        }
    }
}

impl Route {
    /// Reads `location.search` and `location.hash`, with or without their `?` and `#`.
    ///
    /// Every input is a route. Parameters are read as forms write them (`+` is a space, what isn't UTF-8 becomes U+FFFD); of
    /// repeated `q` and `read` the first counts. A list has no fragment: without a `q` it is taken as a tag, else dropped.
    pub fn parse(search: &str, hash: &str) -> Route {
        let (mut query, mut read, mut other) = (None, None, Vec::new());
        let search = search.strip_prefix('?').unwrap_or(search);
        for parameter in search.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, value) = (decode_form(name), decode_form(value));
            match name.as_str() {
                "q" => _ = query.get_or_insert(value),
                "read" => _ = read.get_or_insert(value),
                _ => other.push((name, value)),
            }
        }
        let mut query = query.map(unless_blank).unwrap_or_default();
        let fragment = decode(hash.strip_prefix('#').unwrap_or(hash));
        let view = match read {
            Some(text) => View::Article {
                article: ArticleReference::parse(text),
                fragment,
            },
            None => {
                if query.is_empty() && !fragment.trim().is_empty() {
                    query = Query::tag(&fragment).to_string();
                }
                View::List
            }
        };
        Route { query, view, other }
    }

    /// The list of what `query` selects, without unknown parameters. Inside the page, [`Self::with_query`] keeps those.
    pub fn list(query: &Query) -> Route {
        Route::default().with_query(query)
    }

    /// The filter as it was typed, which may not parse; empty for none.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// What is shown.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The article that is open, if one is.
    pub fn article(&self) -> Option<&ArticleReference> {
        match &self.view {
            View::List => None,
            View::Article { article, .. } => Some(article),
        }
    }

    /// The id of the article's heading to show; empty for none, and for lists.
    pub fn fragment(&self) -> &str {
        match &self.view {
            View::List => "",
            View::Article { fragment, .. } => fragment,
        }
    }

    /// Parameters that the page doesn't know, names and values, in the order of the URL. They survive navigation.
    pub fn other(&self) -> &[(String, String)] {
        &self.other
    }

    /// The same view under another filter.
    pub fn with_query(&self, query: &Query) -> Route {
        self.with_typed_query(&query.to_string())
    }

    /// The same view under a filter as someone typed it, which may not parse.
    pub fn with_typed_query(&self, text: &str) -> Route {
        Route {
            query: unless_blank(text.to_owned()),
            ..self.clone()
        }
    }

    /// An article, from its beginning, inside this route's list.
    pub fn with_article(&self, key: &Key) -> Route {
        Route {
            view: View::Article {
                article: ArticleReference::Key(key.clone()),
                fragment: String::new(),
            },
            ..self.clone()
        }
    }

    /// The list that the article stands in.
    pub fn without_article(&self) -> Route {
        Route {
            view: View::List,
            ..self.clone()
        }
    }

    /// The open article at the heading with this id. Lists have no fragments and stay as they are.
    pub fn with_fragment(&self, id: &str) -> Route {
        let mut route = self.clone();
        if let View::Article { fragment, .. } = &mut route.view {
            id.clone_into(fragment);
        }
        route
    }

    /// The URL, relative to the page: `./`, or from its `?` on. It can be put in an attribute or in a text as it is.
    pub fn to_relative_url(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = self.article().map(|article| ("read", article.as_str()));
        let query = Some(("q", self.query())).filter(|(_, text)| !text.is_empty());
        let other = self.other.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut separator = '?';
        for (name, value) in read.into_iter().chain(query).chain(other) {
            write!(f, "{separator}{}={}", encode(name), encode(value))?;
            separator = '&';
        }
        if separator == '?' {
            // An empty reference would keep the query of the URL it is resolved against.
            f.write_str("./")?;
        }
        if !self.fragment().is_empty() {
            write!(f, "#{}", encode(self.fragment()))?;
        }
        Ok(())
    }
}

/// The text, or nothing if it is white space, which filters nothing.
fn unless_blank(text: String) -> String {
    if text.trim().is_empty() { String::new() } else { text }
}
