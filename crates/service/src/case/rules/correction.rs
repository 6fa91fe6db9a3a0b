//! Putting right what was decided: when that can be done, and which last day of a term can be right.

use base::Day;

use super::{Ruling, refused};
use crate::case::model::{CaseFile, Stage};
use crate::licence::Licence;

/// A decision is put right only after it, and by somebody who had no hand in it.
pub fn may_correct(case: &CaseFile, licence_issued: bool) -> Ruling {
    if !licence_issued || !matches!(case.stage, Stage::Issued | Stage::Closed) {
        return Err(refused(
            "case.nothing_to_correct",
            ("还没有可以更正的证件。", "制证之后才能更正。"),
            ("There is nothing to put right yet.", "A licence can be corrected once it is made."),
        ));
    }
    Ok(())
}

/// The right last day of a licence's term (none: without end) is another than the one on record, and comes after the
/// first day.
pub fn right_last_day(licence: &Licence, until: Option<Day>) -> Ruling {
    if licence.valid_until == until {
        return Err(refused(
            "case.correction_same",
            ("与现在的记载一样，不用更正。", "请核对有效期止；确实不同的，填写正确的日期。"),
            (
                "This is what is on record; there is nothing to correct.",
                "Check the last day, and give the right one if it differs.",
            ),
        ));
    }
    if until.is_some_and(|day| day <= licence.valid_from) {
        return Err(refused(
            "case.correction_before_first",
            ("有效期止应当在有效期起之后。", "请核对日期，重新填写。"),
            ("The last day has to be after the first.", "Check the day and give it again."),
        ));
    }
    Ok(())
}
