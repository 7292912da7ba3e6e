//! What the filter box, the chips, the counts and the timeline say.

use super::Messages;
use crate::query::Query;
use crate::query::date::{DateRange, PartialDate};
use crate::query::explain::{explain, period};
use crate::reader::browser::intl;
use crate::reader::state::matches::Count;

impl Messages {
    /// How many articles a filter has, as far as that is known.
    pub fn n_matches(self, count: Count) -> String {
        if count == (Count { n: 0, is_exact: false }) {
            return self.no_match_yet().to_owned();
        }
        let articles = self.n_articles(count.n);
        if count.is_exact { articles } else { self.at_least(&articles) }
    }

    /// A number of articles, as far as it is known.
    pub fn short_count(self, count: Count) -> String {
        let number = self.number(count.n);
        if count.is_exact { number } else { self.at_least(&number) }
    }

    /// How far back the list's articles were searched for matches.
    pub fn searched_back_to(self, month: PartialDate) -> String {
        self.searched_to(&period(DateRange::of(month), self.language))
    }

    /// Dates with a number of articles in words.
    pub fn period_with_count(self, dates: DateRange, articles: &str) -> String {
        self.period_and_articles(articles, &period(dates, self.language))
    }

    /// A filter in words, as a heading or a name.
    pub fn filter_heading(self, query: &Query) -> String {
        let words = explain(query, self.language);
        let mut chars = words.chars();
        let first = chars.next().map(|first| intl::upper_case(first, self.locale()));
        first.unwrap_or_default() + chars.as_str()
    }

    /// A condition in words.
    pub fn in_words(self, condition: &Query) -> String {
        explain(condition, self.language)
    }
}
