//! `verify`: the record against itself, against its files, against a rebuild, against an earlier receipt; or one proof
//! file. It reads one snapshot beside whatever runs, and needs the ledger's public key only.

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use base::Text;
use ledger::files::FileStore;
use ledger::note::VerifierKey;
use ledger::proof::{self, ProofBundle, ProofError};
use ledger::verify::{Rebuild, Report as Checked, rows, since, verify};
use serde_json::json;
use service::office::Office;
use store::Store;

use crate::Console;
use crate::cli::Verify;
use crate::config::Settings;
use crate::keys::read_ledger;
use crate::outcome::{Failure, Outcome, Report, io};
use crate::store_folder::Place;

/// Findings that are shown to people; all of them stand in the JSON.
const SHOWN: usize = 20;

/// What is checked beside the ledger, the vault and the files.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Every read row against a rebuild.
    pub rows: bool,
    /// The text of an earlier signed checkpoint.
    pub since: Option<String>,
}

pub(super) fn run(wanted: &Verify, settings: &Settings, console: Console) -> Outcome {
    if let Some(path) = &wanted.proof {
        return one_proof(path, wanted.key.as_deref(), settings);
    }
    let place = Place::of(settings)?;
    let since = wanted.since.as_ref().map(|path| std::fs::read_to_string(path).map_err(|e| io(path, &e)));
    let asked = Wanted { rows: wanted.rows, since: since.transpose()? };
    if wanted.rows {
        console.progress(&Text::new("正在用事件重建每一行……", "Rebuilding every row from the events…"));
    }
    Ok(told(&check(&place, &asked)?))
}

/// Checks the store at `place` on one snapshot.
pub fn check(place: &Place, wanted: &Wanted) -> Result<Checked, Failure> {
    place.about()?;
    let key = read_ledger(&place.keys)?.verifier().clone();
    let files = FileStore::open(&place.files())
        .map_err(|error| io(&place.files(), &std::io::Error::other(error.to_string())))?;
    let folder = tempfile::tempdir().map_err(|error| io(&std::env::temp_dir(), &error))?;
    let rebuild = Rebuild { migrations: service::MIGRATIONS, apply: Office::APPLY, folder: folder.path() };
    let report: Result<Checked, ledger::Error> = Store::snapshot(&place.database, |read| {
        let mut report = verify(read, &key, Some(&files))?;
        if let Some(receipt) = &wanted.since {
            since(read, receipt, &key, &mut report)?;
        }
        if wanted.rows {
            rows(read, rebuild, &mut report)?;
        }
        Ok(report)
    });
    Ok(report?)
}

fn told(report: &Checked) -> Report {
    let ok = report.ok();
    let shown: Vec<String> = report
        .findings
        .iter()
        .take(SHOWN)
        .map(|f| format!("  {} {} {}: {}", f.kind, f.table, f.key, f.what))
        .collect();
    let counts = (report.events, report.position);
    let words = if ok {
        Text::new(
            format!("核验通过：{} 个事件，账本位置 {}。", counts.0, counts.1),
            format!("Verified: {} events, position {} of the ledger.", counts.0, counts.1),
        )
    } else {
        let (found, list) = (report.found, shown.join("\n"));
        Text::new(
            format!(
                "发现 {found} 处与账本不符：\n{list}\n请保全现场（数据库、文件、日志），不要重启服务，并按 docs/operations.md 处置。"
            ),
            format!(
                "{found} things are not as the record says:\n{list}\nKeep database, files and logs as they are, do not \
                 restart, and follow docs/operations.md."
            ),
        )
    };
    let json = json!({
        "ok": ok,
        "events": report.events,
        "position": report.position,
        "checkpoint": report.checkpoint,
        "findings": report.findings,
    });
    Report::new(ok, json, words)
}

/// Checks one proof file under a given key, or under the store's own.
fn one_proof(path: &PathBuf, key: Option<&str>, settings: &Settings) -> Outcome {
    let bytes = std::fs::read(path).map_err(|error| io(path, &error))?;
    let trusted = match key {
        Some(text) => VerifierKey::parse(text).map_err(|error| bad_key(&error))?,
        None => read_ledger(&Place::of(settings)?.keys)?.verifier().clone(),
    };
    let proved = ProofBundle::parse(&bytes).and_then(|bundle| proof::verify(&bundle, &[trusted]));
    Ok(match proved {
        Ok(proved) => {
            let entry = String::from_utf8_lossy(&proved.entry).into_owned();
            let words = Text::new(
                format!(
                    "证明成立：这条记录是账本 {} 的第 {} 条。\n{entry}",
                    proved.checkpoint.origin, proved.index
                ),
                format!(
                    "Proved: the record is number {} of the ledger {}.\n{entry}",
                    proved.index, proved.checkpoint.origin
                ),
            );
            let json = json!({
                "ok": true,
                "events": proved.checkpoint.size,
                "position": proved.index,
                "checkpoint": proved.checkpoint.text(),
                "findings": [],
            });
            Report::new(true, json, words)
        }
        Err(error) => refuted(path, &error),
    })
}

fn refuted(path: &std::path::Path, error: &ProofError) -> Report {
    let finding = json!({ "kind": "ledger", "table": "proof", "key": path.display().to_string(), "what": error.to_string() });
    let json = json!({ "ok": false, "events": 0, "position": 0, "checkpoint": null, "findings": [finding] });
    Report::new(false, json, error.words())
}

fn bad_key(error: &dyn std::error::Error) -> Failure {
    Failure::new(
        Text::new(format!("--key 不是公钥：{error}"), format!("--key is no public key: {error}")),
        Text::new(
            "请给出机关公布的公钥，形如 名称+编号+密钥。",
            "Give the key that the office publishes, in the form name+id+key.",
        ),
    )
}
