//! The list's cards: a feed of which the document holds what is near the view.
//!
//! Cards stand in chunks. A chunk that is far away is dropped, and a margin as high as it was keeps its place. Whatever changes,
//! the first card in view stays where it is: browsers that do that by themselves are told not to, since not all of them do.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use super::card::CardView;
use super::notice::FailureNotice;
use super::numbered::numbered;
use crate::archive::Key;
use crate::reader::browser::scroll::Box64;
use crate::reader::browser::{dom, network, scroll, timer};
use crate::reader::state::archive::Archive;
use crate::reader::state::list::List;
use crate::reader::state::navigation::{Arrival, Navigation, Place};
use crate::reader::state::ordinals::Direction;
use crate::reader::state::reading::{Growth, Reading};
use crate::reader::state::window::{CHUNK_SIZE, chunk_of, rows_of};

/// A card's element.
const CARD: &str = ".card";

/// The property that makes a gap before a chunk.
const GAP: &str = "margin-block-start";

/// What a card's id begins with; its article's key follows.
const CARD_ID: &str = "card-";

/// What happens at cards.
const EVENTS: [&str; 6] = ["keydown", "focusin", "focusout", "pointerover", "pointerleave", "pointerdown"];

/// The chunks of the present list that are in the document.
#[derive(Clone, Copy)]
pub struct Feed {
    reading: Reading,
    element: NodeRef<Div>,
    live: RwSignal<Vec<i32>>,
    memory: StoredValue<Memory, LocalStorage>,
}

#[derive(Default)]
struct Memory {
    /// The first card in view, which stays where it is.
    anchor: Option<Anchor>,
    /// The chunk that holds the focus.
    focused: Option<i32>,
    /// The row that the focus goes to once it is here.
    wanted: Option<(i32, Goal)>,
    is_settling: bool,
    /// The chunks in the document and the gaps before them, in which others have their place.
    gaps: Vec<(i32, i32)>,
}

/// Where a card is, in 64ths of a pixel.
#[derive(Clone)]
struct Anchor {
    /// The card's id.
    id: String,
    /// From the view's top to the card's.
    top: i32,
    /// How far the page was scrolled then: who scrolls moves the card. `None` when it is to be there in any case.
    scrolled: Option<i32>,
}

/// What of a card takes the focus.
#[derive(Clone, Copy, PartialEq)]
pub enum Goal {
    /// The card.
    Card,
    /// Its title, which is a link.
    Title,
    /// Its title, without scrolling there.
    TitleInPlace,
}

impl Feed {
    /// The present list's, beginning at the place that one returns to, or at the top.
    pub fn start(reading: Reading, navigation: Navigation) -> Self {
        let mut memory = Memory::default();
        let mut row = 0;
        if let Arrival::ByReturn(place) = navigation.arrival() {
            reading.with_list(|list| {
                row = list.find(key_of(&place.anchor)).unwrap_or(place.row);
                let id = list.row(row).map(|row| format!("{CARD_ID}{}", row.card.key));
                memory.anchor = id.map(|id| Anchor {
                    id,
                    top: place.offset * 64,
                    scrolled: None,
                });
                memory.wanted = Some((list.find(key_of(&place.focus)).unwrap_or(row), Goal::TitleInPlace));
            });
        }
        let live = reading.with_list(|list| {
            let (chunk, known) = (chunk_of(row), list.chunks());
            (chunk - 1..chunk + 2).filter(|chunk| known.contains(chunk)).collect()
        });
        let feed = Self {
            reading,
            element: NodeRef::new(),
            live: RwSignal::new(live.unwrap_or_default()),
            memory: StoredValue::new_local(memory),
        };
        feed.watch();
        feed
    }

    /// The number of the row after the last one that is in the document, of those that the list has.
    pub fn end(self) -> Signal<i32> {
        let last = move || self.live.with(|live| live.last().map_or(0, |chunk| rows_of(*chunk).end));
        Signal::derive(move || last().min(self.reading.list.with(|list| list.ready().map_or(0, |list| list.rows().end))))
    }

    /// Moves the focus to a row; where it isn't here yet, once it is.
    pub fn go_to(self, row: i32, goal: Goal) {
        let rows = self.reading.with_list(List::rows).unwrap_or_default();
        self.memory.update_value(|memory| memory.wanted = Some((row, goal)));
        if rows.contains(&row) {
            self.settle_soon();
        } else {
            self.reading
                .grow(if row < rows.start { Direction::Newer } else { Direction::Older });
        }
    }

