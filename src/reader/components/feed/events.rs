//! What happens at a feed's cards: keys, the focus, and pointing at what may be opened next.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::{CARD, CARD_ID, Feed, Goal, key_of};
use crate::archive::Key;
use crate::reader::browser::{dom, scroll};
use crate::reader::parts::Kept;
use crate::reader::state::archive::Archive;
use crate::reader::state::window::chunk_of;

/// What is listened for.
const EVENTS: [&str; 6] = ["keydown", "focusin", "focusout", "pointerover", "pointerleave", "pointerdown"];

impl Feed {
    /// Listens for what happens at the cards.
    pub fn listen(self, archive: Arc<Archive>) -> Option<Kept> {
        let feed = self.element.get()?;
        let add = |event| {
            let archive = archive.clone();
            dom::Listener::new(feed.clone().into(), event, move |event| self.happened(&archive, &event))
        };
        Some(Box::new(EVENTS.map(add)))
    }

    fn happened(self, archive: &Arc<Archive>, event: &Event) {
        let card = card_around(event);
        let prefetch = self.reading.prefetch;
        match event.type_().as_str() {
            "keydown" => {
                if let Some(event) = event.dyn_ref() {
                    self.key_pressed(event);
                }
            }
            "pointerdown" | "focusin" => {
                if event.type_() == "focusin" {
                    self.focus_moved(card.clone());
                }
                if let Some(card) = card {
                    prefetch.pressed(archive, card);
                }
            }
            name => {
                if name == "focusout" {
                    self.focus_moved(None);
                }
                match card.filter(|_| name == "pointerover") {
                    Some(card) => prefetch.pointed_at(archive, card),
                    None => prefetch.left(),
                }
            }
        }
    }

    /// The keys of a feed: to the next card or the one before, and out of it.
    fn key_pressed(self, event: &KeyboardEvent) {
        let row = card_around(event).and_then(|key| self.reading.with_list(|list| list.find(key.as_str())).flatten());
        let (Some(row), Some(feed)) = (row, self.element.get_untracked()) else {
            return;
        };
        let is_handled = match (event.key().as_str(), event.ctrl_key()) {
            ("PageDown", false) => self.step(row + 1),
            ("PageUp", false) => self.step(row - 1),
            ("Home", true) => dom::leave(&feed, true),
            ("End", true) => dom::leave(&feed, false),
            _ => false,
        };
        if is_handled {
            event.prevent_default();
        }
    }

    fn step(self, row: i32) -> bool {
        let is_there = self.reading.with_list(|list| {
            let rows = list.rows();
            rows.contains(&row) || (row >= rows.end && list.has_older()) || (row < rows.start && list.has_newer())
        });
        if is_there == Some(true) {
            self.go_to(row, Goal::Card);
        }
        is_there == Some(true)
    }

    /// Notes which chunk holds the focus: it isn't dropped.
    fn focus_moved(self, card: Option<Key>) {
        let row = card.and_then(|key| self.reading.with_list(|list| list.find(key.as_str())).flatten());
        self.memory.update_value(|memory| memory.focused = row.map(chunk_of));
    }

    /// Moves the focus to the row that waits for it, if it is in the document.
    pub(super) fn focus_wanted(self) {
        let Some((row, goal)) = self.memory.with_value(|memory| memory.wanted) else {
            return;
        };
        let id = self
            .reading
            .with_list(|list| list.row(row).map(|row| format!("{CARD_ID}{}", row.card.key)));
        let Some(card) = id.flatten().and_then(|id| dom::by_id(&id)) else {
            return;
        };
        self.memory.update_value(|memory| memory.wanted = None);
        let title = card.query_selector(".card-title a").ok().flatten();
        dom::focus(title.as_ref().filter(|_| goal != Goal::Card).unwrap_or(&card));
        if goal != Goal::TitleInPlace {
            scroll::into_view(&card);
        }
    }
}

/// The card that an event is about.
fn card_around(event: &Event) -> Option<Key> {
    dom::around(event, CARD).and_then(|card| Key::parse(key_of(&card.id())))
}
