//! One's own licence, the code that shows it, and checking a code that somebody else shows.

use authz::{Action, Resource};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::licence::Licence;
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::codes::LicenceCode;
use super::described::Described;
use super::json::QueryOf;
use super::problem::Answer;
use super::shaped::StatementText;
use super::statement::{self, NotRead, SHOWN_SECONDS};
use super::{reply, see};
use crate::route::{Door, Kind};
use crate::{App, Visitor};

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Api, "api.licence.mine", Door::Citizen, routes!(mine))
        .route(Kind::Api, "api.licence.show", Door::Citizen, routes!(show))
        .route(Kind::Api, "api.verify", Door::Anyone, routes!(verify))
}

/// A driving licence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Licence)]
pub(super) struct LicenceView {
    /// Its id.
    id: String,
    /// 档案编号.
    #[schema(example = "999900000001")]
    file_number: String,
    /// 准驾车型.
    #[schema(example = "C1")]
    classes: String,
    /// Its standing.
    status: LicenceCode,
    /// 初次领证日期.
    #[schema(format = Date)]
    first_issue: String,
    /// First day of the term in force.
    #[schema(format = Date)]
    valid_from: String,
    /// Last day of the term in force; none on a licence without end.
    #[schema(format = Date)]
    valid_until: Option<String>,
    /// Years of the term: 6, 10, or 0 without end.
    #[schema(minimum = 0, maximum = 10, example = 6)]
    term_years: u8,
    /// Number of the blank it is printed on.
    blank: Option<String>,
    /// How many times it was issued, from 1.
    #[schema(minimum = 1, example = 1)]
    edition: u32,
}

impl From<&Licence> for LicenceView {
    fn from(licence: &Licence) -> Self {
        Self {
            id: licence.id.clone(),
            file_number: licence.file_number.clone(),
            classes: licence.classes.to_string(),
            status: LicenceCode(licence.status),
            first_issue: licence.first_issue.to_string(),
            valid_from: licence.valid_from.to_string(),
            valid_until: licence.valid_until.map(|day| day.to_string()),
            term_years: match licence.term {
                law::Term::SixYears => 6,
                law::Term::TenYears => 10,
                law::Term::LongTerm => 0,
            },
            blank: licence.blank.clone(),
            edition: licence.edition,
        }
    }
}

/// One's licences: one, or none.
#[derive(Debug, Serialize, ToSchema)]
struct Mine {
    /// The licences.
    licences: Vec<LicenceView>,
}

async fn of_visitor(app: &App, visitor: &Visitor) -> Result<Vec<Licence>, Stop> {
    let person = visitor.actor.id.clone();
    see::allowed(app, visitor, Action::LicenceView, &Resource::Licence { holder: person.clone() })?;
    app.office.query(move |read| service::licence::of_holder(read, &person)).await
}

/// 我的驾驶证 · One's own licence.
#[utoipa::path(
    get, path = "/api/v1/licence", tag = "licence",
    responses((status = 200, description = "驾驶证。 The licence.", body = Mine))
)]
async fn mine(State(app): State<App>, visitor: Visitor) -> Answer {
    let licences = of_visitor(&app, &visitor).await?;
    Ok(reply::ok(&app, &Mine { licences: licences.iter().map(LicenceView::from).collect() }))
}

/// A code that shows the licence for a minute.
#[derive(Debug, Serialize, ToSchema)]
struct Shown {
    /// The text for a QR code in alphanumeric mode.
    #[schema(max_length = 500, example = "YC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE")]
    qr: String,
    /// The address that checks it, for a QR code that any telephone opens.
    link: String,
    /// The signed note, readable by eye and by any C2SP verifier.
    note: String,
    /// Until when it holds.
    #[schema(format = DateTime)]
    holds_until: String,
}

