//! Outside systems, for whoever looks after the connections: how each is reached, what waits for it, and what was laid
//! aside, failing first. In a demonstration the faults of the twins are chosen here too.
//!
//! What it is not: it asks no outside system. How a system is doing is told by the work that waits for it.

use authz::{Action, Resource};
use axum::extract::{Query, State};
use axum::routing::{get, post};
use base::{FieldError, Text};
use serde::Deserialize;
use service::job::{self, System, Waiting};
use service::office::Stop;

use super::fault::{fault_of, faults, set};
use super::frame::staff_frame;
use super::why::why_in_words;
use super::{again, fresh};
use crate::answer::{Answer, on_to, page, page_again};
use crate::frame::{Flash, FlashKind};
use crate::pages::view::staff::interfaces::{Aside, Interface, Interfaces};
use crate::pages::view::{Form, Tag, Tone};
use crate::route::{Door, Kind, Table};
use crate::{App, Connection, Fault, Posted, Visitor};

pub(super) fn routes() -> Table {
    let (see, fault) = (Door::Staff(Action::AdapterView), Door::Staff(Action::AdapterFault));
    Table::new().get(Kind::Page, "/admin/interfaces", "admin.interfaces", see, get(show)).post(
        Kind::Page,
        "/admin/interfaces/fault",
        "admin.interface_fault",
        fault,
        post(choose),
    )
}

