//! The synthetic posts that archives are measured with are what they are said to be.

#[path = "../../benches/archive/names.rs"]
mod names;
#[expect(dead_code, reason = "only the bench adds a post or asks for a key")]
#[path = "../../benches/archive/posts.rs"]
mod posts;
#[path = "../../benches/archive/random.rs"]
mod random;
#[path = "../../benches/archive/words.rs"]
mod words;

use offprint::archive::name::comparable;
use offprint::press::input::Input;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

use names::{Names, SEED};
use posts::Posts;
use random::Random;

#[test]
fn two_thousand_tags_follow_zipfs_law_with_four_to_a_post() {
    let names = Names::new();
    let mut counts = vec![0_u32; names.tags.len()];
    let n_posts = 50_000;
    for i in 0..n_posts {
        for tag in names.file(&mut Random::new(SEED, i)).tags {
            counts[tag] += 1;
        }
    }
    let all: HashSet<String> = names.tags.iter().map(|tag| comparable(tag, |text| text.nfc().collect())).collect();
    assert_eq!(all.len(), 2_000);
    let mean = f64::from(counts.iter().sum::<u32>()) / n_posts as f64;
    assert!((3.95..4.05).contains(&mean), "{mean} tags to a post");
    // Around rank r, so that chance evens out.
    let around = |rank: usize| f64::from(counts[rank - rank / 4..rank + rank / 4].iter().sum::<u32>()) / (rank / 2) as f64;
    for rank in [20, 100, 500] {
        let ratio = around(rank) / around(2 * rank);
        assert!(
            (1.7..2.3).contains(&ratio),
            "twice as frequent as the tag at twice the rank, but at {rank}: {ratio}"
        );
    }
}

#[test]
fn a_post_is_the_same_whenever_it_is_asked_for_and_about_as_long_as_posts_are() {
    let (few, many) = (Posts::new(10), Posts::new(1_000_000));
    let lengths: Vec<usize> = (0..200)
        .map(|i| {
            let post = many.read(i).expect("a post");
            let body = String::from_utf8(post).expect("text").split("\n---\n").nth(1).map(str::len);
            body.expect("front matter has an end")
        })
        .collect();
    assert!(lengths.iter().all(|length| (1_500..3_200).contains(length)), "{lengths:?}");
    assert_eq!(few.read(7), many.read(7));
    assert_ne!(many.read(7), many.read(8));
}