    /// Where the page is: the first card in view, and the one with the focus.
    pub fn place(self) -> Option<Place> {
        let (anchor, offset) = scroll::first_in_view(CARD)?;
        let focus = dom::document().active_element().and_then(|element| element.closest(CARD).ok()?);
        let focus = focus.map(|card| card.id()).unwrap_or_default();
        let (row, ordinal) = self.reading.with_list(|list| {
            let row = list.find(key_of(&anchor))?;
            Some((row, list.row(row)?.ordinal))
        })??;
        Some(Place {
            anchor,
            offset,
            row,
            ordinal,
            focus,
        })
    }

    /// Looks again whenever the page is scrolled, changes its size, or the list has grown.
    fn watch(self) {
        let watches = StoredValue::new_local(None);
        let begin = move || {
            let scrolled = scroll::on_scroll(move || self.look());
            let rests = scroll::OnRest::new(move || self.seek());
            let resizes = dom::by_id("main").and_then(|main| scroll::Resizes::new(&main, move || self.resized()));
            watches.set_value(Some((scrolled, rests, resizes)));
        };
        Effect::new(move |is_watching: Option<()>| {
            self.reading.list.with(|_| ());
            self.settle_soon();
            if is_watching.is_none() {
                begin();
            }
        });
        on_cleanup(move || {
            watches.try_update_value(Option::take);
        });
    }

    /// The chunks in the document with their elements.
    fn chunks(self) -> Vec<(i32, HtmlElement)> {
        let Some(feed) = self.element.get_untracked() else {
            return Vec::new();
        };
        let children = feed.children();
        let element = |place: usize| children.item(place as u32)?.dyn_into().ok();
        self.live.with_untracked(|live| {
            let chunks = live.iter().enumerate();
            chunks.filter_map(|(place, chunk)| Some((*chunk, element(place)?))).collect()
        })
    }

    /// Settles what has changed before the next frame is drawn.
    fn settle_soon(self) {
        if self
            .memory
            .try_update_value(|memory| std::mem::replace(&mut memory.is_settling, true))
            == Some(false)
        {
            spawn_local(async move {
                timer::next_frame().await;
                // The feed may be gone by now.
                if self.memory.try_update_value(|memory| memory.is_settling = false).is_some() {
                    self.settle();
                }
            });
        }
    }

    /// Measures the chunks, gives those that aren't there their place, and keeps the first card in view where it was.
    fn settle(self) {
        let chunks = self.chunks();
        self.measure(&chunks);
        let live = self.live.get_untracked();
        self.arrange(&chunks, &live);
        self.hold();
        self.focus_wanted();
        self.look();
    }

    /// Notes how high the chunks in the document are; returns where they lie.
    fn measure(self, chunks: &[(i32, HtmlElement)]) -> Vec<(i32, Box64)> {
        let (id, rows) = self.reading.with_list(|list| (list.id, list.rows())).unwrap_or_default();
        let place = |(chunk, element): &(i32, HtmlElement)| {
            let place = Box64::of(element);
            let all = rows_of(*chunk);
            let n_rows = all.end.min(rows.end) - all.start.max(rows.start);
            self.reading.heights.update_value(|heights| {
                heights.begin(id, place.width);
                heights.measure(*chunk, n_rows, place.height());
            });
            (*chunk, place)
        };
        chunks.iter().map(place).collect()
    }

    /// Gives chunks that aren't in the document their place: before the `next` that will be, and after the last of them.
    fn arrange(self, chunks: &[(i32, HtmlElement)], next: &[i32]) {
        let Some((known, has_newer)) = self.reading.with_list(|list| (list.chunks(), list.has_newer())) else {
            return;
        };
        // Of what is newer than the list's rows nothing is known but how many there may be.
        let mut from = if has_newer { known.start.min(0) } else { known.start };
        let (gaps, below) = self.reading.heights.with_value(|heights| {
            let gap = |chunk: &i32| {
                let gap = heights.between(from, *chunk);
                from = chunk + 1;
                (*chunk, gap)
            };
            let gaps: Vec<(i32, i32)> = next.iter().map(gap).collect();
            (gaps, heights.seen(from, known.end).0)
        });
        for (chunk, element) in chunks {
            if let Some((_, gap)) = gaps.iter().find(|(next, _)| next == chunk) {
                scroll::set_length(element, GAP, *gap);
            }
        }
        if let Some(feed) = self.element.get_untracked() {
            scroll::set_length(&feed, "padding-block-end", below);
        }
        self.memory.update_value(|memory| memory.gaps = gaps);
    }

