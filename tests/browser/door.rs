//! What the door lets through, as a real HTML parser reads it.

use offprint::content::sanitise::Sanitiser;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlTemplateElement};

const BODIES: &[&str] = &[
    "<p>plain &amp; <b>bold</b><br>text",
    "<table><tr><td>a<td>b</table><ul><li>c<li>d</ul>",
    "<p>one<div>two</p></div><b><i>crossed</b></i>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<pre>\n\nfirst\n<T> && useRef<HTMLElement>()</pre>",
    "<a href='https://a.example/?b=1&copy=2'>link</a><img src='https://a.example/\"><script>alert(1)</script>.png'>",
    "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><details><summary>a</summary>b</details>",
    "<xmp><img src=x onerror=alert(1)></xmp><textarea><img src=x onerror=alert(1)></textarea><plaintext><b>x",
    "<select><option><img src=x onerror=alert(1)></select><template><img src=x onerror=alert(1)></template>",
];

/// A template's content is inert: what stands in it is parsed and never runs.
fn parsed(html: &str) -> HtmlTemplateElement {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .expect("the tests run in a page");
    let template: HtmlTemplateElement = document.create_element("template").expect("a valid name").unchecked_into();
    template.set_inner_html(html);
    template
}

#[wasm_bindgen_test]
fn the_browser_reads_what_the_sanitiser_wrote_as_it_meant_it() {
    let sanitiser = Sanitiser::new("https://reader.example/archive/");
    for body in BODIES {
        for block in sanitiser.sanitise(body).expect("short and shallow").blocks {
            assert_eq!(parsed(&block).inner_html(), block, "{body}");
        }
    }
}

#[wasm_bindgen_test]
fn no_element_or_attribute_that_runs_is_in_what_the_browser_reads() {
    let sanitiser = Sanitiser::new("https://reader.example/archive/");
    for body in BODIES {
        for block in sanitiser.sanitise(body).expect("short and shallow").blocks {
            let elements = parsed(&block).content().query_selector_all("*").expect("a valid selector");
            for place in 0..elements.length() {
                let element: Element = elements.get(place).expect("within the list").unchecked_into();
                assert!(
                    !["script", "style", "svg", "iframe", "form", "object"].contains(&element.local_name().as_str()),
                    "{body}: {block}"
                );
                let handlers = element
                    .get_attribute_names()
                    .iter()
                    .filter_map(|name| name.as_string())
                    .any(|name| name.starts_with("on") || name == "style");
                assert!(!handlers, "{body}: {block}");
            }
        }
    }
}
