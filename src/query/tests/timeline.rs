//! Bars of a timeline, and the dates that they stand for.

use crate::query::Query;
use crate::query::timeline::{Timeline, YearCounts};
use proptest::prelude::*;

/// A year with one article in each of these months.
fn year(year: u16, months: &[usize]) -> YearCounts {
    let mut counts = [0; 12];
    for month in months {
        counts[month - 1] += 1;
    }
    (year, counts)
}

fn dates(timeline: &Timeline, first: usize, last: usize) -> String {
    timeline.dates(first, last).expect("bars of a timeline").to_string()
}

#[test]
fn a_bar_is_a_month_where_there_is_room_else_a_longer_span() {
    let years = [year(2019, &[11]), year(2022, &[2])];
    for (max_bars, n_bars, first, all) in [
        (28, 28, "2019-11", "2019-11..2022-02"),
        (27, 10, "2019-10..2019-12", "2019-10..2022-03"),
        (9, 4, "2019", "2019..2022"),
        (3, 3, "2018..2019", "2018..2023"),
        (2, 2, "2015..2019", "2015..2024"),
        (0, 1, "2000..2049", "2000..2049"),
    ] {
        let timeline = Timeline::new(&years, max_bars).expect("two months");
        assert_eq!(timeline.counts().len(), n_bars, "{max_bars}");
        assert_eq!(
            (dates(&timeline, 0, 0), dates(&timeline, n_bars - 1, 0)),
            (first.to_owned(), all.to_owned())
        );
        assert_eq!(timeline.counts().iter().sum::<u32>(), 2);
        let extent = timeline.extent().expect("dates").to_string();
        assert_eq!(extent, "2019-11..2022-02", "however long the bars are");
    }
}

#[test]
fn articles_of_one_month_have_no_timeline() {
    assert_eq!(Timeline::new(&[], 10), None);
    assert_eq!(Timeline::new(&[year(2021, &[]), year(2022, &[3, 3])], 10), None);
    assert!(Timeline::new(&[year(2022, &[3, 4])], 10).is_some());
}

#[test]
fn whole_years_are_written_as_years() {
    let timeline = Timeline::new(&[year(2020, &[1]), year(2022, &[12])], 100).expect("two months");
    assert_eq!(dates(&timeline, 12, 23), "2021");
    assert_eq!(dates(&timeline, 0, 35), "2020..2022");
    assert_eq!(dates(&timeline, 12, 22), "2021-01..2021-11");
}

#[test]
fn the_bars_of_a_range_are_those_that_hold_its_days() {
    let timeline = Timeline::new(&[year(2020, &[1]), year(2020, &[12])], 100).expect("two months");
    for (text, bars) in [
        ("date:2020-03", Some((2, 2))),
        ("date:2020-03-31..2020-04-01", Some((2, 3))),
        ("date:2019..2020-02", Some((0, 1))),
        ("date:2020-11..", Some((10, 11))),
        ("date:..2020-01", Some((0, 0))),
        ("date:2019", None),
        ("date:2021..", None),
    ] {
        let range = Query::parse(text).ok().and_then(|query| query.dates()).expect(text);
        assert_eq!(timeline.bars(range), bars, "{text}");
    }
}

#[test]
fn a_year_is_named_at_its_first_bar() {
    let named = |years: &[YearCounts], max_bars| Timeline::new(years, max_bars).expect("two months").years().collect::<Vec<_>>();
    let years = [year(2019, &[11]), year(2021, &[2])];
    assert_eq!(named(&years, 100), [(2, 2020), (14, 2021)]);
    assert_eq!(named(&years, 5), [(0, 2019), (1, 2020), (2, 2021)]);
    assert_eq!(named(&[year(2018, &[1]), year(2023, &[1])], 3), [(0, 2018), (1, 2020), (2, 2022)]);
}

proptest! {
    #[test]
    fn every_article_is_in_the_bar_whose_dates_hold_it(
        months in prop::collection::vec((0..=9_999_u16, 1..=12_usize), 2..20), max_bars in 1..300_usize,
    ) {
        let years: Vec<YearCounts> = months.iter().map(|(number, month)| year(*number, &[*month])).collect();
        if let Some(timeline) = Timeline::new(&years, max_bars) {
            prop_assert!(timeline.counts().len() <= max_bars);
            prop_assert_eq!(timeline.counts().iter().sum::<u32>() as usize, months.len());
            for bar in 0..timeline.counts().len() {
                let dates = timeline.dates(bar, bar).expect("a bar has dates");
                prop_assert_eq!(timeline.bars(dates), Some((bar, bar)));
            }
        }
    }
}
