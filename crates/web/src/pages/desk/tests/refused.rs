//! What is not theirs: citizens, other outlets, other roles, and the second half of their own work.

use authz::Role;
use axum::http::Request;
use base::{Region, Text};
use service::access::{self, NewStaff};
use service::office::Ctx;
use service::outlet::{self, OpenOutlet, OutletKind};

use super::browser::Browser;
use super::cases::staff_id;
use super::{at_desk, case, kinds, settle, submitted};
use crate::testing::Bench;

/// The administrator, to give commands.
fn administrator(bench: &Bench) -> Ctx {
    acting(bench, bench.token(Role::Administrator).unwrap())
}

/// The context of whoever holds this token.
fn acting(bench: &Bench, token: &str) -> Ctx {
    let request = Request::builder().header("authorization", format!("Bearer {token}")).body(()).unwrap();
    let (parts, ()) = request.into_parts();
    bench.run(crate::Visitor::of(&bench.app, &parts)).unwrap().ctx()
}

/// A clerk of another outlet.
pub(crate) fn elsewhere(bench: &Bench) -> String {
    let new = OpenOutlet {
        code: "SL02".to_owned(),
        name: Text::new("城东分所", "East Branch"),
        address: Text::new("示例市城东路2号", "2 East Road, Shili"),
        kind: OutletKind::Branch,
        tier: 2,
        region: Region::parse("999902").unwrap(),
        parent: None,
        hours: "office.default".to_owned(),
    };
    let outlet = bench.run(outlet::open(&bench.app.office, &administrator(bench), &new)).unwrap().value;
    let staff = NewStaff {
        username: "east01".to_owned(),
        name: "周示例".to_owned(),
        roles: [Role::Clerk, Role::Reviewer, Role::Issuer].into(),
        outlet,
        area: None,
        person: None,
    };
    let ctx = administrator(bench);
    let account = bench.run(access::register_staff(&bench.app.office, &ctx, &staff)).unwrap().value;
    bench.finish(&account)
}

