//! Fees, legal limits and deadlines that are looked up by name.

use base::{Day, Fen, Text};
use serde::Deserialize;

use crate::{Answer, Deadline, Figure, Law, LawError};

/// A fee set for the whole country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeeRow {
    name: Text,
    per: Text,
    fen: Fen,
}

/// A legal limit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitRow {
    name: Text,
    working_days: u16,
}

impl Law {
    /// The fee with this key (`licence.card`), for one piece.
    pub fn fee(&self, key: &str, on: Day) -> Result<Answer<Fen>, LawError> {
        let row = self.fees.at(key, on)?;
        Ok(Answer::new(row.data.fen, [&row.rule]).changing_on(row.rule.until.map(|d| d.plus_days(1))))
    }

    /// What the fee is called, and what one piece of it is.
    pub fn fee_name(&self, key: &str, on: Day) -> Result<(&Text, &Text), LawError> {
        self.fees.at(key, on).map(|row| (&row.data.name, &row.data.per))
    }

    /// The keys of all fees, sorted.
    pub fn fee_keys(&self) -> impl Iterator<Item = &str> {
        self.fees.keys()
    }

    /// Within how many working days after acceptance an office finishes (`licence.exchange`); 0 is on the spot.
    pub fn limit(&self, key: &str, on: Day) -> Result<Answer<u16>, LawError> {
        let row = self.limits.at(key, on)?;
        Ok(Answer::new(row.data.working_days, [&row.rule])
            .changing_on(row.rule.until.map(|d| d.plus_days(1))))
    }

    /// What the limit is for.
    pub fn limit_name(&self, key: &str, on: Day) -> Result<&Text, LawError> {
        self.limits.at(key, on).map(|row| &row.data.name)
    }

    /// The keys of all limits, sorted.
    pub fn limit_keys(&self) -> impl Iterator<Item = &str> {
        self.limits.keys()
    }

    /// Until when a change of telephone number or address is reported (162§81).
    pub fn contact_deadline(&self, changed_on: Day) -> Result<Answer<Deadline>, LawError> {
        self.deadline(Figure::ContactReportWithin, changed_on)
    }

    /// Until when a licence whose printed data changed is exchanged (162§66).
    pub fn information_deadline(&self, changed_on: Day, on: Day) -> Result<Answer<Deadline>, LawError> {
        let within = self.measure(Figure::InformationExchangeWithin, on)?;
        let deadline = Deadline { days: within.value, last_day: within.after(changed_on) };
        Ok(Answer::new(deadline, [within.rule]).changing_on(deadline.last_day.plus_days(1)))
    }

    /// The last day on which a medical certificate issued on this day counts (162§85).
    pub fn medical_certificate_until(&self, issued: Day) -> Result<Answer<Day>, LawError> {
        let valid = self.measure(Figure::MedicalCertificateValid, issued)?;
        Ok(Answer::new(valid.after(issued), [valid.rule]))
    }

    /// The last day on which a test of memory, judgement and reaction passed on this day counts.
    pub fn ability_test_until(&self, passed: Day) -> Result<Answer<Day>, LawError> {
        let valid = self.measure(Figure::AbilityTestValid, passed)?;
        Ok(Answer::new(valid.after(passed), [valid.rule]))
    }

    fn deadline(&self, figure: Figure, from: Day) -> Result<Answer<Deadline>, LawError> {
        let within = self.measure(figure, from)?;
        let deadline = Deadline { days: within.value, last_day: within.after(from) };
        Ok(Answer::new(deadline, [within.rule]).changing_on(deadline.last_day.plus_days(1)))
    }
}
