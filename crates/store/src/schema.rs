//! The schema as an engine reports it, in one vocabulary, so that the two can be compared and tables can be scanned.

use crate::{Engine, Error, Read, params};

/// A table and its columns in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// `int`, `real`, `text` or `bytes`.
    pub kind: String,
    /// Whether it may be empty.
    pub nullable: bool,
    /// Its place in the primary key, from 1; 0 outside it.
    pub key: i64,
}

/// Every table of the program, by name.
pub fn tables(read: &mut Read<'_>) -> Result<Vec<Table>, Error> {
    let text = match read.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let mut tables: Vec<Table> = Vec::new();
    read.each_adhoc("schema.tables", text, params![], |row| {
        let name = row.text(0)?;
        let column = Column {
            name: row.text(1)?,
            kind: kind(&row.text(2)?).to_owned(),
            nullable: row.flag(3)?,
            key: row.int(4)?,
        };
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => tables.push(Table { name, columns: vec![column] }),
        }
        Ok(())
    })?;
    Ok(tables)
}

fn kind(engine_word: &str) -> &str {
    match engine_word {
        "INTEGER" | "bigint" => "int",
        "REAL" | "double precision" => "real",
        "TEXT" | "text" => "text",
        "BLOB" | "bytea" => "bytes",
        other => other,
    }
}

/// A key column of SQLite counts as required, as it is on PostgreSQL.
const SQLITE: &str = "
    SELECT m.name, c.name, c.type, CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 0 ELSE 1 END, c.pk
    FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
    ORDER BY m.name, c.cid";

const POSTGRES: &str = "
    SELECT c.table_name::text, c.column_name::text, c.data_type::text,
           CASE WHEN c.is_nullable = 'YES' THEN 1 ELSE 0 END::bigint,
           COALESCE((SELECT k.ordinal_position FROM information_schema.table_constraints AS t
                     JOIN information_schema.key_column_usage AS k
                       ON k.constraint_name = t.constraint_name AND k.table_schema = t.table_schema
                      AND k.table_name = t.table_name
                     WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = c.table_schema
                       AND t.table_name = c.table_name AND k.column_name = c.column_name), 0)::bigint
    FROM information_schema.columns AS c
    WHERE c.table_schema = current_schema()
    ORDER BY c.table_name COLLATE \"C\", c.ordinal_position";
