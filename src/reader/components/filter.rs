//! The filter box: a combobox (WAI-ARIA Authoring Practices) that speaks the filter language.
//!
//! While someone types, each text that is a query becomes the address's: the first one as a step of the history, the next in its
//! place, until Enter, a chosen suggestion or leaving the box ends that. So Back leads to the list before the typing.

pub mod chips;
pub mod status;
mod wrong;

use std::sync::Arc;

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::{Div, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Node, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::query::Query;
use crate::query::complete::Fragment;
use crate::reader::browser::dom::{Listener, document, focus};
use crate::reader::browser::text::{byte_offset, utf16_offset};
use crate::reader::browser::timer::Timer;
use crate::reader::messages::Messages;
use crate::reader::state::matches::Count;
use crate::reader::state::navigation::{Navigation, Step};
use crate::reader::state::suggestions::Suggested;
use wrong::Wrong;

/// The box's id: the chips give the focus back to it.
pub const BOX_ID: &str = "filter";

/// How long typing must pause before the list follows: less than a person notices, and few enough steps for browsers that count them.
const PAUSE_MILLIS: i32 = 120;

/// What the box knows while it is there.
#[derive(Clone, Copy)]
struct Typing {
    navigation: Navigation,
    input: NodeRef<Input>,
    /// The text in the box.
    text: RwSignal<String>,
    /// Bytes of the text before the caret.
    caret: RwSignal<usize>,
    has_focus: RwSignal<bool>,
    /// Whether suggestions may show.
    is_open: RwSignal<bool>,
    /// The suggestion that Enter chooses.
    active: RwSignal<Option<usize>>,
    /// Whether the typing has its step of the history.
    has_step: StoredValue<bool>,
    /// The query that the box itself put into the address.
    written: StoredValue<String>,
    /// An input method is at work: the text isn't what is meant yet.
    is_composing: StoredValue<bool>,
    pause: StoredValue<Option<Timer>, LocalStorage>,
}

/// The filter box.
#[component]
pub fn FilterBox(
    /// Looks for terms that could complete this fragment, for `suggest` to give; called whenever it is another one.
    #[prop(into)]
    look_up: UnsyncCallback<Fragment>,
    /// A handful of terms that could complete a fragment of a query, with their counts in the archive; tracked. The query is the rest of
    /// the text.
    #[prop(into)]
    suggest: UnsyncCallback<(Fragment, Query), Vec<Suggested>>,
    /// How many articles a query of more than one term has, as far as that is known; tracked.
    #[prop(into)]
    leaves: UnsyncCallback<Query, Option<Count>>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let route = navigation.route();
    let in_address = Memo::new(move |_| route.with(|route| route.query().to_owned()));
    let state = Typing {
        navigation,
        input: NodeRef::new(),
        text: RwSignal::new(in_address.get_untracked()),
        caret: RwSignal::new(0),
        has_focus: RwSignal::new(false),
        is_open: RwSignal::new(false),
        active: RwSignal::new(None),
        has_step: StoredValue::new(false),
        written: StoredValue::new(in_address.get_untracked()),
        is_composing: StoredValue::new(false),
        pause: StoredValue::new_local(None),
    };
    // Back, links, chips and the timeline change the address: the box follows, and its typing is over.
    Effect::new(move |_| {
        let query = in_address.get();
        if state.written.with_value(|written| *written != query) {
            state.follow(query);
        }
    });
    let shortcut = Listener::new(document().into(), "keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        let is_typed_elsewhere = || matches!(document().active_element(), Some(element) if element.matches("input, textarea, select, [contenteditable]").unwrap_or_default());
        if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typed_elsewhere() {
            if let Some(input) = state.input.get_untracked() {
                event.prevent_default();
                focus(&input);
                input.select();
                state.is_open.set(true);
            }
        }
    });
    let shortcut = StoredValue::new_local(Some(shortcut));
    on_cleanup(move || _ = shortcut.try_update_value(Option::take));

    // With what a choice of each would leave: the text, the caret in it, the number of articles.
    let fragment = Memo::new(move |_| state.text.with(|text| Fragment::at(text, state.caret.get())));
    Effect::new(move |_| {
        if state.is_open.get() {
            look_up.run(fragment.get());
        }
    });
    let suggestions = Memo::new(move |_| {
        if !state.is_open.get() {
            return Vec::new();
        }
        let text = state.text.get();
        let fragment = fragment.get();
        let mut others = text.clone();
        others.replace_range(fragment.place.clone(), "");
        let others = Query::parse(&others).unwrap_or_default();
        let is_first = others.is_everything() && !fragment.is_excluded;
        let terms = suggest.run((fragment.clone(), others));
        let suggestions = terms.into_iter().map(|(term, count)| {
            let (text, caret) = fragment.completed(&text, &term);
            let count = match is_first {
                true => Some(Count::exact(count)),
                false => Query::parse(&text).ok().and_then(|query| leaves.run(query)),
            };
            Suggestion {
                label: term.to_string(),
                text: text.into(),
                caret,
                count,
            }
        });
        suggestions.collect()
    });
    let is_expanded = Memo::new(move |_| suggestions.with(|suggestions| !suggestions.is_empty()));
    let wrong = Memo::new(move |_| state.text.with(|text| Query::parse(text).err()));
    let active_id = move || state.active.get().map(option_id);
    let place = NodeRef::<Div>::new();
    let choose = move |number: usize| {
        if let Some(chosen) = suggestions.with_untracked(|suggestions| suggestions.get(number).cloned()) {
            state.choose(&chosen);
        }
    };
    let key = move |event: KeyboardEvent| {
        // 229: Safari's Enter that ends a composition, which it no longer calls one.
        if event.is_composing() || event.key_code() == 229 || state.is_composing.get_value() {
            return;
        }
        let n_suggestions = suggestions.with_untracked(Vec::len);
        let active = state.active.get_untracked();
        let key = event.key();
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                state.look_at_caret();
                state.is_open.set(true);
                let n_suggestions = suggestions.with_untracked(Vec::len);
                state.activate(next(active, n_suggestions, key == "ArrowDown"));
            }
            "Enter" => {
                event.prevent_default();
                match active {
                    Some(number) if number < n_suggestions => choose(number),
                    _ => state.submit(),
                }
            }
            "Tab" => {
                // The focus goes on all the same.
                if let Some(number) = active {
                    choose(number);
                }
            }
            "Escape" if state.is_open.get_untracked() => {
                event.prevent_default();
                state.close();
            }
            "Escape" => state.follow(in_address.get_untracked()),
            _ => {}
        }
    };
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        if !place.get_untracked().is_some_and(|place| place.contains(to.as_ref())) {
            state.leave();
        }
    };
    view! {
        <div class="filter" role="search" node_ref=place on:focusout=leave>
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
                placeholder=messages.filter_example()
                aria-label=messages.filter()
                aria-keyshortcuts="/"
                aria-autocomplete="list"
                aria-controls="suggestions"
                aria-expanded=move || is_expanded.get().to_string()
                aria-activedescendant=active_id
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                aria-describedby="filter-wrong"
                node_ref=state.input
                prop:value=state.text
                on:input=move |_| state.read_input()
                on:keydown=key
                on:keyup=move |_| state.look_at_caret()
                on:click=move |_| { state.look_at_caret(); state.is_open.set(true) }
                on:focus=move |_| { state.look_at_caret(); state.has_focus.set(true) }
                on:compositionstart=move |_| state.is_composing.set_value(true)
                on:compositionend=move |_| { state.is_composing.set_value(false); state.read_input() }
            />
            <div class="filter-panel" class:filter-panel-open=move || state.has_focus.get() && (state.is_open.get() || wrong.with(Option::is_some))>
                <Wrong text=state.text wrong/>
                <ul id="suggestions" class="suggestions" role="listbox" aria-label=messages.suggestions()>
                    <For each=move || suggestions.get().into_iter().enumerate() key=|(number, suggestion)| (*number, suggestion.clone()) let((number, suggestion))>
                        <li
                            id=option_id(number)
                            class="suggestion"
                            role="option"
                            aria-selected=move || (state.active.get() == Some(number)).to_string()
                            on:mousedown=|event: MouseEvent| event.prevent_default()
                            on:click=move |_| choose(number)
                        >
                            <span class="suggestion-name">{suggestion.label}</span>
                            {suggestion.count.map(|count| view! { <span class="count">{messages.short_count(count)}</span> })}
                        </li>
                    </For>
                </ul>
                <p class="filter-hint" aria-hidden="true">{messages.filter_hint()}</p>
            </div>
        </div>
    }
}

