//! `doctor`: whether everything is in order, one check after the other, each with what to do where it is not. It reads
//! beside whatever runs, and changes nothing unless it is asked to mend; `verify` is what checks the record itself.

mod fix;
mod machine;
mod record;
mod rules;
mod store;

use base::{Clock as _, Instant, Lang, SystemClock, Text};
use serde::Serialize;
use serde_json::json;

use crate::cli::Doctor;
use crate::config::Settings;
use crate::outcome::{Outcome, Report};
use crate::store_folder::Place;

use fix::Mended;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// In order.
    Ok,
    /// It works, but somebody should look.
    Warn,
    /// It does not work.
    Fail,
    /// It could not be found out.
    Unknown,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// A stable name: `disk`.
    pub name: &'static str,
    /// How it ended.
    pub state: State,
    /// What was found.
    pub why: Text,
    /// What to do; empty where nothing is.
    pub next: Text,
}

impl Check {
    fn ok(name: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { name, state: State::Ok, why: Text::new(zh, en), next: Text::default() }
    }

    fn found(name: &'static str, state: State, why: Text, next: Text) -> Self {
        Self { name, state, why, next }
    }
}

pub(super) fn run(wanted: &Doctor, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let lang = settings.text("lang").and_then(Lang::parse).unwrap_or_default();
    let mended = if wanted.fix { fix::mend(&place)? } else { Vec::new() };
    let mut report = told(&examine(&place, settings, SystemClock.now()), lang);
    if wanted.fix {
        let row = |one: &Mended| json!({ "name": one.name, "what": one.what.get(lang) });
        let rows: Vec<_> = mended.iter().map(row).collect();
        if let Some(members) = report.json.as_object_mut() {
            members.insert("mended".to_owned(), json!(rows));
        }
        report.words = Text::new(
            before(&mended, &report.words, Lang::Zh, "已修好："),
            before(&mended, &report.words, Lang::En, "mended: "),
        );
    }
    Ok(report)
}

/// What was mended, a line each, then the checks.
fn before(mended: &[Mended], checks: &Text, lang: Lang, head: &str) -> String {
    let lines = mended.iter().map(|one| format!("{head}{}\n", one.what.get(lang)));
    format!("{}{}", lines.collect::<String>(), checks.get(lang))
}

/// Goes through every check.
pub fn examine(place: &Place, settings: &Settings, now: Instant) -> Vec<Check> {
    let mut checks = vec![store::folder(place)];
    if let Ok(about) = place.about() {
        checks.extend(store::keys(place, &about));
        checks.extend(store::database(place));
        checks.extend(record::checks(place, &about, now));
        checks.push(store::backup(place, now));
        checks.push(machine::disk(place));
    }
    checks.extend(rules::checks(now.day()));
    // A demonstration has its twins.
    if !place.about().is_ok_and(|about| about.demonstration) {
        checks.push(rules::outside(settings));
    }
    checks.push(machine::fonts(settings.text("font")));
    checks.push(machine::assets());
    checks
}

fn told(checks: &[Check], lang: Lang) -> Report {
    let ok = checks.iter().all(|check| check.state != State::Fail);
    let rows: Vec<_> = checks
        .iter()
        .map(|check| {
            let (why, next) = (check.why.get(lang), check.next.get(lang));
            json!({ "name": check.name, "state": check.state, "why": why, "next": next })
        })
        .collect();
    let words = |lang: Lang| {
        let lines: Vec<String> = checks.iter().map(|check| line(check, lang)).collect();
        lines.join("\n")
    };
    let words = Text::new(words(Lang::Zh), words(Lang::En));
    Report::new(ok, json!({ "ok": ok, "checks": rows }), words)
}

fn line(check: &Check, lang: Lang) -> String {
    let sign = match check.state {
        State::Ok => "✓",
        State::Warn => "!",
        State::Fail => "✗",
        State::Unknown => "?",
    };
    let next = check.next.get(lang);
    let next = if next.is_empty() { String::new() } else { format!("\n    → {next}") };
    format!("{sign} {:<10} {}{next}", check.name, check.why.get(lang))
}
