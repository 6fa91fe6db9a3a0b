//! The worker: a thread that does what commands left to be done with outside systems (messages, parcels, uploads,
//! sources that were down, notices to partners), and what the days bring (parcels that moved, cases nobody
//! supplemented, tables that forget). It claims jobs in one transaction, asks the outside system with no transaction
//! open, and records the answer in another; whatever stops in between is done again, under the same id.
//!
//! What it is not: it decides nothing. A system that does not answer leaves the job for later, for as long as it takes;
//! what a system or a rule will never take is left for a person, after twelve tries.

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

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Mutex;

use adapters::webhooks::DeliveryError;
use adapters::{AdapterError, Adapters};
use base::{Stopwatch, Text};
use service::job::{self, Job, Missed};
use service::office::{Ctx, Office, Stop};

use tokio::runtime::Runtime;

use crate::config::Endpoint;
use crate::outcome::Failure;

pub use thread::Running;
pub(crate) use webhook::Notices;

/// Everything the worker needs.
#[derive(Debug)]
pub struct Worker {
    office: Office,
    outside: Adapters,
    /// What calls of outside systems run on; whichever thread of the worker waits drives it.
    runtime: Runtime,
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
    Receiver(#[from] DeliveryError),
    /// The office.
    #[error("{0}")]
    Office(#[from] Stop),
    /// The job does not say what it should.
    #[error("{0}")]
    Job(&'static str),
    /// Its time has not come; ask again in so many seconds.
    #[error("{0}")]
    NotYet(&'static str, i64),
    /// Others of the same kind met an outage a moment ago.
    #[error("the system did not answer a moment ago")]
    Down,
}

impl Undone {
    /// What it means for the job. A refusal, and what the job or a rule of the office says, stays as it is however often
    /// it is asked; everything else passes when the other side, the configuration or the store is well again.
    fn missed(&self) -> Missed {
        let why = self.to_string();
        match self {
            Self::NotYet(why, seconds) => Missed::NotYet(why, *seconds),
            Self::Outside(AdapterError::Refused { .. }) | Self::Job(_) => Missed::Wrong(why),
            Self::Receiver(error) if !is_outage(*error) => Missed::Wrong(why),
            Self::Office(stop) if !matches!(stop, Stop::Failed(_)) => Missed::Wrong(why),
            Self::Outside(_) | Self::Receiver(_) | Self::Office(_) | Self::Down => Missed::Outage(why),
        }
    }
}

/// Whether a receiver may take the same notice later: it cannot be reached, or says that it cannot work now.
fn is_outage(error: DeliveryError) -> bool {
    match error {
        DeliveryError::Status(status) => status >= 500 || matches!(status, 408 | 425 | 429),
        DeliveryError::Unreachable | DeliveryError::TimedOut => true,
        DeliveryError::Address | DeliveryError::PrivateAddress | DeliveryError::Message => false,
    }
}

/// Outages in one go that show that a system is down: the others who wait for it are put off without asking, so that
/// they hold up nobody whose system is well.
const DOWN: u32 = 3;

/// How often each system failed to answer in one go, and nothing went well in between.
#[derive(Debug, Default)]
struct Outages(Mutex<BTreeMap<String, u32>>);

impl Outages {
    /// The system that a job waits for: its kind, and the source or receiver that its words name.
    fn system(job: &Job) -> String {
        let word = |name| job.payload.get(name).and_then(serde_json::Value::as_str);
        format!("{} {}", job.kind, word("endpoint").or_else(|| word("code")).unwrap_or_default())
    }

    fn is_down(&self, job: &Job) -> bool {
        let seen = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.get(&Self::system(job)).is_some_and(|&times| times >= DOWN)
    }

    fn saw(&self, job: &Job, outage: bool) {
        let mut seen = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let times = seen.entry(Self::system(job)).or_default();
        *times = if outage { times.saturating_add(1) } else { 0 };
    }
}

impl Worker {
    /// A worker of this office. `keys` is the folder of the list of erasures.
    pub fn new(
        office: Office,
        outside: Adapters,
        endpoints: Vec<Endpoint>,
        keys: std::path::PathBuf,
        rhythm: Rhythm,
    ) -> Result<Self, Failure> {
        let notices = Notices::new(endpoints, office.demonstration);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
                Failure::new(
                    Text::new(
                        format!("不能启动后台工作：{error}"),
                        format!("the worker does not start: {error}"),
                    ),
                    Text::new("请检查系统的文件数限制。", "Check the system's limit of files."),
                )
            })?;
        Ok(Self { office, outside, runtime, notices, keys, rhythm })
    }

    /// The office it works for.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Does every job that is due, and gives how many were done and how many were put off.
    pub fn work_off(&self) -> Result<(usize, usize), Stop> {
        self.work_off_within(u64::MAX)
    }

    /// The same, and takes no more jobs once so many milliseconds have passed: what is left is due the next time.
    pub fn work_off_within(&self, most_ms: u64) -> Result<(usize, usize), Stop> {
        let (mut done, mut later) = (0, 0);
        let (watch, outages) = (Stopwatch::start(), Outages::default());
        loop {
            let jobs = self.claim()?;
            if jobs.is_empty() {
                return Ok((done, later));
            }
            for kept in self.each(jobs, &outages) {
                if kept? { done += 1 } else { later += 1 }
            }
            if watch.elapsed_us() / 1000 >= most_ms {
                return Ok((done, later));
            }
        }
    }

    fn claim(&self) -> Result<Vec<Job>, Stop> {
        let ctx = self.ctx("claim");
        self.office.store().write(ctx.now, &ctx.rng, job::claim).wait()
    }

    /// Jobs wait for other systems most of their time: four at once.
    fn each(&self, jobs: Vec<Job>, outages: &Outages) -> Vec<Result<bool, Stop>> {
        let share = jobs.len().div_ceil(4).max(1);
        std::thread::scope(|scope| {
            let some = |part: &[Job]| part.iter().map(|job| self.one(job, outages)).collect::<Vec<_>>();
            let hands: Vec<_> = jobs.chunks(share).map(|part| scope.spawn(move || some(part))).collect();
            let stopped =
                || vec![Err(Stop::Failed(ledger::Error::Broken("a job stopped unexpectedly".to_owned())))];
            hands.into_iter().flat_map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
        })
    }

    /// Does one job and records that it is done, or when to try again.
    fn one(&self, job: &Job, outages: &Outages) -> Result<bool, Stop> {
        let ctx = self.ctx(&job.id);
        let down = outages.is_down(job);
        let result = if down { Err(Undone::Down) } else { self.perform(job, &ctx) };
        let store = self.office.store();
        match result {
            Ok(()) => {
                outages.saw(job, false);
                let id = job.id.clone();
                store.write(ctx.now, &ctx.rng, move |tx| job::done(tx, &id)).wait()?;
                Ok(true)
            }
            Err(undone) => {
                tracing::warn!(job = %job.id, kind = %job.kind, attempts = job.attempts, why = %undone, "a job waits");
                let missed = undone.missed();
                if !down {
                    outages.saw(job, matches!(missed, Missed::Outage(_)));
                }
                let job = job.clone();
                store.write(ctx.now, &ctx.rng, move |tx| job::missed(tx, &job, &missed)).wait()?;
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

    /// Waits for an outside system on this thread.
    fn answer<A, E>(&self, asking: impl Future<Output = Result<A, E>>) -> Result<A, E> {
        self.runtime.block_on(asking)
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
