//! What the store itself tells: its keys fit what is in it, its clock has not run back, its jobs are done.

use base::{Instant, Text};
use ledger::note::Checkpoint;
use ledger::stored_checkpoint;
use ledger::vault::Vault;
use service::job;
use service::office::Stop;
use store::{Read, Store};

use super::{Check, State};
use crate::keys::Keys;
use crate::store_folder::{About, Place};

/// How late jobs may be before somebody should look, in milliseconds.
const LATE_MS: i64 = 10 * 60_000;
/// How far the newest event may lie ahead of the machine's clock, in milliseconds.
const AHEAD_MS: i64 = 60_000;

/// Every check that reads the store.
pub(super) fn checks(place: &Place, about: &About, now: Instant) -> Vec<Check> {
    let Ok(keys) = Keys::read(&place.keys, about) else { return Vec::new() };
    let vault = Vault::new(keys.master);
    let read: Result<Vec<Check>, Stop> = Store::snapshot(&place.database, |read| {
        let mut checks = vec![checkpoint(read, &keys.ledger)?, master(read, &vault)?];
        // A demonstration has the day that it was given.
        if !about.demonstration {
            checks.push(clock(read, now)?);
        }
        checks.push(jobs(read, now)?);
        Ok(checks)
    });
    read.unwrap_or_else(|stop| {
        let why = Text::new(format!("不能读取数据库：{stop}"), format!("the store cannot be read: {stop}"));
        let next = Text::new(
            "请先解决上面的问题；结构不是最新的，请运行 yichuang migrate",
            "Mend what stands above first; if the schema is old, run yichuang migrate",
        );
        vec![Check::found("record", State::Unknown, why, next)]
    })
}

/// The newest checkpoint is signed by this key.
fn checkpoint(read: &mut Read<'_>, key: &ledger::note::SigningKey) -> Result<Check, Stop> {
    let Some((size, _, note)) = stored_checkpoint(read)? else {
        return Ok(Check::ok("checkpoint", "账本还是空的", "the ledger is empty"));
    };
    Ok(match Checkpoint::open(&note, std::slice::from_ref(key.verifier())) {
        Ok(_) => Check::ok(
            "checkpoint",
            format!("最新检查点 {size}，签名有效"),
            format!("newest checkpoint {size}, signature good"),
        ),
        Err(error) => Check::found(
            "checkpoint",
            State::Fail,
            Text::new(
                format!("最新检查点的签名不能核对：{error}"),
                format!("the newest checkpoint's signature fails: {error}"),
            ),
            Text::new(
                "请核对密钥文件夹，并运行 yichuang verify",
                "Check the folder of keys, and run yichuang verify",
            ),
        ),
    })
}

/// The master key opens what is in the vault.
fn master(read: &mut Read<'_>, vault: &Vault) -> Result<Check, Stop> {
    let mut someone = None;
    read.each_adhoc("doctor.someone", "SELECT person FROM vault_key ORDER BY person LIMIT 1", &[], |row| {
        someone = Some(row.text(0)?);
        Ok(())
    })?;
    let Some(person) = someone else {
        return Ok(Check::ok("vault", "保管库是空的", "the vault is empty"));
    };
    Ok(match vault.key(read, &person) {
        Ok(Some(_)) => Check::ok("vault", "主密钥能打开保管库", "the master key opens the vault"),
        _ => Check::found(
            "vault",
            State::Fail,
            Text::new("主密钥打不开保管库", "the master key does not open the vault"),
            Text::new(
                "请放回 yichuang init 时生成的 master.key",
                "Put back the master.key that yichuang init made",
            ),
        ),
    })
}

/// The machine's clock is not behind what was recorded.
fn clock(read: &mut Read<'_>, now: Instant) -> Result<Check, Stop> {
    let text =
        "SELECT v.recorded_at FROM entry AS e JOIN event AS v ON v.stream = e.stream AND v.number = e.number
                ORDER BY e.position DESC LIMIT 1";
    let mut newest = None;
    read.each_adhoc("doctor.newest", text, &[], |row| {
        newest = Some(row.instant(0)?);
        Ok(())
    })?;
    let at = now.local();
    Ok(match newest {
        Some(newest) if newest.since(now) > AHEAD_MS => Check::found(
            "clock",
            State::Fail,
            Text::new(
                format!("本机时间 {at} 比最新的事件（{}）还早", newest.local()),
                format!("this machine's time {at} is before the newest event ({})", newest.local()),
            ),
            Text::new(
                "请校准时间并启用 NTP；法定期限按本机时间计算",
                "Set the clock and use NTP: legal terms go by it",
            ),
        ),
        _ => Check::ok(
            "clock",
            format!("本机时间 {at}（北京时间）"),
            format!("this machine's time is {at} in Beijing"),
        ),
    })
}

/// Jobs are done in time, and none was laid aside.
fn jobs(read: &mut Read<'_>, now: Instant) -> Result<Check, Stop> {
    let counts = job::counts(read)?;
    let of = |status: &str| counts.iter().find(|(known, _, _)| known == status);
    let aside = of("aside").map_or(0, |(_, count, _)| *count);
    let waiting: i64 =
        counts.iter().filter(|(status, _, _)| status != "aside").map(|(_, count, _)| count).sum();
    if aside > 0 {
        return Ok(laid_aside(aside, &job::aside(read)?));
    }
    let late_ms = of("due").map_or(0, |(_, _, oldest)| now.since(*oldest));
    if late_ms > LATE_MS {
        let minutes = late_ms / 60_000;
        let why = Text::new(
            format!("{waiting} 个任务等待，最早应在 {minutes} 分钟前办理"),
            format!("{waiting} jobs wait; the oldest was due {minutes} minutes ago"),
        );
        let next = Text::new(
            "请确认 yichuang serve 或 yichuang worker 正在运行",
            "See that yichuang serve or yichuang worker runs",
        );
        return Ok(Check::found("jobs", State::Warn, why, next));
    }
    let by_the_hour = job::by_the_hour(read)?;
    if by_the_hour > 0 {
        let why = Text::new(
            format!("{by_the_hour} 个任务等待没有应答的外部系统，每小时重试"),
            format!("{by_the_hour} jobs wait for systems that do not answer and are tried by the hour"),
        );
        let next = Text::new(
            "请查看日志，联系对方恢复服务；恢复后任务会自动继续",
            "See the log, and ask the other side to mend it; the jobs go on by themselves once it is back",
        );
        return Ok(Check::found("jobs", State::Warn, why, next));
    }
    Ok(Check::ok("jobs", format!("{waiting} 个任务等待"), format!("{waiting} jobs wait")))
}

/// Jobs of which one is named as an example.
fn laid_aside(count: i64, all: &[job::Aside]) -> Check {
    let first = all.first().map(|job| format!("{} {}: {}", job.id, job.kind, job.why)).unwrap_or_default();
    let why = Text::new(
        format!("{count} 个任务被对方拒绝或不能办理，已搁置；最早的一个：{first}"),
        format!("{count} jobs were refused or cannot be done and lie aside; the oldest: {first}"),
    );
    let next = Text::new(
        "请先解决原因，再由管理员在“外部系统”页面（/admin/interfaces）重新办理",
        "Mend the cause, then let an administrator run them again on the page /admin/interfaces",
    );
    Check::found("jobs", State::Warn, why, next)
}
