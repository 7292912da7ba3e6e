//! Articles over time as a row of bars, which sets the filter's dates: by a click or a drag, or as a slider by the keyboard.
//!
//! The bars are drawn by hand: one function writes what has changed, which takes a fifth of the code that a view of signals does.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use crate::query::Query;
use crate::query::date::DateRange;
use crate::query::timeline::{Timeline, YearCounts, is_worth_drawing};
use crate::reader::browser::dom::{self, Listener};
use crate::reader::browser::scroll::Resizes;
use crate::reader::messages::Messages;
use crate::reader::parts::{Kept, Parts};
use crate::reader::state::matches::Count;
use crate::reader::state::navigation::{Navigation, Step};

/// Least width of a bar and its gap, in CSS pixels.
const LEAST_PITCH: usize = 5;

/// Greatest width of a bar and its gap.
const GREATEST_PITCH: usize = 24;

/// Height of the highest bar.
const HEIGHT: usize = 40;

/// Height of the lowest bar that stands for any article.
const LEAST_HEIGHT: usize = 2;

/// Distance that two years' names need.
const YEAR_WIDTH: usize = 48;

/// Bars that Page Up and Page Down skip.
const PAGE: usize = 12;

/// What the chart listens to.
const EVENTS: [&str; 7] = [
    "keydown",
    "blur",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointerleave",
    "pointercancel",
];

/// Articles by month, and whether these are all.
pub type MatchingByMonth = Option<(Vec<YearCounts>, bool)>;

/// The timeline, or nothing if the articles are all of one month. The rest of the program draws it.
#[component]
pub fn TimelineView(
    /// Articles of each year's months, in the whole archive.
    years: Vec<YearCounts>,
    /// Those of the present filter, as far as they are known, and whether these are all; tracked.
    #[prop(into)]
    matching: Signal<MatchingByMonth>,
) -> impl IntoView {
    if !is_worth_drawing(&years) {
        return ().into_any();
    }
    let messages = expect_context::<Messages>();
    let rest = expect_context::<Parts>().rest;
    let frame = NodeRef::<Section>::new();
    Effect::new(move |_| (rest.here()?.timeline)(&frame.get()?.into(), years.clone(), matching));
    view! {
        <section class="timeline" aria-label=messages.timeline() node_ref=frame>
            <p class="timeline-words" aria-hidden="true"></p>
            <div
                class="timeline-bars"
                role="slider"
                tabindex="0"
                aria-label=messages.timeline()
                aria-description=messages.timeline_hint()
                aria-valuemin="0"
                aria-valuenow="0"
            >
                <svg aria-hidden="true">
                    <path class="timeline-pointed"/>
                    <path class="timeline-all"/>
                    <path class="timeline-chosen"/>
                </svg>
                <div class="timeline-years" aria-hidden="true"></div>
            </div>
        </section>
    }
    .into_any()
}

/// Draws the chart in its frame, and has it follow the address, what matches, and whoever uses it.
pub fn attach(frame: &Element, years: Vec<YearCounts>, matching: Signal<MatchingByMonth>) -> Option<Kept> {
    let navigation = expect_context::<Navigation>();
    let chart = Chart::new(frame, years, expect_context::<Messages>(), navigation)?;
    let slider = chart.slider.clone();
    let chart = Rc::new(RefCell::new(chart));
    let listeners = EVENTS.map(|event| {
        let chart = chart.clone();
        Listener::new(slider.clone().into(), event, move |event| chart.borrow_mut().handle(&event))
    });
    let resizes = {
        let chart = chart.clone();
        Resizes::new(&slider, move || chart.borrow_mut().measure())
    };
    Effect::new(move |_| {
        let (query, matching) = (navigation.query().get(), matching.get());
        let mut chart = chart.borrow_mut();
        (chart.query, chart.matching) = (query, matching);
        chart.draw();
    });
    Some(Box::new((listeners, resizes)))
}

