//! The archive's most frequent tags with their counts.

use leptos::prelude::*;

use crate::archive::{TagCount, name};
use crate::query::{Expression, Term};
use crate::reader::browser::text::nfc;
use crate::reader::messages::Messages;
use crate::reader::state::navigation::Navigation;

/// The tag bar. The tags that the list is filtered by are marked.
#[component]
pub fn TagBar(
    /// Tags with counts, most frequent first.
    tags: Vec<TagCount>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let current = Memo::new(move |_| {
        let comparable_tag = |part: &Expression| match part {
            Expression::Term(Term::Tag(tag)) => Some(name::comparable(tag, nfc)),
            _ => None,
        };
        navigation
            .query()
            .with(|query| query.conditions().iter().filter_map(comparable_tag).collect::<Vec<_>>())
    });
    let links = tags
        .into_iter()
        .map(|TagCount { name, count }| {
            let key = name::comparable(&name, nfc);
            let is_current = Memo::new(move |_| current.with(|current| current.contains(&key)));
            let term = Term::Tag(name.clone());
            let text = term.to_string();
            let label = messages.tag_with_count(&name, count);
            view! {
                <li>
                    <a
                        class="tag"
                        data-term=text
                        href=move || navigation.term_url(&term)
                        aria-label=label
                        aria-current=move || is_current.get().then_some("true")
                    >
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
