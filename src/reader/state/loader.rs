//! Something that is fetched, in each of its states.

use std::future::Future;

use leptos::prelude::*;

use crate::reader::browser::task::Task;
use crate::reader::browser::timer::Timer;

/// After how long loading is called slow.
pub const SLOW_MILLIS: i32 = 4_000;

/// The state of something that is fetched.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T, E> {
    /// Asked for.
    Loading,
    /// Asked for a while ago: time to say so and to offer another try.
    Slow,
    /// Here.
    Ready(T),
    /// It won't come.
    Failed(E),
}

impl<T, E> Load<T, E> {
    /// The thing, if it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// Fetches something, again when asked; only the last attempt counts.
pub struct Loader<T: 'static, E: 'static> {
    state: RwSignal<Load<T, E>, LocalStorage>,
    task: StoredValue<Option<Task>, LocalStorage>,
}

impl<T, E> Clone for Loader<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Loader<T, E> {}

impl<T: Clone + 'static, E: Clone + 'static> Loader<T, E> {
    /// The state, tracked.
    pub fn get(&self) -> Load<T, E> {
        self.state.get()
    }

    /// The state as it is now, untracked.
    pub fn get_untracked(&self) -> Load<T, E> {
        self.state.get_untracked()
    }
}

impl<T: 'static, E: 'static> Loader<T, E> {
    /// A loader that waits to be told what to fetch.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new_local(Load::Loading),
            task: StoredValue::new_local(None),
        }
    }

    /// Looks at the state in its place, tracked.
    pub fn with<R>(&self, look: impl FnOnce(&Load<T, E>) -> R) -> R {
        self.state.with(look)
    }

    /// Looks at the state as it is now in its place, untracked.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&Load<T, E>) -> R) -> R {
        self.state.with_untracked(look)
    }

    /// Changes what is here in its place, as when a list grows.
    pub fn update_ready(&self, change: impl FnOnce(&mut T)) {
        self.state.update(|state| {
            if let Load::Ready(value) = state {
                change(value);
            }
        });
    }

    /// Puts something else in its place.
    pub fn set_ready(&self, value: T) {
        self.state.set(Load::Ready(value));
    }

    /// Fetches; an attempt under way ends, and with it its requests.
    pub fn run(self, fetch: impl Future<Output = Result<T, E>> + 'static) {
        self.run_then(fetch, || ());
    }

    /// Fetches as [`Self::run`] does, and goes on with `then` when something came.
    pub fn run_then(self, fetch: impl Future<Output = Result<T, E>> + 'static, then: impl FnOnce() + 'static) {
        self.state.set(Load::Loading);
        let slow = Timer::after(SLOW_MILLIS, move || self.state.set(Load::Slow));
        self.task.set_value(Some(Task::spawn(async move {
            let result = fetch.await;
            drop(slow);
            match result {
                Ok(value) => {
                    self.state.set(Load::Ready(value));
                    then();
                }
                Err(error) => self.state.set(Load::Failed(error)),
            }
        })));
    }
}
