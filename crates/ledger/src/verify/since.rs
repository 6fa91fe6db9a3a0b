//! Whether the tree of today grew out of the tree of an earlier receipt. This is what finds a rewritten history even
//! when whoever rewrote it held the key.

use store::Read;

use super::Report;
use crate::Error;
use crate::note::{Checkpoint, VerifierKey};
use crate::sequencer::read_head;
use crate::stored;
use crate::tree::verify_consistency;

/// Adds a finding to `report` unless the receipt's checkpoint is a beginning of the present tree.
pub fn since(
    read: &mut Read<'_>,
    receipt: &str,
    key: &VerifierKey,
    report: &mut Report,
) -> Result<(), Error> {
    let old = match Checkpoint::open(receipt, std::slice::from_ref(key)) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            report.find("ledger", "checkpoint", "receipt", format!("the receipt does not hold: {error}"));
            return Ok(());
        }
    };
    let head = read_head(read)?.frontier;
    let what = if old.size > head.size() {
        Some(format!("the receipt is of {} events, the ledger has {}", old.size, head.size()))
    } else {
        let path = stored::consistency(read, old.size, head.size())?;
        verify_consistency(old.size, head.size(), &path, old.root, head.root()).err().map(|e| e.to_string())
    };
    if let Some(what) = what {
        let what = format!("the ledger did not grow out of the receipt: {what}");
        report.find("ledger", "checkpoint", old.size, what);
    }
    Ok(())
}
