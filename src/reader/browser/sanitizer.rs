//! The channel to the sanitiser's worker: started when the first article is near, restarted when an article hangs it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::boot;
use super::timer::Timer;
use crate::content::protocol::{READY, Reply, Request, Wanted};

/// How long the worker may take for one article, counted from when it is ready.
const DEADLINE_MILLIS: i32 = 2_000;

/// Why there is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SanitizerError {
    /// The worker's program could not be loaded, or is of another build than the page.
    Unavailable,
    /// The worker took longer than its deadline and was ended.
    TooSlow,
}

/// A channel to the worker. Clones share it.
#[derive(Clone, Default)]
pub struct Sanitizer(Rc<RefCell<Channel>>);

#[derive(Default)]
struct Channel {
    worker: Option<Worker>,
    is_ready: bool,
    last_id: u32,
    /// Requests that the worker can't hear yet.
    waiting: Vec<Vec<String>>,
    pending: Vec<Pending>,
}

struct Pending {
    id: u32,
    resolve: Function,
    deadline: Option<Timer>,
}

impl Channel {
    fn take_pending(&mut self, id: u32) -> Option<Pending> {
        let place = self.pending.iter().position(|pending| pending.id == id)?;
        Some(self.pending.swap_remove(place))
    }
}

impl Sanitizer {
    /// Starts the worker, so that it is ready when an article comes.
    pub fn warm_up(&self) {
        if self.0.borrow().worker.is_some() {
            return;
        }
        match self.start() {
            Ok(worker) => self.0.borrow_mut().worker = Some(worker),
            Err(error) => {
                web_sys::console::error_1(&error);
                self.fail();
            }
        }
    }

    /// Sanitises a body.
    ///
    /// # Errors
    /// When the worker isn't to be had, or took too long. It is ready for the next article all the same.
    pub async fn sanitise(&self, archive_url: &str, html: &str, wanted: Wanted) -> Result<Reply, SanitizerError> {
        let id = {
            let mut channel = self.0.borrow_mut();
            channel.last_id += 1;
            channel.last_id
        };
        let fields = Request {
            id,
            wanted,
            archive_url: archive_url.to_owned(),
            html: html.to_owned(),
        }
        .into_fields();
        let promise = Promise::new(&mut |resolve, _| {
            self.0.borrow_mut().pending.push(Pending {
                id,
                resolve,
                deadline: None,
            });
        });
        self.0.borrow_mut().waiting.push(fields);
        self.warm_up();
        self.flush();
        let answer = JsFuture::from(promise).await.unwrap_or(JsValue::UNDEFINED);
        if answer.is_null() {
            return Err(SanitizerError::TooSlow);
        }
        strings(&answer).and_then(Reply::from_fields).ok_or(SanitizerError::Unavailable)
    }

    fn start(&self) -> Result<Worker, JsValue> {
        let (url, build) = boot::sanitizer().ok_or("the page doesn't say where the sanitiser is")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options)?;
        let channel = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| channel.receive(&event.data(), &build));
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let channel = self.clone();
        let on_error = Closure::<dyn FnMut()>::new(move || channel.fail());
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        Ok(worker)
    }

    fn receive(&self, data: &JsValue, build: &str) {
        let Some(fields) = strings(data) else { return };
        if fields.first().is_some_and(|first| first == READY) {
            if fields.get(1).is_some_and(|folder| folder.ends_with(build)) {
                self.0.borrow_mut().is_ready = true;
                self.flush();
            } else {
                self.fail();
            }
            return;
        }
        let id = fields.first().and_then(|id| id.parse().ok()).unwrap_or_default();
        let pending = self.0.borrow_mut().take_pending(id);
        if let Some(pending) = pending {
            settle(&pending, data);
        }
    }

    /// Posts what is waiting, if the worker can hear it.
    fn flush(&self) {
        let (worker, waiting) = {
            let mut channel = self.0.borrow_mut();
            let Some(worker) = channel.worker.clone().filter(|_| channel.is_ready) else {
                return;
            };
            (worker, std::mem::take(&mut channel.waiting))
        };
        for fields in waiting {
            let id = fields.first().and_then(|id| id.parse().ok()).unwrap_or_default();
            let channel = self.clone();
            let deadline = Timer::after(DEADLINE_MILLIS, move || channel.give_up(id));
            if let Some(pending) = self.0.borrow_mut().pending.iter_mut().find(|pending| pending.id == id) {
                pending.deadline = Some(deadline);
            }
            // An array of strings can always be cloned to the other side.
            let _ = worker.post_message(&fields.into_iter().map(JsValue::from).collect::<Array>());
        }
    }

    /// Ends a worker that hangs on a request.
    fn give_up(&self, id: u32) {
        let pending = {
            let mut channel = self.0.borrow_mut();
            if let Some(worker) = channel.worker.take() {
                worker.terminate();
            }
            channel.is_ready = false;
            channel.take_pending(id)
        };
        // Told later than now: this runs in the timer that the pending request owns.
        if let Some(pending) = pending {
            settle(&pending, &JsValue::NULL);
            std::mem::forget(pending.deadline);
        }
        self.fail();
    }

    /// Nothing that waits will be answered.
    fn fail(&self) {
        let pending = {
            let mut channel = self.0.borrow_mut();
            if let Some(worker) = channel.worker.take() {
                worker.terminate();
            }
            channel.is_ready = false;
            channel.waiting.clear();
            std::mem::take(&mut channel.pending)
        };
        for pending in &pending {
            settle(pending, &JsValue::UNDEFINED);
        }
    }
}

fn settle(pending: &Pending, answer: &JsValue) {
    // Resolving a promise can't fail.
    let _ = pending.resolve.call1(&JsValue::UNDEFINED, answer);
}

fn strings(data: &JsValue) -> Option<Vec<String>> {
    data.dyn_ref::<Array>()
        .map(|array| array.iter().filter_map(|field| field.as_string()).collect())
}
