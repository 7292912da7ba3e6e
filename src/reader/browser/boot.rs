//! What the bootstrap (`public/boot.js`) hands over: `globalThis.offprint`.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The archive's absolute address, ending in a slash.
pub fn archive_url() -> String {
    text(&handed("archive")).unwrap_or_else(|| "archive/".to_owned())
}

/// The request for `latest.json` that the bootstrap made beside the program; it serves once.
pub fn take_latest() -> Option<Promise> {
    let latest = handed("latest").dyn_into().ok();
    // Assigning to a plain object can't fail.
    let _ = Reflect::set(&offprint(), &"latest".into(), &JsValue::NULL);
    latest
}

/// The address of the sanitiser's worker, and its build.
pub fn sanitizer() -> Option<(String, String)> {
    let sanitizer = handed("sanitizer");
    Some((text(&property(&sanitizer, "url"))?, text(&property(&sanitizer, "build"))?))
}

/// Notes that all parts of the program are at work.
pub fn note_whole() {
    // As above.
    let _ = Reflect::set(&offprint(), &"isWhole".into(), &JsValue::TRUE);
}

/// Which file of a part of the program did not come the last time, and why, in the browser's words.
pub fn part_failure() -> (String, String) {
    let failure = handed("partFailure");
    let of = |name| text(&property(&failure, name)).unwrap_or_default();
    (of("url"), of("reason"))
}

/// The promise of a module of `public/reading/`.
pub fn reading_module(name: &str) -> Option<Promise> {
    let load = handed("reading").dyn_into::<Function>().ok()?;
    load.call1(&JsValue::NULL, &name.into()).ok()?.dyn_into().ok()
}

/// Shows the bootstrap's message page when the reader panics: the page must never stay blank or dead.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        web_sys::console::error_1(&message.as_str().into());
        if let Ok(fail) = handed("fail").dyn_into::<Function>() {
            // There is nobody left to tell if telling fails.
            let _ = fail.call2(&JsValue::NULL, &"panic".into(), &message.into());
        }
    }));
}

fn offprint() -> JsValue {
    property(&js_sys::global(), "offprint")
}

fn handed(name: &str) -> JsValue {
    property(&offprint(), name)
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(value: &JsValue) -> Option<String> {
    value.as_string()
}
