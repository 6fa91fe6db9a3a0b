//! `config`: every setting, its value and where it came from. Secrets are named, not shown.

use base::Text;
use serde_json::json;

use crate::config::{Settings, key_of, keys};
use crate::outcome::Report;

pub(super) fn run(settings: &Settings) -> Report {
    let mut rows = Vec::new();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for key in keys().filter(|key| !key.name.contains('*') && settings.get(key.name).is_none()) {
        rows.push(json!({ "key": key.name, "value": null, "origin": "none" }));
        zh.push(format!("{:<32} （未设置）  # {}", key.name, key.zh));
        en.push(format!("{:<32} (not set)  # {}", key.name, key.en));
    }
    for (name, setting) in settings.all() {
        let Some(key) = key_of(name) else { continue };
        let value = if key.secret { "***" } else { setting.value.as_str() };
        let origin = setting.origin.to_string();
        rows.push(json!({ "key": name, "value": value, "origin": origin }));
        zh.push(format!("{name:<32} {value}  # {}，来自 {origin}", key.zh));
        en.push(format!("{name:<32} {value}  # {}, from {origin}", key.en));
    }
    for list in [&mut zh, &mut en] {
        list.sort();
    }
    rows.sort_by_key(|row| row.get("key").map(ToString::to_string));
    Report::new(true, json!(rows), Text::new(zh.join("\n"), en.join("\n")))
}
