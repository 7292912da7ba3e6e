//! The channel to the sanitiser's worker: started when the first article is near, replaced when an article hangs it.
//!
//! The worker answers one request after the other. Whoever waits behind an article that hangs it, crashes it or isn't wanted any more is asked
//! for again from a new worker, which is started when the old one begins to be late.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::boot;
use super::timer::{self, Timer};
use crate::content::protocol::{READY, Reply, Request, Wanted};

/// How long the worker may take for one article, counted from when it is ready.
const DEADLINE_MILLIS: i32 = 2_000;

/// How long the worker may take before a successor gets ready.
const LATE_MILLIS: i32 = 1_000;

/// Taking over more fields of a reply than these, which are a megabyte or more, is a task of its own.
const MANY_FIELDS: u32 = 256;

/// Why there is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SanitizerError {
    /// The worker's program could not be loaded, or is of another build than the page.
    Unavailable,
    /// The worker took longer than its deadline, or more memory than it may, and was ended.
    TooSlow,
}

/// A channel to the worker. Clones share it.
#[derive(Clone, Default)]
pub struct Sanitizer(Rc<RefCell<Channel>>);

#[derive(Default)]
struct Channel {
    worker: Option<Running>,
    successor: Option<Running>,
    /// How many workers there have been.
    n_workers: u32,
    last_id: u32,
    /// In the order of their ids, which is the worker's.
    pending: Vec<Pending>,
}

/// A worker, and whether it has said that it can listen. Dropping it ends it.
struct Running {
    number: u32,
    worker: Worker,
    is_ready: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        // What it still has to say would be taken for its successor's.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

struct Pending {
    id: u32,
    fields: Vec<String>,
    resolve: Function,
    /// Run from when the worker was asked: until it is late, and until it is given up.
    deadline: Option<[Timer; 2]>,
    /// Whether nobody waits for the reply any more.
    is_abandoned: bool,
}

impl Channel {
    fn take_pending(&mut self, id: u32) -> Option<Pending> {
        let place = self.pending.iter().position(|pending| pending.id == id)?;
        Some(self.pending.remove(place))
    }

    /// Ends the worker. What it was asked has to be asked again, unless nobody waits for it.
    fn end_worker(&mut self) {
        self.worker = self.successor.take();
        self.pending.retain(|pending| !pending.is_abandoned);
        for pending in &mut self.pending {
            pending.deadline = None;
        }
    }

    /// The worker with this number, and whether it is the successor.
    fn running(&mut self, number: u32) -> Option<(&mut Running, bool)> {
        let successor = self.successor.as_mut().map(|running| (running, true));
        let worker = self.worker.as_mut().map(|running| (running, false));
        worker.into_iter().chain(successor).find(|(running, _)| running.number == number)
    }
}

/// Someone who waits for a reply; dropping it says that nobody does any more.
struct Wait {
    channel: Sanitizer,
    id: u32,
}

impl Drop for Wait {
    fn drop(&mut self) {
        let mut channel = self.channel.0.borrow_mut();
        let Some(place) = channel.pending.iter().position(|pending| pending.id == self.id) else {
            return;
        };
        if channel.pending[place].deadline.is_some() {
            channel.pending[place].is_abandoned = true;
        } else {
            channel.pending.remove(place);
        }
    }
}

impl Sanitizer {
    /// Starts the worker, so that it is ready when an article comes.
    pub fn warm_up(&self) {
        if self.0.borrow().worker.is_some() {
            return;
        }
        let started = self.start();
        match started {
            Ok(running) => self.0.borrow_mut().worker = Some(running),
            Err(error) => {
                web_sys::console::error_1(&error);
                self.fail();
            }
        }
    }

    /// Starts a successor for a worker that is late with this request.
    fn expect_the_worst(&self, id: u32) {
        let is_late = {
            let channel = self.0.borrow();
            channel.successor.is_none() && channel.pending.iter().any(|pending| pending.id == id)
        };
        // Without it the next one is started when it is needed.
        if is_late && let Ok(running) = self.start() {
            self.0.borrow_mut().successor = Some(running);
        }
    }

