//! Events to rows.

use ledger::{Error, Event};
use store::{Tx, params};

use super::model::LicenceEvent;

store::statements! {
    INSERT = "licence.insert": "
        INSERT INTO licence (id, holder, file_number, classes, status, first_issue, valid_from, valid_until, term,
                             blank, edition, issued_at, region)
        VALUES ($1, $2, $3, $4, 'normal', $5, $6, $7, $8, NULL, 1, $9, $10)";
    REISSUE = "licence.reissue": "
        UPDATE licence SET valid_from = $2, valid_until = $3, term = $4, blank = $5, edition = $6, issued_at = $7
        WHERE id = $1";
    CORRECT = "licence.correct": "UPDATE licence SET valid_until = $2 WHERE id = $1";
    STATUS = "licence.status": "UPDATE licence SET status = $2 WHERE id = $1";
}

pub(crate) fn apply(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    let Some(fact) = LicenceEvent::read(event)? else { return Ok(false) };
    match fact {
        LicenceEvent::Registered(r) => {
            let (at, region) = (event.recorded_at, r.region.to_string());
            tx.exec(
                &INSERT,
                params![
                    r.licence,
                    r.holder,
                    r.file_number,
                    r.classes,
                    r.first_issue,
                    r.valid_from,
                    r.valid_until,
                    r.term,
                    at,
                    region,
                ],
            )?;
        }
        LicenceEvent::Reissued(r) => {
            let at = event.recorded_at;
            tx.exec(
                &REISSUE,
                params![r.licence, r.valid_from, r.valid_until, r.term, r.blank, r.edition, at],
            )?;
        }
        LicenceEvent::Corrected(c) => {
            tx.exec(&CORRECT, params![c.licence, c.valid_until])?;
        }
        LicenceEvent::StatusSet(s) => {
            tx.exec(&STATUS, params![s.licence, s.status])?;
        }
    }
    Ok(true)
}
