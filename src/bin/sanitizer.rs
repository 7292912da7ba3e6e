//! The sanitiser's worker: says that it is ready, then answers one reply per request, matched by id.

fn main() {}
