//! Articles over time as a row of bars, which sets the filter's dates: by a click or a drag, or as a slider by the keyboard.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use crate::query::timeline::{Timeline, YearCounts};
use crate::reader::browser::scroll::Resizes;
use crate::reader::messages::Messages;
use crate::reader::state::matches::Count;
use crate::reader::state::navigation::{Navigation, Step};

/// Least width of a bar and its gap, in CSS pixels.
const LEAST_PITCH: usize = 5;

/// Greatest width of a bar and its gap.
const GREATEST_PITCH: usize = 24;

/// Height of the highest bar.
const HEIGHT: u32 = 40;

/// Height of the lowest bar that stands for any article.
const LEAST_HEIGHT: u32 = 2;

/// Distance that two years' names need.
const YEAR_WIDTH: usize = 48;

/// Bars that Page Up and Page Down skip.
const PAGE: usize = 12;

/// What the bars look like for a width.
#[derive(Clone, PartialEq)]
struct Scale {
    timeline: Timeline,
    /// CSS pixels from a bar to the next.
    pitch: usize,
}

/// The timeline, or nothing if the articles are all of one month.
#[component]
pub fn TimelineView(
    /// Articles of each year's months, in the whole archive.
    years: Vec<YearCounts>,
    /// Those of the present filter, as far as they are known, and whether these are all; tracked.
    #[prop(into)]
    matching: Signal<Option<(Vec<YearCounts>, bool)>>,
) -> impl IntoView {
    if Timeline::new(&years, usize::MAX).is_none() {
        return ().into_any();
    }
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let place = NodeRef::<Div>::new();
    let width = RwSignal::new(0_usize);
    Effect::new(move |previous: Option<Option<Resizes>>| {
        drop(previous);
        let element = place.get()?;
        Resizes::new(&element.clone(), move || {
            let now = usize::try_from(element.client_width()).unwrap_or_default();
            if width.get_untracked() != now {
                width.set(now);
            }
        })
    });
    let scale = Memo::new(move |_| {
        let width = width.get();
        let timeline = Timeline::new(&years, width / LEAST_PITCH)?;
        let pitch = (width / timeline.counts().len()).min(GREATEST_PITCH);
        (width > 0).then_some(Scale { timeline, pitch })
    });
    let counts = Memo::new(move |_| {
        scale.with(|scale| {
            let timeline = &scale.as_ref()?.timeline;
            Some(matching.with(|matching| match matching {
                Some((years, _)) => timeline.counts_of(years),
                None => timeline.counts().to_vec(),
            }))
        })
    });
    // The bars of the filter's dates.
    let chosen = Memo::new(move |_| {
        let dates = navigation.query().with(|query| query.dates())?;
        scale.with(|scale| scale.as_ref()?.timeline.bars(dates))
    });
    // The bars that are pointed at or being chosen: where that began, and where it is now.
    let pointed = RwSignal::new(None::<(usize, usize)>);
    let is_dragging = StoredValue::new(false);
    let dates = move |(first, last): (usize, usize)| scale.with(|scale| scale.as_ref()?.timeline.dates(first, last));
    let n_articles = move |(first, last): (usize, usize)| {
        let (first, last) = (first.min(last), first.max(last));
        counts.with(|counts| counts.iter().flatten().skip(first).take(last + 1 - first).sum::<u32>())
    };
    let last_bar = move || scale.with(|scale| scale.as_ref().map_or(0, |scale| scale.timeline.counts().len() - 1));
    let is_filtered = move || navigation.query().with(|query| !query.is_everything());
    let in_words = move || {
        let bars = pointed.get().or_else(|| chosen.get()).unwrap_or_else(|| (0, last_bar()));
        let n = n_articles(bars);
        let articles = match matching.with(|matching| matching.as_ref().map(|(_, is_exact)| *is_exact)) {
            Some(is_exact) => messages.n_matches(Count { n, is_exact }),
            None if is_filtered() => messages.in_the_archive(n),
            None => messages.n_articles(n),
        };
        dates(bars)
            .map(|dates| messages.period_with_count(dates, &articles))
            .unwrap_or_default()
    };

    // The dates that are chosen already are taken away: a click on them is a way back.
    let choose = move |bars: (usize, usize)| {
        let range = untrack(|| dates(bars));
        let query = navigation.query().get_untracked();
        let range = range.filter(|range| query.dates() != Some(*range));
        navigation.refine(&query.with_dates(range), Step::New);
    };
    let key = move |event: KeyboardEvent| {
        let end = untrack(last_bar);
        let present = pointed.get_untracked().or_else(|| chosen.get_untracked());
        let (from, at) = present.unwrap_or((end, end));
        let to = match event.key().as_str() {
            // The first press names where one is, the next ones go on from there.
            "ArrowLeft" | "ArrowDown" if present.is_some() => at.saturating_sub(1),
            "ArrowRight" | "ArrowUp" if present.is_some() => (at + 1).min(end),
            "ArrowLeft" | "ArrowDown" | "ArrowRight" | "ArrowUp" => at,
            "PageDown" => at.saturating_sub(PAGE),
            "PageUp" => (at + PAGE).min(end),
            "Home" => 0,
            "End" => end,
            "Enter" | " " => {
                event.prevent_default();
                if let Some(bars) = pointed.get_untracked() {
                    choose(bars);
                }
                return;
            }
            "Escape" => return pointed.set(None),
            "Delete" | "Backspace" => {
                let query = navigation.query().get_untracked();
                if query.dates().is_some() {
                    navigation.refine(&query.with_dates(None), Step::New);
                }
                return pointed.set(None);
            }
            _ => return,
        };
        event.prevent_default();
        pointed.set(Some((if event.shift_key() { from } else { to }, to)));
    };
    let bar_at = move |event: &PointerEvent| {
        let left = place.get_untracked()?.get_bounding_client_rect().left();
        let pitch = scale.with_untracked(|scale| scale.as_ref().map(|scale| scale.pitch))?;
        let bar = (f64::from(event.client_x()) - left).max(0.0) as usize / pitch;
        Some(bar.min(untrack(last_bar)))
    };
    let press = move |event: PointerEvent| {
        if event.button() == 0
            && let (Some(bar), Some(place)) = (bar_at(&event), place.get_untracked())
        {
            // Without it a drag ends at the edge of the chart.
            let _ = place.set_pointer_capture(event.pointer_id());
            is_dragging.set_value(true);
            pointed.set(Some((bar, bar)));
        }
    };
    let move_to = move |event: PointerEvent| {
        if let Some(bar) = bar_at(&event) {
            let from = pointed
                .get_untracked()
                .filter(|_| is_dragging.get_value())
                .map_or(bar, |(from, _)| from);
            if pointed.get_untracked() != Some((from, bar)) {
                pointed.set(Some((from, bar)));
            }
        }
    };
    let release = move |_: PointerEvent| {
        if is_dragging.get_value() {
            is_dragging.set_value(false);
            if let Some(bars) = pointed.get_untracked() {
                choose(bars);
            }
        }
    };
    let forget = move |_: PointerEvent| {
        if !is_dragging.get_value() {
            pointed.set(None);
        }
    };
    let cancel = move |_: PointerEvent| {
        is_dragging.set_value(false);
        pointed.set(None);
    };

    let bars = move |range: Option<(usize, usize)>| {
        let pitch = scale.with(|scale| scale.as_ref().map_or(0, |scale| scale.pitch));
        counts.with(|counts| counts.as_ref().map(|counts| outline(counts, pitch, range)))
    };
    let columns = move || {
        let (from, to) = pointed.get()?;
        let pitch = scale.with(|scale| scale.as_ref().map(|scale| scale.pitch))?;
        let (from, to) = (from.min(to), from.max(to));
        Some(format!("M{} 0h{}v{HEIGHT}h-{1}z", from * pitch, (to + 1 - from) * pitch))
    };
    let years = move || scale.get().map(|scale| year_names(&scale));
    view! {
        <section class="timeline" aria-label=messages.timeline()>
            <p class="timeline-words" aria-hidden="true">{in_words}</p>
            <div
                class="timeline-bars"
                class:timeline-narrowed=move || chosen.get().is_some()
                role="slider"
                tabindex="0"
                aria-label=messages.timeline()
                aria-description=messages.timeline_hint()
                aria-valuemin="0"
                aria-valuemax=move || last_bar().to_string()
                aria-valuenow=move || pointed.get().or_else(|| chosen.get()).map_or_else(last_bar, |(_, at)| at).to_string()
                aria-valuetext=in_words
                node_ref=place
                on:keydown=key
                on:blur=move |_| pointed.set(None)
                on:pointerdown=press
                on:pointermove=move_to
                on:pointerup=release
                on:pointerleave=forget
                on:pointercancel=cancel
            >
                <svg aria-hidden="true">
                    <path class="timeline-pointed" d=columns/>
                    <path class="timeline-all" d=move || bars(None)/>
                    <path class="timeline-chosen" d=move || chosen.get().and_then(|range| bars(Some(range)))/>
                </svg>
                <div class="timeline-years" aria-hidden="true">{years}</div>
            </div>
        </section>
    }
    .into_any()
}

