//! `restore FILE [--dry-run]`, and `restore --erasures`.

use base::Text;
use serde_json::json;

use crate::backup::{erase_listed, look, restore};
use crate::cli::Restore;
use crate::config::Settings;
use crate::outcome::{Outcome, Report};
use crate::store_folder::Place;

pub(super) fn run(wanted: &Restore, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let Some(file) = wanted.file.as_deref().filter(|_| !wanted.erasures) else { return erasures(&place) };
    let done = if wanted.dry_run { look(file)? } else { restore(file, &place)? };
    let (file, folder) = (file.display(), place.folder.display());
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

/// Goes through the list of erasures alone.
fn erasures(place: &Place) -> Outcome {
    let erased = erase_listed(place)?;
    let words = Text::new(
        format!(
            "清除名单已核对：{erased} 人在恢复后的数据中仍有记录，已再次清除。\n请运行 yichuang verify --rows"
        ),
        format!(
            "The list of erasures is gone through: {erased} persons were in the restored store and were erased \
             again.\nNow run yichuang verify --rows"
        ),
    );
    Ok(Report::new(true, json!({ "ok": true, "erased_again": erased }), words))
}
