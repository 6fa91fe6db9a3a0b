//! A person names another, who applies for them, and either of them ends it.

use service::case::Stage;

use crate::pages::desk::tests::browser::Browser;
use crate::pages::desk::tests::{case, picture};
use crate::testing::{Bench, Citizen};

const ITEM: &str = "licence-renew-expiry";

/// The giver names the agent for renewals until the summer, on the page; gives the mandate's id.
pub(super) fn named(bench: &Bench, giver: &Citizen, agent: &Citizen) -> String {
    let mut browser = Browser::of(bench, &giver.token);
    let fields = [
        ("name", agent.name.as_str()),
        ("id_number", agent.id_number.as_str()),
        ("items", ITEM),
        ("until", "2027-06-30"),
    ];
    browser.fill("/me/mandates/grant", "/me/mandates/grant", &fields).leads_to("/me/mandates");
    let list = browser.get("/me/mandates").is(200).text();
    let (_, rest) = list.split_once("/me/mandates/mnd_").unwrap();
    format!("mnd_{}", rest.split_once('/').unwrap().0)
}

/// The agent begins the giver's renewal; gives the case's number.
fn begun(agent: &mut Browser<'_>, giver: &str) -> String {
    let start = format!("/apply/{ITEM}/start");
    let place =
        agent.fill(&format!("{start}?for={giver}"), &start, &[("for", giver)]).is(303).header("location");
    let (step, number) = place.split_once("?case=").unwrap();
    assert_eq!(step, format!("/apply/{ITEM}/photo"));
    number.to_owned()
}

testkit::both! {
    an_agent_applies_for_the_person_who_named_them: |db| {
        let bench = Bench::new(db);
        let (giver, agent) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2030-12-10"));
        named(&bench, &giver, &agent);
        let mut browser = Browser::of(&bench, &agent.token);
        let list = browser.get("/me/mandates").is(200);
        list.says(&["林**", "期满换证", "有效", "不再代办"]);
        list.hides(&[&giver.id_number, &giver.phone]);
        browser.get(&format!("/items/{ITEM}")).is(200).says(&["为委托您的人办理", "您暂时不能网上办"]);

        // For whom, first; nothing chosen is said at the question.
        let start = format!("/apply/{ITEM}/start");
        let asked = browser.get(&start).is(200);
        asked.says(&["为谁办理？", "我自己", "林**", &giver.id]);
        browser.get(&format!("{start}?asked=yes")).is(422).says(&["请选择为谁办理"]);
        // The agent's own licence is not due, the giver's is.
        browser.get(&format!("{start}?for=me")).is(200).says(&["您暂时不能网上办"]);
        browser.get(&format!("{start}?for={}", giver.id)).is(200).says(&["2026年12月10日", "for-whom"]);

        // Nobody's number but one's own is changed on the page that changes one's own.
        browser.get("/apply/licence-contact/start?for=me").leads_to("/me/contact");
        browser.get(&format!("/apply/licence-contact/start?for={}", giver.id)).is(404);

        let no = begun(&mut browser, &giver.id);
        let at = |step: &str| format!("/apply/{ITEM}/{step}?case={no}");
        // What an agent has to show comes first, then the photograph.
        browser.get(&at("photo")).is(200).says(&["上传代理人身份证明和委托书", "第105条", "for-whom"]);
        browser.upload(&at("photo"), "file", "", "image/jpeg", &[]).is(422).says(&["请选择文件", "href=\"#file\""]);
        browser.upload(&at("photo"), "file", "mandate.jpg", "image/jpeg", &picture()).leads_to(&at("photo"));
        browser.get(&at("photo")).is(200).says(&["上传证件照", "name=\"need\" value=\"photo\""]);
        browser.upload(&at("photo"), "photo", "me.jpg", "image/jpeg", &picture()).leads_to(&at("delivery"));
        let given = format!("{}&need=agent_mandate", at("photo"));
        browser.get(&given).is(200).says(&["这份材料已经上传"]);
        browser.fill(&at("delivery"), &at("delivery"), &[("delivery", "post")]).leads_to(&at("address"));
        let address = browser.get(&at("address")).is(200);
        address.hides(&[&giver.name, &giver.phone]);
        let fields = [("recipient", "周样例"), ("phone", "13900000009"), ("address", "示例路1号2栋3单元")];
        browser.fill_on(&address, &at("address"), &fields).leads_to(&at("check"));
        let check = browser.get(&at("check")).is(200);
        check.says(&["林**", "示例路1号", "need=agent_mandate"]);
        check.says(&["（周** 139****0009收）"]);
        check.hides(&[&giver.phone, &giver.id_number, "周样例", "13900000009"]);
        browser.fill_on(&check, &at("check"), &[]).leads_to(&at("sign"));
        browser.get("/cases").is(200).says(&[&no, "for-whom", "未提交"]);
        browser.get(&format!("/cases/{no}")).is(200).says(&[&at("check"), "接着填"]);
        let sign = browser.get(&at("sign")).is(200);
        sign.says(&["我在委托范围内代办"]);
        browser.fill_on(&sign, &at("sign"), &[("agree", "yes")]).leads_to(&format!("/cases/{no}/done"));
        let (case, _) = case(&bench, &no);
        let stood = (case.stage, case.applicant, case.subject, case.agent, case.submitted_at.is_some());
        assert_eq!(stood, (Stage::Draft, giver.id.clone(), giver.id.clone(), Some(agent.id.clone()), true));
        browser.get(&format!("/cases/{no}")).is(200).says(&["申请人", "林**", "还没有缴", &format!("/pay/{no}")]);
        let page = browser.get(&format!("/cases/{no}")).is(200);
        page.says(&["示例路1号2栋3单元（周** 139****0009收）"]);
        page.hides(&["周样例", "13900000009"]);
        let whole = Browser::of(&bench, &giver.token).get(&format!("/cases/{no}")).is(200);
        whole.says(&["示例路1号2栋3单元（周样例 13900000009收）"]);
        // It is the giver's own case too, without a word of acting for anybody.
        let own = Browser::of(&bench, &giver.token).get("/cases").is(200);
        own.says(&[&no]);
        own.hides(&["for-whom"]);
    };

    a_mandate_that_has_ended_opens_nothing: |db| {
        let bench = Bench::new(db);
        let (giver, agent) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2026-12-11"));
        let mandate = named(&bench, &giver, &agent);
        let mut browser = Browser::of(&bench, &agent.token);
        let no = begun(&mut browser, &giver.id);
        let revoke = format!("/me/mandates/{mandate}/revoke");
        let mut own = Browser::of(&bench, &giver.token);
        let page = own.get(&revoke).is(200);
        page.says(&["撤销这份委托？", "已经开始的1件申请"]);
        browser.get(&revoke).is(200).says(&["不再为这个人代办？", "您代办的1件申请"]);
        own.fill_on(&page, &revoke, &[]).leads_to("/me/mandates");
        own.get("/me/mandates").is(200).says(&["已撤销"]);
        own.get(&revoke).leads_to("/me/mandates");
        own.get(&format!("/cases/{no}")).is(200);

        let start = format!("/apply/{ITEM}/start");
        for path in [format!("{start}?for={}", giver.id), format!("/apply/{ITEM}/photo?case={no}"), format!("/cases/{no}")] {
            browser.get(&path).is(404);
        }
        browser.post(&start, &[("for", &giver.id)]).is(404);
        browser.get("/cases").is(200).hides(&[&no]);
        // What is the agent's own is as it was.
        browser.get(&start).is(200).says(&["开始之前"]);
    };
}

