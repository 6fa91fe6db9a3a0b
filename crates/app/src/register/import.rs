//! Bringing a file in. Every row is checked, compared with the register and, where it is new, entered; a row that
//! cannot be is told about in the report and holds nobody up. Whatever was entered is on disk when the next lot is
//! begun: a file that was stopped in the middle is brought in again from its beginning, and rows that are there already
//! are left alone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::Text;
use service::office::Office;
use sha2::{Digest as _, Sha256};

use super::check::{Rules, check};
use super::compare::{Standing, compare};
use super::enter::enter;
use super::fault::Fault;
use super::map::Map;
use super::member::Member;
use super::report::{Report, beside};
use super::row::Kept;
use super::sheet::Sheet;
use crate::Console;
use crate::console::Bar;
use crate::outcome::{Failure, io};

/// So many rows are in memory at once.
const LOT: usize = 8_192;
/// Fewer rows are done before a bar is worth drawing.
const BAR_MIN: u64 = 1_000;

/// What is to be brought in.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The file.
    pub file: PathBuf,
    /// The map.
    pub map: PathBuf,
    /// Where the report goes; beside the file when left out.
    pub report: Option<PathBuf>,
    /// Only check.
    pub dry_run: bool,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Rows under the line of column names.
    pub rows: u64,
    /// Rows that are on the register now, or would be.
    pub accepted: u64,
    /// Those of them that were there before, with the same content.
    pub known: u64,
    /// Rows that cannot be entered.
    pub rejected: u64,
    /// The line of the first row that was entered, where the file begins with rows that were there already.
    pub resumed_at: Option<u64>,
    /// Where the report is.
    pub report: PathBuf,
}

/// Brings a file in.
pub fn import(office: &Office, wanted: &Wanted, console: Option<Console>) -> Result<Imported, Failure> {
    let map = Map::read(Some(&wanted.map))?;
    let report = wanted.report.clone().unwrap_or_else(|| beside(&wanted.file));
    keep_apart(&report, &[&wanted.file, &wanted.map])?;
    let rows = Sheet::open(&wanted.file, &map)?.count()?;
    let mut sheet = Sheet::open(&wanted.file, &map)?;
    let done = Imported { rows, accepted: 0, known: 0, rejected: 0, resumed_at: None, report };
    let told = Report::begin(&done.report)?;
    let map = Arc::new(map);
    let (only_checked, seen) = (wanted.dry_run, Seen::default());
    let mut run = Run { office, map, only_checked, seen, told, done, begun: None };
    let mut bar = Bar::new(console.filter(|_| rows >= BAR_MIN));
    while run.lot(&mut sheet)? {
        bar.at(run.done.accepted + run.done.rejected, rows);
    }
    run.told.finish()?;
    Ok(run.done)
}

struct Run<'a> {
    office: &'a Office,
    map: Arc<Map>,
    only_checked: bool,
    seen: Seen,
    told: Report,
    done: Imported,
    /// Whether the first row that can be entered was on the register before.
    begun: Option<bool>,
}

