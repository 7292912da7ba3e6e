//! What a page says when it has nothing to show.

use leptos::prelude::*;

use crate::reader::messages::Messages;
use crate::reader::state::archive::ArchiveError;

/// A heading and a sentence, perhaps with something to do.
#[component]
pub fn Notice(
    /// What is the matter, in a few words.
    #[prop(into)]
    title: String,
    /// What a person can do.
    #[prop(into)]
    advice: String,
    /// Links or buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="notice">
            <h1 tabindex="-1">{title}</h1>
            <p>{advice}</p>
            {children.map(|children| children())}
        </section>
    }
}

/// While something loads; after a while with another try.
#[component]
pub fn LoadingNotice(
    /// Whether it has been a while.
    slow: bool,
    /// Tries again.
    #[prop(into)]
    on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let text = if slow { messages.still_loading() } else { messages.loading() };
    view! {
        <div class="loading" role="status">
            <p>{text}</p>
            {slow.then(|| view! { <button type="button" on:click=move |_| on_retry.run(())>{messages.try_again()}</button> })}
        </div>
    }
}

/// A file of the archive could not be had: what was asked for, what came, what to do.
#[component]
pub fn FailureNotice(
    /// What went wrong.
    error: ArchiveError,
    /// Tries again.
    #[prop(into)]
    on_retry: UnsyncCallback<()>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let failure = messages.failure(&error);
    view! {
        <section class="notice" role="alert">
            <h1 tabindex="-1">{failure.title}</h1>
            <p>{failure.cause}</p>
            <p class="notice-detail">{failure.asked}</p>
            <p>{failure.advice}</p>
            <button type="button" on:click=move |_| on_retry.run(())>{messages.try_again()}</button>
        </section>
    }
}
