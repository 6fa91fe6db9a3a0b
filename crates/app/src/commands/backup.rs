//! `backup FILE`.

use base::{Clock as _, SystemClock, Text};
use serde_json::json;

use crate::backup::make;
use crate::cli::Backup;
use crate::config::Settings;
use crate::console::program;
use crate::outcome::{Outcome, Report};
use crate::store_folder::Place;

pub(super) fn run(backup: &Backup, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let made = make(&place, &backup.file, SystemClock.now())?;
    let (file, keys) = (backup.file.display(), place.keys.display());
    let program = program();
    let words = Text::new(
        format!(
            "已备份到 {file}，并已读回核对：{} 字节，{} 个事件，{} 个文件\nSHA-256 {}\n密钥不在备份里，请另行保管 {keys}\n试一试恢复：cp -rp {keys} NEW.keys && {program} restore {file} --store NEW",
            made.bytes, made.summary.events, made.files, made.sha256
        ),
        format!(
            "Backed up to {file} and read back: {} bytes, {} events, {} files\nSHA-256 {}\nThe keys are not in it: \
             keep {keys} elsewhere\nTry a restore: cp -rp {keys} NEW.keys && {program} restore {file} --store NEW",
            made.bytes, made.summary.events, made.files, made.sha256
        ),
    );
    let json = json!({
        "ok": true,
        "bytes": made.bytes,
        "sha256": made.sha256,
        "events": made.summary.events,
        "checkpoint": made.summary.checkpoint,
    });
    Ok(Report::new(true, json, words))
}