/// The chart that is in the page.
struct Chart {
    slider: Element,
    words: Element,
    /// The bars that are pointed at, all of them, and those of the filter's dates.
    paths: [Element; 3],
    year_names: Element,
    years: Vec<YearCounts>,
    messages: Messages,
    navigation: Navigation,
    query: Query,
    matching: MatchingByMonth,
    timeline: Timeline,
    /// CSS pixels from a bar to the next; 0 before the chart was measured.
    pitch: usize,
    /// The bars that are pointed at or being chosen: where that began, and where it is now.
    pointed: Option<(usize, usize)>,
    is_dragging: bool,
}

impl Chart {
    fn new(place: &Element, years: Vec<YearCounts>, messages: Messages, navigation: Navigation) -> Option<Self> {
        let part = |selector: &str| place.query_selector(selector).ok().flatten();
        Some(Self {
            slider: part(".timeline-bars")?,
            words: part(".timeline-words")?,
            paths: [part(".timeline-pointed")?, part(".timeline-all")?, part(".timeline-chosen")?],
            year_names: part(".timeline-years")?,
            timeline: Timeline::new(&years, 1)?,
            years,
            messages,
            navigation,
            query: Query::everything(),
            matching: None,
            pitch: 0,
            pointed: None,
            is_dragging: false,
        })
    }

    /// Fits the bars into the chart's width.
    fn measure(&mut self) {
        let width = usize::try_from(self.slider.client_width()).unwrap_or_default();
        let Some(timeline) = Timeline::new(&self.years, width / LEAST_PITCH).filter(|_| width > 0) else {
            return;
        };
        let pitch = (width / timeline.counts().len()).min(GREATEST_PITCH);
        if pitch == self.pitch && timeline == self.timeline {
            return;
        }
        (self.timeline, self.pitch, self.pointed) = (timeline, pitch, None);
        self.name_years();
        self.draw();
    }

    /// Writes the years where they begin, as many as there is room for.
    fn name_years(&self) {
        self.year_names.set_text_content(None);
        let end = (self.timeline.counts().len() * self.pitch).max(YEAR_WIDTH);
        let mut free_from = 0;
        for (bar, year) in self.timeline.years() {
            let left = bar * self.pitch;
            if left >= free_from && left + YEAR_WIDTH <= end {
                free_from = left + YEAR_WIDTH;
                let name = dom::append(&self.year_names, "span", &year.to_string());
                if let Some(name) = name.dyn_ref::<HtmlElement>() {
                    // A valid length is never refused.
                    let _ = name.style().set_property("left", &format!("{left}px"));
                }
            }
        }
    }

    fn last_bar(&self) -> usize {
        self.timeline.counts().len() - 1
    }

    /// The bars of the filter's dates.
    fn chosen(&self) -> Option<(usize, usize)> {
        self.timeline.bars(self.query.dates()?)
    }

    fn draw(&self) {
        if self.pitch == 0 {
            return;
        }
        let counts = match &self.matching {
            Some((years, _)) => self.timeline.counts_of(years),
            None => self.timeline.counts().to_vec(),
        };
        let chosen = self.chosen();
        let all = (0, self.last_bar());
        let present = self.pointed.or(chosen);
        let words = match present {
            Some((from, to)) => self.in_words(&counts, (from, to), self.timeline.dates(from, to)),
            None => self.in_words(&counts, all, self.timeline.extent()),
        };
        self.words.set_text_content(Some(&words));
        let class = if chosen.is_some() {
            "timeline-bars timeline-narrowed"
        } else {
            "timeline-bars"
        };
        let now = present.map_or(all.1, |(_, at)| at);
        for (name, value) in [
            ("class", class),
            ("aria-valuemax", &all.1.to_string()),
            ("aria-valuenow", &now.to_string()),
            ("aria-valuetext", &words),
        ] {
            dom::set(&self.slider, name, Some(value));
        }
        let columns = self.pointed.map(|bars| self.columns(bars));
        let outlines = [
            columns,
            Some(self.outline(&counts, all)),
            chosen.map(|bars| self.outline(&counts, bars)),
        ];
        for (path, outline) in self.paths.iter().zip(outlines) {
            dom::set(path, "d", outline.as_deref());
        }
    }

