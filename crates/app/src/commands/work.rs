//! `worker`: the work for outside systems without pages, beside copies of the program that serve. An embedded store
//! has one process, which works for itself.

use std::sync::Arc;

use base::Text;
use serde_json::json;
use store::Target;

use super::serve::{opened, rhythm};
use super::{clients, silent};
use crate::Console;
use crate::config::{Settings, adapters, webhooks};
use crate::outcome::{Failure, Outcome};
use crate::server::Signals;
use crate::store_folder::Place;
use crate::worker::Worker;

pub(super) fn run(settings: &Settings, console: Console) -> Outcome {
    let place = Place::of(settings)?;
    if let Target::Sqlite(_) = place.database {
        return Err(embedded());
    }
    let (office, _) = opened(&place, settings)?;
    let outside = clients(&adapters(settings)?)?;
    let worker =
        Arc::new(Worker::new(office, outside, webhooks(settings)?, place.keys.clone(), rhythm(settings)?)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Failure::new(
            Text::new(format!("不能启动：{error}"), format!("it does not start: {error}")),
            Text::new("请检查系统的线程数和文件数限制。", "Check the system's limits of threads and files."),
        )
    })?;
    let working = worker.start()?;
    let words = Text::new("正在处理后台任务，按 Ctrl-C 停止", "Working; Ctrl-C stops");
    let signals = Signals::hear(&runtime)?;
    console.result(&json!({ "store": place.folder.display().to_string() }), &words);
    signals.wait(&runtime);
    drop(working);
    Ok(silent())
}

fn embedded() -> Failure {
    Failure::new(
        Text::new("内嵌数据库只由一个进程使用", "an embedded store belongs to one process"),
        Text::new(
            "yichuang serve 自己就会处理后台任务，不用另外启动；单独的 worker 用于 PostgreSQL。",
            "yichuang serve does this work itself; a worker of its own is for PostgreSQL.",
        ),
    )
}
