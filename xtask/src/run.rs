//! Other programs, started in the repository's root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The repository's root: the nearest folder upwards whose `Cargo.toml` declares a workspace.
pub(crate) fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|e| format!("the current folder cannot be read: {e}"))?;
    let declares_workspace = |folder: &&Path| {
        std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("[workspace]"))
    };
    here.ancestors()
        .find(declares_workspace)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is not inside the repository; start the command there", here.display()))
}

/// What cargo tells the programs that it runs about their own package. A build script may say that it has to run again
/// when these change (ring's does): a cargo started with ours would compile everything above it once more.
const OWN_PACKAGE: [&str; 8] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
];

/// Runs a program in `folder` and gives its output, whatever its exit status.
pub(crate) fn run<S: AsRef<OsStr>>(folder: &Path, program: &str, arguments: &[S]) -> Result<Output, String> {
    let mut command = Command::new(program);
    for name in OWN_PACKAGE {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|e| format!("{program} could not be started ({e}); install it or put it on PATH"))
}

/// Runs a program in `folder` and gives its standard output; a failure gives what it wrote to standard error.
pub(crate) fn read<S: AsRef<OsStr>>(folder: &Path, program: &str, arguments: &[S]) -> Result<String, String> {
    let output = run(folder, program, arguments)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let what: Vec<_> = arguments.iter().map(|a| a.as_ref().to_string_lossy()).collect();
    let words = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{program} {}` failed ({}):\n{}", what.join(" "), output.status, words.trim_end()))
}

/// What cargo knows of the workspace; with `deps`, of every dependency too.
pub(crate) fn metadata(root: &Path, deps: bool) -> Result<Value, String> {
    let mut arguments = vec!["metadata", "--format-version", "1"];
    if !deps {
        arguments.push("--no-deps");
    }
    let text = read(root, "cargo", &arguments)?;
    serde_json::from_str(&text).map_err(|e| format!("cargo metadata gave no JSON: {e}"))
}