    /// The gap before a chunk that is about to be in the document.
    fn gap_before(self, chunk: i32) -> String {
        let gap = self
            .memory
            .with_value(|memory| memory.gaps.iter().find(|(next, _)| *next == chunk).map(|(_, gap)| *gap));
        scroll::length(gap.unwrap_or_default())
    }

    /// Scrolls so that the first card in view is where it was.
    fn hold(self) {
        let anchor = self.memory.with_value(|memory| memory.anchor.clone());
        let Some((card, anchor)) = anchor.and_then(|anchor| Some((dom::by_id(&anchor.id)?, anchor))) else {
            return;
        };
        let scrolled = anchor.scrolled.map_or(0, |then| scroll::position() - then);
        let distance = Box64::of(&card).top + scrolled - anchor.top;
        if distance.abs() >= 32 {
            scroll::by(distance);
        }
    }

    fn focus_wanted(self) {
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

    /// The page has another size: what is in view stays, and in another width all heights are others.
    fn resized(self) {
        self.hold();
        self.settle_soon();
    }

    /// Brings the chunks near the view into the document, drops those far from it, and has the list grow before its end is seen.
    fn look(self) {
        let chunks = self.chunks();
        let is_measured = self.memory.with_value(|memory| !memory.gaps.is_empty());
        if !is_measured {
            return;
        }
        let places = self.measure(&chunks);
        let Some((reference, place)) = places.iter().find(|(_, place)| place.bottom > 0).or(places.last()) else {
            return;
        };
        self.keep_anchor(&chunks, *reference);
        let Some((known, has_newer)) = self.reading.with_list(|list| (list.chunks(), list.has_newer())) else {
            return;
        };
        let height = scroll::view_height();
        if known.is_empty() {
            return;
        }
        let span = |margin| {
            self.reading
                .heights
                .with_value(|heights| heights.near(&known, *reference, place.top, height, margin))
        };
        let (seen, near, far) = (span(0).chunks, span(height).chunks, span(2 * height));
        let live = self.live.get_untracked();
        let kept = self.memory.with_value(|memory| {
            let wanted = memory.wanted.map(|(row, _)| chunk_of(row)).filter(|chunk| known.contains(chunk));
            [memory.focused, wanted]
        });
        let mut next: Vec<i32> = live.iter().copied().filter(|chunk| far.chunks.contains(chunk)).collect();
        next.extend(kept.into_iter().flatten());
        if seen.clone().all(|chunk| live.contains(&chunk)) {
            // What isn't seen yet comes one chunk a frame, so that no frame takes long.
            next.extend(
                near.clone()
                    .find(|chunk| *chunk > *reference && !live.contains(chunk))
                    .or_else(|| near.rev().find(|chunk| !live.contains(chunk))),
            );
        } else {
            next.extend(seen);
        }
        next.sort_unstable();
        next.dedup();
        if next != live {
            // Before any of them goes, so that nothing is in another place at any time.
            self.arrange(&chunks, &next);
            self.live.set(next);
            self.settle_soon();
        }
        let ahead = if network::saves_data() { 0 } else { 2 * height };
        if far.chunks.end == known.end && far.bottom < height + ahead {
            self.reading.grow(Direction::Older);
        }
        if has_newer && far.chunks.start == known.start && far.top > -ahead {
            self.reading.grow(Direction::Newer);
        }
    }

    /// Notes the first card in view, unless what is over the list is in view too: that may change its size and move the list.
    fn keep_anchor(self, chunks: &[(i32, HtmlElement)], chunk: i32) {
        let is_below_top = self.element.get_untracked().is_some_and(|feed| Box64::of(&feed).top <= 0);
        let chunk = chunks.iter().find(|(known, _)| *known == chunk).filter(|_| is_below_top);
        let anchor = chunk.and_then(|(_, element)| {
            let cards = element.children();
            (0..cards.length()).filter_map(|place| cards.item(place)).find_map(|card| {
                let place = Box64::of(&card);
                (place.bottom > 0).then(|| Anchor {
                    id: card.id(),
                    top: place.top,
                    scrolled: Some(scroll::position()),
                })
            })
        });
        self.memory.update_value(|memory| memory.anchor = anchor);
    }

    /// Opens the list elsewhere when someone has scrolled far up to where none of its rows is.
    fn seek(self) {
        let Some((known, true)) = self.reading.with_list(|list| (list.chunks(), list.has_newer())) else {
            return;
        };
        let (Some(feed), Some((_, first))) = (self.element.get_untracked(), self.chunks().into_iter().next()) else {
            return;
        };
        let (top, first) = (Box64::of(&feed).top, Box64::of(&first).top);
        if first <= scroll::view_height() {
            return;
        }
        let share = f64::from(-top.min(0)) / f64::from(first - top);
        self.reading.seek((f64::from(known.start * CHUNK_SIZE) * share) as i32);
    }

    /// Listens for what happens at the cards, for as long as they are there.
    fn listen(self, archive: Arc<Archive>) {
        let listeners = StoredValue::new_local(Vec::new());
        Effect::new(move |_| {
            let Some(feed) = self.element.get() else { return };
            let add = |event| {
                let archive = archive.clone();
                dom::Listener::new(feed.clone().into(), event, move |event| self.happened(&archive, &event))
            };
            listeners.set_value(EVENTS.map(add).into());
        });
        on_cleanup(move || {
            listeners.try_update_value(Vec::clear);
        });
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
}

/// The key in a card's id.
fn key_of(id: &str) -> &str {
    id.strip_prefix(CARD_ID).unwrap_or_default()
}

/// The card that an event is about.
fn card_around(event: &Event) -> Option<Key> {
    dom::around(event, CARD).and_then(|card| Key::parse(key_of(&card.id())))
}

/// The cards.
#[component]
pub fn Cards(
    /// Which of them are in the document.
    feed: Feed,
    /// The open archive.
    archive: Arc<Archive>,
    /// What the list is called.
    label: String,
) -> impl IntoView {
    let reading = feed.reading;
    // One picture is fetched at once: the first that is seen.
    let first_picture = reading.with_list(|list| {
        let from = feed
            .live
            .with_untracked(|live| live.first().map_or(0, |chunk| rows_of(*chunk).start));
        (from..list.rows().end).find(|row| list.row(*row).is_some_and(|row| row.card.image.is_some()))
    });
    let size = Memo::new(move |_| reading.list.with(|list| list.ready().and_then(List::size)));
    let end = Memo::new(move |_| reading.list.with(|list| list.ready().map_or(0, |list| list.rows().end)));
    let url = StoredValue::new((archive.url.clone(), archive.manifest().time_zone.clone()));
    let card = move |row: i32| {
        let card = reading.with_list(|list| list.row(row).map(|row| row.card.clone())).flatten();
        card.map(|card| {
            let (archive_url, time_zone) = url.get_value();
            let urgent = first_picture == Some(Some(row));
            view! { <CardView id=format!("{CARD_ID}{}", card.key) card archive_url time_zone urgent row size/> }.into_any()
        })
        .into_any()
    };
    let chunk = move |chunk: i32| {
        let rows = move || {
            let rows = rows_of(chunk);
            let from = reading.with_list(|list| list.rows().start).unwrap_or_default();
            (rows.start.max(from)..rows.end.min(end.get())).collect()
        };
        view! { <div class="cards-chunk" style:margin-block-start=feed.gap_before(chunk)>{numbered(rows, card)}</div> }.into_any()
    };
    feed.listen(archive);
    let is_busy = move || {
        let growing = |direction| reading.growth_in(direction).with(|growth| *growth == Growth::Growing);
        (growing(Direction::Older) || growing(Direction::Newer)).to_string()
    };
    let newer = move || match reading.growth_above.get() {
        Growth::Failed(error) => Some(
            view! { <FailureNotice error on_retry=move || { reading.growth_above.set(Growth::Resting); feed.settle_soon(); }/> }.into_any(),
        ),
        _ => None,
    };
    view! {
        <div class="cards-above">{newer}</div>
        <div
            class="cards"
            role="feed"
            aria-label=label
            aria-busy=is_busy
            node_ref=feed.element
        >
            {numbered(move || feed.live.get(), chunk)}
        </div>
    }
}
