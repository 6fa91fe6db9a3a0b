//! `export persons|licences --purpose PURPOSE --reference NUMBER [--to FILE]`.

use std::path::PathBuf;
use std::sync::Arc;

use base::{Clock as _, OsEntropy, SystemClock, Text};
use serde_json::json;
use service::registry::{Export, ExportPart, ExportPurpose};

use crate::Console;
use crate::cli;
use crate::config::Settings;
use crate::keys::Keys;
use crate::office::{limits, open};
use crate::outcome::{Failure, Outcome, Report};
use crate::register::{ExportWanted, export};
use crate::store_folder::Place;

pub(super) fn run(typed: &cli::Export, settings: &Settings, console: Console) -> Outcome {
    let wanted = wanted(typed)?;
    let place = Place::of(settings)?;
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
    let office = open(&place, &about, keys, limits(settings)?, clock, entropy)?;
    let sent = export(&office, &wanted, Some(console))?;
    office.ledger.sign_now()?;
    let file = wanted.to.display();
    let words = Text::new(
        format!(
            "已导出到 {file}，只有当前用户能读：{}行，{} 字节\nSHA-256 {}\n用途和公文编号已记入账本（{}）。用完请删除这个文件。",
            sent.rows, sent.bytes, sent.sha256, sent.export
        ),
        format!(
            "Exported to {file}, which only this user can read: {} rows, {} bytes\nSHA-256 {}\nPurpose and paper are \
             on record ({}). Delete the file when it has served.",
            sent.rows, sent.bytes, sent.sha256, sent.export
        ),
    );
    let json = json!({
        "ok": true,
        "rows": sent.rows,
        "file": file.to_string(),
        "bytes": sent.bytes,
        "sha256": sent.sha256,
        "export": sent.export,
    });
    Ok(Report::new(true, json, words))
}

fn wanted(typed: &cli::Export) -> Result<ExportWanted, Failure> {
    let part = ExportPart::parse(&typed.part).ok_or_else(|| unknown(&typed.part))?;
    let purpose = ExportPurpose::parse(&typed.purpose).ok_or_else(|| unknown(&typed.purpose))?;
    let day = SystemClock.now().day();
    let to = typed.to.clone().unwrap_or_else(|| PathBuf::from(format!("{}-{day}.csv", part.as_str())));
    let export = Export { part, purpose, reference: typed.reference.clone() };
    Ok(ExportWanted { export, to, map: typed.map.clone() })
}

fn unknown(word: &str) -> Failure {
    Failure::new(
        Text::new(format!("没有 {word}"), format!("there is no {word}")),
        Text::new("请运行 yichuang export --help。", "Run yichuang export --help."),
    )
}
