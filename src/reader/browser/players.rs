//! Players of other sites in an article's body: a button stands in their place, and before it is pressed nobody is asked for anything.

use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlElement};

use super::dom::{self, document, listen};
use crate::content::players::{Kind, Player, player};
use crate::reader::messages::Messages;

/// Looks after the players in `body`.
pub fn watch(body: &Element) {
    listen(body, "click", false, |event| {
        let Some(place) = dom::around(&event, ".player-button").and_then(|button| button.parent_element()) else {
            return;
        };
        let link = place.query_selector("a").ok().flatten().and_then(|link| link.get_attribute("href"));
        if let (Some(player), Some(button)) = (link.and_then(|link| player(&link)), place.first_element_child()) {
            let screen = screen(&player);
            // The button is in the page, and the new element was just made.
            let _ = button.replace_with_with_node_1(&screen);
            let _ = screen.focus();
        }
    });
}

/// Puts a button beside each link to something that plays. Whoever would rather go there has the link.
pub fn prepare(part: &DocumentFragment, messages: Messages) {
    let Ok(links) = part.query_selector_all("a.embed") else { return };
    for place in 0..links.length() {
        let Some(link) = links.get(place).and_then(|node| node.dyn_into::<HtmlElement>().ok()) else {
            continue;
        };
        let Some(player) = link.get_attribute("href").and_then(|href| player(&href)) else {
            continue;
        };
        let Ok(frame) = document().create_element("span") else { continue };
        frame.set_class_name("player");
        let button = dom::append(&frame, "button", &messages.play(&link.text_content().unwrap_or_default()));
        button.set_class_name("player-button");
        dom::set(&button, "type", Some("button"));
        dom::append(&frame, "span", &messages.player_asks(host(&player))).set_class_name("player-note");
        // The link is in the fragment, and the frame was just made.
        let _ = link.replace_with_with_node_1(&frame);
        link.set_text_content(Some(&messages.open_at(player.site)));
        let _ = frame.append_child(&link);
    }
}

/// What plays. It may run its scripts as its own site only, and can't lead the page elsewhere.
fn screen(player: &Player) -> HtmlElement {
    let (name, attributes): (_, &[_]) = match player.kind {
        Kind::Frame => (
            "iframe",
            &[
                ("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation"),
                ("allow", "autoplay; encrypted-media; fullscreen; picture-in-picture"),
                // YouTube plays nothing for pages that it can't name.
                ("referrerpolicy", "strict-origin"),
            ],
        ),
        Kind::Video => ("video", &[("controls", ""), ("autoplay", "")]),
        Kind::Audio => ("audio", &[("controls", ""), ("autoplay", "")]),
    };
    let screen: HtmlElement = document().create_element(name).expect("the name is a valid one").unchecked_into();
    for (name, value) in attributes {
        dom::set(&screen, name, Some(value));
    }
    dom::set(&screen, "title", Some(player.site));
    screen.set_class_name("player-screen");
    screen.set_tab_index(-1);
    dom::set(&screen, "src", Some(&player.address));
    screen
}

fn host(player: &Player) -> &str {
    player.address.split('/').nth(2).unwrap_or_default()
}
