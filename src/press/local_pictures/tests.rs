use assert_fs::TempDir;
use assert_fs::prelude::*;

use super::*;

/// The start of a PNG of this size: as much as is looked at.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x06\0\0\0\0\0\0\0");
    bytes
}

/// A JPEG's markers: an Exif segment with this orientation, and a frame of this size.
fn jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    bytes.push(orientation);
    bytes.extend(b"\0\0\0\0\0\0\xff\xc0\x00\x11\x08");
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\0");
    bytes
}

fn post(body_html: &str) -> Post {
    Post {
        file: "blog/post.md".to_owned(),
        declared_id: None,
        link: None,
        title: None,
        date: None,
        date_text: None,
        updated: None,
        authors: Vec::new(),
        tags: Vec::new(),
        categories: Vec::new(),
        banner_image: None,
        image: None,
        language: None,
        summary: None,
        body_html: body_html.to_owned(),
        body_line: 1,
    }
}

/// An input with a post at `blog/post.md` and some pictures around it.
fn input() -> TempDir {
    let dir = TempDir::new().expect("a folder for the test");
    for (name, bytes) in [
        ("root/blog/post.md", b"---\n---\n\n<img src=\"gone.png\">".to_vec()),
        ("root/blog/near.png", png(40, 30)),
        ("root/blog/same.png", png(40, 30)),
        ("root/blog/with space.png", png(2, 1)),
        ("root/blog/图.png", png(3, 1)),
        ("root/blog/post/asset.gif", b"GIF89a\x05\x00\x04\x00\0\0\0".to_vec()),
        ("root/blog/fake.png", b"no picture at all".to_vec()),
        ("root/images/top.jpg", jpeg(60, 80, 1)),
        ("root/images/turned.jpg", jpeg(60, 80, 6)),
        ("root/blog/images/inner.png", png(7, 5)),
        ("outside.png", png(9, 9)),
    ] {
        dir.child(name).write_binary(&bytes).expect(name);
    }
    dir
}

fn take(dir: &TempDir, post: &mut Post) -> (Vec<LocalPicture>, Vec<Diagnostic>) {
    let root = dir.path().join("root");
    let file = root.join("blog/post.md");
    let bytes = std::fs::read(&file).expect("the post is there");
    let (pictures, diagnostics) = take_local_pictures(post, &bytes, Some(&Location { file, root }));
    (pictures.shown, diagnostics)
}

/// The name that the archive gives to the one picture of a post.
fn name_of(pictures: &[LocalPicture]) -> &str {
    assert_eq!(pictures.len(), 1, "{pictures:?}");
    &pictures[0].archive_name
}

#[test]
fn references_are_found_beside_the_post_in_its_asset_folder_and_above() {
    let dir = input();
    for (reference, file, size) in [
        ("near.png", "blog/near.png", (40, 30)),
        ("./near.png?v=2#x", "blog/near.png", (40, 30)),
        ("../blog/near.png", "blog/near.png", (40, 30)),
        ("with%20space.png", "blog/with space.png", (2, 1)),
        ("with space.png", "blog/with space.png", (2, 1)),
        ("%E5%9B%BE.png", "blog/图.png", (3, 1)),
        ("图.png", "blog/图.png", (3, 1)),
        ("asset.gif", "blog/post/asset.gif", (5, 4)),
        ("post/asset.gif", "blog/post/asset.gif", (5, 4)),
        ("/images/top.jpg", "images/top.jpg", (60, 80)),
        ("/images/turned.jpg", "images/turned.jpg", (80, 60)),
        ("images/top.jpg", "images/top.jpg", (60, 80)),
        ("../images/top.jpg", "images/top.jpg", (60, 80)),
        ("/images/inner.png", "blog/images/inner.png", (7, 5)),
    ] {
        let mut post = post(&format!("<p><img alt='x' src='{reference}'></p>"));
        let (pictures, diagnostics) = take(&dir, &mut post);
        assert_eq!(diagnostics, [], "{reference}");
        let name = name_of(&pictures);
        let path = dir.path().join("root").join(file);
        assert_eq!(pictures[0].source_path, path.canonicalize().expect(file));
        assert_eq!(
            post.body_html,
            format!("<p><img alt='x' src=\"{name}\" width=\"{}\" height=\"{}\"></p>", size.0, size.1),
            "{reference}"
        );
    }
}

