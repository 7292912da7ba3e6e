//! The list: newest first, all articles or those of a tag.

use std::sync::Arc;

use leptos::prelude::*;

use crate::archive::name::comparable;
use crate::archive::{Key, file};
use crate::query::Query;
use crate::reader::browser::dom;
use crate::reader::browser::text::nfc;
use crate::reader::components::feed::{Cards, Feed};
use crate::reader::components::filter::status::ListStatus;
use crate::reader::components::notice::{FailureNotice, LoadingNotice, Notice};
use crate::reader::components::numbered::numbered;
use crate::reader::components::older::Older;
use crate::reader::components::tag_bar::TagBar;
use crate::reader::components::timeline::TimelineView;
use crate::reader::messages::Messages;
use crate::reader::parts::Parts;
use crate::reader::state::archive::Archive;
use crate::reader::state::filter::Filter;
use crate::reader::state::list::List;
use crate::reader::state::loader::Load;
use crate::reader::state::navigation::{Arrival, Navigation};
use crate::reader::state::progress::Progress;
use crate::reader::state::reading::{Growth, Reading};

/// The list page.
#[component]
pub fn ListPage(
    /// The open archive.
    archive: Arc<Archive>,
) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let navigation = expect_context::<Navigation>();
    let rest = expect_context::<Parts>().rest;
    // The list of an article that was opened cold has its first cards only; the place that one returns to may lie deeper.
    if let Arrival::ByReturn(place) = navigation.arrival()
        && reading.with_list(|list| list.rows().contains(&place.row)) == Some(false)
    {
        reading.reopen_list();
    }
    // As it is when one comes to the list: reading changes it.
    provide_context(Progress::kept());
    let tags = archive.manifest().tags.clone();
    let years = archive
        .manifest()
        .years
        .iter()
        .map(|year| (year.year, year.months))
        .collect::<Vec<_>>();
    let known = Memo::new(move |_| {
        reading
            .list
            .with(|list| list.ready().map(|list| (list.id, list.searched_to(), list.count())))
    });
    let matching = Memo::new({
        let archive = archive.clone();
        move |_| {
            // Looked at, not only tracked: a memo that nobody looks at isn't computed.
            known.get();
            reading.with_list(|list| list.by_month(&archive.manifest().years)).flatten()
        }
    });
    let state = Memo::new(move |_| {
        reading
            .list
            .with(|list| list.ready().map(|list| list.rows().is_empty() && !list.is_blank()))
    });
    let content = move || {
        if let Some(is_empty) = state.get() {
            return view! { <Found archive=archive.clone() is_empty/> }.into_any();
        }
        reading.list.with(|list| match list {
            Load::Failed(error) => view! { <FailureNotice error=error.clone() on_retry=move || reading.reopen_list()/> }.into_any(),
            state => view! { <LoadingNotice slow={matches!(state, Load::Slow)} on_retry=move || reading.reopen_list()/> }.into_any(),
        })
    };
    let is_filtered = Memo::new(move |_| !navigation.query().with(Query::is_everything));
    let chips = move || is_filtered.get().then(|| rest.here().map(|rest| (rest.chips)()));
    view! {
        <TagBar tags/>
        <TimelineView years matching/>
        {chips}
        {content}
    }
}

