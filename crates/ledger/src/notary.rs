//! Signs the tree's head once a second while it grows. Receipts that need a checkpoint at once ask for one.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Error;
use crate::ledger::Shared;

const PERIOD: Duration = Duration::from_secs(1);

/// Stops when dropped.
#[derive(Debug)]
pub(crate) struct NotaryThread {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl NotaryThread {
    pub(crate) fn start(shared: Arc<Shared>) -> Result<Self, Error> {
        let (stop, stopped) = sync_channel(1);
        let work = move || {
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = shared.sign() {
                    tracing::warn!(%error, "no checkpoint was signed");
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("yc-notary".to_owned())
            .spawn(work)
            .map_err(|e| Error::Broken(format!("no thread: {e}")))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for NotaryThread {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
