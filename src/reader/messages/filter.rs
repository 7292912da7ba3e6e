//! What the filter box, the chips, the counts and the timeline say.

use super::Messages;
use crate::query::Query;
use crate::query::date::{DateRange, PartialDate};
use crate::query::explain::{Language, explain, period};
use crate::reader::state::matches::Count;

phrases! {
    /// Name of the filter box.
    filter: "Filter", "筛选";
    /// What can be typed into the box, by example.
    filter_example: "Filter: #tag, author:, date:2021", "筛选：#标签、author:、date:2021";
    /// Name of the list of suggestions.
    suggestions: "Suggestions", "建议";
    /// The language in a line.
    filter_hint: "#tag  author:name  in:category  date:2021  -excludes  OR  ( )", "#标签  author:作者  in:分类  date:2021  -排除  OR（或）  ( )";
    /// Turns a condition into its opposite.
    exclude: "Exclude", "排除";
    /// Turns an excluded condition into its opposite.
    include: "Include", "改为包含";
    /// Leaves one condition of several.
    only_this: "Only this", "只保留此项";
    /// Looks through older articles for more matches.
    search_further: "Search further back", "继续往前搜索";
    /// A search has found nothing, and hasn't ended.
    no_match_yet: "no match so far", "暂未找到匹配的文章";
    /// Ends the search.
    stop: "Stop", "停止";
    /// Name of the timeline.
    timeline: "Articles over time", "文章时间分布";
    /// How the timeline is used with the keyboard.
    timeline_hint: "Arrow keys choose, with Shift several; Enter filters by them, Delete takes the dates away.", "方向键选择，按住 Shift 选择多个；回车键按所选时间筛选，删除键取消时间条件。";
}

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

    fn at_least(self, amount: &str) -> String {
        self.pick(format!("at least {amount}"), format!("至少 {amount}"))
    }

    /// How far back the list's articles were searched for matches.
    pub fn searched_back_to(self, month: PartialDate) -> String {
        let month = period(DateRange::of(month), self.language);
        self.pick(format!("searched back to {month}"), format!("已搜索到{month}"))
    }

    /// Dates with a number of articles in words.
    pub fn period_with_count(self, dates: DateRange, articles: &str) -> String {
        let period = period(dates, self.language);
        self.pick(format!("{period}, {articles}"), format!("{period}，{articles}"))
    }

    /// A number of articles, of all and not just of a filter.
    pub fn in_the_archive(self, count: u32) -> String {
        let articles = self.n_articles(count);
        self.pick(format!("{articles} in the archive"), format!("文章库中有 {articles}"))
    }

    /// A filter in words, as a heading or a name.
    pub fn filter_heading(self, query: &Query) -> String {
        let words = explain(query, self.language);
        match self.language {
            Language::Chinese => words,
            Language::English => {
                let mut chars = words.chars();
                let first = chars.next().map(|first| first.to_ascii_uppercase());
                first.into_iter().chain(chars).collect()
            }
        }
    }

    /// A condition in words.
    pub fn in_words(self, condition: &Query) -> String {
        explain(condition, self.language)
    }

    /// Takes a condition away.
    pub fn remove(self, condition: &str) -> String {
        self.pick(format!("Remove {condition}"), format!("移除 {condition}"))
    }
}
