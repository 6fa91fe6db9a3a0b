//! Positions. Concurrent commits on PostgreSQL become visible out of order, so nothing may find "new" events by id
//! or time; instead one sequencer gives committed events gap-free positions and grows the tree over them. On SQLite
//! that is the writer thread, inside the group's commit; on PostgreSQL whoever holds the single head row.

mod group;
mod head;
mod thread;

pub(crate) use group::GroupSequencer;
pub(crate) use head::read_head;
pub(crate) use thread::SequencerThread;
