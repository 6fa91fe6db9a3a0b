//! `demo`: makes a demonstration city and serves it, or serves one that was made before.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use adapters::twins::{TwinConfig, Twins};
use adapters::webhooks::Secret;
use adapters::{AdaptersConfig, Private};
use base::{Clock as _, Day, Entropy as _, Instant, OsEntropy, Stopwatch, SystemClock, Text};
use serde_json::json;
use store::Target;

use super::{clients, silent};
use crate::Console;
use crate::cli::{Demo, Size};
use crate::clock::VirtualClock;
use crate::config::connections;
use crate::console::program;
use crate::demo::{City, Gate, Ground, Plan, build, city_map, reopen, table};
use crate::outcome::{Failure, Outcome};
use crate::server::{Server, Signals, bind};
use crate::store_folder::Place;
use crate::worker::templates::render;

pub(super) fn run(demo: &Demo, store: Option<&str>, console: Console) -> Outcome {
    let watch = Stopwatch::start();
    // `temporary` is kept until the end: a store that nobody named goes away with the demonstration.
    let (temporary, place) = place(store)?;
    if place.clear_unfinished()? {
        console.progress(&Text::new(
            "这里有一个没有建完的演示城市，已经清除，现在从头开始建。",
            "A demonstration here was broken off while it was being made; it is cleared away, and we begin afresh.",
        ));
    }
    let begun = place.is_begun();
    if begun && (demo.size.is_some() || demo.date.is_some()) {
        return Err(made_already(&place));
    }
    let plan = plan(demo)?;
    let listener = bind(&format!("127.0.0.1:{}", demo.port))?;
    let origin = listener.local_addr().map(|address| format!("http://{address}")).unwrap_or_default();
    let clock = Arc::new(VirtualClock::standing(plan.first_day().start().plus_seconds(8 * 3600)));
    let token = Private::new(hex::encode(OsEntropy.rng().bytes::<16>()));
    let secret = Secret::new(&mut OsEntropy.rng());
    let twins =
        Arc::new(Twins::new(&TwinConfig::new(origin.as_str(), token.clone(), secret.clone(), clock.clone())));
    let gate = Gate::default();
    let server = Server::start(listener, gate.router(twins.router()))?;
    let outside = AdaptersConfig::twins(&origin, &token);
    let ground = Ground {
        place: &place,
        clock,
        twins: &twins,
        origin: &origin,
        outside: &outside,
        runtime: server.runtime(),
        console: Some(console),
    };
    let city = if begun { reopen(&ground)? } else { build(&plan, &ground)? };
    let app =
        web::App::new(city.office.clone(), clients(&outside)?, pages(&city, &origin), Some(shown(&twins)));
    let app = app.connected(connections(&outside, &[])).believing(vec![secret]).mapped(city_map());
    gate.open(web::router(app));
    let working = city.worker.clone().start()?;
    let ready_ms = watch.elapsed_us() / 1000;
    let ready = json!({
        "url": origin,
        "store": place.folder.display().to_string(),
        "ready_ms": ready_ms,
        "logins": city.logins,
    });
    let signals = Signals::hear(server.runtime())?;
    console.result(&ready, &table(&city.logins, &origin, &whereabouts(&place, temporary.is_some())));
    signals.wait(server.runtime());
    server.drain();
    drop(working);
    drop(city);
    Ok(silent())
}

fn plan(demo: &Demo) -> Result<Plan, Failure> {
    let now = present(demo.date.as_deref())?;
    let plan = match demo.size.unwrap_or(Size::Small) {
        Size::Tiny => Plan::tiny(now),
        Size::Small => Plan::small(now),
        Size::City => Plan::city(now),
    };
    plan.map_err(|error| {
        Failure::new(
            Text::new(format!("演示城市的区划不能用：{error}"), format!("the city's region fails: {error}")),
            Text::new("这是程序的缺陷，请报告。", "This is a defect of the program: report it."),
        )
    })
}

