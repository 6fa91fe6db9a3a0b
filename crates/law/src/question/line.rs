//! Lines of JSON: a question each, answered in its place.

use base::{Day, Lang};
use serde_json::{Map, Value, json};

use super::asked::{AS_OF, Asked};
use super::op::{OPS, Op, run};
use super::{Found, Wrong};
use crate::{Law, nearest};

/// Answers a question of an area.
pub fn asked(
    law: &Law,
    today: Day,
    area: &str,
    input: &Map<String, Value>,
) -> Result<(&'static Op, Found), Wrong> {
    let op = find(area, input)?;
    let asked = Asked::read(law, today, op, input)?;
    let found = run(op, &asked).map_err(|wrong| match wrong.lawless {
        Some(day) => match asked.gave(day) {
            Some(key) => Wrong { key: Some(key.to_owned()), ..wrong },
            // A day that follows from what was given: counted from it, or the birthday in it.
            None => wrong.about(AS_OF.name),
        },
        None => wrong,
    })?;
    Ok((op, found))
}

/// The answer to one line: an object with the line's `id` and either `result` or `error`.
pub fn answered(law: &Law, today: Day, line: &str, explain: bool, lang: Lang) -> Value {
    let outcome = match serde_json::from_str::<Value>(line) {
        Ok(Value::Object(mut whole)) => {
            let id = whole.remove("id").unwrap_or(Value::Null);
            (id, whole_line(law, today, &whole, explain))
        }
        Ok(_) => (Value::Null, Err(not_a_question())),
        Err(_) => (Value::Null, Err(not_json())),
    };
    match outcome {
        (id, Ok(result)) => json!({ "id": id, "result": result }),
        (id, Err(wrong)) => {
            let mut error = json!({ "code": wrong.code, "message": wrong.message.get(lang) });
            if let (Some(key), Some(error)) = (wrong.key, error.as_object_mut()) {
                error.insert("key".to_owned(), Value::from(key));
            }
            json!({ "id": id, "error": error })
        }
    }
}

fn whole_line(law: &Law, today: Day, whole: &Map<String, Value>, explain: bool) -> Result<Value, Wrong> {
    if let Some(other) = whole.keys().find(|key| !matches!(key.as_str(), "area" | "input")) {
        let shown: String = other.chars().take(40).collect();
        let (zh, en) = ("一行只能有id、area、input。", "a line has id, area and input, and nothing else");
        return Err(Wrong::at(&shown, "input.unknown_key", zh, en));
    }
    match (whole.get("area"), whole.get("input")) {
        (Some(Value::String(area)), Some(Value::Object(input))) => {
            asked(law, today, area, input).map(|(op, found)| found.to_json(op, explain))
        }
        (Some(Value::String(_)), _) => {
            Err(Wrong::at("input", "input.type", "input应为对象。", "input must be an object"))
        }
        _ => Err(Wrong::at("area", "input.type", "area应为文字。", "area must be a text")),
    }
}

fn find(area: &str, input: &Map<String, Value>) -> Result<&'static Op, Wrong> {
    let Some(Value::String(name)) = input.get("op") else {
        return Err(Wrong::at("op", "input.missing", "缺少op：要问什么。", "op is missing: what is asked"));
    };
    if let Some(op) = OPS.iter().find(|op| op.area == area && op.op == name) {
        return Ok(op);
    }
    let here: Vec<&str> = OPS.iter().filter(|op| op.area == area).map(|op| op.op).collect();
    if here.is_empty() {
        let mut areas: Vec<&str> = OPS.iter().map(|op| op.area).collect();
        areas.dedup();
        let near = nearest(&short(area), areas.iter().copied()).unwrap_or_default();
        return Err(Wrong::at(
            "area",
            "area.unknown",
            format!("没有“{}”这个领域，最接近的是{near}；有：{}。", short(area), areas.join("、")),
            format!(
                "there is no area {:?}; the nearest is {near}; there are {}",
                short(area),
                areas.join(", ")
            ),
        ));
    }
    let near = nearest(&short(name), here.iter().copied()).unwrap_or_default();
    Err(Wrong::at(
        "op",
        "op.unknown",
        format!("{area}没有“{}”，最接近的是{near}；有：{}。", short(name), here.join("、")),
        format!("{area} has no {:?}; the nearest is {near}; it has {}", short(name), here.join(", ")),
    ))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn not_json() -> Wrong {
    let form = r#"{"id": "…", "area": "…", "input": {"op": "…", …}}"#;
    Wrong::whole(
        "input.not_json",
        format!("这一行不是JSON，请写成{form}。"),
        format!("not a line of JSON; write {form}"),
    )
}

fn not_a_question() -> Wrong {
    Wrong::whole("input.type", "一行应为一个JSON对象。", "a line must be a JSON object")
}
