//! The store's folder, keys and database.

use std::cmp::Ordering;
use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;

use base::{Instant, Text};
use store::{Read, Store, Target};

use super::{Check, State};
use crate::backup::last;
use crate::commands::migrate::version;
use crate::keys::Keys;
use crate::store_folder::{About, Place};

/// The folder, and whose it is.
pub(super) fn folder(place: &Place) -> Check {
    let path = place.folder.display();
    let about = match place.about() {
        Ok(about) => about,
        Err(failure) => return Check::found("store", State::Fail, failure.what, failure.next),
    };
    let mode = std::fs::metadata(&place.folder).map_or(0, |m| m.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        return Check::found(
            "store",
            State::Warn,
            Text::new(
                format!("{path} 的权限是 {mode:03o}，别的用户也能进入"),
                format!("{path} has the rights {mode:03o}: other users can enter"),
            ),
            Text::new(format!("请运行 chmod 700 {path}"), format!("Run chmod 700 {path}")),
        );
    }
    let kind = if about.demonstration { ("，演示数据", ", a demonstration") } else { ("", "") };
    Check::ok(
        "store",
        format!("{path}，区划 {}{}", about.region, kind.0),
        format!("{path}, region {}{}", about.region, kind.1),
    )
}

/// Both keys are there, private, and this store's.
pub(super) fn keys(place: &Place, about: &About) -> Vec<Check> {
    let path = place.keys.display();
    let read = match Keys::read(&place.keys, about) {
        Ok(_) => Check::ok(
            "keys",
            format!("{path} 中的两个密钥都在，只有本用户能读"),
            format!("both keys are in {path}, private"),
        ),
        Err(failure) => Check::found("keys", State::Fail, failure.what, failure.next),
    };
    let inside = place.keys.starts_with(&place.folder);
    let apart = inside.then(|| {
        Check::found(
            "keys_apart",
            State::Fail,
            Text::new(
                "密钥放在数据文件夹里面，会随备份一起流出",
                "the keys lie inside the store's folder and leave with its copies",
            ),
            Text::new(
                "请把密钥移到别处，并设置 keys（YICHUANG_KEYS）",
                "Move them elsewhere and set keys (YICHUANG_KEYS)",
            ),
        )
    });
    std::iter::once(read).chain(apart).collect()
}

/// The database can be read, has the program's schema, and loses nothing that was answered.
pub(super) fn database(place: &Place) -> Vec<Check> {
    let have = match version(&place.database) {
        Ok(have) => have,
        Err(failure) => return vec![Check::found("database", State::Fail, failure.what, failure.next)],
    };
    let newest = service::MIGRATIONS.iter().map(|step| step.number).max().unwrap_or(0);
    let schema = match have.cmp(&newest) {
        Ordering::Equal => Check::ok("schema", format!("结构版本 {have}"), format!("schema {have}")),
        Ordering::Greater => Check::found(
            "schema",
            State::Fail,
            Text::new(
                format!("结构版本 {have} 比程序（{newest}）新"),
                format!("schema {have} is newer than the program's ({newest})"),
            ),
            Text::new("请使用更新的程序", "Use the newer program"),
        ),
        Ordering::Less => Check::found(
            "schema",
            State::Warn,
            Text::new(
                format!("结构版本 {have}，程序需要 {newest}"),
                format!("schema {have}, the program wants {newest}"),
            ),
            Text::new(
                "请运行 yichuang migrate --plan，再运行 yichuang migrate",
                "Run yichuang migrate --plan, then yichuang migrate",
            ),
        ),
    };
    vec![schema, durable(place)]
}

/// An answered write is on disk: write-ahead log with full synchronisation, or fsync and synchronous_commit.
fn durable(place: &Place) -> Check {
    let (texts, wanted): (&[&str], &[&str]) = match &place.database {
        Target::Sqlite(_) => (&["SELECT journal_mode FROM pragma_journal_mode"], &["wal"]),
        Target::Postgres(_) => (
            &["SELECT current_setting('fsync')", "SELECT current_setting('synchronous_commit')"],
            // Every value but off waits until the write is on this machine's disk.
            &["on", "on remote_apply remote_write local"],
        ),
    };
    let found: Result<Vec<String>, store::Error> =
        Store::snapshot(&place.database, |read| texts.iter().map(|text| word(read, text)).collect());
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let why = Text::new(format!("不能读取：{error}"), format!("cannot be read: {error}"));
            return Check::found("durable", State::Unknown, why, Text::default());
        }
    };
    let fits = |(found, wanted): (&String, &&str)| wanted.split(' ').any(|word| word == found);
    let said = found.join(" ");
    if found.iter().zip(wanted).all(fits) {
        let who = if is_served(place) { ("，正在服务", ", being served") } else { ("", "") };
        return Check::ok(
            "durable",
            format!("写入即落盘（{said}）{}", who.0),
            format!("answered writes are on disk ({said}){}", who.1),
        );
    }
    Check::found(
        "durable",
        State::Fail,
        Text::new(
            format!("数据库设置是 {said}，断电会丢失已答复的写入"),
            format!("the database is set to {said}: a loss of power loses answered writes"),
        ),
        Text::new(
            "请把 fsync 和 synchronous_commit 设为 on；内嵌数据库请用 yichuang serve 打开一次",
            "Set fsync and synchronous_commit to on; open an embedded store once with yichuang serve",
        ),
    )
}

fn word(read: &mut Read<'_>, text: &str) -> Result<String, store::Error> {
    let mut found = String::new();
    read.each_adhoc("doctor.setting", text, &[], |row| {
        found = row.text(0)?;
        Ok(())
    })?;
    Ok(found)
}

/// Whether a process has the embedded store open for writing.
pub(super) fn is_served(place: &Place) -> bool {
    let Target::Sqlite(path) = &place.database else { return false };
    File::open(path.with_extension("lock")).is_ok_and(|file| file.try_lock_shared().is_err())
}

/// When the newest backup was made.
pub(super) fn backup(place: &Place, now: Instant) -> Check {
    let next = Text::new(
        "请运行 yichuang backup FILE，并安排每天备份",
        "Run yichuang backup FILE, and have it run daily",
    );
    if let Target::Postgres(_) = place.database {
        let why = Text::new("PostgreSQL 由它自己的工具备份", "PostgreSQL is backed up with its own tools");
        let next = Text::new(
            "请核对最近一次 pg_dump 或 pgBackRest 备份的时间",
            "Check when pg_dump or pgBackRest last ran",
        );
        return Check::found("backup", State::Unknown, why, next);
    }
    let Some(at) = last(&place.folder) else {
        let why = Text::new("还没有做过备份", "no backup has been made yet");
        return Check::found("backup", State::Warn, why, next);
    };
    let hours = now.since(at) / 3_600_000;
    if hours <= 48 {
        return Check::ok(
            "backup",
            format!("最近一次备份在 {}", at.local()),
            format!("the newest backup is of {}", at.local()),
        );
    }
    let why = Text::new(
        format!("最近一次备份在 {hours} 小时前"),
        format!("the newest backup is {hours} hours old"),
    );
    Check::found("backup", State::Warn, why, next)
}
