//! Letting the register out to a file that only its owner may read, for a purpose that is on record before the first
//! value is opened.

use std::path::{Path, PathBuf};

use base::Text;
use service::office::{Office, Stop};
use service::registry::{self, Export, ExportPart, begin_export};
use service::{licence, person};
use store::Read;

use super::map::Map;
use super::private::Table;
use super::row::{Kept, licence_cells, licence_columns};
use crate::Console;
use crate::console::Bar;
use crate::outcome::Failure;
use crate::wait::{ask, wait};

/// Fewer rows are done before a bar is worth drawing.
const BAR_MIN: u64 = 1_000;

/// What is to be let out.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which part, and why.
    pub export: Export,
    /// The new file.
    pub to: PathBuf,
    /// The map; the one that comes with the program when left out.
    pub map: Option<PathBuf>,
}

/// What was let out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The export on record: `exp_…`.
    pub export: String,
    /// Rows under the line of column names.
    pub rows: u64,
    /// The length of the file.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// A page of rows, and the id after which the next begins.
type Page = (Vec<Vec<String>>, Option<String>);

/// Lets the register out.
pub fn export(office: &Office, wanted: &Wanted, console: Option<Console>) -> Result<Sent, Failure> {
    let map = Map::read(wanted.map.as_deref())?;
    let part = wanted.export.part;
    let head: Vec<String> = match part {
        ExportPart::Persons => map.columns().map(|(_, header)| header.to_owned()).collect(),
        ExportPart::Licences => licence_columns(&map).map(|(_, header)| header.to_owned()).collect(),
    };
    if wanted.to.symlink_metadata().is_ok() {
        return Err(there_already(&wanted.to));
    }
    let mut table = Table::begin(&wanted.to, &head)?;
    let export = wait(begin_export(office, &office.system("export"), &wanted.export))?.value;
    let all = ask(office, move |read| registry::count(read, part))?;
    let mut bar = Bar::new(console.filter(|_| all >= BAR_MIN));
    let (mut rows, mut after) = (0, String::new());
    loop {
        let (own, from, words) = (office.clone(), after.clone(), map.clone());
        let (page, last) = ask(office, move |read| match part {
            ExportPart::Persons => persons(&own, read, &from, &words),
            ExportPart::Licences => licences(read, &from, &words),
        })?;
        for row in &page {
            table.row(row)?;
            rows += 1;
        }
        bar.at(rows.min(all), all);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let written = table.finish()?;
    Ok(Sent { export, rows, bytes: written.bytes, sha256: written.sha256 })
}

/// A row for each licence of a person, one for a person without any.
fn persons(office: &Office, read: &mut Read<'_>, after: &str, map: &Map) -> Result<Page, Stop> {
    let people = person::after(read, after)?;
    let mut rows = Vec::with_capacity(people.len());
    for one in &people {
        // Erased since the page was begun: then there is nothing to let out.
        let values = match person::values(office, read, one) {
            Err(Stop::NotFound) => continue,
            values => values?,
        };
        let held = licence::of_holder(read, &one.id)?;
        if held.is_empty() {
            rows.push(Kept::of(one, values, None).cells(map));
            continue;
        }
        rows.extend(held.iter().map(|licence| Kept::of(one, values.clone(), Some(licence)).cells(map)));
    }
    Ok((rows, people.last().map(|one| one.id.clone())))
}

fn licences(read: &mut Read<'_>, after: &str, map: &Map) -> Result<Page, Stop> {
    let page = licence::after(read, after)?;
    let rows = page.iter().map(|licence| licence_cells(licence, map)).collect();
    Ok((rows, page.last().map(|licence| licence.id.clone())))
}

fn there_already(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("{path} 已经存在"), format!("{path} is there already")),
        Text::new(
            "导出从不覆盖已有的文件，请用 --to 指定新的文件名。",
            "An export never writes over a file: name a new one with --to.",
        ),
    )
}
