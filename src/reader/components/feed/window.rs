//! The part of a feed that the document holds: which chunks, where they lie, and that nothing seen moves when others come and go.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Anchor, Feed, ROWS_AT_ONCE};
use crate::reader::browser::scroll::{self, Box64};
use crate::reader::browser::{dom, network, timer};
use crate::reader::state::ordinals::Direction;
use crate::reader::state::window::{CHUNK_SIZE, chunk_of, rows_of};

/// The property that makes a gap before a chunk.
const GAP: &str = "margin-block-start";

/// The attribute with a chunk's number.
const NUMBER: &str = "data-chunk";

/// How often effects are waited for: each runs one or two turns after what it depends on was set.
const MOST_TURNS: u32 = 20;

impl Feed {
    /// The chunks in the document with their elements.
    fn chunks(self) -> Vec<(i32, HtmlElement)> {
        let Some(feed) = self.element.get_untracked() else {
            return Vec::new();
        };
        let children = feed.children();
        let chunk = |place| {
            let element: HtmlElement = children.item(place)?.dyn_into().ok()?;
            Some((element.get_attribute(NUMBER)?.parse().ok()?, element))
        };
        (0..children.length()).filter_map(chunk).collect()
    }

    /// Whether the document holds the chunks that it should.
    fn is_shown(self) -> bool {
        let chunks = self.chunks();
        self.live
            .with_untracked(|live| live.iter().eq(chunks.iter().map(|(chunk, _)| chunk)))
    }

    /// Whether rows of the list's beginning wait to be shown.
    fn is_beginning(self) -> bool {
        self.shown_to.try_get_untracked().is_some_and(|end| end < i32::MAX)
    }

    /// Shows the next rows of the list's beginning, so that no task takes long; whether there are any.
    fn begin_further(self) -> bool {
        if !self.is_beginning() {
            return false;
        }
        let end = self.shown_to.get_untracked();
        if end % CHUNK_SIZE == 0 {
            self.shown_to.set(i32::MAX);
            return false;
        }
        self.shown_to.set(end + ROWS_AT_ONCE);
        self.settle_soon();
        true
    }

    /// Settles what has changed, once it is in the document and before anything is drawn.
    pub(super) fn settle_soon(self) {
        if self
            .memory
            .try_update_value(|memory| std::mem::replace(&mut memory.is_settling, true))
            == Some(false)
        {
            spawn_local(async move {
                for _ in 0..MOST_TURNS {
                    timer::after_effects().await;
                    // The feed may be gone by now.
                    if self.memory.try_with_value(|_| ()).is_none() || self.is_shown() {
                        break;
                    }
                }
                // At a list's beginning there is nothing that has to stay where it is: the page may do first what is waiting.
                if self.is_beginning() {
                    timer::yield_to_page().await;
                }
                if self.memory.try_update_value(|memory| memory.is_settling = false).is_some() {
                    self.settle();
                    timer::next_frame().await;
                    if self.memory.try_with_value(|_| ()).is_some() {
                        self.look();
                    }
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
        self.hold(true);
        self.focus_wanted();
    }

    /// Notes how high the chunks in the document are; returns where they lie.
    fn measure(self, chunks: &[(i32, HtmlElement)]) -> Vec<(i32, Box64)> {
        let (id, rows) = self.reading.with_list(|list| (list.id, list.rows())).unwrap_or_default();
        let end = rows.end.min(self.shown_to.get_untracked());
        let place = |(chunk, element): &(i32, HtmlElement)| {
            let place = Box64::of(element);
            let all = rows_of(*chunk);
            let n_rows = all.end.min(end) - all.start.max(rows.start);
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
            let mut gaps: Vec<(i32, i32)> = next.iter().map(gap).collect();
            if let Some((_, gap)) = gaps.first_mut() {
                *gap = self.left_of(*gap);
            }
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

    /// What is left of the gap at the top. At the list's beginning there is none.
    fn left_of(self, gap: i32) -> i32 {
        let absorbed = self.memory.try_update_value(|memory| {
            if gap == 0 {
                memory.absorbed = 0;
            }
            memory.absorbed
        });
        (gap - absorbed.unwrap_or_default()).max(0)
    }

    /// The gap before a chunk that is about to be in the document.
    pub(super) fn gap_before(self, chunk: i32) -> String {
        let gap = self
            .memory
            .with_value(|memory| memory.gaps.iter().find(|(next, _)| *next == chunk).map(|(_, gap)| *gap));
        scroll::length(gap.unwrap_or_default())
    }

    /// Keeps the first card in view where it was: what is over it has turned out higher or lower than it was taken for. If that can
    /// be, the gap at the top gives or takes the difference, so that nothing has to be scrolled while a person scrolls.
    fn hold(self, by_gap: bool) {
        let anchor = self.memory.with_value(|memory| memory.anchor.clone());
        let Some((card, anchor)) = anchor.and_then(|anchor| Some((dom::by_id(&anchor.id)?, anchor))) else {
            return;
        };
        let scrolled = anchor.scrolled.map_or(0, |then| scroll::position() - then);
        let distance = Box64::of(&card).top + scrolled - anchor.top;
        if by_gap && anchor.scrolled.is_some() && distance.abs() < scroll::view_height() && self.absorb(distance) {
            return;
        }
        if distance.abs() < 32 {
            return;
        }
        scroll::by(distance);
        if anchor.scrolled.is_some() {
            let anchor = Anchor {
                top: Box64::of(&card).top,
                scrolled: Some(scroll::position()),
                ..anchor
            };
            self.memory.update_value(|memory| memory.anchor = Some(anchor));
        }
    }

    /// Takes a length from the gap before the first chunk; whether there was enough.
    fn absorb(self, length: i32) -> bool {
        let first = self.memory.try_update_value(|memory| {
            let (_, gap) = memory.gaps.first_mut().filter(|(_, gap)| *gap > length.max(0))?;
            *gap -= length;
            memory.absorbed += length;
            Some(*gap)
        });
        let (Some(Some(gap)), Some((_, element))) = (first, self.chunks().into_iter().next()) else {
            return false;
        };
        scroll::set_length(&element, GAP, gap);
        true
    }

    /// The page has another size: what is in view stays, and in another width all heights are others.
    pub(super) fn resized(self) {
        self.hold(false);
        self.settle_soon();
    }

    /// Brings the chunks near the view into the document, drops those far from it, and has the list grow before its end is seen.
    pub(super) fn look(self) {
        let chunks = self.chunks();
        let is_measured = self.memory.with_value(|memory| !memory.gaps.is_empty());
        if !is_measured {
            return;
        }
        if self.begin_further() {
            return;
        }
        // Before another card is the first in view: the page may have changed before it was scrolled.
        self.hold(true);
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
    pub(super) fn seek(self) {
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
}
