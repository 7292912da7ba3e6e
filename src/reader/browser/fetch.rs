//! Files of the archive, as bytes.

use gloo_net::http::Request;
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

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
    /// More bytes than the file may have, which are so many.
    TooLarge(u32),
}

/// Fetches a file of at most `most` bytes. Whoever stops waiting for it ends the request.
///
/// # Errors
/// When no answer comes, or one that isn't the file.
pub async fn bytes(url: &str, caching: Caching, most: u32) -> Result<Vec<u8>, FetchError> {
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
    body(response.into(), most).await
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
pub async fn promised_bytes(response: Promise, most: u32) -> Result<Vec<u8>, FetchError> {
    let response = JsFuture::from(response).await.map_err(lost)?;
    body(response.unchecked_into(), most).await
}

/// Reads a body piece by piece, so that one that is too large is given up as soon as that shows: by the length that it announces, or by what has come.
async fn body(response: web_sys::Response, most: u32) -> Result<Vec<u8>, FetchError> {
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else { return Ok(bytes) };
    let announced = response.headers().get("content-length").ok().flatten();
    let announced: Option<u32> = announced.and_then(|length| length.parse().ok());
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut length = announced.filter(|length| *length > most).unwrap_or(0);
    while length <= most {
        let read = JsFuture::from(reader.read()).await.map_err(lost)?;
        let piece = Reflect::get(&read, &"value".into()).unwrap_or_default();
        // The end has no value.
        let Some(piece) = piece.dyn_ref::<Uint8Array>() else {
            return Ok(bytes);
        };
        bytes.extend(piece.to_vec());
        length = length.saturating_add(piece.length());
    }
    // What else comes is not waited for.
    let _ = reader.cancel();
    Err(FetchError::TooLarge(most))
}

fn lost(error: JsValue) -> FetchError {
    FetchError::Unreachable(error.into())
}

fn unreachable(error: gloo_net::Error) -> FetchError {
    FetchError::Unreachable(BrowserError(error.to_string()))
}
