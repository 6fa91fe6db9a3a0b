//! Listening to the program while it does two cases: which statements, with which values, in which order.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value as Json;
use store::{At, Line, Param, Said, Script};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use super::ground::{self, Ground};
use super::parts::Served;
use super::pattern::Pattern;
use super::{broken, script, serve};
use crate::outcome::Failure;
use crate::store_folder::Place;

/// What a step costs when nothing else goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Statements.
    pub(super) statements: u64,
    /// Rows that they changed.
    pub(super) rows: u64,
    /// Bytes of the write-ahead log.
    pub(super) wal_bytes: u64,
}

/// What a case is made of.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) script: Script,
    pub(super) pattern: Pattern,
    /// What each step of the first case cost.
    pub(super) per_step: Vec<Cost>,
    /// The numbers of the two cases.
    pub(super) numbers: [String; 2],
    /// The tables' rows of both cases are found by these words.
    pub(super) place: Place,
}

/// Does two cases at a place and writes down what the store was asked.
pub(super) fn record(
    ground: &Ground,
    place: &Place,
    served: &Served,
    runtime: &Runtime,
) -> Result<Recorded, Failure> {
    let persons = u64::try_from(ground.subjects.len()).unwrap_or(1);
    let (office, about) = ground::open(place)?;
    let router = serve::router(&office, &about, served)?;
    // The first case fills the caches that a running program has full. The same clerks do all three.
    let mut told = Vec::new();
    for n in [16, 0, 8] {
        told.push(case(&office, &router, runtime, place, n, persons)?);
    }
    if office.store().engine() == store::Engine::Postgres {
        // Positions come by themselves within a second.
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    drop(router);
    drop(office);
    let wal_bytes = least(&told);
    let mut told = told.into_iter().skip(1);
    let (Some(one), Some(two)) = (told.next(), told.next()) else { return Err(broken("no case")) };
    let subject = usize::try_from(script::person_of(0, persons)).ok().and_then(|at| ground.subjects.get(at));
    let mut pattern = Pattern::of(subject.ok_or_else(|| broken("nobody"))?, 0, persons);
    let steps: Result<Vec<Vec<Line>>, Failure> =
        one.steps.iter().zip(&two.steps).map(|(a, b)| lines(&mut pattern, a, b)).collect();
    let reads = |said: &Said| said.statement.text(store::Engine::Sqlite).trim_start().starts_with("SELECT");
    let changed = |step: &Vec<Said>| step.iter().filter(|said| !reads(said)).map(|said| said.rows).sum();
    let cost = |(step, wal): (&Vec<Said>, &u64)| Cost {
        statements: u64::try_from(step.len()).unwrap_or(0),
        rows: changed(step),
        wal_bytes: *wal,
    };
    let per_step = one.steps.iter().zip(&wal_bytes).map(cost).collect();
    let numbers = [one.number, two.number];
    Ok(Recorded { script: Script { steps: steps? }, pattern, per_step, numbers, place: place.clone() })
}

/// A case that was done, and what was heard.
struct Told {
    number: String,
    steps: Vec<Vec<Said>>,
    wal_bytes: Vec<u64>,
}

/// What each step wrote to the log in the case where it wrote least: the notary signs once a second, beside whichever
/// step is under way.
fn least(told: &[Told]) -> Vec<u64> {
    let steps = told.iter().map(|case| case.wal_bytes.len()).min().unwrap_or(0);
    let of_step = |step: usize| told.iter().filter_map(|case| case.wal_bytes.get(step)).min().copied();
    (0..steps).filter_map(of_step).collect()
}

/// How much was ever written to the write-ahead log.
fn written(office: &service::office::Office, place: &Place) -> Result<u64, Failure> {
    if let store::Target::Sqlite(path) = &place.database {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        return Ok(std::fs::metadata(log).map_or(0, |file| file.len()));
    }
    let text = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
    let mut bytes = 0;
    let asked = office.store().read(move |read| {
        read.each_adhoc("bench.wal", text, store::params![], |row| {
            bytes = row.int(0)?;
            Ok(())
        })?;
        Ok::<i64, store::Error>(bytes)
    });
    Ok(u64::try_from(asked.wait()?).unwrap_or(0))
}

fn case(
    office: &service::office::Office,
    router: &Router,
    runtime: &Runtime,
    place: &Place,
    n: u64,
    persons: u64,
) -> Result<Told, Failure> {
    let mut number = String::new();
    let (mut steps, mut wal_bytes) = (Vec::new(), Vec::new());
    for step in script::STEPS {
        let call = script::call(step, n, persons, &number);
        let request = Request::post(&call.path)
            .header(header::HOST, "bench")
            .header(header::AUTHORIZATION, format!("Bearer {}", call.token))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", &call.key)
            .body(Body::from(call.body.to_string()))
            .map_err(broken)?;
        let before = written(office, place)?;
        office.store().trace().begin();
        let answered: Result<Json, Failure> = runtime.block_on(async {
            let Ok(answer) = router.clone().oneshot(request).await;
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.map_err(broken)?;
            if status.is_success() {
                serde_json::from_slice(&body).map_err(broken)
            } else {
                Err(broken(format!("{step:?}: {status} {}", String::from_utf8_lossy(&body))))
            }
        });
        let heard = office.store().trace().end();
        wal_bytes.push(written(office, place)?.saturating_sub(before));
        steps.push(heard.into_iter().filter(of_a_step).collect());
        let answered = answered?;
        number = answered.get("number").and_then(Json::as_str).unwrap_or(&number).to_owned();
    }
    Ok(Told { number, steps, wal_bytes })
}

/// Notary and sequencer work beside the steps, and are heard too.
fn of_a_step(said: &Said) -> bool {
    let name = said.statement.name();
    let sequencer = [
        "entry.insert",
        "tile.insert",
        "pending.take",
        "pending.delete",
        "head.first",
        "head.lock",
        "head.put",
    ];
    let beside = name.starts_with("checkpoint.") || name == "head.get";
    !(beside || said.at == At::Write && sequencer.contains(&name))
}

fn lines(pattern: &mut Pattern, first: &[Said], second: &[Said]) -> Result<Vec<Line>, Failure> {
    let same = first.len() == second.len()
        && first.iter().zip(second).all(|(a, b)| a.statement.name() == b.statement.name());
    if !same {
        let names = |said: &[Said]| said.iter().map(|s| s.statement.name()).collect::<Vec<_>>().join(" ");
        return Err(broken(format!("two cases differ: {} / {}", names(first), names(second))));
    }
    let line = |(a, b): (&Said, &Said)| {
        let params =
            a.params.iter().zip(&b.params).map(|(a_value, b_value)| match (a.at, a_value, b_value) {
                (At::Commit, store::Value::Int(x), store::Value::Int(y)) if x != y => Param::Position,
                _ => pattern.learn(a_value, b_value),
            });
        Line {
            statement: a.statement,
            params: params.collect(),
            at: a.at,
            rows: a.rows,
            once_a_group: a.at == At::Commit && a.statement.name() == "head.put",
        }
    };
    Ok(first.iter().zip(second).map(line).collect())
}
