use super::*;
use crate::content::allow_list;
use crate::content::tokens::{self, Piece};

/// What stands in the `<math>` of a formula, without `alttext`.
fn inside(tex: &str) -> String {
    let html = mathml::of(tex, Display::Inline).unwrap_or_else(|problem| format!(">{problem}</math>"));
    let start = html.find('>').map_or(0, |at| at + 1);
    html[start..].trim_end_matches("</math>").to_owned()
}

fn in_html(html: &str, delimiters: Delimiters) -> (String, Vec<(Option<u32>, String)>) {
    let mut diagnostics = Diagnostics::of("post.html");
    let mut formulas = Formulas::new(&mut diagnostics);
    let converted = formulas.convert_in(html, delimiters, Some(10)).into_owned();
    formulas.finish();
    let found = diagnostics.into_sorted().into_iter().map(|one| (one.line, one.reason)).collect();
    (converted, found)
}

#[test]
fn a_formula_keeps_its_tex_and_says_whether_it_stands_by_itself() {
    assert_eq!(
        mathml::of("a<b \"", Display::Inline).as_deref(),
        Ok("<math alttext=\"a&lt;b &quot;\"><mi>a</mi><mo>&lt;</mo><mi>b</mi><mi>&quot;</mi></math>")
    );
    assert_eq!(
        mathml::of("x", Display::Block).as_deref(),
        Ok("<math alttext=\"x\" display=\"block\"><mi>x</mi></math>")
    );
}

#[test]
fn what_the_converter_leaves_to_a_style_sheet_is_said_by_elements_and_attributes() {
    let cases = [
        ("{a}", "<mi>a</mi>"),
        (
            "\\frac{1}{x+1}",
            "<mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow></mfrac>",
        ),
        ("f'_n", "<mi>f</mi><msub><mi>′</mi><mi>n</mi></msub>"),
        ("\\vec v", "<mover accent=\"true\"><mi>v</mi><mo stretchy=\"false\">→</mo></mover>"),
        (
            "\\overline{ab}",
            "<mover accent=\"true\"><mrow><mi>a</mi><mi>b</mi></mrow><mo stretchy=\"true\">‾</mo></mover>",
        ),
        (
            "\\begin{aligned} a &= b \\\\[2pt] c &= d \\\\ \\end{aligned}",
            "<mtable columnspacing=\"0em\" displaystyle=\"true\"><mtr><mtd columnalign=\"right\"><mi>a</mi></mtd><mtd columnalign=\"left\"><mo>=</mo><mi>b</mi></mtd></mtr>\
             <mtr><mtd columnalign=\"right\"><mi>c</mi></mtd><mtd columnalign=\"left\"><mo>=</mo><mi>d</mi></mtd></mtr></mtable>",
        ),
        (
            "\\begin{array}{r|l} a & b \\\\ \\hline c & d \\end{array}",
            "<mtable><mtr><mtd class=\"rule-behind\" columnalign=\"right\"><mi>a</mi></mtd><mtd columnalign=\"left\"><mi>b</mi></mtd></mtr>\
             <mtr class=\"rule-above\"><mtd class=\"rule-behind\" columnalign=\"right\"><mi>c</mi></mtd><mtd columnalign=\"left\"><mi>d</mi></mtd></mtr></mtable>",
        ),
        (
            "\\dfrac ab",
            "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>",
        ),
        ("\\color{red} x \\label{eq:1}", "<mi>x</mi>"),
        ("x \\tag{1}", "<mi>x</mi><mspace width=\"2em\"></mspace><mtext>(1)</mtext>"),
        ("50%", "<mn>50</mn><mi>%</mi>"),
        ("a % b\n c", "<mi>a</mi><mi>c</mi>"),
        ("字距", "<mi>字</mi><mi>距</mi>"),
    ];
    for (tex, expected) in cases {
        assert_eq!(inside(tex), expected, "{tex}");
    }
}

