//! Reading an office's file: UTF-8, RFC 4180, within bounds. What concerns the whole file stops the import before its
//! first row; what concerns one row is a fault of that row.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base::Text;
use csv::ByteRecord;

use super::fault::Fault;
use super::map::Map;
use super::member::Member;
use super::text::narrowed;
use crate::outcome::{Failure, io as failed};

/// A larger file is to be cut into several.
const FILE_MAX: u64 = 1 << 30;
/// A row is some hundreds of bytes.
const ROW_MAX: usize = 64 * 1024;
/// A cell is some dozens.
const CELL_MAX: usize = 4 * 1024;
/// So much may be read for one row before its end is found.
const READ_MAX: u64 = 1 << 20;
/// A register has some dozens of columns.
const COLUMNS_MAX: usize = 500;

/// The cells of a row by member.
pub(super) type Cells = BTreeMap<Member, String>;

/// A row: the line on which it begins, and its cells or what is wrong with it.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) cells: Result<Cells, Fault>,
}

/// A file that is being read.
pub(super) struct Sheet {
    path: PathBuf,
    reader: csv::Reader<Bounded>,
    unread: Arc<AtomicU64>,
    members: Vec<Option<Member>>,
    record: ByteRecord,
    /// The line on which the record ends.
    ended: u64,
}

/// Lines end with a line feed alone, the last one too, so that they can be counted; and a row without an end is given up.
struct Bounded {
    file: File,
    unread: Arc<AtomicU64>,
    last: u8,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.file.read(buffer)?;
            let so_far = self.unread.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
            if so_far > READ_MAX {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a row has no end"));
            }
            let plain: Vec<u8> = match buffer.get(..read) {
                Some([]) | None if self.last == b'\n' => return Ok(0),
                Some([]) | None => vec![b'\n'],
                Some(bytes) => bytes.iter().copied().filter(|byte| *byte != b'\r').collect(),
            };
            if let Some(last) = plain.last() {
                self.last = *last;
                buffer.iter_mut().zip(&plain).for_each(|(to, from)| *to = *from);
                return Ok(plain.len());
            }
        }
    }
}

impl Sheet {
    /// Opens a file whose head fits the map.
    pub(super) fn open(path: &Path, map: &Map) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| failed(path, &error))?;
        let about = file.metadata().map_err(|error| failed(path, &error))?;
        if !about.is_file() || about.len() > FILE_MAX {
            return Err(too_large(path));
        }
        refuse_other_forms(path)?;
        let unread = Arc::new(AtomicU64::new(0));
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Bounded {
            file,
            unread: Arc::clone(&unread),
            last: b'\n',
        });
        let (members, record) = (Vec::new(), ByteRecord::new());
        let mut sheet = Self { path: path.to_owned(), reader, unread, members, record, ended: 0 };
        let head = sheet.record()?.map(|_| sheet.head()).transpose()?.unwrap_or_default();
        sheet.members = columns(path, &head, map)?;
        Ok(sheet)
    }

    /// How many rows follow. The file is read to its end for it, so that what is no UTF-8 is found before anything is
    /// entered.
    pub(super) fn count(mut self) -> Result<u64, Failure> {
        let mut rows = 0;
        while self.next()?.is_some() {
            rows += 1;
        }
        Ok(rows)
    }

    /// The next row; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Line>, Failure> {
        let Some(number) = self.record()? else { return Ok(None) };
        let cells = self.cells(number)?;
        Ok(Some(Line { number, cells }))
    }

    /// Reads the next record; gives the line on which it begins.
    fn record(&mut self) -> Result<Option<u64>, Failure> {
        self.unread.store(0, Ordering::Relaxed);
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Ok(Some(self.count_lines())),
            Ok(false) => Ok(None),
            Err(error) => {
                let line = self.reader.position().line();
                let endless =
                    matches!(error.kind(), csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::InvalidData);
                Err(if endless { no_end(&self.path, line) } else { failed(&self.path, &error.into()) })
            }
        }
    }

    /// The line on which the record begins. The reader's own count of it is that of an empty line before it.
    fn count_lines(&mut self) -> u64 {
        let inside = self.record.as_slice().split(|byte| *byte == b'\n').skip(1).count();
        let ended = self.reader.position().line().saturating_sub(1);
        let begun = ended.saturating_sub(u64::try_from(inside).unwrap_or(0)).max(self.ended + 1);
        self.ended = ended;
        begun
    }

    fn text(&self, cell: &[u8], line: u64) -> Result<String, Failure> {
        String::from_utf8(cell.to_vec()).map_err(|_| not_utf8(&self.path, line))
    }

    fn head(&self) -> Result<Vec<String>, Failure> {
        self.record.iter().map(|cell| Ok(narrowed(&self.text(cell, 1)?))).collect()
    }

    fn cells(&self, line: u64) -> Result<Result<Cells, Fault>, Failure> {
        if self.record.as_slice().len() > ROW_MAX {
            return Ok(Err(too_long(self.ended)));
        }
        let mut texts = Vec::with_capacity(self.record.len());
        for cell in &self.record {
            texts.push(self.text(cell, line)?);
        }
        let whole = texts.len() == self.members.len();
        let broken = |text: &String| text.len() > CELL_MAX || text.trim().contains(['\n', '\r']);
        if !whole || texts.iter().any(broken) {
            return Ok(Err(misshapen(line, self.ended, texts.len(), self.members.len())));
        }
        let named = self.members.iter().zip(texts);
        Ok(Ok(named.filter_map(|(member, text)| Some(((*member)?, text))).collect()))
    }
}

