//! Events to rows.

use ledger::{Error, Event};
use store::{Bulk, ToValue, Tx, Value, params};

use super::model::{
    BlankStatus, GrantGiven, GrantNarrowed, OutletChanged, OutletEvent, OutletOpened, OutletStatus,
    StockReceived,
};
use super::rules;
use authz::Standing;

store::statements! {
    OPENED = "outlet.insert": "
        INSERT INTO outlet (id, code, name_zh, name_en, address_zh, address_en, kind, tier, region, parent, hours,
                            status, opened_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, $12)";
    CHANGED = "outlet.change": "
        UPDATE outlet SET name_zh = $2, name_en = $3, address_zh = $4, address_en = $5, tier = $6, hours = $7,
                          changed_at = $8
        WHERE id = $1";
    STATUS = "outlet.status": "UPDATE outlet SET status = $2, changed_at = $3 WHERE id = $1";
    GIVEN = "outlet.grant_insert": "
        INSERT INTO outlet_grant (id, outlet, items, stages, area, from_day, until_day, daily_quota, standing,
                                  given_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $9)";
    NARROWED = "outlet.grant_narrow": "
        UPDATE outlet_grant SET items = $2, stages = $3, area = $4, until_day = $5, daily_quota = $6, changed_at = $7
        WHERE id = $1";
    STANDING = "outlet.grant_standing": "
        UPDATE outlet_grant SET standing = $2, changed_at = $3 WHERE id = $1";
    BLANK = "outlet.blank_change": "
        UPDATE blank SET status = $2, used_for = $3, reason = $4, changed_at = $5 WHERE number = $1";
}

/// Blanks come in by hundreds.
static BLANKS: Bulk = Bulk { table: "blank", columns: &["number", "kind", "outlet", "status", "changed_at"] };

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = OutletEvent::read(event)? else { return Ok(false) };
    let at = event.recorded_at;
    let none = Option::<&str>::None;
    match fact {
        OutletEvent::Opened(o) => opened(tx, event, &o)?,
        OutletEvent::Changed(c) => changed(tx, event, &c)?,
        OutletEvent::Closed(c) => status(tx, event, &c.outlet, OutletStatus::Closed)?,
        OutletEvent::Reopened(r) => status(tx, event, &r.outlet, OutletStatus::Open)?,
        OutletEvent::GrantGiven(g) => given(tx, event, &g)?,
        OutletEvent::GrantNarrowed(n) => narrowed(tx, event, &n)?,
        OutletEvent::GrantSuspended(s) => standing(tx, event, &s.grant, Standing::Suspended)?,
        OutletEvent::GrantResumed(r) => standing(tx, event, &r.grant, Standing::Active)?,
        OutletEvent::GrantWithdrawn(w) => standing(tx, event, &w.grant, Standing::Withdrawn)?,
        OutletEvent::StockReceived(r) => received(tx, event, &r)?,
        OutletEvent::BlankUsed(b) => {
            let used = BlankStatus::Used.as_str();
            tx.exec(&BLANK, params![b.number, used, Some(b.used_for), none, at])?;
        }
        OutletEvent::BlankSpoiled(b) => {
            let spoiled = BlankStatus::Spoiled.as_str();
            tx.exec(&BLANK, params![b.number, spoiled, none, Some(b.reason.as_str()), at])?;
        }
    }
    Ok(true)
}

fn opened(tx: &mut Tx<'_>, event: &Event, o: &OutletOpened) -> Result<(), Error> {
    let (region, at) = (o.region.to_string(), event.recorded_at);
    tx.exec(
        &OPENED,
        params![
            o.outlet,
            o.code,
            o.name.zh,
            o.name.en,
            o.address.zh,
            o.address.en,
            o.kind.as_str(),
            u32::from(o.tier),
            region,
            o.parent,
            o.hours,
            at,
        ],
    )?;
    Ok(())
}

fn changed(tx: &mut Tx<'_>, event: &Event, c: &OutletChanged) -> Result<(), Error> {
    let (tier, at) = (u32::from(c.tier), event.recorded_at);
    let (name, address) = (&c.name, &c.address);
    tx.exec(&CHANGED, params![c.outlet, name.zh, name.en, address.zh, address.en, tier, c.hours, at])?;
    Ok(())
}

fn status(tx: &mut Tx<'_>, event: &Event, outlet: &str, status: OutletStatus) -> Result<(), Error> {
    tx.exec(&STATUS, params![outlet, status.as_str(), event.recorded_at])?;
    Ok(())
}

fn given(tx: &mut Tx<'_>, event: &Event, g: &GrantGiven) -> Result<(), Error> {
    let (items, stages) = (json(event, &g.items)?, json(event, &g.stages)?);
    let (area, at) = (g.area.to_string(), event.recorded_at);
    tx.exec(&GIVEN, params![g.grant, g.outlet, items, stages, area, g.from, g.until, g.daily_quota, at])?;
    Ok(())
}

fn narrowed(tx: &mut Tx<'_>, event: &Event, n: &GrantNarrowed) -> Result<(), Error> {
    let (items, stages) = (json(event, &n.items)?, json(event, &n.stages)?);
    let (area, at) = (n.area.to_string(), event.recorded_at);
    tx.exec(&NARROWED, params![n.grant, items, stages, area, n.until, n.daily_quota, at])?;
    Ok(())
}

fn standing(tx: &mut Tx<'_>, event: &Event, grant: &str, standing: Standing) -> Result<(), Error> {
    tx.exec(&STANDING, params![grant, standing.as_str(), event.recorded_at])?;
    Ok(())
}

fn received(tx: &mut Tx<'_>, event: &Event, r: &StockReceived) -> Result<(), Error> {
    let numbers = rules::numbers(&r.first, &r.last)
        .map_err(|e| Error::Fact { kind: event.kind.clone(), what: e.message.en })?;
    let rows = numbers.iter().map(|number| -> Vec<Value<'_>> {
        vec![
            number.to_value(),
            Value::Text(r.kind.as_str().into()),
            r.outlet.to_value(),
            Value::Text(BlankStatus::InStock.as_str().into()),
            event.recorded_at.to_value().into_owned(),
        ]
    });
    tx.bulk(&BLANKS, rows)?;
    Ok(())
}

fn json(event: &Event, value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Fact { kind: event.kind.clone(), what: e.to_string() })
}
