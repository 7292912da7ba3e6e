//! The filter's conditions, each with a button that removes it and a menu.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::BOX_ID;
use crate::query::{Expression, Query};
use crate::reader::browser::dom::{Listener, document, focus};
use crate::reader::browser::timer;
use crate::reader::messages::Messages;
use crate::reader::state::navigation::{Navigation, Step};

const NAME: &str = ".chip-name";
const REMOVE: &str = ".chip-remove";

/// Chips for the conditions of the address's filter. A group is one chip with its text.
#[component]
pub fn Chips() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let query = navigation.query();
    // The place of the chip whose menu is open.
    let open = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        query.track();
        open.set(None);
    });
    let press = move |event: &Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let closest = |selector: &str| target.as_ref().and_then(|target| target.closest(selector).ok().flatten());
        let chip = closest(".chip");
        let present = open.get_untracked();
        let Some(place) = chip.and_then(|chip| chip.get_attribute("data-place")?.parse::<usize>().ok()) else {
            // A menu closes when something else gets the pointer or the focus.
            if present.is_some() {
                open.set(None);
            }
            return;
        };
        if event.type_() == "keydown" {
            let event: &KeyboardEvent = event.unchecked_ref();
            if event.key() == "Escape" && present.is_some() {
                open.set(None);
                focus_near(NAME, place);
            }
            return;
        }
        if event.type_() != "click" {
            return;
        }
        let (change, selector): (fn(&Query, usize) -> Query, _) = match closest("button").map(|button| button.class_name()).as_deref() {
            Some("chip-name") => return open.set((present != Some(place)).then_some(place)),
            Some("chip-remove") => (Query::without_condition, REMOVE),
            Some("chip-turn") => (Query::negating_condition, NAME),
            Some("chip-only") => (Query::only_condition, NAME),
            _ => return,
        };
        let query = query.with_untracked(|query| change(query, place));
        navigation.refine(&query, Step::New);
        focus_near(selector, place);
    };
    let listeners =
        ["click", "pointerdown", "focusin", "keydown"].map(|event| Listener::new(document().into(), event, move |event| press(&event)));
    let listeners = StoredValue::new_local(Some(listeners));
    on_cleanup(move || _ = listeners.try_update_value(Option::take));

    move || {
        let open = open.get();
        query.with(|query| {
            let chip = |(place, condition)| chip(place, condition, open == Some(place), messages);
            let chips = query.conditions().iter().enumerate().map(chip).collect::<Vec<_>>();
            (!chips.is_empty()).then(|| view! { <ul class="chips" aria-label=messages.filter_heading(query)>{chips}</ul> })
        })
    }
}

fn chip(place: usize, condition: &Expression, is_open: bool, messages: Messages) -> AnyView {
    let is_excluded = matches!(condition, Expression::Not(_));
    let condition = Query::from(condition.clone());
    let text = condition.to_string();
    let menu = is_open.then(|| {
        let turn = if is_excluded { messages.include() } else { messages.exclude() };
        view! {
            <ul class="chip-menu">
                <li><button type="button" class="chip-turn">{turn}</button></li>
                <li><button type="button" class="chip-only">{messages.only_this()}</button></li>
            </ul>
        }
    });
    view! {
        <li class=if is_excluded { "chip chip-excluded" } else { "chip" } data-place=place.to_string()>
            <button type="button" class="chip-name" title=messages.in_words(&condition) aria-expanded=is_open.to_string()>{text.clone()}</button>
            <button type="button" class="chip-remove" aria-label=messages.remove(&text)>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
            </button>
            {menu}
        </li>
    }
    .into_any()
}

/// Gives the focus to the chips' button at this place, or the last one, or the filter box, before any key could miss it: the button that had
/// it may be gone.
fn focus_near(selector: &'static str, place: usize) {
    spawn_local(async move {
        timer::after_effects().await;
        let Ok(buttons) = document().query_selector_all(selector) else {
            return;
        };
        let last = buttons.length().saturating_sub(1);
        let button = buttons
            .get(last.min(place as u32))
            .and_then(|node| node.dyn_into::<HtmlElement>().ok());
        if let Some(element) = button.map(Element::from).or_else(|| document().get_element_by_id(BOX_ID)) {
            focus(&element);
        }
    });
}
