//! The payment platform's twin: the profile's paths and a small payment page.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Json, Router};
use base::{Instant, Lang};
use serde::Deserialize;

use super::notify::Notifier;
use super::orders::Orders;
use super::{NewOrder, NewRefund, Order, Refund, page};
use crate::twins::{Asked, Desk, Number, Sent, Trouble, Turn, TwinConfig, missing, mount};

/// The payment platform as a twin has it. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Twin {
    desk: Arc<Desk>,
    origin: Arc<str>,
    orders: Arc<Mutex<Orders>>,
    notifier: Arc<Notifier>,
}

/// The twin's routes.
pub(crate) fn router(twin: Twin) -> Router {
    let desk = Arc::clone(&twin.desk);
    let profile = Router::new()
        .route("/orders", post(create))
        .route("/orders/{order_no}", get(show))
        .route("/orders/{order_no}/refunds", post(refund))
        .with_state(twin.clone());
    let own = Router::new()
        .route("/pay/{order_no}", get(pay_page).post(choose))
        .layer(DefaultBodyLimit::max(4096))
        .with_state(twin);
    mount(desk, profile, own)
}

impl Twin {
    pub(crate) fn new(desk: Arc<Desk>, config: &TwinConfig) -> Self {
        Self {
            desk,
            origin: config.origin.trim_end_matches('/').into(),
            orders: Arc::new(Mutex::new(Orders::new())),
            notifier: Arc::new(Notifier::new(config)),
        }
    }

    /// An order that was paid at `at`, before this twin began; one that it knows already stays as it is. Nobody is
    /// notified.
    pub(crate) fn paid(&self, new: NewOrder, payment_no: String, at: Instant) {
        let (order_no, pay_url) = (new.order_no.clone(), self.pay_url(&new.order_no));
        let mut orders = self.orders();
        if orders.get(&order_no).is_err() && orders.create(new, pay_url).is_ok() {
            // What was made just now is open.
            let _ = orders.pay(&order_no, payment_no, at);
        }
    }

    fn pay_url(&self, order_no: &str) -> String {
        format!("{}/twin/payment/pay/{order_no}", self.origin)
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn create(
    State(twin): State<Twin>,
    Sent(new): Sent<NewOrder>,
) -> Result<(StatusCode, Json<Order>), Trouble> {
    let pay_url = twin.pay_url(&new.order_no);
    let (created, order) = twin.orders().create(new, pay_url)?;
    Ok((if created { StatusCode::CREATED } else { StatusCode::OK }, Json(order)))
}

async fn show(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(order_no): Number,
) -> Result<Json<Order>, Trouble> {
    found(turn)?;
    Ok(Json(twin.orders().get(&order_no)?.order.clone()))
}

async fn refund(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Number(order_no): Number,
    Sent(refund): Sent<NewRefund>,
) -> Result<Json<Refund>, Trouble> {
    found(turn)?;
    let (answer, change) = twin.orders().refund(&order_no, refund)?;
    if let Some(change) = change {
        twin.notifier.tell(twin.desk, change);
    }
    Ok(Json(answer))
}

fn found(turn: Turn) -> Result<(), Trouble> {
    if turn.lost {
        return Err(missing(
            "payment.no_such_order",
            "没有这笔订单。请核对订单号。",
            "There is no such order.",
        ));
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
struct PageQuery {
    lang: Option<String>,
}

async fn pay_page(
    State(twin): State<Twin>,
    Number(order_no): Number,
    Asked(query): Asked<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let accepted = headers.get("accept-language").and_then(|v| v.to_str().ok());
    let lang = query
        .lang
        .as_deref()
        .and_then(Lang::parse)
        .or_else(|| accepted.and_then(|tags| tags.split([',', ';']).find_map(Lang::parse)));
    let held = twin.orders().get(&order_no)?.clone();
    Ok(page::answer(&held.new, &held.order, lang.unwrap_or_default()))
}

#[derive(Debug, Deserialize)]
struct Choice {
    action: Action,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Pay,
    Cancel,
}

/// Pays or cancels and sends the browser back. Pressing a button twice does nothing the second time.
async fn choose(
    State(twin): State<Twin>,
    Number(order_no): Number,
    Form(choice): Form<Choice>,
) -> Result<Response, Trouble> {
    let now = twin.desk.now();
    let change = match choice.action {
        Action::Pay => {
            let serial = twin.desk.chance(&order_no).below(1_000_000_000_000);
            let payment_no = format!("PAY{serial:012}");
            twin.orders().pay(&order_no, payment_no, now)?
        }
        Action::Cancel => twin.orders().cancel(&order_no)?,
    };
    let return_url = twin.orders().get(&order_no)?.new.return_url.clone();
    if let Some(change) = change {
        Arc::clone(&twin.notifier).tell(Arc::clone(&twin.desk), change);
    }
    Ok((StatusCode::SEE_OTHER, [("location", return_url)]).into_response())
}
