//! Reading notices.

use base::{Day, Text};
use store::{Read, Row, params};

use super::model::{Notice, NoticeKind, NoticeStanding};
use super::rules::SHOWN_MAX;
use super::sql;
use crate::office::Stop;
use crate::outlet::column;

/// A notice by id.
pub fn by_id(read: &mut Read<'_>, id: &str) -> Result<Option<Notice>, Stop> {
    Ok(read.maybe(&sql::BY_ID, params![id], notice)?)
}

/// What is shown on this day, at most [`SHOWN_MAX`], what ends first standing first.
pub fn in_force(read: &mut Read<'_>, on: Day) -> Result<Vec<Notice>, Stop> {
    Ok(read.list(&sql::IN_FORCE, params![on, SHOWN_MAX], notice)?)
}

/// Whatever is shown on some day from `from` to `until`.
pub(super) fn between(read: &mut Read<'_>, from: Day, until: Day) -> Result<Vec<Notice>, Stop> {
    Ok(read.list(&sql::BETWEEN, params![from, until], notice)?)
}

/// The newest notices, whatever became of them, at most so many.
pub fn newest(read: &mut Read<'_>, most: u32) -> Result<Vec<Notice>, Stop> {
    Ok(read.list(&sql::NEWEST, params![most.min(200)], notice)?)
}

fn notice(row: &Row<'_>) -> Result<Notice, store::Error> {
    Ok(Notice {
        id: row.text(0)?,
        kind: column(row, 1, NoticeKind::parse)?,
        title: Text { zh: row.text(2)?, en: row.text(3)? },
        body: Text { zh: row.text(4)?, en: row.text(5)? },
        item: row.opt_text(6)?,
        from: row.day(7)?,
        until: row.day(8)?,
        standing: column(row, 9, NoticeStanding::parse)?,
        published_at: row.instant(10)?,
    })
}