/// 出示驾驶证 · A signed code that shows one's licence.
#[utoipa::path(
    get, path = "/api/v1/licence/statement", tag = "licence",
    responses((status = 200, description = "出示用的代码。 The code.", body = Shown))
)]
async fn show(State(app): State<App>, visitor: Visitor) -> Answer {
    let licence = of_visitor(&app, &visitor).await?.into_iter().next().ok_or(Stop::NotFound)?;
    let (office, holder) = (app.office.clone(), licence.holder.clone());
    let masked = app.office.query(move |read| see::masked(&office, read, &holder)).await?;
    let signed = statement::sign(&app, &masked.ok_or(Stop::NotFound)?, &licence, visitor.now).await?;
    let shown = Shown {
        qr: signed.to_qr(),
        link: format!("{}/verify?t={}", app.settings.origin, signed.to_link()),
        note: signed.to_note(),
        holds_until: visitor.now.plus_seconds(SHOWN_SECONDS).rfc3339(),
    };
    Ok(reply::ok(&app, &shown))
}

/// What to check.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// 二维码里的文字 The text of the code, or the last part of its link.
    text: StatementText,
}

/// What the check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Finding {
    /// 真实: signed by this office, in force, and the licence in order.
    Genuine,
    /// 代码已过期: signed by this office, but the code has run out. Ask for a new one.
    RunOut,
    /// 证件无效: signed by this office, and the licence is not in order.
    NotInOrder,
    /// 不是本平台出具，或者被改动过: not signed by this office, or altered.
    False,
    /// 无法识别: no code of this office.
    Unreadable,
}

/// The result of a check. What is stated is masked as it was signed.
#[derive(Debug, Serialize, ToSchema)]
struct CheckResult {
    /// What was found.
    finding: Finding,
    /// What the code states; none where it is false or unreadable.
    licence: Option<StatedView>,
    /// When it was checked.
    #[schema(format = DateTime)]
    checked_at: String,
}

/// What a code states.
#[derive(Debug, Serialize, ToSchema)]
struct StatedView {
    /// 姓名, masked.
    #[schema(example = "林**")]
    name: String,
    /// 身份证明号码, masked.
    #[schema(example = "9999**********2937")]
    id_number: String,
    /// 准驾车型.
    classes: String,
    /// The licence's last day; none without end.
    #[schema(format = Date)]
    valid_until: Option<String>,
    /// The licence's standing when it was shown.
    status: LicenceCode,
    /// Until when the code holds.
    #[schema(format = DateTime)]
    holds_until: String,
    /// How many entries the ledger had when it was shown.
    position: u64,
}

/// 核验 · Check a licence's code, without logging in.
#[utoipa::path(
    get, path = "/api/v1/verify", tag = "licence", params(Asked),
    responses((status = 200, description = "核验结果。 The result.", body = CheckResult))
)]
async fn verify(State(app): State<App>, visitor: Visitor, QueryOf(asked): QueryOf<Asked>) -> Answer {
    let checked_at = visitor.now.rfc3339();
    let (finding, licence) = match statement::read(&app, asked.text.as_str()) {
        Err(NotRead::False) => (Finding::False, None),
        Err(NotRead::Unreadable) => (Finding::Unreadable, None),
        Ok(stated) => {
            let over = stated.valid_until.is_some_and(|until| until < visitor.now.day());
            let finding = if stated.holds_until < visitor.now {
                Finding::RunOut
            } else if over || stated.status != service::catalog::LicenceStatus::Normal {
                Finding::NotInOrder
            } else {
                Finding::Genuine
            };
            let view = StatedView {
                name: stated.name,
                id_number: stated.id_number,
                classes: stated.classes,
                valid_until: stated.valid_until.map(|day| day.to_string()),
                status: LicenceCode(stated.status),
                holds_until: stated.holds_until.rfc3339(),
                position: stated.size,
            };
            (finding, Some(view))
        }
    };
    Ok(reply::ok(&app, &CheckResult { finding, licence, checked_at }))
}
