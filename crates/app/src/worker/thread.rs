//! The worker's own thread.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use base::Text;

use super::Worker;
use super::round::Rounds;
use crate::outcome::Failure;

/// How long it sleeps when nobody wakes it.
const PERIOD: Duration = Duration::from_secs(1);
/// How long it does jobs before it looks at the rounds, in milliseconds.
const MOST_MS: u64 = 10_000;

/// A running worker; stops when dropped, after the jobs in hand.
#[derive(Debug)]
pub struct Running {
    bell: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts working on a thread of its own.
    pub fn start(self: Arc<Self>) -> Result<Running, Failure> {
        let (bell, rung) = sync_channel(1);
        let work = move || {
            let mut made = Rounds::default();
            loop {
                if let Err(stop) = self.work_off_within(MOST_MS) {
                    tracing::error!(error = %stop, "jobs could not be taken");
                }
                self.rounds(&mut made, self.office.clock.now());
                if rung.recv_timeout(PERIOD) == Err(RecvTimeoutError::Disconnected) {
                    return;
                }
            }
        };
        let thread =
            std::thread::Builder::new().name("yc-worker".to_owned()).spawn(work).map_err(|error| {
                Failure::new(
                    Text::new(
                        format!("不能启动后台线程：{error}"),
                        format!("no thread for the worker: {error}"),
                    ),
                    Text::new("请检查系统的进程数限制。", "Check the system's limit of processes."),
                )
            })?;
        Ok(Running { bell: Some(bell), thread: Some(thread) })
    }
}

impl Running {
    /// Wakes the worker: a command has just left a job.
    pub fn wake(&self) {
        if let Some(bell) = &self.bell {
            // A bell that is already rung need not be rung again.
            let _ = bell.try_send(());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.bell.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