/// The bars as a path, or those of a range.
fn outline(counts: &[u32], pitch: usize, range: Option<(usize, usize)>) -> String {
    use std::fmt::Write;
    let highest = u64::from(counts.iter().copied().max().unwrap_or_default()).max(1);
    let (first, last) = range.unwrap_or((0, counts.len()));
    let mut path = String::new();
    for (bar, count) in counts
        .iter()
        .enumerate()
        .skip(first)
        .take(last + 1 - first)
        .filter(|(_, count)| **count > 0)
    {
        let height = (u64::from(*count) * u64::from(HEIGHT) / highest).max(u64::from(LEAST_HEIGHT));
        // Writing into a String can't fail.
        let _ = write!(path, "M{} {HEIGHT}v-{height}h{}v{height}z", bar * pitch, pitch - 1);
    }
    path
}

/// The years' names where they begin, as many as there is room for.
fn year_names(scale: &Scale) -> impl IntoView + use<> {
    let end = scale.timeline.counts().len() * scale.pitch;
    let mut free_from = 0;
    let mut names = Vec::new();
    for (bar, year) in scale.timeline.years() {
        let left = bar * scale.pitch;
        if left >= free_from && left + YEAR_WIDTH <= end.max(YEAR_WIDTH) {
            free_from = left + YEAR_WIDTH;
            names.push(view! { <span style:left=format!("{left}px")>{year.to_string()}</span> });
        }
    }
    names
}
