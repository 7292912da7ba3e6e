//! The parts of the program that the first list doesn't need: what shows an article, and the rest. In a release each is a WebAssembly module of its own. The
//! one that the address asks for comes beside the core, the others when what it asks for stands.
//!
//! What is reached through a part's table alone goes into its module, what is reached through both into one that they share, and what the core calls as
//! well stays there (`scripts/split.mjs`). So a call of one of these functions by its own name, from the core, brings it and all that it calls back.

use std::any::Any;
use std::sync::Arc;

use futures_util::future::{LocalBoxFuture, join};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use super::browser::timer::Timer;
use super::browser::{boot, timer};
use super::components::feed::Feed;
use super::components::timeline::MatchingByMonth;
use super::components::{filter, settings, timeline};
use super::messages::Messages;
use super::pages::article::{ArticlePage, ArticlePageProps};
use super::pages::filtered;
use super::state::archive::{Archive, ArchiveError, Cause};
use super::state::filter::Filter;
use super::state::list::{Found, List, Search};
use super::state::loader::{Load, SLOW_MILLIS};
use super::state::navigation::Place;
use super::state::neighbours::{self, Neighbours};
use crate::archive::Card;
use crate::query::Query;
use crate::query::timeline::YearCounts;
use crate::route::ArticleReference;

/// How long another attempt waits in milliseconds; each waits twice as long as the one before, up to `LONGEST_PAUSE_MILLIS`.
const PAUSE_MILLIS: i32 = 2_000;
const LONGEST_PAUSE_MILLIS: i32 = 60_000;

/// What lives as long as it is kept.
pub type Kept = Box<dyn Any>;

/// Fetches a part of the program, if that isn't here: `None` when it can't be had.
pub type Fetch<T> = fn() -> LocalBoxFuture<'static, Option<&'static T>>;

/// What comes when files of the archive have come.
pub type Answer<T> = LocalBoxFuture<'static, Result<T, ArchiveError>>;

/// What shows an article. Here as in the rest, views and what is attached to them find their contexts in the owner of whoever calls.
pub struct ArticlePart {
    /// The page of an article.
    pub page: fn(Arc<Archive>, ArticleReference) -> AnyView,
}

/// What is needed when somebody does more than look at the first list, or at an article.
pub struct Rest {
    /// The neighbours of an article that was opened cold, in the list of an address's query.
    pub neighbours: fn(Arc<Archive>, String, Arc<Card>) -> Answer<Neighbours>,
    /// The query of an address; one that doesn't parse filters nothing.
    pub query: fn(&str) -> Query,
    /// The filter of an address's query.
    pub filter: fn(&str) -> Filter,
    /// A list of any filter, from its beginning or around a place.
    pub open_list: fn(Arc<Archive>, Filter, u32, Option<Place>) -> Answer<List>,
    /// What a list grows by.
    pub search: fn(Arc<Archive>, Search) -> Answer<Found>,
    /// Makes the filter box in this frame work.
    pub filter_box: fn(&Element) -> Option<Kept>,
    /// Draws the timeline in this frame, and makes it work.
    pub timeline: fn(&Element, Vec<YearCounts>, Signal<MatchingByMonth>) -> Option<Kept>,
    /// Makes the keys work at a feed's cards, and what is pointed at come sooner.
    pub feed: fn(Feed, Arc<Archive>) -> Option<Kept>,
    /// What the settings' panel shows; the signal is set whenever somebody comes near it.
    pub settings: fn(RwSignal<bool>) -> AnyView,
    /// The filter's conditions.
    pub chips: fn() -> AnyView,
    /// The heading of a filtered list.
    pub heading: fn(&Query, Messages) -> String,
    /// What the page says of a query that it can't answer, or that doesn't parse.
    pub unanswered: fn(&Filter, &Archive) -> Option<AnyView>,
}

/// The article's part. Only `src/main.rs`, where the program is split, names this and the next one.
pub static ARTICLE: ArticlePart = ArticlePart {
    page: |archive, article| ArticlePage(ArticlePageProps { archive, article }).into_any(),
};

