//! The one place where sanitised HTML becomes part of the page.

use std::cell::OnceCell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{DocumentFragment, HtmlTemplateElement};

use super::dom::document;
use super::error::BrowserError;
use crate::content::SafeHtml;

/// The policy's name in the page's content security policy.
const POLICY: &str = "offprint-article";

thread_local! {
    /// The Trusted Types policy, made once and held by nobody else; `None` where the browser has no Trusted Types.
    static TRUST: OnceCell<Option<JsValue>> = const { OnceCell::new() };
}

/// Makes nodes of sanitised HTML. A template's content belongs to no page: nothing in it loads or runs until it is added to one.
///
/// # Errors
/// When the browser refuses it.
pub fn fragment(html: &SafeHtml) -> Result<DocumentFragment, BrowserError> {
    let template: HtmlTemplateElement = document().create_element("template")?.unchecked_into();
    Reflect::set(&template, &"innerHTML".into(), &trusted(html.as_str())?)?;
    Ok(template.content())
}

fn trusted(html: &str) -> Result<JsValue, BrowserError> {
    TRUST.with(|trust| {
        let policy = trust.get_or_init(|| policy().unwrap_or_default());
        match policy {
            Some(policy) => {
                let create: Function = Reflect::get(policy, &"createHTML".into())?.unchecked_into();
                Ok(create.call1(policy, &html.into())?)
            }
            None => Ok(html.into()),
        }
    })
}

fn policy() -> Result<Option<JsValue>, BrowserError> {
    let types = Reflect::get(&js_sys::global(), &"trustedTypes".into())?;
    if types.is_undefined() {
        return Ok(None);
    }
    let rules = Object::new();
    let pass = Closure::<dyn Fn(JsValue) -> JsValue>::new(|html| html).into_js_value();
    Reflect::set(&rules, &"createHTML".into(), &pass)?;
    let create: Function = Reflect::get(&types, &"createPolicy".into())?.unchecked_into();
    Ok(Some(create.call2(&types, &POLICY.into(), &rules)?))
}
