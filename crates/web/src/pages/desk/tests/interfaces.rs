//! Outside systems: what is told of them, what is done with work that was laid aside, and the faults of a demonstration.

use authz::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use service::job;
use tower::ServiceExt as _;

use super::browser::{Browser, Page};
use super::{at_desk, case, kinds, submitted};
use crate::App;
use crate::testing::Bench;

const LIST: &str = "/admin/interfaces";

fn page_of(id: &str) -> String {
    format!("{LIST}/jobs/{id}")
}

/// The name of the first system on the page, and of its state.
fn first(page: &Page) -> (String, String) {
    let text = page.text();
    let (_, rest) = text.split_once("<li class=\"line\"><div><b>").unwrap();
    let (name, rest) = rest.split_once("</b>").unwrap();
    let (_, rest) = rest.split_once("<span class=\"tag ").unwrap();
    let state = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
    (name.to_owned(), state.to_owned())
}

/// The same program over the same store, as a real office has it: without twins.
fn without_twins(bench: &Bench) -> axum::Router {
    let token = adapters::Private::from("token-of-the-twins");
    let twins = adapters::AdaptersConfig::twins(&bench.app.settings.origin, &token);
    let outside = adapters::Adapters::new(&twins).unwrap();
    crate::router(App::new(bench.app.office.clone(), outside, bench.app.settings.clone(), None))
}

testkit::both! {
    failing_systems_come_first_and_no_secret_is_told: |db| {
        let bench = Bench::new(db);
        let mut admin = at_desk(&bench, Role::Administrator);
        let page = admin.get(LIST).is(200);
        page.says(&["人口信息系统", "全国平台", "没有任务在等", "insurer.example", "没有配置地址", "没有要处理的"]);
        page.hides(&["secret-word", "hooks", "demonstration-token", "本系统其他任务", "搁置的任务"]);
        // A case that waits for its sources shows whom it waits for.
        let citizen = bench.citizen(1, "2026-12-10");
        for twin in ["hospital", "offences"] {
            let down = adapters::twins::Fault {
                mode: adapters::twins::FaultMode::Down,
                ..adapters::twins::Fault::NONE
            };
            assert!(bench.twins.faults().choose(twin, down));
        }
        let no = submitted(&bench, &citizen, false);
        assert!(case(&bench, &no).1.iter().any(|need| need.status == service::case::Status::Checking));
        bench.clock.advance_ms(60_000);
        let waits = bench.run(bench.app.office.query(job::waiting)).unwrap();
        for system in [job::System::Hospital, job::System::Offences] {
            assert!(waits.iter().any(|w| w.system == system && w.due > 0), "{system:?}: {waits:?}");
        }
        assert!(waits.iter().all(|w| w.system != job::System::Own), "{waits:?}");
        let page = admin.get(LIST).is(200);
        page.says(&["等待1项，最久的从2026年11月23日 09:00开始等", "没有配置"]);
        // What was laid aside comes before what waits.
        bench.laid_aside("post.create", &no, "the system refused: post.address_unknown");
        let page = admin.get(LIST).is(200);
        assert_eq!(first(&page), ("邮政系统".to_owned(), "需要处理".to_owned()));
        page.says(&["搁置1项", "交寄证件", &no, "对方不接受：post.address_unknown"]);
        page.hides(&["没有要处理的"]);
        let english = admin.get(&format!("{LIST}?lang=en")).is(200);
        english.says(&["Outside systems", "1 laid aside", "The system refused: post.address_unknown"]);
    };

    work_laid_aside_is_run_again_once_and_on_record: |db| {
        let bench = Bench::new(db);
        let id = bench.laid_aside("post.create", "YC20261123-7K3M9QXA", "the system refused: post.address_unknown");
        let at = page_of(&id);
        let mut admin = at_desk(&bench, Role::Administrator);
        admin.get(LIST).is(200).says(&[&format!("href=\"{at}\"")]);
        let page = admin.get(&at).is(200);
        page.says(&["交寄证件", "YC20261123-7K3M9QXA", "12", "重新办理", "不能放弃", "当事人还在等这份证件"]);
        page.hides(&["不再办理"]);
        let none = admin.fill_on(&page, &format!("{at}/retry"), &[("reason", "")]).is(422);
        none.says(&["请选择为什么现在可以办理", "href=\"#reason\""]);
        let refused = admin.fill_on(&none, &format!("{at}/give-up"), &[("ground", "outdated")]).is(422);
        refused.says(&["当事人还在等这份证件"]);
        assert!(kinds(&bench, "job", &id).is_empty());
        let mended = [("reason", "mended")];
        let page = admin.get(&at).is(200);
        admin.fill_on(&page, &format!("{at}/retry"), &mended).leads_to(&format!("{LIST}?done=retry"));
        admin.get(&format!("{LIST}?done=retry")).is(200).says(&["已重新排队"]);
        assert_eq!(kinds(&bench, "job", &id), ["job.retried"]);
        // The same press again is the same step; another press finds it gone.
        admin.fill_on(&page, &format!("{at}/retry"), &mended).leads_to(&format!("{LIST}?done=retry"));
        let other = admin.get(LIST).is(200);
        admin.fill_on(&other, &format!("{at}/retry"), &mended).leads_to(&format!("{LIST}?done=gone"));
        admin.get(&format!("{LIST}?done=gone")).is(200).says(&["已经不在搁置之列"]);
        admin.get(&at).is(404);
        assert_eq!(kinds(&bench, "job", &id), ["job.retried"]);
        let waits = bench.run(bench.app.office.query(job::waiting)).unwrap();
        assert!(waits.iter().any(|w| w.system == job::System::Post && w.due == 1 && w.aside == 0), "{waits:?}");
    };

    a_notice_is_given_up_and_others_only_look: |db| {
        let bench = Bench::new(db);
        let id = bench.laid_aside("webhook.send", "insurer", "the receiver answered with status 410");
        let at = page_of(&id);
        let mut auditor = at_desk(&bench, Role::Auditor);
        let page = auditor.get(&at).is(200);
        page.says(&["发送业务通知", "insurer", "接收方的回答是410"]);
        page.hides(&["重新办理", "不再办理"]);
        auditor.get(LIST).is(200).hides(&["演示：让外部系统出故障"]);
        auditor.post(&format!("{at}/give-up"), &[("ground", "outdated")]).is(403);
        auditor.post(&format!("{LIST}/fault"), &[("system", "sms"), ("mode", "down")]).is(403);
        for role in [Role::Clerk, Role::Supervisor, Role::OutletHead] {
            at_desk(&bench, role).get(LIST).is(403);
            at_desk(&bench, role).post(&format!("{at}/retry"), &[("reason", "mended")]).is(403);
        }
        Browser::new(&bench).get(&at).leads_to(&format!("/staff/login?next={}", encoded(&at)));
        let mut admin = at_desk(&bench, Role::Administrator);
        let page = admin.get(&at).is(200);
        page.says(&["不再办理", "已经过时，不用再发"]);
        let none = admin.fill_on(&page, &format!("{at}/give-up"), &[("ground", "no such")]).is(422);
        none.says(&["请选择为什么不用办理", "href=\"#ground\""]);
        let unwanted = [("ground", "unwanted")];
        admin.fill_on(&none, &format!("{at}/give-up"), &unwanted).leads_to(&format!("{LIST}?done=give-up"));
        assert_eq!(kinds(&bench, "job", &id), ["job.given_up"]);
        let page = admin.get(&format!("{LIST}?done=give-up")).is(200);
        page.says(&["已放弃"]);
        page.hides(&[&at]);
        let waits = bench.run(bench.app.office.query(job::waiting)).unwrap();
        assert!(waits.iter().all(|w| w.receiver != "insurer"), "{waits:?}");
    };
}

