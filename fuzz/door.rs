//! Whatever the bytes, the HTML door neither panics nor lets through what the allow-list doesn't name.
#![no_main]

mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::check(&String::from_utf8_lossy(bytes)));
