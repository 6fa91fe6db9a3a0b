//! One spelling for data, so that equal tables have equal digests whatever their comments, order and layout.

use sha2::{Digest, Sha256};
use toml::Value;

/// SHA-256, in 64 lower-case hex digits, over the value's canonical spelling: keys sorted, no white space, texts as
/// in JSON.
pub fn digest_of(value: &Value) -> String {
    let mut text = String::new();
    spell(value, &mut text);
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn spell(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => spell_text(text, out),
        Value::Integer(number) => out.push_str(&number.to_string()),
        Value::Float(number) => {
            // `1.0` is not the integer `1`.
            let text = format!("{number:?}");
            out.push_str(&text);
        }
        Value::Boolean(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Datetime(when) => spell_text(&when.to_string(), out),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                spell(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, item) in entries {
                spell_text(key, out);
                out.push(':');
                spell(item, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}

fn spell_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
