//! The sequencer of an embedded store: it runs in the writer thread before each commit.

use store::{GroupHook, Note, Tx};

use super::head::{Head, read_head};

/// Keeps the head in memory between groups; forgets it when a commit did not hold.
#[derive(Debug, Default)]
pub(crate) struct GroupSequencer {
    head: Option<Head>,
    next: Option<Head>,
}

impl GroupHook for GroupSequencer {
    fn before_commit(&mut self, tx: &mut Tx<'_>, notes: &[Note]) -> Result<(), store::Error> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => read_head(tx).map_err(|e| store::Error::Unavailable(e.to_string()))?,
        };
        head.place(tx, notes)?;
        self.next = Some(head);
        Ok(())
    }

    fn after_commit(&mut self, kept: bool) {
        let next = self.next.take();
        if kept {
            self.head = next.or(self.head.take());
        } else {
            self.head = None;
        }
    }
}
