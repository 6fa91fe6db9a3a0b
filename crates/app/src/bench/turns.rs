//! The whole bench in its order: the store, the recording, engine and program in turns, the curve, pages, and the
//! program at rest.

use std::sync::Arc;
use std::time::Duration;

use adapters::Private;
use adapters::population::PersonRecord;
use adapters::twins::{TwinConfig, Twins};
use adapters::webhooks::Secret;
use base::{Entropy as _, OsEntropy, SystemClock, Text};
use store::Engine;

use super::copies::{Yard, looked_through, served};
use super::curve::{self, CLIENTS};
use super::ground::{self, Ground, Subject};
use super::limit::Limit;
use super::parts::{Page, Served, Task, Work};
use super::process::{Measured, ServerProcess, load};
use super::record::{self, Recorded};
use super::report::{self, Figures, PageFigures};
use super::script;
use crate::Console;
use crate::cli::{Bench, BenchEngine};
use crate::outcome::{Failure, Outcome};
use crate::server::{Server, bind};

/// Engine and program take so many turns.
const TURNS: usize = 5;
/// Requests a second for a page.
const RATE: u64 = 200;
/// A page is measured so many times longer than a step.
const PAGE_TIMES: u64 = 3;
/// Memory is read so long after the start.
const REST: Duration = Duration::from_secs(30);
/// Blanks in stock: more cases are not begun in a bench.
const BLANKS: u64 = 150_000;

/// What stays the same throughout.
#[derive(Debug)]
pub(super) struct Site<'a> {
    pub(super) ground: &'a Ground,
    pub(super) recorded: &'a Recorded,
    pub(super) twins: &'a str,
    pub(super) token: &'a str,
    pub(super) seconds: u64,
}

impl Site<'_> {
    pub(super) fn persons(&self) -> u64 {
        u64::try_from(self.ground.subjects.len()).unwrap_or(1)
    }

    pub(super) fn subject_of(&self, n: u64) -> Option<&Subject> {
        let place = usize::try_from(script::person_of(n, self.persons())).ok()?;
        self.ground.subjects.get(place)
    }

    pub(super) fn task(&self, server: &ServerProcess, from: u64, work: Work, seconds: u64) -> Task {
        Task { address: server.address.clone(), persons: self.persons(), from, seconds, work }
    }
}

/// Runs it and reports.
pub(super) fn run(bench: &Bench, store: Option<&str>, console: Console) -> Outcome {
    let say = |zh: &str, en: &str| console.progress(&Text::new(zh, en));
    let engine = match bench.engine {
        BenchEngine::Sqlite => Engine::Sqlite,
        BenchEngine::Postgres => Engine::Postgres,
    };
    let cluster = (engine == Engine::Postgres).then(|| store.map(str::to_owned).ok_or_else(no_cluster));
    let yard = Yard::new(cluster.transpose()?)?;
    say("正在建立测试数据……", "Making the store…");
    let database = yard.database("base")?;
    let ground = ground::make(&yard.folder("base"), database.as_deref(), bench.persons.max(100), BLANKS)?;
    looked_through(&ground.place.database)?;
    let (server, token) = twins(bench.persons.max(100))?;
    let origin = format!("http://{}", server.address());
    say("正在记录各个步骤的语句……", "Recording the statements of the steps…");
    let copy = yard.copy(&ground.place, "record")?;
    let recorded = record::record(&ground, &copy, &served(&copy, &origin, &token), server.runtime())?;
    let site = Site {
        ground: &ground,
        recorded: &recorded,
        twins: &origin,
        token: &token,
        seconds: bench.seconds.max(1),
    };
    let mut result = Figures::of(engine.name());
    turns(&site, &yard, engine, console, &mut result)?;
    say("正在测量页面……", "Measuring pages…");
    pages(&site, &yard, &mut result)?;
    say("正在随已有办件数测量……", "Measuring with cases present…");
    result.curve = curve::curve(&site, &yard, &bench.cases, console, &mut result)?;
    say("正在测量启动时间和内存……", "Measuring start-up and memory…");
    rest(&site, &mut result)?;
    Ok(report::report(&result))
}

fn no_cluster() -> Failure {
    Failure::new(
        Text::new("没有写明 PostgreSQL 的地址", "no PostgreSQL was named"),
        Text::new(
            "请加上 --store postgres://用户@主机/postgres；该用户要能建立和删除数据库。",
            "Add --store postgres://user@host/postgres; the user must be able to create and drop databases.",
        ),
    )
}

