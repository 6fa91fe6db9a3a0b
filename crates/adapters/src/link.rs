//! The line to one outside system: one question, one answer, within a time limit, repeated a bounded number of
//! times when there was no answer. Every call of every profile is idempotent by a number that the caller gives, so
//! each may be repeated; what must not happen is that repeats pile up on a system that is down. Two bounds see to
//! that: at most `retries` repeats a call, and a budget that a repeat spends and ten answered calls earn back.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base::{Rng, Text};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited as Within};
use hyper::header::{self, HeaderMap};
use hyper::http::request;
use hyper::{Method, Request, Response, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::http::{self, Client, NoAnswer};
use crate::limits::Limited;
use crate::{AdapterConfig, AdapterError, ConfigError, Mode, Private};

/// The largest answer that is read, in bytes.
pub(crate) const ANSWER_MAX: usize = 1024 * 1024;

/// Connections of a line that are kept open for a while. Busy desks ask one system many things at once; fewer would
/// open and close a connection for most questions.
const IDLE_MAX: usize = 32;

/// The header that every twin's answer carries.
pub(crate) const SANDBOX: &str = "sandbox";

/// The line to one outside system.
#[derive(Debug)]
pub(crate) struct Link {
    system: &'static str,
    base: String,
    token: Private,
    mode: Mode,
    retries: u8,
    timeout: Duration,
    client: Client,
    budget: Budget,
}

impl Link {
    /// A line as configured. Nothing is called yet.
    pub(crate) fn new(system: &'static str, config: &AdapterConfig) -> Result<Self, ConfigError> {
        config.check(system)?;
        Ok(Self {
            system,
            base: config.base_url.trim_end_matches('/').to_owned(),
            token: config.token.clone(),
            mode: config.mode,
            retries: config.retries,
            timeout: Duration::from_millis(config.timeout_ms.into()),
            client: http::client(IDLE_MAX),
            budget: Budget::full(),
        })
    }

    /// Asks with GET.
    pub(crate) async fn get<A>(&self, path: &str, rng: &mut Rng) -> Result<A, AdapterError>
    where
        A: DeserializeOwned + Limited,
    {
        self.ask(path, None, rng).await
    }

    /// Asks with POST and a JSON body.
    pub(crate) async fn post<Q, A>(&self, path: &str, question: &Q, rng: &mut Rng) -> Result<A, AdapterError>
    where
        Q: Serialize,
        A: DeserializeOwned + Limited,
    {
        let body = serde_json::to_vec(question)
            .map_err(|_| AdapterError::BadAnswer { what: "the question could not be written as JSON" })?;
        self.ask(path, Some(body.into()), rng).await
    }

    async fn ask<A>(&self, path: &str, body: Option<Bytes>, rng: &mut Rng) -> Result<A, AdapterError>
    where
        A: DeserializeOwned + Limited,
    {
        let mut repeats = 0;
        loop {
            let answer = tokio::time::timeout(self.timeout, self.once(path, body.clone())).await;
            match answer.unwrap_or(Err(AdapterError::TimedOut)) {
                Err(error) if error.may_pass() && repeats < self.retries && self.budget.spend() => {
                    let wait_ms = wait_ms(repeats, rng);
                    tracing::debug!(system = self.system, repeats, wait_ms, %error, "asking again");
                    tokio::time::sleep(Duration::from_millis(wait_ms)).await;
                    repeats += 1;
                }
                Err(error) => {
                    if matches!(error, AdapterError::Refused { .. }) {
                        // A refusal is an answer: the system is well.
                        self.budget.earn();
                        tracing::debug!(system = self.system, %error, "refused");
                    } else {
                        tracing::warn!(system = self.system, repeats, %error, "no usable answer");
                    }
                    return Err(error);
                }
                Ok(answer) => {
                    self.budget.earn();
                    return Ok(answer);
                }
            }
        }
    }

    async fn once<A>(&self, path: &str, body: Option<Bytes>) -> Result<A, AdapterError>
    where
        A: DeserializeOwned + Limited,
    {
        let request = self.request(path, body).map_err(|_| AdapterError::Unreachable)?;
        self.read(self.client.request(request).await.map_err(|e| no_answer(http::no_answer(&e)))?).await
    }

    fn request(&self, path: &str, body: Option<Bytes>) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let json = |head: request::Builder| head.header(header::CONTENT_TYPE, "application/json");
        let head = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token.as_str()))
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, "yichuang");
        let head = if body.is_some() { json(head) } else { head };
        head.body(Full::new(body.unwrap_or_default()))
    }

    async fn read<A>(&self, response: Response<hyper::body::Incoming>) -> Result<A, AdapterError>
    where
        A: DeserializeOwned + Limited,
    {
        let (head, body) = response.into_parts();
        if self.mode == Mode::Production && head.headers.contains_key(SANDBOX) {
            return Err(AdapterError::SandboxAnswer);
        }
        let busy = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&head.status);
        if busy || head.status.is_server_error() {
            return Err(AdapterError::Unreachable);
        }
        let body =
            Within::new(body, ANSWER_MAX).collect().await.map_err(|e| cut_short(e.as_ref()))?.to_bytes();
        if head.status.is_client_error() {
            return Err(refusal(&head.headers, &body));
        }
        if !head.status.is_success() {
            return Err(AdapterError::BadAnswer { what: "a status that the profile does not know" });
        }
        if !is_of_type(&head.headers, "application/json") {
            return Err(AdapterError::BadAnswer { what: "not JSON" });
        }
        let answer: A = serde_json::from_slice(&body)
            .map_err(|_| AdapterError::BadAnswer { what: "not the JSON of the profile" })?;
        if !answer.wrong().is_empty() {
            return Err(AdapterError::BadAnswer { what: "a member is outside its limits" });
        }
        Ok(answer)
    }
}