#[test]
fn what_cannot_be_shown_right_is_not_converted() {
    let deep = ["{", "\\sqrt{", "x^{", "\\left(", "\\begin{matrix}"].map(|open| open.repeat(200));
    let long = ["\\hat".repeat(1_000), "x".repeat(20_000), "\\xrightarrow[1]".repeat(650) + " x"];
    let cases = [
        "",
        "\\frac{1}{",
        "\\nonsense",
        "\\cancel{x}",
        "\\href{javascript:alert(1)}{x}",
        "\\operatorname{</math><script>alert(1)</script>}",
        "\\text{a $x$ b}",
        "\\def\\a{\\a\\a}\\a",
        "\\newcommand\\a{x} \\a",
        "a & b",
        "#",
    ];
    for tex in cases.into_iter().chain(deep.iter().chain(&long).map(String::as_str)) {
        assert!(mathml::of(tex, Display::Block).is_err(), "{tex:.60}");
    }
    // On a test's stack, which is a worker's.
    for chain in [
        "\\hat",
        "\\frac1",
        "\\sqrt[1]",
        "\\xrightarrow[1]",
        "\\underleftrightarrow",
        "\\mathbf",
        "\\not",
    ] {
        let _ = mathml::of(&((chain.to_owned() + " ").repeat(500) + " x"), Display::Block);
    }
}

#[test]
fn whatever_is_written_the_converter_ends_and_what_it_gives_is_allowed() {
    const PARTS: [&str; 40] = [
        "a",
        "1",
        "字",
        " ",
        "{",
        "}",
        "{",
        "}",
        "^",
        "_",
        "'",
        "&",
        "\\\\",
        "$",
        "%",
        "\\frac",
        "\\sqrt",
        "\\hat",
        "\\left(",
        "\\right)",
        "\\left.",
        "\\begin{aligned}",
        "\\end{aligned}",
        "\\begin{array}{c|c}",
        "\\end{array}",
        "\\hline",
        "\\text{",
        "\\operatorname{",
        "\\color{red}",
        "\\bar",
        "\\not",
        "\\sum",
        "\\limits",
        "\\displaystyle",
        "<",
        ">",
        "\\mathbf",
        "\\overset",
        "[2pt]",
        "\\",
    ];
    let mut state = 1_u64;
    let mut n_converted = 0;
    for _ in 0..20_000 {
        let mut tex = String::new();
        for _ in 0..(state >> 40) % 6 + 1 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            tex.push_str(PARTS[(state >> 33) as usize % PARTS.len()]);
        }
        let Ok(html) = mathml::of(&tex, Display::Block) else { continue };
        n_converted += 1;
        let mut open = Vec::new();
        for piece in tokens::pieces(&html) {
            match piece {
                Piece::Open(element) => {
                    let own = element.name.own_attributes().expect("it is allowed");
                    for (name, value) in &element.attributes {
                        let is_class = name == "class" && allow_list::is_class(element.name.as_str(), value);
                        assert!(is_class || own.contains(&name.as_ref()), "{tex}: {html}");
                    }
                    open.push(element.name);
                }
                Piece::Close(name) => assert_eq!(open.pop(), Some(name), "{tex}: {html}"),
                Piece::Text(_) => {}
            }
        }
        assert!(open.is_empty());
    }
    assert!(n_converted > 1_000, "{n_converted}");
}

