//! The sanitiser's worker: says that it is ready, then answers one reply per request, matched by id.

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::listen();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The sanitiser runs in a browser's worker: ./dev serve builds it with the reader.");
}

#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::Array;
    use offprint::content::extract::text;
    use offprint::content::protocol::{READY, Reply, Request, Wanted};
    use offprint::content::sanitise::{Refusal, Sanitiser};
    use wasm_bindgen::prelude::*;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    /// Listens for requests, and says so with the name of the folder that the worker was loaded from: its build.
    pub fn listen() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let reply_scope = scope.clone();
        let mut sanitiser: Option<(String, Sanitiser)> = None;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let fields = event
                .data()
                .dyn_into::<Array>()
                .map(|array| array.iter().filter_map(|field| field.as_string()).collect());
            // What isn't a request comes from no reader of this build, and there is nobody to answer.
            let Some(request) = fields.ok().and_then(Request::from_fields) else {
                return;
            };
            post(&reply_scope, answer(request, &mut sanitiser));
        });
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget(); // it lives as long as the worker
        let path = scope.location().pathname();
        let folder = path.rsplit('/').nth(1).unwrap_or_default();
        post(&scope, vec![READY.to_owned(), folder.to_owned()]);
    }

    fn answer(request: Request, sanitiser: &mut Option<(String, Sanitiser)>) -> Vec<String> {
        if request.wanted == Wanted::Text {
            return Reply::fields_of_refusal(request.id, Refusal::TooSlow, &text(&request.html));
        }
        let kept = sanitiser.take().filter(|(archive_url, _)| *archive_url == request.archive_url);
        let (archive_url, sanitiser_for_archive) =
            kept.unwrap_or_else(|| (request.archive_url.clone(), Sanitiser::new(&request.archive_url)));
        let fields = match sanitiser_for_archive.sanitise(&request.html) {
            Ok(sanitised) => Reply::fields_of_sanitised(request.id, &sanitised),
            Err(refusal) => Reply::fields_of_refusal(request.id, refusal, &text(&request.html)),
        };
        *sanitiser = Some((archive_url, sanitiser_for_archive));
        fields
    }

    fn post(scope: &DedicatedWorkerGlobalScope, fields: Vec<String>) {
        let array: Array = fields.into_iter().map(JsValue::from).collect();
        // Strings can always be cloned to the other side; posting them has no way to fail.
        let _ = scope.post_message(&array);
    }
}
