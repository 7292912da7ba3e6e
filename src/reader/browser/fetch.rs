//! Files of the archive, as bytes.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use super::dom::window;
use super::error::BrowserError;

/// How a file may come from the browser's cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Its name holds its hash: whatever has that name is it.
    Versioned,
    /// Its name is fixed: the host is asked whether it changed. Many hosts allow no headers of one's own, so the request says so.
    Document,
}

/// Why a file did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// No answer: offline, refused, or blocked.
    Unreachable(BrowserError),
    /// An answer other than the file.
    Status(u16),
}

/// Fetches a file.
///
/// # Errors
/// When no answer comes, or one that isn't the file.
pub async fn bytes(url: &str, caching: Caching) -> Result<Vec<u8>, FetchError> {
    let options = RequestInit::new();
    options.set_cache(match caching {
        Caching::Versioned => RequestCache::Default,
        Caching::Document => RequestCache::NoCache,
    });
    promised_bytes(window().fetch_with_str_and_init(url, &options)).await
}

/// The bytes of an answer that was asked for elsewhere.
///
/// # Errors
/// As [`bytes`].
pub async fn promised_bytes(response: Promise) -> Result<Vec<u8>, FetchError> {
    let response: Response = settled(response).await?.unchecked_into();
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    let content = settled(response.array_buffer().map_err(unreachable)?).await?;
    Ok(Uint8Array::new(&content).to_vec())
}

async fn settled(promise: Promise) -> Result<JsValue, FetchError> {
    JsFuture::from(promise).await.map_err(unreachable)
}

fn unreachable(error: JsValue) -> FetchError {
    FetchError::Unreachable(error.into())
}