/// Whether the visitor may do this with the connections.
pub(super) fn may(app: &App, visitor: &Visitor, action: Action) -> bool {
    let circumstances = visitor.ctx().circumstances();
    app.office.authorizer.decide(&visitor.actor, action, &Resource::Platform, circumstances).allowed
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

/// What the page says after a step.
fn done_words(word: &str) -> Option<Flash> {
    let (kind, zh, en) = match word {
        "retry" => (FlashKind::Done, "已重新排队，马上再试。", "It is due again and tried at once."),
        "give-up" => (FlashKind::Done, "已放弃，不再办理。", "It is given up."),
        "gone" => (
            FlashKind::Attention,
            "这项任务已经不在搁置之列，可能刚有人处理过。",
            "This work is not laid aside any more; somebody may just have seen to it.",
        ),
        "fault" => (FlashKind::Done, "演示故障已设定。", "The fault is set."),
        _ => return None,
    };
    Some(Flash { kind, text: Text::new(zh, en) })
}

async fn show(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    if !may(&app, &visitor, Action::AdapterView) {
        return Err(Stop::NotFound.into());
    }
    let form = fresh(&app, &visitor);
    let mut view = whole(&app, &visitor, form).await?;
    view.frame.flash = done_words(&asked.done);
    page(&view)
}

/// The page as things stand.
async fn whole(app: &App, visitor: &Visitor, form: Form) -> Result<Interfaces, Fault> {
    let (waiting, aside) = app.office.query(|read| Ok((job::waiting(read)?, job::aside(read)?))).await?;
    let aside_total: u64 = waiting.iter().map(|waits| u64::try_from(waits.aside).unwrap_or(0)).sum();
    let mut interfaces: Vec<Interface> = all(&app.connections, waiting)
        .into_iter()
        .map(|(connection, waits)| interface(app, &connection, &waits))
        .collect();
    interfaces.sort_by_key(|at| match at.state.tone {
        Tone::Err => 0,
        Tone::Warn => 1,
        _ => 2,
    });
    let well = interfaces.iter().all(|at| !matches!(at.state.tone, Tone::Err | Tone::Warn));
    Ok(Interfaces {
        frame: staff_frame(app, visitor).await?,
        form,
        interfaces,
        aside: aside.into_iter().map(lying).collect(),
        aside_total,
        faults: if may(app, visitor, Action::AdapterFault) { faults(app) } else { None },
        looked_at: visitor.now,
        well,
    })
}

/// Every system and receiver with what waits for it, in the order of the list of systems. Work of the program itself, and
/// for a receiver that the operator has taken out, is there only where some waits.
fn all(connections: &[Connection], mut waiting: Vec<Waiting>) -> Vec<(Connection, Waiting)> {
    let mut found = Vec::new();
    for &system in System::ALL {
        let mut known: Vec<Connection> =
            connections.iter().filter(|at| at.system == system).cloned().collect();
        if known.is_empty() && !matches!(system, System::Webhook | System::Own) {
            known.push(Connection::new(system, "", None));
        }
        for at in known {
            let place = waiting.iter().position(|w| w.system == system && w.receiver == at.receiver);
            let waits = match place {
                Some(place) => waiting.remove(place),
                None => Waiting::nothing(system, at.receiver.as_str()),
            };
            found.push((at, waits));
        }
        let (rest, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|waits| waits.system == system);
        waiting = others;
        let unknown = |waits: Waiting| (Connection::new(system, waits.receiver.as_str(), None), waits);
        found.extend(rest.into_iter().map(unknown));
    }
    found
}

fn interface(app: &App, at: &Connection, waits: &Waiting) -> Interface {
    Interface {
        name: at.system.name(),
        receiver: at.receiver.clone(),
        host: at.host.clone(),
        state: state(at, waits),
        waits: in_a_line(waits),
        since: waits.since,
        why: waits.why.as_deref().map(why_in_words),
        fault: fault_of(app, at.system),
    }
}

fn state(at: &Connection, waits: &Waiting) -> Tag {
    let configured = at.host.is_some() || at.system == System::Own;
    if waits.aside > 0 {
        Tag::new(Tone::Err, "需要处理", "Needs a person")
    } else if waits.by_the_hour > 0 {
        Tag::new(Tone::Err, "长时间中断", "Out for long")
    } else if !configured && waits.under_way() > 0 {
        Tag::new(Tone::Warn, "没有配置", "Not configured")
    } else if waits.why.is_some() {
        Tag::new(Tone::Warn, "正在重试", "Trying again")
    } else if !configured {
        Tag::new(Tone::Info, "没有配置", "Not configured")
    } else if waits.under_way() > 0 {
        Tag::new(Tone::Info, "正在办理", "At work")
    } else {
        Tag::new(Tone::Ok, "正常", "Normal")
    }
}

fn in_a_line(waits: &Waiting) -> Text {
    let parts = [
        (waits.due, "等待", "waiting"),
        (waits.taken, "正在处理", "being done"),
        (waits.aside, "搁置", "laid aside"),
    ];
    let some: Vec<_> = parts.into_iter().filter(|(many, _, _)| *many > 0).collect();
    if some.is_empty() {
        return Text::new("没有任务在等", "No tasks are waiting");
    }
    let zh: Vec<String> = some.iter().map(|(many, zh, _)| format!("{zh}{many}项")).collect();
    let en: Vec<String> = some.iter().map(|(many, _, en)| format!("{many} {en}")).collect();
    Text::new(zh.join("，"), en.join(", "))
}

fn lying(job: job::Aside) -> Aside {
    Aside {
        href: format!("/admin/interfaces/jobs/{}", job.id),
        kind: job::kind_name(&job.kind),
        system: job.system.name(),
        about: job.subject,
        since: job.since,
        why: why_in_words(&job.why),
    }
}

/// Chooses a fault of a twin. Where there are no twins there is no such page.
async fn choose(State(app): State<App>, visitor: Visitor, posted: Posted) -> Answer {
    if app.demo.is_none() || !may(&app, &visitor, Action::AdapterFault) {
        return Err(Stop::NotFound.into());
    }
    let Some(field) = set(&app, posted.value("system"), posted.value("mode")) else {
        return on_to("/admin/interfaces?done=fault");
    };
    let wrong = match field {
        "system" => FieldError::new("system", "请选择一个系统", "Choose a system"),
        _ => FieldError::new("mode", "请选择一种故障", "Choose what goes wrong"),
    };
    let form = again(&app, &visitor, &posted, vec![wrong]);
    page_again(&whole(&app, &visitor, form).await?)
}
