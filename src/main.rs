//! The reader's entry point, and where it is split in two. Everything happens in `offprint::reader`.

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
fn main() {
    offprint::reader::start(|| Box::pin(split::rest()));
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The reader runs in a browser: ./dev serve builds it and opens a server for it.");
}

/// In a release, whatever only `parts` leads to becomes a module of its own.
#[cfg(all(target_arch = "wasm32", not(debug_assertions)))]
#[allow(unsafe_code)] // the macro's: it declares what the linker finds in the other module
mod split {
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use offprint::reader::rest::{REST, Rest};

    /// The rest of the program, when it has come.
    pub async fn rest() -> Option<&'static Rest> {
        parts().await.ok()
    }

    #[wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn parts() -> Result<&'static Rest, SplitLoaderError> {
        Ok(&REST)
    }
}

/// In development the program is in one piece.
#[cfg(all(target_arch = "wasm32", debug_assertions))]
mod split {
    use offprint::reader::rest::{REST, Rest};

    /// The rest of the program.
    pub async fn rest() -> Option<&'static Rest> {
        Some(&REST)
    }
}
