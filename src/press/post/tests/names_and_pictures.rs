//! The press's reading of posts: names and pictures.

use super::*;

#[test]
fn authors_are_texts_lists_or_mappings_with_a_name() {
    let cases: [(&str, &[&str], usize); 6] = [
        ("author: A", &["A"], 0),
        ("authors: [A, B, A]", &["A", "B"], 0),
        ("author:\n  name: A\n  url: https://a.example", &["A"], 0),
        ("authors:\n  - name: A\n  - B\n  - {mail: x}", &["A", "B"], 1),
        ("author: '{{ author }}'", &[], 1),
        ("author:", &[], 0),
    ];
    for (lines, authors, n_diagnostics) in cases {
        let (post, diagnostics) = with_fields(lines);
        assert_eq!(post.authors, authors, "{lines}");
        assert_eq!(kinds(&diagnostics), vec![Kind::Author; n_diagnostics], "{lines}");
    }
}

#[test]
fn tags_are_lists_or_texts_between_commas() {
    let cases: [(&str, &[&str], usize); 13] = [
        ("tags: [a, b, a]", &["a", "b"], 0),
        ("tags:\n - '#a'\n - 2021", &["a", "2021"], 0),
        ("tags: Programming Language", &["Programming Language"], 0),
        ("tags: a, b c，d,", &["a", "b c", "d"], 0),
        ("tags: '#a #b ＃c'", &["a", "b", "c"], 0),
        ("tags: #a #b", &["a", "b"], 1),
        ("tags: ['#a#', 'C#', 'a,b']", &["a", "C#", "a,b"], 0),
        ("tags: [a, '', ~, [b], '#']", &["a"], 1),
        ("tags: a,,b", &["a", "b"], 1),
        ("tags: {a: b}", &[], 1),
        ("tags:", &[], 0),
        ("tags:\n - name: a\n - '{{ tag }}'", &["a"], 1),
        ("tag: a\ntags: [b]", &["b", "a"], 0),
    ];
    for (lines, tags, n_diagnostics) in cases {
        let (post, diagnostics) = with_fields(lines);
        assert_eq!(post.tags, tags, "{lines}");
        assert_eq!(kinds(&diagnostics), vec![Kind::Tag; n_diagnostics], "{lines}");
    }
    let (post, _) = read_file("a.md", "+++\n[taxonomies]\ntags = ['a']\ncategories = ['b']\n+++\nx");
    let post = post.expect("TOML");
    assert_eq!((post.tags, post.categories), (vec!["a".into()], vec![vec!["b".into()]]));
}

#[test]
fn categories_follow_hexos_rule() {
    let cases: [(&str, &[&[&str]], usize); 8] = [
        ("categories: [a, b, c]", &[&["a", "b", "c"]], 0),
        ("categories: [[a, b], [c], [c]]", &[&["a", "b"], &["c"]], 0),
        ("categories:\n - [a, b]\n - c", &[&["a", "b"], &["c"]], 0),
        ("categories: a, b/c", &[&["a, b/c"]], 0),
        ("category: a", &[&["a"]], 0),
        ("categories: [a, '', c]", &[&["a", "c"]], 1),
        ("categories: {a: b}", &[], 1),
        ("categories:", &[], 0),
    ];
    for (lines, categories, n_diagnostics) in cases {
        let (post, diagnostics) = with_fields(lines);
        assert_eq!(post.categories, categories, "{lines}");
        assert_eq!(kinds(&diagnostics), vec![Kind::Category; n_diagnostics], "{lines}");
    }
}

#[test]
fn pictures_are_checked_and_repaired() {
    const JPG: &str = "https://img.example/a.jpg";
    let cases = [
        ("https://img.example/a.jpg", Some(JPG), 0),
        ("//img.example/a.jpg", Some(JPG), 0),
        ("/images/a.jpg", Some("/images/a.jpg"), 0),
        ("images\\a.jpg", Some("images/a.jpg"), 0),
        (
            "https://img.example/without-extension",
            Some("https://img.example/without-extension"),
            0,
        ),
        ("https://img.example/0/?w=6&h=3", Some("https://img.example/0/?w=6&h=3"), 0),
        ("https://img.example/a b.jpg", Some("https://img.example/a%20b.jpg"), 0),
        (
            "https://web.archive.org/web/2020im_/https://img.example/a.jpg",
            Some("https://web.archive.org/web/2020im_/https://img.example/a.jpg"),
            0,
        ),
        (
            "https://picsum.photos/id/10/400/300",
            Some("https://picsum.photos/id/10/400/300"),
            0,
        ),
        ("https://cors.example/?https://img.example/a.jpg", Some(JPG), 1),
        ("https://cors.example/?url=https%3A%2F%2Fimg.example%2Fa.jpg&w=4", Some(JPG), 1),
        ("https://a.example/media/https://img.example/a.jpg", Some(JPG), 1),
        ("https://a.example/https://img.example/a?b=c", Some("https://img.example/a?b=c"), 1),
        ("https://cors.example/?https://a.example/https://img.example/a.jpg", Some(JPG), 1),
        ("https://picsum.photos/400/300?random=888", None, 1),
        ("https://cors.example/?https://picsum.photos/400/300?random=1", None, 1),
        ("https://source.unsplash.com/random/800x600", None, 1),
        ("https://loremflickr.com/320/240", None, 1),
        ("https://placekitten.com/200/300", None, 1),
        ("https://blog.example/the-article", None, 1),
        ("https://blog.example/the-article/", None, 1),
        ("https://other.example/some-article/", None, 1),
        ("https://img.example/undefined", None, 1),
        ("data:image/png;base64,AAAA", None, 1),
        ("javascript:alert(1)", None, 1),
        ("C:\\pictures\\a.jpg", None, 1),
        ("'{{ cover }}'", None, 1),
        ("https://", None, 1),
        ("word", None, 1),
        ("", None, 0),
        ("''", None, 0),
        ("false", None, 0),
    ];
    for (address, expected, n_diagnostics) in cases {
        let lines = format!("link: https://blog.example/the-article\nthumbnail: {address}");
        let (post, diagnostics) = with_fields(&lines);
        assert_eq!(post.image.as_deref(), expected, "{address}");
        assert_eq!(kinds(&diagnostics), vec![Kind::Picture; n_diagnostics], "{address}");
    }
}

#[test]
fn banner_and_picture_come_from_the_fields_that_themes_use() {
    let cases = [
        ("headimg: a.jpg\nthumbnail: b.jpg", Some("a.jpg"), Some("b.jpg")),
        ("cover: a.jpg", None, Some("a.jpg")),
        ("cover: a.jpg\nthumbnail: b.jpg", Some("a.jpg"), Some("b.jpg")),
        ("cover: b.jpg\nthumbnail: b.jpg", None, Some("b.jpg")),
        ("banner: false\ncover_image: a.jpg", None, Some("a.jpg")),
        ("photos:\n - a.jpg\n - b.jpg", None, Some("a.jpg")),
        ("image: {path: a.jpg, alt: x}", None, Some("a.jpg")),
        ("thumbnail: https://picsum.photos/4?random=1\ncover: a.jpg", None, Some("a.jpg")),
    ];
    for (lines, banner, image) in cases {
        let (post, _) = with_fields(lines);
        assert_eq!(post.banner_image.as_deref(), banner, "{lines}");
        assert_eq!(post.image.as_deref(), image, "{lines}");
    }
}