impl Run<'_> {
    /// Does the next lot; says whether there was one.
    fn lot(&mut self, sheet: &mut Sheet) -> Result<bool, Failure> {
        let mut wrong: Vec<(u64, Vec<Fault>)> = Vec::new();
        let mut good: Vec<(u64, Arc<Kept>)> = Vec::new();
        let mut read = 0;
        while read < LOT {
            let Some(line) = sheet.next()? else { break };
            read += 1;
            let checked = line.cells.map_err(|fault| vec![fault]);
            match checked.and_then(|cells| check(self.rules(), &cells)) {
                Ok(row) => good.push((line.number, Arc::new(row))),
                Err(faults) => wrong.push((line.number, faults)),
            }
        }
        let fresh = self.first_of_their_kind(good, &mut wrong);
        let new = self.not_on_register(fresh, &mut wrong)?;
        self.enter(new, &mut wrong)?;
        wrong.sort_by_key(|(line, _)| *line);
        for (line, faults) in &wrong {
            self.told.tell(*line, faults, &self.map)?;
        }
        self.done.rejected += u64::try_from(wrong.len()).unwrap_or(0);
        Ok(read > 0)
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            law: &self.office.rules.law,
            areas: self.office.areas(),
            today: self.office.clock.now().day(),
            region: self.office.region,
            map: &self.map,
        }
    }

    /// Rows whose numbers no earlier row of the file has; one that repeats an earlier row is the same row.
    fn first_of_their_kind(
        &mut self,
        rows: Vec<(u64, Arc<Kept>)>,
        wrong: &mut Vec<(u64, Vec<Fault>)>,
    ) -> Vec<(u64, Arc<Kept>)> {
        let mut fresh = Vec::with_capacity(rows.len());
        for (line, row) in rows {
            match self.seen.look(line, &row, &self.map) {
                Before::Never => fresh.push((line, row)),
                Before::Same => {
                    self.done.accepted += 1;
                    self.done.known += 1;
                }
                Before::Otherwise(fault) => wrong.push((line, vec![fault])),
            }
        }
        fresh
    }

    fn not_on_register(
        &mut self,
        rows: Vec<(u64, Arc<Kept>)>,
        wrong: &mut Vec<(u64, Vec<Fault>)>,
    ) -> Result<Vec<(u64, Arc<Kept>)>, Failure> {
        let people: Vec<Arc<Kept>> = rows.iter().map(|(_, row)| Arc::clone(row)).collect();
        let found = compare(self.office, &people, &self.map)?;
        let mut new = Vec::new();
        for ((line, row), standing) in rows.into_iter().zip(found) {
            match standing {
                Standing::Wrong(faults) => wrong.push((line, faults)),
                Standing::Same => {
                    self.done.accepted += 1;
                    self.done.known += 1;
                    self.begun.get_or_insert(true);
                }
                Standing::New => {
                    if self.begun == Some(true) && self.done.resumed_at.is_none() {
                        self.done.resumed_at = Some(line);
                    }
                    self.begun.get_or_insert(false);
                    new.push((line, row));
                }
            }
        }
        Ok(new)
    }

    fn enter(
        &mut self,
        rows: Vec<(u64, Arc<Kept>)>,
        wrong: &mut Vec<(u64, Vec<Fault>)>,
    ) -> Result<(), Failure> {
        let people: Vec<Arc<Kept>> = rows.iter().map(|(_, row)| Arc::clone(row)).collect();
        let entered = if self.only_checked {
            people.iter().map(|_| Ok(())).collect()
        } else {
            enter(self.office, &people)?
        };
        for ((line, _), became) in rows.into_iter().zip(entered) {
            match became {
                Ok(()) => self.done.accepted += 1,
                Err(faults) => wrong.push((line, faults)),
            }
        }
        Ok(())
    }
}

/// What earlier rows of the file had, by digest: a million rows are some dozens of megabytes.
#[derive(Default)]
struct Seen {
    people: HashMap<[u8; 16], (u64, [u8; 16])>,
    licences: HashMap<[u8; 16], u64>,
}

/// Whether an earlier row has the same numbers.
enum Before {
    Never,
    Same,
    Otherwise(Fault),
}

impl Seen {
    fn look(&mut self, line: u64, row: &Kept, map: &Map) -> Before {
        let content = digest(&map.columns().map(|(member, _)| row.cell(member, map)).collect::<Vec<_>>());
        let person = digest(std::slice::from_ref(&row.id_number));
        if let Some((before, same)) = self.people.get(&person) {
            return if *same == content {
                Before::Same
            } else {
                Before::Otherwise(twice(Member::IdNumber, *before))
            };
        }
        if let Some(held) = &row.licence {
            let number = digest(std::slice::from_ref(&held.file_number));
            if let Some(before) = self.licences.get(&number) {
                return Before::Otherwise(twice(Member::FileNumber, *before));
            }
            self.licences.insert(number, line);
        }
        self.people.insert(person, (line, content));
        Before::Never
    }
}

fn digest(cells: &[String]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for cell in cells {
        hash.update(u64::try_from(cell.len()).unwrap_or(0).to_be_bytes());
        hash.update(cell.as_bytes());
    }
    let whole: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    half.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    half
}

fn twice(member: Member, line: u64) -> Fault {
    let label = member.label();
    Fault {
        member: Some(member),
        what: Text::new(
            format!("第{line}行已有同一“{}”，其他内容不同", label.zh),
            format!("line {line} has the same {} with other content", label.en),
        ),
        next: Text::new(
            "请核对两行，只留正确的一行；两行都没有问题的，先导入的那一行已按顺序办理。",
            "Compare the two and keep the right one; the earlier line was dealt with in its turn.",
        ),
    }
}

/// The report is never written over what it is about.
fn keep_apart(report: &Path, others: &[&Path]) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    let own = real(report);
    for other in others {
        real(other).ok_or_else(|| io(other, &std::io::Error::from(std::io::ErrorKind::NotFound)))?;
        if own.is_some() && own == real(other) {
            let path = report.display();
            return Err(Failure::new(
                Text::new(
                    format!("报告不能写在 {path}：那是要读的文件"),
                    format!("the report cannot be {path}: that file is to be read"),
                ),
                Text::new("请用 --report 指定另一个文件。", "Name another file with --report."),
            ));
        }
    }
    Ok(())
}