fn encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[test]
fn a_visitor_of_a_demonstration_lets_a_system_fail_and_mends_it() {
    let bench = Bench::on_sqlite();
    let mut admin = at_desk(&bench, Role::Administrator);
    let page = admin.get(LIST).is(200);
    page.says(&["演示：让外部系统出故障", "value=\"sms\"", "停止服务", "value=\"twice\""]);
    page.hides(&["演示故障：", "value=\"webhook\""]);
    let none = admin.fill_on(&page, &format!("{LIST}/fault"), &[("system", "sms")]).is(422);
    none.says(&["请选择一种故障", "href=\"#mode\""]);
    let nobody = [("system", "weather"), ("mode", "down")];
    admin.fill_on(&page, &format!("{LIST}/fault"), &nobody).is(422).says(&["请选择一个系统"]);
    let down = [("system", "sms"), ("mode", "down")];
    admin.fill_on(&page, &format!("{LIST}/fault"), &down).leads_to(&format!("{LIST}?done=fault"));
    admin.get(&format!("{LIST}?done=fault")).is(200).says(&["演示故障已设定", "演示故障：", "停止服务"]);
    let told = json!({ "mode": "down", "count": null, "delay_ms": 2000 });
    assert_eq!(bench.get(None, "/twin/sms/faults").is(200), told);
    let slow = [("system", "payment"), ("mode", "slow")];
    admin.fill(LIST, &format!("{LIST}/fault"), &slow).leads_to(&format!("{LIST}?done=fault"));
    assert_eq!(bench.get(None, "/twin/payment/faults").is(200)["delay_ms"], 2000);
    let well = [("system", "sms"), ("mode", "none")];
    admin.fill(LIST, &format!("{LIST}/fault"), &well).leads_to(&format!("{LIST}?done=fault"));
    assert_eq!(bench.get(None, "/twin/sms/faults").is(200)["mode"], "none");
    admin.get(&format!("{LIST}?lang=en")).is(200).says(&["Demonstration fault:", "It is slow"]);
}

#[test]
fn a_store_without_twins_has_no_faults_to_choose() {
    let bench = Bench::on_sqlite();
    let router = without_twins(&bench);
    let token = bench.token(Role::Administrator).unwrap();
    let send = |request: axum::http::request::Builder, body: &'static str| {
        let request = request
            .header("host", "test")
            .header("cookie", format!("yc_session={token}"))
            .header("sec-fetch-site", "same-origin");
        let request = request.body(Body::from(body)).unwrap();
        bench.run(async {
            let answer = router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let bytes = axum::body::to_bytes(body, 1024 * 1024).await.unwrap();
            (parts.status, String::from_utf8_lossy(&bytes).into_owned())
        })
    };
    let (status, text) = send(Request::get(LIST), "");
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("外部系统") && !text.contains("演示：") && !text.contains("/fault\""), "{text}");
    let form =
        Request::post(format!("{LIST}/fault")).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(send(form, "system=sms&mode=down").0, StatusCode::NOT_FOUND);
    assert_eq!(bench.get(None, "/twin/sms/faults").is(200)["mode"], "none");
}
