//! Where an office's data lie. A store is a folder with the database (`yichuang.db`), the files (`files/`) and
//! `office.toml`, which says whose store it is. The keys lie outside it, by default in a sibling folder with `.keys`
//! at the end of its name: whoever gets the folder or its backup cannot read it, and cannot sign in the ledger's name.
//! With PostgreSQL the database is elsewhere and the folder holds the rest.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use base::{Region, Text};
use serde::{Deserialize, Serialize};
use store::Target;

use crate::config::Settings;
use crate::demo::Made;
use crate::outcome::{Failure, io};

/// The name of the database file in the folder.
pub const DATABASE: &str = "yichuang.db";
/// The name of the folder of files in the folder.
pub const FILES: &str = "files";
/// The name of the file that says whose store it is.
pub const OFFICE: &str = "office.toml";

/// The name of the file that stands in the folder while a demonstration is being made.
const UNFINISHED: &str = "demo-unfinished";

/// The paths of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub database: Target,
    /// The folder.
    pub folder: PathBuf,
    /// The folder of keys.
    pub keys: PathBuf,
}

/// What `office.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The layout of the folder; 1.
    pub format: u32,
    /// Six digits: the office's own region.
    pub region: Region,
    /// The writing node's name in streams and events. It never changes.
    pub node: String,
    /// Whether `demo` made it.
    pub demonstration: bool,
    /// The outlet that decides cases from the internet, by id.
    pub internet_outlet: String,
    /// Eight digits that tell this store's master key from others.
    pub master_key: String,
    /// The public half of the ledger's key.
    pub ledger_key: String,
    /// Of a demonstration that was made to its end: what it is opened again from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<Made>,
}

impl Place {
    /// The store that the settings name.
    pub fn of(settings: &Settings) -> Result<Self, Failure> {
        let database = settings.text("database").unwrap_or_default();
        let (database, folder) =
            if database.starts_with("postgres://") || database.starts_with("postgresql://") {
                let folder = settings.path("folder").ok_or_else(folder_missing)?;
                (Target::Postgres(database.to_owned()), folder)
            } else {
                let folder = PathBuf::from(database);
                (Target::Sqlite(folder.join(DATABASE)), folder)
            };
        let keys = settings.path("keys").unwrap_or_else(|| beside(&folder));
        Ok(Self { database, folder, keys })
    }

    /// An embedded store in this folder, with its keys beside it.
    pub fn embedded(folder: &Path) -> Self {
        Self {
            database: Target::Sqlite(folder.join(DATABASE)),
            folder: folder.to_owned(),
            keys: beside(folder),
        }
    }

    /// The folder of files.
    pub fn files(&self) -> PathBuf {
        self.folder.join(FILES)
    }

    /// Whether `init` or `demo` has begun here.
    pub fn is_begun(&self) -> bool {
        self.folder.join(OFFICE).exists()
    }

    /// What `office.toml` says.
    pub fn about(&self) -> Result<About, Failure> {
        let path = self.folder.join(OFFICE);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => no_store(&self.folder),
            _ => io(&path, &error),
        })?;
        let about: About = toml::from_str(&text).map_err(|error| {
            let (path, why) = (path.display(), error.message().to_owned());
            Failure::new(
                Text::new(format!("{path} 不能读：{why}"), format!("{path} cannot be read: {why}")),
                Text::new("请从备份恢复这个文件。", "Restore this file from a backup."),
            )
        })?;
        if about.format == 1 { Ok(about) } else { Err(newer(about.format)) }
    }

    /// Makes the empty folders of a new store: nothing may be there yet, so that no store is ever written over.
    pub fn make(&self) -> Result<(), Failure> {
        for folder in [&self.folder, &self.keys] {
            if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
                return Err(not_empty(folder));
            }
            let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|error| io(folder, &error))?;
        }
        Ok(())
    }

    /// Marks a new store as one that a demonstration is being made in.
    pub fn begin_demonstration(&self) -> Result<(), Failure> {
        write_private(&self.folder.join(UNFINISHED), b"made by yichuang demo, and not finished\n")
    }

    /// Takes the mark away: the demonstration is whole.
    pub fn end_demonstration(&self) -> Result<(), Failure> {
        let path = self.folder.join(UNFINISHED);
        fs::remove_file(&path).map_err(|error| io(&path, &error))
    }

    /// Clears away a demonstration that was killed while it was being made; says whether there was one. Only a folder
    /// with the mark is touched, which `demo` leaves in folders that it found empty.
    pub fn clear_unfinished(&self) -> Result<bool, Failure> {
        if !self.folder.join(UNFINISHED).exists() {
            return Ok(false);
        }
        // The mark goes with its folder, last: whoever kills this too finds it again.
        for folder in [&self.keys, &self.folder] {
            match fs::remove_dir_all(folder) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(folder, &error)),
                _ => {}
            }
        }
        Ok(true)
    }

    /// Writes `office.toml`.
    pub fn write_about(&self, about: &About) -> Result<(), Failure> {
        let text = toml::to_string(about).unwrap_or_default();
        let head = "# Whose store this folder is. Written by yichuang init; do not edit.\n";
        write_private(&self.folder.join(OFFICE), format!("{head}{text}").as_bytes())
    }
}

fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".keys");
    folder.with_file_name(name)
}

/// Writes a file that only its owner may read, under a temporary name first, and makes it durable.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let temporary = PathBuf::from(temporary);
    let written = || {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    written().map_err(|error| io(path, &error))
}

