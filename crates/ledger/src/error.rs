//! What can go wrong in the ledger.

/// A failure of the ledger. Rules never see these; the edge answers 500 or 503.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A fact could not be written or read as JSON.
    #[error("event {kind}: {what}")]
    Fact {
        /// The event's kind.
        kind: String,
        /// What the reader says.
        what: String,
    },
    /// An event is longer than the record takes: tiles of entries give its length in sixteen bits (C2SP tlog-tiles).
    /// Nothing of it was kept.
    #[error("event {kind} would take {bytes} bytes, and the record takes at most {max}: divide it", max = crate::event::BYTES_MAX)]
    TooLong {
        /// The event's kind.
        kind: String,
        /// The length of its canonical form.
        bytes: usize,
    },
    /// An event was to be appended to a stream that the closure had not locked: a defect of the program.
    #[error("stream {0} is not locked")]
    NotLocked(String),
    /// A stored hash, frontier or key is not what it should be.
    #[error("{0}")]
    Broken(String),
    /// The key file, a checkpoint or a sealed value.
    #[error("{0}")]
    Key(String),
}