#[test]
fn formulas_are_found_in_the_text_of_html() {
    let math = |tex: &str, display| mathml::of(tex, display).unwrap_or_default();
    let (inline, block) = (|tex| math(tex, Display::Inline), |tex| math(tex, Display::Block));
    let cases = [
        ("<p>a \\(x^2\\) b</p>", format!("<p>a {} b</p>", inline("x^2"))),
        ("<p>\\(n\\), \\(a+b\\)</p>", format!("<p>{}, {}</p>", inline("n"), inline("a+b"))),
        ("<p>\\[ x_1 \\]</p>", format!("<p>{}</p>", block("x_1"))),
        ("<p>$$a &lt; b&nbsp;+ 1$$</p>", format!("<p>{}</p>", block("a < b + 1"))),
        ("$$a=1<br>\\\\<BR/>b$$", block("a=1\n\\\\\nb")),
        ("<p title='>'>$$a<b^2$$", format!("<p title='>'>{}", block("a<b^2"))),
        ("<script type=\"math/tex\">a<b</script>", inline("a<b")),
        (
            "<script type='math/tex; mode=display' id=x>% <![CDATA[\na &= b %]]></SCRIPT>",
            "\\[a &amp;= b\\]".to_owned(),
        ),
        (
            "<script type='math/tex; mode=display'>% <![CDATA[\na = b %]]></script >.",
            block("a = b") + ".",
        ),
    ];
    for (html, expected) in cases {
        assert_eq!(in_html(html, Delimiters::All).0, expected, "{html}");
    }
}

#[test]
fn other_text_of_html_stays_as_it_is() {
    let cases = [
        "<p>$5 and $10, US$3</p>",
        "<p>$x$ is for Markdown</p>",
        "<p>from $$ to $$$, 从$$到$$$</p>",
        "<p>kill $$ and then $$</p>",
        "<p>a note \\[1\\], \\(see there\\), \\([a-z]*\\), \\(见上\\)</p>",
        "<p>C:\\(x86)\\a \\[</p>",
        "<pre>\\(x^2\\)</pre><code>$$x^2$$</code><kbd>\\[x^2\\]</kbd>",
        "<code>a<code>b</code>$$x^2$$</code>",
        "<script>\\(x^2\\)</script><style>$$x^2$$</style><textarea>$$x^2$$</textarea>",
        "<!-- $$x^2$$ --><p title=\"$$x^2$$\">a</p>",
        "<math alttext=\"$$x^2$$\"><mtext>$$x^2$$</mtext></math>",
        "<p>\\(x^2</p><p>y\\)</p>",
        "\\\\(x^2\\\\)",
        "$$x^2",
        "<p title=\"$$x^2$$",
    ];
    for html in cases {
        assert_eq!(in_html(html, Delimiters::All), (html.to_owned(), Vec::new()));
    }
    assert_eq!(in_html("$$x^2$$", Delimiters::Brackets).0, "$$x^2$$");
}

#[test]
fn what_stays_as_written_is_reported_once_with_its_line() {
    let html = "<p>\n\\(\\nope\\) \\(\\nope\\)</p><script type=math/tex>\\nope < 1</script>";
    let (converted, found) = in_html(html, Delimiters::All);
    assert_eq!(converted, "<p>\n\\(\\nope\\) \\(\\nope\\)</p>\\(\\nope &lt; 1\\)");
    assert_eq!(found.len(), 2, "{found:?}");
    for (line, reason) in &found {
        assert_eq!(*line, Some(11));
        assert!(reason.contains("`\\nope") && reason.ends_with("it stays as written"), "{reason}");
    }
    let many: String = (0..500).map(|number| format!("<p>\\(\\nope_{{{number}}}\\)</p>\n")).collect();
    let (converted, found) = in_html(&many, Delimiters::All);
    assert_eq!(converted, many);
    assert_eq!(found.len(), 21);
    assert!(found.iter().any(|(_, reason)| reason.starts_with("480 more formulas")), "{found:?}");
}

