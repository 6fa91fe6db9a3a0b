//! Talking to the payment platform.

use base::Rng;

use super::{NewOrder, NewRefund, Order, Refund};
use crate::link::{Link, other_question};
use crate::wire::segment;
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The payment platform.
#[derive(Debug)]
pub struct Payment(Link);

impl Payment {
    /// The platform as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("payment", config).map(Self)
    }

    /// Makes an order, or gives the one that has this number already. `payment.order_differs` when the number was used
    /// for another amount, case or address.
    pub async fn create(&self, order: &NewOrder, rng: &mut Rng) -> Result<Order, AdapterError> {
        let answer: Order = self.0.post("/orders", order, rng).await?;
        let same = answer.order_no == order.order_no
            && answer.amount_fen == order.amount_fen
            && answer.case_no == order.case_no;
        if same { Ok(answer) } else { other_question() }
    }

    /// The order as it stands; `payment.no_such_order` when there is none.
    pub async fn order(&self, order_no: &str, rng: &mut Rng) -> Result<Order, AdapterError> {
        let answer: Order = self.0.get(&format!("/orders/{}", segment(order_no)), rng).await?;
        if answer.order_no == order_no { Ok(answer) } else { other_question() }
    }

    /// Gives money back, or gives the refund that has this number already. `payment.not_paid` when nothing was paid,
    /// `payment.refund_exceeds` when it would be more than is left, `payment.refund_differs` when the number was
    /// used for another amount.
    pub async fn refund(
        &self,
        order_no: &str,
        refund: &NewRefund,
        rng: &mut Rng,
    ) -> Result<Refund, AdapterError> {
        let path = format!("/orders/{}/refunds", segment(order_no));
        let answer: Refund = self.0.post(&path, refund, rng).await?;
        let same = answer.order_no == order_no
            && answer.refund_no == refund.refund_no
            && answer.amount_fen == refund.amount_fen;
        if same { Ok(answer) } else { other_question() }
    }
}
