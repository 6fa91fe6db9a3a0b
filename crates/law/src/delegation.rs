//! What an agent may do for somebody, and what only the person may (162§105, 164§86).

use base::{Day, Text};
use serde::Deserialize;

use crate::{Answer, Law, LawError};

/// One business.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelegationRow {
    name: Text,
    agent: bool,
    #[serde(default)]
    unless_prevented: bool,
}

impl Law {
    /// Whether an agent may do a business (`licence.exchange`). `prevented`: death, a stay abroad, illness, disability or
    /// force majeure keeps the person from coming.
    pub fn may_delegate(&self, business: &str, prevented: bool, on: Day) -> Result<Answer<bool>, LawError> {
        let row = self.delegations.at(business, on)?;
        let may = row.data.agent || prevented && row.data.unless_prevented;
        Ok(Answer::new(may, [&row.rule]))
    }

    /// What a business of the table of delegations is called.
    pub fn delegation_name(&self, business: &str, on: Day) -> Result<&Text, LawError> {
        self.delegations.at(business, on).map(|row| &row.data.name)
    }
}
