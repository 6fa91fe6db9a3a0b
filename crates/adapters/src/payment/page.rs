//! The twin's payment page: one form without script, in Chinese and in English.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use base::Lang;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{NewOrder, Order, OrderState};

/// System colours only, so that the page follows the reader's own scheme; targets of 44 px for fingers.
const STYLE: &str = "body{max-width:32rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.6 system-ui,sans-serif}\
    dt{font-size:.875rem}dd{margin:0 0 .75rem}.amount{font-size:2rem}\
    button{min-height:2.75rem;padding:0 1.5rem;font:inherit;margin:0 .75rem .75rem 0}";

/// The page with its security headers.
pub(super) fn answer(new: &NewOrder, order: &Order, lang: Lang) -> Response {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    // After the form the browser is sent to the platform; `form-action` also governs that step.
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self' {}; frame-ancestors 'none'; base-uri 'none'",
        origin(&new.return_url)
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::CONTENT_LANGUAGE, lang.tag().to_owned()),
    ];
    (headers, Html(page(new, order, lang))).into_response()
}

fn page(new: &NewOrder, order: &Order, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let body = match order.state {
        OrderState::Open => format!(
            "<form method=\"post\"><button name=\"action\" value=\"pay\">{}</button>\
             <button name=\"action\" value=\"cancel\">{}</button></form>",
            say("确认支付", "Pay"),
            say("取消，不支付", "Cancel without paying"),
        ),
        state => format!(
            "<p role=\"status\">{}</p><p><a href=\"{}\">{}</a></p>",
            settled(state, lang),
            escape(&new.return_url),
            say("返回办事页面", "Back to your case"),
        ),
    };
    let amount = match lang {
        Lang::Zh => format!("{}元", order.amount_fen),
        Lang::En => format!("CNY {}", order.amount_fen),
    };
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p><strong>{notice}</strong></p>\
         <dl><dt>{what}</dt><dd>{description}</dd><dt>{case}</dt><dd>{case_no}</dd>\
         <dt>{number}</dt><dd>{order_no}</dd><dt>{sum}</dt><dd class=\"amount\">{amount}</dd></dl>\
         {body}<p><a href=\"?lang={other}\" lang=\"{other}\">{switch}</a></p></main></body></html>",
        tag = lang.tag(),
        title = say("演示支付", "Demonstration payment"),
        notice = say("这是演示页面，不会真的扣款。", "This is a demonstration. No money is taken."),
        what = say("缴费项目", "For"),
        description = escape(&new.description),
        case = say("业务编号", "Case"),
        case_no = escape(&new.case_no),
        number = say("订单号", "Order"),
        order_no = escape(&new.order_no),
        sum = say("金额", "Amount"),
        other = lang.pick("en", "zh"),
        switch = lang.pick("English", "中文"),
    )
}

fn settled(state: OrderState, lang: Lang) -> &'static str {
    match state {
        OrderState::Open => lang.pick("订单待支付。", "The order is to be paid."),
        OrderState::Paid => {
            lang.pick("订单已支付，您不必再付。", "The order is paid; you need not pay again.")
        }
        OrderState::Cancelled => lang.pick(
            "订单已取消。如需缴费，请返回办事页面重新发起。",
            "The order was cancelled. To pay after all, go back to your case and start again.",
        ),
        OrderState::Refunded => lang.pick("款项已全部退还。", "The whole amount was given back."),
    }
}

/// Scheme, host and port of an address whose form was checked when the order was made.
fn origin(url: &str) -> &str {
    let host_at = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host_at..).and_then(|rest| rest.find(['/', '?'])).map_or(url.len(), |at| host_at + at);
    url.get(..end).filter(|origin| !origin.contains([';', ',', '\'', '@'])).unwrap_or_default()
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_cut_out_of_an_address() {
        assert_eq!(origin("https://a.example:8443/x/y?z=1"), "https://a.example:8443");
        assert_eq!(origin("http://127.0.0.1?x"), "http://127.0.0.1");
        assert_eq!(origin("http://127.0.0.1;script-src/x"), "");
    }

    #[test]
    fn markup_in_a_text_is_only_text() {
        assert_eq!(escape("<b a=\"1\" b='2'>&"), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
    }
}