#[test]
fn names_are_made_of_the_content_so_that_equal_files_are_one() {
    let dir = input();
    let mut post = post("<img src=near.png><img src=same.png>");
    let (pictures, _) = take(&dir, &mut post);
    let name = name_of(&pictures);
    assert_eq!(post.body_html.matches(name).count(), 2);
    let hash = name.strip_prefix("pictures/").and_then(|name| name.strip_suffix(".png"));
    assert!(hash.is_some_and(|hash| hash.len() == 16), "{name}");
}

#[test]
fn the_key_is_the_start_of_the_base32_of_the_sha_256() {
    // Computed with Python's hashlib and base64.
    let dir = TempDir::new().expect("a folder for the test");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'/>";
    dir.child("a.svg").write_str(svg).expect("a file");
    let picture = picture_file::read(&dir.path().join("a.svg")).expect("a picture");
    assert_eq!(picture.archive_name, "pictures/6zqbxcgopvjgc2xc.svg");
}

#[test]
fn nothing_outside_the_input_is_read() {
    let dir = input();
    let link = dir.path().join("root/blog/link.png");
    std::os::unix::fs::symlink(dir.path().join("outside.png"), &link).expect("a link");
    let absolute = dir.path().join("outside.png");
    for reference in [
        "../../outside.png",
        "/../outside.png",
        "%2e%2e/%2e%2e/outside.png",
        "link.png",
        &absolute.display().to_string(),
        "/etc/hostname",
    ] {
        let body = format!("<img src=\"{reference}\">");
        let mut post = post(&body);
        let (pictures, diagnostics) = take(&dir, &mut post);
        assert_eq!(pictures, [], "{reference}");
        assert_eq!(post.body_html, body);
        assert_eq!(diagnostics.len(), 1, "{reference}");
        assert_eq!(diagnostics[0].kind, Kind::Picture);
    }
}

#[test]
fn every_place_that_names_a_picture_is_rewritten_and_nothing_else() {
    let dir = input();
    for (body, expected) in [
        // A tag that is rewritten has its attributes written anew, each as it was.
        (
            "<img src=\"load.gif\" data-original=\"near.png\" data-x=\"{\"a\":1}\">",
            "<img src=\"@NAME@\" data-original=\"@NAME@\" data-x=\"{\" a\":1}\" width=\"40\" height=\"30\">",
        ),
        (
            "<img data-src=near.png>",
            "<img data-src=\"@NAME@\" src=\"@NAME@\" width=\"40\" height=\"30\">",
        ),
        (
            "<img srcset='near.png 1x, https://a.example/b.png?c=1&amp;d=2 2x'>",
            "<img srcset=\"@NAME@ 1x, https://a.example/b.png?c=1&amp;d=2 2x\">",
        ),
        (
            "<picture><source srcset=near.png><img src=https://a.example/b.png></picture>",
            "<picture><source srcset=\"@NAME@\"><img src=https://a.example/b.png></picture>",
        ),
        (
            "<video poster=near.png src=film.mp4></video>",
            "<video poster=\"@NAME@\" src=film.mp4></video>",
        ),
        ("<a href='near.png'>x</a>", "<a href=\"@NAME@\">x</a>"),
        ("<img src=near.png width=20>", "<img src=\"@NAME@\" width=20 height=\"15\">"),
        (
            "<img src=near.png height='60px' width='undefinedpx'>",
            "<img src=\"@NAME@\" height='60px' width=\"80\">",
        ),
        ("<img src=near.png w=4 h=3>", "<img src=\"@NAME@\" w=4 h=3>"),
        ("<img src=near.png width=100%>", "<img src=\"@NAME@\" width=100%>"),
        (
            "p < 0.01 <MODULE_NAME> <!-- <img src=gone.png> --><img src=near.png width=4 height=3></b>",
            "p < 0.01 <MODULE_NAME> <!-- <img src=gone.png> --><img src=\"@NAME@\" width=4 height=3></b>",
        ),
    ] {
        let mut post = post(body);
        let (pictures, diagnostics) = take(&dir, &mut post);
        assert_eq!(diagnostics, [], "{body}");
        assert_eq!(post.body_html, expected.replace("@NAME@", name_of(&pictures)), "{body}");
    }
}

#[test]
fn what_is_no_local_picture_stays_as_it_is() {
    let dir = input();
    let body = "<img src=https://a.example/near.png><img src=//a.example/near.png>\
        <img srcset='data:image/gif;base64,AA== 1x'><a href=#note>x</a><a href=other.html>x</a>\
        <a href=taptap://x>x</a><a href='javascript:void(0)'>x</a><a href=gone.png>x</a>\
        <img src=''><img><iframe src=page.html></iframe>";
    let mut post = post(body);
    let (pictures, diagnostics) = take(&dir, &mut post);
    assert_eq!(post.body_html, body);
    assert_eq!(pictures, []);
    assert_eq!(diagnostics, []);
}

