//! How the platform is: work for outside systems, the newest checkpoint, the schema, the engine and the assets. Each
//! check says what to do next where something is to be done.

use authz::{Action, Resource};
use axum::extract::State;
use axum::routing::get;
use base::{Instant, Text};
use ledger::Signed;
use service::office::Stop;

use super::frame::staff_frame;
use crate::answer::{Answer, page};
use crate::assets::completeness;
use crate::pages::view::staff::health::{Health, HealthCheck, Next};
use crate::pages::view::{Link, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

/// Due work may wait this long before it is late, in seconds: some rounds of the worker.
const LATE_SECONDS: i64 = 300;
/// A checkpoint may be behind the newest event this long, in seconds.
const CHECKPOINT_SECONDS: i64 = 300;

pub(super) fn routes() -> Table {
    let door = Door::Staff(Action::HealthView);
    Table::new().get(Kind::Page, "/admin", "admin.health", door, get(health))
}

async fn health(State(app): State<App>, visitor: Visitor) -> Answer {
    let circumstances = visitor.ctx().circumstances();
    let decision =
        app.office.authorizer.decide(&visitor.actor, Action::HealthView, &Resource::Platform, circumstances);
    if !decision.allowed {
        return Err(Stop::NotFound.into());
    }
    let mut checks = jobs(&app, visitor.now).await?;
    checks.push(checkpoint(&app, visitor.now).await?);
    checks.extend(storage(&app).await?);
    checks.push(assets());
    checks.sort_by_key(|check| match check.state.tone {
        Tone::Err => 0,
        Tone::Warn => 1,
        _ => 2,
    });
    let well = checks.iter().all(|check| !matches!(check.state.tone, Tone::Err | Tone::Warn));
    page(&Health { frame: staff_frame(&app, &visitor).await?, checks, checked_at: visitor.now, well })
}

fn good() -> Tag {
    Tag::new(Tone::Ok, "正常", "Normal")
}

/// The page that shows what waits for which system, and why.
fn outside() -> Next {
    Next::Page(Link::new("/admin/interfaces", "外部系统", "Outside systems"))
}

/// Work for outside systems by status; what was laid aside wants a person.
async fn jobs(app: &App, now: Instant) -> Result<Vec<HealthCheck>, Fault> {
    let counts = app.office.query(service::job::counts).await?;
    let of = |status: &str| {
        let found = counts.iter().find(|(known, _, _)| known == status);
        found.map_or((0, now), |(_, number, oldest)| (*number, *oldest))
    };
    let ((due, oldest), (taken, _), (aside, _)) = (of("due"), of("taken"), of("aside"));
    let waited = now.since(oldest) / 1000;
    let late = due > 0 && waited > LATE_SECONDS;
    let (state, next) =
        if late { (Tag::new(Tone::Warn, "积压", "Piling up"), outside()) } else { (good(), Next::Nothing) };
    let minutes = if late { waited / 60 } else { 0 };
    let queue = HealthCheck {
        name: Text::new("外部系统任务", "Work for outside systems"),
        state,
        why: Text::new(
            format!("等待{due}项，正在处理{taken}项，最久的已等{minutes}分钟"),
            format!("{due} waiting, {taken} being done; the oldest has waited {minutes} minutes"),
        ),
        next,
    };
    let (state, next) = if aside > 0 {
        (Tag::new(Tone::Err, "需要处理", "Needs a person"), outside())
    } else {
        (good(), Next::Nothing)
    };
    let laid_aside = HealthCheck {
        name: Text::new("被搁置的任务", "Work laid aside"),
        state,
        why: Text::new(format!("{aside}项"), format!("{aside}")),
        next,
    };
    Ok(vec![queue, laid_aside])
}

/// The newest checkpoint, and whether it keeps up with the ledger.
async fn checkpoint(app: &App, now: Instant) -> Result<HealthCheck, Fault> {
    let name = Text::new("账本检查点", "Checkpoint of the ledger");
    let newest = app.office.ledger.newest();
    let from = newest.as_ref().map_or(0, |signed| signed.checkpoint.size);
    let behind = app.office.query(move |read| Ok(ledger::follow(read, from, 1)?)).await?;
    let waiting = behind.first().map(|(_, event)| now.since(event.recorded_at) / 1000);
    let late = waiting.is_some_and(|seconds| seconds > CHECKPOINT_SECONDS);
    let state = if late { Tag::new(Tone::Err, "没有跟上", "Behind") } else { good() };
    let next = if late { Next::Command("yichuang verify") } else { Next::Nothing };
    Ok(HealthCheck { name, state, why: signed_words(newest.as_deref()), next })
}

fn signed_words(newest: Option<&Signed>) -> Text {
    match newest {
        None => Text::new("还没有签发", "None signed yet"),
        Some(signed) => {
            let (size, at) = (signed.checkpoint.size, signed.signed_at.local());
            Text::new(format!("{at}签发，覆盖{size}条记录"), format!("Signed {at} over {size} events"))
        }
    }
}

async fn storage(app: &App) -> Result<Vec<HealthCheck>, Fault> {
    let store = app.office.store().clone();
    let engine = store.engine();
    let have = tokio::task::spawn_blocking(move || store.schema_version()).await;
    let stopped = |_| Stop::Failed(ledger::Error::Broken("reading the schema stopped".to_owned()));
    let have = have.map_err(stopped)?.map_err(Stop::from)?;
    let wanted = service::MIGRATIONS.iter().map(|step| step.number).max().unwrap_or(0);
    let (state, next) = if have == wanted {
        (good(), Next::Nothing)
    } else {
        (Tag::new(Tone::Err, "版本不符", "Another version"), Next::Command("yichuang migrate"))
    };
    let schema = HealthCheck {
        name: Text::new("数据库结构", "Schema of the database"),
        state,
        why: Text::new(
            format!("版本{have}，程序需要{wanted}"),
            format!("Version {have}; the program wants {wanted}"),
        ),
        next,
    };
    let engine = HealthCheck {
        name: Text::new("数据库", "Database"),
        state: good(),
        why: Text::new(engine.name(), engine.name()),
        next: Next::Nothing,
    };
    Ok(vec![schema, engine])
}

/// Without icons and htmx every page works, but plainly.
fn assets() -> HealthCheck {
    let name = Text::new("页面资源", "Assets of the pages");
    if completeness() == "full" {
        let why = Text::new("图标和增强脚本齐全", "Icons and enhancements are there");
        return HealthCheck { name, state: good(), why, next: Next::Nothing };
    }
    HealthCheck {
        name,
        state: Tag::new(Tone::Info, "精简", "Plain"),
        why: Text::new(
            "没有图标和增强脚本，功能不受影响",
            "Without icons and enhancements; everything works",
        ),
        next: Next::Command("cargo xtask assets"),
    }
}
