//! What an article's page can do besides showing its text: modules of `public/reading/`, which are loaded when an article is opened.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DocumentFragment, Element};

use super::boot;
use super::dom::window;

/// How long an article waits for the modules in milliseconds: they come beside the sanitiser, which is far larger.
const PATIENCE_MILLIS: i32 = 3_000;

/// What the modules are told of an article.
pub struct Opening {
    /// Its key in addresses and marks.
    pub key: String,
    /// Its id in its file.
    pub id: String,
    /// Its title, or what stands for it.
    pub title: String,
    /// Its language as BCP 47; empty when it isn't known.
    pub language: String,
    /// Its original's address; empty when there is none.
    pub link: String,
    /// The absolute address of the file that holds it.
    pub file: String,
    /// How many minutes reading it takes.
    pub minutes: u32,
    /// The interface's language as BCP 47.
    pub locale: &'static str,
    /// Whether to return to where it was left.
    pub resume: bool,
}

/// The modules at work on an article; dropping it ends that.
pub struct Page(JsValue);

impl Page {
    /// Asks for the modules and their words, so that they are there when the article's body is.
    pub fn warm_up(locale: &str) {
        for name in ["article.js", &format!("messages.{locale}.js")] {
            boot::reading_module(name);
        }
    }

    /// Loads the modules and hands them the article. `None` when they can't be had: then the article is read without them.
    pub async fn open(opening: Opening) -> Option<Self> {
        let article = Object::new();
        let texts = [
            ("key", opening.key.as_str()),
            ("id", &opening.id),
            ("title", &opening.title),
            ("language", &opening.language),
            ("link", &opening.link),
            ("file", &opening.file),
            ("locale", opening.locale),
        ];
        for (name, value) in texts {
            set(&article, name, &value.into());
        }
        set(&article, "minutes", &opening.minutes.into());
        set(&article, "resume", &opening.resume.into());
        let timeout = Promise::new(&mut |resolve, _| {
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MILLIS);
        });
        let module = JsFuture::from(Promise::race(&Array::of2(
            &boot::reading_module("article.js")?.into(),
            &timeout.into(),
        )))
        .await;
        let open = Reflect::get(&module.ok()?, &"open".into()).ok()?.dyn_into::<Function>().ok()?;
        let page: Promise = open.call1(&JsValue::NULL, &article).ok()?.dyn_into().ok()?;
        JsFuture::from(page).await.ok().map(Self)
    }

    /// Prepares a part of the body that is about to be shown.
    pub fn prepare(&self, part: &DocumentFragment) {
        self.call("prepare", part);
    }

    /// All of the body that shows until somebody asks for more is there; called again when there is more.
    pub fn whole(&self, body: &Element) {
        self.call("whole", body);
    }

    fn call(&self, step: &str, value: &JsValue) {
        let Some(step) = Reflect::get(&self.0, &step.into())
            .ok()
            .and_then(|step| step.dyn_into::<Function>().ok())
        else {
            return;
        };
        // The modules report their own errors.
        let _ = step.call1(&self.0, value);
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.call("close", &JsValue::UNDEFINED);
    }
}

/// Puts the look's part of the settings into its place; whether the modules for it could be had.
pub async fn fill_settings(place: &Element, locale: &str) -> bool {
    let fill = async {
        let module = JsFuture::from(boot::reading_module("settings.js")?).await.ok()?;
        let fill = Reflect::get(&module, &"fill".into()).ok()?.dyn_into::<Function>().ok()?;
        let filled: Promise = fill.call2(&JsValue::NULL, place, &locale.into()).ok()?.dyn_into().ok()?;
        JsFuture::from(filled).await.ok()
    };
    fill.await.is_some()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object can't fail.
    let _ = Reflect::set(object, &name.into(), value);
}
