//! Files of the archive, as bytes.

use gloo_net::http::{Request, Response};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache};

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

/// Fetches a file. Whoever stops waiting for it ends the request.
///
/// # Errors
/// When no answer comes, or one that isn't the file.
pub async fn bytes(url: &str, caching: Caching) -> Result<Vec<u8>, FetchError> {
    let cache = match caching {
        Caching::Versioned => RequestCache::Default,
        Caching::Document => RequestCache::NoCache,
    };
    let request = UnderWay(AbortController::new().ok());
    let signal = request.0.as_ref().map(AbortController::signal);
    let response = Request::get(url)
        .cache(cache)
        .abort_signal(signal.as_ref())
        .send()
        .await
        .map_err(unreachable)?;
    body(response).await
}

/// A request; dropping it ends it. One that has been answered has ended already.
struct UnderWay(Option<AbortController>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// The bytes of an answer that was asked for elsewhere.
///
/// # Errors
/// As [`bytes`].
pub async fn promised_bytes(response: Promise) -> Result<Vec<u8>, FetchError> {
    let response = JsFuture::from(response)
        .await
        .map_err(|error| FetchError::Unreachable(error.into()))?;
    body(Response::from(response.unchecked_into::<web_sys::Response>())).await
}

async fn body(response: Response) -> Result<Vec<u8>, FetchError> {
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    response.binary().await.map_err(unreachable)
}

fn unreachable(error: gloo_net::Error) -> FetchError {
    FetchError::Unreachable(BrowserError(error.to_string()))
}
