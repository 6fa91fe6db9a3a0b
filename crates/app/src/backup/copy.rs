//! A copy of an embedded database at one moment, beside a process that serves it.

use std::path::Path;

use base::Text;
use store::{Read, Store, Target, Value};

use crate::outcome::Failure;

/// Copies the database at `target` into a new file: the rows as they stand, nothing of what was deleted. It takes no
/// lock and holds nobody up.
pub(super) fn copy(target: &Target, to: &Path) -> Result<(), Failure> {
    if let Target::Postgres(_) = target {
        return Err(postgres());
    }
    let name = to.to_string_lossy().into_owned();
    let copied: Result<(), store::Error> = Store::snapshot(target, |read| {
        // VACUUM INTO is a statement of its own: outside a transaction, and on a connection that may write the new
        // file. The database itself was opened for reading and stays untouched.
        run(read, "COMMIT", &[])?;
        run(read, "PRAGMA query_only=OFF", &[])?;
        run(read, "VACUUM INTO $1", &[Value::Text(name.as_str().into())])
    });
    Ok(copied?)
}

fn run(read: &mut Read<'_>, text: &str, params: &[Value<'_>]) -> Result<(), store::Error> {
    read.each_adhoc("backup.copy", text, params, |_| Ok(()))
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
