//! Caps the sanitiser's memory: an article that makes its parser run wild ends the worker, not the tab.

/// 256 MB; what real articles take is a tenth of it.
const SANITIZER_MEMORY_BYTES: u32 = 256 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bin=sanitizer=--max-memory={SANITIZER_MEMORY_BYTES}");
    }
}
