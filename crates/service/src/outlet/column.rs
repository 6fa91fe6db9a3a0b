//! Reading codes of closed lists out of rows.

/// Reads a code in a column.
pub(crate) fn column<T>(
    row: &store::Row<'_>,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, store::Error> {
    row.parsed(column, |code| parse(code).ok_or_else(|| format!("{code:?} is no code of this list")))
}
