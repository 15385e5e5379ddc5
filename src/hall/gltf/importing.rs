//! An import in steps, between which whoever imports can do something else.

use core::future::{Future, poll_fn};
use core::mem;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use bytes::Bytes;

use super::{Bare, Document, ImportError};

/// An import under way. Its states are those of an `async fn`, which the compiler keeps: nothing here waits for anything.
pub struct Importing(Option<Pin<Box<Reading>>>);

type Reading = dyn Future<Output = Result<Bare, ImportError>>;

impl Document {
    /// The same as [`Document::import_bare`], step by step.
    pub fn import_in_steps(self, file: impl Fn(&str) -> Option<Bytes> + 'static) -> Importing {
        Importing(Some(Box::pin(async move { Ok(self.read(&file, true).await?.0) })))
    }
}

impl Importing {
    /// Goes a step on, which takes as long as its largest buffer view or primitive. What it came to, once; `None` before and after that.
    pub fn step(&mut self) -> Option<Result<Bare, ImportError>> {
        let under_way = self.0.as_mut()?;
        let Poll::Ready(outcome) = poll_once(under_way.as_mut()) else { return None };
        self.0 = None;
        Some(outcome)
    }
}

fn poll_once<T>(work: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Poll<T> {
    work.poll(&mut Context::from_waker(Waker::noop()))
}

/// The end of a step.
pub(super) async fn pause() {
    let mut is_over = false;
    poll_fn(|_| if mem::replace(&mut is_over, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// Takes all steps at once.
pub(super) fn finish<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(outcome) = poll_once(work.as_mut()) {
            return outcome;
        }
    }
}
