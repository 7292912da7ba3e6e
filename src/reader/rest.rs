//! The rest of the program: what the first list doesn't need. In a release it is a WebAssembly module of its own, which comes when the first list stands,
//! or at once where the address asks for more than that.
//!
//! What is reached through [`Rest`] alone goes into that module (`scripts/split.mjs`); what the first part calls as well stays there. So a call of
//! one of these functions by its own name, from code that the first list runs, brings it and all that it calls back.

use std::any::Any;
use std::sync::Arc;

use futures_util::future::LocalBoxFuture;
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
use crate::query::Query;
use crate::query::timeline::YearCounts;
use crate::route::ArticleReference;

/// How long another attempt waits in milliseconds; each waits twice as long as the one before, up to `LONGEST_PAUSE_MILLIS`.
const PAUSE_MILLIS: i32 = 2_000;
const LONGEST_PAUSE_MILLIS: i32 = 60_000;

/// What lives as long as it is kept.
pub type Kept = Box<dyn Any>;

/// Fetches the rest of the program, if that isn't here: `None` when it can't be had.
pub type Fetch = fn() -> LocalBoxFuture<'static, Option<&'static Rest>>;

/// What comes when files of the archive have come.
pub type Answer<T> = LocalBoxFuture<'static, Result<T, ArchiveError>>;

/// What the first part of the program calls of the rest. Views and what is attached to them find their contexts in the owner of whoever calls.
pub struct Rest {
    /// The page of an article.
    pub article_page: fn(Arc<Archive>, ArticleReference) -> AnyView,
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

/// All of it. Only `src/main.rs` names it, where the program is split.
pub static REST: Rest = Rest {
    article_page: |archive, article| ArticlePage(ArticlePageProps { archive, article }).into_any(),
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

/// Gets the rest of the program, and knows where it is.
#[derive(Clone, Copy)]
pub struct RestLoader {
    state: RwSignal<Load<&'static Rest, ArchiveError>, LocalStorage>,
    fetch: Fetch,
}

impl RestLoader {
    /// It hasn't been asked for.
    pub fn new(fetch: Fetch) -> Self {
        Self {
            state: RwSignal::new_local(Load::Loading),
            fetch,
        }
    }

    /// Where it is, tracked.
    pub fn get(self) -> Load<&'static Rest, ArchiveError> {
        self.state.get()
    }

    /// It, if it is here; tracked.
    pub fn here(self) -> Option<&'static Rest> {
        self.state.with(|load| load.ready().copied())
    }

    fn here_untracked(self) -> Option<&'static Rest> {
        self.state.with_untracked(|load| load.ready().copied())
    }

    /// Waits for it.
    ///
    /// # Errors
    /// When it can't be had. Whoever asks again has it fetched again.
    pub async fn load(self) -> Result<&'static Rest, ArchiveError> {
        if let Some(rest) = self.here_untracked() {
            return Ok(rest);
        }
        let slow = Timer::after(SLOW_MILLIS, move || {
            if self.state.with_untracked(|load| matches!(load, Load::Loading)) {
                self.state.set(Load::Slow);
            }
        });
        let loaded = (self.fetch)().await.ok_or_else(|| ArchiveError {
            url: boot::rest_url(),
            cause: Cause::Program(boot::rest_failure()),
        });
        drop(slow);
        // Several may have waited for it.
        if self.here_untracked().is_none() {
            self.state.set(match &loaded {
                Ok(rest) => Load::Ready(rest),
                Err(error) => Load::Failed(error.clone()),
            });
            if loaded.is_ok() {
                timer::after_effects().await;
                boot::note_whole();
            }
        }
        loaded
    }

    /// Tries again, and is seen to.
    pub fn retry(self) {
        self.state.set(Load::Loading);
        spawn_local(async move { _ = self.load().await });
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
