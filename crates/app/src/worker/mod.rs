//! The worker: a thread that does what commands left to be done with outside systems (messages, parcels, uploads,
//! sources that were down, notices to partners), and what the days bring (parcels that moved, cases nobody
//! supplemented, tables that forget). It claims jobs in one transaction, asks the outside system with no transaction
//! open, and records the answer in another; whatever stops in between is done again, under the same id.
//!
//! What it is not: it decides nothing. A system that does not answer leaves the job for later, and after twelve tries
//! for a person.

mod follow;
#[cfg(test)]
mod journey;
mod lapse;
mod message;
mod national;
mod parcel;
mod refund;
mod round;
mod source;
mod sql;
mod sweep;
pub mod templates;
#[cfg(test)]
mod tests;
mod thread;
mod webhook;

use adapters::{AdapterError, Adapters};
use service::job::{self, Job};
use service::office::{Ctx, Office, Stop};

use crate::config::Endpoint;

pub use thread::Running;
pub(crate) use webhook::Notices;

/// Everything the worker needs.
#[derive(Debug)]
pub struct Worker {
    office: Office,
    outside: Adapters,
    notices: Notices,
    keys: std::path::PathBuf,
    rhythm: Rhythm,
}

/// How often the rounds are made, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Asking the post about parcels under way.
    pub post_s: i64,
    /// Following the ledger for the list of erasures.
    pub erasures_s: i64,
    /// Looking for cases to lapse.
    pub tidy_s: i64,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { post_s: 600, erasures_s: 5, tidy_s: 3600 }
    }
}

/// Why a job was not done this time.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// The outside system.
    #[error("{0}")]
    Outside(#[from] AdapterError),
    /// A partner's receiver.
    #[error("{0}")]
    Receiver(#[from] adapters::webhooks::DeliveryError),
    /// The office.
    #[error("{0}")]
    Office(#[from] Stop),
    /// The job does not say what it should, or its time has not come.
    #[error("{0}")]
    Job(&'static str),
}

impl Worker {
    /// A worker of this office. `keys` is the folder of the list of erasures.
    pub fn new(
        office: Office,
        outside: Adapters,
        endpoints: Vec<Endpoint>,
        keys: std::path::PathBuf,
        rhythm: Rhythm,
    ) -> Self {
        let notices = Notices::new(endpoints, office.demonstration);
        Self { office, outside, notices, keys, rhythm }
    }

    /// The office it works for.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Does every job that is due, and gives how many were done and how many were put off.
    pub fn work_off(&self) -> Result<(usize, usize), Stop> {
        let (mut done, mut later) = (0, 0);
        loop {
            let jobs = self.claim()?;
            if jobs.is_empty() {
                return Ok((done, later));
            }
            for kept in self.each(jobs) {
                if kept? { done += 1 } else { later += 1 }
            }
        }
    }

    fn claim(&self) -> Result<Vec<Job>, Stop> {
        let ctx = self.ctx("claim");
        self.office.store().write(ctx.now, &ctx.rng, job::claim).wait()
    }

    /// Jobs wait for other systems most of their time: four at once.
    fn each(&self, jobs: Vec<Job>) -> Vec<Result<bool, Stop>> {
        let share = jobs.len().div_ceil(4).max(1);
        std::thread::scope(|scope| {
            let some = |part: &[Job]| part.iter().map(|job| self.one(job)).collect::<Vec<_>>();
            let hands: Vec<_> = jobs.chunks(share).map(|part| scope.spawn(move || some(part))).collect();
            let stopped =
                || vec![Err(Stop::Failed(ledger::Error::Broken("a job stopped unexpectedly".to_owned())))];
            hands.into_iter().flat_map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
        })
    }

    /// Does one job and records that it is done, or when to try again.
    fn one(&self, job: &Job) -> Result<bool, Stop> {
        let ctx = self.ctx(&job.id);
        let result = self.perform(job, &ctx);
        let store = self.office.store();
        match result {
            Ok(()) => {
                let id = job.id.clone();
                store.write(ctx.now, &ctx.rng, move |tx| job::done(tx, &id)).wait()?;
                Ok(true)
            }
            Err(undone) => {
                tracing::warn!(job = %job.id, kind = %job.kind, attempts = job.attempts, why = %undone, "a job waits");
                let (job, why) = (job.clone(), undone.to_string());
                store.write(ctx.now, &ctx.rng, move |tx| job::again(tx, &job, &why)).wait()?;
                Ok(false)
            }
        }
    }

    fn perform(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        match job.kind.as_str() {
            "sms.send" => self.message(job, ctx),
            "payment.refund" => self.refund(job, ctx),
            "post.create" => self.parcel(job, ctx),
            "national.upload" => self.upload(job, ctx),
            "check.source" => self.source(job, ctx),
            "webhook.send" => self.notice(job, ctx),
            _ => Err(Undone::Job("this program does not know this kind of job")),
        }
    }

    /// The program acting by itself, now.
    fn ctx(&self, request: &str) -> Ctx {
        self.office.system(request)
    }

    /// A text of the job's payload.
    fn word<'j>(job: &'j Job, name: &str) -> Result<&'j str, Undone> {
        job.payload.get(name).and_then(serde_json::Value::as_str).ok_or(Undone::Job("the job lacks a word"))
    }
}
