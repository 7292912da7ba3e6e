//! Whatever comes to the HTML door: what leaves it is allowed, and sanitising it again changes nothing.

use rayon::prelude::*;

#[path = "../shared/door.rs"]
mod shared;

#[test]
fn of_random_bodies_only_what_is_allowed_is_left_and_a_second_pass_changes_nothing() {
    let shown = (0..20_000)
        .into_par_iter()
        .filter(|seed| shared::check(&shared::body(*seed)).is_some())
        .count();
    assert!(shown > 15_000, "only {shown} were shown formatted");
}