fn folder_missing() -> Failure {
    Failure::new(
        Text::new("使用 PostgreSQL 时缺少设置 folder", "with PostgreSQL the setting folder is missing"),
        Text::new(
            "请在配置中写明存放文件和 office.toml 的文件夹，例如 folder = \"/var/lib/yichuang\"。",
            "Name the folder of files and office.toml in the configuration, for example folder = \"/var/lib/yichuang\".",
        ),
    )
}

fn no_store(folder: &Path) -> Failure {
    let what = Text::new(
        format!("{} 不是一窗的数据文件夹", folder.display()),
        format!("{} is not a store of Yichuang", folder.display()),
    );
    if let Some(store) = near(folder) {
        let store = store.display();
        return Failure::new(
            what,
            Text::new(
                format!("要找的可能是 --store {store}。"),
                format!("Perhaps you mean --store {store}."),
            ),
        );
    }
    let folder = folder.display();
    Failure::new(
        what,
        Text::new(
            format!(
                "新建请运行 yichuang init --store {folder}；已有数据的，请用 --store 或 YICHUANG_DATABASE 指明位置。"
            ),
            format!(
                "Make one with yichuang init --store {folder}, or say where yours is with --store or \
                 YICHUANG_DATABASE."
            ),
        ),
    )
}

/// A store beside the folder that was named: the folder around it or one in it.
fn near(folder: &Path) -> Option<PathBuf> {
    let is_store = |path: &PathBuf| path.join(OFFICE).exists();
    let around = folder.ancestors().skip(1).map(Path::to_owned);
    let inside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    inside.chain(around).find(is_store)
}

fn not_empty(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::new(
        Text::new(
            format!("{folder} 已经存在，而且不是空的"),
            format!("{folder} is there already and not empty"),
        ),
        Text::new("请换一个路径，或者先把它移走。", "Choose another path, or move it away first."),
    )
}

fn newer(format: u32) -> Failure {
    Failure::new(
        Text::new(
            format!("数据文件夹的格式是 {format}，本程序只认识 1"),
            format!("the store's layout is {format}, this program knows 1"),
        ),
        Text::new("请使用更新的程序。", "Use the newer program."),
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_store_belongs_to_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("office"));
        place.make().unwrap();
        assert_eq!(place.keys, folder.path().join("office.keys"));
        assert_eq!((mode(&place.folder), mode(&place.keys)), (0o700, 0o700));
        let path = place.keys.join("k");
        write_private(&path, b"secret").unwrap();
        assert_eq!((mode(&path), fs::read(&path).unwrap()), (0o600, b"secret".to_vec()));
        assert!(place.make().unwrap_err().what.en.contains("not empty"));
    }

    #[test]
    fn what_is_no_store_says_how_to_make_one() {
        let folder = tempfile::tempdir().unwrap();
        let failure = Place::embedded(folder.path()).about().unwrap_err();
        assert!(failure.next.en.contains("yichuang init --store"), "{failure:?}");
    }

    #[test]
    fn who_names_the_folder_around_a_store_is_led_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        fs::create_dir_all(store.join(FILES)).unwrap();
        fs::write(store.join(OFFICE), "").unwrap();
        for wrong in [folder.path(), &store.join(FILES)] {
            let next = Place::embedded(wrong).about().unwrap_err().next.en;
            assert_eq!(next, format!("Perhaps you mean --store {}.", store.display()));
        }
    }

    #[test]
    fn what_office_toml_says_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("office"));
        place.make().unwrap();
        let about = About {
            format: 1,
            region: Region::parse("520300").unwrap(),
            node: "n1".to_owned(),
            demonstration: false,
            internet_outlet: "out_520300_01KAHF6Z5M8Q0W3J7V2N4B6C8D".to_owned(),
            master_key: "01234567".to_owned(),
            ledger_key: "name+id+key".to_owned(),
            city: None,
        };
        place.write_about(&about).unwrap();
        assert_eq!(place.about().unwrap(), about);
        place.write_about(&About { format: 2, ..about }).unwrap();
        assert!(place.about().unwrap_err().next.en.contains("newer program"));
    }

    #[test]
    fn postgres_needs_a_folder_for_the_rest() {
        let settings = Settings::default().with_flag("database", "store", Some("postgres://db/yc"));
        assert!(Place::of(&settings).unwrap_err().what.en.contains("folder"));
        let settings = settings.with_flag("folder", "folder", Some("/var/lib/yc"));
        let place = Place::of(&settings).unwrap();
        assert_eq!(place.keys, PathBuf::from("/var/lib/yc.keys"));
        assert_eq!(place.database, Target::Postgres("postgres://db/yc".to_owned()));
    }

    #[test]
    fn only_what_a_demonstration_left_unfinished_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::embedded(&folder.path().join("city"));
        assert!(!place.clear_unfinished().unwrap(), "nothing is there");
        place.make().unwrap();
        place.begin_demonstration().unwrap();
        fs::write(place.folder.join(DATABASE), "half of it").unwrap();
        fs::write(place.keys.join("key"), "a key").unwrap();
        assert!(place.make().is_err(), "it is not empty");
        assert!(place.clear_unfinished().unwrap());
        assert!(!place.folder.exists() && !place.keys.exists());
        place.make().unwrap();
        place.begin_demonstration().unwrap();
        place.end_demonstration().unwrap();
        fs::write(place.folder.join(DATABASE), "all of it").unwrap();
        assert!(!place.clear_unfinished().unwrap());
        assert!(place.folder.join(DATABASE).exists(), "a whole one stays");
    }
}
