//! What the person's connection is like.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::dom::window;

/// Whether the person asked their browser to save data. Not every browser can be asked.
pub fn saves_data() -> bool {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let connection = get(&window().navigator(), "connection");
    connection.is_object() && get(&connection, "saveData").is_truthy()
}
