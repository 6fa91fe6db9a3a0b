//! What `doctor --fix` mends by itself: rights that are too wide, and a schema that is older than the program. Both can
//! be done without anybody's leave and undo nothing; whatever needs a decision is only said.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base::Text;
use store::{Limits, Store};

use super::store::is_served;
use crate::commands::migrate::version;
use crate::keys::{LEDGER, MASTER};
use crate::outcome::{Failure, io};
use crate::store_folder::Place;

/// Something that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The check that it was for: `keys`.
    pub(super) name: &'static str,
    /// What was done.
    pub(super) what: Text,
}

/// Mends what can be mended; stops at the first thing that cannot be changed, with what to do about it.
pub(super) fn mend(place: &Place) -> Result<Vec<Mended>, Failure> {
    place.about()?;
    let mut mended = Vec::new();
    let private = [
        ("store", place.folder.clone(), 0o700),
        ("keys", place.keys.clone(), 0o700),
        ("keys", place.keys.join(LEDGER), 0o600),
        ("keys", place.keys.join(MASTER), 0o600),
    ];
    for (name, path, mode) in private {
        mended.extend(close(&path, mode)?.map(|what| Mended { name, what }));
    }
    mended.extend(upgrade(place)?.map(|what| Mended { name: "schema", what }));
    Ok(mended)
}

/// Takes the rights of other users away, where they have any. What is not there is the checks' business.
fn close(path: &Path, mode: u32) -> Result<Option<Text>, Failure> {
    let Ok(now) = std::fs::metadata(path) else { return Ok(None) };
    let now = now.permissions().mode() & 0o777;
    let of_others = now & 0o077;
    if of_others == 0 {
        return Ok(None);
    }
    std::fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|error| io(path, &error))?;
    let path = path.display();
    Ok(Some(Text::new(
        format!("{path} 的权限由 {now:03o} 改为 {mode:03o}"),
        format!("{path} had the rights {now:03o} and has {mode:03o} now"),
    )))
}

/// Brings an older schema up to date, unless a running program has the store: that one does it when it starts anew.
fn upgrade(place: &Place) -> Result<Option<Text>, Failure> {
    let have = version(&place.database)?;
    let newest = service::MIGRATIONS.iter().map(|step| step.number).max().unwrap_or(0);
    if have == 0 || have >= newest || is_served(place) {
        return Ok(None);
    }
    Store::open(&place.database, Limits::default(), service::MIGRATIONS, None)?;
    Ok(Some(Text::new(
        format!("数据库结构由 {have} 升级到 {newest}"),
        format!("the schema went from {have} to {newest}"),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestCity, plan};

    #[test]
    fn rights_that_are_too_wide_are_taken_back_and_nothing_else_changes() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("city"));
        drop(TestCity::made_at(&plan(100, 0), &place));
        assert_eq!(mend(&place).unwrap(), []);
        let key = place.keys.join(MASTER);
        std::fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
        std::fs::set_permissions(&place.folder, Permissions::from_mode(0o755)).unwrap();
        let before = std::fs::read(&key).unwrap();
        let names: Vec<&str> = mend(&place).unwrap().iter().map(|mended| mended.name).collect();
        assert_eq!(names, ["store", "keys"]);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&key), mode(&place.folder)), (0o600, 0o700));
        assert_eq!(std::fs::read(&key).unwrap(), before);
        assert_eq!(mend(&place).unwrap(), []);
    }

    #[test]
    fn where_there_is_no_store_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("none"));
        assert!(mend(&place).is_err());
        assert!(!place.folder.exists());
    }
}
