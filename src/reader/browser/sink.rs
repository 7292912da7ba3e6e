//! The one place where sanitised HTML is parsed by the browser.
//!
//! Where the browser has a sanitiser of its own, that one parses it and keeps what ours keeps: two that were written apart from each other.
//! Elsewhere it is parsed as it is, through a Trusted Types policy where there are any.

use std::cell::OnceCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{DocumentFragment, HtmlTemplateElement};

use super::dom::document;
use super::error::BrowserError;
use crate::content::{SafeHtml, allow_list, elements};

/// The policy's name in the page's content security policy.
const POLICY: &str = "offprint-article";

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

thread_local! {
    /// How HTML is parsed here.
    static PARSER: OnceCell<Parser> = const { OnceCell::new() };
}

enum Parser {
    /// `setHTML` of an element, with these options.
    Sanitizer(JsValue),
    /// `innerHTML`, with what this policy makes of a string; nobody else holds the policy.
    Policy(JsValue),
    /// `innerHTML`, in a browser without Trusted Types.
    Plain,
}

/// Makes the parser, so that no article has to wait for it: the browser's own is told all of the allow-list, which takes a while.
pub fn warm_up() {
    PARSER.with(|parser| _ = parser.get_or_init(parser_here));
}

/// Parses sanitised HTML. The fragment isn't part of the page: nothing in it loads before it is.
///
/// # Errors
/// When the browser refuses it.
pub fn fragment(html: &SafeHtml) -> Result<DocumentFragment, BrowserError> {
    let template: HtmlTemplateElement = document().create_element("template")?.unchecked_into();
    PARSER.with(|parser| parse(parser.get_or_init(parser_here), &template, html.as_str()))?;
    Ok(template.content())
}

fn parse(parser: &Parser, template: &HtmlTemplateElement, html: &str) -> Result<(), JsValue> {
    match parser {
        Parser::Sanitizer(options) => {
            method(template, "setHTML")?.call2(template, &html.into(), options)?;
        }
        Parser::Policy(policy) => {
            let trusted = method(policy, "createHTML")?.call1(policy, &html.into())?;
            Reflect::set(template, &"innerHTML".into(), &trusted)?;
        }
        Parser::Plain => template.set_inner_html(html),
    }
    Ok(())
}

fn parser_here() -> Parser {
    // Whatever a browser doesn't take, or takes in another form, the next way does without.
    sanitizer().or_else(|_| policy()).unwrap_or(Parser::Plain)
}

fn sanitizer() -> Result<Parser, JsValue> {
    if !Reflect::has(&document().create_element("template")?.into(), &"setHTML".into())? {
        return Err(JsValue::UNDEFINED);
    }
    let sanitizer: Function = Reflect::get(&js_sys::global(), &"Sanitizer".into())?.dyn_into()?;
    let configured = Reflect::construct(&sanitizer, &Array::of1(&configuration()?))?;
    Ok(Parser::Sanitizer(object(&[("sanitizer", configured)])?))
}

fn policy() -> Result<Parser, JsValue> {
    let types = Reflect::get(&js_sys::global(), &"trustedTypes".into())?;
    let pass = Closure::<dyn Fn(JsValue) -> JsValue>::new(|html| html).into_js_value();
    let rules = object(&[("createHTML", pass)])?;
    Ok(Parser::Policy(method(&types, "createPolicy")?.call2(
        &types,
        &POLICY.into(),
        &rules,
    )?))
}

/// The allow-list, as the browser's sanitiser takes it.
fn configuration() -> Result<JsValue, JsValue> {
    let allowed = Array::new();
    for name in allow_list::elements() {
        let own = allow_list::ATTRIBUTES_OF.iter().filter(|(element, _)| *element == name);
        let set = allow_list::SET_ATTRIBUTES.iter().filter(|(element, _)| *element == name);
        let names = own
            .flat_map(|(_, own)| own.iter().copied())
            .chain(set.flat_map(|(_, set)| set.iter().map(|(name, _)| *name)));
        let attributes: JsValue = names
            .chain((name == "a").then_some("rel"))
            .map(JsValue::from)
            .collect::<Array>()
            .into();
        allowed.push(&object(&[("name", name.into()), ("attributes", attributes.clone())])?);
        if elements::MATHML.contains(&name) {
            allowed.push(&object(&[
                ("name", name.into()),
                ("namespace", MATHML.into()),
                ("attributes", attributes),
            ])?);
        }
    }
    let everywhere: Array = allow_list::ATTRIBUTES.iter().copied().map(JsValue::from).collect();
    object(&[("elements", allowed.into()), ("attributes", everywhere.into())])
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let made = Object::new();
    for (name, value) in fields {
        Reflect::set(&made, &(*name).into(), value)?;
    }
    Ok(made.into())
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}
