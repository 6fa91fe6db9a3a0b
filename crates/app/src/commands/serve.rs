//! `serve`: pages, API and worker over one store, until told to stop.

use std::sync::Arc;

use adapters::Adapters;
use adapters::webhooks::Secret;
use base::{OsEntropy, SystemClock, Text};
use serde_json::json;
use service::office::Office;

use super::silent;
use crate::Console;
use crate::cli::Serve;
use crate::config::{Settings, adapters, connections, webhooks};
use crate::keys::{Keys, is_demonstration};
use crate::office::{limits, open};
use crate::outcome::{Failure, Outcome};
use crate::server::{Server, Signals, bind};
use crate::store_folder::{About, Place};
use crate::worker::{Rhythm, Worker};

pub(super) fn run(serve: &Serve, settings: &Settings, console: Console) -> Outcome {
    let settings = settings.clone().with_flag("listen", "listen", serve.listen.as_deref());
    let place = Place::of(&settings)?;
    let (office, about) = opened(&place, &settings)?;
    let outside = adapters(&settings)?;
    let endpoints = webhooks(&settings)?;
    let reached = connections(&outside, &endpoints);
    let worker = Arc::new(Worker::new(
        office.clone(),
        clients(&outside)?,
        endpoints,
        place.keys.clone(),
        rhythm(&settings)?,
    )?);
    let listener = bind(settings.text("listen").unwrap_or_default())?;
    let at = listener.local_addr().map(|address| format!("http://{address}")).unwrap_or_default();
    let origin = settings.text("origin").map_or(at.clone(), |origin| origin.trim_end_matches('/').to_owned());
    let mut app = web::App::new(office.clone(), clients(&outside)?, pages(&settings, &about, &origin), None);
    if let Some(font) = settings.text("font") {
        app = app.setting_in(font.into());
    }
    let app = app.connected(reached).believing(payment_secret(&settings)?.into_iter().collect());
    let server = Server::start(listener, web::router(app))?;
    let working = worker.start()?;
    let ready = json!({ "url": origin, "listen": server.address().to_string(), "store": place.folder.display().to_string() });
    let words = Text::new(
        format!("正在服务：{origin}（监听 {at}），按 Ctrl-C 停止"),
        format!("Serving {origin} (at {at}); Ctrl-C stops"),
    );
    let signals = Signals::hear(server.runtime())?;
    console.result(&ready, &words);
    signals.wait(server.runtime());
    console.progress(&Text::new("正在停止：办完手上的请求……", "Stopping: ending the requests in hand…"));
    server.drain();
    drop(working);
    drop(office);
    Ok(silent())
}

/// Opens the store for real work; a demonstration's is refused.
pub(super) fn opened(place: &Place, settings: &Settings) -> Result<(Office, About), Failure> {
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    if about.demonstration || is_demonstration(keys.ledger.verifier().name()) {
        return Err(demonstration(place));
    }
    if about.internet_outlet.is_empty() {
        return Err(unfinished(place));
    }
    let office = open(place, &about, keys, limits(settings)?, Arc::new(SystemClock), Arc::new(OsEntropy))?;
    Ok((office, about))
}

/// Clients of the outside systems; pages and worker each have their own connections.
pub(crate) fn clients(config: &::adapters::AdaptersConfig) -> Result<Adapters, Failure> {
    Adapters::new(config).map_err(|wrong| {
        Failure::new(
            Text::new(
                format!("外部系统的设置不能用：{wrong}"),
                format!("the settings of an outside system fail: {wrong}"),
            ),
            Text::new("请按 docs/profiles 中的规约改正。", "Correct them by the profiles in docs/profiles."),
        )
    })
}

pub(super) fn rhythm(settings: &Settings) -> Result<Rhythm, Failure> {
    let usual = Rhythm::default();
    let wanted = ("1 至 86400 的整数", "a whole number from 1 to 86400");
    let seconds = |text: &str| text.parse().ok().filter(|n| (1..=86_400).contains(n));
    let post_s = settings.parsed("post_poll_seconds", wanted, seconds)?;
    Ok(Rhythm { post_s: post_s.unwrap_or(usual.post_s), ..usual })
}

/// Under which the payment platform signs its notices; without it none is believed, and orders are asked for.
fn payment_secret(settings: &Settings) -> Result<Option<Secret>, Failure> {
    let wanted = ("whsec_ 加 24 至 64 字节的 base64", "whsec_ and the base64 of 24 to 64 bytes");
    settings.parsed("payment_secret", wanted, |text| Secret::parse(text).ok())
}

fn pages(settings: &Settings, about: &About, origin: &str) -> web::Settings {
    let text = |key: &str| settings.text(key).unwrap_or_default().to_owned();
    web::Settings {
        office_name: Text::new(text("office_name.zh"), text("office_name.en")),
        help_phone: text("help_phone"),
        origin: origin.to_owned(),
        secure: origin.starts_with("https://"),
        internet_outlet: about.internet_outlet.clone(),
    }
}

fn unfinished(place: &Place) -> Failure {
    let folder = place.folder.display();
    Failure::new(
        Text::new(format!("{folder} 的初始化没有做完"), format!("{folder} was not made to the end")),
        Text::new("请再运行一次 yichuang init。", "Run yichuang init once more."),
    )
}

fn demonstration(place: &Place) -> Failure {
    let folder = place.folder.display();
    Failure::new(
        Text::new(
            "这是演示用的数据，serve 不提供服务",
            "this store was made by demo; serve does not serve it",
        ),
        Text::new(
            format!("打开这个演示请用 yichuang demo --store {folder}；正式使用请用 yichuang init 新建。"),
            format!(
                "Open it with yichuang demo --store {folder}; for real work make a store with yichuang init."
            ),
        ),
    )
}
