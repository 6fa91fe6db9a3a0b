//! Paying: the order at the payment system, and the payment system's word that it was paid.

use adapters::Mode;
use adapters::payment::{NotificationError, OrderState, read_notification};
use axum::extract::{FromRequest, Request, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use base::{Problem, Text};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde::Serialize;
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::cases::Which;
use super::described::Described;
use super::json::{Body, PathOf};
use super::problem::{Answer, ApiFault};
use super::steps::Step;
use super::{reply, see};
use crate::posted::too_large;
use crate::route::{Door, Kind};
use crate::{App, Fault, Visitor, fee};

/// The largest notification, in bytes.
const NOTIFICATION_MAX_BYTES: usize = 16 * 1024;

pub(super) fn routes() -> Described {
    Described::new().route(Kind::Api, "api.case.pay", Door::Known, routes!(pay)).route(
        Kind::Webhook,
        "hook.payment",
        Door::Anyone,
        routes!(notified),
    )
}

/// An order at the payment system.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentOrder)]
struct OrderAtSystem {
    /// Its number.
    number: String,
    /// How much, in fen.
    #[schema(minimum = 0, example = 1000)]
    amount_fen: i64,
    /// How it stands.
    #[schema(pattern = "^(open|paid|cancelled|refunded)$", example = "open")]
    state: String,
    /// Where the person pays; none once it is paid.
    pay_url: Option<String>,
}

/// 缴费 · Make the order at the payment system, or find it again.
///
/// 请把当事人引到 `pay_url`。是否缴清以缴费系统的通知为准，缴清后要件即为已满足。
/// Send the person to `pay_url`. That it was paid is learnt from the payment system; the case's payment requirement is
/// then met.
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/pay", tag = "cases", params(Which), request_body = Step,
    responses((status = 200, description = "缴费单。 The order.", body = OrderAtSystem))
)]
async fn pay(
    State(app): State<App>,
    visitor: Visitor,
    PathOf(which): PathOf<Which>,
    _: Body<Step>,
) -> Answer {
    let (case, _) = see::case(&app, &visitor, which.number.as_str()).await?;
    see::allowed(&app, &visitor, authz::Action::CasePay, &service::case::resource(&case))?;
    let none = || ApiFault::Refused(vec![nothing_to_pay()]);
    let mut order = fee::order_of(&app, &case).await?.ok_or_else(none)?;
    if order.paid {
        return Ok(reply::ok(&app, &told(&order, "paid", None)));
    }
    let mut made = fee::at_system(&app, &visitor, &case, &order).await?;
    if made.state == OrderState::Cancelled {
        fee::anew(&app, &visitor, &visitor.ctx(), &case, &order).await?;
        order = fee::order_of(&app, &case).await?.ok_or_else(none)?;
        made = fee::at_system(&app, &visitor, &case, &order).await?;
    }
    let answer = match made.state {
        OrderState::Open => told(&order, "open", Some(made.pay_url)),
        OrderState::Paid => told(&order, "paid", None),
        OrderState::Cancelled => told(&order, "cancelled", None),
        OrderState::Refunded => told(&order, "refunded", None),
    };
    Ok(reply::ok(&app, &answer))
}

fn told(order: &service::payment::Order, state: &str, pay_url: Option<String>) -> OrderAtSystem {
    let (number, amount_fen) = (order.id.clone(), order.amount.0);
    OrderAtSystem { number, amount_fen, state: state.to_owned(), pay_url }
}

fn nothing_to_pay() -> base::Refusal {
    base::Refusal::new(
        "payment.nothing_due",
        Text::new("这项业务不收费。", "This case costs nothing."),
        Text::new("不用缴费，可以继续办理。", "There is nothing to pay; go on with the case."),
    )
}

