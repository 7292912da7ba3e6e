//! The page's frame: header, main region, and which page stands in it.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::browser::dom;
use super::components::filter::FilterBox;
use super::components::notice::{FailureNotice, LoadingNotice};
use super::components::settings::SettingsMenu;
use super::messages::Messages;
use super::pages::list::ListPage;
use super::parts::{Parts, Sources};
use super::state::archive::Archive;
use super::state::loader::Load;
use super::state::navigation::Navigation;
use super::state::reading::Reading;
use super::state::settings::Settings;
use crate::route::ArticleReference;

/// Mounts the reader into the page.
pub fn mount(sources: Sources) {
    let place = dom::document()
        .get_element_by_id("app")
        .expect("index.html has a place for the reader");
    leptos::mount::mount_to(place.unchecked_into(), move || view! { <App sources/> }).forget();
}

#[component]
fn App(sources: Sources) -> impl IntoView {
    let messages = Messages::by_preference();
    dom::set_language(messages.locale());
    let parts = Parts::new(sources);
    let navigation = Navigation::start(parts.rest);
    let reading = Reading::start(navigation, parts);
    provide_context(messages);
    provide_context(parts);
    provide_context(navigation);
    provide_context(reading);
    provide_context(Settings::start());

    let archive_title = move || {
        reading
            .archive
            .get()
            .ready()
            .map_or_else(|| "Offprint".to_owned(), |archive| archive.latest.title.clone())
    };
    let route = navigation.route();
    let article = Memo::new(move |_| route.with(|route| route.article().cloned()));
    let page = move || match (reading.archive.get(), article.get()) {
        (Load::Loading, _) => None,
        (Load::Slow, _) => Some(view! { <LoadingNotice slow=true on_retry=move || reading.open_archive()/> }.into_any()),
        (Load::Failed(error), _) => Some(view! { <FailureNotice error on_retry=move || reading.open_archive()/> }.into_any()),
        (Load::Ready(archive), Some(article)) => Some(view! { <ArticleByPart archive article/> }.into_any()),
        (Load::Ready(archive), None) => Some(view! { <ListPage archive/> }.into_any()),
    };
    let is_list = Memo::new(move |_| article.with(Option::is_none));
    // The skeleton stands in the list's place until there is something to see.
    Effect::new(move |_| {
        let has_page = !matches!(reading.archive.get(), Load::Loading);
        let is_waiting =
            is_list.get() && matches!(reading.archive.get(), Load::Ready(_)) && reading.list.with(|list| matches!(list, Load::Loading));
        if has_page && !is_waiting {
            dom::remove_skeleton();
        }
    });
    // The focus is moved by hand: a fragment in a list's address would be taken as a tag.
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = dom::document().get_element_by_id("main") {
            dom::focus(&main);
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{messages.skip()}</a>
        <header class="masthead">
            <a class="masthead-title" href="./">{archive_title}</a>
            <Show when=move || is_list.get()>
                <FilterBox/>
            </Show>
            <SettingsMenu/>
        </header>
        <main id="main" tabindex="-1">{page}</main>
    }
}

/// The page of an article, once the part of the program that shows it is here.
#[component]
fn ArticleByPart(archive: Arc<Archive>, article: ArticleReference) -> impl IntoView {
    let part = expect_context::<Parts>().article;
    part.ask();
    move || match part.get() {
        Load::Ready(part) => (part.page)(archive.clone(), article.clone()),
        Load::Failed(error) => view! { <FailureNotice error on_retry=move || part.ask()/> }.into_any(),
        state => view! { <LoadingNotice slow={matches!(state, Load::Slow)} on_retry=move || part.ask()/> }.into_any(),
    }
}
