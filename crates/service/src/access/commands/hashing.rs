//! Hashing passwords away from everything else: it takes some tens of milliseconds and 19 MiB, so it runs on threads
//! for blocking work, a few at a time. Whoever floods the log-in waits in a line of their own and slows nobody else.

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::office::Stop;

/// Passwords hashed at once: at most 76 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Runs `work` apart and gives its answer.
pub(super) async fn apart<T, F>(work: F) -> Result<T, Stop>
where
    F: FnOnce() -> Result<T, Stop> + Send + 'static,
    T: Send + 'static,
{
    let stopped = || Stop::from(store::Error::Panicked);
    let _turn = AT_ONCE.acquire().await.map_err(|_| stopped())?;
    spawn_blocking(work).await.map_err(|_| stopped())?
}
