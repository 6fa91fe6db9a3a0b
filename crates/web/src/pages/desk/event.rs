//! One event of the ledger, whole, with the proof that it stands where the ledger says: its canonical bytes lead, by
//! the stored tree, to the root that the newest checkpoint signs. The page verifies as anybody outside would.

use base::Text;
use ledger::proof::{ProofBundle, verify};
use ledger::{Event, Signed};
use service::office::Stop;

use super::audit::place;
use super::event_name::event_name;
use super::frame::staff_frame;
use super::history::staff_or_system;
use crate::answer::{Answer, page};
use crate::pages::view::staff::ledger::{Inclusion, LedgerEvent};
use crate::pages::view::{Cell, Link, Row};
use crate::{App, Fault, Visitor};

/// The page of an event.
pub(super) async fn show(app: &App, visitor: &Visitor, stream: &str, number: i64) -> Answer {
    let (office, name) = (app.office.clone(), stream.to_owned());
    let found = app.office.query(move |read| {
        let event = ledger::event(read, &name, number)?.ok_or(Stop::NotFound)?;
        let position = ledger::position(read, &name, number)?;
        let actor = staff_or_system(&office, read, &event.origin.actor)?;
        let place = place(read, &event)?;
        Ok((event, position, actor, place))
    });
    let (event, position, actor, place) = found.await?;
    let inclusion = match position {
        None => Inclusion::Pending,
        Some(position) => included(app, &event, position).await?,
    };
    let mut rows = vec![
        Row::new("流与序号", "Stream and number", Cell::Data(format!("{} #{number}", event.stream))),
        Row::new("位置", "Position", position.map_or(Cell::Empty, |p| Cell::Data(p.to_string()))),
        Row::new("记录时间", "Recorded", Cell::Moment(event.recorded_at)),
        Row::new("生效时间", "Holds from", Cell::Moment(event.effective_at)),
        Row::new("经手人", "Actor", Cell::Words(actor)),
        Row::new("地点与渠道", "Place and door", Cell::Words(place)),
    ];
    rows.extend(origin(&event)?);
    page(&LedgerEvent {
        frame: staff_frame(app, visitor).await?,
        rows,
        inclusion,
        stream: Link::new(
            format!("/admin/audit?stream={}", event.stream),
            "这个流的全部记录",
            "All events of this stream",
        ),
        name: event_name(&event.kind),
        kind: event.kind,
        facts: event.facts,
    })
}

fn origin(event: &Event) -> Result<Vec<Row>, Fault> {
    let origin = &event.origin;
    // What the program does by itself, or before anybody is known, is asked of no policy.
    let policies = match origin.policies.as_slice() {
        [] => Cell::Words(Text::new("没有", "None")),
        some => Cell::Data(some.join(", ")),
    };
    let digest = event.digest().map_err(Stop::from)?;
    Ok(vec![
        Row::new("目的", "Purpose", origin.purpose.clone().map_or(Cell::Empty, Cell::Data)),
        Row::new("请求编号", "Request", Cell::Data(origin.request.clone())),
        Row::new("适用策略", "Policies", policies),
        Row::new("规则集", "Rule set", Cell::Data(origin.rules.clone())),
        Row::new("上一条摘要", "Digest before", Cell::Data(event.prev.to_string())),
        Row::new("本条摘要", "Digest", Cell::Data(digest.to_string())),
    ])
}

/// Verifies the event against the newest checkpoint, which is signed now if it does not cover it yet.
async fn included(app: &App, event: &Event, position: u64) -> Result<Inclusion, Fault> {
    let Some(signed) = covering(app, position).await? else { return Ok(Inclusion::Pending) };
    let size = signed.checkpoint.size;
    let path = app.office.query(move |read| Ok(ledger::stored::inclusion(read, position, size)?)).await?;
    let entry = event.canonical().map_err(Stop::from)?;
    let key = app.office.ledger.verifier();
    let bundle = ProofBundle::new(&entry, position, path, size, signed.note.clone(), key);
    Ok(match verify(&bundle, std::slice::from_ref(key)) {
        Ok(_) => Inclusion::Proved(size, signed.signed_at),
        Err(error) => {
            tracing::error!(%error, stream = %event.stream, number = event.number, "an event is not proved");
            Inclusion::Broken(Text::new(
                "这条记录与签名的检查点对不上，可能被改动过。",
                "This event does not lead to the signed checkpoint; it may have been altered.",
            ))
        }
    })
}

async fn covering(app: &App, position: u64) -> Result<Option<std::sync::Arc<Signed>>, Fault> {
    let covers = |signed: &std::sync::Arc<Signed>| signed.checkpoint.size > position;
    if let Some(newest) = app.office.ledger.newest().filter(covers) {
        return Ok(Some(newest));
    }
    let ledger = app.office.ledger.clone();
    let signed = tokio::task::spawn_blocking(move || ledger.sign_now()).await;
    let stopped = |_| Stop::Failed(ledger::Error::Broken("signing stopped".to_owned()));
    Ok(signed.map_err(stopped)?.map_err(Stop::from)?.filter(covers))
}
