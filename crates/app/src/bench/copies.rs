//! Copies of a store that was made once: what is measured twice begins with the same rows.

use std::fs;
use std::path::{Path, PathBuf};

use store::Target;

use super::broken;
use super::parts::Served;
use crate::outcome::{Failure, io};
use crate::store_folder::Place;

/// Where the stores of a bench lie.
#[derive(Debug)]
pub(super) struct Yard {
    folder: tempfile::TempDir,
    /// `postgres://…` of the cluster; none for SQLite.
    cluster: Option<String>,
    databases: std::cell::RefCell<Vec<String>>,
}

impl Yard {
    pub(super) fn new(cluster: Option<String>) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("yichuang-bench-").tempdir().map_err(broken)?;
        Ok(Self { folder, cluster, databases: std::cell::RefCell::default() })
    }

    /// A folder of this name.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An empty database of this name; none where it lies in the folder.
    pub(super) fn database(&self, name: &str) -> Result<Option<String>, Failure> {
        self.create(name, "")
    }

    fn create(&self, name: &str, template: &str) -> Result<Option<String>, Failure> {
        let Some(cluster) = &self.cluster else { return Ok(None) };
        let database = format!("yichuang_bench_{}_{name}", std::process::id());
        store::administer(cluster, &format!("CREATE DATABASE {database} {template}"))?;
        self.databases.borrow_mut().push(database.clone());
        Ok(Some(with_database(cluster, &database)))
    }

    /// A copy of a store that nobody has open.
    pub(super) fn copy(&self, of: &Place, name: &str) -> Result<Place, Failure> {
        let mut place = Place::embedded(&self.folder(name));
        copy_folder(&of.folder, &place.folder)?;
        place.keys.clone_from(&of.keys);
        if let Target::Postgres(url) = &of.database {
            let template = url.rsplit('/').next().and_then(|name| name.split('?').next()).unwrap_or_default();
            let made = self.create(name, &format!("TEMPLATE {template}"))?;
            place.database = made.map_or(place.database, Target::Postgres);
            if let Some(cluster) = &self.cluster {
                // What copying has left to write is written now, and not while something is measured. Not every user may
                // ask for it.
                let _ = store::administer(cluster, "CHECKPOINT");
            }
        }
        Ok(place)
    }

    /// A copy is no longer needed.
    pub(super) fn remove(&self, place: &Place) {
        let _ = fs::remove_dir_all(&place.folder);
        if let (Some(cluster), Target::Postgres(url)) = (&self.cluster, &place.database) {
            let name = url.rsplit('/').next().and_then(|name| name.split('?').next()).unwrap_or_default();
            let _ = store::administer(cluster, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        let Some(cluster) = &self.cluster else { return };
        for database in self.databases.borrow().iter() {
            // What cannot be dropped is named after this process and harms nothing.
            let _ = store::administer(cluster, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

/// Lets PostgreSQL look through tables that were filled at once: it plans by what it found there, and would otherwise
/// look while something is measured.
pub(super) fn looked_through(database: &Target) -> Result<(), Failure> {
    match database {
        Target::Postgres(url) => store::administer(url, "VACUUM ANALYZE").map_err(Failure::from),
        Target::Sqlite(_) => Ok(()),
    }
}

/// What a server is told of a place.
pub(super) fn served(place: &Place, twins: &str, token: &str) -> Served {
    Served {
        folder: place.folder.clone(),
        keys: place.keys.clone(),
        database: match &place.database {
            Target::Postgres(url) => Some(url.clone()),
            Target::Sqlite(_) => None,
        },
        twins: twins.to_owned(),
        twins_token: token.to_owned(),
        worker: false,
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| io(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| io(from, &error))? {
        let entry = entry.map_err(|error| io(from, &error))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(|error| io(&target, &error))?;
        }
    }
    Ok(())
}

/// The address with another database in its path.
fn with_database(url: &str, name: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(base, query)| (base, Some(query)));
    let scheme = base.find("://").map_or(0, |at| at + 3);
    let (head, rest) = base.split_at(scheme);
    let host = rest.split('/').next().unwrap_or_default();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{head}{host}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_replaced_and_the_rest_stays() {
        assert_eq!(with_database("postgres://u@h:1/postgres", "x"), "postgres://u@h:1/x");
        assert_eq!(with_database("postgres://u@h:1?a=b", "x"), "postgres://u@h:1/x?a=b");
    }
}