/// What a failure below HTTP means to the caller.
fn no_answer(why: NoAnswer) -> AdapterError {
    match why {
        NoAnswer::Unreachable => AdapterError::Unreachable,
        NoAnswer::LongHead => AdapterError::BadAnswer { what: "a head of more than 16 KiB" },
        NoAnswer::NotHttp => AdapterError::BadAnswer { what: "not HTTP" },
    }
}

/// What a body that was not read to its end means.
fn cut_short(error: &(dyn std::error::Error + Send + Sync + 'static)) -> AdapterError {
    if error.is::<http_body_util::LengthLimitError>() {
        AdapterError::BadAnswer { what: "more than 1 MiB" }
    } else {
        AdapterError::Unreachable
    }
}

/// The members of a problem (RFC 9457) that a client reads.
#[derive(Deserialize)]
struct ProblemAnswer {
    code: String,
    detail: String,
    detail_en: Option<String>,
}

fn refusal(headers: &HeaderMap, body: &[u8]) -> AdapterError {
    let problem: Option<ProblemAnswer> = serde_json::from_slice(body).ok();
    let shaped = |code: &str| {
        (1..=64).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'_')
    };
    match problem {
        Some(problem) if is_of_type(headers, "application/problem+json") && shaped(&problem.code) => {
            let zh: String = problem.detail.chars().take(500).collect();
            let en = problem.detail_en.map_or_else(|| zh.clone(), |en| en.chars().take(500).collect());
            AdapterError::Refused { code: problem.code, text: Text::new(zh, en) }
        }
        _ => AdapterError::BadAnswer { what: "a refusal without a problem of the profile" },
    }
}

fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.and_then(|v| v.split(';').next()).is_some_and(|v| v.trim().eq_ignore_ascii_case(wanted))
}

/// How long to wait before repeat `repeats` (0 is the first): chance below a bound that doubles from 200 ms to 2 s,
/// so that callers who failed together do not come back together.
fn wait_ms(repeats: u8, rng: &mut Rng) -> u64 {
    let bound = 200_u64 << repeats.min(4);
    20 + rng.below(bound.min(2000))
}

/// How many repeats this line may still make, in tenths.
#[derive(Debug)]
struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 200;
    const REPEAT: u32 = 10;

    fn full() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    fn spend(&self) -> bool {
        let less = |tenths: u32| tenths.checked_sub(Self::REPEAT);
        self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
    }

    fn earn(&self) {
        let more = |tenths: u32| Some((tenths + 1).min(Self::FULL));
        // The closure always gives a value, so the update cannot fail.
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more);
    }
}

/// Says that an answer is to another question than the one asked.
pub(crate) fn other_question<T>() -> Result<T, AdapterError> {
    Err(AdapterError::BadAnswer { what: "an answer to another question" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_ends_and_comes_back_with_answers() {
        let budget = Budget::full();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 20);
        for _ in 0..10 {
            budget.earn();
        }
        assert!(budget.spend());
        assert!(!budget.spend());
    }

    #[test]
    fn waits_grow_and_stay_bounded() {
        let mut rng = Rng::from_number(5);
        for repeats in 0..10 {
            let bound = (200_u64 << repeats.min(4)).min(2000) + 20;
            assert!((0..200).all(|_| (20..bound).contains(&wait_ms(repeats, &mut rng))));
        }
    }
}