/// A term that could stand at the caret.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Suggestion {
    label: String,
    /// The whole text with it.
    text: Arc<str>,
    /// The caret behind it, in bytes.
    caret: usize,
    count: Option<Count>,
}

fn option_id(number: usize) -> String {
    format!("suggestion-{number}")
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
    fn read_input(&self) {
        let Some(input) = self.input.get_untracked() else { return };
        if self.is_composing.get_value() {
            return;
        }
        self.text.set(input.value());
        self.look_at_caret();
        self.active.set(None);
        self.is_open.set(true);
        let state = *self;
        self.pause
            .set_value(Some(Timer::after(PAUSE_MILLIS, move || _ = state.write_address())));
    }

    fn look_at_caret(&self) {
        if let Some(input) = self.input.get_untracked().filter(|_| !self.is_composing.get_value()) {
            let text = input.value();
            let caret = input.selection_end().ok().flatten();
            let caret = caret.map_or(text.len(), |caret| byte_offset(&text, caret));
            if self.caret.get_untracked() != caret {
                self.caret.set(caret);
            }
        }
    }

    fn activate(&self, number: Option<usize>) {
        self.active.set(number);
        if let Some(option) = number.and_then(|number| document().get_element_by_id(&option_id(number))) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    fn close(&self) {
        self.is_open.set(false);
        self.active.set(None);
    }

    /// Puts the text into the address, if it is a query and another one; whether it is a query.
    fn write_address(&self) -> bool {
        self.pause.set_value(None);
        let Ok(query) = Query::parse(&self.text.get_untracked()) else {
            return false;
        };
        let is_there = self
            .navigation
            .route()
            .with_untracked(|route| Query::parse(route.query()).is_ok_and(|present| present == query));
        if !is_there {
            let step = if self.has_step.get_value() { Step::Present } else { Step::New };
            self.written.set_value(query.to_string());
            self.has_step.set_value(true);
            self.navigation.refine(&query, step);
        }
        true
    }

    /// Enter: what was typed is meant.
    fn submit(&self) {
        if self.write_address() {
            self.has_step.set_value(false);
            self.close();
            return;
        }
        let text = self.text.get_untracked();
        if let (Err(error), Some(input)) = (Query::parse(&text), self.input.get_untracked()) {
            let at = utf16_offset(&text, error.at.byte_offset);
            // A place in the input's own text can't be refused.
            let _ = input.set_selection_range(at, at);
            self.look_at_caret();
        }
    }

    fn choose(&self, suggestion: &Suggestion) {
        self.text.set(suggestion.text.to_string());
        if let Some(input) = self.input.get_untracked() {
            input.set_value(&suggestion.text);
            let at = utf16_offset(&suggestion.text, suggestion.caret);
            let _ = input.set_selection_range(at, at);
        }
        self.caret.set(suggestion.caret);
        self.write_address();
        self.has_step.set_value(false);
        self.close();
    }

    fn leave(&self) {
        self.write_address();
        self.has_step.set_value(false);
        self.has_focus.set(false);
        self.close();
    }

    /// Shows the query of the address.
    fn follow(&self, query: String) {
        self.pause.set_value(None);
        self.has_step.set_value(false);
        self.written.set_value(query.clone());
        self.caret.set(query.len());
        self.text.set(query);
        self.close();
    }
}
