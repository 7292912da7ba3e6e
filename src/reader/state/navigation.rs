//! The address is the first store: every view is a route, and links are real links.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::archive::Key;
use crate::query::{Query, Term};
use crate::reader::browser::dom::{self, document, listen, window};
use crate::reader::browser::history;
use crate::reader::browser::scroll::{self, OnRest};
use crate::reader::browser::text::nfc;
use crate::reader::browser::timer;
use crate::reader::parts::{PartLoader, Rest};
use crate::route::Route;

/// How the page came to its present route.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// By a link in the page: the view begins at its top, and the focus goes to its heading.
    ByLink,
    /// By a control for the filter: the focus stays where it is.
    InPlace,
    /// By Back, Forward or a reload, with the place that was kept.
    ByReturn(Place),
    /// By opening the address.
    Cold,
}

/// How a changed filter comes into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// As a step that Back leads back from.
    New,
    /// In the place of the present step: while one is typing.
    Present,
}

/// A place in a view: an element, how far its top was below the view's, and where a list has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// The element's id.
    pub anchor: String,
    /// CSS pixels from the view's top to the element's.
    pub offset: i32,
    /// The card's row in the list.
    pub row: i32,
    /// The card's ordinal, where the list knows it.
    pub ordinal: Option<u32>,
    /// The id of the card that has the focus; empty for none.
    pub focus: String,
}

impl Place {
    /// Whether it is a place in a list, and not in an article.
    pub fn is_in_list(&self) -> bool {
        self.row > 0 || self.ordinal.is_some()
    }

    fn note(&self) -> String {
        let ordinal = self.ordinal.map(|ordinal| ordinal.to_string()).unwrap_or_default();
        let Self {
            anchor,
            offset,
            row,
            focus,
            ..
        } = self;
        format!("{row} {ordinal} {offset} {anchor} {focus}")
    }

    fn of_note(note: &str) -> Option<Self> {
        let mut parts = note.split(' ');
        Some(Self {
            row: parts.next()?.parse().ok()?,
            ordinal: parts.next()?.parse().ok(),
            offset: parts.next()?.parse().ok()?,
            anchor: parts.next()?.to_owned(),
            focus: parts.next()?.to_owned(),
        })
    }
}

/// The present route, and ways to another one.
#[derive(Clone, Copy)]
pub struct Navigation {
    route: RwSignal<Route>,
    query: Memo<Query>,
    rest: PartLoader<Rest>,
    arrival: StoredValue<Arrival>,
    /// How often the page came to a route: tells whether one is still where one was.
    n_arrivals: StoredValue<u32>,
    /// The last of them that a view has begun with.
    begun: StoredValue<Option<u32>>,
    /// Keeps the place in the present view.
    keeper: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
}

impl Navigation {
    /// Takes over the page's address, its history and its links.
    pub fn start(rest: PartLoader<Rest>) -> Self {
        history::restore_scroll_by_hand();
        let route = RwSignal::new(read_route());
        let navigation = Self {
            route,
            // Until the rest of the program is here nothing is filtered.
            query: Memo::new(move |_| match route.with(|route| route.query().to_owned()) {
                query if query.is_empty() => Query::everything(),
                query => rest.here().map(|rest| (rest.query)(&query)).unwrap_or_default(),
            }),
            rest,
            arrival: StoredValue::new(kept_place().map_or(Arrival::Cold, Arrival::ByReturn)),
            n_arrivals: StoredValue::new(0),
            begun: StoredValue::new(None),
            keeper: StoredValue::new_local(None),
        };
        history::on_change(move || {
            // Back from a part of the article that one is in: the view stays, and its place is the one that was left.
            let route = read_route();
            let is_same = navigation.route.with_untracked(|present| {
                present.article().is_some() && present.article() == route.article() && present.query() == route.query()
            });
            if is_same {
                navigation.route.set(route);
                match kept_place() {
                    Some(place) => _ = scroll::to_element(&place.anchor, place.offset),
                    None if scroll::has_fragment() => {} // the browser goes there
                    None => scroll::to_top(),
                }
                return;
            }
            navigation.turn_to(route, kept_place().map_or(Arrival::Cold, Arrival::ByReturn));
        });
        listen(&document(), "click", false, move |event| {
            let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
            if let Some(term) = modified_term(event) {
                event.prevent_default();
                navigation.filter_by(term, event.shift_key());
            } else if let Some(url) = own_link(event) {
                event.prevent_default();
                // Not every browser moves the focus to a link that is clicked; it is part of the place that is kept.
                if let Some(link) = dom::around(event, "a") {
                    dom::focus(&link);
                }
                navigation.go(&url);
            }
        });
        navigation
    }

    /// The route, for derived values.
    pub fn route(&self) -> Signal<Route> {
        self.route.into()
    }

    /// The address's filter; one that doesn't parse filters nothing.
    pub fn query(&self) -> Memo<Query> {
        self.query
    }

    /// Goes to the list of another filter, and leaves focus and place to the control that asks for it.
    pub fn refine(&self, query: &Query, step: Step) {
        let url = self.list_url(query);
        let is_written = match step {
            Step::New => {
                self.keep_place();
                history::push(&url)
            }
            Step::Present => history::replace(&url),
        };
        self.turn_to(route_of(&url, is_written), Arrival::InPlace);
    }

    /// The address of the present filter's list with one more term, tracked.
    pub fn term_url(&self, term: &Term) -> String {
        self.list_url(&self.query.get().with_term(term.clone(), nfc))
    }

