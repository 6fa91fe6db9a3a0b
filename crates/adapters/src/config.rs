//! What an operator configures for each outside system, and the holder of all clients.

use serde::Deserialize;

use crate::address::{is_loopback_host, is_sandbox_address};
use crate::hospital::Hospital;
use crate::national::National;
use crate::offences::Offences;
use crate::payment::Payment;
use crate::population::Population;
use crate::post::Post;
use crate::sms::Sms;
use crate::{Private, limits};

/// Whether answers from twins may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A real office: an answer from a twin is an error.
    Production,
    /// A demonstration or a test: twins and real systems are both accepted.
    Demonstration,
}

/// How to reach one outside system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdapterConfig {
    /// Where the profile's paths begin, without a slash at the end: `https://connector.example/population`.
    /// In production it is `https`, or this very machine, where a connector may run beside the platform.
    pub base_url: String,
    /// Sent as `Authorization: Bearer`; 16 to 512 visible ASCII characters in production.
    pub token: Private,
    /// Whether a twin's answers may be used.
    pub mode: Mode,
    /// The longest time for one attempt, from connecting to the answer's last byte: 100 to 60,000 ms.
    pub timeout_ms: u32,
    /// How often a call is repeated when there was no answer: 0 to 5.
    pub retries: u8,
}

/// Why an adapter cannot be set up as configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("adapter {system}, setting {field}: {what}")]
pub struct ConfigError {
    /// The adapter: `population`.
    pub system: &'static str,
    /// The setting of [`AdapterConfig`].
    pub field: &'static str,
    /// What to change.
    pub what: &'static str,
}

impl AdapterConfig {
    /// Says which setting is unusable, if any.
    pub fn check(&self, system: &'static str) -> Result<(), ConfigError> {
        let fault = |field, what| Err(ConfigError { system, field, what });
        let mut wrong = limits::Wrong::default();
        wrong.url("base_url", &self.base_url);
        let uri = self.base_url.parse::<hyper::Uri>().ok().filter(|_| wrong.is_empty());
        let Some(uri) = uri else {
            return fault("base_url", "give a whole http or https address");
        };
        if uri.query().is_some() || uri.authority().is_none_or(|a| a.as_str().contains('@')) {
            return fault("base_url", "leave out the query and any user name; the token has its own setting");
        }
        if !(100..=60_000).contains(&self.timeout_ms) {
            return fault("timeout_ms", "give 100 to 60000");
        }
        if self.retries > 5 {
            return fault("retries", "give 0 to 5");
        }
        let token = self.token.as_str();
        if token.len() > 512 || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return fault("token", "give at most 512 visible ASCII characters");
        }
        if self.mode == Mode::Demonstration {
            return Ok(());
        }
        if is_sandbox_address(&self.base_url) {
            return fault("base_url", "this is a twin's address; give the address of the real connector");
        }
        if uri.scheme_str() != Some("https") && !uri.host().is_some_and(is_loopback_host) {
            return fault("base_url", "use https, or a connector on this very machine");
        }
        if token.len() < 16 {
            return fault("token", "give at least 16 characters");
        }
        Ok(())
    }
}

/// The settings of every outside system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdaptersConfig {
    /// The population register.
    pub population: AdapterConfig,
    /// The hospitals' medical certificates.
    pub hospital: AdapterConfig,
    /// The traffic offence system.
    pub offences: AdapterConfig,
    /// The payment platform.
    pub payment: AdapterConfig,
    /// The SMS gateway.
    pub sms: AdapterConfig,
    /// The post.
    pub post: AdapterConfig,
    /// The national platform.
    pub national: AdapterConfig,
}

impl AdaptersConfig {
    /// The settings of each system, with its name.
    pub fn each(&self) -> [(&'static str, &AdapterConfig); 7] {
        [
            ("population", &self.population),
            ("hospital", &self.hospital),
            ("offences", &self.offences),
            ("payment", &self.payment),
            ("sms", &self.sms),
            ("post", &self.post),
            ("national", &self.national),
        ]
    }

    /// Every adapter at the twins mounted under `origin` (`http://127.0.0.1:8080`), for a demonstration.
    pub fn twins(origin: &str, token: &Private) -> Self {
        let at = |name: &str| AdapterConfig {
            base_url: format!("{origin}/twin/{name}"),
            token: token.clone(),
            mode: Mode::Demonstration,
            timeout_ms: 3000,
            retries: 2,
        };
        Self {
            population: at("population"),
            hospital: at("hospital"),
            offences: at("offences"),
            payment: at("payment"),
            sms: at("sms"),
            post: at("post"),
            national: at("national"),
        }
    }
}

/// The clients of every outside system. Share it behind an `Arc`; each client keeps its own few connections.
#[derive(Debug)]
pub struct Adapters {
    /// The population register.
    pub population: Population,
    /// The hospitals' medical certificates.
    pub hospital: Hospital,
    /// The traffic offence system.
    pub offences: Offences,
    /// The payment platform.
    pub payment: Payment,
    /// The SMS gateway.
    pub sms: Sms,
    /// The post.
    pub post: Post,
    /// The national platform.
    pub national: National,
}

impl Adapters {
    /// The clients, or the first setting that is unusable. Nothing is called yet.
    pub fn new(config: &AdaptersConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            population: Population::new(&config.population)?,
            hospital: Hospital::new(&config.hospital)?,
            offences: Offences::new(&config.offences)?,
            payment: Payment::new(&config.payment)?,
            sms: Sms::new(&config.sms)?,
            post: Post::new(&config.post)?,
            national: National::new(&config.national)?,
        })
    }
}
