//! What becomes of posts as people have them.

use crate::pressing::Press;

#[test]
fn posts_that_declare_the_same_id_are_reported_and_the_newest_is_kept() {
    let post = |title: &str, date: &str, more: &str| format!("---\nid: same\ntitle: {title}\ndate: {date}\n{more}---\nText of {title}\n");
    let run = Press::new()
        .post("a.md", post("Edited", "2020-01-01", "updated: 2022-01-01\n"))
        .post("b.md", post("Newer", "2021-01-01", ""))
        .post("c.md", post("Older", "2019-01-01", ""))
        .run()
        .warning(&["posts/b.md", "id", "same id as posts/a.md", "newer"]);
    assert_eq!(run.archive.titles(), ["Edited"]);
}

#[test]
fn equal_derived_ids_with_different_text_are_both_kept_and_copies_are_not() {
    let run = Press::new()
        .article("a.md", "Same", "2020-01-01", "<p>One text.</p>")
        .article("b.md", "Same", "2020-01-01", "<p>Another text.</p>")
        .article("c/a.md", "Same", "2020-01-01", "<p>One text.</p>")
        .run()
        .warning(&["posts/b.md", "another text"])
        .warning(&["posts/c/a.md", "copy"]);
    assert_eq!(run.archive.titles(), ["Same", "Same"]);
}

#[test]
fn undated_posts_keep_apart_by_their_paths() {
    let press = Press::new()
        .post("a.md", "---\ntitle: Same\n---\nText\n")
        .post("b.md", "---\ntitle: Same\n---\nText\n");
    assert_eq!(press.run().archive.titles().len(), 2);
}

#[test]
fn text_in_other_encodings_is_decoded() {
    let text = "---\ntitle: 活字印刷术\ndate: 2020-01-01\n---\n活字印刷术是中国古代的一项重要发明，毕昇用胶泥刻字，火烧令坚。宋代的沈括在《梦溪笔谈》里记下了它的做法。\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let (big5, _, _) = encoding_rs::BIG5.encode("---\ntitle: 活字印刷術\ndate: 2020-01-02\n---\n活字印刷術是中國古代的一項重要發明，畢昇用膠泥刻字，火燒令堅。宋代的沈括在《夢溪筆談》裡記下了它的做法。\n");
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain("---\ntitle: Wide\ndate: 2020-01-03\n---\nText\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let run = Press::new().post("a.md", &gb18030).post("b.md", &big5).post("c.md", utf16).run();
    assert_eq!(run.archive.titles(), ["活字印刷术", "活字印刷術", "Wide"]);
}

#[test]
fn a_broken_post_never_stops_the_rest() {
    let run = Press::new()
        .article("a.md", "Good", "2020-01-01", "x")
        .post(
            "b.md",
            "---\ntitle: Unclosed\ndate: 2020-01-02\nText without an end of the front matter\n",
        )
        .post("c.md", [0u8, 159, 146, 150, 0, 0, 255, 254, 0, 1])
        .post("d.md", "")
        .post("e.md", "---\ntitle: \"never closed\ndate: 2020-01-03\n---\nText\n")
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let titles = run.archive.titles();
    assert!(
        titles.contains(&"Good".to_owned())
            && titles.iter().any(|title| title.contains("Unclosed"))
            && titles.iter().any(|title| title.contains("never closed")),
        "{titles:?}"
    );
    for file in ["b.md", "c.md", "e.md"] {
        assert!(
            run.stderr.contains(&format!("posts/{file}")),
            "{file} isn't reported:\n{}",
            run.stderr
        );
    }
}

#[test]
fn a_card_has_picture_summary_language_and_reading_time() {
    let body = "<p><img src='https://t.example/pixel.gif' width=1 height=1><img src='https://p.example/a.jpg' w=600 h=398 alt=''></p><p>The printer sets a line of type by hand and locks it in the forme.</p>";
    let card = Press::new()
        .article("a.md", "A", "2020-01-01", body)
        .run()
        .cleanly()
        .archive
        .article("A")
        .card;
    let image = card.image.expect("the first real picture");
    assert_eq!(image.source.as_str(), "https://p.example/a.jpg");
    assert_eq!(image.size.map(|size| (size.width, size.height)), Some((600, 398)));
    assert_eq!(card.summary, "The printer sets a line of type by hand and locks it in the forme.");
    assert_eq!((card.language.as_deref(), card.minutes), (Some("en"), 1));
}

#[test]
fn headimg_is_the_banner_and_thumbnail_the_picture_of_the_card() {
    let front = "title: A\ndate: 2020-01-01\nheadimg: 'https://p.example/wide.jpg'\nthumbnail: 'https://p.example/small.jpg'";
    let article = Press::new()
        .post("a.md", format!("---\n{front}\n---\nText\n"))
        .run()
        .cleanly()
        .archive
        .article("A");
    assert_eq!(article.banner.expect("a banner").source.as_str(), "https://p.example/wide.jpg");
    assert_eq!(
        article.card.image.expect("a picture").source.as_str(),
        "https://p.example/small.jpg"
    );
}