#[test]
fn hostile_html_takes_no_time() {
    let start = std::time::Instant::now();
    for part in [
        "\\(",
        "\\[",
        "$$",
        "$",
        "\\",
        "<",
        "</",
        "<p ",
        "<p title=\"",
        "<!--",
        "<br",
        "<script type=math/tex>",
        "<code>",
        "\\(x^2\\)",
        "$$x^2$$",
        "\\(\\nope\\)",
        "\\(x^2<br>",
        "$$x^2&lt;",
    ] {
        in_html(&part.repeat(100_000 / part.len()), Delimiters::All);
    }
    let many: String = (0..800)
        .map(|number| format!("$$\\alpha_{number}{}$$", "'x".repeat(4_900)))
        .collect();
    let (converted, _) = in_html(&many, Delimiters::All);
    assert!(converted.len() < many.len() + MOST_BYTES + 1_000_000);
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn of_a_formula_that_was_drawn_when_its_page_was_saved_one_form_stays_with_its_tex() {
    const MATH: &str = "<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding=\"application/x-tex\">x^2 &lt; \\\"o\"</annotation></semantics></math>";
    let with_tex = "<math alttext=\"x^2 &lt; \\&quot;o&quot;\"><semantics><msup><mi>x</mi><mn>2</mn></msup></semantics></math>";
    let katex = "<span class=\"katex-html\" aria-hidden=\"true\"><span class=\"base\"><span class=\"strut\" style=\"height:1em\"></span><span class=\"mord\">x<span>2</span></span></span></span>";
    let frame = |more: &str, inside: &str| {
        format!(
            "<span class=\"MathJax\" id=\"MathJax-Element-1-Frame\"{more}><nobr aria-hidden=\"true\"><span class=\"math\">x2</span></nobr>{inside}</span>"
        )
    };
    let assistive = "<span class=\"MJX_Assistive_MathML\"><math><mi>x</mi></math></span>";
    let script = "<script type=\"math/tex\" id=\"MathJax-Element-1\">x^2</script>";
    let preview = "<span class=\"MathJax_Preview\">x^2</span>";
    let attribute = " data-mathml=\"<math><mi>x</mi><mo>&amp;lt;</mo></math>\"";
    let cases = [
        (
            "KaTeX",
            format!("a <span class=\"katex\"><span class=\"katex-mathml\">{MATH}</span>{katex}</span> b"),
            format!("a <span class=\"katex\">{with_tex}</span> b"),
        ),
        ("only drawn", format!("<span class=\"katex\">{katex}</span>"), format!("<span class=\"katex\">{katex}</span>")),
        ("nothing drawn", format!("<span class='katex-mathml'>{MATH}</span> x"), format!("<span class='katex-mathml'>{MATH}</span> x")),
        ("a script and its frame", format!("{preview}{}\n{script}", frame("", "")), format!("\n{script}")),
        ("a script and its preview", format!("{preview}{script} b"), format!("{script} b")),
        ("a preview of nothing", format!("{preview} b"), format!("{preview} b")),
        (
            "MathML for machines",
            format!("{preview}{}{script}", frame(" role='presentation'", assistive)),
            "<math alttext=\"x^2\"><mi>x</mi></math>".to_owned(),
        ),
        (
            "MathML in an attribute, on lines of its own",
            format!("<div class=\"MathJax_Display\">{}</div>\n{script} b", frame(attribute, "")),
            "<div class=\"MathJax_Display\"><math alttext=\"x^2\"><mi>x</mi><mo>&lt;</mo></math></div>\n b".to_owned(),
        ),
        ("a frame alone", frame("", ""), frame("", "")),
        (
            "MathJax 3",
            "<mjx-container class=\"MathJax\"><mjx-math><mjx-utext>中</mjx-utext></mjx-math><mjx-assistive-mml><math><mtext>中</mtext></math></mjx-assistive-mml></mjx-container>, b".to_owned(),
            "<math><mtext>中</mtext></math>, b".to_owned(),
        ),
        ("what isn't closed", format!("<span class=\"katex-mathml\">{MATH}"), format!("<span class=\"katex-mathml\">{MATH}")),
        ("a page's own class", "<div class=\"katex MathJax\"><p>Words.</p><math></math></div>".to_owned(), "<div class=\"katex MathJax\"><p>Words.</p><math></math></div>".to_owned()),
        ("in a script", format!("<script>{preview}{script}"), format!("<script>{preview}{script}")),
    ];
    for (name, html, expected) in cases {
        assert_eq!(drawn::once(&html), expected, "{name}");
    }
}

#[test]
fn a_page_of_starts_without_ends_is_gone_through_in_linear_time() {
    let html = "<span class=\"katex-mathml\"><math>".repeat(20_000);
    assert_eq!(drawn::once(&html), html);
}
