//! How a command of this tool ends.

/// A command that could look ends in one of two ways; one that could not gives the reason as `Err`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to mend (exit 0).
    Well,
    /// Something to mend, already printed (exit 1).
    Found,
}
