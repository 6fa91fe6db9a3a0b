//! What a bench found, for programs and for people.

use base::Text;
use serde_json::{Map, Value, json};

use super::curve::Point;
use super::parts::Found;
use super::process::Measured;
use super::record::{Cost, Recorded};
use super::turns::median;
use crate::outcome::Report;

/// A page's figures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PageFigures {
    /// Pages a second, as fast as they come.
    pub(super) per_s: f64,
    /// 99th percentile at two hundred a second.
    pub(super) p99_ms: f64,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    engine: &'static str,
    limit: f64,
    http: f64,
    ratio: f64,
    spread: (f64, f64),
    group_mean: f64,
    p50_ms: f64,
    p99_ms: f64,
    failed: u64,
    complaint: Option<String>,
    cpu_us: (f64, f64, f64),
    per_step: Vec<Cost>,
    pub(super) curve: Vec<Point>,
    pub(super) pages: Vec<(&'static str, PageFigures)>,
    pub(super) rss_anon_mb: f64,
    pub(super) start_ms: f64,
}

impl Figures {
    /// Nothing yet, of this engine.
    pub(super) fn of(engine: &'static str) -> Self {
        Self { engine, ..Self::default() }
    }
}

/// Answers a second.
#[expect(clippy::cast_precision_loss, reason = "a count of requests")]
pub(super) fn rate(found: &Found) -> f64 {
    found.answered as f64 / found.seconds.max(0.001)
}

/// Takes up the turns of engine and program.
pub(super) fn turns(
    result: &mut Figures,
    ratios: &mut [f64],
    limits: &mut [f64],
    rates: &mut [f64],
    measured: &[Measured],
) {
    (result.limit, result.http, result.ratio) = (median(limits), median(rates), median(ratios));
    result.spread = (ratios.first().copied().unwrap_or_default(), ratios.last().copied().unwrap_or_default());
    let each = |of: &dyn Fn(&Measured) -> f64| median(&mut measured.iter().map(of).collect::<Vec<_>>());
    result.p50_ms = each(&|m| m.found.p50_ms);
    result.p99_ms = each(&|m| m.found.p99_ms);
    result.cpu_us = (
        each(&|m| per_step(m.server_ms, m)),
        each(&|m| per_step(m.found.cpu_ms, m)),
        each(&|m| per_step(m.database_ms, m)),
    );
    for one in measured {
        failures(result, &one.found);
    }
}

/// Takes up what failed in a window: a request that fails is in no other figure.
pub(super) fn failures(result: &mut Figures, found: &Found) {
    result.failed += found.failed;
    result.complaint = result.complaint.take().or_else(|| found.complaint.clone());
}

/// So many milliseconds, in microseconds for each step of the window.
#[expect(clippy::cast_precision_loss, reason = "counts")]
pub(super) fn per_step(ms: u64, measured: &Measured) -> f64 {
    1000.0 * ms as f64 / measured.found.answered.max(1) as f64
}

/// Takes up the size of groups.
#[expect(clippy::cast_precision_loss, reason = "counts")]
pub(super) fn groups(result: &mut Figures, groups: u64, closures: u64) {
    result.group_mean = if groups == 0 { 0.0 } else { closures as f64 / groups as f64 };
}

/// Takes up what a case is made of.
pub(super) fn recorded(result: &mut Figures, recorded: &Recorded) {
    result.per_step.clone_from(&recorded.per_step);
}

