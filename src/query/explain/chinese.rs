//! Simplified Chinese words for queries.

use super::{Around, Sense, Wording};
use crate::query::Term;
use crate::query::date::{DateRange, PartialDate};

pub(super) const WORDING: Wording = Wording {
    everything: "全部文章",
    comma: "，",
    and: "且",
    or: "或",
    not: "排除",
    choice: Around("（", "）"),
    group: Around("（", "）"),
    term,
};

fn term(term: &Term, sense: Sense) -> String {
    let chosen = |wanted: &'static str, excluded: &'static str| match sense {
        Sense::Wanted => wanted,
        Sense::Excluded => excluded,
    };
    match term {
        Term::Tag(tag) => format!("{}“{tag}”", chosen("带标签", "不带标签")),
        Term::Author(author) => format!("{}“{author}”", chosen("作者是", "作者不是")),
        Term::In(levels) => format!("{}“{}”", chosen("属于分类", "不属于分类"), levels.join(" › ")),
        Term::Date(range) => format!("{}{}", chosen("发表于", "并非发表于"), dates(*range)),
        Term::Text(phrase) => format!("{}“{phrase}”", chosen("包含", "不包含")),
    }
}

pub(super) fn dates(range: DateRange) -> String {
    match (range.first(), range.last()) {
        (Some(first), Some(last)) if first == last => date(first),
        (Some(first), Some(last)) => format!("{}至{}", date(first), date(last)),
        (Some(first), None) => format!("{}或以后", date(first)),
        (None, Some(last)) => format!("{}或以前", date(last)),
        (None, None) => "任何时间".to_owned(),
    }
}

fn date(date: PartialDate) -> String {
    let month = date.month().map(|month| format!("{month}月"));
    let day = date.day().map(|day| format!("{day}日"));
    format!("{}年{}{}", date.year(), month.unwrap_or_default(), day.unwrap_or_default())
}
