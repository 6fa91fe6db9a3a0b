//! Finds the front-end files of others that `cargo xtask assets` fetched (htmx, the icon sprite) and lets the program
//! embed them. It downloads nothing: without them the program is built plain, and every page works plain.
#![expect(clippy::disallowed_methods, reason = "a build script is told everything by its environment")]

use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let lock = root.join("xtask/assets.lock.json");
    println!("cargo:rerun-if-changed={}", lock.display());
    println!("cargo:rerun-if-env-changed=YICHUANG_ASSETS");
    let wanted = std::env::var("YICHUANG_ASSETS").map_or(true, |v| v != "off");
    let folder = folder(&root, &lock)?;
    // A path that is missing would make every build begin anew; the folder around it changes when they are fetched.
    let watched = root.join("target/assets");
    if std::fs::create_dir_all(&watched).is_ok() {
        println!("cargo:rerun-if-changed={}", watched.display());
    }
    let there = wanted && folder.join("manifest.json").exists();
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default()).join("assets.rs");
    let file = |name: &str| {
        let path = folder.join(name);
        if there && path.exists() {
            format!("Some(include_bytes!(r#\"{}\"#))", path.display())
        } else {
            "None".to_owned()
        }
    };
    let text = format!(
        "/// htmx, where it was fetched.\npub(super) static HTMX: Option<&[u8]> = {};\n\
         /// The icon sprite, where it was fetched.\npub(super) static ICONS: Option<&[u8]> = {};\n",
        file("htmx.min.js"),
        file("icons.svg"),
    );
    std::fs::write(out, text)
}

/// `target/assets/<digest of the lock>`: FNV-1a of the lock's bytes, as xtask names it.
fn folder(root: &Path, lock: &Path) -> std::io::Result<PathBuf> {
    let bytes = std::fs::read(lock)?;
    let digest = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let folder = root.join("target/assets").join(format!("{digest:016x}"));
    Ok(folder.canonicalize().unwrap_or(folder))
}
