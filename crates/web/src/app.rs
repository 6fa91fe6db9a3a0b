//! What every handler shares.

use std::sync::Arc;

use adapters::Adapters;
use adapters::twins::FaultDesk;
use adapters::webhooks::Secret;
use axum::http::Uri;
use base::Text;
use service::job::System;
use service::office::Office;

use crate::city_map::CityMap;
use crate::guidance::Kept;
use crate::pdf::FontFile;

/// The settings of an office's pages.
#[derive(Clone, Debug)]
pub struct Settings {
    /// 示例市公安局车辆管理所.
    pub office_name: Text,
    /// The telephone number for help, the same on every page.
    pub help_phone: String,
    /// Scheme and authority under which people reach the program: `http://127.0.0.1:8080`.
    pub origin: String,
    /// Whether people come over TLS: cookies are then `__Host-` and `Secure`.
    pub secure: bool,
    /// The outlet that decides cases that come over the internet, by id.
    pub internet_outlet: String,
}

/// Gives the texts sent to a telephone number, newest first.
pub type SentMessages = Box<dyn Fn(&str) -> Vec<String> + Send + Sync>;

/// How an outside system, or a receiver of notices, is reached, as far as a page may tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Which system.
    pub system: System,
    /// The operator's name of a receiver of notices; empty for the systems.
    pub receiver: String,
    /// Host and port, never the rest of the address and never the token; none where nobody configured the system.
    pub host: Option<String>,
}

impl Connection {
    /// A system or receiver that is reached at this address; without one, nobody configured it.
    pub fn new(system: System, receiver: impl Into<String>, address: Option<&str>) -> Self {
        let uri = address.and_then(|address| address.parse::<Uri>().ok());
        let host = uri.as_ref().and_then(|uri| {
            let host = uri.host()?;
            Some(uri.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
        });
        Self { system, receiver: receiver.into(), host }
    }
}

/// What only a demonstration has.
pub struct Demo {
    /// The texts sent to a telephone number, newest first.
    pub sms_sent: SentMessages,
    /// Where the faults of the twins are chosen.
    pub faults: FaultDesk,
    /// The twins of the outside systems, mounted beside the pages.
    pub twins: axum::Router,
}

impl std::fmt::Debug for Demo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Demo")
    }
}

/// Everything the handlers need. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

/// See [`App`].
#[derive(Debug)]
pub struct Inner {
    /// The office.
    pub office: Office,
    /// Outside systems.
    pub outside: Adapters,
    /// How they and the receivers of notices are reached.
    pub connections: Vec<Connection>,
    /// Names and addresses.
    pub settings: Settings,
    /// Who knows which item a question asks for.
    pub(crate) guidance: Kept,
    /// The drawn map of its area, where it has one.
    pub map: Option<CityMap>,
    /// In a demonstration.
    pub demo: Option<Demo>,
    /// Under which the payment system signs its notifications; a rotation needs two.
    pub payment_secrets: Vec<Secret>,
    /// What papers are set in.
    pub(crate) font: FontFile,
    /// Key of form nonces: the same in every copy on the same keys, because a form that one copy showed may be sent to
    /// another.
    pub(crate) form_key: [u8; 32],
    /// Key of what a browser keeps between two pages; the same in every copy too.
    pub(crate) pending_key: [u8; 32],
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// An app over an open office.
    pub fn new(office: Office, outside: Adapters, settings: Settings, demo: Option<Demo>) -> Self {
        let (form_key, pending_key) =
            (office.vault.key_for("form nonces"), office.vault.key_for("kept by a browser"));
        let (connections, payment_secrets, font) = (Vec::new(), Vec::new(), FontFile::default());
        Self(Arc::new(Inner {
            office,
            outside,
            connections,
            settings,
            map: None,
            guidance: Kept::default(),
            demo,
            payment_secrets,
            font,
            form_key,
            pending_key,
        }))
    }

    /// The same app, which sets its papers in the font of this file; without it, in Noto Sans CJK where the system keeps
    /// it. Call it before the app is shared.
    #[must_use]
    pub fn setting_in(mut self, font: std::path::PathBuf) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.font = FontFile::at(font);
        }
        self
    }

    /// The same app, which shows its outlets on this map. Call it before the app is shared.
    #[must_use]
    pub fn mapped(mut self, map: CityMap) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.map = Some(map);
        }
        self
    }

    /// The same app, which tells administrators how the outside systems are reached. A system that is not among these is
    /// shown as not configured. Call it before the app is shared.
    #[must_use]
    pub fn connected(mut self, connections: Vec<Connection>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.connections = connections;
        }
        self
    }

    /// The same app, which believes notifications of the payment system under these secrets. Without it none is
    /// believed. Call it before the app is shared.
    #[must_use]
    pub fn believing(mut self, payment_secrets: Vec<Secret>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.payment_secrets = payment_secrets;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_the_host_is_told_and_nothing_else() {
        let host = |address: &str| Connection::new(System::Sms, "", Some(address)).host;
        assert_eq!(host("https://sms.example/a/secret-path?key=1").as_deref(), Some("sms.example"));
        assert_eq!(host("http://user:word@127.0.0.1:8080/twin/sms").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(host("http://[::1]:9/x").as_deref(), Some("[::1]:9"));
        assert_eq!([host("no address"), host("")], [None, None]);
        assert_eq!(Connection::new(System::Sms, "", None).host, None);
    }
}
