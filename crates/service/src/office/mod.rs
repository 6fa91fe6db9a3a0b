//! The office as a running program: its ledger, vault, files, rules and policies, and the one way in which anything
//! changes. A command gets a [`Ctx`] (who, through which door, when, with which chance), runs as one closure at a
//! [`Desk`], and there locks streams, asks authority, decides by pure rules and records events. What it cannot do is
//! write a read row, take the time from the machine, or call anything outside.

mod ctx;
mod desk;
mod events;
mod once;
mod sql;
mod stop;

use std::sync::Arc;

use authz::Authorizer;
use base::{Clock, Entropy, Region};
use ledger::files::FileStore;
use ledger::vault::Vault;
use ledger::{Apply, Ledger, Stream};
use store::{Read, Store};

use crate::catalog::RuleSet;

pub use ctx::{Ctx, Once};
pub use desk::{Desk, Done, Receipt};
pub(crate) use events::events;
pub(crate) use once::forget as forget_keys_of;
pub(crate) use once::is_known as is_known_key;
pub use once::sweep as forget_keys;
pub(crate) use sql::STATEMENTS as ONCE_STATEMENTS;
pub use stop::Stop;

/// What an office is made of.
#[derive(Debug)]
pub struct Parts {
    /// Events, positions, checkpoints.
    pub ledger: Ledger,
    /// Keys of personal values.
    pub vault: Vault,
    /// Uploaded and produced files.
    pub files: FileStore,
    /// Law tables and catalogue in force.
    pub rules: RuleSet,
    /// Policies.
    pub authorizer: Authorizer,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// The name of this copy's node in streams and events.
    pub node: String,
    /// The office's own region, six digits.
    pub region: Region,
    /// Whether this store was made by `demo`: only then are unassigned region codes and demo codes accepted.
    pub demonstration: bool,
}

/// The running office. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Office(Arc<Parts>);

impl std::ops::Deref for Office {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Office {
    /// An office of these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Which areas an identity number may name here: in a demonstration those of made-up people too.
    pub fn areas(&self) -> law::Areas {
        if self.demonstration { law::Areas::Demonstration } else { law::Areas::Assigned }
    }

    /// The store, for queries.
    pub fn store(&self) -> &Store {
        self.ledger.store()
    }

    /// The stream of a record of this office.
    pub fn stream(&self, kind: &str, id: &str) -> Stream {
        Stream::new(kind, id, &self.node)
    }

    /// Runs a command. `work` may run more than once and acts only through its desk.
    pub async fn command<T, F>(&self, ctx: &Ctx, work: F) -> Result<Done<T>, Stop>
    where
        F: Fn(&mut Desk<'_, '_>) -> Result<T, Stop> + Send + 'static,
        T: Send + 'static,
    {
        match self.start(ctx, work).await {
            Err(stop) => Err(self.looked_again(ctx, stop).await),
            done => done,
        }
    }

    /// Why a command really stopped. Of two requests that come at once under one key, the slower looks for the key
    /// before the faster has committed, waits for a lock or a row of the faster, and then meets what that one has just
    /// done: a case already handed in, a key already there. Whatever it met was committed with the key, so that a look
    /// after the failure finds it; what goes well needs no second look.
    async fn looked_again(&self, ctx: &Ctx, stop: Stop) -> Stop {
        let Some(once) = ctx.once.clone().filter(|_| once::may_be_a_repeat(&stop)) else { return stop };
        let actor = ctx.actor.id.clone();
        match self.query(move |read| once::look(read, &actor, &once)).await {
            Err(found @ (Stop::Repeated(_) | Stop::KeyReused)) => found,
            _ => stop,
        }
    }

    fn start<T, F>(&self, ctx: &Ctx, work: F) -> store::Pending<Done<T>, Stop>
    where
        F: Fn(&mut Desk<'_, '_>) -> Result<T, Stop> + Send + 'static,
        T: Send + 'static,
    {
        let (office, own) = (self.clone(), Arc::new(ctx.clone()));
        self.store().write(ctx.now, &ctx.rng, move |tx| {
            let mut desk = Desk::new(tx, &office, &own);
            if let Some(once) = &own.once {
                once::look(&mut desk, &own.actor.id, once)?;
            }
            let value = work(&mut desk)?;
            if desk.is_done() {
                let done = desk.receipts().first().map(|r| r.stream.clone());
                once::keep(&mut desk, done)?;
            } else if let Some(once) = &own.once {
                // What could not be done now may be what the same request did a moment ago.
                once::look(&mut desk, &own.actor.id, once)?;
            }
            Ok(desk.done(value))
        })
    }

    /// Runs a query on a reading connection.
    pub async fn query<T, F>(&self, work: F) -> Result<T, Stop>
    where
        F: FnOnce(&mut Read<'_>) -> Result<T, Stop> + Send + 'static,
        T: Send + 'static,
    {
        self.store().read(work).await
    }

    /// A context for the program itself: jobs, imports, the clock.
    pub fn system(&self, request: impl Into<String>) -> Ctx {
        Ctx::system(self.clock.now(), self.entropy.rng(), request.into())
    }

    /// The only writer of read rows.
    pub const APPLY: Apply = crate::apply;
}
