//! Every question in Markdown, for whoever asks them.

use std::fmt::Write as _;

use super::key::{Key, Kind};
use super::op::OPS;

/// What stands before the list.
const INTRO: &str = "# 能问什么 · What can be asked\n\n\
    `yichuang law` 每行读一个问题，按顺序每行写一个回答。`as_of` 可以写在每个问题里，不写就是今天；那一天有效的规则作答。\
    每个回答都有表里的全部各项（不适用的为 null）和 `basis`：依据的条文。答不了的写明是哪一项、可以写什么。\n\n\
    `yichuang law` reads a question a line and writes an answer a line, in order. Every question may have `as_of`, today \
    where it has none; the rules in force on that day decide. Every answer has all its keys (null where one does not \
    apply) and `basis`, the articles that decided. What cannot be answered gives an error that names the key and what is \
    allowed.\n\n\
    ```\n\
    {\"id\":\"a\",\"area\":\"vin\",\"input\":{\"op\":\"compute_check\",\"vin_with_blank\":\"1HGCM826_3A004352\"}}\n\
    {\"id\":\"a\",\"result\":{\"check\":\"3\",\"basis\":[\"GB 16735\"]}}\n\
    ```\n\n\
    `--overlay FOLDER` 按修改稿回答，`--explain` 写明依据的行、未知的事项和何时会变，`--schema` 输出 JSON Schema。\n\n\
    `--overlay FOLDER` answers under a draft, `--explain` adds the rows, what is unknown and when the answer would change, \
    and `--schema` prints the JSON Schema.\n\n\
    | area | op | 问 asked | input | result |\n| --- | --- | --- | --- | --- |\n";

/// Every operation with its keys (those that may be left out in brackets) and results.
pub fn reference() -> String {
    let mut page = INTRO.to_owned();
    for op in OPS {
        let keys: Vec<String> = op.keys.iter().map(key).collect();
        let (zh, en) = op.about;
        let results = op.results.join(", ");
        let _ = writeln!(page, "| {} | {} | {zh} · {en} | {} | {results} |", op.area, op.op, keys.join("; "));
    }
    page
}

fn key(key: &Key) -> String {
    let kind = match key.kind {
        Kind::Text => String::new(),
        Kind::Date => " YYYY-MM-DD".to_owned(),
        Kind::DateOrNone => " YYYY-MM-DD, 长期".to_owned(),
        Kind::Count(most) => format!(" 0–{most}"),
        Kind::Flag | Kind::FlagOrList => " true, false".to_owned(),
        Kind::Class | Kind::Classes => " A1 … P".to_owned(),
        Kind::Subject | Kind::Word(_) => format!(" {}", key.kind.words().join(", ")),
    };
    if key.required { format!("{}{kind}", key.name) } else { format!("[{}{kind}]", key.name) }
}
