//! The tables for people to read: every row with its days, its values, its articles and how well it is known.

use std::fmt::Write as _;

use base::Day;
use toml::{Table, Value};

use crate::raw::RawTables;
use crate::{Law, LawError};

impl Law {
    /// The names of all tables, sorted, without `.toml`.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        RawTables::files()
    }

    /// A table in Markdown: a line for each row. An unknown table is an error that names the nearest.
    pub fn reference(&self, table: &str) -> Result<String, LawError> {
        let file = format!("{table}.toml");
        let intro = RawTables::intro(&file)?;
        let mut page = format!("# {table}\n\n{intro}\n");
        page.push_str(
            "\n| key 行 | from 起 | until 止 | value 值 | article 依据 | mark 可信度 | note 说明 |\n",
        );
        page.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
        for ((key, from), row) in self.raw().rows(&file) {
            line(&mut page, key, *from, row);
        }
        Ok(page)
    }

    /// The page before the tables: what they are, and how many rows of each are how well known.
    pub fn reference_index(&self) -> String {
        let mut page = String::from(INDEX);
        for table in Self::tables() {
            let file = format!("{table}.toml");
            let rows: Vec<&Table> = self.raw().rows(&file).map(|(_, row)| row).collect();
            let marked = |mark: &str| rows.iter().filter(|row| text(row, "confidence") == mark).count();
            let (seen, known, unsure) = (marked("seen"), marked("known"), marked("unsure"));
            let _ =
                writeln!(page, "| [{table}]({table}.md) | {} | {seen} | {known} | {unsure} |", rows.len());
        }
        page
    }
}

/// What stands before the list of tables.
const INDEX: &str = "# 规则表 · The law as tables\n\n\
    程序用到的每一个法定数字都在这些表里，按生效日期写明依据和可信度：seen 读到了条文，known 行业通行，unsure 说法不一，\
    按默认读法并可由车管所设置。本目录由 `cargo xtask generate` 生成，不是法律意见。\n\n\
    Every figure of law that the program uses stands in these tables, with the days between which it holds, its articles \
    and how well it is known: seen in the text, known in the trade, or unsure, which is a default that an office may set. \
    `cargo xtask generate` writes this folder; it is no legal advice.\n\n\
    | table 表 | rows 行 | seen | known | unsure |\n| --- | --- | --- | --- | --- |\n";

fn line(page: &mut String, key: &str, from: Day, row: &Table) {
    let head = ["key", "from", "until", "articles", "confidence", "note"];
    let values = row.iter().filter(|(name, _)| !head.contains(&name.as_str()));
    let values: Vec<String> = values.map(|(name, value)| format!("{name}: {}", shown(value))).collect();
    let articles = row.get("articles").map(shown).unwrap_or_default();
    let note = row.get("note").map(shown).unwrap_or_default();
    let cells = [
        key,
        &from.to_string(),
        text(row, "until"),
        &values.join("; "),
        &articles,
        text(row, "confidence"),
        &note,
    ];
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

fn text<'a>(row: &'a Table, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A value as people write it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Table(both) if both.len() == 2 && both.contains_key("zh") && both.contains_key("en") => {
            format!("{} · {}", text(both, "zh"), text(both, "en"))
        }
        Value::Table(table) => {
            let parts: Vec<String> =
                table.iter().map(|(name, value)| format!("{name} {}", shown(value))).collect();
            format!("({})", parts.join(", "))
        }
        other => other.to_string(),
    }
}
