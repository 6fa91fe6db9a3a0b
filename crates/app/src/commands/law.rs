//! `law`: the rules as questions and answers, a line of JSON each.

use std::path::Path;

use base::{Clock as _, Day, Lang, SystemClock, Text};
use law::question::{answered, reference, schema};
use law::{Law, LawError};
use serde_json::{Value, json};

use super::lines;
use crate::cli::Law as Wanted;
use crate::outcome::{Failure, Outcome, Report};

/// A line is read up to this many bytes.
const LONGEST_LINE: u64 = 8 * 1024 * 1024;
/// The largest file of an overlay, in bytes.
const OVERLAY_MAX: u64 = 4 * 1024 * 1024;

pub(super) fn run(wanted: &Wanted, lang: Lang) -> Outcome {
    if wanted.schema {
        let schema = schema();
        let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        return Ok(Report::new(true, schema, Text::new(&*text, &*text)));
    }
    let embedded = Law::embedded().map_err(|error| unreadable(&error))?;
    let overlaid = wanted.overlay.as_deref().map(|folder| overlay(embedded, folder)).transpose()?;
    let law = overlaid.as_ref().unwrap_or(embedded);
    if let Some(table) = &wanted.reference {
        let page = match table.as_str() {
            "index" => law.reference_index(),
            "questions" => reference(),
            table => law.reference(table).map_err(|error| unreadable(&error))?,
        };
        return Ok(Report::new(
            true,
            Value::from(page.as_str()),
            Text::new(page.trim_end(), page.trim_end()),
        ));
    }
    let today = match &wanted.as_of {
        Some(text) => Day::parse(text).map_err(|_| no_day(text))?,
        None => SystemClock.now().day(),
    };
    lines::each(std::io::stdin().lock(), LONGEST_LINE, |line, whole| {
        if whole { answered(law, today, line, wanted.explain, lang) } else { too_long(lang) }
    })?;
    Ok(super::silent())
}

/// The law with the tables of a folder merged in: every `*.toml` in it has the name of a table.
fn overlay(law: &Law, folder: &Path) -> Result<Law, Failure> {
    let shown = folder.display();
    let broken = |error: std::io::Error| {
        Failure::new(
            Text::new(format!("读不了{shown}：{error}"), format!("cannot read {shown}: {error}")),
            Text::new("请用 --overlay 写明放修改稿的目录。", "Name the folder of the draft with --overlay."),
        )
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(broken)? {
        let path = entry.map_err(broken)?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if std::fs::metadata(&path).map_err(broken)?.len() > OVERLAY_MAX {
            return Err(broken(std::io::Error::other(format!("{name} is larger than {OVERLAY_MAX} bytes"))));
        }
        files.push((name, std::fs::read_to_string(&path).map_err(broken)?));
    }
    if files.is_empty() {
        return Err(broken(std::io::Error::other("there is no *.toml in it")));
    }
    files.sort();
    let named: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    law.with_overlay(&named).map_err(|error| unreadable(&error))
}

fn unreadable(error: &LawError) -> Failure {
    Failure::new(
        Text::new(format!("规则表读不懂：{error}"), format!("the tables cannot be read: {error}")),
        Text::new("请改正后再试。", "Mend it and try again."),
    )
}

fn no_day(text: &str) -> Failure {
    Failure::new(
        Text::new(format!("--as-of {text} 不是日期。"), format!("--as-of {text} is no date.")),
        Text::new("请写成 YYYY-MM-DD。", "Write it as YYYY-MM-DD."),
    )
}

fn too_long(lang: Lang) -> Value {
    let (zh, en) = ("这一行超过8 MiB，没有读。", "the line is longer than 8 MiB and was not read");
    json!({ "id": null, "error": { "code": "line.too_long", "message": lang.pick(zh, en) } })
}
