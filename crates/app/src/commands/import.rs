//! `import FILE --map FILE [--dry-run]`.

use std::sync::Arc;

use base::{OsEntropy, SystemClock, Text};
use serde_json::json;

use crate::Console;
use crate::cli::Import;
use crate::config::Settings;
use crate::keys::Keys;
use crate::office::{limits, open};
use crate::outcome::{Outcome, Report};
use crate::register::{ImportWanted, Imported, import};
use crate::store_folder::Place;

pub(super) fn run(wanted: &Import, settings: &Settings, console: Console) -> Outcome {
    let place = Place::of(settings)?;
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
    let office = open(&place, &about, keys, limits(settings)?, clock, entropy)?;
    let wanted = ImportWanted {
        file: wanted.file.clone(),
        map: wanted.map.clone(),
        report: wanted.report.clone(),
        dry_run: wanted.dry_run,
    };
    let done = import(&office, &wanted, Some(console))?;
    if !wanted.dry_run {
        office.ledger.sign_now()?;
    }
    let json = json!({
        "ok": done.rejected == 0,
        "rows": done.rows,
        "accepted": done.accepted,
        "rejected": done.rejected,
        "resumed_at": done.resumed_at,
        "report": done.report.display().to_string(),
    });
    Ok(Report::new(done.rejected == 0, json, words(&done, wanted.dry_run)))
}

fn words(done: &Imported, dry_run: bool) -> Text {
    let (zh, en) = if dry_run {
        ("只检查，没有写入。可以导入", "Only checked; nothing was written. Can be entered:")
    } else {
        ("已导入", "Entered:")
    };
    let (rows, new, known) = (done.rows, done.accepted - done.known, done.known);
    let mut text = Text::new(
        format!("{rows}行：{zh}{new}行，原已登记且内容相同{known}行，不能导入{}行", done.rejected),
        format!(
            "{rows} rows. {en} {new}; there before with the same content: {known}; not possible: {}",
            done.rejected
        ),
    );
    if let Some(line) = done.resumed_at {
        text.zh.push_str(&format!("\n前面的已在上次导入，这次从第{line}行继续"));
        text.en.push_str(&format!("\nWhat stands before line {line} was entered in an earlier run"));
    }
    if done.rejected > 0 {
        let report = done.report.display();
        text.zh.push_str(&format!("\n每一行的问题和改法在 {report}；改好后用同一个命令再导入一次"));
        text.en.push_str(&format!(
            "\nWhat is wrong with each row stands in {report}; mend it and run the command again"
        ));
    }
    text
}
