//! Formulas, from posts to what the reader shows.

use offprint::content::sanitise::Sanitiser;

use crate::pressing::{Archive, Press};

/// The body of an article by its title, as written and as shown.
fn bodies(archive: &Archive, title: &str) -> (String, String) {
    let body = archive.article(title).body_html;
    let shown = Sanitiser::new("https://reader.example/archive/")
        .sanitise(&body)
        .expect("it can be shown");
    assert!(shown.removed.counts().all(|(_, count)| count == 0), "{title}: {:?}", shown.removed);
    (body, shown.html)
}

const INLINE: &str = "<math alttext=\"x_1^2\"><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></math>";
const DISPLAY: &str = "<math alttext=\"\\frac{a}{b}\" display=\"block\"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>";

#[test]
fn formulas_come_through_and_nothing_of_them_is_taken_away() {
    let markdown = "Inline $x_1^2$ and `$x_1^2$`, as display\n\n$$\\frac{a}{b}$$\n\nIt costs $5, or US$4, 从$5到$10。\n";
    let table = "$$\\begin{aligned} f'(x) &= \\vec{v} \\\\ &< \\sum_{i=1}^n \\sqrt[3]{x_i} \\end{aligned}$$\n\n\
                 $$\\left( \\begin{array}{c|r} 1 & 2 \\\\ \\hline 3 & 4 \\end{array} \\right) \\quad \\displaystyle\\binom{n}{k} \\bigl| \\mathrm{d}x$$\n";
    let html = "<p>a <script type=\"math/tex\">x_1^2</script></p><script type=\"math/tex; mode=display\">\\frac{a}{b}</script>\
                <p>\\(x_1^2\\) and $$\\frac{a}{b}$$ for $5 and $10</p><pre>\\(x_1^2\\)</pre>";
    let run = Press::new()
        .post("a.md", format!("---\ntitle: Markdown\n---\n{markdown}"))
        .post("b.md", format!("---\ntitle: Tables\n---\n{table}"))
        .article("c.md", "HTML", "2020-01-01", html)
        .run();
    assert_eq!((run.code, run.stderr.contains("formula")), (0, false), "{}", run.stderr);

    let (body, shown) = bodies(&run.archive, "Markdown");
    let expected = format!(
        "<p>Inline {INLINE} and <code>$x_1^2$</code>, as display</p>\n<p>{DISPLAY}</p>\n<p>It costs $5, or US$4, 从$5到$10。</p>\n"
    );
    assert_eq!((body.as_str(), shown.as_str()), (expected.as_str(), expected.as_str()));

    let (body, shown) = bodies(&run.archive, "Tables");
    assert_eq!(shown, body);

    let (_, shown) = bodies(&run.archive, "HTML");
    let expected = format!("<p>a {INLINE}</p>{DISPLAY}<p>{INLINE} and {DISPLAY} for $5 and $10</p><pre>\\(x_1^2\\)</pre>");
    assert_eq!(shown.trim(), format!("<div>{expected}</div>"));
}

#[test]
fn a_formula_that_was_drawn_when_its_page_was_saved_stands_in_the_article_and_its_summary_once() {
    let katex = "<span class=\"katex\"><span class=\"katex-mathml\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><semantics><mrow><mi>a</mi><mi>b</mi></mrow>\
                 <annotation encoding=\"application/x-tex\">ab</annotation></semantics></math></span><span class=\"katex-html\" aria-hidden=\"true\">\
                 <span class=\"base\"><span class=\"mord mathnormal\">a</span><span class=\"mord mathnormal\">b</span></span></span></span>";
    let mathjax = "<span class=\"MathJax_Preview\">ab</span><span class=\"MathJax\" id=\"MathJax-Element-3-Frame\"><nobr><span>a</span><span>b</span></nobr></span>\
                   <script type=\"math/tex\" id=\"MathJax-Element-3\">ab</script>";
    let run = Press::new()
        .article("a.md", "HTML", "2020-01-01", &format!("<p>Of {katex} and {mathjax}.</p>"))
        .post("b.md", format!("---\ntitle: Markdown\n---\n\nOf {katex} and {mathjax}.\n"))
        .run()
        .cleanly();
    for title in ["HTML", "Markdown"] {
        let article = run.archive.article(title);
        let formulas = |text: &str| article.body_html.matches(text).count();
        assert_eq!(
            (formulas("<mi>a</mi><mi>b</mi>"), formulas("alttext=\"ab\"")),
            (2, 2),
            "{}",
            article.body_html
        );
        assert_eq!(article.card.summary, "Of ab and ab.");
    }
}

#[test]
fn a_formula_that_cannot_be_converted_is_reported_and_stays() {
    let run = Press::new()
        .post("a.md", "---\ntitle: A\n---\n\nOne $\\nope{x}$ and again $\\nope{x}$.\n")
        .article("b.md", "B", "2020-01-01", "<p>two</p><script type=\"math/tex\">\\nope_2</script>")
        .run()
        .warning(&["posts/a.md:5", "body", "`\\nope{x}`", "stays as written"])
        .warning(&["posts/b.md", "body", "`\\nope_2`"]);
    assert_eq!(run.stderr.matches("stays as written").count(), 2, "{}", run.stderr);
    assert_eq!(bodies(&run.archive, "A").1, "<p>One $\\nope{x}$ and again $\\nope{x}$.</p>\n");
    assert_eq!(bodies(&run.archive, "B").1.trim(), "<div><p>two</p>\\(\\nope_2\\)</div>");
}

#[test]
fn lists_show_the_tex_of_a_formula() {
    let run = Press::new().post("a.md", "---\ntitle: A\n---\nThe area is $\\pi r^2$.\n").run();
    let card = run.archive.cards().into_iter().next().expect("there is an article");
    assert_eq!(card.summary, "The area is \\pi r^2.");
}
