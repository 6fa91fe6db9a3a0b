//! `sandbox`: the twins alone, for whoever writes a connector or a client of a profile.

use std::sync::Arc;

use adapters::Private;
use adapters::twins::{TwinConfig, Twins};
use adapters::webhooks::Secret;
use base::{Entropy as _, OsEntropy, SystemClock, Text};
use serde_json::json;

use super::silent;
use crate::Console;
use crate::cli::Sandbox;
use crate::outcome::Outcome;
use crate::server::{Server, Signals, bind};

pub(super) fn run(sandbox: &Sandbox, console: Console) -> Outcome {
    let listener = bind(&format!("127.0.0.1:{}", sandbox.port))?;
    let origin = listener.local_addr().map(|address| format!("http://{address}")).unwrap_or_default();
    let secret = Secret::new(&mut OsEntropy.rng());
    let token = Private::new(sandbox.token.as_str());
    let config = TwinConfig::new(origin.as_str(), token, secret.clone(), Arc::new(SystemClock));
    let server = Server::start(listener, Twins::new(&config).router())?;
    let names = ["population", "hospital", "offences", "payment", "sms", "post", "national"];
    let lines: Vec<String> = names.iter().map(|name| format!("  {origin}/twin/{name}")).collect();
    let list = lines.join("\n");
    let payment_secret = secret.reveal();
    let words = Text::new(
        format!(
            "模拟系统已启动（令牌 {}，支付通知密钥 {payment_secret}），按 Ctrl-C 停止：\n{list}",
            sandbox.token
        ),
        format!(
            "The twins are there (token {}, payment secret {payment_secret}); Ctrl-C stops:\n{list}",
            sandbox.token
        ),
    );
    let json =
        json!({ "url": origin, "token": sandbox.token, "payment_secret": payment_secret, "twins": names });
    let signals = Signals::hear(server.runtime())?;
    console.result(&json, &words);
    signals.wait(server.runtime());
    server.drain();
    Ok(silent())
}
