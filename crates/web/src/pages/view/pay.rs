//! Paying the fee. The page never claims money that has not been confirmed: between paying and the confirmation it
//! says that it waits, and what to do if it waits too long.

use askama::Template;
use base::{Fen, Instant, Text};

use super::{Form, Link, Page, Row};
use crate::frame::{Frame, Place, Qr};

/// How far the payment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayState {
    /// To be paid: the code to scan, and the page of the payment service.
    Due {
        /// The code; `None` where the service gives an address only.
        qr: Option<Qr>,
        /// The page of the payment service.
        link: String,
    },
    /// Paid perhaps, not confirmed yet.
    Waiting,
    /// Confirmed.
    Paid(Instant),
    /// Not paid, and why.
    Failed(Text),
    /// The order has run out; a new one can be made.
    Expired,
    /// The payment service is down: pay when picking up, nothing stands still.
    AtPickup,
}

/// The fee of a case.
#[derive(Debug, Template)]
#[template(path = "citizen/pay.html")]
pub struct Pay {
    /// The frame.
    pub frame: Frame,
    /// The nonce of asking again, or for a new order.
    pub form: Form,
    /// The order's number, as addresses have it.
    pub order: String,
    /// The item.
    pub item: Text,
    /// The case's number.
    pub case: String,
    /// What it is made of.
    pub lines: Vec<Row>,
    /// The sum.
    pub amount: Fen,
    /// How far it is.
    pub state: PayState,
}

impl Page for Pay {
    fn title(&self) -> Text {
        match self.state {
            PayState::Due { .. } => Text::new("缴纳费用", "Pay the fee"),
            PayState::Waiting => Text::new("正在确认缴费结果", "Confirming your payment"),
            PayState::Paid(_) => Text::new("缴费成功", "Payment received"),
            PayState::Failed(_) => Text::new("缴费没有成功", "The payment did not go through"),
            PayState::Expired => Text::new("缴费单已过期", "The payment order has run out"),
            PayState::AtPickup => Text::new("领证时再缴费", "Pay when you pick it up"),
        }
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new(format!("/cases/{}", self.case), "办理进度", "Progress"))
    }
}

#[cfg(test)]
impl Pay {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::Cell;
        use super::sample::{CASE, at, form, text};
        let page = |state| Self {
            frame: crate::frame::sample::citizen("/pay/ord_8Zk2"),
            form: form(),
            order: "ord_8Zk2".to_owned(),
            item: text("期满换证", "Licence renewal"),
            case: CASE.to_owned(),
            lines: vec![
                Row::new("驾驶证工本费", "Licence fee", Cell::Money(Fen::yuan(10))),
                Row::new("邮费", "Postage", Cell::Money(Fen::yuan(15))),
            ],
            amount: Fen::yuan(25),
            state,
        };
        let link = "https://pay.example.invalid/o/8Zk2".to_owned();
        let due = PayState::Due { qr: Qr::of(&link), link: link.clone() };
        let no_code = PayState::Due { qr: None, link };
        vec![
            ("due", page(due)),
            ("due without code", page(no_code)),
            ("waiting", page(PayState::Waiting)),
            ("paid", page(PayState::Paid(at("2026-11-21", 15, 6)))),
            ("failed", page(PayState::Failed(text("银行卡余额不足。", "The card's balance is too low.")))),
            ("expired", page(PayState::Expired)),
            ("at pick-up", page(PayState::AtPickup)),
        ]
    }
}