    /// Sanitises a body.
    ///
    /// # Errors
    /// When the worker isn't to be had, or took too long. It is ready for the next article all the same.
    pub async fn sanitise(&self, archive_url: &str, html: &str, wanted: Wanted) -> Result<Reply, SanitizerError> {
        let id = {
            let mut channel = self.0.borrow_mut();
            // The worker may be busy for long with what nobody wants any more.
            if channel.pending.iter().any(|pending| pending.is_abandoned) {
                channel.end_worker();
            }
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
                fields: fields.clone(),
                resolve,
                deadline: None,
                is_abandoned: false,
            });
        });
        let channel = self.clone();
        let _wait = Wait { channel, id };
        self.warm_up();
        self.flush();
        let answer = JsFuture::from(promise).await.unwrap_or(JsValue::UNDEFINED);
        if answer.is_null() {
            return Err(SanitizerError::TooSlow);
        }
        // The browser has just read them all in this task.
        if answer.dyn_ref::<Array>().is_some_and(|fields| fields.length() > MANY_FIELDS) {
            timer::yield_to_page().await;
        }
        strings(&answer).and_then(Reply::from_fields).ok_or(SanitizerError::Unavailable)
    }

    fn start(&self) -> Result<Running, JsValue> {
        let (url, build) = boot::sanitizer().ok_or("the page doesn't say where the sanitiser is")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options)?;
        let number = {
            let mut channel = self.0.borrow_mut();
            channel.n_workers += 1;
            channel.n_workers
        };
        let channel = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| channel.receive(number, &event.data(), &build));
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let channel = self.clone();
        let on_error = Closure::<dyn FnMut()>::new(move || channel.crashed(number));
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        Ok(Running {
            number,
            worker,
            is_ready: false,
        })
    }

    fn receive(&self, number: u32, data: &JsValue, build: &str) {
        let Some(fields) = strings(data) else { return };
        if fields.first().is_some_and(|first| first == READY) {
            if fields.get(1).is_some_and(|folder| folder.ends_with(build)) {
                if let Some((running, _)) = self.0.borrow_mut().running(number) {
                    running.is_ready = true;
                }
                self.flush();
            } else {
                self.fail();
            }
            return;
        }
        let id = fields.first().and_then(|id| id.parse().ok()).unwrap_or_default();
        let pending = {
            let mut channel = self.0.borrow_mut();
            let pending = channel.take_pending(id);
            channel.successor = None; // the worker was late, no more
            pending
        };
        if let Some(pending) = pending {
            settle(&pending, data);
        }
    }

    /// Asks the worker what it wasn't asked yet, if it can hear it.
    fn flush(&self) {
        let mut channel = self.0.borrow_mut();
        let Some(worker) = channel
            .worker
            .as_ref()
            .filter(|running| running.is_ready)
            .map(|running| running.worker.clone())
        else {
            return;
        };
        for pending in channel.pending.iter_mut().filter(|pending| pending.deadline.is_none()) {
            let (late, over, id) = (self.clone(), self.clone(), pending.id);
            pending.deadline = Some([
                Timer::after(LATE_MILLIS, move || late.expect_the_worst(id)),
                Timer::after(DEADLINE_MILLIS, move || over.give_up(id)),
            ]);
            // An array of strings can always be cloned to the other side.
            let _ = worker.post_message(&pending.fields.iter().map(JsValue::from).collect::<Array>());
        }
    }

    /// Ends a worker that hangs on a request, or fell over it.
    fn give_up(&self, id: u32) {
        // The deadline of one that was given up before must not end another worker.
        let Some(pending) = self.0.borrow_mut().take_pending(id) else {
            return;
        };
        self.0.borrow_mut().end_worker();
        settle(&pending, &JsValue::NULL);
        // This may run in the timer that the request owns: it must not go before its function has returned.
        std::mem::forget(pending.deadline);
        if !self.0.borrow().pending.is_empty() {
            self.warm_up();
            self.flush();
        }
    }

    /// A worker fell: at work over the first request that it was asked, else it could not even begin.
    fn crashed(&self, number: u32) {
        let at_work = {
            let mut channel = self.0.borrow_mut();
            match channel
                .running(number)
                .map(|(running, is_successor)| (running.is_ready, is_successor))
            {
                Some((true, false)) => channel
                    .pending
                    .iter()
                    .find(|pending| pending.deadline.is_some())
                    .map(|pending| pending.id),
                Some((_, true)) => {
                    channel.successor = None;
                    return;
                }
                Some((false, false)) => None,
                None => return,
            }
        };
        match at_work {
            Some(id) => self.give_up(id),
            None => self.fail(),
        }
    }

    /// Nothing that waits will be answered.
    fn fail(&self) {
        let pending = {
            let mut channel = self.0.borrow_mut();
            channel.successor = None;
            channel.end_worker();
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
