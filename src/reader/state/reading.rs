//! What is being read: the open archive, the list of the address's query, the channel to the sanitiser.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::archive::{Archive, ArchiveError, Cause};
use super::list::{List, Search};
use super::loader::{Load, Loader};
use super::navigation::{Arrival, Navigation, Place};
use super::ordinals::Direction;
use super::prefetch::Prefetch;
use super::window::Heights;
use crate::reader::browser::sanitizer::Sanitizer;
use crate::reader::browser::task::Task;
use crate::reader::browser::timer;
use crate::reader::parts::{PartLoader, Parts, Rest};

/// The state that pages share.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The archive.
    pub archive: Loader<Arc<Archive>, ArchiveError>,
    /// The list of the present query; it stays while an article of it is read.
    pub list: Loader<List, ArchiveError>,
    /// Whether older cards are on their way, or why they did not come.
    pub growth: RwSignal<Growth, LocalStorage>,
    /// The same of newer ones, of a list that was opened in its middle.
    pub growth_above: RwSignal<Growth, LocalStorage>,
    /// What adds older and newer rows.
    growing: StoredValue<(Option<Task>, Option<Task>), LocalStorage>,
    /// How high the list's chunks are: they stay known while an article is read.
    pub heights: StoredValue<Heights, LocalStorage>,
    /// What is fetched before it is asked for.
    pub prefetch: Prefetch,
    /// The query of the address.
    pub query: Memo<String>,
    sanitizer: StoredValue<Sanitizer, LocalStorage>,
    was_reopened: StoredValue<bool>,
    n_lists: StoredValue<u32>,
    navigation: Navigation,
    rest: PartLoader<Rest>,
}

/// The state of a list's growth.
#[derive(Debug, Clone, PartialEq)]
pub enum Growth {
    /// Nothing is under way.
    Resting,
    /// Older cards are on their way.
    Growing,
    /// Someone has stopped the search for them, until they ask for more.
    Stopped,
    /// They did not come.
    Failed(ArchiveError),
}

impl Reading {
    /// Opens the archive, and a list whenever the archive or the query is another one.
    pub fn start(navigation: Navigation, parts: Parts) -> Self {
        let route = navigation.route();
        let reading = Self {
            archive: Loader::new(),
            list: Loader::new(),
            growth: RwSignal::new_local(Growth::Resting),
            growth_above: RwSignal::new_local(Growth::Resting),
            growing: StoredValue::new_local((None, None)),
            heights: StoredValue::new_local(Heights::default()),
            prefetch: Prefetch::new(),
            query: Memo::new(move |_| route.with(|route| route.query().to_owned())),
            sanitizer: StoredValue::new_local(Sanitizer::default()),
            was_reopened: StoredValue::new(false),
            n_lists: StoredValue::new(0),
            navigation,
            rest: parts.rest,
        };
        reading.open_archive();
        reading.ask_for(parts);
        Effect::new(move |_| {
            let query = reading.query.get();
            if let Load::Ready(archive) = reading.archive.get() {
                reading.open_list(archive, &query);
            }
        });
        Effect::new(move |_| {
            reading.list.with(|list| {
                if let Load::Failed(error) = list {
                    reading.reopen_if_republished(error);
                }
            });
        });
        reading
    }

    /// Opens the archive, at first or again.
    pub fn open_archive(&self) {
        self.archive.run(Archive::open());
    }

    /// Opens the list of the present query again.
    pub fn reopen_list(&self) {
        if let Load::Ready(archive) = self.archive.get_untracked() {
            self.open_list(archive, &self.query.get_untracked());
        }
    }

    /// Looks at the list, untracked, if it is here.
    pub fn with_list<R>(&self, look: impl FnOnce(&List) -> R) -> Option<R> {
        self.list.with_untracked(|list| list.ready().map(look))
    }

    /// Whether rows in a direction are on their way, or why they did not come.
    pub fn growth_in(&self, direction: Direction) -> RwSignal<Growth, LocalStorage> {
        match direction {
            Direction::Older => self.growth,
            Direction::Newer => self.growth_above,
        }
    }

    /// Adds rows at one end of the list, if it rests there and there are more.
    pub fn grow(self, direction: Direction) {
        let growth = self.growth_in(direction);
        let search = self.with_list(|list| list.search(direction)).flatten();
        let (Load::Ready(archive), Some(search)) = (self.archive.get_untracked(), search) else {
            return;
        };
        if growth.get_untracked() != Growth::Resting {
            return;
        }
        growth.set(Growth::Growing);
        let task = Task::spawn(self.add(archive, search, growth));
        self.growing.update_value(|growing| match direction {
            Direction::Older => growing.0 = Some(task),
            Direction::Newer => growing.1 = Some(task),
        });
    }

