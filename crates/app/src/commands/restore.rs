//! `restore FILE [--dry-run]`.

use base::Text;
use serde_json::json;

use crate::backup::{look, restore};
use crate::cli::Restore;
use crate::config::Settings;
use crate::outcome::{Outcome, Report};
use crate::store_folder::Place;

pub(super) fn run(wanted: &Restore, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let done = if wanted.dry_run { look(&wanted.file)? } else { restore(&wanted.file, &place)? };
    let (file, folder) = (wanted.file.display(), place.folder.display());
    let held = (done.bytes, done.summary.events);
    let words = if wanted.dry_run {
        Text::new(
            format!("{file} 完好：{} 字节，{} 个事件。没有写入任何内容。", held.0, held.1),
            format!("{file} is whole: {} bytes, {} events. Nothing was written.", held.0, held.1),
        )
    } else {
        Text::new(
            format!(
                "已恢复到 {folder}：{} 个事件；备份之后被清除的 {} 人已再次清除。\n请运行 yichuang verify --rows --store {folder}",
                held.1, done.erased
            ),
            format!(
                "Restored into {folder}: {} events; {} persons erased since the backup were erased again.\nNow run \
                 yichuang verify --rows --store {folder}",
                held.1, done.erased
            ),
        )
    };
    let json = json!({
        "ok": true,
        "bytes": done.bytes,
        "sha256": done.sha256,
        "events": done.summary.events,
        "checkpoint": done.summary.checkpoint,
        "erased_again": done.erased,
    });
    Ok(Report::new(true, json, words))
}
