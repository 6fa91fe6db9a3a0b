//! Forgetting what is only kept for a while: expired sessions, codes and counts, idempotency keys of yesterday, and
//! files that no record cites.

use std::collections::HashSet;

use base::{Clock as _, SystemClock};
use ledger::tree::Hash;
use service::access;
use service::office::{Stop, forget_keys};
use store::params;

use super::{Worker, sql};
use crate::wait::{ask, wait};

/// How long an upload may wait for the record that cites it, in seconds: seven days.
const UPLOAD_S: i64 = 7 * 86_400;

impl Worker {
    /// Empties the work tables that forget.
    pub(super) fn sweep(&self) -> Result<(), Stop> {
        while wait(access::sweep(&self.office, &self.ctx("sweep")))? > 0 {}
        loop {
            let ctx = self.ctx("sweep");
            if self.office.store().write(ctx.now, &ctx.rng, forget_keys).wait()? == 0 {
                return Ok(());
            }
        }
    }

    /// Removes files that nothing cites. Their age is that of the file system, which goes by the machine's clock
    /// whatever day a demonstration has.
    pub(super) fn sweep_files(&self) -> Result<(), Stop> {
        let cited = self.cited()?;
        let older = SystemClock.now().plus_seconds(-UPLOAD_S);
        let broken = |error: ledger::files::FileError| Stop::Failed(ledger::Error::Broken(error.to_string()));
        let known = |digest: &Hash| Ok::<bool, std::convert::Infallible>(cited.contains(digest));
        let swept = self.office.files.uncited(older, known).map_err(broken)?;
        if !swept.uncited.is_empty() || swept.unfinished > 0 {
            tracing::info!(
                files = swept.uncited.len(),
                unfinished = swept.unfinished,
                "files nobody cites are gone"
            );
        }
        Ok(())
    }

    /// Every digest that a record cites.
    fn cited(&self) -> Result<HashSet<Hash>, Stop> {
        ask(&self.office, |read| {
            let mut cited = HashSet::new();
            read.each(&sql::CITED, params![], |row| {
                cited.insert(Hash::from_bytes(row.digest(0)?));
                Ok(())
            })?;
            Ok(cited)
        })
    }
}
