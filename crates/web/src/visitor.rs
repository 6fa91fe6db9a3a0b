//! Who a request comes from, made once for each request by the guard of its route.

use std::sync::Arc;

use authz::{Actor, ActorKind, Channel};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use base::{Instant, Lang, Problem, Rng};
use service::access::{self, Session};
use service::office::{Ctx, Once, Stop};

use crate::frame::Display;
use crate::{App, Fault};

/// The name of the session cookie where people come over TLS, and in a demonstration on loopback.
pub(crate) const SESSION_TLS: &str = "__Host-yc_session";
pub(crate) const SESSION_PLAIN: &str = "yc_session";
pub(crate) const DISPLAY: &str = "yc_display";
/// Whether hot keys are off.
pub(crate) const KEYS: &str = "yc_keys";
pub(crate) const LANG: &str = "yc_lang";

/// The person or program behind a request.
#[derive(Clone, Debug)]
pub struct Visitor(Arc<Inner>);

/// See [`Visitor`].
#[derive(Debug)]
pub struct Inner {
    /// The log-in, if it holds.
    pub session: Option<Session>,
    /// As the policies see them.
    pub actor: Actor,
    /// The language asked for.
    pub lang: Lang,
    /// Text size and contrast.
    pub display: Display,
    /// Whether hot keys work on staff pages.
    pub keys: bool,
    /// Path and query.
    pub path: String,
    /// The request's id.
    pub request: String,
    /// The request's moment.
    pub now: Instant,
    /// Whether the log-in came as a bearer token and not as a cookie.
    pub bearer: bool,
    rng: Rng,
}

impl std::ops::Deref for Visitor {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The language: asked for in the query, or chosen before; otherwise Chinese.
pub(crate) fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let query = uri.query().unwrap_or_default();
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse);
    let chosen = || cookie(headers, LANG).and_then(Lang::parse);
    asked.or_else(chosen).unwrap_or_default()
}

impl Visitor {
    /// Reads the request's log-in and preferences.
    pub(crate) async fn of(app: &App, parts: &Parts) -> Result<Self, Fault> {
        let now = app.office.clock.now();
        let mut rng = app.office.entropy.rng();
        let request = format!("req_{}", hex::encode(rng.bytes::<8>()));
        let token = bearer(&parts.headers).map(|t| (t, true)).or_else(|| {
            let name = if app.settings.secure { SESSION_TLS } else { SESSION_PLAIN };
            cookie(&parts.headers, name).map(|t| (t, false))
        });
        let (session, actor) = match token {
            Some((token, _)) => known(app, token.to_owned(), now).await?,
            None => (None, Actor::anyone()),
        };
        let path = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        Ok(Self(Arc::new(Inner {
            session,
            actor,
            lang: language(&parts.uri, &parts.headers),
            display: cookie(&parts.headers, DISPLAY).map(Display::from_cookie).unwrap_or_default(),
            keys: cookie(&parts.headers, KEYS) != Some("off"),
            path,
            request,
            now,
            bearer: token.is_some_and(|(_, bearer)| bearer),
            rng,
        })))
    }

    /// The context of a command or a recorded look at something.
    pub fn ctx(&self) -> Ctx {
        let (channel, outlet) = match &self.actor.kind {
            ActorKind::Staff(staff) => (Channel::Counter, Some(staff.outlet.clone())),
            _ => (Channel::Online, None),
        };
        Ctx {
            actor: self.actor.clone(),
            outlet,
            channel,
            purpose: None,
            now: self.now,
            rng: self.rng.clone(),
            request: self.request.clone(),
            once: None,
        }
    }

    /// The same, for a write that happens once for its key.
    pub fn ctx_once(&self, once: Option<Once>) -> Ctx {
        Ctx { once, ..self.ctx() }
    }

    /// Fresh chance for the page itself (nonces); not the command's.
    pub(crate) fn page_chance(&self) -> Rng {
        let mut rng = self.rng.clone();
        Rng::from_seed(rng.bytes())
    }

    /// The person's id, on routes for citizens.
    pub fn person(&self) -> Result<&str, Fault> {
        match self.actor.kind {
            ActorKind::Citizen | ActorKind::Agent { .. } => Ok(&self.actor.id),
            _ => Err(Stop::Unknown.into()),
        }
    }

    /// Whether the visitor holds a mandate of this person for an item that is in force today.
    pub fn acts_for(&self, person: &str, item: &str) -> bool {
        let today = self.now.day();
        match &self.actor.kind {
            ActorKind::Agent { mandates } => {
                mandates.iter().any(|m| m.giver == person && m.items.name(item) && m.holds(today))
            }
            _ => false,
        }
    }

    /// The outlet a member of staff works at.
    pub fn outlet(&self) -> Result<&str, Fault> {
        match &self.actor.kind {
            ActorKind::Staff(staff) => Ok(&staff.outlet),
            _ => Err(Stop::Unknown.into()),
        }
    }

    /// Whether this is a member of staff.
    pub fn is_staff(&self) -> bool {
        matches!(self.actor.kind, ActorKind::Staff(_))
    }
}

async fn known(app: &App, token: String, now: Instant) -> Result<(Option<Session>, Actor), Fault> {
    let Some(token) = access::Token::parse(&token) else { return Ok((None, Actor::anyone())) };
    let office = app.office.clone();
    let found = app
        .office
        .query(move |read| {
            let Some(session) = access::session(read, &token, now)? else { return Ok(None) };
            let quota = service::case::taken_today;
            let actor = access::actor_of(read, &session, now.day(), &office.rules.catalog, quota)?;
            Ok(Some((session, actor)))
        })
        .await?;
    let Some((session, actor)) = found else { return Ok((None, Actor::anyone())) };
    keep_alive(app, &session, &actor, now);
    Ok((Some(session), actor))
}

/// Notes, beside the request and at most once a minute, that the session is in use.
fn keep_alive(app: &App, session: &Session, actor: &Actor, now: Instant) {
    if now.since(session.seen_at) < 60_000 {
        return;
    }
    let (app, session) = (app.clone(), session.clone());
    let mut ctx = app.office.system("session.touch");
    ctx.actor = actor.clone();
    tokio::spawn(async move {
        if let Err(error) = access::touch(&app.office, &ctx, &session).await {
            tracing::warn!(%error, "a session was not kept alive");
        }
    });
}

/// Handlers take the visitor that the guard has made.
impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let made = parts.extensions.get::<Self>().cloned();
        made.ok_or_else(|| Fault::from(Problem::not_found()))
    }
}
