//! The article: its head, its sanitised body, its neighbours in the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::archive::{Article, Card};
use crate::content::SafeHtml;
use crate::content::protocol::{Reply, Wanted};
use crate::query::Term;
use crate::reader::browser::reading::{Opening, Page};
use crate::reader::browser::sanitizer::SanitizerError;
use crate::reader::browser::{dom, scroll, sink, timer};
use crate::reader::components::body::Body;
use crate::reader::components::card::{source, title};
use crate::reader::components::date::Date;
use crate::reader::components::notice::{FailureNotice, LoadingNotice, Notice};
use crate::reader::components::picture::PictureBox;
use crate::reader::components::removed::RemovedNote;
use crate::reader::components::tags::Tags;
use crate::reader::components::term_link::TermLink;
use crate::reader::messages::Messages;
use crate::reader::parts::Parts;
use crate::reader::state::archive::{Archive, ArchiveError};
use crate::reader::state::loader::{Load, Loader};
use crate::reader::state::navigation::{Arrival, Navigation, Place};
use crate::reader::state::neighbours::Neighbours;
use crate::reader::state::reading::Reading;
use crate::route::ArticleReference;

/// The article page.
#[component]
pub fn ArticlePage(
    /// The open archive.
    archive: Arc<Archive>,
    /// Which article the address names.
    article: ArticleReference,
) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let loader = Loader::<Option<Arc<Article>>, ArchiveError>::new();
    let key = match article {
        ArticleReference::Key(key) => Some(key),
        ArticleReference::Unknown(_) => None,
    };
    let load = {
        let archive = archive.clone();
        move || {
            let (archive, key) = (archive.clone(), key.clone());
            loader.run(async move {
                match key {
                    Some(key) => {
                        reading.prefetch.arrival_of(&key).await;
                        let article = archive.article(&key).await;
                        timer::yield_to_page().await; // it has just been read
                        article
                    }
                    None => Ok(None),
                }
            });
        }
    };
    load();
    // The article comes first, then what its page can do, then the sanitiser, which is large.
    let locale = expect_context::<Messages>().locale();
    spawn_local(async move {
        timer::yield_to_page().await;
        Page::warm_up(locale);
    });
    reading.sanitizer().warm_up();
    let load = StoredValue::new_local(load);
    let retry = move || load.with_value(|load| load());
    // Its text comes before the other parts of the program.
    let parts = expect_context::<Parts>();
    Effect::new(move |_| {
        if loader.with(|load| !matches!(load, Load::Loading | Load::Ready(Some(_)))) {
            parts.come();
        }
    });
    move || match loader.get() {
        Load::Ready(Some(article)) => view! { <Found archive=archive.clone() article/> }.into_any(),
        Load::Ready(None) => view! { <NotFound/> }.into_any(),
        Load::Failed(error) => {
            reading.reopen_if_republished(&error);
            view! { <FailureNotice error on_retry=retry/> }.into_any()
        }
        state => view! { <LoadingNotice slow={matches!(state, Load::Slow)} on_retry=retry/> }.into_any(),
    }
}

/// The address names no article of the archive.
#[component]
fn NotFound() -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    dom::set_title(messages.not_found_title());
    view! {
        <Notice title=messages.not_found_title() advice=messages.not_found_advice()>
            <a class="button" href=navigation.back_url()>{messages.back()}</a>
        </Notice>
    }
}

