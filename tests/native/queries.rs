//! Queries over postings find what looking at each article finds.

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[path = "../shared/queries.rs"]
mod shared;

#[test]
fn ten_thousand_random_queries_agree_with_a_look_at_each_article() {
    assert_eq!(shared::ARCHIVES.iter().map(|(_, n_queries)| n_queries).sum::<u32>(), 10_000);
    let nfc = |text: &str| text.nfc().collect();
    shared::ARCHIVES
        .par_iter()
        .for_each(|(count, n_queries)| shared::assert_all_agree(*count, *n_queries, nfc));
}
