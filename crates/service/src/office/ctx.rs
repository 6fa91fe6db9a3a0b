//! What every command is told beside its own words.

use authz::{Actor, Channel, Context};
use base::{Instant, Rng};

/// Who asks, through which door, when, and with which chance. Built once for a request or a job.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who.
    pub actor: Actor,
    /// The outlet whose door it is, by id; none on the internet.
    pub outlet: Option<String>,
    /// Which kind of door.
    pub channel: Channel,
    /// Why another person's file is opened; required for look-ups.
    pub purpose: Option<String>,
    /// The request's moment.
    pub now: Instant,
    /// The request's chance; every retry begins it anew.
    pub rng: Rng,
    /// The request's id, the same in log and event.
    pub request: String,
    /// The key under which this write happens at most once.
    pub once: Option<Once>,
}

/// An idempotency key: the same actor, route and key do a thing once, however often they ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Method and path of the route.
    pub route: String,
    /// The caller's key, or a form's nonce.
    pub key: String,
    /// SHA-256 of the body: the same key with another body is a mistake of the caller.
    pub body: [u8; 32],
}

impl Ctx {
    /// The program acting by itself.
    pub fn system(now: Instant, rng: Rng, request: String) -> Self {
        Self {
            actor: Actor::system(),
            outlet: None,
            channel: Channel::Internal,
            purpose: None,
            now,
            rng,
            request,
            once: None,
        }
    }

    /// The circumstances as the policies see them.
    pub fn circumstances(&self) -> Context {
        Context::new(self.now.day(), self.channel).purpose(self.purpose.is_some())
    }
}