    /// Adds what a search finds, and searches on while the list has no row to show.
    async fn add(self, archive: Arc<Archive>, mut search: Search, growth: RwSignal<Growth, LocalStorage>) {
        loop {
            let id = search.list;
            let found = match self.rest.load().await {
                Ok(rest) => (rest.search)(archive.clone(), search).await,
                Err(error) => Err(error),
            };
            // The person may have gone on to another list meanwhile.
            if self.with_list(|list| list.id) != Some(id) {
                return;
            }
            match found {
                Ok(found) => {
                    self.list.update_ready(|list| list.add(found));
                    let next = self.with_list(|list| list.search(Direction::Older).filter(|_| list.is_blank()));
                    match next.flatten() {
                        Some(next) => search = next,
                        None => return growth.set(Growth::Resting),
                    }
                }
                Err(error) => {
                    self.reopen_if_republished(&error);
                    return growth.set(Growth::Failed(error));
                }
            }
        }
    }

    /// Stops the search for older rows, and its requests.
    pub fn stop(self) {
        self.growing.update_value(|growing| growing.0 = None);
        self.growth.set(Growth::Stopped);
    }

    /// Searches for older rows, also after a stop or a failure.
    pub fn search_further(self) {
        if self.growth.get_untracked() != Growth::Growing {
            self.growth.set(Growth::Resting);
        }
        self.grow(Direction::Older);
    }

    /// Opens the list around another row, which someone has scrolled to without passing those between. Where the row's ordinal
    /// can't be told, that is the list's beginning.
    pub fn seek(self, row: i32) {
        let ordinal = self.with_list(|list| list.ordinal_at(row)).flatten();
        let place = Place {
            row: if ordinal.is_some() { row } else { 0 },
            ordinal,
            ..Place::default()
        };
        let (Load::Ready(archive), Some((left, filter))) =
            (self.archive.get_untracked(), self.with_list(|list| (list.id, list.filter.clone())))
        else {
            return;
        };
        let id = self.next_list();
        spawn_local(async move {
            let opened = match self.rest.load().await {
                Ok(rest) => (rest.open_list)(archive, filter, id, Some(place.clone())).await,
                Err(error) => Err(error),
            };
            if self.with_list(|list| list.id) != Some(left) {
                return;
            }
            match opened {
                Ok(list) => {
                    self.navigation.return_to(place);
                    self.settle();
                    self.list.set_ready(list);
                }
                Err(error) => self.growth_above.set(Growth::Failed(error)),
            }
        });
    }

    /// Has the parts of the program come that this address needs beside the one that shows it, and all when its list stands. (Its article
    /// says so itself.)
    fn ask_for(self, parts: Parts) {
        let route = self.navigation.route();
        if route.with_untracked(|route| !route.query().is_empty()) {
            spawn_local(parts.rest.come());
        }
        Effect::new(move |_| {
            let is_settled =
                self.list.with(|list| !matches!(list, Load::Loading | Load::Slow)) || matches!(self.archive.get(), Load::Failed(_));
            if is_settled && route.with(|route| route.article().is_none()) {
                parts.come();
            }
        });
    }

    fn next_list(&self) -> u32 {
        let id = self.n_lists.get_value() + 1;
        self.n_lists.set_value(id);
        id
    }

    fn settle(&self) {
        self.growing.set_value((None, None));
        self.growth.set(Growth::Resting);
        self.growth_above.set(Growth::Resting);
    }

    /// The channel to the sanitiser.
    pub fn sanitizer(&self) -> Sanitizer {
        self.sanitizer.get_value()
    }

    /// A reader that finds the archive republished starts the view again, once: a second time something else is wrong.
    pub fn reopen_if_republished(&self, error: &ArchiveError) {
        if error.cause == Cause::Republished && !self.was_reopened.get_value() {
            self.was_reopened.set_value(true);
            self.navigation.start_over();
            self.open_archive();
        }
    }

    fn open_list(&self, archive: Arc<Archive>, query: &str) {
        self.settle();
        // The page's frame is made in the same task, so that a cold start waits for another one.
        let (place, is_cold) = match self.navigation.arrival() {
            Arrival::ByReturn(place) => (Some(place), false),
            Arrival::ByLink | Arrival::InPlace => (None, false),
            Arrival::Cold => (None, true),
        };
        let id = self.next_list();
        let reading = *self;
        let query = query.to_owned();
        let search_on = move || {
            if reading.with_list(List::is_blank) == Some(true) {
                reading.grow(Direction::Older);
            }
        };
        let open = async move {
            if is_cold {
                timer::yield_to_page().await;
            }
            if query.is_empty() && !place.as_ref().is_some_and(Place::is_in_list) {
                return Ok(List::newest(&archive, id));
            }
            let rest = reading.rest.load().await?;
            (rest.open_list)(archive, (rest.filter)(&query), id, place).await
        };
        self.list.run_then(open, search_on);
    }
}
