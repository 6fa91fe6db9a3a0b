//! Many rows into one table: a city's import, a demonstration's history, a rebuilt read table.

use std::io::Write;

use crate::{Error, Value};

/// Which table and columns rows are poured into. Fixed words of the program, never a user's.
#[derive(Debug)]
pub struct Bulk {
    /// The table.
    pub table: &'static str,
    /// Its columns, in the order of each row's values.
    pub columns: &'static [&'static str],
}

impl Bulk {
    pub(crate) fn insert<'v>(
        &self,
        connection: &rusqlite::Connection,
        rows: impl IntoIterator<Item = Vec<Value<'v>>>,
    ) -> Result<u64, Error> {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        let text = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.table,
            self.columns.join(", "),
            places.join(", ")
        );
        let fail = |e: rusqlite::Error| Error::sqlite(self.table, &e);
        let mut prepared = connection.prepare_cached(&text).map_err(fail)?;
        let mut count = 0;
        for row in rows {
            prepared.execute(rusqlite::params_from_iter(row.iter())).map_err(fail)?;
            count += 1;
        }
        Ok(count)
    }

    pub(crate) fn copy<'v>(
        &self,
        client: &mut ::postgres::Client,
        rows: impl IntoIterator<Item = Vec<Value<'v>>>,
    ) -> Result<u64, Error> {
        let text = format!("COPY {} ({}) FROM STDIN", self.table, self.columns.join(", "));
        let fail = |e: &::postgres::Error| Error::postgres(self.table, e);
        let mut writer = client.copy_in(text.as_str()).map_err(|e| fail(&e))?;
        let mut line = String::new();
        for row in rows {
            line.clear();
            for (i, value) in row.iter().enumerate() {
                if i > 0 {
                    line.push('\t');
                }
                copy_text(value, &mut line);
            }
            line.push('\n');
            writer.write_all(line.as_bytes()).map_err(|e| Error::Unavailable(e.to_string()))?;
        }
        writer.finish().map_err(|e| fail(&e))
    }
}

/// The text format of COPY: tab, newline and backslash are escaped, bytes are `\x` and hexadecimal.
fn copy_text(value: &Value<'_>, line: &mut String) {
    use std::fmt::Write as _;
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Int(n) => line.push_str(&n.to_string()),
        Value::Real(n) => line.push_str(&n.to_string()),
        Value::Text(text) => {
            for c in text.chars() {
                match c {
                    '\\' => line.push_str("\\\\"),
                    '\t' => line.push_str("\\t"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    other => line.push(other),
                }
            }
        }
        Value::Bytes(bytes) => {
            line.push_str("\\\\x");
            for byte in bytes.iter() {
                // Writing to a String cannot fail.
                let _ = write!(line, "{byte:02x}");
            }
        }
    }
}
