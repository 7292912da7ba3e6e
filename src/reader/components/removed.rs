//! What an article lost on its way to the page.

use leptos::prelude::*;

use crate::content::removed::Removed;
use crate::reader::messages::Messages;

/// Tells, for those who ask, what was taken from an article.
#[component]
pub fn RemovedNote(
    /// What was taken.
    removed: Removed,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let total: u32 = removed.counts().map(|(_, count)| count).sum();
    (total > 0).then(|| {
        let kinds = removed
            .counts()
            .map(|(kind, count)| view! { <li>{messages.removed(kind, count)}</li> });
        view! {
            <details class="removed">
                <summary>{messages.removed_title(total)}</summary>
                <ul>{kinds.collect_view()}</ul>
            </details>
        }
    })
}
