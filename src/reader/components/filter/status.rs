//! How many articles the list has, and how far back they were searched.

use leptos::prelude::*;

use crate::query::date::PartialDate;
use crate::reader::messages::Messages;
use crate::reader::state::matches::Count;

/// The list's status line. While older articles are unsearched it says how far back the search went, and offers to go on; while it
/// goes on, to stop it.
#[component]
pub fn ListStatus(
    /// The matches, as far as known; `None` before the first answer.
    #[prop(into)]
    count: Signal<Option<Count>>,
    /// The month down to which all articles were searched; `None` when all were, or all that have a date.
    #[prop(into)]
    searched_to: Signal<Option<PartialDate>>,
    /// Whether there are unsearched ones.
    #[prop(into)]
    can_search: Signal<bool>,
    /// Whether older articles are being searched now.
    #[prop(into)]
    is_searching: Signal<bool>,
    /// Searches older articles.
    #[prop(into)]
    on_more: UnsyncCallback<()>,
    /// Stops searching.
    #[prop(into)]
    on_stop: UnsyncCallback<()>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let text = move || {
        let count = count.get().map(|count| messages.n_matches(count));
        let reach = searched_to.get().map(|month| messages.searched_back_to(month));
        count.into_iter().chain(reach).collect::<Vec<_>>().join(" · ")
    };
    // One button that changes its meaning keeps the focus of whoever presses it.
    let button = move || {
        can_search.get().then(|| {
            let press = move |_| {
                if is_searching.get_untracked() {
                    on_stop.run(())
                } else {
                    on_more.run(())
                }
            };
            let label = move || {
                if is_searching.get() {
                    messages.stop()
                } else {
                    messages.search_further()
                }
            };
            view! { <button type="button" class="list-search" on:click=press>{label}</button> }
        })
    };
    view! {
        <div class="list-status">
            <p class="list-count" role="status">{text}</p>
            {button}
        </div>
    }
}
