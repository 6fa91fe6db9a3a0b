//! The two keys of a store, each a file that only its owner may read: the ledger's signing key and the vault's master
//! key. They are made once by `init` and never go into a backup: whoever has the backup and not the keys has nothing.
//! Losing the master key is losing every personal value; losing the ledger's key ends the chain of signatures.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base::{Region, Rng, Text};
use ledger::note::SigningKey;
use ledger::seal::MasterKey;
use zeroize::Zeroizing;

use crate::outcome::{Failure, io};
use crate::store_folder::{About, write_private};

/// The file of the ledger's signing key.
pub const LEDGER: &str = "ledger.key";
/// The file of the vault's master key.
pub const MASTER: &str = "master.key";

/// Both keys, read or newly made.
#[derive(Debug)]
pub struct Keys {
    /// Signs checkpoints.
    pub ledger: SigningKey,
    /// Wraps every person's key.
    pub master: MasterKey,
}

impl Keys {
    /// New keys. Each `rng` must come from the system's entropy and serve nothing else. The ledger's name says of
    /// every checkpoint which office it is of, and of a demonstration that it is one.
    pub fn generate(
        region: Region,
        demonstration: bool,
        ledger: &mut Rng,
        master: &mut Rng,
    ) -> Result<Self, Failure> {
        let mark = hex::encode(ledger.bytes::<4>());
        let name = if demonstration {
            format!("{DEMONSTRATION}{region}/{mark}")
        } else {
            format!("yichuang/{region}/{mark}")
        };
        let ledger =
            SigningKey::generate(&name, ledger).map_err(|error| unreadable(Path::new(LEDGER), &error))?;
        Ok(Self { ledger, master: MasterKey::generate(master) })
    }

    /// Writes both files.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        write_private(&folder.join(LEDGER), self.ledger.to_text().as_bytes())?;
        write_private(&folder.join(MASTER), self.master.to_text().as_bytes())
    }

    /// Reads both files and checks that they are this store's.
    pub fn read(folder: &Path, about: &About) -> Result<Self, Failure> {
        let ledger = read_ledger(folder)?;
        let path = folder.join(MASTER);
        let text = read_private(&path)?;
        let master = MasterKey::parse(&text).map_err(|error| unreadable(&path, &error))?;
        if master.id() != about.master_key || ledger.verifier().to_string() != about.ledger_key {
            return Err(foreign(folder));
        }
        Ok(Self { ledger, master })
    }
}

/// How the key of a demonstration's ledger is named.
const DEMONSTRATION: &str = "demonstration/";

/// Whether a ledger's name says that it is a demonstration's.
pub fn is_demonstration(name: &str) -> bool {
    name.starts_with(DEMONSTRATION)
}

/// Reads the ledger's key alone: who verifies needs no master key.
pub fn read_ledger(folder: &Path) -> Result<SigningKey, Failure> {
    let path = folder.join(LEDGER);
    let text = read_private(&path)?;
    SigningKey::parse(&text).map_err(|error| unreadable(&path, &error))
}

/// The rights of a key file that others may read, as three digits; none when only its owner may.
pub fn open_to_others(path: &Path) -> Option<String> {
    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| format!("{mode:03o}"))
}

fn read_private(path: &Path) -> Result<Zeroizing<String>, Failure> {
    if let Some(mode) = open_to_others(path) {
        let path = path.display();
        return Err(Failure::new(
            Text::new(
                format!("密钥文件 {path} 的权限是 {mode}，别人也能读"),
                format!("the key file {path} has the rights {mode}: others can read it"),
            ),
            Text::new(format!("请运行 chmod 600 {path}。"), format!("Run chmod 600 {path}.")),
        ));
    }
    fs::read_to_string(path).map(Zeroizing::new).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(path),
        _ => io(path, &error),
    })
}

fn missing(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("缺少密钥文件 {path}"), format!("the key file {path} is missing")),
        Text::new(
            "请从单独保管的地方取回密钥，或者用 keys（YICHUANG_KEYS）指明它们所在的文件夹。",
            "Fetch the keys from where they are kept apart, or name their folder with keys (YICHUANG_KEYS).",
        ),
    )
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(
            format!("密钥文件 {path} 不能用：{error}"),
            format!("the key file {path} cannot be used: {error}"),
        ),
        Text::new("请从单独保管的副本恢复它。", "Restore it from the copy that is kept apart."),
    )
}

fn foreign(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::new(
        Text::new(
            format!("{folder} 里的密钥不是这个数据库的"),
            format!("the keys in {folder} are not this store's"),
        ),
        Text::new(
            "请放回 yichuang init 时生成的那两个文件，不要新建。",
            "Put back the two files that yichuang init made; do not make new ones.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(demonstration: bool) -> Keys {
        let region = Region::parse("520300").unwrap();
        Keys::generate(region, demonstration, &mut Rng::from_number(1), &mut Rng::from_number(2)).unwrap()
    }

    fn about(keys: &Keys) -> About {
        About {
            format: 1,
            region: Region::parse("520300").unwrap(),
            node: "n1".to_owned(),
            demonstration: false,
            internet_outlet: String::new(),
            master_key: keys.master.id(),
            ledger_key: keys.ledger.verifier().to_string(),
            city: None,
        }
    }

    #[test]
    fn keys_come_back_and_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = made(false);
        keys.write(folder.path()).unwrap();
        let read = Keys::read(folder.path(), &about(&keys)).unwrap();
        assert_eq!(read.master.id(), keys.master.id());
        let other = About { master_key: "00000000".to_owned(), ..about(&keys) };
        assert!(Keys::read(folder.path(), &other).unwrap_err().what.en.contains("not this store's"));
    }

    #[test]
    fn a_key_that_others_can_read_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let keys = made(false);
        keys.write(folder.path()).unwrap();
        let path = folder.path().join(MASTER);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let failure = Keys::read(folder.path(), &about(&keys)).unwrap_err();
        assert!(failure.next.en.contains("chmod 600"), "{failure:?}");
        fs::remove_file(&path).unwrap();
        let failure = Keys::read(folder.path(), &about(&keys)).unwrap_err();
        assert!(failure.what.en.contains("missing"), "{failure:?}");
    }

    #[test]
    fn a_demonstrations_ledger_says_so() {
        assert!(is_demonstration(made(true).ledger.verifier().name()));
        assert!(!is_demonstration(made(false).ledger.verifier().name()));
    }
}
