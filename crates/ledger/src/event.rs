//! Events: what happened, by ids, with two times. The canonical bytes of an event are its JSON with members in a
//! fixed order; their RFC 6962 leaf hash is the event's digest, and each event names the digest of the one before it.

use base::Instant;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::Error;
use crate::tree::{Hash, leaf_hash};

/// The longest canonical form of an event, in bytes: tiles of entries (C2SP tlog-tiles) give its length in sixteen
/// bits.
pub(crate) const BYTES_MAX: usize = 65_535;

/// The name of a stream: `kind/id/node`. It has one writing node for life.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stream(String);

impl Stream {
    /// The stream of a record, written by `node`.
    pub fn new(kind: &str, id: &str, node: &str) -> Self {
        Self(format!("{kind}/{id}/{node}"))
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Display for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The facts of one kind of event. Once shipped, a version's members never change; a new version is upcast.
pub trait Fact: Serialize + DeserializeOwned {
    /// Noun and past verb: `case.opened`.
    const KIND: &'static str;
    /// From 1.
    const VERSION: i64 = 1;
}

/// Where an event comes from: who did what through which door, under which rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The node that writes: one copy of the program and its clock.
    pub node: String,
    /// The acting person's or staff member's id, or `system`.
    pub actor: String,
    /// The outlet whose door it was.
    pub outlet: Option<String>,
    /// counter, internet, kiosk, …
    pub channel: String,
    /// Why another person's file was opened.
    pub purpose: Option<String>,
    /// The request's id, the same in the log.
    pub request: String,
    /// Digest of the tables and the catalogue in force.
    pub rules: String,
    /// The policies that allowed it.
    pub policies: Vec<String>,
}

/// An event before it has its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The fact's kind.
    pub kind: &'static str,
    /// The fact's version.
    pub version: i64,
    /// When it holds in law.
    pub effective_at: Instant,
    /// The fact as JSON.
    pub facts: String,
}

impl NewEvent {
    /// An event of this fact that holds from `effective_at`.
    pub fn new<F: Fact>(fact: &F, effective_at: Instant) -> Result<Self, Error> {
        let facts = serde_json::to_string(fact)
            .map_err(|e| Error::Fact { kind: F::KIND.to_owned(), what: e.to_string() })?;
        Ok(Self { kind: F::KIND, version: F::VERSION, effective_at, facts })
    }
}

/// An event as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The record's stream.
    pub stream: Stream,
    /// Its number in the stream, from 1.
    pub number: i64,
    /// The fact's kind.
    pub kind: String,
    /// The fact's version.
    pub version: i64,
    /// This node's clock when it was written.
    pub recorded_at: Instant,
    /// When it holds in law.
    pub effective_at: Instant,
    /// Who, where, why, under which rules.
    pub origin: Origin,
    /// The fact as JSON.
    pub facts: String,
    /// Digest of the event before it in the stream; zeros for the first.
    pub prev: Hash,
}

/// The canonical form: exactly these members in exactly this order.
#[derive(Serialize)]
struct Canonical<'a> {
    stream: &'a str,
    number: i64,
    kind: &'a str,
    version: i64,
    recorded_at: i64,
    effective_at: i64,
    node: &'a str,
    actor: &'a str,
    outlet: Option<&'a str>,
    channel: &'a str,
    purpose: Option<&'a str>,
    request: &'a str,
    rules: &'a str,
    policies: &'a [String],
    facts: &'a RawValue,
    prev: String,
}

impl Event {
    /// The facts as their type.
    pub fn facts<F: Fact>(&self) -> Result<F, Error> {
        serde_json::from_str(&self.facts)
            .map_err(|e| Error::Fact { kind: self.kind.clone(), what: e.to_string() })
    }

    /// The canonical bytes that are hashed, and that a proof carries.
    pub fn canonical(&self) -> Result<Vec<u8>, Error> {
        let fail = |e: serde_json::Error| Error::Fact { kind: self.kind.clone(), what: e.to_string() };
        let facts: &RawValue = serde_json::from_str(&self.facts).map_err(fail)?;
        let o = &self.origin;
        let canonical = Canonical {
            stream: self.stream.as_str(),
            number: self.number,
            kind: &self.kind,
            version: self.version,
            recorded_at: self.recorded_at.ms(),
            effective_at: self.effective_at.ms(),
            node: &o.node,
            actor: &o.actor,
            outlet: o.outlet.as_deref(),
            channel: &o.channel,
            purpose: o.purpose.as_deref(),
            request: &o.request,
            rules: &o.rules,
            policies: &o.policies,
            facts,
            prev: self.prev.to_string(),
        };
        serde_json::to_vec(&canonical).map_err(fail)
    }

    /// The digest under which the event is appended; [`Error::TooLong`] where its canonical form is longer than
    /// 65,535 bytes.
    pub(crate) fn new_digest(&self) -> Result<Hash, Error> {
        let canonical = self.canonical()?;
        if canonical.len() > BYTES_MAX {
            return Err(Error::TooLong { kind: self.kind.clone(), bytes: canonical.len() });
        }
        Ok(leaf_hash(&canonical))
    }

    /// The RFC 6962 leaf hash of the canonical bytes.
    pub fn digest(&self) -> Result<Hash, Error> {
        Ok(leaf_hash(&self.canonical()?))
    }
}
