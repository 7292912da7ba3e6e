//! The press: arguments, `press::run`, exit code.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    offprint::press::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
