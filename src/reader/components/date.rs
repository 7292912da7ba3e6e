//! A date, as a person says it, with the exact one on hover.

use leptos::prelude::*;

use crate::archive::Timestamp;
use crate::reader::browser::intl;
use crate::reader::messages::Messages;

/// A `<time>`. Relative within a month ("3 hours ago"), else the date, in the archive's time zone.
#[component]
pub fn Date(
    /// The instant; without one the article is undated.
    instant: Option<Timestamp>,
    /// The archive's time zone.
    #[prop(into)]
    time_zone: String,
    /// Whether a recent date is said relative to now.
    #[prop(optional)]
    relative: bool,
) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let locale = messages.locale();
    match instant {
        None => view! { <span class="date">{messages.undated()}</span> }.into_any(),
        Some(instant) => {
            let text = if relative {
                intl::relative(instant, locale, &time_zone)
            } else {
                intl::date(instant, locale, &time_zone)
            };
            view! { <time class="date" datetime=instant.to_string() title=intl::exact(instant, locale, &time_zone)>{text}</time> }
                .into_any()
        }
    }
}