/// An article that is there.
#[component]
fn Found(archive: Arc<Archive>, article: Arc<Article>) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let card = &article.card;
    let heading = title(card, messages);
    dom::set_title(&format!("{heading} · {}", archive.latest.title));
    if !card.summary.is_empty() {
        let before = dom::set_description(&card.summary);
        on_cleanup(move || _ = dom::set_description(&before));
    }
    keep_place(navigation);

    let arrival = navigation.arrival();
    navigation.arrive();

    let banner = article
        .banner
        .clone()
        .filter(|banner| !body_begins_with(&article, banner.source.as_str()));
    let has_banner = banner.is_some();
    let url = archive.url.clone();
    let time_zone = archive.manifest().time_zone.clone();
    view! {
        <article class="article">
            <nav class="article-back">
                <a href=navigation.back_url()>{messages.back()}</a>
            </nav>
            <header class="article-head" lang=card.language.clone()>
                {card.categories.iter().map(|path| view! { <CategoryPath path=path.clone()/> }).collect_view()}
                <h1 tabindex="-1">{heading.clone()}</h1>
                <p class="article-meta" lang=messages.locale()>
                    <Source card=card.clone()/>
                    <Date instant=card.published time_zone/>
                    {(card.minutes > 0).then(|| view! { <span>{messages.minutes(card.minutes)}</span> })}
                    {card.link.clone().map(|link| view! {
                        <a class="original" href=link.to_string() rel="noopener noreferrer">{messages.original()} " · " {link.host().to_owned()}</a>
                    })}
                </p>
            </header>
            {banner.map(|picture| view! {
                <div class="banner" tabindex="-1"><PictureBox picture alt=heading archive_url=url.clone() urgent=true/></div>
            })}
            <div class="article-tools"></div>
            <SanitisedBody archive=archive.clone() article=article.clone() arrival has_banner/>
            <footer class="article-foot">
                <Tags tags=card.tags.clone()/>
                <NeighbourLinks archive card=Arc::new(card.clone())/>
            </footer>
        </article>
    }
}

/// Who wrote an article, each a link to what they wrote; else the host that it came from.
#[component]
fn Source(card: Card) -> impl IntoView {
    if card.authors.is_empty() {
        return source(&card)
            .map(|host| view! { <span class="card-source" lang=card.language>{host}</span> })
            .into_any();
    }
    let links = card.authors.into_iter().enumerate().map(|(place, author)| {
        let separator = (place > 0).then_some(" · ");
        view! { {separator}<TermLink class="author" term=Term::Author(author.clone()) name=author/> }
    });
    view! { <span class="card-source" lang=card.language>{links.collect_view()}</span> }.into_any()
}

/// A category path; each level leads to what stands in it or below it.
#[component]
fn CategoryPath(path: Vec<String>) -> impl IntoView {
    let level = |(place, name): (usize, &String)| {
        let levels = path.iter().take(place + 1).cloned().collect();
        view! { <li><TermLink class="category" term=Term::In(levels) name=name.clone()/></li> }
    };
    let levels = path.iter().enumerate().map(level).collect_view();
    view! { <ol class="category-path">{levels}</ol> }
}

/// The body, once the worker has sanitised it.
#[component]
fn SanitisedBody(archive: Arc<Archive>, article: Arc<Article>, arrival: Arrival, has_banner: bool) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let reading = expect_context::<Reading>();
    let loader = Loader::<Reply, SanitizerError>::new();
    let opening = {
        let (card, url, path) = (article.card.clone(), archive.url.clone(), archive.article_path(&article.card.key));
        let resume = !matches!(arrival, Arrival::ByReturn(_)) && !scroll::has_fragment();
        move || Opening {
            key: card.key.to_string(),
            id: card.id.clone(),
            title: title(&card, messages),
            language: card.language.clone().unwrap_or_default(),
            link: card.link.as_ref().map(ToString::to_string).unwrap_or_default(),
            file: format!("{url}{path}"),
            minutes: card.minutes,
            locale: messages.locale(),
            resume,
        }
    };
    let language = article.card.language.clone();
    let sanitise = StoredValue::new_local(move || {
        let (sanitizer, url, article) = (reading.sanitizer(), archive.url.clone(), article.clone());
        loader.run(async move {
            match sanitizer.sanitise(&url, &article.body_html, Wanted::Html).await {
                Err(SanitizerError::TooSlow) => sanitizer.sanitise(&url, &article.body_html, Wanted::Text).await,
                other => other,
            }
        });
    });
    sanitise.with_value(|sanitise| sanitise());
    spawn_local(async {
        timer::painted().await;
        sink::warm_up();
    });
    let parts = expect_context::<Parts>();
    // The other parts of the program come when the text is drawn, or won't be.
    Effect::new(move |_| {
        if loader.with(|load| matches!(load, Load::Failed(_) | Load::Slow)) {
            parts.come();
        }
    });
    let return_to = move || {
        parts.come();
        if let Arrival::ByReturn(place) = &arrival {
            scroll::to_element("main", place.offset);
        } else {
            scroll::to_fragment();
        }
    };
    move || match loader.get() {
        Load::Ready(reply) => {
            let (refusal, removed) = (reply.refusal(), reply.removed());
            let pieces = SafeHtml::from_reply(reply);
            let note = refusal.map(|refusal| view! { <p class="query-note" role="status">{messages.refusal(refusal)}</p> });
            let body = if pieces.is_empty() {
                parts.come();
                view! { <p class="quiet">{messages.no_text_in_article()}</p> }.into_any()
            } else {
                view! { <Body parts=pieces opening=opening() language=language.clone() first_picture_is_urgent=!has_banner on_whole=return_to.clone()/> }.into_any()
            };
            view! { {note} {body} <RemovedNote removed/> }.into_any()
        }
        Load::Failed(_) => view! {
            <section class="notice" role="alert">
                <h2>{messages.no_sanitizer_title()}</h2>
                <p>{messages.no_sanitizer_advice()}</p>
                <button type="button" on:click=move |_| sanitise.with_value(|sanitise| sanitise())>{messages.try_again()}</button>
            </section>
        }
        .into_any(),
        Load::Loading | Load::Slow => view! { <p class="loading" role="status">{messages.preparing()}</p> }.into_any(),
    }
}

