//! The report of an import: a row for each thing that is wrong, in both languages. It names lines and columns, and
//! repeats of a row no more than a class, a day or a standing that cannot be read.

use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::map::Map;
use super::private::Table;
use super::text::guarded;
use crate::outcome::Failure;

/// Where the report goes when nobody says where: beside the file.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".report.csv");
    file.with_file_name(name)
}

/// A report that is being written.
#[derive(Debug)]
pub(super) struct Report {
    table: Table,
}

impl Report {
    /// Begins the report at this path; one of an earlier run gives way when this one is whole.
    pub(super) fn begin(path: &Path) -> Result<Self, Failure> {
        let head = ["行号 line", "列 column", "问题", "怎么改", "what is wrong", "how to mend it"];
        Ok(Self { table: Table::begin(path, &head.map(str::to_owned))? })
    }

    /// Tells what is wrong with a row.
    pub(super) fn tell(&mut self, line: u64, faults: &[Fault], map: &Map) -> Result<(), Failure> {
        for fault in faults {
            let column = fault.member.map(|member| map.header(member)).unwrap_or_default();
            let words = [&fault.what.zh, &fault.next.zh, &fault.what.en, &fault.next.en];
            let cells = [line.to_string(), guarded(&column)];
            let row: Vec<String> = cells.into_iter().chain(words.map(|text| guarded(text))).collect();
            self.table.row(&row)?;
        }
        Ok(())
    }

    /// Ends it.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.table.finish().map(|_| ())
    }
}
