//! What a list learns of a body.

use super::extract;

#[test]
fn text_is_what_a_person_would_see() {
    let found = extract(
        "<div>  <p>One &amp;\n two</p><style>p{}</style><p>three<br>four</p><p style='display:none'>no</p><script>no</script></div>",
    );
    assert_eq!(found.text, "One & two\nthree\nfour");
}

#[test]
fn tag_links_give_their_names_without_the_sign() {
    let found = extract(
        "<p><a href='https://n.example/tag/xiaomi.htm'><i>#</i>小米</a><a rel='tag nofollow' href='/x'>Two  words</a>\
         <a href='https://n.example/tags/'>All</a><a href='https://n.example/stag/x'>no</a><a href='https://n.example/a?x=/tag/b'>no</a></p>",
    );
    assert_eq!(found.tags, ["小米", "Two words"]);
}

#[test]
fn pictures_come_with_their_real_address_and_size() {
    let found = extract(
        "<img alt=' a ' w=600 h=398 src='data:image/gif;base64,x' data-original='https://a.example/1.jpg'><img src='b.png' width='50%'>",
    );
    let seen: Vec<_> = found
        .pictures
        .iter()
        .map(|picture| {
            (
                picture.source.as_str(),
                picture.alt.as_str(),
                picture.size.map(|size| (size.width, size.height)),
            )
        })
        .collect();
    assert_eq!(seen, [("https://a.example/1.jpg", "a", Some((600, 398))), ("b.png", "", None)]);
}

#[test]
fn the_text_of_a_body_that_is_not_sanitised_is_what_stands_between_its_tags() {
    let html = "<p>a &amp; b<br>c</p><script>d</script><div>e</b> f<style>g";
    assert_eq!(super::text(html), "a & b\nc\ne f");
}

#[test]
fn a_formula_is_told_by_its_alternative_text() {
    let html = "<p>a <math alttext='\\frac{a}{b}'><mfrac><mi>a</mi><mi>b</mi></mfrac></math> b <math><mi>c</mi></math></p><p><math alttext='x'><mi>x</p><p>d</p>";
    let expected = "a \\frac{a}{b} b c\nx\nd";
    assert_eq!(extract(html).text, expected);
    assert_eq!(super::text(html).trim_end(), expected);
}