/// The rest.
pub static REST: Rest = Rest {
    neighbours: |archive, query, card| Box::pin(async move { neighbours::find(&archive, &Filter::parse(&query), &card).await }),
    query: |query| Query::parse(query).unwrap_or_default(),
    filter: Filter::parse,
    open_list: |archive, filter, id, place| Box::pin(async move { List::open(&archive, filter, id, place.as_ref()).await }),
    search: |archive, search| Box::pin(async move { search.run(&archive).await }),
    filter_box: filter::attach,
    timeline: timeline::attach,
    feed: Feed::listen,
    settings: settings::panel,
    chips: || filter::chips::Chips().into_any(),
    heading: |query, messages| messages.filter_heading(query),
    unanswered: filtered::unanswered,
};

/// How each part is fetched.
#[derive(Clone, Copy)]
pub struct Sources {
    /// The article's.
    pub article: Fetch<ArticlePart>,
    /// The rest.
    pub rest: Fetch<Rest>,
}

/// Both.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The article's.
    pub article: PartLoader<ArticlePart>,
    /// The rest.
    pub rest: PartLoader<Rest>,
    are_coming: StoredValue<bool>,
}

impl Parts {
    /// Neither has been asked for.
    pub fn new(sources: Sources) -> Self {
        Self {
            article: PartLoader::new(sources.article),
            rest: PartLoader::new(sources.rest),
            are_coming: StoredValue::new(false),
        }
    }

    /// What the address asks for stands: time for whatever isn't here yet.
    pub fn come(self) {
        if self.are_coming.get_value() {
            return;
        }
        self.are_coming.set_value(true);
        spawn_local(async move {
            timer::painted().await;
            join(self.article.come(), self.rest.come()).await;
            timer::after_effects().await;
            boot::note_whole();
        });
    }
}

/// Gets a part of the program, and knows where it is.
pub struct PartLoader<T: 'static> {
    state: RwSignal<Load<&'static T, ArchiveError>, LocalStorage>,
    fetch: Fetch<T>,
}

impl<T> Clone for PartLoader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PartLoader<T> {}

impl<T: Sync> PartLoader<T> {
    fn new(fetch: Fetch<T>) -> Self {
        Self {
            state: RwSignal::new_local(Load::Loading),
            fetch,
        }
    }

    /// Where it is, tracked.
    pub fn get(self) -> Load<&'static T, ArchiveError> {
        self.state.get()
    }

    /// It, if it is here; tracked.
    pub fn here(self) -> Option<&'static T> {
        self.state.with(|load| load.ready().copied())
    }

    fn here_untracked(self) -> Option<&'static T> {
        self.state.with_untracked(|load| load.ready().copied())
    }

    /// Waits for it.
    ///
    /// # Errors
    /// When it can't be had. Whoever asks again has it fetched again.
    pub async fn load(self) -> Result<&'static T, ArchiveError> {
        if let Some(part) = self.here_untracked() {
            return Ok(part);
        }
        let slow = Timer::after(SLOW_MILLIS, move || {
            if self.state.with_untracked(|load| matches!(load, Load::Loading)) {
                self.state.set(Load::Slow);
            }
        });
        let loaded = (self.fetch)().await.ok_or_else(|| {
            let (url, reason) = boot::part_failure();
            ArchiveError {
                url,
                cause: Cause::Program(reason),
            }
        });
        drop(slow);
        // It has just been instantiated, and whoever waits has much to build.
        timer::yield_to_page().await;
        // Several may have waited for it.
        if self.here_untracked().is_none() {
            self.state.set(match &loaded {
                Ok(part) => Load::Ready(part),
                Err(error) => Load::Failed(error.clone()),
            });
        }
        loaded
    }

    /// Gets it for whoever shows it.
    pub fn ask(self) {
        if self.here_untracked().is_none() {
            self.state.set(Load::Loading);
            spawn_local(async move { _ = self.load().await });
        }
    }

    /// Gets it beside whatever else goes on, however often that takes.
    pub async fn come(self) {
        let mut pause = PAUSE_MILLIS;
        while self.load().await.is_err() {
            timer::wait(pause).await;
            pause = (2 * pause).min(LONGEST_PAUSE_MILLIS);
        }
    }
}
