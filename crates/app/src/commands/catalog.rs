//! `catalog check`.

use std::collections::BTreeMap;

use base::Text;
use serde_json::json;
use service::catalog::check;

use crate::cli::{Catalog, CatalogAct};
use crate::office::rules;
use crate::outcome::{Outcome, Report};

pub(super) fn run(wanted: &Catalog) -> Outcome {
    let CatalogAct::Check = wanted.act;
    let rules = rules()?;
    let findings: Vec<String> = check(&rules.catalog, &rules.law).iter().map(ToString::to_string).collect();
    let mut shapes: BTreeMap<&str, u32> = BTreeMap::new();
    for item in rules.catalog.items() {
        *shapes.entry(item.shape.as_str()).or_default() += 1;
    }
    let items = rules.catalog.items().count();
    let ok = findings.is_empty();
    let words = Text::new(
        format!("{items} 个事项，{} 处问题\n{}", findings.len(), findings.join("\n")),
        format!("{items} items, {} findings\n{}", findings.len(), findings.join("\n")),
    );
    let words = Text::new(words.zh.trim_end(), words.en.trim_end());
    let json = json!({ "ok": ok, "items": items, "shapes": shapes, "findings": findings });
    Ok(Report::new(ok, json, words))
}