/// Now, or the same time of day on the day that was asked for.
fn present(date: Option<&str>) -> Result<Instant, Failure> {
    let now = SystemClock.now();
    let Some(text) = date else { return Ok(now) };
    let day = Day::parse(text).map_err(|error| {
        Failure::new(
            Text::new(format!("--date 不能是“{text}”"), format!("--date cannot be “{text}”: {error}")),
            Text::new("请写成 2026-03-02 这样的日期。", "Write a day like 2026-03-02."),
        )
    })?;
    Ok(day.start().plus_ms(now.since(now.day().start())))
}

/// Where the store is: the folder that was named; or the PostgreSQL database that was named, which must hold no office
/// yet, with the rest in a temporary folder; or a temporary folder that goes away at the end.
fn place(store: Option<&str>) -> Result<(Option<tempfile::TempDir>, Place), Failure> {
    let database = store.filter(|name| name.starts_with("postgres://") || name.starts_with("postgresql://"));
    if let (Some(path), None) = (store, database) {
        return Ok((None, Place::embedded(Path::new(path))));
    }
    let private = Permissions::from_mode(0o700);
    let temporary = tempfile::Builder::new().prefix("yichuang-demo-").permissions(private).tempdir();
    let temporary = temporary.map_err(|error| crate::outcome::io(&std::env::temp_dir(), &error))?;
    let mut place = Place::embedded(&temporary.path().join("store"));
    if let Some(url) = database {
        place.database = Target::Postgres(url.to_owned());
    }
    Ok((Some(temporary), place))
}

/// Where the city's data lie, how long, and how to copy them while it runs.
fn whereabouts(place: &Place, temporary: bool) -> Text {
    let Target::Sqlite(_) = place.database else {
        return Text::new("数据在 PostgreSQL 里。", "The data are in PostgreSQL.");
    };
    let (folder, program) = (place.folder.display(), program());
    let (zh, en) = if temporary {
        ("停止时删除；要留下，请用 --store 指定一个文件夹", "gone when it stops; --store FOLDER keeps it")
    } else {
        ("再用同样的 --store 就能打开", "the same --store opens it again")
    };
    Text::new(
        format!("数据在 {folder}（{zh}）。\n现在就可以备份：{program} backup demo.backup --store {folder}"),
        format!(
            "Its data are in {folder} ({en}).\nBack it up while it runs: {program} backup demo.backup --store {folder}"
        ),
    )
}

fn made_already(place: &Place) -> Failure {
    let folder = place.folder.display();
    Failure::new(
        Text::new(
            format!("{folder} 里已有建好的城市，它的大小和日期不能再改"),
            format!("the city in {folder} is made already: its size and day stay as they are"),
        ),
        Text::new(
            format!(
                "打开它请用 yichuang demo --store {folder}，不加 --size 和 --date；要另一座城市，请换一个文件夹。"
            ),
            format!(
                "Open it with yichuang demo --store {folder}, without --size and --date; for another city name another \
                 folder."
            ),
        ),
    )
}

fn pages(city: &City, origin: &str) -> web::Settings {
    web::Settings {
        office_name: Text::new("示例市公安局车辆管理所", "Shili City Vehicle Administration Office"),
        help_phone: "12345".to_owned(),
        origin: origin.to_owned(),
        secure: false,
        internet_outlet: city.internet_outlet.clone(),
    }
}

/// What only a demonstration shows: the messages that the twin took, and the faults that can be chosen. The twins themselves are served before the gate.
fn shown(twins: &Arc<Twins>) -> web::Demo {
    let own = twins.clone();
    let sms_sent = move |phone: &str| {
        let messages = own.sms_sent(phone);
        messages.iter().map(|message| render(&message.template, &message.parameters)).collect()
    };
    web::Demo { sms_sent: Box::new(sms_sent), faults: twins.faults(), twins: axum::Router::new() }
}
