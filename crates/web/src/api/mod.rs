//! The API: JSON for partners and programs, described by OpenAPI 3.1. Each resource has a file; statuses and members
//! are those of `docs/API-DESIGN.md`. A handler reads its request by the shapes that the description gives, calls one
//! command or a few queries, and answers with the resource under the newest checkpoint.
//!
//! What it is not: another set of rules. Whoever may see or do what is asked of the same policies, and whatever the
//! law allows is decided by the same commands as behind the pages.

mod accounts;
mod case_parts;
mod case_view;
mod cases;
mod codes;
pub(crate) mod counter;
mod described;
mod desk;
mod docs;
mod erasure;
mod files;
mod guide;
mod items;
mod jobs;
mod json;
mod judge;
mod key;
mod law;
mod ledger;
mod licence;
mod lookups;
mod mandates;
mod me;
mod notices;
mod outlets;
mod papers;
mod payments;
mod problem;
mod reply;
mod see;
mod session;
mod shaped;
mod staff;
pub(crate) mod statement;
mod steps;
#[cfg(test)]
mod tests;

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder};

use crate::route::Table;

/// What the operations are about, in the order of the page.
const TAGS: &[(&str, &str)] = &[
    ("session", "登录与退出 Logging in and out"),
    ("me", "本人 Oneself"),
    ("items", "业务目录 The catalogue"),
    ("law", "法规问答 What the law says"),
    ("cases", "办件 Cases"),
    ("desk", "窗口办理 The desk"),
    ("papers", "文书 Papers"),
    ("licence", "驾驶证 Licences"),
    ("mandates", "委托 Mandates"),
    ("lookups", "档案查询 Look-ups"),
    ("persons", "个人资料 Personal data"),
    ("stock", "证芯库存 Blanks"),
    ("outlets", "服务网点 Outlets"),
    ("staff", "账号 Accounts"),
    ("jobs", "搁置的任务 Work that was refused"),
    ("hooks", "外部通知 Notifications"),
    ("ledger", "账本 The ledger"),
    ("docs", "接口描述 Descriptions"),
];

fn described() -> described::Described {
    session::routes()
        .merge(me::routes())
        .merge(items::routes())
        .merge(guide::routes())
        .merge(law::routes())
        .merge(notices::routes())
        .merge(judge::routes())
        .merge(cases::routes())
        .merge(steps::routes())
        .merge(files::routes())
        .merge(payments::routes())
        .merge(desk::routes())
        .merge(counter::routes())
        .merge(papers::routes())
        .merge(licence::routes())
        .merge(mandates::routes())
        .merge(lookups::routes())
        .merge(erasure::routes())
        .merge(outlets::routes())
        .merge(accounts::routes())
        .merge(staff::routes())
        .merge(jobs::routes())
        .merge(ledger::routes())
        .merge(docs::routes())
}

/// The routes of the API.
pub(crate) fn routes() -> Table {
    described().finish().0
}

/// The description of the API.
pub(crate) fn openapi() -> OpenApi {
    let (_, paths, schemas) = described().finish();
    let bearer = Http::builder()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("登录后得到的令牌。 The token that logging in gives."))
        .build();
    let problem = ("Problem".to_owned(), <problem::Problem as utoipa::PartialSchema>::schema());
    let mut inner = Vec::new();
    <problem::Problem as utoipa::ToSchema>::schemas(&mut inner);
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .schemas_from_iter(inner)
        .schemas_from_iter([problem])
        .schemas_from_iter(shaped::schemas())
        .schemas_from_iter(codes::schemas())
        .responses_from_iter(described::problems())
        .security_scheme(described::TOKEN, SecurityScheme::Http(bearer))
        .build();
    let licence = License::builder().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("一窗 Yichuang")
        .version("1")
        .description(Some(
            "车驾管业务接口。约定见 docs/API-DESIGN.md。 The API of a city's vehicle and driver administration; its \
             conventions are in docs/API-DESIGN.md.",
        ))
        .license(Some(licence))
        .build();
    let tags =
        TAGS.iter().map(|(name, words)| TagBuilder::new().name(*name).description(Some(*words)).build());
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components))
        .tags(Some(tags.collect::<Vec<_>>()))
        .build()
}
