//! A picture in a card or above an article: its place is reserved, its host learns nothing, and where it fails a note stands, above an article
//! with a button that asks for it again. Where it waits until it is asked for, a button stands.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::archive::{Picture, PictureSource, Size};
use crate::reader::browser::dom;
use crate::reader::browser::scroll::{self, Box64};
use crate::reader::messages::Messages;
use crate::reader::state::settings::{Pictures, Settings};

/// The height below which a note has what it says beside each other, in 64ths of a pixel.
const SHORT: i32 = 160 * 64;

/// A picture.
#[component]
pub fn PictureBox(
    /// The picture.
    picture: Picture,
    /// What it shows, in words; empty for a picture that only decorates its card.
    #[prop(into)]
    alt: String,
    /// The archive's address, which local pictures are relative to.
    #[prop(into)]
    archive_url: String,
    /// Whether it loads at once, because it is the first that is seen.
    urgent: bool,
    /// Where the picture of a card leads to. What stands in its place may hold no other link then.
    #[prop(optional, into)]
    card_url: String,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let settings = expect_context::<Settings>();
    // The height of the picture that failed, in 64ths of a pixel.
    let failed = RwSignal::new(None::<i32>);
    let source = address(&picture.source, &archive_url);
    let host = match &picture.source {
        PictureSource::Archive(_) => None,
        PictureSource::Web(url) => Some(url.host().to_owned()),
    };
    let size = picture.size;
    let in_card = !card_url.is_empty();
    let load = StoredValue::new(source.clone());
    let draw_anew = move |event: MouseEvent| {
        // The focus goes on before the button goes.
        let banner = dom::around(&event, ".banner");
        let title = dom::around(&event, ".card").and_then(|card| card.query_selector(".card-title a").ok().flatten());
        if let Some(element) = title.or(banner) {
            dom::focus(&element);
        }
        failed.set(None);
    };
    let on_tap = move |event: MouseEvent| {
        settings.ask_for(load.get_value());
        draw_anew(event);
    };
    let note = {
        let (source, host) = (source.clone(), host.clone());
        // A card gives its picture a place of its own; above an article the note keeps the picture's, so that nothing below it moves.
        move |class: &'static str, text: String, height: Option<String>| {
            let host = host.clone().map(|host| match in_card {
                false => view! { <a href=source.clone() rel="noopener noreferrer nofollow">{host}</a> }.into_any(),
                true => view! { <span>{host}</span> }.into_any(),
            });
            let again = (!in_card && height.is_some()).then(|| {
                view! { <button type="button" class="retry" data-picture=source.clone() on:click=draw_anew>{messages.try_again()}</button> }.into_any()
            });
            view! { <span class=class style:min-height=height><span>{text}</span>{host}{again}</span> }.into_any()
        }
    };
    move || {
        settings.pictures();
        let content = match (settings.treatment(&source), failed.get()) {
            (Pictures::Never, _) if in_card => return ().into_any(),
            (Pictures::Never, _) => note("held-note", messages.picture().to_owned(), None),
            (Pictures::OnTap, _) => {
                let size = size.filter(|_| !in_card);
                let (width, ratio) = size
                    .map(|Size { width, height }| (format!("{width}px"), format!("{width}/{height}")))
                    .unzip();
                let class = if in_card { "card-picture held" } else { "held" };
                let text = (!in_card).then(|| view! { <span class="held-text">{messages.picture()}</span> });
                let host = messages.load_from(host.as_deref().unwrap_or_default());
                return view! {
                    <button type="button" class=class style:width=width style:aspect-ratio=ratio on:click=on_tap>{text}<span class="held-host">{host}</span></button>
                }
                .into_any();
            }
            (_, Some(height)) => {
                let text = if alt.is_empty() { messages.picture_failed() } else { &alt };
                let class = if in_card || height >= SHORT {
                    "picture-failed"
                } else {
                    "picture-failed short"
                };
                note(class, text.to_owned(), (!in_card).then(|| scroll::length(height)))
            }
            _ => view! {
                <img
                    loading=if urgent { "eager" } else { "lazy" }
                    fetchpriority=urgent.then_some("high")
                    decoding="async"
                    referrerpolicy="no-referrer"
                    width=size.map(|size| size.width.to_string())
                    height=size.map(|size| size.height.to_string())
                    alt=alt.clone()
                    on:error=move |event| failed.set(Some(dom::around(&event, "img").map_or(0, |picture| Box64::of(&picture).height())))
                    src=source.clone()
                />
            }
            .into_any(),
        };
        if in_card {
            view! { <a class="card-picture" href=card_url.clone() tabindex="-1" aria-hidden="true">{content}</a> }.into_any()
        } else {
            content
        }
    }
}

/// Where a picture is.
pub fn address(source: &PictureSource, archive_url: &str) -> String {
    match source {
        PictureSource::Archive(path) => format!("{archive_url}{path}"),
        PictureSource::Web(url) => url.to_string(),
    }
}