/// The outside systems, in this process: they know everybody.
pub(super) fn twins(persons: u64) -> Result<(Server, String), Failure> {
    let listener = bind("127.0.0.1:0")?;
    let origin = listener.local_addr().map(|address| format!("http://{address}")).unwrap_or_default();
    let token = hex::encode(OsEntropy.rng().bytes::<16>());
    let secret = Secret::new(&mut OsEntropy.rng());
    let clock = Arc::new(SystemClock);
    let twins = Twins::new(&TwinConfig::new(origin, Private::new(token.as_str()), secret, clock));
    let all: Vec<u64> = (0..persons).collect();
    for some in all.chunks(10_000) {
        let records: Result<Vec<PersonRecord>, Failure> = some
            .iter()
            .map(|n| {
                let (id_number, name) = ground::identity(*n)?;
                let (id_number, name) = (Private::new(id_number), Private::new(name));
                Ok(PersonRecord { id_number, name, status: None, region: None, document: None })
            })
            .collect();
        twins.register(&records?).map_err(|problem| super::broken(problem.to_string()))?;
    }
    Ok((Server::start(listener, twins.router())?, token))
}

/// Engine and program in turns on two copies of the same store.
fn turns(
    site: &Site<'_>,
    yard: &Yard,
    engine: Engine,
    console: Console,
    result: &mut Figures,
) -> Result<(), Failure> {
    let (alone, whole) = (yard.copy(&site.ground.place, "limit")?, yard.copy(&site.ground.place, "http")?);
    let mut limit = Limit::new(alone.database.clone(), site.recorded, &site.ground.subjects);
    let server = ServerProcess::start(&served(&whole, site.twins, site.token))?;
    let (mut next, mut ratios, mut limits, mut rates) = (3, Vec::new(), Vec::new(), Vec::new());
    let mut measured: Vec<Measured> = Vec::new();
    for _ in 0..TURNS {
        let engine_rate = limit.run(engine, site.seconds)?;
        let task = site.task(&server, next, Work::Steps { clients: CLIENTS }, site.seconds);
        let one = load(&server, &task)?;
        next = one.found.next;
        let (rate, cpu_us) = (report::rate(&one.found), report::per_step(one.server_ms, &one));
        console.progress(&Text::new(
            format!("数据库本身每秒 {engine_rate:.0} 步，整个程序每秒 {rate:.0} 步（每步处理器 {cpu_us:.0} 微秒）"),
            format!("the engine alone {engine_rate:.0} steps a second, the program {rate:.0} ({cpu_us:.0} µs of processor each)"),
        ));
        ratios.push(rate / engine_rate.max(0.001));
        limits.push(engine_rate);
        rates.push(rate);
        measured.push(one);
    }
    let (groups, closures) = server.stop()?;
    if let Some(mean) = closures.checked_div(groups) {
        console.progress(&Text::new(
            format!("平均每次提交 {mean} 步"),
            format!("{mean} steps in a commit, on average"),
        ));
    }
    report::turns(result, &mut ratios, &mut limits, &mut rates, &measured);
    report::groups(result, groups, closures);
    report::recorded(result, site.recorded);
    yard.remove(&alone);
    yard.remove(&whole);
    Ok(())
}

fn pages(site: &Site<'_>, yard: &Yard, result: &mut Figures) -> Result<(), Failure> {
    let place = yard.copy(&site.ground.place, "pages")?;
    let server = ServerProcess::start(&served(&place, site.twins, site.token))?;
    let mut next = 3;
    for (name, page) in [("home", Page::Home), ("item", Page::Item), ("my-case", Page::MyCase)] {
        let closed = Work::PagesClosed { page, clients: CLIENTS };
        let fast = load(&server, &site.task(&server, next, closed, site.seconds.div_ceil(2)))?;
        next = fast.found.next;
        report::failures(result, &fast.found);
        let mut times = Vec::new();
        for _ in 0..TURNS {
            let open = Work::PagesOpen { page, rate: RATE };
            let one = load(&server, &site.task(&server, next, open, site.seconds * PAGE_TIMES))?;
            next = one.found.next;
            report::failures(result, &one.found);
            times.push(one.found.p99_ms);
        }
        let figures = PageFigures { per_s: report::rate(&fast.found), p99_ms: median(&mut times) };
        result.pages.push((name, figures));
    }
    server.stop()?;
    yard.remove(&place);
    Ok(())
}

fn rest(site: &Site<'_>, result: &mut Figures) -> Result<(), Failure> {
    // As a whole office runs it: what sends messages and asks other systems is there too.
    let told = Served { worker: true, ..served(&site.ground.place, site.twins, site.token) };
    let mut starts = Vec::new();
    for _ in 1..TURNS {
        let server = ServerProcess::start(&told)?;
        starts.push(server.start_ms);
        server.stop()?;
    }
    let server = ServerProcess::start(&told)?;
    starts.push(server.start_ms);
    std::thread::sleep(REST);
    result.rss_anon_mb = server.rss_anon_mb();
    result.start_ms = median(&mut starts);
    server.stop()?;
    Ok(())
}

/// The middle one.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
