//! A card: one article in a list.

use std::sync::Arc;

use leptos::prelude::*;

use super::date::Date;
use super::picture::{PictureBox, address};
use super::tags::Tags;
use crate::archive::Card;
use crate::reader::messages::Messages;
use crate::reader::state::navigation::Navigation;
use crate::reader::state::progress::Progress;
use crate::reader::state::settings::{Pictures, Settings};

/// How much of the text stands in for a missing title, in characters.
const TITLE_FROM_TEXT: usize = 60;

/// A card.
#[component]
pub fn CardView(
    /// The element's id.
    id: String,
    /// What it shows.
    card: Arc<Card>,
    /// The archive's address.
    archive_url: String,
    /// The archive's time zone.
    time_zone: String,
    /// Whether its picture loads at once.
    urgent: bool,
    /// Its row in the list, from 0.
    row: i32,
    /// How many rows the list has, where that is known.
    size: Memo<Option<u32>>,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let settings = expect_context::<Settings>();
    let url = expect_context::<Navigation>().article_url(&card.key);
    let title = title(&card, messages);
    let picture_url = card.image.as_ref().map(|picture| address(&picture.source, &archive_url));
    let is_without_picture = move || {
        settings.pictures();
        picture_url.as_ref().is_none_or(|url| settings.treatment(url) == Pictures::Never)
    };
    let picture = card.image.clone().map(|picture| {
        view! { <PictureBox picture alt="" archive_url urgent card_url=url.clone()/> }
    });
    let read = use_context::<Progress>().and_then(|progress| progress.of(&card.key));
    let source = source(&card);
    let title_id = format!("title-{}", card.key);
    let labelled_by = title_id.clone();
    view! {
        <article
            id=id
            class="card"
            class:lead={row == 0}
            class:card-without-picture=is_without_picture
            lang=card.language.clone()
            tabindex="-1"
            aria-labelledby=labelled_by
            aria-posinset=(row + 1).to_string()
            aria-setsize=move || size.get().map_or_else(|| "-1".to_owned(), |size| size.to_string())
        >
            {picture}
            <div class="card-text">
                <h2 class="card-title" id=title_id><a href=url>{title}</a></h2>
                <p class="card-summary">{card.summary.clone()}</p>
                <p class="card-meta" lang=messages.locale()>
                    {source.map(|source| view! { <span class="card-source" lang=card.language.clone()>{source}</span> })}
                    <Date instant=card.published time_zone relative=true/>
                    {(card.minutes > 0).then(|| view! { <span>{messages.minutes(card.minutes)}</span> })}
                    {read.map(|percent| view! { <span class="card-read">{messages.read_so_far(percent)}</span> })}
                </p>
                <Tags tags=card.tags.clone()/>
            </div>
        </article>
    }
}

/// An article's title, or the beginning of its text where it has none.
pub fn title(card: &Card, messages: Messages) -> String {
    if !card.title.is_empty() {
        return card.title.clone();
    }
    let mut text: String = card.summary.chars().take(TITLE_FROM_TEXT).collect();
    if text.is_empty() {
        return messages.untitled().to_owned();
    }
    if text.len() < card.summary.len() {
        text.push('…');
    }
    text
}

/// Who wrote an article, else the host that it came from.
pub fn source(card: &Card) -> Option<String> {
    match card.authors.as_slice() {
        [] => card.link.as_ref().map(|link| link.host().to_owned()),
        authors => Some(authors.join(" · ")),
    }
}
