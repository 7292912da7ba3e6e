//! The filter box: a combobox (WAI-ARIA Authoring Practices) that speaks the filter language.
//!
//! While someone types, each text that is a query becomes the address's: the first one as a step of the history, the next in its
//! place, until Enter, a chosen suggestion or leaving the box ends that. So Back leads to the list before the typing. The beginning of
//! a name isn't meant yet: for it the list stays as it is.

pub mod chips;
mod panel;
pub mod status;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlInputElement, KeyboardEvent, Node};

use crate::query::Query;
use crate::query::complete::Fragment;
use crate::reader::browser::dom::{self, Listener, document, focus};
use crate::reader::browser::text::{byte_offset, utf16_offset};
use crate::reader::browser::timer::Timer;
use crate::reader::messages::Messages;
use crate::reader::parts::{Kept, Parts};
use crate::reader::state::loader::Load;
use crate::reader::state::matches::Count;
use crate::reader::state::navigation::{Navigation, Step};
use crate::reader::state::reading::Reading;
use crate::reader::state::suggestions::Suggestions;
use panel::{Panel, Suggestion};

/// The box's id: the chips give the focus back to it.
pub const BOX_ID: &str = "filter";

/// How long typing must pause before the list follows: less than a person notices, and few enough steps for browsers that count them.
const PAUSE_MILLIS: i32 = 120;

/// What the box and its panel listen to; all of these come up to their frame.
const EVENTS: [&str; 9] = [
    "input",
    "keydown",
    "keyup",
    "mousedown",
    "click",
    "focusin",
    "focusout",
    "compositionstart",
    "compositionend",
];

/// What a person sees of the box, apart from where it stands.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    text: String,
    /// Bytes of the text before the caret.
    caret: usize,
    has_focus: bool,
    /// Whether suggestions may show.
    is_open: bool,
    /// The suggestion that Enter chooses.
    active: Option<usize>,
}

/// What the box knows while it is there.
#[derive(Clone, Copy)]
struct Typing {
    navigation: Navigation,
    reading: Reading,
    suggestions: Suggestions,
    frame: StoredValue<Element, LocalStorage>,
    typed: RwSignal<Typed>,
    /// Whether the typing has its step of the history.
    has_step: StoredValue<bool>,
    /// The query that the box itself put into the address.
    written: StoredValue<String>,
    /// An input method is at work: the text isn't what is meant yet.
    is_composing: StoredValue<bool>,
    pause: StoredValue<Option<Timer>, LocalStorage>,
    /// Typing has paused, and the address doesn't have the text yet.
    has_paused: RwSignal<bool>,
}

/// The filter box. The rest of the program makes it work; what is typed before that counts.
#[component]
pub fn FilterBox() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let rest = expect_context::<Parts>().rest;
    let in_address = expect_context::<Navigation>()
        .route()
        .with_untracked(|route| route.query().to_owned());
    let frame = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let frame = frame.get()?;
        match rest.here() {
            Some(rest) => (rest.filter_box)(&frame.into()),
            // One can begin to type already.
            None => {
                let shortcut = Listener::new(document().into(), "keydown", |event| {
                    focus_by_shortcut(event.unchecked_ref());
                });
                Some(Box::new(shortcut) as Kept)
            }
        }
    });
    view! {
        <div class="filter" role="search" node_ref=frame>
            <svg class="filter-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 3h13M4 8h8M6.5 13h3"/></svg>
            <input
                id=BOX_ID
                class="filter-input"
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                value=in_address
                placeholder=messages.filter_example()
                aria-label=messages.filter()
                aria-keyshortcuts="/"
                aria-autocomplete="list"
                aria-controls="suggestions"
                aria-expanded="false"
                aria-describedby="filter-wrong"
            />
            <div class="filter-panel">
                <div id="filter-wrong" class="wrong" role="status"></div>
                <ul id="suggestions" class="suggestions" role="listbox" aria-label=messages.suggestions()></ul>
                <p class="filter-hint" aria-hidden="true">{messages.filter_hint()}</p>
            </div>
        </div>
    }
}

