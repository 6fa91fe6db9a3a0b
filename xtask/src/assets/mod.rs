//! Front-end files of others: the script that swaps parts of pages, and the picked icons as one sprite.
//!
//! They are never committed. `xtask/assets.lock.json` names each package with its exact version and the SHA-512
//! digest of its archive; npm fetches the archives, refuses any other digest and runs none of their scripts. What we
//! use of them lands in `target/assets/<digest of the lock>/`, whole or not at all, so that the crate that embeds
//! them only has to look there. When the folder is there already, nothing is fetched and no network is needed.

mod lock;
mod sprite;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::licences;
use crate::outcome::Outcome;
use crate::run;
use lock::Lock;

/// Where the lock stands.
const LOCK: &str = "xtask/assets.lock.json";

/// The list that completes a folder: the files that must be in it. It is written last.
const MANIFEST: &str = "manifest.json";

/// `cargo xtask assets`.
pub(crate) fn command() -> Result<Outcome, String> {
    let root = run::root()?;
    let text = read(&root.join(LOCK))?;
    let lock = Lock::parse(&text)?;
    let store = target(&root)?.join("assets");
    let folder = store.join(lock::digest(&text));
    if is_complete(&folder) {
        println!("assets: already in {}", folder.display());
        return Ok(Outcome::Well);
    }
    let work = store.join(format!(".fetch-{}", std::process::id()));
    let made = fetch(&work, &lock).and_then(|()| build(&work, &lock)).and_then(|()| place(&work, &folder));
    let cleaned = std::fs::remove_dir_all(&work);
    made.map_err(|why| {
        format!("assets: NOT FETCHED, pages will be built plain (they work, without icons and partial loads)\n{why}")
    })?;
    cleaned.map_err(|e| format!("{}: {e}", work.display()))?;
    println!("assets: {} files in {}", lock.outputs().count(), folder.display());
    Ok(Outcome::Well)
}

/// The build's target folder, wherever it was moved to.
fn target(root: &Path) -> Result<PathBuf, String> {
    let metadata = run::metadata(root, false)?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| "cargo metadata names no target folder".to_owned())
}

/// Whether the folder holds its list and everything the list names.
fn is_complete(folder: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join(MANIFEST)) else { return false };
    let Ok(manifest) = serde_json::from_str::<Value>(&text) else { return false };
    let files = manifest.get("files").and_then(Value::as_array);
    files.is_some_and(|files| files.iter().filter_map(Value::as_str).all(|name| folder.join(name).is_file()))
}

/// Lets npm fetch and unpack the locked packages into `work/node_modules`.
fn fetch(work: &Path, lock: &Lock) -> Result<(), String> {
    std::fs::create_dir_all(work).map_err(|e| format!("{}: {e}", work.display()))?;
    write(&work.join("package.json"), &lock.npm_package().to_string())?;
    write(&work.join("package-lock.json"), &lock.npm_lock().to_string())?;
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run::read(work, "npm", &arguments).map(drop).map_err(|why| {
        format!("{why}\nTry again where npm reaches its registry; a wrong digest means the lock or the archive changed.")
    })
}

/// Copies what we use of the packages to `work/out`, makes the sprite and, last, the list.
fn build(work: &Path, lock: &Lock) -> Result<(), String> {
    let (modules, out) = (work.join("node_modules"), work.join("out"));
    for (name, package) in &lock.packages {
        let manifest: Value = serde_json::from_str(&read(&modules.join(name).join("package.json"))?)
            .map_err(|e| format!("{name}: its package.json is no JSON: {e}"))?;
        let licence = manifest.get("license").and_then(Value::as_str).unwrap_or("none");
        if licence != package.licence || !licences::accepts(licence)? {
            return Err(format!("{name}: its licence is `{licence}`, the lock says `{}`", package.licence));
        }
    }
    for file in &lock.files {
        write(&out.join(&file.to), &read(&modules.join(&file.package).join(&file.from))?)?;
    }
    let icons = modules.join(&lock.sprite.package).join(&lock.sprite.folder);
    let mut drawings = Vec::new();
    for name in &lock.sprite.icons {
        drawings.push((name.as_str(), read(&icons.join(format!("{name}.svg")))?));
    }
    write(&out.join(&lock.sprite.to), &sprite::sprite(&drawings)?)?;
    let names: Vec<&str> = lock.outputs().collect();
    write(&out.join(MANIFEST), &format!("{:#}\n", json!({ "files": names })))
}

/// Moves the finished folder to its place. Another build may have been quicker: then its folder is as good.
fn place(work: &Path, folder: &Path) -> Result<(), String> {
    if folder.exists() && !is_complete(folder) {
        std::fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    match std::fs::rename(work.join("out"), folder) {
        Err(e) if !is_complete(folder) => Err(format!("{}: {e}", folder.display())),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own below the build's target folder, empty at the start.
    fn scratch(name: &str) -> PathBuf {
        let folder = target(&run::root().unwrap()).unwrap().join("tmp").join("xtask").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_committed_lock_is_read() {
        let text = read(&run::root().unwrap().join(LOCK)).unwrap();
        let lock = Lock::parse(&text).unwrap();
        assert!(lock.outputs().any(|name| name == "icons.svg") && lock.packages.contains_key("htmx.org"));
    }

    #[test]
    fn unpacked_packages_become_the_folder() {
        let work = scratch("build");
        let lock = Lock::parse(lock::EXAMPLE).unwrap();
        let module = work.join("node_modules/@drawn/icons");
        write(&module.join("package.json"), r#"{"license": "MIT"}"#).unwrap();
        write(&module.join("LICENSE"), "words\n").unwrap();
        write(&module.join("icons/car.svg"), "<svg viewBox=\"0 0 24 24\"><path d=\"M1 1\"/></svg>").unwrap();
        build(&work, &lock).unwrap();
        let folder = work.join("placed");
        place(&work, &folder).unwrap();
        assert!(is_complete(&folder));
        assert!(read(&folder.join("icons.svg")).unwrap().contains("id=\"i-car\""));
        std::fs::remove_file(folder.join("icons.svg")).unwrap();
        assert!(!is_complete(&folder));
    }

    #[test]
    fn another_licence_is_refused() {
        let work = scratch("licence");
        let lock = Lock::parse(lock::EXAMPLE).unwrap();
        write(&work.join("node_modules/@drawn/icons/package.json"), r#"{"license": "GPL-3.0-only"}"#)
            .unwrap();
        let why = build(&work, &lock).unwrap_err();
        assert!(why.contains("its licence is `GPL-3.0-only`"), "{why}");
    }
}
