//! Time, chance and the environment come through their seams: the clock and generator of `base`, the configuration
//! that `app` reads once. Clippy bans the same calls where it sees them; this pass also sees what clippy's list
//! cannot name, and code behind a feature or a target that was not compiled.

use super::Finding;
use super::rust::Source;

const RULE: &str = "ambient";

/// What may not be called, where it may be all the same, and what to do instead.
struct Ban {
    calls: &'static [&'static str],
    allowed: &'static [&'static str],
    /// Whether test code may: it finds its cluster and its golden files through the environment.
    in_tests: bool,
    instead: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        calls: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now", "Utc::now", "Local::now"],
        allowed: &["crates/base/"],
        in_tests: false,
        instead: "take the time from the context; measure with base::Stopwatch",
    },
    Ban {
        calls: &["thread_rng", "rand::rng(", "rand::random", "getrandom::", "OsRng", "SysRng", "Uuid::new"],
        allowed: &["crates/base/"],
        in_tests: false,
        instead: "take chance from the context's generator; only base::OsEntropy asks the system",
    },
    Ban {
        calls: &["env::var(", "env::var_os(", "env::vars(", "env::vars_os(", "env::set_var("],
        allowed: &["crates/app/", "crates/testkit/", "xtask/"],
        in_tests: true,
        instead: "read the configuration once, in crate app, and hand the value down",
    },
];

/// Every call that goes round a seam. A build script may read cargo's own variables.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.name() != "build.rs") {
        for ban in BANS.iter().filter(|ban| !ban.allowed.iter().any(|folder| source.path.starts_with(folder)))
        {
            for (line, code) in source.lines().filter(|(line, _)| !(ban.in_tests && source.is_test(*line))) {
                let called = ban.calls.iter().find(|call| calls(code, call));
                let what = called.map(|call| format!("calls `{}`", call.trim_end_matches(['(', ':'])));
                found.extend(what.map(|what| Finding::new(RULE, &source.path, line, what, ban.instead)));
            }
        }
    }
    found
}

/// Whether the call stands in the line as a path of its own, not as the tail of another name.
fn calls(code: &str, call: &str) -> bool {
    code.match_indices(call).any(|(at, _)| {
        let before = code.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::rust::sources;
    use crate::tree::Tree;

    fn found(path: &str, code: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, code)]);
        check(&sources(&tree)).into_iter().map(|f| format!("{}: {}", f.line, f.what)).collect()
    }

    #[test]
    fn the_machines_time_and_chance_are_found() {
        let code = "fn f() {\n    let a = std::time::SystemTime::now();\n    let b = tokio::time::Instant::now();\n    let c = Zoned::now();\n}\n";
        assert_eq!(found("crates/web/src/a.rs", code).len(), 3);
        assert_eq!(found("crates/web/src/a.rs", "use getrandom::fill;\n"), ["1: calls `getrandom`"]);
        assert_eq!(found("crates/app/src/a.rs", "let id = Uuid::new_v4();\n").len(), 1);
        assert!(found("crates/base/src/time.rs", code).is_empty());
    }

    #[test]
    fn the_environment_is_read_in_app_only() {
        let code = "let a = std::env::var(\"A\");\n";
        assert_eq!(found("crates/store/src/a.rs", code).len(), 1);
        for path in [
            "crates/app/src/config.rs",
            "crates/testkit/src/lib.rs",
            "xtask/src/run.rs",
            "crates/web/build.rs",
        ] {
            assert!(found(path, code).is_empty(), "{path}");
        }
    }

    #[test]
    fn tests_may_ask_the_environment_and_nothing_else() {
        let code = "fn f() {\n    let url = std::env::var(\"TEST_PG_URL\");\n}\n";
        assert!(found("crates/store/src/tests.rs", code).is_empty());
        assert_eq!(found("crates/store/src/a.rs", code).len(), 1);
        assert_eq!(found("crates/store/src/tests.rs", "fn f() { Instant::now() }\n").len(), 1);
    }

    #[test]
    fn words_in_comments_texts_and_other_names_are_free() {
        let code = "// Instant::now is banned\nlet a = \"Instant::now\";\nlet b = MyInstant::now(); let c = env!(\"X\");\n";
        assert!(found("crates/web/src/a.rs", code).is_empty());
    }
}
