//! The load process: clients that do cases or read pages, on one thread, and count.

use std::cell::RefCell;
use std::io::Write as _;
use std::rc::Rc;
use std::time::Duration;

use base::{Stopwatch, Text};
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use super::broken;
use super::pages;
use super::parts::{Found, Task, Word, Work};
use super::process::cpu_ms;
use super::script::{STEPS, Step, call};
use crate::outcome::{Failure, Outcome, Report};

mod client;

pub(super) use client::{Client, Reply};

/// This long nothing is counted.
const WARM: Duration = Duration::from_secs(1);

/// What all clients of a process share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) task: Task,
    pub(super) next: RefCell<u64>,
    watch: Stopwatch,
    begun_us: RefCell<Option<u64>>,
    times: RefCell<Vec<u32>>,
    failed: RefCell<(u64, Option<String>)>,
    pub(super) over: RefCell<bool>,
}

impl Shared {
    pub(super) fn now_us(&self) -> u64 {
        self.watch.elapsed_us()
    }

    /// Counts an answer that was asked for at this moment.
    pub(super) fn answered(&self, asked_us: u64, reply: &Result<Reply, String>) {
        if self.begun_us.borrow().is_none_or(|begun| asked_us < begun) || *self.over.borrow() {
            return;
        }
        match reply {
            Ok(reply) if reply.status < 400 => {
                let took = self.now_us().saturating_sub(asked_us);
                self.times.borrow_mut().push(u32::try_from(took).unwrap_or(u32::MAX));
            }
            Ok(reply) => self.complain(format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body))),
            Err(error) => self.complain(error.clone()),
        }
    }

    fn complain(&self, what: String) {
        let mut failed = self.failed.borrow_mut();
        failed.0 += 1;
        failed.1.get_or_insert(what.chars().take(300).collect());
    }

    pub(super) fn take(&self) -> u64 {
        let mut next = self.next.borrow_mut();
        *next += 1;
        *next - 1
    }
}

/// Does what standard input says.
pub(super) fn run() -> Outcome {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(broken)?;
    let task: Task = serde_json::from_str(&line).map_err(broken)?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(broken)?;
    let shared = Rc::new(Shared {
        next: RefCell::new(task.from),
        task,
        watch: Stopwatch::start(),
        begun_us: RefCell::new(None),
        times: RefCell::new(Vec::new()),
        failed: RefCell::default(),
        over: RefCell::new(false),
    });
    let found = LocalSet::new().block_on(&runtime, measure(shared))?;
    say(&Word::Found(found))?;
    Ok(Report::new(true, serde_json::Value::Null, Text::default()))
}

fn say(word: &Word) -> Result<(), Failure> {
    let line = serde_json::to_string(word).map_err(broken)?;
    let mut out = std::io::stdout();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(broken)
}

async fn measure(shared: Rc<Shared>) -> Result<Found, Failure> {
    let mut hands = Vec::new();
    match shared.task.work {
        Work::Steps { clients } => {
            for _ in 0..clients {
                hands.push(tokio::task::spawn_local(cases(shared.clone())));
            }
        }
        Work::PagesClosed { page, clients } => {
            let cases = Rc::new(pages::prepare(&shared, page).await?);
            for n in 0..clients {
                hands.push(tokio::task::spawn_local(pages::closed(shared.clone(), cases.clone(), n)));
            }
        }
        Work::PagesOpen { page, rate } => {
            let cases = Rc::new(pages::prepare(&shared, page).await?);
            hands.push(tokio::task::spawn_local(pages::open(shared.clone(), cases, rate)));
        }
    }
    tokio::time::sleep(WARM).await;
    let (begun, cpu) = (shared.now_us(), cpu_ms("self"));
    *shared.begun_us.borrow_mut() = Some(begun);
    say(&Word::Begun)?;
    tokio::time::sleep(Duration::from_secs(shared.task.seconds)).await;
    let (seconds, cpu_ms) = (shared.now_us() - begun, cpu_ms("self") - cpu);
    *shared.over.borrow_mut() = true;
    for hand in hands {
        hand.abort();
    }
    Ok(found(&shared, seconds, cpu_ms))
}

fn found(shared: &Shared, us: u64, cpu_ms: u64) -> Found {
    let mut times = shared.times.borrow().clone();
    times.sort_unstable();
    let at = |share: usize| -> f64 {
        let place = (times.len() * share / 1000).min(times.len().saturating_sub(1));
        f64::from(times.get(place).copied().unwrap_or(0)) / 1000.0
    };
    let (failed, complaint) = shared.failed.borrow().clone();
    Found {
        answered: u64::try_from(times.len()).unwrap_or(0),
        failed,
        complaint,
        seconds: Duration::from_micros(us).as_secs_f64(),
        p50_ms: at(500),
        p99_ms: at(990),
        cpu_ms,
        next: *shared.next.borrow(),
    }
}

/// One client: case after case, each step as soon as the one before is answered.
async fn cases(shared: Rc<Shared>) {
    let mut client = Client::new(&shared.task.address);
    loop {
        let n = shared.take();
        let mut number = String::new();
        for step in STEPS {
            let call = call(step, n, shared.task.persons, &number);
            let asked = shared.now_us();
            let reply = client.post(&call).await;
            // The twin knows of one in a hundred that their licence is held: they have no case.
            if step == Step::Open && reply.as_ref().is_ok_and(|reply| reply.status == 409) {
                break;
            }
            shared.answered(asked, &reply);
            let Ok(reply) = reply else { break };
            if reply.status >= 400 {
                break;
            }
            if number.is_empty() {
                number = reply.number();
            }
        }
        if *shared.over.borrow() {
            return;
        }
    }
}
