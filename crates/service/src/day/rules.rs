//! When a day can be closed: pure decisions.

use base::{Day, FieldError, Refusal, Text};

use super::model::{DayClosed, Sheet, Tally};
use crate::office::Stop;

/// The id of a day of an outlet.
pub(super) fn id(outlet: &str, day: Day) -> String {
    format!("{day}/{outlet}")
}

/// The event that closes the day, as counted against the books. A reason for what does not differ is left out.
pub(super) fn close(outlet: &str, sheet: &Sheet, counted: &Tally) -> Result<DayClosed, Stop> {
    if sheet.closed.is_some() {
        return Err(closed_already().into());
    }
    let blanks_differ = counted.blanks != sheet.blanks.expected();
    let fees_differ = counted.fees != sheet.fees.expected;
    let mut wrong = Vec::new();
    if blanks_differ && counted.blanks_reason.is_none() {
        let (books, hand) = (sheet.blanks.expected(), counted.blanks);
        wrong.push(FieldError::new(
            "blanks_reason",
            format!("账上应有{books}张，点出{hand}张，请选择不一致的原因。"),
            format!("The books say {books} and you counted {hand}. Choose why they differ."),
        ));
    }
    if fees_differ && counted.fees_reason.is_none() {
        let (books, hand) = (sheet.fees.expected, counted.fees);
        wrong.push(FieldError::new(
            "fees_reason",
            format!("账上应有{books}元，点出{hand}元，请选择不一致的原因。"),
            format!("The books say {books} yuan and you counted {hand}. Choose why they differ."),
        ));
    }
    if !wrong.is_empty() {
        return Err(Stop::Invalid(wrong));
    }
    let many = |numbers: &[String]| u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    Ok(DayClosed {
        outlet: outlet.to_owned(),
        day: sheet.day,
        blanks_start: sheet.blanks.start,
        blanks_received: sheet.blanks.received,
        blanks_used: sheet.blanks.used,
        blanks_spoiled: sheet.blanks.spoiled,
        blanks_counted: counted.blanks,
        blanks_reason: counted.blanks_reason.filter(|_| blanks_differ),
        fees_expected: sheet.fees.expected,
        fees_payments: sheet.fees.payments,
        fees_counted: counted.fees,
        fees_reason: counted.fees_reason.filter(|_| fees_differ),
        left: sheet.left.iter().map(|left| (left.what.as_str().to_owned(), many(&left.numbers))).collect(),
    })
}

/// A day is closed once.
fn closed_already() -> Refusal {
    Refusal::new(
        "day.closed_already",
        Text::new(
            "本网点今天已经日结，不能再结一次。",
            "Your outlet's day is closed already and cannot be closed again.",
        ),
        Text::new(
            "日结以后办的业务计入下一次日结；点错了数的，请报告网点负责人，下一次日结时写明原因。",
            "What is done after a closing counts towards the next one. If you counted wrongly, tell the head of the \
             outlet and give the reason at the next closing.",
        ),
    )
}
