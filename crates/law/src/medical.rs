//! Medical certificates (提交身体条件证明): from 70 once a year, with C5 every three cycles, each time within 30 days after
//! the points cycle ends (162§74); a year after that the licence is cancelled (162§79).

use std::sync::Arc;

use base::Day;
use serde::Serialize;

use crate::{Answer, Class, Classes, Figure, Law, LawError, Rule};

/// Why certificates are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MedicalReason {
    /// The age: every cycle.
    Age,
    /// The class C5: every third cycle.
    C5,
}

/// Whether somebody hands in medical certificates, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MedicalDuty {
    /// Whether the duty exists.
    pub required: bool,
    /// Why.
    pub reason: Option<MedicalReason>,
    /// The last day of the cycle that last ended, or for C5 of the third cycle that last ended; none before that.
    pub last_cycle_end: Option<Day>,
    /// Until when the certificate for it is handed in; none where the duty had not begun at its end.
    pub submit_by: Option<Day>,
    /// The day from which the licence is to be cancelled when it was not.
    pub cancelled_from: Option<Day>,
    /// How many days after the cycle there are to hand it in.
    pub within_days: u16,
}

impl Law {
    /// Whether somebody hands in medical certificates, and until when the last one was or is due.
    pub fn medical_duty(
        &self,
        classes: &Classes,
        birth: Day,
        first_issue: Day,
        as_of: Day,
    ) -> Result<Answer<MedicalDuty>, LawError> {
        let within = self.measure(Figure::MedicalSubmitWithin, as_of)?;
        let cancelled = self.measure(Figure::MedicalCancelledAfter, as_of)?;
        let from_age = self.measure(Figure::MedicalFromAge, as_of)?;
        let age = self.reaches(birth, from_age.value, as_of)?;
        let cycle = self.cycle(first_issue, as_of)?;
        let ended = cycle.value.number - 1;
        let mut rules: Vec<Arc<Rule>> = vec![Arc::clone(within.rule)];
        let (reason, counted, bound_since) = if age.value <= as_of {
            rules.push(Arc::clone(from_age.rule));
            (Some(MedicalReason::Age), ended, age.value)
        } else if classes.contains(Class::C5) {
            let every = self.measure(Figure::MedicalC5Cycles, as_of)?;
            rules.push(Arc::clone(every.rule));
            (Some(MedicalReason::C5), ended - ended % every.value, first_issue)
        } else {
            (None, 0, as_of)
        };
        let last_cycle_end =
            if counted == 0 { None } else { Some(self.cycle_end(first_issue, counted, as_of)?) };
        let due_for = last_cycle_end.filter(|end| bound_since <= *end);
        if due_for.is_some() {
            rules.push(Arc::clone(cancelled.rule));
        }
        rules.extend(cycle.rows);
        let duty = MedicalDuty {
            required: reason.is_some(),
            reason,
            last_cycle_end,
            submit_by: due_for.map(|end| within.after(end)),
            cancelled_from: due_for.map(|end| cancelled.after(end).plus_days(1)),
            within_days: within.value,
        };
        let changes_on = if reason.is_some() { cycle.changes_on } else { Some(age.value) };
        Ok(Answer::new(duty, &rules).changing_on(changes_on))
    }
}
