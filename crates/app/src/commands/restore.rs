//! `restore FILE [--dry-run]`, and `restore --erasures`.

use std::path::Path;

use base::Text;
use serde_json::json;

use crate::backup::{Restored, erase_listed, look, restore};
use crate::cli::Restore;
use crate::config::Settings;
use crate::console::program;
use crate::outcome::{Outcome, Report};
use crate::store_folder::Place;

pub(super) fn run(wanted: &Restore, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let Some(file) = wanted.file.as_deref().filter(|_| !wanted.erasures) else { return erasures(&place) };
    let done = if wanted.dry_run { look(file)? } else { restore(file, &place)? };
    let words = if wanted.dry_run { looked_at(file, &done) } else { put_back(&place.folder, &done) };
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

fn looked_at(file: &Path, done: &Restored) -> Text {
    let (file, checkpoint) = (file.display(), checkpoint(done));
    Text::new(
        format!(
            "{file} 完好：{} 字节，{} 个事件。没有写入任何内容。\n{}",
            done.bytes, done.summary.events, checkpoint.zh
        ),
        format!(
            "{file} is whole: {} bytes, {} events. Nothing was written.\n{}",
            done.bytes, done.summary.events, checkpoint.en
        ),
    )
}

fn put_back(folder: &Path, done: &Restored) -> Text {
    let (folder, program, checkpoint) = (folder.display(), program(), checkpoint(done));
    let serve = if done.demonstration { "demo" } else { "serve" };
    Text::new(
        format!(
            "已恢复到 {folder}：{} 个事件；备份之后被清除的 {} 人已再次清除。\n{}\n接着运行：\n  {program} verify --rows \
             --store {folder}\n  {program} {serve} --store {folder}",
            done.summary.events, done.erased, checkpoint.zh
        ),
        format!(
            "Restored into {folder}: {} events; {} persons erased since the backup were erased again.\n{}\nNow run\n  \
             {program} verify --rows --store {folder}\n  {program} {serve} --store {folder}",
            done.summary.events, done.erased, checkpoint.en
        ),
    )
}

/// The checkpoint that the backup ended with, as it is to be said publicly: size and root.
fn checkpoint(done: &Restored) -> Text {
    let note = done.summary.checkpoint.as_deref().and_then(|note| {
        let mut lines = note.lines();
        Some((lines.next()?, lines.next()?, lines.next()?))
    });
    note.map_or_else(
        || Text::new("备份里还没有检查点。", "The backup holds no checkpoint yet."),
        |(ledger, size, root)| {
            Text::new(
                format!("它结束于账本 {ledger} 的检查点：大小 {size}，树根 {root}"),
                format!("It ended with the checkpoint of the ledger {ledger}: size {size}, root {root}"),
            )
        },
    )
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
