//! What went wrong in the browser, in its own words.

use std::fmt;

use wasm_bindgen::{JsCast, JsValue};

/// An exception that the browser threw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserError(pub String);

impl From<JsValue> for BrowserError {
    fn from(value: JsValue) -> Self {
        let message = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Self(message.or_else(|| value.as_string()).unwrap_or_else(|| format!("{value:?}")))
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