/// A list that is there.
#[component]
fn Found(archive: Arc<Archive>, is_empty: bool) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let reading = expect_context::<Reading>();
    // A list that isn't of everything comes from there.
    let rest = untrack(|| expect_context::<Parts>().rest.here());
    let Some((filter, tag_name)) = reading.with_list(|list| (list.filter.clone(), list.tag_name.clone())) else {
        return ().into_any();
    };
    // What feed readers can follow of this view: all articles, or a tag's, whose document the archive has.
    let feed = match (&filter, &tag_name) {
        (Filter::Everything, _) => Some(file::FEED.to_owned()),
        (Filter::Tag { .. }, Some(name)) => Some(file::tag(&Key::of_tag(&comparable(name, nfc)))),
        _ => None,
    };
    let feed_title = tag_name
        .as_ref()
        .map_or_else(|| archive.latest.title.clone(), |tag| format!("#{tag} · {}", archive.latest.title));
    dom::set_feed(feed.map(|path| format!("{}{path}", archive.url)).as_deref(), &feed_title);
    on_cleanup(|| dom::set_feed(None, ""));

    let tag = tag_name.or_else(|| filter.tag().map(str::to_owned));
    let heading = tag
        .map(|tag| format!("#{tag}"))
        .or_else(|| Some((rest?.heading)(&filter.query()?, messages)));
    let archive_title = archive.latest.title.clone();
    dom::set_title(
        &heading
            .as_ref()
            .map_or_else(|| archive_title.clone(), |heading| format!("{heading} · {archive_title}")),
    );
    navigation.arrive();

    if archive.manifest().count == 0 {
        return view! { <Notice title=messages.empty_title() advice=messages.empty_advice()/> }.into_any();
    }
    if is_empty {
        let no_match = match filter {
            Filter::Tag { .. } => (messages.no_article_with_tag(), messages.no_article_with_tag_advice()),
            _ => (messages.no_match_title(), messages.no_match_advice()),
        };
        return view! {
            <Notice title=no_match.0 advice=no_match.1>
                <a class="button" href=navigation.list_url(&Query::everything())>{messages.all_articles()}</a>
            </Notice>
        }
        .into_any();
    }

    let count = Signal::derive(move || reading.list.with(|list| list.ready().map(List::count)));
    let unsearched = Memo::new(move |_| {
        let ordinal = reading.list.with(|list| list.ready()?.searched_to());
        let is_exact = count.get().is_some_and(|count| count.is_exact);
        ordinal.filter(|ordinal| *ordinal > 0 && !is_exact)
    });
    let searched_to = Signal::derive({
        let archive = archive.clone();
        move || unsearched.get().and_then(|ordinal| archive.month_of(ordinal))
    });
    let can_search = Signal::derive(move || unsearched.get().is_some());
    let is_searching = Signal::derive(move || reading.growth.get() == Growth::Growing);
    let is_filtered = filter != Filter::Everything;
    let unanswered = rest.and_then(|rest| (rest.unanswered)(&filter, &archive));
    let heading = heading.unwrap_or_else(|| messages.newest().to_owned());
    let label = heading.clone();
    // Another list of the same query begins elsewhere. One without a row yet has no cards.
    let id = Memo::new(move |_| {
        reading
            .list
            .with(|list| list.ready().filter(|list| !list.is_blank()).map(|list| list.id as i32))
    });
    let blank = move || {
        id.get().is_none().then(|| match reading.growth.get() {
            Growth::Failed(error) => view! { <FailureNotice error on_retry=move || reading.search_further()/> }.into_any(),
            Growth::Stopped => ().into_any(),
            Growth::Resting | Growth::Growing => view! { <LoadingNotice slow=false on_retry=|| ()/> }.into_any(),
        })
    };
    let cards = move |_| {
        let feed = Feed::start(reading, navigation);
        navigation.keep_place_by(move || feed.place());
        view! {
            <Cards feed archive=archive.clone() label=label.clone()/>
            <Older feed/>
        }
        .into_any()
    };
    view! {
        <header class="list-header">
            <h1 tabindex="-1">
                {heading}
            </h1>
            <ListStatus count searched_to can_search is_searching on_more=move || reading.search_further() on_stop=move || reading.stop()/>
            {is_filtered.then(|| view! { <a class="clear" href=navigation.list_url(&Query::everything())>{messages.clear()}</a> })}
        </header>
        {unanswered}
        {blank}
        {numbered(move || id.get().into_iter().collect(), cards)}
    }
    .into_any()
}
