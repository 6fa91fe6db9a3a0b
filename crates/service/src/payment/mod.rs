//! What a case costs and whether it was paid. Money itself is moved by the payment system; the office keeps the order,
//! its amount in fen and the payment system's reference.

use base::Fen;
use store::{Read, params};

use crate::office::Stop;

store::statements! {
    OF_CASE = "payment.of_case": "SELECT id, amount, status, reference FROM payment WHERE case_id = $1";
    CASE_OF = "payment.case_of": "
        SELECT c.number FROM payment AS p JOIN case_file AS c ON c.id = p.case_id WHERE p.id = $1";
}

/// An order to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// `pay_…`.
    pub id: String,
    /// How much.
    pub amount: Fen,
    /// Whether it was paid.
    pub paid: bool,
    /// The payment system's own number.
    pub reference: Option<String>,
}

/// The order of a case; none for what is free.
pub fn of_case(read: &mut Read<'_>, case: &str) -> Result<Option<Order>, Stop> {
    Ok(read.maybe(&OF_CASE, params![case], |row| {
        Ok(Order {
            id: row.text(0)?,
            amount: Fen(row.int(1)?),
            paid: row.text(2)? == "paid",
            reference: row.opt_text(3)?,
        })
    })?)
}

/// The number of the case that an order belongs to.
pub fn case_of(read: &mut Read<'_>, order: &str) -> Result<Option<String>, Stop> {
    Ok(read.maybe(&CASE_OF, params![order], |row| row.text(0))?)
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    STATEMENTS.iter().copied()
}
