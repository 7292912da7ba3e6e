//! The filter's conditions, each with a button that removes it and a menu.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::BOX_ID;
use crate::query::{Expression, Query};
use crate::reader::browser::dom::{Listener, document, focus};
use crate::reader::browser::timer;
use crate::reader::messages::Messages;
use crate::reader::state::navigation::{Navigation, Step};

/// Chips for the conditions of the address's filter. A group is one chip with its text.
#[component]
pub fn Chips() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let query = navigation.query();
    let conditions = move || {
        let with_place = |(place, condition): (usize, &Expression)| (place, condition.clone());
        query.with(|query| query.conditions().iter().enumerate().map(with_place).collect::<Vec<_>>())
    };
    let open = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        query.track();
        open.set(None);
    });
    // A menu closes when something else gets the pointer or the focus.
    let close_outside = move |event: web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if open.get_untracked().is_some() && !target.is_some_and(|target| target.closest(".chip").is_ok_and(|chip| chip.is_some())) {
            open.set(None);
        }
    };
    let listeners = ["pointerdown", "focusin"].map(|event| Listener::new(document().into(), event, close_outside));
    let listeners = StoredValue::new_local(Some(listeners));
    on_cleanup(move || _ = listeners.try_update_value(Option::take));

    let in_words = move || query.with(|query| messages.filter_heading(query));
    let has_conditions = Memo::new(move |_| query.with(|query| !query.is_everything()));
    let list = move || {
        has_conditions.get().then(|| {
            view! {
                <ul class="chips" aria-label=in_words>
                    <For each=conditions key=Clone::clone let((place, condition))>
                        <Chip place condition open/>
                    </For>
                </ul>
            }
        })
    };
    view! { {list} }
}

#[component]
fn Chip(place: usize, condition: Expression, open: RwSignal<Option<usize>>) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let is_excluded = matches!(condition, Expression::Not(_));
    let condition = Query::from(condition);
    let text = condition.to_string();
    let words = messages.in_words(&condition);
    let is_open = Memo::new(move |_| open.get() == Some(place));
    let menu_id = format!("chip-menu-{place}");
    let refine = move |change: fn(&Query, usize) -> Query, selector: &'static str| {
        let query = navigation.query().with_untracked(|query| change(query, place));
        navigation.refine(&query, Step::New);
        focus_near(selector, place);
    };
    let action = move |label: &'static str, change: fn(&Query, usize) -> Query, selector: &'static str| {
        view! { <li><button type="button" on:click=move |_| refine(change, selector)>{label}</button></li> }
    };
    let turn = if is_excluded { messages.include() } else { messages.exclude() };
    let menu = {
        let menu_id = menu_id.clone();
        move || {
            is_open.get().then(|| {
                view! {
                    <ul id=menu_id.clone() class="chip-menu">
                        {action(turn, Query::negating_condition, ".chip-name")}
                        {action(messages.only_this(), Query::only_condition, ".chip-name")}
                    </ul>
                }
            })
        }
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            open.set(None);
            focus_near(".chip-name", place);
        }
    };
    view! {
        <li class="chip" class:chip-excluded=is_excluded on:keydown=escape>
            <button
                type="button"
                class="chip-name"
                title=words
                aria-expanded=move || is_open.get().to_string()
                aria-controls=menu_id
                on:click=move |_| open.update(|open| *open = (*open != Some(place)).then_some(place))
            >
                {text.clone()}
            </button>
            <button type="button" class="chip-remove" aria-label=messages.remove(&text) on:click=move |_| refine(Query::without_condition, ".chip-remove")>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
            </button>
            {menu}
        </li>
    }
}

/// Gives the focus to the chips' button at this place, or the last one, or the filter box: the button that had it is gone.
fn focus_near(selector: &'static str, place: usize) {
    timer::after_paint(move || {
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
