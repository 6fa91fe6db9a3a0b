//! The areas an identity number can begin with.

use base::{Day, Text};
use serde::Deserialize;

use crate::table::Row;
use crate::{Holder, Law, LawError};

/// One pair of leading digits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaRow {
    pub(crate) name: Text,
    pub(crate) holder: Holder,
}

impl Law {
    /// The row of these two digits, if the standard assigned them by that day.
    pub(crate) fn area(&self, digits: &str, on: Day) -> Option<&Row<AreaRow>> {
        self.areas.at(digits, on).ok()
    }

    /// The province, or the permit, that an identity number with these two leading digits belongs to.
    pub fn area_name(&self, digits: &str, on: Day) -> Result<&Text, LawError> {
        self.areas.at(digits, on).map(|row| &row.data.name)
    }
}