/// What the payment system signs (Standard Webhooks 1.0.0).
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the description of headers that the adapter reads")]
struct Signed {
    /// 通知编号，重发时不变 The notification's id, the same for every repeat.
    #[param(rename = "webhook-id", min_length = 1, max_length = 64)]
    id: String,
    /// 本次发送的时间，Unix 秒 The second of this attempt.
    #[param(rename = "webhook-timestamp", pattern = "^[0-9]{1,12}$")]
    timestamp: String,
    /// 签名，可以有多个 One or more signatures.
    #[param(rename = "webhook-signature", min_length = 1, max_length = 1000)]
    signature: String,
}

/// A notification as docs/profiles/payment.md has it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the description of a body that the adapter reads")]
struct Notification {
    /// `payment.order_changed`.
    r#type: String,
    /// When it was sent.
    #[schema(format = DateTime)]
    timestamp: String,
    /// The order as it stands.
    data: serde_json::Map<String, serde_json::Value>,
}

/// The raw bytes of a notification: a body that was parsed and written again is another body.
struct Raw {
    headers: HeaderMap,
    bytes: Bytes,
}

impl FromRequest<App> for Raw {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &App) -> Result<Self, Fault> {
        let headers = request.headers().clone();
        let read = Limited::new(request.into_body(), NOTIFICATION_MAX_BYTES).collect().await;
        let bytes = read.map_err(|_| Fault::from(too_large()))?.to_bytes();
        Ok(Self { headers, bytes })
    }
}

/// 缴费通知 · The payment system says that an order has changed.
///
/// 只凭签名采信。同一通知来两次，第二次不改变任何事。
/// Believed by its signature alone, and by nothing else. It may come twice: the second time changes nothing.
#[utoipa::path(
    post, path = "/hooks/payment", tag = "hooks", params(Signed), request_body = Notification,
    responses(
        (status = 204, description = "已收到。 Taken."),
        (status = 400, description = "不符合约定。 Not of the profile.", body = super::problem::Problem, content_type = "application/problem+json"),
        (status = 401, description = "签名不对。 The signature does not fit.", body = super::problem::Problem, content_type = "application/problem+json"),
        (status = 404, description = "没有这张缴费单。 There is no such order.", body = super::problem::Problem, content_type = "application/problem+json"),
        (status = 413, description = "太大。 Too large.", body = super::problem::Problem, content_type = "application/problem+json"),
    )
)]
async fn notified(State(app): State<App>, visitor: Visitor, raw: Raw) -> Answer {
    let mode = if app.office.demonstration { Mode::Demonstration } else { Mode::Production };
    let secrets = &app.payment_secrets;
    let notified = read_notification(mode, secrets, &raw.headers, &raw.bytes, visitor.now);
    let order = notified.map_err(not_taken)?.order;
    if order.state != OrderState::Paid {
        return Ok(axum::http::StatusCode::NO_CONTENT.into_response());
    }
    let id = order.order_no.clone();
    let number =
        app.office.query(move |read| service::payment::case_of(read, &id)).await?.ok_or(Stop::NotFound)?;
    fee::settle(&app, &number, &order).await?;
    Ok(reply::done(&app))
}

fn not_taken(error: NotificationError) -> Problem {
    tracing::warn!(%error, "a payment notification was not taken");
    let (status, code, zh, en) = match error {
        NotificationError::Signature(_) => (
            401,
            "webhook.signature",
            "通知的签名不对或者太旧。",
            "The signature does not fit or is too old.",
        ),
        NotificationError::Sandbox => (
            401,
            "webhook.sandbox",
            "正式系统不接受沙箱的通知。",
            "A production office takes no word from a sandbox.",
        ),
        NotificationError::Body => {
            (400, "webhook.body", "通知的内容不符合约定。", "The notification is not of the profile.")
        }
    };
    Problem::new(
        status,
        code,
        Text::new("没有接受这个通知", "The notification was not taken"),
        Text::new(format!("{zh}请对照约定检查。"), format!("{en} Compare it with the profile.")),
    )
}
