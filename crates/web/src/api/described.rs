//! Routes and their description, registered in one act: a handler's `#[utoipa::path]` gives the method, the path, the
//! parameters and the answers that are its own; what follows from the door and the method (who must be logged in, the
//! idempotency key, the problems every route can answer) is added here, so that no route can forget it.

use axum::routing::MethodRouter;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr, Required, ResponseBuilder, SecurityRequirement};

use super::key;
use crate::App;
use crate::route::{Door, Kind, Table};

/// What `utoipa_axum::routes!` gives for one handler.
pub(super) type Handler = (Vec<(String, RefOr<Schema>)>, Paths, MethodRouter<App>);

/// Routes and their description.
#[derive(Default)]
pub(super) struct Described {
    table: Table,
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// The header of the newest checkpoint.
const CHECKPOINT_NAME: &str = "Yichuang-Checkpoint";
/// The name of the log-in among the security schemes.
pub(super) const TOKEN: &str = "token";

impl Described {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a route.
    #[must_use]
    pub(super) fn route(self, kind: Kind, name: &'static str, door: Door, handler: Handler) -> Self {
        self.add(kind, name, door, handler, str::to_owned)
    }

    /// Adds a route whose last parameter takes the rest of the path, slashes too.
    #[must_use]
    pub(super) fn rest(self, kind: Kind, name: &'static str, door: Door, handler: Handler) -> Self {
        self.add(kind, name, door, handler, |path| path.replace("{path}", "{*path}"))
    }

    fn add(
        mut self,
        kind: Kind,
        name: &'static str,
        door: Door,
        (schemas, paths, to): Handler,
        spelt: impl Fn(&str) -> String,
    ) -> Self {
        for (path, mut item) in paths.paths {
            let at = spelt(&path);
            if let Some(operation) = &mut item.get {
                complete(operation, false, &path, kind, name, door);
                self.table = self.table.get(kind, &at, name, door, to.clone());
            }
            if let Some(operation) = &mut item.post {
                complete(operation, true, &path, kind, name, door);
                self.table = self.table.post(kind, &at, name, door, to.clone());
            }
            match self.paths.paths.get_mut(&path) {
                Some(known) => known.merge_operations(item),
                None => {
                    self.paths.paths.insert(path, item);
                }
            }
        }
        self.schemas.extend(schemas);
        self
    }

    /// Joins another part.
    #[must_use]
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.table = self.table.merge(other.table);
        for (path, item) in other.paths.paths {
            match self.paths.paths.get_mut(&path) {
                Some(known) => known.merge_operations(item),
                None => {
                    self.paths.paths.insert(path, item);
                }
            }
        }
        self.schemas.extend(other.schemas);
        self
    }

    /// The routes, the paths and the schemas that these name.
    pub(super) fn finish(self) -> (Table, Paths, Vec<(String, RefOr<Schema>)>) {
        (self.table, self.paths, self.schemas)
    }
}

fn complete(operation: &mut Operation, writes: bool, path: &str, kind: Kind, name: &str, door: Door) {
    operation.operation_id = Some(name.to_owned());
    let json = kind == Kind::Api;
    if door == Door::Anyone {
        operation.security = Some(Vec::new());
    } else {
        operation.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    }
    if writes && json {
        operation.parameters.get_or_insert_default().push(RefOr::T(key_parameter()));
    }
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let queried = parameters.iter().any(|p| matches!(p, RefOr::T(p) if p.parameter_in == ParameterIn::Query));
    let mut statuses = vec![503];
    if json {
        statuses.push(401);
    }
    if door != Door::Anyone {
        statuses.extend([403, 404]);
    }
    if path.contains('{') {
        statuses.push(404);
    }
    if queried {
        statuses.push(422);
    }
    if writes && json {
        statuses.extend([400, 403, 409, 413, 415, 422, 429]);
    }
    if json {
        for (status, response) in &mut operation.responses.responses {
            if let (true, RefOr::T(response)) = (status.starts_with('2'), response) {
                response.headers.insert(CHECKPOINT_NAME.to_owned(), RefOr::T(checkpoint_header()));
            }
        }
    }
    for status in statuses {
        let problem = RefOr::Ref(Ref::from_response_name(component(status)));
        operation.responses.responses.entry(status.to_string()).or_insert(problem);
    }
}

/// The name of a problem among the components.
fn component(status: u16) -> String {
    format!("Problem{status}")
}

fn checkpoint_header() -> Header {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[1-9][0-9]* [A-Za-z0-9+/]{43}=$"))
        .examples(["48211 y1sDc0ZbLPQd0c0SNsjaMUWkf5f2r5u7RQqRfDeCrTo="]);
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some("账本最新检查点：条目数和根的 base64。 The newest checkpoint: entries and the base64 of the root."))
        .build()
}

fn key_parameter() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(key::PATTERN))
        .examples(["2f1d7c0e-5f0b-4a55-9a4e-1c1f0a7c3b52"]);
    ParameterBuilder::new()
        .name(key::NAME)
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some("幂等键：同一次办理重试时用同一个值，不会办理两次。 The same value when the same thing is tried again; it is done once."))
        .schema(Some(schema))
        .build()
}

/// The problems that many routes share, by the name of their component.
pub(super) fn problems() -> Vec<(String, utoipa::openapi::Response)> {
    let told = |status: u16, zh: &str, en: &str| {
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name("Problem"));
        let content = utoipa::openapi::ContentBuilder::new().schema(Some(schema)).build();
        let mut response = ResponseBuilder::new()
            .description(format!("{zh} {en}"))
            .content("application/problem+json", content)
            .build();
        if matches!(status, 429 | 503) {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
            let header = HeaderBuilder::new().schema(Some(seconds)).build();
            response.headers.insert("Retry-After".to_owned(), RefOr::T(header));
        }
        (component(status), response)
    };
    vec![
        told(400, "无法读取请求内容。", "The body cannot be read."),
        told(401, "没有登录，或登录已失效。", "Nobody is logged in, or the token no longer holds."),
        told(403, "可以看到，但无权这样办理。", "You may see it but not do this."),
        told(404, "没有，或您无权查看。", "It is not there, or not yours to see."),
        told(
            409,
            "规则不允许：说明理由、依据和可以怎么办。",
            "The rules do not allow it: why, under which rule, and what instead.",
        ),
        told(413, "请求内容太大。", "The body is too large."),
        told(415, "请求内容的类型不对。", "The media type is not the one expected."),
        told(422, "不符合接口的结构，指出是哪一项。", "The schema forbids it; the field is named."),
        told(
            429,
            "操作太频繁，Retry-After 说明等多少秒。",
            "Too many tries; Retry-After says how many seconds to wait.",
        ),
        told(
            503,
            "系统繁忙或外部系统连接不上，请按 Retry-After 重试。",
            "Busy, or an outside system cannot be reached; try again after Retry-After.",
        ),
    ]
}
