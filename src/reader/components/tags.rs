//! An article's tags, each a link to its list.

use leptos::prelude::*;

use crate::reader::messages::Messages;
use crate::reader::state::navigation::Navigation;

/// Tags in a row.
#[component]
pub fn Tags(
    /// Their names.
    tags: Vec<String>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    (!tags.is_empty()).then(|| {
        let links = tags
            .into_iter()
            .map(|tag| view! { <li><a class="tag" href=navigation.tag_url(&tag)>{tag.clone()}</a></li> })
            .collect_view();
        view! { <ul class="tags" aria-label=messages.tags()>{links}</ul> }
    })
}
