//! Which pictures stand beside and above an article.

use crate::archive::{Picture, PictureSource, Size};
use crate::content::extract::FoundPicture;

/// A picture with a side shorter than this is a tracking pixel, an icon or an ornament, not what an article shows.
const SMALLEST_SIDE: u32 = 48;

/// The picture at `address`, with its size from the same picture in the body where that one has it.
/// `None` if the address is none that a picture can have.
pub fn declared(address: &str, body: &[FoundPicture]) -> Option<Picture> {
    let source = PictureSource::parse(address)?;
    let size = body
        .iter()
        .filter(|found| found.source == source.as_str())
        .find_map(|found| found.size);
    Some(Picture { source, size })
}

/// The first picture of a body that shows something.
pub fn first_real(body: &[FoundPicture]) -> Option<Picture> {
    body.iter().filter(|found| !found.size.is_some_and(is_tiny)).find_map(|found| {
        let source = PictureSource::parse(&found.source)?;
        (!is_placeholder(source.as_str())).then_some(Picture { source, size: found.size })
    })
}

fn is_tiny(size: Size) -> bool {
    size.width.min(size.height) < SMALLEST_SIDE
}

/// Whether an address gives another picture each time or a grey box.
fn is_placeholder(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let name = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .rsplit('/')
        .next()
        .unwrap_or_default();
    [
        "://picsum.photos/",
        "://source.unsplash.com/random",
        "://via.placeholder.com/",
        "://placehold.it/",
        "://placehold.co/",
    ]
    .iter()
    .any(|host| address.contains(host))
        || ["placeholder", "spacer.", "blank.", "loading.", "transparent.", "pixel.", "1x1"]
            .iter()
            .any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str, sides: Option<(u32, u32)>) -> FoundPicture {
        FoundPicture {
            source: source.to_owned(),
            alt: String::new(),
            size: sides.and_then(|(width, height)| Size::new(width, height)),
        }
    }

    #[test]
    fn the_first_real_picture_is_no_pixel_placeholder_or_data() {
        let body = [
            found("data:image/gif;base64,R0lGODlhAQAB", None),
            found("https://stat.example/hit.gif", Some((1, 1))),
            found("https://picsum.photos/400/300?random=8", None),
            found("https://a.example/img/loading.gif", None),
            found("images/relative.png", None),
            found("https://a.example/smile.png", Some((20, 20))),
            found("https://a.example/real.jpg", Some((600, 400))),
        ];
        let picture = first_real(&body).expect("a picture");
        assert_eq!(picture.source.as_str(), "https://a.example/real.jpg");
        assert_eq!(picture.size, Size::new(600, 400));
    }

    #[test]
    fn a_declared_picture_takes_its_size_from_the_body() {
        let body = [
            found("https://a.example/1.jpg", None),
            found("https://a.example/1.jpg", Some((600, 416))),
        ];
        let picture = declared("https://a.example/1.jpg", &body).expect("a picture");
        assert_eq!(picture.size, Size::new(600, 416));
        assert_eq!(declared("not an address", &body), None);
    }
}
