//! Work that goes on beside the page.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen_futures::spawn_local;

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Work under way; dropping it ends it, and with it the requests that it waits for.
pub struct Task(Rc<RefCell<State>>);

struct State {
    work: Option<Work>,
    waker: Option<Waker>,
}

impl Task {
    /// Starts the work.
    pub fn spawn(work: impl Future<Output = ()> + 'static) -> Self {
        let state = Rc::new(RefCell::new(State {
            work: Some(Box::pin(work)),
            waker: None,
        }));
        let own = state.clone();
        spawn_local(poll_fn(move |context| {
            // It is taken out while it runs: it may end itself.
            let Some(mut work) = own.borrow_mut().work.take() else {
                return Poll::Ready(());
            };
            own.borrow_mut().waker = Some(context.waker().clone());
            let poll = work.as_mut().poll(context);
            let mut state = own.borrow_mut();
            if poll.is_pending() && state.waker.is_some() {
                state.work = Some(work);
            }
            poll
        }));
        Self(state)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        let (work, waker) = {
            let mut state = self.0.borrow_mut();
            (state.work.take(), state.waker.take())
        };
        // Whatever the work holds may come back here when it goes.
        drop(work);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