#[test]
fn a_missing_or_false_picture_is_reported_and_stays_as_written() {
    let dir = input();
    for (reference, line, reason) in [
        ("gone.png", Some(4), "`gone.png`: no such picture beside the post or in the input"),
        ("fake.png", None, "`fake.png`: the file is no picture of a type that browsers show"),
    ] {
        let body = format!("<img src=\"{reference}\">");
        let mut post = post(&body);
        post.image = Some(reference.to_owned());
        let (pictures, diagnostics) = take(&dir, &mut post);
        assert_eq!(pictures, []);
        assert_eq!(post.body_html, body);
        assert_eq!(post.image, None);
        let found: Vec<_> = diagnostics
            .iter()
            .map(|one| (one.line, one.field.as_str(), one.reason.as_str()))
            .collect();
        assert_eq!(found, [(line, "body", reason), (line, "image", reason)]);
    }
}

#[test]
fn the_fields_of_a_post_are_rewritten_too() {
    let dir = input();
    let mut post = post("");
    post.image = Some("near.png".to_owned());
    post.banner_image = Some("https://a.example/b.png".to_owned());
    let (pictures, diagnostics) = take(&dir, &mut post);
    assert_eq!(post.image.as_deref(), Some(name_of(&pictures)));
    assert_eq!(post.banner_image.as_deref(), Some("https://a.example/b.png"));
    assert_eq!(diagnostics, []);
}

#[test]
fn with_a_link_relative_references_become_absolute() {
    let dir = input();
    let mut post = post(
        "<img src=gone.png?a=1&amp;b=2><img src=near.png><img data-src=/x.png><a href=../other/>x</a>\
         <a href=#n>x</a><video src=film.mp4 poster=p.jpg></video><img srcset='//b.example/c.png 2x'>",
    );
    post.link = Some("https://a.example/blog/post/".to_owned());
    post.image = Some("gone.png".to_owned());
    let (pictures, diagnostics) = take(&dir, &mut post);
    let name = name_of(&pictures);
    assert_eq!(
        post.body_html,
        format!(
            "<img src=\"https://a.example/blog/post/gone.png?a=1&amp;b=2\">\
             <img src=\"{name}\" width=\"40\" height=\"30\"><img data-src=\"https://a.example/x.png\">\
             <a href=\"https://a.example/blog/other/\">x</a><a href=#n>x</a>\
             <video src=\"https://a.example/blog/post/film.mp4\" poster=\"https://a.example/blog/post/p.jpg\"></video>\
             <img srcset=\"https://b.example/c.png 2x\">"
        )
    );
    assert_eq!(post.image.as_deref(), Some("https://a.example/blog/post/gone.png"));
    assert_eq!(diagnostics, []);
}

#[test]
fn svg_files_have_their_own_size_or_that_of_their_view_box() {
    for (svg, size) in [
        ("<svg width='20' height='10px'/>", Some((20, 10))),
        (
            "<?xml version='1.0' encoding='UTF-8'?>\n<!-- a --><!DOCTYPE svg>\n<svg width='1in' height='72pt'/>",
            Some((96, 96)),
        ),
        ("<svg viewBox='0 0 30 15'/>", Some((30, 15))),
        ("<svg viewBox='0,0,30,15' width='60'/>", Some((60, 30))),
        ("<svg viewBox='0 0 30 15' width='100%' height='100%'/>", Some((30, 15))),
        ("<svg:svg width='2' height='1'/>", Some((2, 1))),
        ("<svg/>", None),
    ] {
        assert_eq!(svg::size_of(svg.as_bytes()), Ok(size), "{svg}");
    }
}

#[test]
fn svg_files_that_could_run_something_are_refused() {
    for svg in [
        "<svg><script>x</script></svg>",
        "<svg><x:script xmlns:x='http://www.w3.org/2000/svg'/></svg>",
        "<svg onload='x'/>",
        "<svg><a href=' java\nscript:x'/></svg>",
        "<svg><set to='javascript:x'/></svg>",
        "<svg><foreignObject/></svg>",
        "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
        "<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>",
        "<svg><title><script/></title></svg>",
    ] {
        let refused = svg::size_of(svg.as_bytes());
        assert!(refused.is_err_and(|reason| reason.contains("scripts")), "{svg}");
    }
    for other in ["<html><svg/></html>", "svg", "", "\u{1}"] {
        assert!(svg::size_of(other.as_bytes()).is_err(), "{other}");
    }
}