    fn in_words(&self, counts: &[u32], bars: (usize, usize), dates: Option<DateRange>) -> String {
        let (first, last) = (bars.0.min(bars.1), bars.0.max(bars.1));
        let n = counts.iter().skip(first).take(last + 1 - first).sum::<u32>();
        let articles = match self.matching {
            Some((_, is_exact)) => self.messages.n_matches(Count { n, is_exact }),
            None if self.query.is_everything() => self.messages.n_articles(n),
            None => self.messages.in_the_archive(n),
        };
        dates
            .map(|dates| self.messages.period_with_count(dates, &articles))
            .unwrap_or_default()
    }

    /// These bars as a path.
    fn outline(&self, counts: &[u32], (first, last): (usize, usize)) -> String {
        let highest = counts.iter().copied().max().unwrap_or_default().max(1) as usize;
        let mut path = String::new();
        for (bar, count) in counts.iter().enumerate().skip(first).take(last + 1 - first) {
            if *count > 0 {
                // In this order it fits into 32 bits up to a hundred million articles a bar.
                let height = (*count as usize * HEIGHT / highest).max(LEAST_HEIGHT);
                path += &format!("M{} {HEIGHT}v-{height}h{}v{height}z", bar * self.pitch, self.pitch - 1);
            }
        }
        path
    }

    /// The whole height over these bars as a path.
    fn columns(&self, (from, to): (usize, usize)) -> String {
        let (first, last) = (from.min(to), from.max(to));
        format!("M{} 0v{HEIGHT}h{}v-{HEIGHT}z", first * self.pitch, (last + 1 - first) * self.pitch)
    }

    fn point(&mut self, bars: Option<(usize, usize)>) {
        if self.pointed != bars {
            self.pointed = bars;
            self.draw();
        }
    }

    fn handle(&mut self, event: &Event) {
        match (event.type_().as_str(), event.dyn_ref::<PointerEvent>()) {
            ("keydown", _) => self.press_key(event.unchecked_ref()),
            ("pointerdown", Some(event)) if event.button() == 0 => {
                // Without it a drag ends at the edge of the chart.
                let _ = self.slider.set_pointer_capture(event.pointer_id());
                self.is_dragging = true;
                let bar = self.bar_at(event);
                self.point(Some((bar, bar)));
            }
            ("pointermove", Some(event)) => {
                let bar = self.bar_at(event);
                let from = self.pointed.filter(|_| self.is_dragging).map_or(bar, |(from, _)| from);
                self.point(Some((from, bar)));
            }
            ("pointerup", _) if self.is_dragging => {
                self.is_dragging = false;
                self.choose();
            }
            ("pointerleave", _) if self.is_dragging => {}
            ("pointerleave" | "pointercancel" | "blur", _) => {
                self.is_dragging = false;
                self.point(None);
            }
            _ => {}
        }
    }

    fn bar_at(&self, event: &PointerEvent) -> usize {
        let left = self.slider.get_bounding_client_rect().left() as i32;
        let bar = usize::try_from(event.client_x() - left).unwrap_or_default() / self.pitch.max(1);
        bar.min(self.last_bar())
    }

    fn press_key(&mut self, event: &KeyboardEvent) {
        let end = self.last_bar();
        let present = self.pointed.or_else(|| self.chosen());
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
                return self.choose();
            }
            "Escape" => return self.point(None),
            "Delete" | "Backspace" => {
                self.point(None);
                return self.go_to(&self.query.with_dates(None));
            }
            _ => return,
        };
        event.prevent_default();
        self.point(Some((if event.shift_key() { from } else { to }, to)));
    }

    /// Filters by the bars that are pointed at. Dates that the filter has already are taken away: a second click is a way back.
    fn choose(&self) {
        if let Some((from, to)) = self.pointed {
            let dates = self.timeline.dates(from, to).filter(|dates| self.query.dates() != Some(*dates));
            self.go_to(&self.query.with_dates(dates));
        }
    }

    fn go_to(&self, query: &Query) {
        if *query != self.query {
            // What follows the address comes back to this chart, which is in use just now.
            let (navigation, query) = (self.navigation, query.clone());
            leptos::task::spawn_local(async move { navigation.refine(&query, Step::New) });
        }
    }
}
