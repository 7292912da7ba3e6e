//! The settings: a button in the masthead, and the panel that it opens.
//!
//! The panel is a popover of the browser's: it opens over the page, closes with Escape or a click elsewhere, and gives the focus back.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node};

use crate::reader::browser::reading;
use crate::reader::browser::storage::Unkept;
use crate::reader::messages::Messages;
use crate::reader::parts::Parts;
use crate::reader::state::settings::{Pictures, Settings};

/// The button and its panel, whose content the rest of the program has.
#[component]
pub fn SettingsMenu() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let rest = expect_context::<Parts>().rest;
    let panel = NodeRef::<Div>::new();
    let is_wanted = RwSignal::new(false);
    let want = move || {
        rest.ask();
        is_wanted.set(true);
    };
    let content = move || match rest.here() {
        Some(rest) => (rest.settings)(is_wanted),
        None => view! { <p>{messages.loading()}</p> }.into_any(),
    };
    // The panel lies over the page, and would hide what gets the focus next.
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        if let (Some(panel), Some(to)) = (panel.get_untracked(), to)
            && !panel.parent_node().is_some_and(|frame| frame.contains(Some(&to)))
        {
            // One that isn't open is closed.
            let _ = panel.hide_popover();
        }
    };
    view! {
        <div class="settings" on:focusout=leave>
            <button type="button" class="settings-button" popovertarget="settings" aria-label=messages.settings() title=messages.settings()
                on:pointerenter=move |_| want() on:focus=move |_| want() on:click=move |_| want()>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 1.5v3.5M4 8v6.5M8 1.5V8M8 11v3.5M12 1.5v2M12 6.5v8M2.5 6.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M6.5 9.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M10.5 5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0"/></svg>
            </button>
            <div id="settings" class="settings-panel" popover="auto" node_ref=panel>{content}</div>
        </div>
    }
}

/// What the panel shows. What is in it of the page's look comes when somebody comes near it, which `is_wanted` tells each time.
pub fn panel(is_wanted: RwSignal<bool>) -> AnyView {
    let messages = expect_context::<Messages>();
    let settings = expect_context::<Settings>();
    let look = NodeRef::<Div>::new();
    let is_filled = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(place) = look.get().filter(|_| is_wanted.get() && !is_filled.get_value()) else {
            return;
        };
        is_filled.set_value(true);
        spawn_local(async move {
            if !reading::fill_settings(&place, messages.locale()).await {
                place.set_text_content(Some(messages.no_look()));
                is_filled.set_value(false);
            }
        });
    });
    let choices = Pictures::ALL.map(|choice| {
        let label = match choice {
            Pictures::Load => messages.pictures_load(),
            Pictures::OnTap => messages.pictures_on_tap(),
            Pictures::Never => messages.pictures_never(),
        };
        view! {
            <label class="choice">
                <input type="radio" name="pictures" value=choice.word() prop:checked=move || settings.pictures() == choice on:change=move |_| settings.choose(choice)/>
                {label}
            </label>
        }
    });
    let note = move || {
        settings.unkept().map(|reason| match reason {
            Unkept::Denied => messages.settings_denied(),
            Unkept::Full => messages.settings_full(),
        })
    };
    view! {
        <div class="look" node_ref=look></div>
        <fieldset aria-describedby="settings-pictures">
            <legend>{messages.pictures()}</legend>
            {choices}
            <p id="settings-pictures" class="settings-hint">{messages.pictures_hint()}</p>
        </fieldset>
        <p class="settings-note" role="status">{note}</p>
    }
    .into_any()
}