/// The newer and the older article of the list that this one was opened in.
#[component]
fn NeighbourLinks(archive: Arc<Archive>, card: Arc<Card>) -> impl IntoView {
    let messages = expect_context::<Messages>();
    let navigation = expect_context::<Navigation>();
    let reading = expect_context::<Reading>();
    let loader = Loader::<Neighbours, ArchiveError>::new();
    let rest = expect_context::<Parts>().rest;
    let find = StoredValue::new_local({
        move || {
            // The list that the person came from has them already, as a rule.
            if let Some(neighbours) = reading.with_list(|list| list.neighbours(&card.key)).flatten() {
                loader.set_ready(neighbours);
            } else if let Some(rest) = rest.here() {
                loader.run((rest.neighbours)(archive.clone(), reading.query.get_untracked(), card.clone()));
            }
        }
    });
    Effect::new(move |_| find.with_value(|find| find()));
    let link = move |card: Option<Arc<Card>>, rel: &'static str, label: &'static str| {
        card.map(|card| {
            view! {
                <a class=format!("neighbour neighbour-{rel}") rel=rel href=navigation.article_url(&card.key)>
                    <span class="neighbour-label">{label}</span>
                    <span lang=card.language.clone()>{title(&card, messages)}</span>
                </a>
            }
        })
    };
    move || match loader.get() {
        Load::Ready((newer, older)) => view! {
            <nav class="neighbours" aria-label=messages.neighbours()>
                {link(newer, "prev", messages.newer())}
                {link(older, "next", messages.older())}
            </nav>
        }
        .into_any(),
        Load::Failed(error) => {
            reading.reopen_if_republished(&error);
            view! { <p class="quiet" role="status">{messages.failure(&error).title} " " <button type="button" on:click=move |_| untrack(|| find.with_value(|find| find()))>{messages.try_again()}</button></p> }.into_any()
        }
        Load::Loading | Load::Slow => view! { <nav class="neighbours" aria-hidden="true"></nav> }.into_any(),
    }
}

/// Whether a banner would show what the body begins with anyway.
fn body_begins_with(article: &Article, source: &str) -> bool {
    let head: String = article.body_html.chars().take(1_500).collect();
    head.contains(source)
}

/// Keeps how far the article was read with the present step.
fn keep_place(navigation: Navigation) {
    navigation.keep_place_by(|| {
        scroll::offset_of("main").map(|offset| Place {
            anchor: "main".to_owned(),
            offset,
            ..Place::default()
        })
    });
}
