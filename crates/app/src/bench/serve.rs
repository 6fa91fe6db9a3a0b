//! The server process: the program's own router over the bench's store. The worker runs beside it only where memory and
//! start-up are measured: steps and pages are measured alone.

use std::io::Write as _;
use std::sync::Arc;

use adapters::{AdaptersConfig, Private};
use axum::Router;
use base::Text;
use service::office::Office;

use super::parts::{Listening, Served};
use super::{broken, ground};
use crate::commands::clients;
use crate::outcome::{Failure, Outcome, Report};
use crate::server::{Server, Signals, bind};
use crate::store_folder::About;
use crate::worker::{Rhythm, Worker};

/// Serves what standard input names until it is told to stop.
pub(super) fn run() -> Outcome {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(broken)?;
    let told: Served = serde_json::from_str(&line).map_err(broken)?;
    let (office, about) = ground::open(&told.place())?;
    let listener = bind("127.0.0.1:0")?;
    let server = Server::start(listener, router(&office, &about, &told)?)?;
    let working = if told.worker { Some(worker(&office, &told)?.start()?) } else { None };
    let signals = Signals::hear(server.runtime())?;
    let listening = Listening { address: server.address().to_string() };
    let said = serde_json::to_string(&listening).map_err(broken)?;
    let mut out = std::io::stdout();
    writeln!(out, "{said}").and_then(|()| out.flush()).map_err(broken)?;
    signals.wait(server.runtime());
    server.drain();
    drop(working);
    let (groups, closures) = office.store().groups();
    drop(office);
    let said = serde_json::json!({ "groups": groups, "closures": closures });
    Ok(Report::new(true, said.clone(), Text::new(said.to_string(), said.to_string())))
}

fn worker(office: &Office, served: &Served) -> Result<Arc<Worker>, Failure> {
    let outside = AdaptersConfig::twins(&served.twins, &Private::from(served.twins_token.as_str()));
    let (place, rhythm) = (served.place(), Rhythm::default());
    Ok(Arc::new(Worker::new(office.clone(), clients(&outside)?, Vec::new(), place.keys, rhythm)?))
}

/// The program's pages and API over an office.
pub(super) fn router(office: &Office, about: &About, served: &Served) -> Result<Router, Failure> {
    let outside = AdaptersConfig::twins(&served.twins, &Private::from(served.twins_token.as_str()));
    let settings = web::Settings {
        office_name: Text::new("性能测试车管所", "Bench Vehicle Office"),
        help_phone: "12345".to_owned(),
        origin: "http://127.0.0.1".to_owned(),
        secure: false,
        internet_outlet: about.internet_outlet.clone(),
    };
    Ok(web::router(web::App::new(office.clone(), clients(&outside)?, settings, None)))
}
