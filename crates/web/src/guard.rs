//! What stands before every handler: the visitor is made, the door is checked, and a form that another site sent is
//! turned away.

use authz::ActorKind;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::{Problem, Text};
use service::office::Stop;

use crate::route::{Door, Kind};
use crate::visitor::Visitor;
use crate::{App, Fault};

/// The browser said nothing of where the form comes from: its nonce must prove that it is ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NonceNeeded;

pub(crate) async fn guard(door: Door, kind: Kind, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (app, visitor) = match visitor(&parts).await {
        Ok(found) => found,
        Err(fault) => return fault.into_response(),
    };
    let mut response = match admit(&app, door, kind, &visitor, &mut parts) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(fault) => fault.into_response(),
    };
    // For the header of a problem's page.
    response.extensions_mut().insert(visitor);
    response
}

async fn visitor(parts: &Parts) -> Result<(App, Visitor), Fault> {
    let app = parts.extensions.get::<App>().cloned().ok_or_else(|| Fault::from(Problem::not_found()))?;
    let visitor = Visitor::of(&app, parts).await?;
    Ok((app, visitor))
}

fn admit(app: &App, door: Door, kind: Kind, visitor: &Visitor, parts: &mut Parts) -> Result<(), Fault> {
    check(app, door, kind, visitor)?;
    let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && kind != Kind::Webhook && !visitor.bearer {
        match sent_by_us(&parts.headers) {
            Some(true) => {}
            Some(false) => return Err(foreign().into()),
            None => {
                parts.extensions.insert(NonceNeeded);
            }
        }
    }
    parts.extensions.insert(visitor.clone());
    Ok(())
}

fn check(app: &App, door: Door, kind: Kind, visitor: &Visitor) -> Result<(), Fault> {
    let known = visitor.session.is_some();
    let log_in = |at: &'static str| match kind {
        Kind::Api | Kind::Webhook => Fault::from(Stop::Unknown),
        _ => Fault::LogIn { at, next: visitor.path.clone() },
    };
    match (door, &visitor.actor.kind) {
        (Door::Anyone, _)
        | (Door::Citizen, ActorKind::Citizen | ActorKind::Agent { .. })
        | (Door::AnyStaff, ActorKind::Staff(_)) => Ok(()),
        (Door::Known, _) if known => Ok(()),
        (Door::Staff(action), ActorKind::Staff(staff)) => {
            let wanted = app.office.authorizer.roles(action);
            if staff.roles.iter().any(|role| wanted.contains(role)) {
                Ok(())
            } else {
                Err(Stop::Denied(authz::Denial::WrongRole).into())
            }
        }
        (Door::Citizen | Door::Known, _) if !known => Err(log_in("/login")),
        (Door::Staff(_) | Door::AnyStaff, _) if !known => Err(log_in("/staff/login")),
        // Another kind of person. The doors of the API are no secret; of pages, theirs alone are there.
        _ if kind == Kind::Api => Err(Stop::Denied(authz::Denial::NotPermitted).into()),
        _ => Err(Problem::not_found().into()),
    }
}

/// What the browser says of where a post comes from; none when it says nothing.
fn sent_by_us(headers: &HeaderMap) -> Option<bool> {
    if let Some(site) = headers.get("sec-fetch-site") {
        return Some(matches!(site.to_str(), Ok("same-origin" | "none")));
    }
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    Some(authority.is_some() && authority == host)
}

fn foreign() -> Problem {
    Problem::new(
        403,
        "request.foreign",
        Text::new("请求来自其他网站", "The request came from another site"),
        Text::new(
            "为了您的安全，这个请求没有被接受。请从本网站的页面重新操作。",
            "For your safety the request was not accepted. Use the pages of this site.",
        ),
    )
}
