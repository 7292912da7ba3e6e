//! The archive's most frequent tags with their counts.

use leptos::prelude::*;

use crate::archive::{TagCount, name};
use crate::reader::browser::text::nfc;
use crate::reader::messages::Messages;
use crate::reader::state::navigation::Navigation;

/// The tag bar. The tag of the present list is marked.
#[component]
pub fn TagBar(
    /// Tags with counts, most frequent first.
    tags: Vec<TagCount>,
    /// The tag that the list is filtered by.
    #[prop(into)]
    current: Signal<Option<String>>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let comparable = Memo::new(move |_| current.with(|current| current.as_deref().map(|tag| name::comparable(tag, nfc))));
    let links = tags
        .into_iter()
        .map(|TagCount { name, count }| {
            let key = name::comparable(&name, nfc);
            let is_current = Memo::new(move |_| comparable.with(|current| current.as_deref() == Some(key.as_str())));
            let url = navigation.tag_url(&name);
            let label = messages.tag_with_count(&name, count);
            view! {
                <li>
                    <a class="tag" href=url aria-label=label aria-current=move || is_current.get().then_some("true")>
                        {name} " " <span class="count">{messages.number(count)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tag-bar" aria-label=messages.tags()>
            <ul class="tags">{links}</ul>
        </nav>
    }
}
