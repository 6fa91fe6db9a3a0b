//! The payment twin's orders: what may happen to an order, without HTTP.

use std::collections::BTreeMap;

use base::{Fen, Instant};

use super::{NewOrder, NewRefund, Order, OrderState, Refund, RefundState};
use crate::twins::{Kept, Trouble, conflict, missing};

/// The most orders that are kept; the oldest go first.
const ORDERS_MAX: usize = 100_000;

/// The most refunds of one order.
const REFUNDS_MAX: usize = 20;

/// One order with what only the twin needs.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) new: NewOrder,
    pub(super) order: Order,
    refunds: BTreeMap<String, Fen>,
    /// How many notifications were begun; part of each one's id.
    notices: u32,
}

/// All orders.
#[derive(Debug)]
pub(super) struct Orders(Kept<Held>);

/// A change that the platform must be told of.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) order: Order,
    pub(super) notify_url: String,
    /// The notification's id.
    pub(super) id: String,
}

impl Orders {
    pub(super) fn new() -> Self {
        Self(Kept::new(ORDERS_MAX))
    }

    /// The order with this number.
    pub(super) fn get(&self, order_no: &str) -> Result<&Held, Trouble> {
        self.0.get(order_no).ok_or_else(no_such_order)
    }

    /// Makes an order, or gives the one with this number if it is the same; `true` when it is new.
    pub(super) fn create(&mut self, new: NewOrder, pay_url: String) -> Result<(bool, Order), Trouble> {
        if let Some(held) = self.0.get(&new.order_no) {
            return if held.new == new { Ok((false, held.order.clone())) } else { Err(order_differs()) };
        }
        let order = Order {
            order_no: new.order_no.clone(),
            case_no: new.case_no.clone(),
            amount_fen: new.amount_fen,
            state: OrderState::Open,
            pay_url,
            payment_no: None,
            paid_at_ms: None,
            refunded_fen: Fen::ZERO,
        };
        let held = Held { new, order: order.clone(), refunds: BTreeMap::new(), notices: 0 };
        self.0.put(&order.order_no, held);
        Ok((true, order))
    }

    /// Pays an open order; `None` when there was nothing to pay any more.
    pub(super) fn pay(
        &mut self,
        order_no: &str,
        payment_no: String,
        now: Instant,
    ) -> Result<Option<Change>, Trouble> {
        let held = self.0.get_mut(order_no).ok_or_else(no_such_order)?;
        if held.order.state != OrderState::Open {
            return Ok(None);
        }
        held.order.state = OrderState::Paid;
        held.order.payment_no = Some(payment_no);
        held.order.paid_at_ms = Some(now);
        Ok(Some(held.changed()))
    }

    /// Gives up an open order; `None` when it was not open any more.
    pub(super) fn cancel(&mut self, order_no: &str) -> Result<Option<Change>, Trouble> {
        let held = self.0.get_mut(order_no).ok_or_else(no_such_order)?;
        if held.order.state != OrderState::Open {
            return Ok(None);
        }
        held.order.state = OrderState::Cancelled;
        Ok(Some(held.changed()))
    }

    /// Gives money back; no change when the refund was made before.
    pub(super) fn refund(
        &mut self,
        order_no: &str,
        refund: NewRefund,
    ) -> Result<(Refund, Option<Change>), Trouble> {
        let held = self.0.get_mut(order_no).ok_or_else(no_such_order)?;
        let answer = Refund {
            order_no: order_no.to_owned(),
            refund_no: refund.refund_no.clone(),
            amount_fen: refund.amount_fen,
            state: RefundState::Done,
        };
        match held.refunds.get(&refund.refund_no) {
            Some(amount) if *amount == refund.amount_fen => return Ok((answer, None)),
            Some(_) => return Err(refund_differs()),
            None => {}
        }
        if !matches!(held.order.state, OrderState::Paid | OrderState::Refunded) {
            return Err(not_paid());
        }
        let Fen(left) = held.order.amount_fen;
        let left = left.saturating_sub(held.order.refunded_fen.0);
        if refund.amount_fen.0 > left || held.refunds.len() >= REFUNDS_MAX {
            return Err(refund_exceeds());
        }
        held.refunds.insert(refund.refund_no, refund.amount_fen);
        held.order.refunded_fen.0 += refund.amount_fen.0;
        if held.order.refunded_fen == held.order.amount_fen {
            held.order.state = OrderState::Refunded;
        }
        Ok((answer, Some(held.changed())))
    }
}

impl Held {
    fn changed(&mut self) -> Change {
        self.notices = self.notices.saturating_add(1);
        let id = notice_id(&self.order.order_no, self.notices);
        Change { order: self.order.clone(), notify_url: self.new.notify_url.clone(), id }
    }
}

/// At most 64 characters whatever the order's number, as an id of a notification must be.
fn notice_id(order_no: &str, count: u32) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(format!("{order_no}\0{count}"));
    format!("ntf_{}", hex::encode(digest.iter().take(16).copied().collect::<Vec<u8>>()))
}

fn no_such_order() -> Trouble {
    missing(
        "payment.no_such_order",
        "没有这笔订单。请核对订单号。",
        "There is no such order. Check its number.",
    )
}

fn order_differs() -> Trouble {
    conflict(
        "payment.order_differs",
        "该订单号已用于另一笔订单。请换一个订单号。",
        "This number was used for another order. Take a new number.",
    )
}

fn not_paid() -> Trouble {
    conflict(
        "payment.not_paid",
        "该订单没有付款，不需要退款。",
        "This order was not paid, so there is nothing to give back.",
    )
}

fn refund_differs() -> Trouble {
    conflict(
        "payment.refund_differs",
        "该退款号已用于另一笔退款。请换一个退款号。",
        "This number was used for another refund. Take a new number.",
    )
}

fn refund_exceeds() -> Trouble {
    conflict(
        "payment.refund_exceeds",
        "退款超过剩余可退金额。请查询订单后再退。",
        "The refund is more than what is left of the order. Ask for the order and refund what is left.",
    )
}
