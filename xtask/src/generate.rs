//! Files that a command of ours makes and that are committed all the same, because people read them and compare
//! their versions: `generate` writes them, `generate --check` says which is out of date.

use std::path::Path;

use crate::outcome::Outcome;
use crate::run;

/// What to do with what the commands give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write the files.
    Write,
    /// Compare them and change nothing.
    Check,
}

/// A committed file and the arguments of the program that makes it.
struct Entry {
    file: &'static str,
    arguments: &'static [&'static str],
}

/// A page of `docs/law`: a table of the law, or their index.
macro_rules! table {
    ($table:literal) => {
        table!($table, $table)
    };
    ($file:literal, $table:literal) => {
        Entry { file: concat!("docs/law/", $file, ".md"), arguments: &["law", "--reference", $table] }
    };
}

/// Everything that is generated and committed.
const ENTRIES: &[Entry] = &[
    Entry { file: "docs/openapi.json", arguments: &["openapi"] },
    table!("README", "index"),
    table!("questions"),
    table!("ability"),
    table!("ages"),
    table!("areas"),
    table!("bars"),
    table!("bus_driver_losses"),
    table!("cancellations"),
    table!("classes"),
    table!("delegations"),
    table!("downgrades"),
    table!("exam_contents"),
    table!("exam_marks"),
    table!("exam_subjects"),
    table!("exam_waits"),
    table!("fees"),
    table!("figures"),
    table!("foreign"),
    table!("holidays"),
    table!("inspection"),
    table!("licence_changes"),
    table!("licence_papers"),
    table!("limits"),
    table!("measures"),
    table!("moving"),
    table!("paper_numbers"),
    table!("penalties"),
    table!("physical"),
    table!("plate_offices"),
    table!("plates"),
    table!("probation_bars"),
    table!("reduction_bars"),
    table!("registration_refusals"),
    table!("registrations"),
    table!("scrapping"),
    table!("serial_forms"),
    table!("settings"),
    table!("small_five"),
    table!("statutory"),
    table!("study"),
    table!("study_exams"),
    table!("temporary_plates"),
    table!("theory_papers"),
    table!("upgrades"),
    table!("use_changes"),
    table!("vehicle_papers"),
    table!("vehicles"),
    table!("violations"),
];

/// What a program answered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// The file's content.
    Content(String),
    /// The program has no such command.
    NoCommand,
    /// It has the command and failed.
    Failed(String),
}

/// What follows from answer and committed file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Same,
    Skipped,
    Different(String),
    Broken(String),
}

/// `cargo xtask generate [--check]`.
pub(crate) fn command(mode: Mode) -> Result<Outcome, String> {
    let root = run::root()?;
    build(&root)?;
    let mut outcome = Outcome::Well;
    for entry in ENTRIES {
        let answer = ask(&root, entry)?;
        let committed = std::fs::read_to_string(root.join(entry.file)).ok();
        let verdict = compare(committed.as_deref(), &answer);
        if let (Mode::Write, Verdict::Different(_), Answer::Content(content)) = (mode, &verdict, &answer) {
            std::fs::write(root.join(entry.file), content).map_err(|e| format!("{}: {e}", entry.file))?;
            println!("{}: written", entry.file);
            continue;
        }
        match verdict {
            Verdict::Same => println!("{}: up to date", entry.file),
            Verdict::Skipped => println!(
                "{}: SKIPPED: the program has no command `{}` yet, and the file is not there",
                entry.file,
                entry.arguments.join(" ")
            ),
            Verdict::Different(what) => {
                outcome = Outcome::Found;
                println!(
                    "{}: out of date: {what}\n    instead: cargo xtask generate, and commit",
                    entry.file
                );
            }
            Verdict::Broken(why) => {
                outcome = Outcome::Found;
                println!("{}: could not be made: {why}", entry.file);
            }
        }
    }
    Ok(outcome)
}

/// Builds the program once: where it does not build, that is said once.
fn build(root: &Path) -> Result<(), String> {
    let output = run::run(root, "cargo", &["build", "--quiet", "--package", "app", "--bin", "yichuang"])?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("the program does not build:\n{}", String::from_utf8_lossy(&output.stderr).trim_end()))
}

/// Runs the program. Exit status 2 is its word for a command it does not know; a program that does nothing yet exits
/// well and prints nothing.
fn ask(root: &Path, entry: &Entry) -> Result<Answer, String> {
    let mut arguments = vec!["run", "--quiet", "--package", "app", "--bin", "yichuang", "--"];
    arguments.extend(entry.arguments);
    let output = run::run(root, "cargo", &arguments)?;
    let content = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(match output.status.code() {
        Some(0) if content.trim().is_empty() => Answer::NoCommand,
        Some(0) => Answer::Content(content),
        Some(2) => Answer::NoCommand,
        _ => Answer::Failed(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()),
    })
}

fn compare(committed: Option<&str>, answer: &Answer) -> Verdict {
    match (committed, answer) {
        (_, Answer::Failed(why)) => Verdict::Broken(why.clone()),
        (None, Answer::NoCommand) => Verdict::Skipped,
        (Some(_), Answer::NoCommand) => {
            Verdict::Broken("the file is there and the command is not".to_owned())
        }
        (None, Answer::Content(_)) => Verdict::Different("the file is not there".to_owned()),
        (Some(committed), Answer::Content(content)) if committed == content => Verdict::Same,
        (Some(committed), Answer::Content(content)) => {
            let same = committed.lines().zip(content.lines()).take_while(|(a, b)| a == b).count();
            let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").trim().to_owned();
            let what =
                format!("line {}: committed `{}`, made `{}`", same + 1, line(committed), line(content));
            Verdict::Different(what)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committed_file_is_compared_line_by_line() {
        let made = Answer::Content("a\nc\n".to_owned());
        assert_eq!(compare(Some("a\nc\n"), &made), Verdict::Same);
        let Verdict::Different(what) = compare(Some("a\nb\n"), &made) else { panic!("they differ") };
        assert_eq!(what, "line 2: committed `b`, made `c`");
        assert!(matches!(compare(None, &made), Verdict::Different(_)));
    }

    #[test]
    fn a_command_that_is_not_there_is_skipped_only_without_its_file() {
        assert_eq!(compare(None, &Answer::NoCommand), Verdict::Skipped);
        assert!(matches!(compare(Some("a"), &Answer::NoCommand), Verdict::Broken(_)));
        assert!(matches!(compare(None, &Answer::Failed("x".to_owned())), Verdict::Broken(_)));
    }
}
