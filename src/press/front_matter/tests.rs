use super::*;
use crate::press::diagnostic::Diagnostic;

fn split_file(text: &str) -> (FrontMatter<'_>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::of("post.md");
    let front_matter = split(text, &mut diagnostics);
    (front_matter, diagnostics.into_sorted())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().copied().map(text).collect())
}

fn value(front_matter: &FrontMatter<'_>, key: &str) -> Value {
    front_matter.field(key).map_or(Value::Null, |field| field.value.clone())
}

/// The lines and fields of what was reported.
fn places(diagnostics: &[Diagnostic]) -> Vec<(u32, &str)> {
    diagnostics.iter().map(|one| (one.line.unwrap_or(0), one.field.as_str())).collect()
}

#[test]
fn scalars_stay_the_text_that_was_written() {
    let cases = [
        ("title: 201", "201"),
        ("title: 1.0", "1.0"),
        ("title: 0x1F", "0x1F"),
        ("title: yes", "yes"),
        ("title: true", "true"),
        ("title: 2019.01.17", "2019.01.17"),
        ("title: 12:30:45", "12:30:45"),
        ("title: 2021-10-28 14:08:07", "2021-10-28 14:08:07"),
        ("title: Sat, 27 Nov 2021 13:06:01 GMT", "Sat, 27 Nov 2021 13:06:01 GMT"),
        ("title: 'It''s here: \"now\"'", "It's here: \"now\""),
        ("title: \"a\\u4e2d\\\"b\\\"\"", "a中\"b\""),
        ("title: '🏞 view'", "🏞 view"),
        ("title: ' spaced '", " spaced "),
        ("title: >-\n  folded\n  text", "folded text"),
        ("title: plain\n  goes on", "plain goes on"),
        ("title: ''", ""),
    ];
    for (line, expected) in cases {
        let file = format!("---\nauthor: A\n{line}\ndate: x\n---\nbody\n");
        let (front_matter, diagnostics) = split_file(&file);
        assert_eq!(value(&front_matter, "title"), text(expected), "{line}");
        assert_eq!(value(&front_matter, "date"), text("x"), "{line}");
        assert_eq!(front_matter.body, "body\n");
        assert_eq!(diagnostics, [], "{line}");
    }
}

#[test]
fn a_field_that_yaml_refuses_is_taken_as_written_and_costs_no_other() {
    let cases = [
        ("title: @小路", "@小路"),
        ("title: `code` first", "`code` first"),
        ("title: 'We stay here'_ A report", "'We stay here'_ A report"),
        ("title: \"\"\"\"A film - 'The Walk'\"\"\"\"", "A film - 'The Walk'"),
        ("title: \"\"\"\"\"\"'All of it'\"\"\"\"\"\"", "All of it"),
        ("title: 'One' and 'two'", "'One' and 'two'"),
        ("title: \"never closed", "\"never closed"),
        ("title: 'never closed", "'never closed"),
        ("title: Tea: a history", "Tea: a history"),
        ("title: [Draft] of a thing", "[Draft] of a thing"),
        ("title: *starred* words", "*starred* words"),
        ("title: 100% & more: %", "100% & more: %"),
        ("title:no space", "no space"),
        ("title：full width", "full width"),
        ("title: first part\nsecond part", "first part second part"),
        ("title: tabbed\n\tpart: two", "tabbed part: two"),
    ];
    for (line, expected) in cases {
        let file = format!("---\nauthor: A\n{line}\ndate: \"x\"\ntags:\n - t\n---\nbody\n");
        let (front_matter, diagnostics) = split_file(&file);
        assert_eq!(value(&front_matter, "title"), text(expected), "{line}");
        assert_eq!(value(&front_matter, "author"), text("A"), "{line}");
        assert_eq!(value(&front_matter, "date"), text("x"), "{line}");
        assert_eq!(value(&front_matter, "tags"), list(&["t"]), "{line}");
        assert_eq!(front_matter.body, "body\n", "{line}");
        assert_eq!(places(&diagnostics), [(3, "title")], "{line}");
    }
}

#[test]
fn what_yaml_takes_for_a_comment_or_nothing_stays_in_the_raw_text() {
    for (line, raw) in [
        ("title: #", "#"),
        ("title: # 12", "# 12"),
        ("title: ~", "~"),
        ("title: null", "null"),
        ("title: ! x", "! x"),
        ("title:   ", ""),
    ] {
        let file = format!("---\n{line}\ndate: x\n---\n");
        let (front_matter, _) = split_file(&file);
        let field = front_matter.field("title").expect(line);
        assert_eq!(field.raw, raw, "{line}");
        assert_eq!(value(&front_matter, "date"), text("x"), "{line}");
    }
}

