//! The reader's entry point, and where it is split. Everything happens in `offprint::reader`.

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
use offprint::reader::parts::Sources;

#[cfg(target_arch = "wasm32")]
fn main() {
    offprint::reader::start(Sources {
        article: || Box::pin(split::article()),
        rest: || Box::pin(split::rest()),
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The reader runs in a browser: ./dev serve builds it and opens a server for it.");
}

/// In a release, whatever only a part leads to becomes a module of its own.
#[cfg(all(target_arch = "wasm32", not(debug_assertions)))]
#[allow(unsafe_code)] // the macro's: it declares what the linker finds in the other modules
mod split {
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use offprint::reader::parts::{ARTICLE, ArticlePart, REST, Rest};

    /// The article's part, when it has come.
    pub async fn article() -> Option<&'static ArticlePart> {
        article_part().await.ok()
    }

    /// The rest, when it has come.
    pub async fn rest() -> Option<&'static Rest> {
        rest_part().await.ok()
    }

    #[wasm_split(article, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn article_part() -> Result<&'static ArticlePart, SplitLoaderError> {
        Ok(&ARTICLE)
    }

    #[wasm_split(rest, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn rest_part() -> Result<&'static Rest, SplitLoaderError> {
        Ok(&REST)
    }
}

/// In development the program is in one piece.
#[cfg(all(target_arch = "wasm32", debug_assertions))]
mod split {
    use offprint::reader::parts::{ARTICLE, ArticlePart, REST, Rest};

    /// The article's part.
    pub async fn article() -> Option<&'static ArticlePart> {
        Some(&ARTICLE)
    }

    /// The rest.
    pub async fn rest() -> Option<&'static Rest> {
        Some(&REST)
    }
}
