//! What a case costs and whether it was paid. Money itself is moved by the payment system; the office keeps the order,
//! its amount in fen and the payment system's reference.

mod sql;

use base::{Fen, Instant};
use store::{Read, params};

use crate::office::Stop;

/// An order to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// `pay_…`.
    pub id: String,
    /// How much.
    pub amount: Fen,
    /// Whether it was paid, even if the money went back since.
    pub paid: bool,
    /// When the payment was recorded.
    pub paid_at: Option<Instant>,
    /// Whether the money goes back.
    pub refund: Refund,
    /// The payment system's own number.
    pub reference: Option<String>,
}

/// Whether the money of an order goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refund {
    /// It does not.
    None,
    /// The payment system was asked to give it back, or will be.
    Asked,
    /// It was given back.
    Done,
}

impl Refund {
    fn of(status: &str) -> Self {
        match status {
            "refunding" => Self::Asked,
            "refunded" => Self::Done,
            _ => Self::None,
        }
    }
}

/// The order of a case; none for what is free.
pub fn of_case(read: &mut Read<'_>, case: &str) -> Result<Option<Order>, Stop> {
    Ok(read.maybe(&sql::OF_CASE, params![case], |row| {
        let status = row.text(2)?;
        let paid = status != "open";
        Ok(Order {
            id: row.text(0)?,
            amount: Fen(row.int(1)?),
            paid,
            paid_at: row.opt_int(4)?.map(Instant::from_ms).filter(|_| paid),
            refund: Refund::of(&status),
            reference: row.opt_text(3)?,
        })
    })?)
}

/// The number of the case that an order belongs to.
pub fn case_of(read: &mut Read<'_>, order: &str) -> Result<Option<String>, Stop> {
    Ok(read.maybe(&sql::CASE_OF, params![order], |row| row.text(0))?)
}

/// An order that was paid and whose money the payment system still has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// `pay_…`.
    pub order: String,
    /// The case that it is for.
    pub number: String,
    /// The case's item.
    pub item: String,
    /// How much.
    pub amount: Fen,
    /// The payment system's own number.
    pub reference: Option<String>,
    /// When the payment was recorded.
    pub at: Option<Instant>,
}

/// Up to 200 paid orders that were not given back, after an order's id.
pub fn paid(read: &mut Read<'_>, after: &str) -> Result<Vec<Paid>, Stop> {
    Ok(read.list(&sql::PAID, params![after], |row| {
        Ok(Paid {
            order: row.text(0)?,
            number: row.text(1)?,
            item: row.text(2)?,
            amount: Fen(row.int(3)?),
            reference: row.opt_text(4)?,
            at: row.opt_int(5)?.map(Instant::from_ms),
        })
    })?)
}

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().copied()
}
