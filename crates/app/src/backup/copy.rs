//! A copy of an embedded database at one moment, beside a process that serves it.

use std::path::Path;

use base::Text;
use store::{Store, Target};

use crate::outcome::Failure;

/// Copies the database at `target` into a new file: the rows as they stand, nothing of what was deleted. It takes no
/// lock and holds nobody up.
pub(super) fn copy(target: &Target, to: &Path) -> Result<(), Failure> {
    if let Target::Postgres(_) = target {
        return Err(postgres());
    }
    Ok(Store::copy(target, to)?)
}

fn postgres() -> Failure {
    Failure::new(
        Text::new("yichuang backup 只复制内嵌数据库", "yichuang backup copies embedded stores only"),
        Text::new(
            "PostgreSQL 请用 pg_dump 或 pgBackRest 备份数据库，并一起复制 folder 里的 files 和 office.toml。",
            "Copy PostgreSQL with pg_dump or pgBackRest, together with files and office.toml of its folder.",
        ),
    )
}
