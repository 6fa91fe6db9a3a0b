//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::{CaseEvent, CaseOpened, Decided, Remedy, Status};
use super::paper::{PaperBody, PaperKind};
use crate::catalog::Named;

store::statements! {
    OPEN = "case.insert": "
        INSERT INTO case_file (id, number, item, subject, applicant, agent, licence, region, outlet, channel, stage,
                               opened_at, fee, address_version, reasons, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11, $12, 0, '', 1)";
    NEED = "case.requirement_insert": "
        INSERT INTO requirement (case_id, code, kind, party, before_stage, status, due_on, evidence, place, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ORDER = "case.payment_insert": "
        INSERT INTO payment (id, case_id, amount, status, changed_at) VALUES ($1, $2, $3, 'open', $4)";
    REVISION = "case.revision": "UPDATE case_file SET revision = $2 WHERE id = $1";
    SETTLE = "case.requirement_settle": "
        UPDATE requirement SET status = $3, evidence = COALESCE($4, evidence), changed_at = $5
        WHERE case_id = $1 AND code = $2";
    ANSWERED = "case.requirement_answered": "
        UPDATE requirement SET status = $3, due_on = NULL, changed_at = $4 WHERE case_id = $1 AND code = $2";
    SETTLE_KIND = "case.requirement_settle_kind": "
        UPDATE requirement SET status = 'met', changed_at = $3 WHERE case_id = $1 AND kind = $2";
    ASK_AGAIN = "case.requirement_again": "
        UPDATE requirement SET status = 'again', due_on = $3, changed_at = $4 WHERE case_id = $1 AND code = $2";
    FILE = "case.file": "
        INSERT INTO person_file (person, digest) SELECT subject, CAST($2 AS {bytes}) FROM case_file WHERE id = $1
        ON CONFLICT (person, digest) DO NOTHING";
    DELIVER = "case.delivery": "
        UPDATE case_file SET delivery = $2, address_version = {greatest}(address_version, $3) WHERE id = $1";
    RESUME = "case.resume": "UPDATE case_file SET due_on = $2, stopped_on = NULL WHERE id = $1";
    SUBMIT = "case.submit": "UPDATE case_file SET submitted_at = $2 WHERE id = $1";
    PAY = "case.pay": "UPDATE payment SET status = 'paid', reference = $2, changed_at = $3 WHERE id = $1";
    ORDER_ANEW = "case.order_anew": "
        UPDATE payment SET id = $2, status = 'open', reference = NULL, changed_at = $3 WHERE case_id = $1";
    REFUND = "case.refund": "UPDATE payment SET status = $2, changed_at = $3 WHERE id = $1";
    ACCEPT = "case.accept": "
        UPDATE case_file SET stage = 'open', accepted_at = $2, due_on = $3, acceptor = $4 WHERE id = $1";
    STOP_CLOCK = "case.stop_clock": "
        UPDATE case_file SET stopped_on = COALESCE(stopped_on, $2) WHERE id = $1";
    REJECT = "case.reject": "
        UPDATE case_file SET stage = 'refused', ended_at = $2, acceptor = $3, reasons = $4 WHERE id = $1";
    GRANT = "case.grant": "UPDATE case_file SET stage = 'decided', decided_at = $2, decider = $3 WHERE id = $1";
    REFUSE = "case.refuse": "
        UPDATE case_file SET stage = 'refused', decided_at = $2, ended_at = $2, decider = $3, reasons = $4
        WHERE id = $1";
    ISSUE = "case.issue": "
        UPDATE case_file SET stage = 'issued', issued_at = $2, issuer = $3, blank = $4 WHERE id = $1";
    CLOSE = "case.close": "UPDATE case_file SET stage = 'closed', ended_at = $2 WHERE id = $1";
    END = "case.end": "UPDATE case_file SET stage = $2, ended_at = $3 WHERE id = $1";
    RATE = "case.rate": "UPDATE case_file SET rating = $2 WHERE id = $1";
    PARCEL = "case.parcel_insert": "
        INSERT INTO parcel (id, case_id, status, changed_at) VALUES ($1, $2, 'waiting', $3)";
    PARCEL_STATUS = "case.parcel_status": "
        UPDATE parcel SET status = $2, tracking = $3, changed_at = $4 WHERE id = $1";
    PARCEL_MOVE = "case.parcel_move": "
        INSERT INTO parcel_move (parcel, number, status, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (parcel, number) DO NOTHING";
    PAPER = "case.paper_insert": "
        INSERT INTO paper (number, case_id, kind, made_at, stream, event_number, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FEEDBACK = "case.feedback_insert": "
        INSERT INTO feedback (case_id, person, outlet, score, text_version, status, opened_at)
        SELECT id, applicant, outlet, CAST($2 AS {int}), CAST($3 AS {int}), CASE WHEN CAST($2 AS {int}) <= 2 THEN 'open' ELSE 'kept' END, CAST($4 AS {int})
        FROM case_file WHERE id = $1";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = CaseEvent::read(event)? else { return Ok(false) };
    let at = event.recorded_at;
    let case = match &fact {
        CaseEvent::Opened(o) => {
            opened(tx, event, o)?;
            return Ok(true);
        }
        CaseEvent::DeliveryChosen(d) => {
            tx.exec(&DELIVER, params![d.case, d.delivery.as_str(), d.address_version])?;
            &d.case
        }
        CaseEvent::HandedIn(h) => {
            let file = h.files.first().map(ToString::to_string);
            tx.exec(&SETTLE, params![h.case, h.code, Status::Given.as_str(), file, at])?;
            for file in &h.files {
                tx.exec(&FILE, params![h.case, *file.as_bytes()])?;
            }
            if let Some(due) = h.due_on {
                tx.exec(&RESUME, params![h.case, due])?;
            }
            &h.case
        }
        CaseEvent::Submitted(s) => {
            tx.exec(&SUBMIT, params![s.case, at])?;
            tx.exec(&SETTLE_KIND, params![s.case, "identity", at])?;
            tx.exec(&SETTLE_KIND, params![s.case, "undertaking", at])?;
            &s.case
        }
        CaseEvent::Settled(s) => {
            // The day was the source's, by which it was to answer; nothing of the person's has one but a notice's.
            tx.exec(&ANSWERED, params![s.case, s.code, s.status.as_str(), at])?;
            &s.case
        }
        CaseEvent::Paid(p) => {
            tx.exec(&PAY, params![p.payment, p.reference, at])?;
            tx.exec(&SETTLE_KIND, params![p.case, "payment", at])?;
            &p.case
        }
        CaseEvent::OrderedAnew(o) => {
            tx.exec(&ORDER_ANEW, params![o.case, o.payment, at])?;
            &o.case
        }
        CaseEvent::RefundAsked(r) => {
            tx.exec(&REFUND, params![r.payment, "refunding", at])?;
            &r.case
        }
        CaseEvent::Refunded(r) => {
            tx.exec(&REFUND, params![r.payment, "refunded", at])?;
            &r.case
        }
        _ => desk_work(tx, event, &fact)?,
    };
    tx.exec(&REVISION, params![case, event.number])?;
    Ok(true)
}

/// What staff do with a case.
fn desk_work<'f>(tx: &mut Tx<'_>, event: &Event, fact: &'f CaseEvent) -> Result<&'f str, Error> {
    let at = event.recorded_at;
    Ok(match fact {
        CaseEvent::Accepted(a) => {
            tx.exec(&ACCEPT, params![a.case, at, a.due_on, a.by])?;
            let body = PaperBody { until: Some(a.due_on), ..PaperBody::default() };
            paper(tx, event, &a.case, &a.paper, PaperKind::Receipt, &body)?;
            &a.case
        }
        CaseEvent::SupplementAsked(s) => {
            for code in &s.codes {
                tx.exec(&ASK_AGAIN, params![s.case, code, s.until, at])?;
            }
            // A clock that stands already has stood since the first notice.
            if s.stops_clock {
                tx.exec(&STOP_CLOCK, params![s.case, at.day()])?;
            }
            let body = PaperBody {
                codes: s.codes.clone(),
                faults: s.faults.clone(),
                until: Some(s.until),
                ..PaperBody::default()
            };
            paper(tx, event, &s.case, &s.paper, PaperKind::Notice, &body)?;
            &s.case
        }
        CaseEvent::Rejected(r) => {
            tx.exec(&REJECT, params![r.case, at, r.by, r.reasons.join(" ")])?;
            let body = against(&r.reasons, &r.named);
            paper(tx, event, &r.case, &r.paper, PaperKind::Rejection, &body)?;
            &r.case
        }
        CaseEvent::Decided(d) => decided(tx, event, d)?,
        CaseEvent::Issued(i) => {
            tx.exec(&ISSUE, params![i.case, at, i.by, i.blank])?;
            tx.exec(&SETTLE_KIND, params![i.case, "production", at])?;
            if let Some(parcel) = &i.parcel {
                tx.exec(&PARCEL, params![parcel, i.case, at])?;
            }
            &i.case
        }
        other => ending(tx, event, other)?,
    })
}

/// How a case ends, and what comes after.
fn ending<'f>(tx: &mut Tx<'_>, event: &Event, fact: &'f CaseEvent) -> Result<&'f str, Error> {
    let at = event.recorded_at;
    Ok(match fact {
        CaseEvent::HandedOver(h) => {
            close(tx, &h.case, event)?;
            &h.case
        }
        CaseEvent::ParcelMoved(p) => {
            tx.exec(&PARCEL_STATUS, params![p.parcel, p.status, p.tracking, at])?;
            tx.exec(&PARCEL_MOVE, params![p.parcel, p.number, p.status, event.effective_at])?;
            if p.status == "delivered" {
                close(tx, &p.case, event)?;
            }
            &p.case
        }
        CaseEvent::Withdrawn(w) => {
            let stage = if w.by_person { "withdrawn" } else { "lapsed" };
            tx.exec(&END, params![w.case, stage, at])?;
            paper(tx, event, &w.case, &w.paper, PaperKind::Withdrawal, &PaperBody::default())?;
            &w.case
        }
        CaseEvent::Corrected(c) => {
            let body = PaperBody { until: c.valid_until, ..PaperBody::default() };
            paper(tx, event, &c.case, &c.paper, PaperKind::Correction, &body)?;
            &c.case
        }
        CaseEvent::Rated(r) => {
            tx.exec(&RATE, params![r.case, r.score])?;
            tx.exec(&FEEDBACK, params![r.case, r.score, r.text_version, at])?;
            &r.case
        }
        other => {
            let what = format!("{other:?} is not an ending");
            return Err(Error::Fact { kind: event.kind.clone(), what });
        }
    })
}

fn opened(tx: &mut Tx<'_>, event: &Event, o: &CaseOpened) -> Result<(), Error> {
    let (at, region) = (event.recorded_at, o.region.to_string());
    tx.exec(
        &OPEN,
        params![
            o.case,
            o.number,
            o.item,
            o.subject,
            o.applicant,
            o.agent,
            o.licence,
            region,
            o.outlet,
            o.channel,
            at,
            o.fee,
        ],
    )?;
    for (place, need) in (0i64..).zip(&o.requirements) {
        tx.exec(
            &NEED,
            params![
                o.case,
                need.code,
                need.kind.as_str(),
                need.party.as_str(),
                need.before.as_str(),
                need.status.as_str(),
                need.due_on,
                need.evidence,
                place,
                at,
            ],
        )?;
    }
    if let Some(payment) = &o.payment {
        tx.exec(&ORDER, params![payment, o.case, o.fee, at])?;
    }
    Ok(())
}

fn decided<'f>(tx: &mut Tx<'_>, event: &Event, d: &'f Decided) -> Result<&'f str, Error> {
    let at = event.recorded_at;
    if d.granted {
        tx.exec(&GRANT, params![d.case, at, d.by])?;
        paper(tx, event, &d.case, &d.paper, PaperKind::Grant, &PaperBody::default())?;
    } else {
        tx.exec(&REFUSE, params![d.case, at, d.by, d.reasons.join(" ")])?;
        paper(tx, event, &d.case, &d.paper, PaperKind::Refusal, &against(&d.reasons, &d.named))?;
    }
    Ok(&d.case)
}

/// A refusal's paper always names what can be done against it.
fn against(reasons: &[String], named: &[Named]) -> PaperBody {
    PaperBody {
        reasons: reasons.to_vec(),
        named: named.to_vec(),
        remedies: Remedy::ALL.to_vec(),
        ..PaperBody::default()
    }
}

fn close(tx: &mut Tx<'_>, case: &str, event: &Event) -> Result<(), Error> {
    tx.exec(&CLOSE, params![case, event.recorded_at])?;
    tx.exec(&SETTLE_KIND, params![case, "handover", event.recorded_at])?;
    Ok(())
}

fn paper(
    tx: &mut Tx<'_>,
    event: &Event,
    case: &str,
    number: &str,
    kind: PaperKind,
    body: &PaperBody,
) -> Result<(), Error> {
    let body = serde_json::to_string(body)
        .map_err(|e| Error::Fact { kind: event.kind.clone(), what: e.to_string() })?;
    let at = event.recorded_at;
    tx.exec(&PAPER, params![number, case, kind.as_str(), at, event.stream.as_str(), event.number, body])?;
    Ok(())
}
