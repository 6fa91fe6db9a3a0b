//! Licences of everything the program is built from, read from what cargo knows of each package.
//!
//! A licence expression passes when one of its choices holds only licences of the list below. The table that is
//! printed counts packages by expression, so that a reviewer sees a new one at once.

mod expression;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::outcome::Outcome;
use crate::run;

/// Licences that a program under Apache-2.0 may be built from and shipped with. MPL-2.0 is copyleft by file: fine as
/// a dependency that we do not change. CDLA-Permissive-2.0 is for data (the root certificates of browsers).
const ALLOWED: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Permissions added to a licence with WITH; they only take conditions away.
const ADDED_PERMISSIONS: [&str; 1] = ["LLVM-exception"];

/// Whether what a package says of its licence is acceptable.
pub(crate) fn accepts(text: &str) -> Result<bool, String> {
    let allowed = |licence: &str, permission: Option<&str>| {
        ALLOWED.contains(&licence) && permission.is_none_or(|added| ADDED_PERMISSIONS.contains(&added))
    };
    expression::holds(text, &allowed)
}

/// `cargo xtask licences`.
pub(crate) fn command() -> Result<Outcome, String> {
    let root = run::root()?;
    let metadata = run::metadata(&root, true)?;
    let by_licence = grouped(&metadata);
    let mut refused = 0;
    for (licence, packages) in &by_licence {
        let verdict = match accepts(licence) {
            Ok(true) => "ok",
            Ok(false) => "REFUSED",
            Err(_) => "NOT READ",
        };
        println!("{:>5}  {verdict:<9} {licence}", packages.len());
        if verdict != "ok" {
            refused += packages.len();
            println!("       {}", packages.join(", "));
        }
    }
    let count: usize = by_licence.values().map(Vec::len).sum();
    println!("licences: {count} packages, {refused} refused");
    if count == 0 {
        return Err("cargo metadata names no package; is this the repository?".to_owned());
    }
    if refused > 0 {
        println!(
            "    instead: use another package, or add the licence to xtask/src/licences/mod.rs with the reason"
        );
    }
    Ok(if refused == 0 { Outcome::Well } else { Outcome::Found })
}

/// Packages by what they say of their licence, our own left out.
fn grouped(metadata: &Value) -> BTreeMap<String, Vec<String>> {
    let word = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        if package.get("source").is_none_or(Value::is_null) {
            continue;
        }
        let licence = word(package, "license").unwrap_or_else(|| {
            let file = word(package, "license_file").unwrap_or_else(|| "nothing".to_owned());
            format!("(only a file: {file})")
        });
        let name = word(package, "name").unwrap_or_default();
        let version = word(package, "version").unwrap_or_default();
        groups.entry(licence).or_default().push(format!("{name} {version}"));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expressions_of_real_packages_are_accepted() {
        for licence in [
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
            "Apache-2.0 AND ISC",
        ] {
            assert_eq!(accepts(licence), Ok(true), "{licence}");
        }
    }

    #[test]
    fn other_licences_are_refused() {
        for licence in [
            "GPL-3.0-only",
            "MIT AND AGPL-3.0-only",
            "Apache-2.0 WITH Strange-exception",
            "LGPL-2.1-or-later",
            "(MIT OR GPL-2.0-only) AND SSPL-1.0",
        ] {
            assert_eq!(accepts(licence), Ok(false), "{licence}");
        }
        assert!(accepts("(only a file: LICENSE)").is_err());
    }

    #[test]
    fn our_own_packages_are_left_out() {
        let metadata = serde_json::json!({"packages": [
            {"name": "base", "version": "0.1.0", "license": "Apache-2.0", "source": null},
            {"name": "a", "version": "1.0.0", "license": "MIT", "source": "registry"},
            {"name": "b", "version": "2.0.0", "license": null, "license_file": "LICENSE", "source": "registry"},
        ]});
        let groups = grouped(&metadata);
        assert_eq!(groups.get("MIT"), Some(&vec!["a 1.0.0".to_owned()]));
        assert!(groups.contains_key("(only a file: LICENSE)") && groups.len() == 2);
    }
}
