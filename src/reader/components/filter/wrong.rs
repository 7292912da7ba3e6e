//! Where a text stops being a query, and what was expected there.

use leptos::prelude::*;

use crate::query::parse::ParseError;
use crate::reader::messages::Messages;

/// The text with the place marked, and the expectation in words; nothing if the text is a query.
#[component]
pub fn Wrong(
    /// The text.
    text: RwSignal<String>,
    /// What is wrong with it.
    wrong: Memo<Option<ParseError>>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let content = move || {
        wrong.get().map(|error| {
            let text = text.get_untracked();
            let (before, rest) = text.split_at_checked(error.at.byte_offset).unwrap_or((&text, ""));
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| c.is_whitespace())
                .map_or(rest.len(), |(end, _)| end);
            let (at, after) = rest.split_at(end);
            // At the text's end there is nothing to mark but the place itself.
            let at = if at.trim().is_empty() { "\u{a0}" } else { at };
            view! {
                <code class="wrong-text" aria-hidden="true">{before.to_owned()}<mark>{at.to_owned()}</mark>{after.to_owned()}</code>
                <p>{messages.parse_error(&error)}</p>
            }
        })
    };
    view! { <div id="filter-wrong" class="wrong" role="status">{content}</div> }
}