testkit::both! {
    who_did_one_half_is_told_why_not_the_other: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let account = bench.account("both01", &[Role::Clerk, Role::Reviewer]);
        let mut both = Browser::of(&bench, &bench.finish(&account));
        both.fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        settle(&bench, &no);
        let page = both.get(&at("")).is(200);
        page.says(&["审核决定：这一步要由另一位工作人员完成", "请交给另一位有权限的同事办理", "要求补正</a>"]);
        page.hides(&["审核决定</a>"]);
        both.get(&at("/decide")).is(403).says(&["这一步要由另一位工作人员完成", "要件"]);
        let english = both.get(&at("/decide?lang=en")).is(403);
        english.says(&["This step takes a second person"]);
        let nonce = page.hidden("nonce");
        let sent = [("nonce", nonce.as_str()), ("decision", "grant")];
        both.post(&at("/decide"), &sent).is(403).says(&["This step takes a second person"]);
        // A colleague decides it.
        let grant = [("decision", "grant")];
        at_desk(&bench, Role::Reviewer).fill(&at("/decide"), &at("/decide"), &grant).leads_to(&at("?done=decide"));
    };

    who_decided_does_not_make_the_licence_while_another_could: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        at_desk(&bench, Role::Clerk).fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        let account = bench.account("half01", &[Role::Reviewer, Role::Issuer]);
        let mut half = Browser::of(&bench, &bench.finish(&account));
        half.fill(&at("/decide"), &at("/decide"), &[("decision", "grant")]).leads_to(&at("?done=decide"));
        half.get(&at("")).is(200).hides(&["制证发证</a>"]);
        half.get(&at("/issue")).is(403).says(&["这一步要由另一位工作人员完成"]);
        let page = at_desk(&bench, Role::Issuer).get(&at("/issue")).is(200);
        let (nonce, revision) = (page.hidden("nonce"), page.hidden("revision"));
        let sent = [("nonce", nonce.as_str()), ("revision", revision.as_str()), ("blank", "9990000000001")];
        half.post(&at("/issue"), &sent).is(403).says(&["这一步要由另一位工作人员完成"]);
        // Where nobody else is there to make it, they may.
        let administrator = administrator(&bench);
        let issuer = staff_id(&bench, "issuer");
        bench.run(access::disable_staff(&bench.app.office, &administrator, &issuer, access::DisableReason::Left)).unwrap();
        half.get(&at("/issue")).is(200);
    };

    a_citizen_finds_no_desk: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let mut person = Browser::of(&bench, &citizen.token);
        for path in ["/desk", "/desk/worklist", "/desk/lookup", "/admin", "/admin/users", "/staff/me"] {
            person.get(path).is(404).says(&["没有找到"]);
        }
        person.get(&format!("/desk/cases/{no}")).is(404);
        person.post(&format!("/desk/cases/{no}/accept"), &[]).is(404);
        assert_eq!(case(&bench, &no).0.accepted_at, None);
    };

    a_case_of_another_outlet_is_not_there: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let mut other = Browser::of(&bench, &elsewhere(&bench));
        for path in ["", "/ask", "/reject", "/decide", "/issue", "/handover", "/card", "/files/photo"] {
            other.get(&format!("/desk/cases/{no}{path}")).is(404);
        }
        for path in ["/accept", "/ask", "/reject", "/decide", "/issue", "/handover"] {
            other.post(&format!("/desk/cases/{no}{path}"), &[("decision", "grant")]).is(404);
        }
        other.get(&format!("/desk/worklist?no={no}")).is(200).says(&["没有符合条件的办件"]);
        other.get("/desk").is(200).hides(&[&no]);
        at_desk(&bench, Role::Clerk).get("/desk/cases/YC20261123-00000000").is(404);
        assert_eq!(case(&bench, &no).0.accepted_at, None);
    };

    who_may_see_cases_and_no_files_sees_the_masked_name_only: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let mut partner = at_desk(&bench, Role::PartnerClerk);
        let page = partner.get(&format!("/desk/cases/{no}")).is(200);
        page.says(&["林**", "受理</button>", "没有上传材料"]);
        page.hides(&["139****", "9999**", "不予受理</a>", "/files/photo"]);
        partner.get(&format!("/desk/cases/{no}/files/photo")).is(404);
        partner.get("/desk/lookup").is(403);
        let id = staff_id(&bench, "partner-clerk");
        assert!(kinds(&bench, "actorday", &format!("{id}:2026-11-23")).is_empty(), "no look, no record");
    };

    a_case_outlives_the_values_of_its_person: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let token = bench.token(Role::Archivist).unwrap();
        let ctx = Ctx { purpose: Some("legal_request".to_owned()), ..acting(&bench, token) };
        bench.run(service::person::erase(&bench.app.office, &ctx, &citizen.id)).unwrap();
        let mut clerk = at_desk(&bench, Role::Clerk);
        let page = clerk.get(&format!("/desk/cases/{no}")).is(200);
        page.says(&["—", "提交申请"]);
        page.hides(&["林", "139****", "/files/photo"]);
        clerk.get("/desk/worklist").is(200).says(&[&no]);
        clerk.get(&format!("/desk/cases/{no}/files/photo")).is(404);
    };

    everybody_is_sent_to_where_their_work_is: |db| {
        let bench = Bench::new(db);
        for (role, place) in [
            (Role::Administrator, "/admin/users"),
            (Role::Examiner, "/desk/lookup"),
        ] {
            at_desk(&bench, role).get("/desk").leads_to(place);
        }
        for role in [Role::Clerk, Role::Reviewer, Role::Issuer, Role::Supervisor, Role::Auditor, Role::Archivist] {
            at_desk(&bench, role).get("/desk").is(200);
        }
        let page = at_desk(&bench, Role::Clerk).get("/desk").is(200);
        page.says(&["href=\"/desk/worklist\"", "href=\"/desk/lookup\"", "href=\"/desk/stock\""]);
        page.hides(&["href=\"/admin\"", "href=\"/admin/audit\"", "href=\"/admin/users\"", "href=\"/desk/issue\""]);
        at_desk(&bench, Role::Clerk).get("/admin/audit").is(403);
        at_desk(&bench, Role::Clerk).get("/admin").is(403);
        at_desk(&bench, Role::Auditor).get("/desk/issue").is(403);
        at_desk(&bench, Role::Administrator).get("/desk/worklist").is(200).says(&["没有符合条件的办件"]);
    };

    a_form_of_another_site_is_turned_away: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let cookie = format!("yc_session={}", bench.token(Role::Clerk).unwrap());
        let request = Request::post(format!("/desk/cases/{no}/accept"))
            .header("cookie", cookie)
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(bench.send(request, "").status, 403);
        assert_eq!(case(&bench, &no).0.accepted_at, None);
    };
}
