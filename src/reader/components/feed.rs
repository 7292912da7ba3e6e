//! The list's cards: a feed of which the document holds what is near the view.
//!
//! Cards stand in chunks. A chunk that is far away is dropped, and a margin as high as it was keeps its place. Whatever changes,
//! the first card in view stays where it is: browsers that do that by themselves are told not to, since not all of them do.

mod events;
mod window;

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;

use super::card::CardView;
use super::notice::FailureNotice;
use super::numbered::numbered;
use crate::reader::browser::{dom, scroll};
use crate::reader::parts::Parts;
use crate::reader::state::archive::Archive;
use crate::reader::state::list::List;
use crate::reader::state::navigation::{Arrival, Navigation, Place};
use crate::reader::state::ordinals::Direction;
use crate::reader::state::reading::{Growth, Reading};
use crate::reader::state::window::{CHUNK_SIZE, chunk_of, rows_of};

/// A card's element.
const CARD: &str = ".card";

/// How many more rows of a new list are shown at a time, until its first chunk is whole: a line of the widest list.
const ROWS_AT_ONCE: i32 = 4;
const _: () = assert!(CHUNK_SIZE % ROWS_AT_ONCE == 0, "the last of them make the chunk whole");

/// What a card's id begins with; its article's key follows.
const CARD_ID: &str = "card-";

/// The chunks of the present list that are in the document.
#[derive(Clone, Copy)]
pub struct Feed {
    reading: Reading,
    element: NodeRef<Div>,
    live: RwSignal<Vec<i32>>,
    /// Rows from this number on wait until those before them are laid out; `i32::MAX` when none does.
    shown_to: RwSignal<i32>,
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
    /// By how much the gap before the first of them is lower than it would be: so much higher than estimated were chunks below it.
    absorbed: i32,
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
        let mut around = 0;
        if let Arrival::ByReturn(place) = navigation.arrival() {
            around = 1;
            reading.with_list(|list| {
                // The archive may have become shorter.
                row = list
                    .find(key_of(&place.anchor))
                    .unwrap_or(place.row)
                    .min(list.rows().end - 1)
                    .max(list.rows().start);
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
            (chunk - around..=chunk + around).filter(|chunk| known.contains(chunk)).collect()
        });
        let feed = Self {
            reading,
            element: NodeRef::new(),
            live: RwSignal::new(live.unwrap_or_default()),
            shown_to: RwSignal::new(if around > 0 { i32::MAX } else { row + ROWS_AT_ONCE }),
            memory: StoredValue::new_local(memory),
        };
        feed.watch();
        feed
    }

    /// The number of the row after the last one that is in the document, of those that the list has; `None` while the list's beginning
    /// isn't whole.
    pub fn end(self) -> Signal<Option<i32>> {
        let last = move || self.live.with(|live| live.last().map_or(0, |chunk| rows_of(*chunk).end));
        Signal::derive(move || (self.shown_to.get() == i32::MAX).then(|| last().min(self.shown_end())))
    }

    /// The number of the row after the last one that may be in the document, tracked.
    fn shown_end(self) -> i32 {
        let end = self.reading.list.with(|list| list.ready().map_or(0, |list| list.rows().end));
        end.min(self.shown_to.get())
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
}

/// The key in a card's id.
fn key_of(id: &str) -> &str {
    id.strip_prefix(CARD_ID).unwrap_or_default()
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
    let end = Memo::new(move |_| feed.shown_end());
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
        view! { <div class="cards-chunk" data-chunk=chunk.to_string() style:margin-block-start=feed.gap_before(chunk)>{numbered(rows, card)}</div> }.into_any()
    };
    let rest = expect_context::<Parts>().rest;
    Effect::new(move |_| (rest.here()?.feed)(feed, archive.clone()));
    let is_busy = move || {
        let growing = |direction| reading.growth_in(direction).with(|growth| *growth == Growth::Growing);
        let is_beginning = feed.shown_to.get() < i32::MAX;
        (is_beginning || growing(Direction::Older) || growing(Direction::Newer)).to_string()
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
