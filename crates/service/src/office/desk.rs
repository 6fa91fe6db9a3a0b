//! Where a command's closure works.

use std::ops::{Deref, DerefMut};

use authz::{Action, ActorKind, Decision, Resource};
use base::{Day, Instant, Rng};
use ledger::{Event, Locked, NewEvent, Origin, Stream};
use store::Tx;

use super::{Ctx, Office, Stop};

/// One transaction of one command.
#[derive(Debug)]
pub struct Desk<'t, 's> {
    tx: &'t mut Tx<'s>,
    office: &'t Office,
    ctx: &'t Ctx,
    locked: Locked,
    policies: Vec<String>,
    recorded: Vec<Receipt>,
    /// Whether what was asked is done, so that the request's key is used up.
    done: bool,
}

/// What an answered command can prove: its event's stream and number, whose inclusion the ledger shows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    /// The stream.
    pub stream: String,
    /// The number in it.
    pub number: i64,
    /// What happened.
    pub kind: String,
}

/// A command's answer.
#[derive(Clone, Debug)]
pub struct Done<T> {
    /// What the command gives.
    pub value: T,
    /// Its events, in their order.
    pub receipts: Vec<Receipt>,
}

impl<'s> Deref for Desk<'_, 's> {
    type Target = Tx<'s>;
    fn deref(&self) -> &Tx<'s> {
        self.tx
    }
}

impl<'s> DerefMut for Desk<'_, 's> {
    fn deref_mut(&mut self) -> &mut Tx<'s> {
        self.tx
    }
}

impl<'t, 's> Desk<'t, 's> {
    pub(super) fn new(tx: &'t mut Tx<'s>, office: &'t Office, ctx: &'t Ctx) -> Self {
        let (policies, recorded) = (Vec::new(), Vec::new());
        Self { tx, office, ctx, locked: Locked::default(), policies, recorded, done: true }
    }

    /// What was asked is not done, although the transaction stands: a failure was counted. The request's key stays free
    /// for another try.
    pub fn not_done(&mut self) {
        self.done = false;
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    pub(super) fn receipts(&self) -> &[Receipt] {
        &self.recorded
    }

    pub(super) fn done<T>(self, value: T) -> Done<T> {
        Done { value, receipts: self.recorded }
    }

    /// The office.
    pub fn office(&self) -> &'t Office {
        self.office
    }

    /// Who asks, and how.
    pub fn ctx(&self) -> &'t Ctx {
        self.ctx
    }

    /// The request's legal day.
    pub fn today(&self) -> Day {
        self.ctx.now.day()
    }

    /// The request's moment.
    pub fn moment(&self) -> Instant {
        self.ctx.now
    }

    /// The request's chance.
    pub fn chance(&mut self) -> &mut Rng {
        self.tx.rng()
    }

    /// Locks every stream the command will append to. Called once, before deciding: locking in two goes could make
    /// two commands wait for each other.
    pub fn lock(&mut self, streams: &[&Stream]) -> Result<(), Stop> {
        self.locked = ledger::lock(self.tx, streams)?;
        Ok(())
    }

    /// The number of a locked stream's newest event.
    pub fn number(&self, stream: &Stream) -> i64 {
        self.locked.number(stream).unwrap_or(0)
    }

    /// Asks authority; the deciding policies go into the events that follow. Who may not even see the thing is told
    /// that it is not there.
    pub fn allow(&mut self, action: Action, resource: &Resource) -> Result<(), Stop> {
        self.allow_where(action, resource, self.ctx.circumstances())
    }

    /// The same in circumstances that the command has found out.
    pub fn allow_where(
        &mut self,
        action: Action,
        resource: &Resource,
        circumstances: authz::Context,
    ) -> Result<(), Stop> {
        let decision = self.office.authorizer.decide(&self.ctx.actor, action, resource, circumstances);
        self.decided(decision)
    }

    /// The same for staff whose outlet has taken in so many cases today, as the command has counted under a lock: what
    /// the request saw when it began may be too few by now.
    pub fn allow_counted(
        &mut self,
        action: Action,
        resource: &Resource,
        taken_today: u32,
    ) -> Result<(), Stop> {
        let mut actor = self.ctx.actor.clone();
        if let ActorKind::Staff(staff) = &mut actor.kind {
            staff.grants.iter_mut().for_each(|grant| grant.taken_today = taken_today);
        }
        let circumstances = self.ctx.circumstances();
        let decision = self.office.authorizer.decide(&actor, action, resource, circumstances);
        self.decided(decision)
    }

    fn decided(&mut self, decision: Decision) -> Result<(), Stop> {
        if decision.allowed {
            self.policies = decision.policies;
            return Ok(());
        }
        Err(match decision.reason {
            Some(denial) if !denial.is_hidden() => Stop::Denied(denial),
            _ => Stop::NotFound,
        })
    }

    /// Appends an event that holds from now on.
    pub fn record(&mut self, stream: &Stream, new: NewEvent) -> Result<Event, Stop> {
        let origin = Origin {
            node: self.office.node.clone(),
            actor: self.ctx.actor.id.clone(),
            outlet: self.ctx.outlet.clone(),
            channel: self.ctx.channel.as_str().to_owned(),
            purpose: self.ctx.purpose.clone(),
            request: self.ctx.request.clone(),
            rules: self.office.rules.digest.clone(),
            policies: self.policies.clone(),
        };
        let event = self.locked.append(self.tx, stream, &origin, new, Office::APPLY)?;
        let (stream, kind) = (event.stream.to_string(), event.kind.clone());
        self.recorded.push(Receipt { stream, number: event.number, kind });
        Ok(event)
    }
}
