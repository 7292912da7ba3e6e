//! The archive's files: order, pages, sizes, tags.

use offprint::archive::{CARD_BYTES, PAGE_SIZE};

use crate::pressing::Press;

#[test]
fn articles_are_ordered_by_date_and_undated_ones_come_first() {
    let press = Press::new()
        .article("a.md", "Middle", "2020-05-05", "x")
        .article("b.md", "Newest", "Sat, 27 Nov 2021 13:06:01 GMT", "x")
        .post("c.md", "---\ntitle: Undated\n---\nText\n")
        .article("d.md", "Oldest", "2001-01-01T00:00:00+08:00", "x");
    assert_eq!(press.run().archive.titles(), ["Undated", "Oldest", "Middle", "Newest"]);
}

#[test]
fn a_thousand_articles_fill_pages_of_thirty_two() {
    let press = (0..1000).fold(Press::new(), |press, number| {
        press.article(
            &format!("{number:04}.md"),
            &format!("Number {number}"),
            &format!("{}-06-01", 1000 + number),
            "<p>Text.</p>",
        )
    });
    let archive = press.run().cleanly().archive;
    let titles = archive.titles();
    assert_eq!(titles.len(), 1000);
    assert!(
        titles
            .iter()
            .enumerate()
            .all(|(ordinal, title)| *title == format!("Number {ordinal}"))
    );
    let n_pages = archive
        .files()
        .keys()
        .filter(|path| path.starts_with("cards/") && !path.starts_with("cards/table-"))
        .count();
    assert_eq!(n_pages, 1000_usize.div_ceil(PAGE_SIZE as usize));
    assert_eq!(archive.latest().manifest.count, 1000);
}

#[test]
fn hostile_titles_and_tags_keep_list_files_under_100_kb_and_the_article_keeps_everything() {
    let title = "很长的标题".repeat(2_000);
    let tags: Vec<String> = (0..300).map(|number| format!("tag-{number}-{}", "x".repeat(40))).collect();
    let press = (0..70).fold(Press::new(), |press, number| {
        let front = format!(
            "title: '{number}{title}'\ndate: 2020-01-01\nlink: https://example.org/{number}/{}\ntags: [{}]\nauthor: {}",
            "p".repeat(3_000),
            tags.join(", "),
            "a".repeat(5_000)
        );
        press.post(&format!("{number}.md"), format!("---\n{front}\n---\nText\n"))
    });
    let run = press.run().warning(&["title", "too long for lists"]);
    for (path, bytes) in run.archive.files() {
        let is_list = !path.starts_with("articles/");
        assert!(!is_list || bytes.len() < 100_000, "{path} has {} bytes", bytes.len());
    }
    let cards = run.archive.cards();
    assert!(cards.iter().all(|card| card.written_bytes() <= CARD_BYTES));
    let article = run
        .archive
        .files()
        .into_iter()
        .find(|(path, _)| path.starts_with("articles/"))
        .expect("an article");
    assert!(String::from_utf8(article.1).expect("text").contains(&title));
}

#[test]
fn tags_come_from_tags_categories_and_links_and_have_one_spelling() {
    let press = Press::new()
        .post("a.md", "---\ntitle: A\ndate: 2020-01-01\ntags: [iOS, 排印]\ncategories:\n  - [Blogs, Somebody]\n  - [Print]\n---\n<p>x <a href='https://e.example/tag/x.htm'><i>#</i>小米</a></p>")
        .post("b.md", "---\ntitle: B\ndate: 2020-01-02\ntags: ios\n---\nText\n")
        .post("c.md", "---\ntitle: C\ndate: 2020-01-03\ntags: [iOS]\ncategories: [新媒体, 快科技]\n---\nText\n");
    let archive = press.run().cleanly().archive;
    let card = archive.article("A").card;
    assert_eq!(card.tags, ["iOS", "排印", "Blogs", "Somebody", "Print", "小米"]);
    assert_eq!(
        card.categories,
        [vec!["Blogs".to_owned(), "Somebody".to_owned()], vec!["Print".to_owned()]]
    );
    assert_eq!(
        archive.article("C").card.categories,
        [vec!["新媒体".to_owned(), "快科技".to_owned()]]
    );
    let tag = archive.tag("IOS");
    assert_eq!((tag.name.as_str(), tag.count), ("iOS", 3));
    assert_eq!(
        tag.cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(),
        ["C", "B", "A"]
    );
    assert!(tag.cards.iter().all(|card| card.tags.contains(&"iOS".to_owned())));
    assert_eq!(archive.latest().manifest.tags[0].name, "iOS");
}
