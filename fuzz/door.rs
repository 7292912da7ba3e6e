//! Whatever the bytes, the HTML door keeps what the property tests assert of it.
#![no_main]

#[allow(dead_code, reason = "the bodies at random are the property tests'")]
#[path = "../tests/shared/door.rs"]
mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    door::check(&String::from_utf8_lossy(bytes));
});
