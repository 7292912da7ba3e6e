//! What the door lets through, as a real HTML parser reads it.

use offprint::content::SafeHtml;
use offprint::content::protocol::Reply;
use offprint::content::sanitise::Sanitiser;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlTemplateElement;

#[path = "../shared/door.rs"]
mod shared;

/// A template's content is inert: what stands in it is parsed and never runs.
fn reread(html: &str) -> String {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .expect("the tests run in a page");
    let template: HtmlTemplateElement = document.create_element("template").expect("a valid name").unchecked_into();
    template.set_inner_html(html);
    template.inner_html()
}

#[wasm_bindgen_test]
fn of_random_bodies_the_browser_reads_what_the_sanitiser_wrote_as_it_meant_it() {
    for seed in 0..4_000 {
        let body = shared::body(seed);
        if let Some(safe) = shared::check(&body) {
            assert_eq!(reread(&safe), safe, "{body:?}");
        }
    }
}

#[wasm_bindgen_test]
fn each_part_of_a_long_article_is_read_by_itself_as_it_was_meant() {
    let long: String = (0..400).map(shared::body).filter(|body| shared::check(body).is_some()).collect();
    let body = format!("<div id=\"one\">{}</div><ul><li>{long}</li></ul>", "<p>text</p>".repeat(4_000));
    let sanitised = Sanitiser::new(shared::ARCHIVE_URL)
        .sanitise(&body)
        .expect("it is neither long nor deep");
    let runs = Reply::from_fields(Reply::fields_of_sanitised(1, &sanitised))
        .map(SafeHtml::from_reply)
        .unwrap_or_default();
    assert!(runs.len() > 4);
    for run in runs {
        assert_eq!(reread(run.as_str()), run.as_str());
    }
}