fn input() -> Option<HtmlInputElement> {
    document().get_element_by_id(BOX_ID)?.dyn_into().ok()
}

/// Moves the focus to the box if its key was pressed outside of a field; whether it was.
fn focus_by_shortcut(event: &KeyboardEvent) -> bool {
    let is_modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    let is_field = |element: Element| element.matches("input, textarea, select, [contenteditable]").unwrap_or_default();
    if event.key() != "/" || is_modified || document().active_element().is_some_and(is_field) {
        return false;
    }
    let Some(input) = input() else { return false };
    event.prevent_default();
    focus(&input);
    input.select();
    true
}

/// Makes the filter box in this frame work.
pub fn attach(frame: &Element) -> Option<Kept> {
    let typing = Typing {
        navigation: expect_context(),
        reading: expect_context(),
        suggestions: Suggestions::new(),
        frame: StoredValue::new_local(frame.clone()),
        typed: RwSignal::new(Typed::default()),
        has_step: StoredValue::new(false),
        written: StoredValue::new(String::new()),
        is_composing: StoredValue::new(false),
        pause: StoredValue::new_local(None),
        has_paused: RwSignal::new(false),
    };
    let of_frame = EVENTS.map(|event| Listener::new(frame.clone().into(), event, move |event| typing.handle(&event)));
    let shortcut = Listener::new(document().into(), "keydown", move |event| {
        if focus_by_shortcut(event.unchecked_ref()) {
            typing.typed.update(|typed| typed.is_open = true);
        }
    });
    let mut panel = Panel::new(frame, expect_context::<Messages>())?;
    // Back, links, chips and the timeline change the address: the box follows, and its typing is over.
    Effect::new(move |is_old: Option<bool>| {
        let query = typing.in_address();
        match is_old {
            None => typing.take_over(query),
            Some(_) if typing.written.with_value(|written| *written == query) => {}
            Some(_) => typing.follow(query),
        }
        true
    });
    Effect::new(move |_| {
        let typed = typing.typed.get();
        if typed.is_open {
            typing.look_up(&Fragment::at(&typed.text, typed.caret));
        }
        panel.draw(&typed, typing.suggestions(&typed));
    });
    Effect::new(move |_| {
        if typing.has_paused.get() && typing.typed.with(|typed| typing.is_whole(typed)) {
            typing.write_address();
        }
    });
    Some(Box::new((of_frame, shortcut)))
}

/// The option after or before the active one; beyond the last and before the first there is none, then they begin again.
fn next(active: Option<usize>, n_options: usize, is_forward: bool) -> Option<usize> {
    let next = match (active, is_forward) {
        (None, true) => 0,
        (Some(number), true) => number + 1,
        (None, false) => n_options.checked_sub(1)?,
        (Some(number), false) => number.checked_sub(1)?,
    };
    (next < n_options).then_some(next)
}

impl Typing {
    /// The query of the address, tracked.
    fn in_address(&self) -> String {
        self.navigation.route().with(|route| route.query().to_owned())
    }

    /// Begins with what stands in the box, which somebody may have typed already.
    fn take_over(&self, in_address: String) {
        let Some(input) = input() else { return };
        let has_focus = dom::has_focus(&input);
        // What it was given is in its attribute, and the address may be another one by now.
        if input.value() == input.default_value() {
            self.follow(in_address);
        } else {
            self.read_input();
        }
        self.typed.update(|typed| (typed.has_focus, typed.is_open) = (has_focus, has_focus));
    }

    /// Asks the archive for terms that could complete a fragment.
    fn look_up(&self, fragment: &Fragment) {
        if let Load::Ready(archive) = self.reading.archive.get_untracked() {
            self.suggestions.look_up(archive, fragment);
        }
    }

