//! The sequencer of PostgreSQL: a thread of each copy of the program asks for the head row every 200 ms and numbers
//! up to 500 waiting events. Copies that run at once take turns on that row.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use base::{Clock, Entropy, Rng};
use store::{Note, Store, Tx, params};

use super::head::lock_head;
use crate::Error;
use crate::sql;
use crate::tree::Frontier;

const PERIOD: Duration = Duration::from_millis(200);
/// The statement PENDING_TAKE says the same number.
const BATCH: usize = 500;

/// Stops when dropped.
#[derive(Debug)]
pub(crate) struct SequencerThread {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SequencerThread {
    pub(crate) fn start(store: Store, clock: Arc<dyn Clock>, entropy: &dyn Entropy) -> Result<Self, Error> {
        let rng = entropy.rng();
        let (stop, stopped) = sync_channel(1);
        let work = move || {
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                while let Ok(BATCH..) = sequence(&store, &*clock, &rng) {}
            }
        };
        let thread = std::thread::Builder::new()
            .name("yc-sequencer".to_owned())
            .spawn(work)
            .map_err(|e| Error::Broken(format!("no thread: {e}")))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for SequencerThread {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Numbers one batch; gives how many.
fn sequence(store: &Store, clock: &dyn Clock, rng: &Rng) -> Result<usize, Error> {
    let done = store.write(clock.now(), rng, number_batch).wait();
    if let Err(error) = &done {
        tracing::warn!(%error, "events wait for their positions");
    }
    done
}

fn number_batch(tx: &mut Tx<'_>) -> Result<usize, Error> {
    tx.exec(&sql::HEAD_FIRST, params![Frontier::new().to_bytes()])?;
    let mut head = lock_head(tx)?;
    let notes = tx.list(&sql::PENDING_TAKE, params![], |row| {
        Ok(Note { key: row.text(0)?, number: row.int(1)?, digest: row.digest(2)? })
    })?;
    if !notes.is_empty() {
        head.place(tx, &notes)?;
        for note in &notes {
            tx.exec(&sql::PENDING_DELETE, params![note.key, note.number])?;
        }
    }
    Ok(notes.len())
}
