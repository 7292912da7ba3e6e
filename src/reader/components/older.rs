//! What stands at the end of a list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::feed::{Feed, Goal};
use super::notice::FailureNotice;
use super::numbered::numbered;
use crate::reader::browser::{dom, timer};
use crate::reader::messages::Messages;
use crate::reader::state::list::List;
use crate::reader::state::navigation::Navigation;
use crate::reader::state::ordinals::Direction;
use crate::reader::state::reading::{Growth, Reading};

/// The end of a list: a link to older articles for those who don't scroll, or that there are none.
#[component]
pub fn Older(
    /// The cards before it.
    feed: Feed,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let reading = expect_context::<Reading>();
    let has_more = Memo::new(move |_| reading.list.with(|list| list.ready().is_some_and(List::has_older)));
    // Someone who asks for older articles by hand goes on at the first of them.
    let go_on = move || {
        let end = reading.with_list(|list| list.rows().end).unwrap_or_default();
        if reading.growth.get_untracked() == Growth::Stopped {
            reading.growth.set(Growth::Resting);
        }
        feed.go_to(end, Goal::Title);
    };
    let end = move || {
        keep_focus();
        if !has_more.get() {
            return view! { <p class="end" tabindex="-1">{messages.end()}</p> }.into_any();
        }
        match reading.growth.get() {
            Growth::Failed(error) => {
                let retry = move || {
                    reading.growth.set(Growth::Resting);
                    reading.grow(Direction::Older);
                };
                view! { <FailureNotice error on_retry=retry/> }.into_any()
            }
            state => view! {
                <p class="older" aria-busy={(state == Growth::Growing).to_string()}>
                    <a
                        class="button"
                        href=navigation.back_url()
                        on:click=move |event| {
                            event.prevent_default();
                            go_on();
                        }
                    >
                        {messages.older_articles()}
                    </a>
                </p>
            }
            .into_any(),
        }
    };
    // A new element whenever there is more before it: one that stayed would be seen to jump by as much.
    let before = feed.end();
    let numbers = move || {
        keep_focus();
        before.get().into_iter().collect()
    };
    numbered(numbers, move |_| view! { <div class="list-end">{end}</div> }.into_any())
}

/// Called before the list's end is replaced: whoever has the focus in it has it in what comes in its place, before any key could miss
/// it, unless it has gone on to a card.
fn keep_focus() {
    let focused = dom::document().active_element();
    if !focused.is_some_and(|element| matches!(element.closest(".list-end"), Ok(Some(_)))) {
        return;
    }
    spawn_local(async {
        timer::after_effects().await;
        let document = dom::document();
        let is_lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
        if let (true, Ok(Some(element))) = (is_lost, document.query_selector(".list-end :is(a, button, .end)")) {
            dom::focus(&element);
        }
    });
}
