//! Writing a table anew, row by row, so that nothing of its deleted rows stays in the file. `secure_delete` zeroes a
//! row where it lies, but when SQLite moves rows from one page to the next it leaves copies in the unused middle of the
//! first; about one erased person in three hundred could still be read there. A dropped table's pages are zeroed whole.

use rusqlite::Connection as Raw;

use crate::Error;

/// Inside the writer's transaction. `table` is a word of the schema.
pub(super) fn rewrite(raw: &Raw, table: &str) -> Result<(), Error> {
    anew(raw, table).map_err(|e| Error::sqlite("rewrite", &e))
}

fn anew(raw: &Raw, table: &str) -> rusqlite::Result<()> {
    let shape: String = raw.query_row(
        "SELECT substr(sql, instr(sql, '(')) FROM sqlite_schema WHERE type = 'table' AND name = ?1",
        [table],
        |row| row.get(0),
    )?;
    let mut indexes = raw.prepare(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL ORDER BY name",
    )?;
    let indexes: Vec<String> = indexes.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    raw.execute_batch(&format!(
        "CREATE TABLE {table}_anew {shape};
         INSERT INTO {table}_anew SELECT * FROM {table};
         DROP TABLE {table};
         ALTER TABLE {table}_anew RENAME TO {table};"
    ))?;
    indexes.iter().try_for_each(|index| raw.execute_batch(index))
}