/// One digit behind the point for people, three for programs.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The report.
#[expect(clippy::cast_precision_loss, reason = "counts of statements")]
pub(super) fn report(result: &Figures) -> Report {
    let curve: Map<String, Value> =
        result.curve.iter().map(|point| (point.cases.to_string(), json!(rounded(point.rate)))).collect();
    let share = |point: &Point| Some((point.cases.to_string(), json!(rounded(point.kept?))));
    let kept: Map<String, Value> = result.curve.iter().filter_map(share).collect();
    let pages: Map<String, Value> = result
        .pages
        .iter()
        .map(|(name, page)| {
            ((*name).to_owned(), json!({ "per_s": rounded(page.per_s), "p99_ms": rounded(page.p99_ms) }))
        })
        .collect();
    let steps = result.per_step.len().max(1) as f64;
    let mean = |of: &dyn Fn(&Cost) -> u64| result.per_step.iter().map(of).sum::<u64>() as f64 / steps;
    let (server, load, database) = result.cpu_us;
    let json = json!({
        "engine": result.engine,
        "limit_steps_per_s": rounded(result.limit),
        "http_steps_per_s": rounded(result.http),
        "ratio": rounded(result.ratio),
        "ratio_spread": [rounded(result.spread.0), rounded(result.spread.1)],
        "group_mean": rounded(result.group_mean),
        "p50_ms": rounded(result.p50_ms),
        "p99_ms": rounded(result.p99_ms),
        "failed": result.failed,
        "complaint": result.complaint,
        "curve": curve,
        "kept": kept,
        "pages": pages,
        "rss_anon_mb": rounded(result.rss_anon_mb),
        "start_ms": rounded(result.start_ms),
        "cpu_us_per_step": { "server": rounded(server), "load": rounded(load), "database": rounded(database) },
        "per_step": {
            "statements": rounded(mean(&|s| s.statements)),
            "rows": rounded(mean(&|s| s.rows)),
            "wal_bytes": rounded(mean(&|s| s.wal_bytes)),
        },
    });
    Report::new(true, json, words(result))
}

fn words(result: &Figures) -> Text {
    let (server, load, database) = result.cpu_us;
    let curve = |zh: bool| {
        let point = |point: &Point| {
            let Point { cases, rate, kept } = *point;
            match (zh, kept) {
                (true, None) => format!("  已有 {cases} 件：{rate:.0} 步/秒"),
                (true, Some(kept)) => format!("  已有 {cases} 件：{rate:.0} 步/秒，是空库的 {kept:.2}"),
                (false, None) => format!("  {cases} cases: {rate:.0} steps/s"),
                (false, Some(kept)) => {
                    format!("  {cases} cases: {rate:.0} steps/s, {kept:.2} of an empty store's")
                }
            }
        };
        result.curve.iter().map(point).collect::<Vec<_>>().join("\n")
    };
    let pages = |zh: bool| {
        let line = |(name, page): &(&str, PageFigures)| {
            let (per_s, p99) = (page.per_s, page.p99_ms);
            if zh {
                format!("  {name}：{per_s:.0} 页/秒，p99 {p99:.1} 毫秒")
            } else {
                format!("  {name}: {per_s:.0} pages/s, p99 {p99:.1} ms")
            }
        };
        result.pages.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let (engine, limit, http, ratio) = (result.engine, result.limit, result.http, result.ratio);
    let (low, high) = result.spread;
    let (p50, p99, group) = (result.p50_ms, result.p99_ms, result.group_mean);
    let (rss, start) = (result.rss_anon_mb, result.start_ms);
    Text::new(
        format!(
            "{engine}\n数据库本身 {limit:.0} 步/秒，整个程序 {http:.0} 步/秒，比例 {ratio:.2}（{low:.2} 至 {high:.2}）\n\
             每步 p50 {p50:.1} 毫秒，p99 {p99:.1} 毫秒，每次提交 {group:.1} 个事务\n\
             每步处理器时间（微秒）：服务 {server:.0}，负载 {load:.0}，数据库 {database:.0}\n{}\n{}\n\
             内存 {rss:.0} MB，启动 {start:.0} 毫秒",
            curve(true),
            pages(true)
        ),
        format!(
            "{engine}\nengine alone {limit:.0} steps/s, program {http:.0} steps/s, ratio {ratio:.2} ({low:.2} to {high:.2})\n\
             a step: p50 {p50:.1} ms, p99 {p99:.1} ms, {group:.1} transactions in a commit\n\
             processor time of a step in µs: server {server:.0}, load {load:.0}, database {database:.0}\n{}\n{}\n\
             memory {rss:.0} MB, start-up {start:.0} ms",
            curve(false),
            pages(false)
        ),
    )
}
