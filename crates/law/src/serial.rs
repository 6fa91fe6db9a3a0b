//! The serials of ordinary plates: which form a serial has, and when an office opens the next one (GA 36-2018).

use base::Day;
use serde::{Deserialize, Serialize};

use crate::normal::plain;
use crate::{Answer, Law, LawError};

/// One form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SerialFormRow {
    places: usize,
    letters: Vec<usize>,
    opens_above: u16,
}

/// A form of the five places of a serial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SerialForm {
    /// Its place in the order in which forms are opened, from 1.
    pub order: usize,
    /// The places, from 1, at which a letter stands; digits stand at all others.
    pub letters: Vec<usize>,
}

impl Law {
    /// The form of a serial; none where letters stand at other places than any known form has them, or where it is not
    /// five digits and letters.
    pub fn serial_form(&self, serial: &str, on: Day) -> Result<Answer<Option<SerialForm>>, LawError> {
        let serial = plain(serial);
        let places = serial.chars().count();
        let proper =
            serial.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'O'));
        let letters: Vec<usize> = (1..)
            .zip(serial.chars())
            .filter(|(_, c)| c.is_ascii_uppercase())
            .map(|(place, _)| place)
            .collect();
        let rows = self.serial_forms.all().filter(|row| row.rule.in_force(on));
        let Some((order, row)) = (1..)
            .zip(rows)
            .find(|(_, row)| proper && row.data.places == places && row.data.letters == letters)
        else {
            return Ok(Answer::new(None, []).under(STANDARD));
        };
        Ok(Answer::new(Some(SerialForm { order, letters }), [&row.rule]))
    }

    /// The form that an office opens after this one, once so many in a hundred of it are used; none while it is not due,
    /// or where no later form is known.
    pub fn next_serial_form(
        &self,
        order: usize,
        used_percent: u16,
        on: Day,
    ) -> Result<Answer<Option<SerialForm>>, LawError> {
        let mut rows =
            self.serial_forms.all().filter(|row| row.rule.in_force(on)).skip(order.saturating_sub(1));
        let Some(current) = rows.next().filter(|_| order > 0) else {
            let (zh, en) = ("没有这个序号形式。", "there is no such form of a serial");
            return Err(LawError::question("plate.serial_form", zh, en));
        };
        let next = rows.next().filter(|_| used_percent > current.data.opens_above);
        let form = next.map(|row| SerialForm { order: order + 1, letters: row.data.letters.clone() });
        Ok(Answer::new(form, std::iter::once(&current.rule).chain(next.map(|row| &row.rule))))
    }
}

/// The standard of plates.
const STANDARD: &str = "GA 36-2018";