/// The member of each column of the file.
fn columns(path: &Path, head: &[String], map: &Map) -> Result<Vec<Option<Member>>, Failure> {
    if head.len() > COLUMNS_MAX || !head.iter().any(|header| map.member(header).is_some()) {
        return Err(no_head(path));
    }
    // From here on the first line is known to hold names of columns, which may be told; persons may not.
    let missing: Vec<&str> =
        map.columns().map(|(_, header)| header).filter(|header| !head.iter().any(|h| h == header)).collect();
    let unknown: Vec<&str> = head
        .iter()
        .filter(|header| !header.is_empty() && map.member(header).is_none() && !map.ignores(header))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        return Err(missing_columns(path, &missing.join("、"), &unknown.join("、")));
    }
    let twice = |header: &&String| head.iter().filter(|other| other == header).count() > 1;
    if let Some(header) = head.iter().filter(|header| map.member(header).is_some()).find(twice) {
        return Err(doubled(path, header));
    }
    if !unknown.is_empty() {
        return Err(unknown_columns(path, &unknown.join("\", \"")));
    }
    Ok(head.iter().map(|header| map.member(header)).collect())
}

/// What is no text at all, or text of another form, is told by its first bytes.
fn refuse_other_forms(path: &Path) -> Result<(), Failure> {
    let mut first = Vec::new();
    let file = File::open(path).map_err(|error| failed(path, &error))?;
    file.take(4096).read_to_end(&mut first).map_err(|error| failed(path, &error))?;
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(workbook(path));
    }
    if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") || first.contains(&0) {
        return Err(not_utf8(path, 1));
    }
    Ok(())
}

fn failure(path: &Path, zh: &str, en: &str, next: (&str, &str)) -> Failure {
    let path = path.display();
    Failure::new(Text::new(format!("{path} {zh}"), format!("{path} {en}")), Text::new(next.0, next.1))
}

fn too_large(path: &Path) -> Failure {
    let next = (
        "请分成几个文件，每个带上列名一行，逐个导入。",
        "Cut it into several files, each with the line of column names, and import one after the other.",
    );
    failure(path, "不是普通文件，或者超过1 GiB", "is no plain file, or larger than 1 GiB", next)
}

fn workbook(path: &Path) -> Failure {
    let next = (
        "请在表格软件里另存为“CSV UTF-8（逗号分隔）”，身份证号码一列先设为文本。",
        "Save it as \"CSV UTF-8 (comma delimited)\", with the column of identity numbers as text.",
    );
    failure(path, "是表格工作簿，不是CSV", "is a workbook and no CSV", next)
}

