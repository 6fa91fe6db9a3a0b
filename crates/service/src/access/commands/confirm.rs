//! Confirming that a new number is in the person's hand: a code goes to that number and has to come back before the
//! number takes the place of the old one. Without it a slip of the finger would send every later code and notice to
//! a stranger, and lock the person out.

use base::Refusal;
use ledger::seal::BlindKind;
use store::params;

use super::code::{CodeToSend, Drawn, typed_code, use_code};
use crate::access::rules::tally::Tally;
use crate::access::secret::digest;
use crate::access::{sql, work};
use crate::office::{Desk, Office, Stop};

/// A person and the number they want, as the work tables know them: digests, of the number through its keyed index.
#[derive(Clone, Debug)]
pub(crate) struct NewNumber {
    who: [u8; 32],
    by_person: [u8; 32],
    by_number: [u8; 32],
    person: String,
}

/// A code for a new number, before its row is written.
pub(crate) struct NumberCode {
    number: NewNumber,
    drawn: Drawn,
}

impl NewNumber {
    /// This number for this person. The number is in its one spelling.
    pub(crate) fn new(office: &Office, person: &str, phone: &str) -> Self {
        let index = office.vault.index(BlindKind::Phone, phone).map_or([0; 32], |index| *index.as_bytes());
        Self {
            who: digest("who-confirms-number", &[person.as_bytes(), &index]),
            by_person: by_person(person),
            by_number: digest("number-to-confirm", &[&index]),
            person: person.to_owned(),
        }
    }

    /// Draws a code for it, from the office's entropy.
    pub(crate) fn draw(self, office: &Office) -> NumberCode {
        let drawn = Drawn::new(self.who, Some(self.person.clone()), &mut office.entropy.rng());
        NumberCode { number: self, drawn }
    }

    /// Uses up the code that came to the number. A wrong one is counted, and the caller lets the transaction stand.
    pub(crate) fn confirm(&self, desk: &mut Desk<'_, '_>, typed: &str) -> Result<Result<(), Refusal>, Stop> {
        Ok(use_code(desk, &self.who, typed)?.map(|_| ()))
    }
}

impl NumberCode {
    /// Counts the request and writes the row; gives what is to be sent. At most five an hour of one person, and to one
    /// number.
    pub(crate) fn keep(&self, desk: &mut Desk<'_, '_>) -> Result<CodeToSend, Stop> {
        work::count(desk, Tally::NewNumber, &self.number.by_person)?.map_err(Stop::TooMany)?;
        work::count(desk, Tally::ToNumber, &self.number.by_number)?.map_err(Stop::TooMany)?;
        self.drawn.keep(desk)?.ok_or(Stop::NotFound)
    }
}

/// The code that somebody typed, in its one spelling.
pub(crate) fn typed(text: &str) -> Result<String, Stop> {
    typed_code(text)
}

fn by_person(person: &str) -> [u8; 32] {
    digest("person-confirms-number", &[person.as_bytes()])
}

/// Forgets how often the person asked, inside the command that erases them.
pub(super) fn forget(desk: &mut Desk<'_, '_>, person: &str) -> Result<(), Stop> {
    desk.exec(&sql::TALLY_DROP, params![Tally::NewNumber.name(), by_person(person)])?;
    Ok(())
}