    /// The address of a list. Parameters that the page doesn't know stay.
    pub fn list_url(&self, query: &Query) -> String {
        self.route
            .with_untracked(|route| route.without_article().with_query(query).to_string())
    }

    /// The address of the present list.
    pub fn back_url(&self) -> String {
        self.route.with_untracked(|route| route.without_article().to_string())
    }

    /// The address of an article inside the present list.
    pub fn article_url(&self, key: &Key) -> String {
        self.route.with_untracked(|route| route.with_article(key).to_string())
    }

    /// How the page came to the route.
    pub fn arrival(&self) -> Arrival {
        self.arrival.get_value()
    }

    /// Has the next view that is built begin at a place.
    pub fn return_to(&self, place: Place) {
        self.arrival.set_value(Arrival::ByReturn(place));
    }

    /// Has the present view begin again, at its top.
    pub fn start_over(&self) {
        self.arrival.set_value(Arrival::ByLink);
        self.n_arrivals.update_value(|n_arrivals| *n_arrivals += 1);
    }

    /// Has the view that is being built begin where it should, once it is drawn: one that a link led to at its top, with the focus on its
    /// heading. The place that was returned to is taken then, and forgotten.
    pub fn arrive(self) {
        let arrival = self.arrival.get_value();
        let n_arrivals = self.n_arrivals.get_value();
        // A view that is built again, as when a search has ended, stays where it is.
        if self.begun.get_value() == Some(n_arrivals) {
            return;
        }
        self.begun.set_value(Some(n_arrivals));
        timer::after_paint(move || {
            // Whoever was quick has gone on or back already, and that view has a place of its own.
            if self.n_arrivals.get_value() != n_arrivals {
                return;
            }
            if arrival == Arrival::ByLink {
                scroll::to_top();
                if let Ok(Some(heading)) = document().query_selector("main h1") {
                    dom::focus(&heading);
                }
            }
            // A filter that is being typed goes on: the list of its last letter must not take the focus.
            if self.arrival.with_value(|arrival| *arrival != Arrival::InPlace) {
                self.arrival.set_value(Arrival::ByLink);
            }
        });
    }

    /// Keeps the place in the present view with its step of the history, until the view goes: when scrolling has come to rest,
    /// and before a link is followed. (Browsers limit how often a step may be written.)
    pub fn keep_place_by(&self, find: impl Fn() -> Option<Place> + 'static) {
        let keeper: Rc<dyn Fn()> = Rc::new(move || {
            if let Some(place) = find() {
                history::keep_note(&place.note());
            }
        });
        self.keeper.set_value(Some(keeper.clone()));
        let at_rest = StoredValue::new_local(Some(OnRest::new(move || keeper())));
        on_cleanup(move || {
            at_rest.try_update_value(Option::take);
        });
    }

    fn keep_place(&self) {
        if let Some(keeper) = self.keeper.get_value() {
            keeper();
        }
    }

    /// Goes to an address of this page, as a step that Back leads back from.
    fn go(&self, url: &str) {
        if self.route.with_untracked(|present| *present == route_of(url, false)) {
            scroll::to_top(); // a step to where one is would have to be taken back twice
            return;
        }
        self.keep_place();
        let is_written = history::push(url);
        self.turn_to(route_of(url, is_written), Arrival::ByLink);
    }

    /// Goes to the list of nothing but a term, or to the present list without it.
    fn filter_by(self, term: String, is_only: bool) {
        spawn_local(async move {
            let Ok(rest) = self.rest.load().await else { return };
            let only = (rest.query)(&term);
            let excluded = only.terms().next().filter(|_| !is_only).cloned();
            let query = excluded.map_or(only, |term| self.query.get_untracked().excluding(term, nfc));
            self.go(&self.list_url(&query));
        });
    }

    fn turn_to(&self, route: Route, arrival: Arrival) {
        self.arrival.set_value(arrival);
        self.n_arrivals.update_value(|n_arrivals| *n_arrivals += 1);
        if self.route.with_untracked(|present| *present != route) {
            self.keeper.set_value(None); // the next view keeps its own place
        }
        self.route.set(route);
    }
}

fn read_route() -> Route {
    let (search, hash) = history::location();
    Route::parse(&search, &hash)
}

/// The route of an address of this page. Where the browser didn't let it into the address bar, the view is the right one all the same.
fn route_of(url: &str, is_written: bool) -> Route {
    if is_written {
        return read_route();
    }
    let (url, hash) = url.split_once('#').unwrap_or((url, ""));
    Route::parse(url.split_once('?').map_or("", |(_, search)| search), hash)
}

fn kept_place() -> Option<Place> {
    Place::of_note(&history::note()?)
}

/// The term of a link that is clicked with Alt or Shift: Alt excludes it, Shift leaves nothing else.
fn modified_term(event: &MouseEvent) -> Option<String> {
    let is_modified = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && (event.alt_key() || event.shift_key());
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[data-term]").ok()??;
    link.get_attribute("data-term").filter(|_| is_modified)
}

/// The address of a plain click on a link to another view of this page. Other clicks are the browser's: new tabs, other
/// sites, fragments.
fn own_link(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
        && !event.default_prevented();
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let location = window().location();
    let same_page = link.origin() == location.origin().ok()? && link.pathname() == location.pathname().ok()?;
    let other_view = link.search() != location.search().ok()? || link.hash().is_empty();
    let plain_link = link.target().is_empty() && !link.has_attribute("download");
    (plain && plain_link && same_page && other_view).then(|| link.href())
}
