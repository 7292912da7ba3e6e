//! What lies below the filter box: what is wrong with its text, and suggestions.
//!
//! It is drawn by hand, as the timeline is: views of signals for it would take several times the code.

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::Typed;
use crate::query::Query;
use crate::query::parse::ParseError;
use crate::reader::browser::dom;
use crate::reader::messages::Messages;
use crate::reader::state::matches::Count;

const OPTION_ID: &str = "suggestion-";

/// A term that could stand at the caret.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The term as the filter language writes it.
    pub label: String,
    /// The whole text with it.
    pub text: String,
    /// The caret behind it, in bytes.
    pub caret: usize,
    /// How many articles a choice of it leaves, as far as that is known.
    pub count: Option<Count>,
}

/// The number of an option's suggestion; beyond all if it is no option.
pub fn number_of(option: &Element) -> usize {
    let number = option.id().strip_prefix(OPTION_ID).and_then(|number| number.parse().ok());
    number.unwrap_or(usize::MAX)
}

/// The elements, and what they show.
pub struct Panel {
    input: Element,
    panel: Element,
    wrong: Element,
    list: Element,
    messages: Messages,
    options: Vec<Element>,
    shown: Vec<Suggestion>,
    wrong_text: Option<String>,
}

impl Panel {
    /// The panel in the filter box's frame; `None` if parts of it are missing.
    pub fn new(frame: &Element, messages: Messages) -> Option<Self> {
        let part = |selector: &str| frame.query_selector(selector).ok().flatten();
        Some(Self {
            input: part("input")?,
            panel: part(".filter-panel")?,
            wrong: part(".wrong")?,
            list: part(".suggestions")?,
            messages,
            options: Vec::new(),
            shown: Vec::new(),
            wrong_text: None,
        })
    }

    /// Shows these suggestions, and whether the text is a query.
    pub fn draw(&mut self, typed: &Typed, suggestions: Vec<Suggestion>) {
        let error = Query::parse(&typed.text).err();
        if self.shown != suggestions {
            self.list(suggestions);
        }
        self.mark(typed.active);
        let is_invalid = error.is_some();
        let is_open = typed.has_focus && (typed.is_open || is_invalid);
        dom::set(
            &self.panel,
            "class",
            Some(if is_open {
                "filter-panel filter-panel-open"
            } else {
                "filter-panel"
            }),
        );
        dom::set(&self.input, "aria-invalid", Some(if is_invalid { "true" } else { "false" }));
        let wrong_text = error.is_some().then(|| typed.text.clone());
        // What didn't change isn't said again.
        if self.wrong_text != wrong_text {
            self.wrong.set_text_content(None);
            if let Some(error) = error {
                self.tell(&typed.text, &error);
            }
            self.wrong_text = wrong_text;
        }
    }

    fn list(&mut self, suggestions: Vec<Suggestion>) {
        self.list.set_text_content(None);
        self.options.clear();
        for (number, suggestion) in suggestions.iter().enumerate() {
            let option = dom::append(&self.list, "li", "");
            for (name, value) in [("role", "option"), ("class", "suggestion"), ("id", &format!("{OPTION_ID}{number}"))] {
                dom::set(&option, name, Some(value));
            }
            let label = dom::append(&option, "span", &suggestion.label);
            dom::set(&label, "class", Some("suggestion-name"));
            if let Some(count) = suggestion.count {
                let count = dom::append(&option, "span", &self.messages.short_count(count));
                dom::set(&count, "class", Some("count"));
            }
            self.options.push(option);
        }
        self.shown = suggestions;
        dom::set(
            &self.input,
            "aria-expanded",
            Some(if self.shown.is_empty() { "false" } else { "true" }),
        );
    }

    fn mark(&self, active: Option<usize>) {
        let mut active_id = None;
        for (number, option) in self.options.iter().enumerate() {
            let is_active = active == Some(number);
            dom::set(option, "aria-selected", Some(if is_active { "true" } else { "false" }));
            if is_active {
                active_id = Some(option.id());
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
        dom::set(&self.input, "aria-activedescendant", active_id.as_deref());
    }

    /// Writes the text with the place marked where it stops being a query, and what was expected there.
    fn tell(&self, text: &str, error: &ParseError) {
        let (before, rest) = text.split_at_checked(error.at.byte_offset).unwrap_or((text, ""));
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace())
            .map_or(rest.len(), |(end, _)| end);
        let (at, after) = rest.split_at(end);
        // At the text's end there is nothing to mark but the place itself.
        let at = if at.trim().is_empty() { "\u{a0}" } else { at };
        let code = dom::append(&self.wrong, "code", "");
        dom::set(&code, "class", Some("wrong-text"));
        dom::set(&code, "aria-hidden", Some("true"));
        for (tag, part) in [("span", before), ("mark", at), ("span", after)] {
            dom::append(&code, tag, part);
        }
        dom::append(&self.wrong, "p", &self.messages.parse_error(error));
    }
}
