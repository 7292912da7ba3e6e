//! The list: newest first, all articles or those of a tag.

use std::sync::Arc;

use leptos::html::A;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::query::{Query, Term};
use crate::reader::browser::{dom, scroll, timer};
use crate::reader::components::card::CardView;
use crate::reader::components::notice::{FailureNotice, LoadingNotice, Notice};
use crate::reader::components::tag_bar::TagBar;
use crate::reader::messages::Messages;
use crate::reader::state::archive::Archive;
use crate::reader::state::filter::Filter;
use crate::reader::state::list::List;
use crate::reader::state::loader::Load;
use crate::reader::state::navigation::{Arrival, Navigation, Place};
use crate::reader::state::reading::{Growth, Reading};

/// How far below the view the end of the list may be when older cards are asked for.
const AHEAD: &str = "1200px";

/// The list page.
#[component]
pub fn ListPage(
    /// The open archive.
    archive: Arc<Archive>,
) -> impl IntoView {
    let reading = expect_context::<Reading>();
    // The list of an article that was opened cold has its first cards only; the place that one returns to may lie deeper.
    if let (Arrival::ByReturn(place), Load::Ready(list)) = (expect_context::<Navigation>().arrival(), reading.list.get_untracked())
        && list.cards.len() < place.n_cards
        && list.has_more()
    {
        reading.reopen_list();
    }
    let current = Signal::derive(move || Filter::parse(&reading.query.get()).tag().map(str::to_owned));
    let tags = archive.manifest().tags.clone();
    let is_ready = Memo::new(move |_| matches!(reading.list.get(), Load::Ready(_)));
    let content = move || {
        if is_ready.get() {
            return view! { <Cards archive=archive.clone()/> }.into_any();
        }
        match reading.list.get() {
            Load::Failed(error) => view! { <FailureNotice error on_retry=move || reading.reopen_list()/> }.into_any(),
            state => view! { <LoadingNotice slow={matches!(state, Load::Slow)} on_retry=move || reading.reopen_list()/> }.into_any(),
        }
    };
    view! {
        <TagBar tags current/>
        {content}
    }
}

/// The cards of a list that is there.
#[component]
fn Cards(archive: Arc<Archive>) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let reading = expect_context::<Reading>();
    let list = move || reading.list.get().ready().cloned();
    let Some(first) = reading.list.get_untracked().ready().cloned() else {
        return ().into_any();
    };

    let heading = first.tag_name.clone().or_else(|| first.filter.tag().map(str::to_owned));
    let archive_title = archive.latest.title.clone();
    dom::set_title(
        &heading
            .as_ref()
            .map_or_else(|| archive_title.clone(), |tag| format!("#{tag} · {archive_title}")),
    );
    take_place(navigation);
    keep_place(navigation, reading);

    if archive.manifest().count == 0 {
        return view! { <Notice title=messages.empty_title() advice=messages.empty_advice()/> }.into_any();
    }
    if first.cards.is_empty() {
        return view! {
            <Notice title=messages.no_match_title() advice=messages.no_match_advice()>
                <a class="button" href=navigation.list_url(&Query::everything())>{messages.all_articles()}</a>
            </Notice>
        }
        .into_any();
    }

    let is_filtered = heading.is_some();
    let url = archive.url.clone();
    let time_zone = archive.manifest().time_zone.clone();
    let unanswered = unanswered(&first.filter, &archive, messages, navigation);
    let count = first.count;
    // One picture is fetched at once: the first that is seen.
    let first_picture = first.cards.iter().position(|card| card.image.is_some());
    let card = move |(place, card): (usize, Arc<crate::archive::Card>)| {
        let id = card_id(&card);
        view! {
            <li id=id>
                <CardView card archive_url=url.clone() time_zone=time_zone.clone() urgent={Some(place) == first_picture}/>
            </li>
        }
    };
    view! {
        <header class="list-header">
            <h1 tabindex="-1">
                {match heading { Some(tag) => format!("#{tag}"), None => messages.newest().to_owned() }}
            </h1>
            <p class="list-count" role="status">{messages.n_articles(count)}</p>
            {is_filtered.then(|| view! { <a class="clear" href=navigation.list_url(&Query::everything())>{messages.clear()}</a> })}
        </header>
        {unanswered}
        <ol class="cards">
            <For each=move || list().map(|list| list.cards.into_iter().enumerate().collect::<Vec<_>>()).unwrap_or_default() key=|(_, card)| card.key.clone() children=card/>
        </ol>
        <Older/>
    }
    .into_any()
}

