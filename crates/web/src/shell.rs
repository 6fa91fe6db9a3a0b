//! The layer around pages: security headers, problems drawn as pages in the visitor's language and display.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use base::{Problem, Text};

use crate::fault::Told;
use crate::frame::{Density, Display, Frame};
use crate::pages::frame_of;
use crate::pages::view::ProblemPage;
use crate::visitor::{self, Visitor, cookie};
use crate::{App, Fault, assets};

/// Nothing from elsewhere, nothing inline.
const CSP: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                   form-action 'self'; frame-ancestors 'none'";

/// Adds what every answer carries.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(base::Lang::parse);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A language once asked for stays, on every page, until another is asked for.
    if let Some(lang) = asked {
        let value = format!(
            "{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
            visitor::LANG,
            lang.pick("zh", "en")
        );
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    let fixed: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    // What is personal is not kept by browsers or between; files with a digest say otherwise themselves.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Draws problems as pages, where a page was asked for.
pub(crate) async fn problems(request: Request, next: Next) -> Response {
    let app = request.extensions().get::<App>().cloned();
    let path = request.uri().path().to_owned();
    let machine = path.starts_with("/api/") || path.starts_with("/ledger/") || path.starts_with("/hooks/");
    let chosen = visitor::language(request.uri(), request.headers());
    let display = cookie(request.headers(), visitor::DISPLAY).map(Display::from_cookie).unwrap_or_default();
    let response = next.run(request).await;
    let (Some(app), Some(Told(problem)), false) =
        (app, response.extensions().get::<Told>().cloned(), machine)
    else {
        return response;
    };
    // An office that is overloaded or broken is not asked for a name as well.
    let visitor = response.extensions().get::<Visitor>().cloned();
    let visitor = visitor.filter(|_| !response.status().is_server_error());
    let frame = known_frame(&app, visitor).await.unwrap_or_else(|| {
        let mut frame = plain_frame(&app, &path);
        (frame.lang, frame.display) = (chosen, display);
        if ["/desk", "/staff", "/admin"].iter().any(|place| path.starts_with(place)) {
            frame.density = Density::Staff;
        }
        frame
    });
    let page = ProblemPage { frame, problem: *problem, request: String::new() };
    match askama::Template::render(&page) {
        Ok(html) => {
            let mut drawn = (response.status(), Html(html)).into_response();
            for name in [header::RETRY_AFTER, header::WWW_AUTHENTICATE] {
                if let Some(value) = response.headers().get(&name) {
                    drawn.headers_mut().insert(name, value.clone());
                }
            }
            drawn
        }
        Err(error) => {
            tracing::error!(%error, "a problem page was not drawn");
            response
        }
    }
}

/// The frame of whoever is logged in; none for anybody else, and where the name cannot be read.
async fn known_frame(app: &App, visitor: Option<Visitor>) -> Option<Frame> {
    let visitor = visitor.filter(|visitor| visitor.session.is_some())?;
    frame_of(app, &visitor).await.ok()
}

/// A frame for nobody in particular.
fn plain_frame(app: &App, path: &str) -> Frame {
    let mut frame = Frame::public(app.settings.office_name.clone(), app.settings.help_phone.clone(), path);
    frame.assets = assets::addresses();
    frame.demo = app.office.demonstration;
    frame
}

/// Where nothing is.
pub(crate) async fn nowhere(State(app): State<App>, parts: Parts) -> Response {
    outside_routes(&app, &parts, Problem::not_found()).await
}

/// A problem where no route's guard has made the visitor.
async fn outside_routes(app: &App, parts: &Parts, problem: Problem) -> Response {
    let mut response = Fault::from(problem).into_response();
    if let Ok(visitor) = Visitor::of(app, parts).await {
        response.extensions_mut().insert(visitor);
    }
    response
}

/// A known path with another method.
pub(crate) async fn wrong_method(State(app): State<App>, parts: Parts) -> Response {
    let problem = Problem::new(
        405,
        "request.method",
        Text::new("不支持这种请求方法", "This method is not offered here"),
        Text::new("请查看接口文档中的方法。", "See the API documentation for the methods of this address."),
    );
    outside_routes(&app, &parts, problem).await
}

impl Visitor {
    /// The frame of a page for this visitor.
    pub(crate) fn page_frame(&self, app: &App) -> Frame {
        let mut frame = plain_frame(app, &self.path);
        frame.lang = self.lang;
        frame.display = self.display;
        frame.keys = self.keys;
        frame.nonce = crate::nonce::make(app, self.now, &mut self.page_chance());
        frame
    }
}

/// A defect stopped a handler: it is recorded, and the person is told that it was not them.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler stopped unexpectedly");
    let broken = service::office::Stop::Failed(ledger::Error::Broken("a handler stopped".to_owned()));
    Fault::from(broken).into_response()
}