#[test]
fn lists_and_maps_keep_their_shape() {
    let file = "---\n\
        tags: [a, 'b, c', 3]\n\
        categories:\n- [x, y]\n- z\n-\n\
        author:\n  name: N\n  url: u\n\
        empty:\n---\n";
    let (front_matter, diagnostics) = split_file(file);
    assert_eq!(value(&front_matter, "tags"), list(&["a", "b, c", "3"]));
    assert_eq!(
        value(&front_matter, "categories"),
        Value::List(vec![list(&["x", "y"]), text("z"), Value::Null])
    );
    assert_eq!(
        value(&front_matter, "author"),
        Value::Map(vec![("name".into(), text("N")), ("url".into(), text("u"))])
    );
    assert_eq!(value(&front_matter, "empty"), Value::Null);
    assert_eq!(diagnostics, []);
}

#[test]
fn lists_that_do_not_parse_are_read_by_their_looks() {
    for (field, expected) in [
        ("tags: [#tea, @cup, \"a, b\"]", list(&["#tea", "@cup", "a, b"])),
        ("tags:\n\t- tea\n\t- @cup\n\t-\"x\"", list(&["tea", "@cup", "x"])),
        (
            "tags:\n  - ok\n  - @bad\n  -",
            Value::List(vec![text("ok"), text("@bad"), Value::Null]),
        ),
    ] {
        let file = format!("---\ntitle: T\n{field}\ndate: x\n---\n");
        let (front_matter, diagnostics) = split_file(&file);
        assert_eq!(value(&front_matter, "tags"), expected, "{field}");
        assert_eq!(value(&front_matter, "date"), text("x"), "{field}");
        assert_eq!(places(&diagnostics), [(3, "tags")], "{field}");
    }
}

#[test]
fn blank_lines_and_a_mark_may_come_first_and_lines_are_counted_from_the_top() {
    let (front_matter, _) = split_file("\u{feff}\n\n \n---\n\ntitle: T\n# note\ndate: x\n\n---\n\nbody");
    let lines: Vec<_> = front_matter.fields.iter().map(|field| (field.key.as_str(), field.line)).collect();
    assert_eq!(lines, [("title", 6), ("date", 8)]);
    assert_eq!((front_matter.body, front_matter.body_line), ("\nbody", 11));
}

#[test]
fn fences_may_be_longer_or_end_with_dots_and_spaces() {
    for file in [
        "-----\ntitle: T\n-----\nbody",
        "---  \ntitle: T\n--- \nbody",
        "---\ntitle: T\n...\nbody",
    ] {
        let (front_matter, diagnostics) = split_file(file);
        assert_eq!(value(&front_matter, "title"), text("T"), "{file}");
        assert_eq!(front_matter.body, "body");
        assert_eq!(diagnostics, []);
    }
}

#[test]
fn an_empty_front_matter_has_no_fields_and_is_no_problem() {
    for file in ["---\n---\nbody", "---\n\n# only a note\n---\nbody", "+++\n+++\nbody"] {
        let (front_matter, diagnostics) = split_file(file);
        assert_eq!(front_matter.fields, []);
        assert_eq!(front_matter.body, "body");
        assert_eq!(diagnostics, []);
    }
}

#[test]
fn without_front_matter_the_whole_file_is_body() {
    for file in [
        "# Heading\n\ntext",
        "text\n---\nmore",
        "Title: a heading underlined\n---\nmore",
        "",
        "   \n",
        "title: x\n\nprose\n---\n",
    ] {
        let (front_matter, diagnostics) = split_file(file);
        assert_eq!(front_matter.fields, [], "{file}");
        assert_eq!((front_matter.body, front_matter.body_line), (file, 1));
        assert_eq!(diagnostics, []);
    }
}

#[test]
fn hexo_posts_may_leave_the_opening_fence_out() {
    let (front_matter, diagnostics) = split_file("title: T\ndate: x\ntags:\n- a\n---\n\nbody");
    assert_eq!(value(&front_matter, "tags"), list(&["a"]));
    assert_eq!((front_matter.body, front_matter.body_line), ("\nbody", 6));
    assert_eq!(diagnostics, []);
}

#[test]
fn a_rule_above_prose_opens_no_front_matter_and_nothing_is_lost() {
    for file in [
        "---\n\nProse between two rules, no fields.\n\n---\nmore",
        "---\nProse right below.\n---\nmore",
        "---\nA sentence goes: like this.\n---\nmore",
        "---\n\nProse and no second rule.",
    ] {
        let (front_matter, diagnostics) = split_file(file);
        assert_eq!(front_matter.fields, [], "{file}");
        assert_eq!(front_matter.body, file);
        assert_eq!(places(&diagnostics), [(1, "front matter")], "{file}");
    }
}

