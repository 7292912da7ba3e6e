//! An article's tags, each a link that adds it to the filter.

use leptos::prelude::*;

use super::term_link::TermLink;
use crate::query::Term;
use crate::reader::messages::Messages;

/// Tags in a row.
#[component]
pub fn Tags(
    /// Their names.
    tags: Vec<String>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    (!tags.is_empty()).then(|| {
        let links = tags
            .into_iter()
            .map(|tag| view! { <li><TermLink class="tag" term=Term::Tag(tag.clone()) name=tag/></li> })
            .collect_view();
        view! { <ul class="tags" aria-label=messages.tags()>{links}</ul> }
    })
}
