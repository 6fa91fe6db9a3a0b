//! The payment platform (非税收入统一支付): an order for a fee, the page on which the person pays, the platform's word
//! that it was paid, and money back.
//!
//! An order has our number; the same number always means the same order, so asking twice is harmless. The person is
//! sent to `pay_url` and comes back to `return_url`, paid or not: coming back proves nothing. The payment platform
//! says what happened by a notification to `notify_url`, signed in the Standard Webhooks format, and repeated until it
//! is taken; it may come late, twice or never, so an order that stays open is also asked for by
//! [`Payment::order`]. An order that the person cancels is finished; paying later takes a new order. The profile is
//! `docs/profiles/payment.md`.

mod client;
mod notify;
mod orders;
mod page;
mod twin;

#[cfg(test)]
mod tests;

use base::{Fen, Instant};
use serde::{Deserialize, Serialize};

pub use client::Payment;
pub use notify::{NotificationError, Notified, read_notification};
pub(crate) use twin::{Twin, router};

use crate::limits::{Limited, Wrong};
use crate::wire::present;

/// An order to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// Our number of the order, 1 to 64 letters, digits, `_` and `-`; the same number is the same order.
    pub order_no: String,
    /// What is to be paid: 1 to 10,000,000 fen.
    pub amount_fen: Fen,
    /// The case that is paid for.
    pub case_no: String,
    /// What the person reads on the payment page, 1 to 120 characters.
    pub description: String,
    /// Where the person's browser goes afterwards.
    pub return_url: String,
    /// Where notifications go.
    pub notify_url: String,
}

/// An order as the payment platform has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Our number.
    pub order_no: String,
    /// The case that is paid for.
    pub case_no: String,
    /// What is to be paid.
    pub amount_fen: Fen,
    /// How it stands.
    pub state: OrderState,
    /// The page on which the person pays.
    pub pay_url: String,
    /// The payment platform's own number of the payment; `null` until paid.
    #[serde(deserialize_with = "present")]
    pub payment_no: Option<String>,
    /// When it was paid, in milliseconds UTC; `null` until then.
    #[serde(deserialize_with = "present")]
    pub paid_at_ms: Option<Instant>,
    /// What was given back so far; never more than `amount_fen`.
    pub refunded_fen: Fen,
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Not paid yet.
    Open,
    /// Paid; some of it may have been given back.
    Paid,
    /// The person or the platform gave it up unpaid; final.
    Cancelled,
    /// All of it was given back; final.
    Refunded,
}

/// Money to give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRefund {
    /// Our number of the refund; the same number is the same refund.
    pub refund_no: String,
    /// How much: at most what was paid and not given back yet.
    pub amount_fen: Fen,
    /// Why, for the payment platform's records, 1 to 120 characters; no personal data.
    pub reason: String,
}

/// A refund as the payment platform has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The order it belongs to.
    pub order_no: String,
    /// Our number of the refund.
    pub refund_no: String,
    /// How much.
    pub amount_fen: Fen,
    /// How it stands.
    pub state: RefundState,
}

/// How a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Accepted, money on its way; ask again with the same number.
    Processing,
    /// Given back.
    Done,
}

impl Limited for NewOrder {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("order_no", &self.order_no);
        wrong.amount("amount_fen", self.amount_fen);
        wrong.number("case_no", &self.case_no);
        wrong.text("description", &self.description, 120);
        wrong.url("return_url", &self.return_url);
        wrong.url("notify_url", &self.notify_url);
    }
}

impl Limited for Order {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("order_no", &self.order_no);
        wrong.number("case_no", &self.case_no);
        wrong.amount("amount_fen", self.amount_fen);
        wrong.url("pay_url", &self.pay_url);
        if let Some(payment_no) = &self.payment_no {
            wrong.number("payment_no", payment_no);
        }
        if self.refunded_fen != Fen::ZERO {
            wrong.amount("refunded_fen", self.refunded_fen);
        }
        let paid = matches!(self.state, OrderState::Paid | OrderState::Refunded);
        let known = self.payment_no.is_some() && self.paid_at_ms.is_some();
        wrong.holds("state", paid == known && self.refunded_fen <= self.amount_fen);
    }
}

impl Limited for NewRefund {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("refund_no", &self.refund_no);
        wrong.amount("amount_fen", self.amount_fen);
        wrong.text("reason", &self.reason, 120);
    }
}

impl Limited for Refund {
    fn check(&self, wrong: &mut Wrong) {
        wrong.number("order_no", &self.order_no);
        wrong.number("refund_no", &self.refund_no);
        wrong.amount("amount_fen", self.amount_fen);
    }
}
