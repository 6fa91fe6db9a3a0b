//! Waiting for an answer of the store on a thread of one's own. The commands of a case are written for async callers;
//! the worker and the demonstration's history run on plain threads, where an async runtime would forbid to block.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use service::office::{Office, Stop};
use store::Read;

/// Runs a query of the office and waits for its answer on this thread. Not for async code.
pub fn ask<T, F>(office: &Office, work: F) -> Result<T, Stop>
where
    F: FnOnce(&mut Read<'_>) -> Result<T, Stop> + Send + 'static,
    T: Send + 'static,
{
    wait(office.query(work))
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs `future` to its end on this thread. Not for async code.
pub fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_waits_for_another() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let giver = std::thread::spawn(move || sender.send(7));
        assert_eq!(wait(receiver), Ok(7));
        giver.join().unwrap().unwrap();
    }
}
