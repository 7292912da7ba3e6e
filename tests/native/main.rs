//! Tests of the pure modules and the press, in one binary.
#![cfg(not(target_arch = "wasm32"))]
