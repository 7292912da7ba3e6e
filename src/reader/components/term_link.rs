//! A link that adds a term to the filter.

use leptos::prelude::*;

use crate::query::Term;
use crate::reader::state::navigation::Navigation;

/// A link to the present list with one more term. A click with Alt excludes the term instead, one with Shift leaves nothing else:
/// `Navigation` does that.
#[component]
pub fn TermLink(
    /// The term.
    term: Term,
    /// How it looks.
    class: &'static str,
    /// The name that is shown.
    name: String,
) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let text = term.to_string();
    view! { <a class=class data-term=text href=move || navigation.term_url(&term)>{name}</a> }
}
