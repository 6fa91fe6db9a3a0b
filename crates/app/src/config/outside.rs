//! The settings of outside systems and of those who are told.

use adapters::webhooks::Secret;
use adapters::{AdapterConfig, AdaptersConfig, Mode, Private};
use base::Text;
use service::job::System;
use web::Connection;

use super::Settings;
use crate::outcome::Failure;

/// Where an outside system is sought that nobody configured: the discard port of this machine, where nothing answers.
/// Everything that depends on it then works as it does while a system is down: facts stay unknown, messages wait.
pub const UNREACHABLE: &str = "http://127.0.0.1:9";

/// The token that goes with it.
const NO_TOKEN: &str = "not-configured-here";

/// What a receiver hears of where nothing else is agreed: the life of cases.
const EVENTS: &str = "case.*";

/// Somebody who is told of events.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The operator's name for it.
    pub name: String,
    /// Where notices go.
    pub url: String,
    /// Signs them.
    pub secret: Secret,
    /// Kinds of events that it hears of: `case.decided`, or `case.*` for all that begin so.
    pub events: Vec<String>,
}

impl Endpoint {
    /// Whether it hears of events of this kind.
    pub fn wants(&self, kind: &str) -> bool {
        self.events.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => kind.starts_with(beginning),
            None => kind == wanted,
        })
    }
}

/// The clients' settings for a real office, each checked; a twin's address is refused.
pub fn adapters(settings: &Settings) -> Result<AdaptersConfig, Failure> {
    Ok(AdaptersConfig {
        population: adapter(settings, "population")?,
        hospital: adapter(settings, "hospital")?,
        offences: adapter(settings, "offences")?,
        payment: adapter(settings, "payment")?,
        sms: adapter(settings, "sms")?,
        post: adapter(settings, "post")?,
        national: adapter(settings, "national")?,
    })
}

fn adapter(settings: &Settings, system: &'static str) -> Result<AdapterConfig, Failure> {
    let key = |part: &str| format!("adapters.{system}.{part}");
    let url = settings.text(&key("base_url")).map(|url| url.trim_end_matches('/').to_owned());
    let numbers = ("一个整数", "a whole number");
    let timeout_ms = settings.parsed(&key("timeout_ms"), numbers, |text| text.parse().ok())?;
    let retries = settings.parsed(&key("retries"), numbers, |text| text.parse().ok())?;
    let token = settings.text(&key("token")).filter(|_| url.is_some());
    let config = AdapterConfig {
        base_url: url.unwrap_or_else(|| UNREACHABLE.to_owned()),
        token: Private::new(token.unwrap_or(NO_TOKEN)),
        mode: Mode::Production,
        timeout_ms: timeout_ms.unwrap_or(3000),
        retries: retries.unwrap_or(2),
    };
    if adapters::is_sandbox_address(&config.base_url) {
        return Err(sandbox(settings, &key("base_url"), &config.base_url));
    }
    config.check(system).map_err(|wrong| {
        let name = key(wrong.field);
        Failure::new(
            Text::new(
                format!("设置 {name} 不能用：{}", wrong.what),
                format!("the setting {name} cannot be used: {}", wrong.what),
            ),
            Text::new(
                format!("请在配置中改正 {name}，规约见 docs/profiles/{system}.md。"),
                format!(
                    "Correct {name} in the configuration; docs/profiles/{system}.md describes the profile."
                ),
            ),
        )
    })?;
    Ok(config)
}

fn sandbox(settings: &Settings, key: &str, url: &str) -> Failure {
    let origin = settings.get(key).map(|s| s.origin.to_string()).unwrap_or_default();
    Failure::new(
        Text::new(
            format!("{key} 指向模拟系统 {url}（来自 {origin}），正式运行不接受模拟系统的回答"),
            format!(
                "{key} leads to a twin, {url} (from {origin}); a real office takes no answers from twins"
            ),
        ),
        Text::new(
            "请改为真实连接器的地址；只想试用，请运行 yichuang demo。",
            "Give the address of the real connector. To try things out, run yichuang demo.",
        ),
    )
}

/// How the outside systems and the receivers of notices are reached, as the administrator's page tells it.
pub fn connections(config: &AdaptersConfig, endpoints: &[Endpoint]) -> Vec<Connection> {
    let system = |(name, at): (&str, &AdapterConfig)| {
        let address = Some(at.base_url.as_str()).filter(|address| *address != UNREACHABLE);
        System::parse(name).map(|system| Connection::new(system, "", address))
    };
    let receiver = |to: &Endpoint| Connection::new(System::Webhook, to.name.as_str(), Some(&to.url));
    config.each().into_iter().filter_map(system).chain(endpoints.iter().map(receiver)).collect()
}

/// Everybody who is told, by name.
pub fn webhooks(settings: &Settings) -> Result<Vec<Endpoint>, Failure> {
    let mut endpoints = Vec::new();
    for name in settings.names("webhooks.*.url") {
        let url = settings.text(&format!("webhooks.{name}.url")).unwrap_or_default().to_owned();
        let key = format!("webhooks.{name}.secret");
        let wanted = ("whsec_ 加 24 至 64 字节的 base64", "whsec_ and the base64 of 24 to 64 bytes");
        let secret = settings.parsed(&key, wanted, |text| Secret::parse(text).ok())?;
        let secret = secret.ok_or_else(|| {
            Failure::new(
                Text::new(format!("缺少设置 {key}"), format!("the setting {key} is missing")),
                Text::new("请给出与接收方约定的签名密钥。", "Give the secret agreed with the receiver."),
            )
        })?;
        let events = settings.text(&format!("webhooks.{name}.events")).unwrap_or(EVENTS);
        let events = events.split([',', ' ']).filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        endpoints.push(Endpoint { name, url, secret, events });
    }
    Ok(endpoints)
}
