//! The press's reading of posts: never lost.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// What front matter and bodies are made of, and what breaks them.
const BITS: [&str; 40] = [
    "---",
    "---\n",
    "+++\n",
    "\n",
    "\n\n",
    " ",
    "\t",
    "title: ",
    "title：",
    "date: ",
    "tags:",
    "categories:\n",
    "- ",
    " - ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    ":",
    ",",
    "#",
    "&a ",
    "*a",
    "|\n",
    ">",
    "?",
    "!",
    "%",
    "2021-10-28",
    "20：45",
    "词",
    "<div>",
    "</div>",
    "{% ",
    "%}",
    "[^1]",
    "```\n",
    "x = ",
];

proptest! {
    #[test]
    fn whatever_a_file_holds_it_gives_a_post_or_says_why_not(bits in vec(select(&BITS[..]), 0..40)) {
        let (post, diagnostics) = read_file("a.md", &bits.concat());
        prop_assert!(post.is_some() || !diagnostics.is_empty());
        if let Some(post) = post {
            prop_assert!(post.title.is_none_or(|title| !title.trim().is_empty()));
        }
    }

    #[test]
    fn whatever_bytes_a_file_holds_they_give_a_post_or_a_reason(bytes in vec(any::<u8>(), 0..200)) {
        let options = PostOptions { time_zone: TimeZone::UTC };
        let (post, diagnostics) = read_post("a.md", &bytes, &options);
        prop_assert!(post.is_some() || !diagnostics.is_empty());
    }
}
