//! A picture in a card or above an article: its place is reserved, its host learns nothing, and where it fails a note stands.

use leptos::prelude::*;

use crate::archive::{Picture, PictureSource};
use crate::reader::browser::dom;
use crate::reader::browser::scroll::{self, Box64};
use crate::reader::messages::Messages;

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
    /// Whether the note for a failed picture may hold a link: not inside another link.
    #[prop(optional)]
    linked: bool,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    // The height of the picture that failed, in 64ths of a pixel.
    let failed = RwSignal::new(None::<i32>);
    let (source, host) = match &picture.source {
        PictureSource::Archive(path) => (format!("{archive_url}{path}"), None),
        PictureSource::Web(url) => (url.to_string(), Some(url.host().to_owned())),
    };
    let size = picture.size;
    move || {
        if let Some(height) = failed.get() {
            let text = if alt.is_empty() {
                messages.picture_failed().to_owned()
            } else {
                alt.clone()
            };
            let host = host.clone().map(|host| match linked {
                true => view! { <a href=source.clone() rel="noopener noreferrer nofollow">{host}</a> }.into_any(),
                false => view! { <span>{host}</span> }.into_any(),
            });
            // A card gives its picture a place of its own; above an article the note keeps the picture's, so that nothing below it moves.
            let height = linked.then(|| scroll::length(height));
            return view! { <span class="picture-failed" style:min-height=height><span>{text}</span>{host}</span> }.into_any();
        }
        view! {
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
        .into_any()
    }
}