fn not_utf8(path: &Path, line: u64) -> Failure {
    let name = path.display();
    let command = format!("iconv -f GB18030 -t UTF-8 '{name}' > utf8.csv");
    let next = (
        format!("GBK、GB18030文件请先转换：{command}；或者在表格软件里另存为“CSV UTF-8”。"),
        format!("Convert a file in GBK or GB18030 first: {command}; or save it as \"CSV UTF-8\"."),
    );
    let zh = format!("不是UTF-8编码（第{line}行），没有导入任何一行");
    let en = format!("is not UTF-8 (line {line}); no row was imported");
    failure(path, &zh, &en, (&next.0, &next.1))
}

fn no_end(path: &Path, line: u64) -> Failure {
    let next = (
        "请检查这一行附近的引号：单元格里的引号要写两个，整格再用引号括起来。",
        "Look at the quotation marks near it: one within a cell is written twice, and the cell stands in quotation marks.",
    );
    let zh = format!("第{line}行以后有一行没有结束");
    let en = format!("has a row without an end behind line {line}");
    failure(path, &zh, &en, next)
}

fn no_head(path: &Path) -> Failure {
    let next = (
        "文件第一行应当是列名，用逗号分隔；请核对它和对照文件 [columns] 右边的名称。",
        "The first line has to hold the names of columns, parted by commas: compare it with the names on the right of \
         [columns] in the map.",
    );
    failure(
        path,
        "第一行没有对照文件里的任何一个列名",
        "has none of the map's columns in its first line",
        next,
    )
}

fn missing_columns(path: &Path, missing: &str, unknown: &str) -> Failure {
    let next = (
        format!("请核对列名；文件里另有这些列：{unknown}。没有的列，从对照文件里去掉。"),
        format!(
            "Compare the names; the file has these others: {unknown}. Take what it has not out of the map."
        ),
    );
    failure(path, &format!("缺少列：{missing}"), &format!("lacks columns: {missing}"), (&next.0, &next.1))
}

fn doubled(path: &Path, header: &str) -> Failure {
    let next = ("请改名或者去掉其中一列。", "Rename one of them or take it out.");
    failure(path, &format!("有两列叫“{header}”"), &format!("has two columns named {header}"), next)
}

fn unknown_columns(path: &Path, unknown: &str) -> Failure {
    let next = (
        format!("不导入的列请写进对照文件：ignore = [\"{unknown}\"]；要导入的写进 [columns]。"),
        format!(
            "Name columns that are to be left out in the map, ignore = [\"{unknown}\"], and others in [columns]."
        ),
    );
    let zh = format!("有对照文件没有提到的列：{unknown}");
    let en = format!("has columns that the map does not name: {unknown}");
    failure(path, &zh, &en, (&next.0, &next.1))
}

fn too_long(until: u64) -> Fault {
    Fault::row(
        Text::new(
            format!("这一行超过64 KiB（到第{until}行）"),
            format!("the row has more than 64 KiB (up to line {until})"),
        ),
        open_quote(),
    )
}

fn misshapen(line: u64, until: u64, cells: usize, columns: usize) -> Fault {
    let lines = if until > line {
        (
            format!("，第{line}至{until}行被读成了一行"),
            format!("; lines {line} to {until} were read as one row"),
        )
    } else {
        (String::new(), String::new())
    };
    Fault::row(
        Text::new(
            format!("这一行有{cells}格，列名有{columns}个，或者有一格太长、换了行{}", lines.0),
            format!(
                "the row has {cells} cells under {columns} columns, or a cell that is too long or broken{}",
                lines.1
            ),
        ),
        open_quote(),
    )
}

fn open_quote() -> Text {
    Text::new(
        "请检查逗号和引号：含逗号的单元格用引号括起来，单元格里的引号写两个，单元格里不换行。",
        "Look at commas and quotation marks: a cell with a comma stands in quotation marks, a mark within it is \
         written twice, and no cell has a line break.",
    )
}
