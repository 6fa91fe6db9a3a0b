//! Search as people meet it: an answer, a slip, business without an item, and nothing at all.

use crate::pages::desk::tests::browser::Browser;
use crate::testing::Bench;

fn at(question: &str) -> String {
    let question = percent_encoding::utf8_percent_encode(question, percent_encoding::NON_ALPHANUMERIC);
    format!("/search?q={question}")
}

#[test]
fn a_question_leads_to_its_item_with_time_and_fee() {
    let bench = Bench::on_sqlite();
    let mut browser = Browser::new(&bench);
    let page = browser.get(&at("驾照快到期了怎么换")).is(200);
    page.says(&["期满换证", "1个工作日", "10.00元", "/items/licence-renew-expiry"]);
    browser.get(&at("驾驶正丢了")).is(200).says(&["按“驾驶证丢了”为您查找", "/items/licence-lost"]);
    browser.get(&at("电子驾照怎么看")).is(200).says(&["您问的是“电子驾驶证申领”", "href=\"/documents\""]);
    let plate = browser.get(&at("车牌丢了")).is(200);
    plate.says(&["您问的是“补换领号牌”", "这一项还不能在这里办理"]);
    browser.keep("yc_lang", "en");
    browser.get(&at("I lost my licence")).is(200).says(&["Replacement of a lost driving licence", "¥10.00"]);
}

#[test]
fn what_nobody_can_answer_is_said_and_shown_as_it_was_typed() {
    let bench = Bench::on_sqlite();
    let mut browser = Browser::new(&bench);
    let page = browser.get(&at("<script>alert(1)</script>护照")).is(200);
    page.says(&["没有找到对应的事项", "这里能办的", "/items/licence-contact"]);
    page.hides(&["<script>alert"]);
    browser.get("/search").is(200).says(&["用平常说话的方式问就行"]);
    browser.get(&at(&"驾".repeat(5000))).is(200);
}
