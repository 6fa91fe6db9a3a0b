//! Notices to partners in the Standard Webhooks format. A notice names an event by stream and number; its body is made
//! when it is sent, after the event has its position, and carries the checkpoint that it is under, so that a partner
//! can hold the ledger to it. It holds ids, never values of a person.

use std::collections::BTreeMap;

use adapters::webhooks::{Sender, SenderConfig};
use ledger::{Event, stored_checkpoint};
use serde_json::{Value, json};
use service::job::Job;
use service::office::{Ctx, Stop};

use super::{Undone, Worker};
use crate::config::Endpoint;
use crate::wait::ask;

/// The longest time for one notice, in milliseconds.
const TIMEOUT_MS: u32 = 10_000;

/// Who is told, and the sender.
#[derive(Debug)]
pub(crate) struct Notices {
    endpoints: BTreeMap<String, Endpoint>,
    sender: Sender,
}

impl Notices {
    pub(crate) fn new(endpoints: Vec<Endpoint>, demonstration: bool) -> Self {
        let config =
            SenderConfig { timeout_ms: TIMEOUT_MS, allow_private: demonstration, sandbox: demonstration };
        let endpoints = endpoints.into_iter().map(|endpoint| (endpoint.name.clone(), endpoint)).collect();
        Self { endpoints, sender: Sender::new(config) }
    }

    /// Everybody who is told.
    pub(super) fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.endpoints.values()
    }
}

impl Worker {
    /// Sends one notice. The job says to whom (`endpoint`) and of which event (`stream`, `number`).
    pub(super) fn notice(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        // A partner that the operator has taken out of the configuration is not told any more.
        let Some(endpoint) = self.notices.endpoints.get(Self::word(job, "endpoint")?) else { return Ok(()) };
        let stream = Self::word(job, "stream")?.to_owned();
        let number =
            job.payload.get("number").and_then(Value::as_i64).ok_or(Undone::Job("the job lacks a number"))?;
        let body =
            self.body(stream, number)?.ok_or(Undone::NotYet("the event is not under a checkpoint yet", 2))?;
        let secrets = std::slice::from_ref(&endpoint.secret);
        let body = body.to_string();
        let sender = &self.notices.sender;
        self.answer(sender.deliver(&endpoint.url, secrets, &job.id, ctx.now, body.as_bytes()))?;
        Ok(())
    }

    fn body(&self, stream: String, number: i64) -> Result<Option<Value>, Stop> {
        ask(&self.office, move |read| {
            let Some(event) = ledger::event(read, &stream, number)? else { return Err(Stop::NotFound) };
            let position = ledger::position(read, &stream, number)?;
            let checkpoint = stored_checkpoint(read)?;
            Ok(match (position, checkpoint) {
                (Some(position), Some((size, _, note))) if position < size => {
                    Some(body(&event, position, &note))
                }
                _ => None,
            })
        })
    }
}

fn body(event: &Event, position: u64, checkpoint: &str) -> Value {
    let facts: Value = serde_json::from_str(&event.facts).unwrap_or_default();
    let case = facts.get("case").or_else(|| facts.get("licence")).cloned();
    json!({
        "type": event.kind,
        "timestamp": event.recorded_at.rfc3339(),
        "data": {
            "stream": event.stream.as_str(),
            "number": event.number,
            "about": case,
            "position": position,
            "checkpoint": checkpoint,
        },
    })
}
