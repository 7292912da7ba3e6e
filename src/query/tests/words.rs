//! Queries in words, in both languages.

use super::query;
use crate::language::Language;
use crate::query::explain::{explain, period};

#[test]
fn a_query_is_said_in_english_and_chinese() {
    for (text, english, chinese) in [
        ("", "all articles", "全部文章"),
        (
            "#小米 -#雷军 author:快科技 date:2021-11",
            "tagged 小米, not tagged 雷军, by 快科技, published in November 2021",
            "带标签“小米”，不带标签“雷军”，作者是“快科技”，发表于2021年11月",
        ),
        (
            "#\"two words\" -author:a,b",
            "tagged “two words”, not by “a,b”",
            "带标签“two words”，作者不是“a,b”",
        ),
        (
            "in:新媒体/\"a b\" -in:c",
            "in 新媒体 › “a b”, not in c",
            "属于分类“新媒体 › a b”，不属于分类“c”",
        ),
        (
            "word -\"two words\"",
            "containing “word”, not containing “two words”",
            "包含“word”，不包含“two words”",
        ),
        ("date:2021", "published in 2021", "发表于2021年"),
        ("-date:2021-11-07", "not published on 7 November 2021", "并非发表于2021年11月7日"),
        (
            "date:2021-11..2022-02-01",
            "published from November 2021 to 1 February 2022",
            "发表于2021年11月至2022年2月1日",
        ),
        ("date:2021-11..", "published in November 2021 or later", "发表于2021年11月或以后"),
        (
            "date:..2021-11-27",
            "published on 27 November 2021 or earlier",
            "发表于2021年11月27日或以前",
        ),
        ("#a OR #b", "tagged a or tagged b", "带标签“a”或带标签“b”"),
        (
            "(#a OR #b) -#c",
            "either tagged a or tagged b, not tagged c",
            "（带标签“a”或带标签“b”），不带标签“c”",
        ),
        (
            "#a #b OR #c",
            "(tagged a and tagged b) or tagged c",
            "（带标签“a”且带标签“b”）或带标签“c”",
        ),
        (
            "-(#a OR #b (#c OR #d))",
            "not (tagged a or (tagged b and (tagged c or tagged d)))",
            "排除（带标签“a”或（带标签“b”且（带标签“c”或带标签“d”）））",
        ),
    ] {
        assert_eq!(explain(&query(text), Language::En), english);
        assert_eq!(explain(&query(text), Language::ZhHans), chinese);
    }
}

#[test]
fn dates_are_named_for_themselves() {
    for (text, english, chinese) in [
        ("date:2021-11", "November 2021", "2021年11月"),
        ("date:2021-11..2022", "November 2021 to 2022", "2021年11月至2022年"),
        ("date:2021..", "2021 or later", "2021年或以后"),
        ("date:..2021-11-27", "27 November 2021 or earlier", "2021年11月27日或以前"),
    ] {
        let dates = query(text).dates().expect(text);
        assert_eq!(period(dates, Language::En), english);
        assert_eq!(period(dates, Language::ZhHans), chinese);
    }
}
