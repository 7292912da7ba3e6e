//! Canonical queries: what they mean, and how they print.

use super::query;

#[test]
fn a_canonical_query_prints_as_it_was_typed() {
    for text in [
        "",
        "#小米",
        "#C++",
        "#C#",
        "##a",
        "#-a",
        "#a:b",
        "#OR",
        "#\"two words\"",
        "#\"\"",
        "#\"say \\\"hi\\\"\"",
        "#\"a\\\\ b\"",
        "#a\\b",
        "#\"a(b)\"",
        "#\"他说“你好”\"",
        "author:快科技（原驱动之家）",
        "author:\"Ada Lovelace\"",
        "author:a:b",
        "in:新媒体",
        "in:新媒体/快科技/小米",
        "in:新媒体/\"a/b\"/\"two words\"",
        "in:\"\"/a",
        "date:2021",
        "date:2021-11",
        "date:2021-11-27",
        "date:2021-11..2022-02",
        "date:2021..2021-05",
        "date:2021-11-27..2022",
        "date:2021..",
        "date:..2021-11",
        "小米",
        "a/b",
        "3.5%",
        "\"two words\"",
        "\"OR\"",
        "\"-x\"",
        "\"#x\"",
        "\"＃x\"",
        "\"http://example.org/\"",
        "\"小米：新品\"",
        "or Or oR AND ORDER FOR",
        "#小米 -#雷军 author:快科技 date:2021-11",
        "-#a -author:b -in:c/d -date:2021 -e -\"f g\"",
        "#a OR #b",
        "#a #b OR #c #d",
        "(#a OR #b) #c",
        "#c (#a OR -#b)",
        "-(#a OR #b)",
        "-(#a #b)",
        "-(#a -(#b OR #c d))",
        "(#a OR (#b OR #c) #d) #e",
    ] {
        assert_eq!(query(text).to_string(), text);
    }
}

#[test]
fn other_spellings_print_as_the_canonical_one() {
    for (typed, canonical) in [
        (" \t\u{3000} ", ""),
        ("＃小米", "#小米"),
        ("#“two words”", "#\"two words\""),
        ("#”two words“", "#\"two words\""),
        ("＂two words＂", "\"two words\""),
        ("#“two words\"", "#\"two words\""),
        ("“say \\“hi\\””", "\"say “hi”\""),
        ("\"say \\“hi”\"", "\"say “hi”\""),
        ("author：快科技", "author:快科技"),
        ("Author:a IN:b DATE:2021", "author:a in:b date:2021"),
        ("#小米\u{3000}#雷军", "#小米 #雷军"),
        ("#小米\u{a0}\n#雷军", "#小米 #雷军"),
        ("#\"小米\"", "#小米"),
        ("#\" two  words \"", "#\"two  words\""),
        ("\" \"", "\"\""),
        ("in:“新媒体”/“a/b”", "in:新媒体/\"a/b\""),
        ("date:2021..2021", "date:2021"),
        ("(#a)", "#a"),
        ("((#a) (#b #c))", "#a #b #c"),
        ("#a OR (#b OR #c)", "#a OR #b OR #c"),
        ("(#a #b) OR #c", "#a #b OR #c"),
        ("-(#a)", "-#a"),
        ("-(-#a)", "#a"),
        ("-(-(#a OR #b)) #c", "(#a OR #b) #c"),
        ("-((#a #b))", "-(#a #b)"),
        ("(#a)(#b)#c", "#a #b #c"),
        ("( #a OR(#b #c) )", "#a OR #b #c"),
    ] {
        assert_eq!(query(typed).to_string(), canonical, "{typed:?}");
    }
}

#[test]
fn repeated_terms_stay() {
    assert_eq!(query("#a #a").to_string(), "#a #a");
}