    /// How many articles a query has, as far as that is known; tracked.
    fn count_of(&self, query: &Query) -> Option<Count> {
        let archive = self.reading.archive.get();
        self.reading.list.with(|list| Some(list.ready()?.count_of(archive.ready()?, query)))
    }

    /// What could stand at the caret, with what a choice of it would leave; tracked.
    fn suggestions(&self, typed: &Typed) -> Vec<Suggestion> {
        if !typed.is_open {
            return Vec::new();
        }
        let fragment = Fragment::at(&typed.text, typed.caret);
        let mut others = typed.text.clone();
        others.replace_range(fragment.place.clone(), "");
        let others = Query::parse(&others).unwrap_or_default();
        let is_first = others.is_everything() && !fragment.is_excluded;
        let mut suggestions = Vec::new();
        let archive = self.reading.archive.get();
        let tags = archive.ready().map_or(&[] as &[_], |archive| &archive.manifest().tags);
        for (term, count) in self.suggestions.get(&fragment, &others, tags) {
            let (text, caret) = fragment.completed(&typed.text, &term);
            let count = match is_first {
                true => Some(Count::exact(count)),
                // That it may be none or any number is nothing to tell.
                false => {
                    let count = Query::parse(&text).ok().and_then(|query| self.count_of(&query));
                    count.filter(|count| count.n > 0 || count.is_exact)
                }
            };
            suggestions.push(Suggestion {
                label: term.to_string(),
                text,
                caret,
                count,
            });
        }
        suggestions
    }

    /// Whether the term at the caret is one that the archive has, or doesn't become one by further letters, as far as that is known; tracked.
    fn is_whole(&self, typed: &Typed) -> bool {
        let fragment = Fragment::at(&typed.text, typed.caret);
        let term = Query::parse(typed.text.get(fragment.place.clone()).unwrap_or_default()).unwrap_or_default();
        let archive = self.reading.archive.get();
        archive
            .ready()
            .is_none_or(|archive| self.suggestions.is_whole(&fragment, &term, &archive.manifest().tags))
    }

    fn handle(&self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let option = target.as_ref().and_then(|target| target.closest("[role=option]").ok().flatten());
        match event.type_().as_str() {
            "input" => self.read_input(),
            "keydown" => self.press_key(event.unchecked_ref()),
            "keyup" => self.look_at_caret(),
            "compositionstart" => self.is_composing.set_value(true),
            "compositionend" => {
                self.is_composing.set_value(false);
                self.read_input();
            }
            "focusin" => {
                self.look_at_caret();
                self.typed.update(|typed| typed.has_focus = true);
            }
            "focusout" => {
                let event: &FocusEvent = event.unchecked_ref();
                let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
                if !self.frame.with_value(|frame| frame.contains(to.as_ref())) {
                    self.leave();
                }
            }
            // The focus stays in the box.
            "mousedown" if option.is_some() => event.prevent_default(),
            "click" => match option {
                Some(option) => self.choose(panel::number_of(&option)),
                None if target.is_some_and(|target| target.id() == BOX_ID) => {
                    self.look_at_caret();
                    self.typed.update(|typed| typed.is_open = true);
                }
                None => {}
            },
            _ => {}
        }
    }

