//! Articles that are fetched before they are asked for, because someone points at their cards.

use std::sync::Arc;

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::archive::Archive;
use crate::archive::Key;
use crate::reader::browser::network;
use crate::reader::browser::timer::Timer;

/// For how long someone points at a card before that is taken as an intent, rather than as the way to somewhere else.
const INTENT_MILLIS: i32 = 80;

/// What is prefetched: one article at a time, the last one that was pointed at next.
#[derive(Clone, Copy)]
pub struct Prefetch {
    intent: StoredValue<Option<(Key, Timer)>, LocalStorage>,
    next: StoredValue<Option<Key>>,
    under_way: StoredValue<Option<(Key, Promise)>, LocalStorage>,
}

impl Prefetch {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            intent: StoredValue::new_local(None),
            next: StoredValue::new(None),
            under_way: StoredValue::new_local(None),
        }
    }

    /// Someone points at a card with the pointer or the focus.
    pub fn pointed_at(self, archive: &Arc<Archive>, key: Key) {
        if network::saves_data()
            || self
                .intent
                .with_value(|intent| intent.as_ref().is_some_and(|(known, _)| *known == key))
        {
            return;
        }
        let archive = archive.clone();
        let intent = key.clone();
        let timer = Timer::after(INTENT_MILLIS, move || self.pressed(&archive, intent));
        self.intent.set_value(Some((key, timer)));
    }

    /// Nobody points at a card any more.
    pub fn left(self) {
        self.intent.set_value(None);
        self.next.set_value(None);
    }

    /// Someone is about to open a card's article.
    pub fn pressed(self, archive: &Arc<Archive>, key: Key) {
        if network::saves_data() {
            return;
        }
        let is_under_way = self.under_way.with_value(Option::is_some);
        self.next.set_value(Some(key));
        if is_under_way {
            return;
        }
        let archive = archive.clone();
        spawn_local(async move {
            while let Some(key) = self.next.try_update_value(Option::take).flatten() {
                let (archive, wanted) = (archive.clone(), key.clone());
                let arrival = future_to_promise(async move {
                    // Whoever opens the article asks again, and says why it can't be had.
                    let _ = archive.article(&wanted).await;
                    Ok(JsValue::UNDEFINED)
                });
                self.under_way.set_value(Some((key, arrival.clone())));
                // The promise only resolves.
                let _ = JsFuture::from(arrival).await;
                self.under_way.set_value(None);
            }
        });
    }

    /// Waits for an article that is under way; returns at once for others.
    pub async fn arrival_of(self, key: &Key) {
        let arrival = self.under_way.with_value(|under_way| match under_way {
            Some((known, arrival)) if known == key => Some(arrival.clone()),
            _ => None,
        });
        if let Some(arrival) = arrival {
            // As above.
            let _ = JsFuture::from(arrival).await;
        }
    }
}
