//! What the list page says of a query that it can't answer.

use leptos::prelude::*;

use crate::archive::name::comparable;
use crate::query::{Query, Term};
use crate::reader::browser::text::nfc;
use crate::reader::messages::Messages;
use crate::reader::state::archive::Archive;
use crate::reader::state::filter::Filter;
use crate::reader::state::navigation::Navigation;

/// What the page says of a query that it can't answer yet, or that doesn't parse.
pub fn unanswered(filter: &Filter, archive: &Archive) -> Option<AnyView> {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let tag_links = move |names: Vec<String>| {
        names
            .into_iter()
            .map(|name| view! { <a class="tag" href=navigation.list_url(&Query::tag(&name))>{name.clone()}</a> })
            .collect_view()
    };
    match filter {
        Filter::Everything | Filter::Tag { .. } | Filter::Query(_) => None,
        Filter::Text(query) => {
            let matching = tags_like_text(query, archive);
            let text = if matching.is_empty() {
                messages.no_text_no_tags()
            } else {
                messages.no_text()
            };
            let mut names: Vec<String> = query
                .terms()
                .filter_map(|term| if let Term::Tag(tag) = term { Some(tag.clone()) } else { None })
                .collect();
            names.extend(matching);
            Some(view! { <div class="query-note" role="status"><p>{text}</p>{tag_links(names)}</div> }.into_any())
        }
        // The filter box says where and why.
        Filter::Invalid(_) => Some(view! { <div class="query-note" role="status"><p>{messages.bad_query()}</p></div> }.into_any()),
    }
}

/// The frequent tags whose names hold a text term.
fn tags_like_text(query: &Query, archive: &Archive) -> Vec<String> {
    let words: Vec<String> = query
        .terms()
        .filter_map(|term| {
            if let Term::Text(text) = term {
                Some(comparable(text, nfc))
            } else {
                None
            }
        })
        .collect();
    let matches = |tag: &str| {
        let tag = comparable(tag, nfc);
        words.iter().any(|word| tag.contains(word.as_str()))
    };
    archive
        .manifest()
        .tags
        .iter()
        .filter(|tag| matches(&tag.name))
        .map(|tag| tag.name.clone())
        .collect()
}