/// The end of the list: older articles as they come near, and a link for those who don't scroll.
#[component]
fn Older() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let reading = expect_context::<Reading>();
    let has_more = Memo::new(move |_| reading.list.get().ready().is_some_and(List::has_more));
    let n_cards = move || reading.list.get_untracked().ready().map_or(0, |list| list.cards.len());
    let link = NodeRef::<A>::new();
    Effect::new(move |previous: Option<Option<scroll::Watch>>| {
        // Looks again after each growth: the link may still be near.
        reading.list.get();
        drop(previous);
        let element = link.get()?;
        let watch = scroll::Watch::new(AHEAD, move |_, is_near| {
            if is_near && reading.growth.get_untracked() == Growth::Resting {
                reading.grow();
            }
        })?;
        watch.add(&element);
        Some(watch)
    });
    // Someone who asked for older articles by hand goes on at the first of them.
    let go_on_from = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        let Some(first_new) = go_on_from.get() else { return };
        let card = reading
            .list
            .get()
            .ready()
            .and_then(|list| list.cards.get(first_new).map(|card| card_id(card)));
        if let Some(id) = card {
            go_on_from.set(None);
            timer::after_paint(move || {
                if let Ok(Some(title)) = dom::document().query_selector(&format!("#{id} .card-title a")) {
                    dom::focus(&title);
                }
            });
        }
    });
    let end = move || {
        if !has_more.get() {
            return view! { <p class="end">{messages.end()}</p> }.into_any();
        }
        match reading.growth.get() {
            Growth::Failed(error) => view! { <FailureNotice error on_retry=move || reading.growth.set(Growth::Resting)/> }.into_any(),
            state => view! {
                <p class="older" aria-busy={(state == Growth::Growing).to_string()}>
                    <a
                        class="button"
                        node_ref=link
                        href=navigation.back_url()
                        on:click=move |event| {
                            event.prevent_default();
                            go_on_from.set(Some(n_cards()));
                            reading.grow();
                        }
                    >
                        {messages.older_articles()}
                    </a>
                </p>
            }
            .into_any(),
        }
    };
    // A new element after each growth: one that stayed would be seen to jump by as much as the list has grown.
    let length = Memo::new(move |_| reading.list.get().ready().map_or(0, |list| list.cards.len()));
    view! { <For each=move || [length.get()] key=|length| *length children=move |_| end/> }
}

/// What the page says of a query that it can't answer yet, or that doesn't parse.
fn unanswered(filter: &Filter, archive: &Archive, messages: Messages, navigation: Navigation) -> Option<AnyView> {
    let tag_links = move |names: Vec<String>| {
        names
            .into_iter()
            .map(|name| view! { <a class="tag" href=navigation.tag_url(&name)>{name.clone()}</a> })
            .collect_view()
    };
    match filter {
        Filter::Everything | Filter::Tag { .. } => None,
        Filter::NotYet(query) => {
            let matching = tags_like_text(query, archive);
            let text = match (has_text(query), matching.is_empty()) {
                (true, false) => messages.no_text(),
                (true, true) => messages.no_text_no_tags(),
                (false, _) => messages.not_yet(),
            };
            let mut names: Vec<String> = query
                .terms()
                .filter_map(|term| if let Term::Tag(tag) = term { Some(tag.clone()) } else { None })
                .collect();
            names.extend(matching);
            Some(view! { <div class="query-note" role="status"><p>{text}</p>{tag_links(names)}</div> }.into_any())
        }
        Filter::Invalid(error) => {
            let detail = messages.parse_error(error);
            Some(view! { <div class="query-note" role="status"><p>{messages.bad_query()}</p><p>{detail}</p></div> }.into_any())
        }
    }
}

fn has_text(query: &Query) -> bool {
    query.terms().any(|term| matches!(term, Term::Text(_)))
}

/// The frequent tags whose names hold a text term.
fn tags_like_text(query: &Query, archive: &Archive) -> Vec<String> {
    use crate::archive::name::comparable;
    use crate::reader::browser::text::nfc;
    let words: Vec<String> = query
        .terms()
        .filter_map(|term| {
            if let Term::Text(text) = term {
                Some(comparable(text, nfc))
            } else {
                None
            }
        })
        .collect();
    let matches = |tag: &str| {
        let tag = comparable(tag, nfc);
        words.iter().any(|word| tag.contains(word.as_str()))
    };
    archive
        .manifest()
        .tags
        .iter()
        .filter(|tag| matches(&tag.name))
        .map(|tag| tag.name.clone())
        .collect()
}

fn card_id(card: &crate::archive::Card) -> String {
    format!("card-{}", card.key)
}

/// Goes to the place that the person returns to, or to the top.
fn take_place(navigation: Navigation) {
    let arrival = navigation.arrival();
    timer::after_paint(move || {
        match arrival {
            Arrival::ByReturn(place) if scroll::to_element(&place.anchor, place.offset) => {
                let anchor = place.anchor.clone();
                spawn_local(async move { scroll::settle_at_element(&anchor, place.offset).await });
                if let Ok(Some(title)) = dom::document().query_selector(&format!("#{} .card-title a", place.anchor)) {
                    dom::focus(&title);
                }
            }
            Arrival::ByLink => {
                scroll::to_top();
                if let Ok(Some(heading)) = dom::document().query_selector("main h1") {
                    dom::focus(&heading);
                }
            }
            Arrival::ByReturn(_) | Arrival::Cold => {}
        }
        navigation.arrive();
    });
}

/// Keeps the first card in view with the present step.
fn keep_place(navigation: Navigation, reading: Reading) {
    navigation.keep_place_by(move || {
        let n_cards = reading.list.get_untracked().ready().map_or(0, |list| list.cards.len());
        scroll::first_in_view(".cards > li").map(|(anchor, offset)| Place { anchor, offset, n_cards })
    });
}