#[test]
fn an_agent_may_lay_a_mandate_down() {
    let bench = Bench::on_sqlite();
    let (giver, agent) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2030-12-10"));
    let revoke = format!("/me/mandates/{}/revoke", named(&bench, &giver, &agent));
    Browser::of(&bench, &agent.token).fill(&revoke, &revoke, &[]).leads_to("/me/mandates");
    Browser::of(&bench, &giver.token).get("/me/mandates").is(200).says(&["代办人已辞去"]);
}

#[test]
fn what_is_wrong_with_a_mandate_is_said_at_its_field() {
    let bench = Bench::on_sqlite();
    let (giver, agent) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2030-12-10"));
    let to = "/me/mandates/grant";
    let mut browser = Browser::of(&bench, &giver.token);
    let page = browser.get(to).is(200);
    let none = browser.fill_on(&page, to, &[]).is(422);
    none.says(&["请填写代办人姓名", "请填写代办人身份证号码", "请至少选择一项", "请填写委托的最后一天"]);
    let mut tried = |name: &str, id_number: &str, until: &str| {
        let fields = [("name", name), ("id_number", id_number), ("items", ITEM), ("until", until)];
        browser.fill(to, to, &fields).is(422)
    };
    // What was typed stays; the name and the number belong together.
    let unknown = tried("王五", &agent.id_number, "2027-06-30");
    unknown.says(&["没有找到这位代办人", "value=\"王五\"", "href=\"#id_number\"", "checked"]);
    tried(&agent.name, "999901199003071010", "2027-06-30").says(&["号码校验不通过", "href=\"#id_number\""]);
    tried(&giver.name, &giver.id_number, "2027-06-30").says(&["委托人和代办人是同一个人"]);
    tried(&agent.name, &agent.id_number, "2028-06-30").says(&["最长一年", "href=\"#until\""]);
    Browser::of(&bench, &giver.token).get("/me/mandates").is(200).says(&["您没有委托过别人"]);
}
