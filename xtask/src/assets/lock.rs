//! The lock of the front-end files: packages by name, the files we take of them, the icons we pick.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// The whole lock.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lock {
    /// Packages by their npm name.
    pub(super) packages: BTreeMap<String, Package>,
    /// Files copied as they are.
    pub(super) files: Vec<Copied>,
    /// The icons.
    pub(super) sprite: Sprite,
}

/// One npm package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Package {
    /// The exact version.
    pub(super) version: String,
    /// Digest of the archive, `sha512-…` in base 64.
    pub(super) integrity: String,
    /// The licence, as the package itself must say it.
    pub(super) licence: String,
}

/// A file that is copied out of a package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Copied {
    /// The package's name.
    pub(super) package: String,
    /// Path in the package.
    pub(super) from: String,
    /// Path in the assets folder.
    pub(super) to: String,
}

/// Icons that become one file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sprite {
    /// The package's name.
    pub(super) package: String,
    /// Folder of the drawings in the package.
    pub(super) folder: String,
    /// Path in the assets folder.
    pub(super) to: String,
    /// Names of the drawings, without `.svg`.
    pub(super) icons: Vec<String>,
}

impl Lock {
    /// Reads a lock and refuses what could not be checked or would leave its folder.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let lock: Self =
            serde_json::from_str(text).map_err(|e| format!("the lock of assets is not readable: {e}"))?;
        for (name, package) in &lock.packages {
            if !package.integrity.starts_with("sha512-") || package.integrity.len() != 95 {
                return Err(format!("{name}: the lock has no SHA-512 digest"));
            }
            if package.version.is_empty() || !package.version.starts_with(|c: char| c.is_ascii_digit()) {
                return Err(format!("{name}: `{}` is not an exact version", package.version));
            }
        }
        let used = lock.files.iter().map(|file| &file.package).chain([&lock.sprite.package]);
        if let Some(name) = used.into_iter().find(|name| !lock.packages.contains_key(*name)) {
            return Err(format!("{name}: used in the lock, but not among its packages"));
        }
        let paths = lock.files.iter().flat_map(|file| [&file.from, &file.to]);
        let paths = paths.chain([&lock.sprite.folder, &lock.sprite.to]).chain(&lock.sprite.icons);
        if let Some(path) = paths.into_iter().find(|path| path.starts_with('/') || path.contains("..")) {
            return Err(format!("`{path}` leaves its folder"));
        }
        Ok(lock)
    }

    /// The names of all files that the assets folder will hold, beside its list.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.to.as_str()).chain([self.sprite.to.as_str()])
    }

    /// The `package.json` that asks npm for exactly these packages.
    pub(super) fn npm_package(&self) -> Value {
        json!({ "name": "assets", "private": true, "dependencies": self.versions() })
    }

    /// The `package-lock.json` that makes npm refuse any other archive.
    pub(super) fn npm_lock(&self) -> Value {
        let mut packages = serde_json::Map::new();
        packages.insert(String::new(), json!({ "name": "assets", "dependencies": self.versions() }));
        for (name, package) in &self.packages {
            let entry = json!({ "version": package.version, "integrity": package.integrity });
            packages.insert(format!("node_modules/{name}"), entry);
        }
        json!({ "name": "assets", "lockfileVersion": 3, "requires": true, "packages": packages })
    }

    fn versions(&self) -> BTreeMap<&str, &str> {
        self.packages.iter().map(|(name, package)| (name.as_str(), package.version.as_str())).collect()
    }
}

/// Names a state of the lock: FNV-1a of its bytes, 64 bits, as 16 hexadecimal digits. It only has to tell one
/// committed lock from the next, and the build script that looks for the folder computes it in four lines.
pub(super) fn digest(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// A small lock for tests: one package, one copied file, one icon.
#[cfg(test)]
pub(super) const EXAMPLE: &str = r#"{
    "packages": { "@drawn/icons": { "version": "1.2.3", "licence": "MIT", "integrity":
        "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==" } },
    "files": [{ "package": "@drawn/icons", "from": "LICENSE", "to": "licences/icons.txt" }],
    "sprite": { "package": "@drawn/icons", "folder": "icons", "to": "icons.svg", "icons": ["car"] }
}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_is_told_versions_and_digests_and_no_address() {
        let lock = Lock::parse(EXAMPLE).unwrap();
        let npm = lock.npm_lock();
        let entry = &npm["packages"]["node_modules/@drawn/icons"];
        assert_eq!(entry["version"], "1.2.3");
        assert!(
            entry["integrity"].as_str().unwrap().starts_with("sha512-") && entry.get("resolved").is_none()
        );
        assert_eq!(lock.npm_package()["dependencies"]["@drawn/icons"], "1.2.3");
        assert_eq!(lock.outputs().collect::<Vec<_>>(), ["licences/icons.txt", "icons.svg"]);
    }

    #[test]
    fn locks_that_cannot_be_checked_are_refused() {
        for (from, to) in [
            ("sha512-", "sha1-"),
            ("\"1.2.3\"", "\"^1.2.3\""),
            ("\"to\": \"icons.svg\"", "\"to\": \"../icons.svg\""),
            ("\"package\": \"@drawn/icons\", \"from\"", "\"package\": \"other\", \"from\""),
            ("\"licence\": \"MIT\"", "\"license\": \"MIT\""),
        ] {
            let broken = EXAMPLE.replace(from, to);
            assert_ne!(broken, EXAMPLE);
            assert!(Lock::parse(&broken).is_err(), "{to}");
        }
    }

    #[test]
    fn the_digest_is_fnv_1a() {
        assert_eq!(digest(""), "cbf29ce484222325");
        assert_eq!(digest("a"), "af63dc4c8601ec8c");
        assert_eq!(digest("foobar"), "85944171f73967e8");
    }
}
