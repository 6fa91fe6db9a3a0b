//! Giving a fee back. The job's id is the number of the refund: asked twice, the payment system gives back once.

use adapters::payment::{NewRefund, RefundState};
use base::Fen;
use serde_json::Value;
use service::case::commands::refunded;
use service::job::Job;
use service::office::Ctx;

use super::{Undone, Worker};
use crate::wait::wait;

/// Why, in the payment system's records; it names nobody.
const REASON: &str = "业务未办成，退还费用";

/// How long the payment system takes before it is asked again whether the money is given back, in seconds. Days are
/// usual; that is no failure.
const PROCESSING_SECONDS: i64 = 600;

impl Worker {
    /// Asks for the refund, and records it once the money is given back; until then it is asked for again.
    pub(super) fn refund(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        let order = Self::word(job, "order")?;
        let amount = job.payload.get("amount_fen").and_then(Value::as_i64);
        let amount_fen = amount.map(Fen).ok_or(Undone::Job("the job lacks an amount"))?;
        let new = NewRefund { refund_no: job.id.clone(), amount_fen, reason: REASON.to_owned() };
        let answer = self.answer(self.outside.payment.refund(order, &new, &mut ctx.rng.clone()))?;
        if answer.state == RefundState::Processing {
            return Err(Undone::NotYet("the money is on its way", PROCESSING_SECONDS));
        }
        wait(refunded(&self.office, ctx, job.subject.clone(), order.to_owned(), job.id.clone()))?;
        Ok(())
    }
}
