//! Doing something later.

use wasm_bindgen::{JsCast, closure::Closure};

use super::dom::{document, window};

/// A pending call; dropping it cancels the call.
pub struct Timer {
    handle: i32,
    // Kept alive for as long as the browser may call it.
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `act` in `millis` milliseconds, unless the timer is dropped before.
    pub fn after(millis: i32, act: impl FnOnce() + 'static) -> Self {
        let closure = Closure::once(act);
        let handle = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), millis)
            .unwrap_or_default();
        Self { handle, _closure: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.handle);
    }
}

/// Calls `act` once the browser has drawn what it has to draw now.
pub fn after_paint(act: impl FnOnce() + 'static) {
    let closure = Closure::once_into_js(move || {
        let later = Closure::once_into_js(act);
        // Zero is a valid delay, and the closure a function.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), 0);
    });
    let _ = window().request_animation_frame(closure.unchecked_ref());
}

/// Lets the page handle what is waiting, then goes on: the end of a slice of work.
pub async fn yield_to_page() {
    wait(0).await;
}

/// Goes on in `millis` milliseconds.
pub async fn wait(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    // A promise that only resolves never fails.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Waits for a turn of the effects that what has just been set brings about. Nothing is drawn before they are done.
pub async fn after_effects() {
    // A promise that is resolved never fails.
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&wasm_bindgen::JsValue::UNDEFINED)).await;
}

/// Waits for the next frame to be drawn. In a tab that nobody looks at there is none to be waited for.
pub async fn next_frame() {
    if document().hidden() {
        return yield_to_page().await;
    }
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // The function is one that the browser made itself.
        let _ = window().request_animation_frame(&resolve);
    });
    // A promise that only resolves never fails.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Waits until what is to be drawn now is drawn: what is measured then costs nothing.
pub async fn painted() {
    next_frame().await;
    yield_to_page().await;
}
