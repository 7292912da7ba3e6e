//! What is being read: the open archive, the list of the address's query, the channel to the sanitiser.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::archive::{Archive, ArchiveError, Cause};
use super::filter::Filter;
use super::list::List;
use super::loader::{Load, Loader};
use super::navigation::{Arrival, Navigation};
use crate::reader::browser::sanitizer::Sanitizer;

/// The state that pages share.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The archive.
    pub archive: Loader<Arc<Archive>, ArchiveError>,
    /// The list of the present query; it stays while an article of it is read.
    pub list: Loader<List, ArchiveError>,
    /// Whether older cards are on their way, or why they did not come.
    pub growth: RwSignal<Growth, LocalStorage>,
    /// The query of the address.
    pub query: Memo<String>,
    sanitizer: StoredValue<Sanitizer, LocalStorage>,
    was_reopened: StoredValue<bool>,
    navigation: Navigation,
}

/// The state of a list's growth.
#[derive(Debug, Clone, PartialEq)]
pub enum Growth {
    /// Nothing is under way.
    Resting,
    /// Older cards are on their way.
    Growing,
    /// They did not come.
    Failed(ArchiveError),
}

impl Reading {
    /// Opens the archive, and a list whenever the archive or the query is another one.
    pub fn start(navigation: Navigation) -> Self {
        let route = navigation.route();
        let reading = Self {
            archive: Loader::new(),
            list: Loader::new(),
            growth: RwSignal::new_local(Growth::Resting),
            query: Memo::new(move |_| route.with(|route| route.query().to_owned())),
            sanitizer: StoredValue::new_local(Sanitizer::default()),
            was_reopened: StoredValue::new(false),
            navigation,
        };
        reading.open_archive();
        Effect::new(move |_| {
            let query = reading.query.get();
            if let Load::Ready(archive) = reading.archive.get() {
                reading.open_list(archive, &query);
            }
        });
        Effect::new(move |_| {
            if let Load::Failed(error) = reading.list.get() {
                reading.reopen_if_republished(&error);
            }
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

    /// Adds older cards to the list.
    pub fn grow(self) {
        let (Load::Ready(archive), Load::Ready(list)) = (self.archive.get_untracked(), self.list.get_untracked()) else {
            return;
        };
        if self.growth.get_untracked() == Growth::Growing || !list.has_more() {
            return;
        }
        self.growth.set(Growth::Growing);
        spawn_local(async move {
            let grown = list.grown(&archive).await;
            // The person may have gone on to another list meanwhile.
            let is_same = matches!(self.list.get_untracked(), Load::Ready(now) if now.filter == list.filter);
            match grown {
                Ok(grown) if is_same => {
                    self.list.set_ready(grown);
                    self.growth.set(Growth::Resting);
                }
                Err(error) if is_same => {
                    self.reopen_if_republished(&error);
                    self.growth.set(Growth::Failed(error));
                }
                _ => {}
            }
        });
    }

    /// The channel to the sanitiser.
    pub fn sanitizer(&self) -> Sanitizer {
        self.sanitizer.get_value()
    }

    /// A reader that finds the archive republished starts the view again, once: a second time something else is wrong.
    pub fn reopen_if_republished(&self, error: &ArchiveError) {
        if error.cause == Cause::Republished && !self.was_reopened.get_value() {
            self.was_reopened.set_value(true);
            self.open_archive();
        }
    }

    fn open_list(&self, archive: Arc<Archive>, query: &str) {
        let filter = Filter::parse(query);
        self.growth.set(Growth::Resting);
        let wanted = match self.navigation.arrival() {
            Arrival::ByReturn(place) => place.n_cards,
            Arrival::ByLink | Arrival::Cold => 0,
        };
        self.list.run(async move {
            let mut list = List::open(&archive, filter).await?;
            while list.cards.len() < wanted && list.has_more() {
                list = list.grown(&archive).await?;
            }
            Ok(list)
        });
    }
}
