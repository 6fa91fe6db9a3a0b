//! The JSON Schema of a line, from the operations' own declarations.

use serde_json::{Map, Value, json};

use super::asked::AS_OF;
use super::key::{Key, Kind};
use super::op::{OPS, Op};

/// The JSON Schema (2020-12) of every line that may be asked; each operation also names the keys of its result.
pub fn schema() -> Value {
    let lines: Vec<Value> = OPS.iter().map(line).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "yichuang law",
        "oneOf": lines,
    })
}

fn line(op: &Op) -> Value {
    let mut keys = Map::new();
    keys.insert("op".to_owned(), json!({ "const": op.op }));
    for key in op.keys.iter().chain((!op.keys.iter().any(|key| key.name == AS_OF.name)).then_some(&AS_OF)) {
        keys.insert(key.name.to_owned(), kind(key));
    }
    let needed = std::iter::once("op").chain(op.keys.iter().filter(|key| key.required).map(|key| key.name));
    let results: Vec<&str> = op.results.iter().copied().chain(std::iter::once("basis")).collect();
    json!({
        "title": format!("{} {}", op.area, op.op),
        "description": format!("{} · {}", op.about.0, op.about.1),
        "type": "object",
        "required": ["area", "input"],
        "properties": {
            "id": {},
            "area": { "const": op.area },
            "input": {
                "type": "object",
                "required": needed.collect::<Vec<_>>(),
                "properties": keys,
                "additionalProperties": false,
            },
        },
        "additionalProperties": false,
        "x-results": results,
    })
}

fn kind(key: &Key) -> Value {
    match key.kind {
        Kind::Text => json!({ "type": "string", "maxLength": 200 }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::DateOrNone => json!({ "anyOf": [{ "type": "string", "format": "date" }, { "const": "长期" }] }),
        Kind::Count(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::FlagOrList => json!({ "anyOf": [{ "type": "boolean" }, { "type": "array" }] }),
        Kind::Classes => json!({ "type": "string", "examples": ["C1", "C1D", "A1A2"] }),
        Kind::Class | Kind::Subject | Kind::Word(_) => json!({ "enum": key.kind.words() }),
    }
}