    fn press_key(&self, event: &KeyboardEvent) {
        // 229: Safari's Enter that ends a composition, which it no longer calls one.
        if event.is_composing() || event.key_code() == 229 || self.is_composing.get_value() {
            return;
        }
        let active = self.typed.with_untracked(|typed| typed.active);
        let key = event.key();
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                self.look_at_caret();
                let mut typed = self.typed.get_untracked();
                typed.is_open = true;
                let n_options = untrack(|| self.suggestions(&typed)).len();
                typed.active = next(active, n_options, key == "ArrowDown");
                self.typed.set(typed);
            }
            "Enter" => {
                event.prevent_default();
                match active {
                    Some(number) => self.choose(number),
                    None => self.submit(),
                }
            }
            "Tab" => {
                // The focus goes on all the same.
                if let Some(number) = active {
                    self.choose(number);
                }
            }
            "Escape" if self.typed.with_untracked(|typed| typed.is_open) => {
                event.prevent_default();
                self.close();
            }
            "Escape" => self.follow(self.navigation.route().with_untracked(|route| route.query().to_owned())),
            _ => {}
        }
    }

    fn read_input(&self) {
        let Some(input) = input().filter(|_| !self.is_composing.get_value()) else {
            return;
        };
        self.typed.update(|typed| {
            typed.text = input.value();
            typed.active = None;
            typed.is_open = true;
        });
        self.look_at_caret();
        let has_paused = self.has_paused;
        has_paused.set(false);
        self.pause.set_value(Some(Timer::after(PAUSE_MILLIS, move || has_paused.set(true))));
    }

    fn look_at_caret(&self) {
        if let Some(input) = input().filter(|_| !self.is_composing.get_value()) {
            let text = input.value();
            let caret = input.selection_end().ok().flatten();
            let caret = caret.map_or(text.len(), |caret| byte_offset(&text, caret));
            if self.typed.with_untracked(|typed| typed.caret != caret) {
                self.typed.update(|typed| typed.caret = caret);
            }
        }
    }

    fn close(&self) {
        self.typed.update(|typed| {
            typed.is_open = false;
            typed.active = None;
        });
    }

    /// Puts the text into the address, if it is a query and another one; whether it is a query.
    fn write_address(&self) -> bool {
        self.end_pause();
        let Ok(query) = self.typed.with_untracked(|typed| Query::parse(&typed.text)) else {
            return false;
        };
        let route = self.navigation.route();
        let is_there = route.with_untracked(|route| Query::parse(route.query()).is_ok_and(|present| present == query));
        if !is_there {
            let step = if self.has_step.get_value() { Step::Present } else { Step::New };
            self.written.set_value(query.to_string());
            self.has_step.set_value(true);
            self.navigation.refine(&query, step);
        }
        true
    }

    fn end_pause(&self) {
        self.pause.set_value(None);
        self.has_paused.set(false);
    }

    /// Enter: what was typed is meant.
    fn submit(&self) {
        if self.write_address() {
            self.has_step.set_value(false);
            self.close();
            return;
        }
        let text = self.typed.with_untracked(|typed| typed.text.clone());
        if let Err(error) = Query::parse(&text) {
            self.put_caret(&text, error.at.byte_offset);
            self.look_at_caret();
        }
    }

    fn choose(&self, number: usize) {
        let typed = self.typed.get_untracked();
        let Some(chosen) = untrack(|| self.suggestions(&typed)).into_iter().nth(number) else {
            return;
        };
        self.show_text(chosen.text, chosen.caret);
        self.write_address();
        self.has_step.set_value(false);
        self.close();
    }

    fn leave(&self) {
        self.write_address();
        self.has_step.set_value(false);
        self.typed.update(|typed| typed.has_focus = false);
        self.close();
    }

    /// Shows the query of the address.
    fn follow(&self, query: String) {
        self.end_pause();
        self.has_step.set_value(false);
        self.written.set_value(query.clone());
        let end = query.len();
        self.show_text(query, end);
        self.close();
    }

    /// Writes another text than what was typed.
    fn show_text(&self, text: String, caret: usize) {
        if let Some(input) = input() {
            input.set_value(&text);
            if dom::has_focus(&input) {
                self.put_caret(&text, caret);
            }
        }
        self.typed.update(|typed| (typed.text, typed.caret) = (text, caret));
    }

    fn put_caret(&self, text: &str, byte_offset: usize) {
        if let Some(input) = input() {
            let at = utf16_offset(text, byte_offset);
            // A place in a text field can't be refused.
            let _ = input.set_selection_range(at, at);
        }
    }
}