#[test]
fn an_unclosed_front_matter_ends_where_it_stops_looking_like_one() {
    for (file, body, line) in [
        ("---\ntitle: T\ndate: x\n\n<div>text</div>\n", "\n<div>text</div>\n", 4),
        ("---\ntitle: T\ndate: x\nProse follows.\n", "Prose follows.\n", 4),
        ("---\ntitle: T\n\ndate: x\n\n- item\n- item\n", "\n- item\n- item\n", 5),
        ("---\ntitle: T\ndate: x\n\nNote: this is prose.\n", "\nNote: this is prose.\n", 4),
        (
            "---\ntitle: T\ndate: x\n\nProse, and a rule below.\n\n---\n\nmore\n",
            "\nProse, and a rule below.\n\n---\n\nmore\n",
            4,
        ),
        ("---\ntitle: T\ndate: x", "", 4),
    ] {
        let (front_matter, diagnostics) = split_file(file);
        assert_eq!(value(&front_matter, "title"), text("T"), "{file}");
        assert_eq!(value(&front_matter, "date"), text("x"), "{file}");
        assert_eq!((front_matter.body, front_matter.body_line), (body, line), "{file}");
        assert_eq!(places(&diagnostics), [(1, "front matter")], "{file}");
    }
}

#[test]
fn a_field_that_stands_twice_counts_where_it_first_holds_something() {
    let (front_matter, diagnostics) = split_file("---\ntitle:\ndate: x\ntitle: T\nDate: y\ncover-image: c\n---\n");
    assert_eq!(value(&front_matter, "title"), text("T"));
    assert_eq!(value(&front_matter, "date"), text("x"));
    assert_eq!(value(&front_matter, "cover_image"), text("c"));
    assert_eq!(places(&diagnostics), [(4, "title"), (5, "Date")]);
}

#[test]
fn aliases_work_and_cannot_blow_up() {
    let (front_matter, diagnostics) = split_file("---\nauthor: &a [x, y]\ntags: *a\n---\n");
    assert_eq!(value(&front_matter, "tags"), list(&["x", "y"]));
    assert_eq!(diagnostics, []);

    let mut bomb = String::from("---\ntitle: T\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let previous = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{previous}]\n");
    }
    bomb += "---\nbody";
    let (front_matter, diagnostics) = split_file(&bomb);
    assert_eq!(value(&front_matter, "title"), text("T"));
    assert_eq!(front_matter.body, "body");
    assert!(!diagnostics.is_empty());
}

#[test]
fn deep_and_huge_blocks_are_read_line_by_line() {
    let deep = format!("---\ntitle: T\nx: {}\n---\nbody", "[".repeat(100_000));
    let huge = format!("---\ntitle: T\nx: {}\n---\nbody", "long ".repeat(100_000));
    for file in [deep, huge] {
        let (front_matter, diagnostics) = split_file(&file);
        assert_eq!(value(&front_matter, "title"), text("T"));
        assert_eq!(front_matter.body, "body");
        assert!(!diagnostics.is_empty());
    }
}

#[test]
fn toml_is_read_with_scalars_as_written() {
    let file = "+++\ntitle = \"T: 'x'\"\nweight = 1_000\nversion = 1.0\ndraft = false\n\
        date = 2021-10-28T14:08:07+08:00\nday = 2021-10-28\ntags = [\"a\", \"b\"]\n\
        [taxonomies]\nz = [\"c\"]\na = 'd'\n+++\nbody\n";
    let (front_matter, diagnostics) = split_file(file);
    assert_eq!(value(&front_matter, "title"), text("T: 'x'"));
    assert_eq!(value(&front_matter, "weight"), text("1_000"));
    assert_eq!(value(&front_matter, "version"), text("1.0"));
    assert_eq!(value(&front_matter, "draft"), text("false"));
    assert_eq!(value(&front_matter, "date"), text("2021-10-28T14:08:07+08:00"));
    assert_eq!(value(&front_matter, "day"), text("2021-10-28"));
    assert_eq!(value(&front_matter, "tags"), list(&["a", "b"]));
    assert_eq!(
        value(&front_matter, "taxonomies"),
        Value::Map(vec![("z".into(), list(&["c"])), ("a".into(), text("d"))])
    );
    assert_eq!(front_matter.field("draft").map(|field| field.line), Some(5));
    assert_eq!((front_matter.body, front_matter.body_line), ("body\n", 13));
    assert_eq!(diagnostics, []);
}

#[test]
fn bad_toml_is_read_field_by_field() {
    let file = "+++\ntitle = T without quotes\ndate = 2021-10-28\ntags = [\n  \"a\",\n]\nx = 'open\n\
        [extra]\nkey = 1\n+++\nbody";
    let (front_matter, diagnostics) = split_file(file);
    assert_eq!(value(&front_matter, "title"), text("T without quotes"));
    assert_eq!(value(&front_matter, "date"), text("2021-10-28"));
    assert_eq!(value(&front_matter, "tags"), list(&["a"]));
    assert_eq!(value(&front_matter, "extra"), Value::Map(vec![("key".into(), text("1"))]));
    assert_eq!(front_matter.body, "body");
    assert_eq!(places(&diagnostics), [(2, "title"), (7, "x")]);
}

#[test]
fn unclosed_toml_gives_its_fields() {
    let (front_matter, diagnostics) = split_file("+++\ntitle = \"T\"\n\nProse.\n");
    assert_eq!(value(&front_matter, "title"), text("T"));
    assert_eq!(front_matter.body, "\nProse.\n");
    assert_eq!(places(&diagnostics), [(1, "front matter")]);
}
