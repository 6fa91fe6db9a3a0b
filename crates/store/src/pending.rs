//! An answer that another thread will give: awaited by async code, waited for by the rest.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::Error;

/// The answer of a closure that was handed to the store.
#[derive(Debug)]
#[must_use = "the closure runs, but nobody would learn whether it was kept"]
pub struct Pending<T, E>(State<T, E>);

#[derive(Debug)]
enum State<T, E> {
    Coming(oneshot::Receiver<Result<T, E>>),
    Refused(Option<Error>),
}

impl<T, E: From<Error>> Pending<T, E> {
    pub(crate) fn coming(receiver: oneshot::Receiver<Result<T, E>>) -> Self {
        Self(State::Coming(receiver))
    }

    pub(crate) fn refused(error: Error) -> Self {
        Self(State::Refused(Some(error)))
    }

    /// Blocks this thread until the answer is there. Not for async code.
    pub fn wait(self) -> Result<T, E> {
        match self.0 {
            State::Coming(receiver) => receiver.blocking_recv().unwrap_or_else(|_| Err(closing().into())),
            State::Refused(error) => Err(error.unwrap_or_else(closing).into()),
        }
    }
}

fn closing() -> Error {
    Error::Unavailable("the store is closing".to_owned())
}

impl<T, E: From<Error>> Unpin for Pending<T, E> {}

impl<T, E: From<Error>> Future for Pending<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Coming(receiver) => {
                Pin::new(receiver).poll(cx).map(|r| r.unwrap_or_else(|_| Err(closing().into())))
            }
            State::Refused(error) => Poll::Ready(Err(error.take().unwrap_or_else(closing).into())),
        }
    }
}
