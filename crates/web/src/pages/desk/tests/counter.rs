//! A case begun at the counter, from the document to the signature.

use super::*;
use serde_json::json;
use service::case::Stage;

const AT: &str = "/desk/counter";

/// A number that can be somebody's, and is nobody's on file.
fn unknown() -> String {
    let seventeen = "99990119850101101";
    format!("{seventeen}{}", law::check_character(seventeen).unwrap())
}

testkit::both! {
    a_clerk_fills_a_case_in_with_the_person: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get("/desk").is(200).says(&["href=\"/desk/counter\""]);
        let wrong = clerk.fill(AT, AT, &[("id_number", "999901199003071010")]).is(422);
        wrong.says(&["请选择要办的业务", "请先核对来人身份", "号码校验不通过"]);
        let number = unknown();
        let unknown = [("item", ITEM), ("id_number", number.as_str()), ("identity", "reader")];
        clerk.fill(AT, AT, &unknown).is(422).says(&["没有这个号码的档案"]);
        let typed = [("item", ITEM), ("id_number", citizen.id_number.as_str()), ("identity", "document")];
        let begun = clerk.fill(AT, AT, &typed).is(303).header("location");
        let no = begun.strip_prefix("/desk/counter/").unwrap().to_owned();
        clerk.fill(AT, AT, &typed).leads_to(&begun);
        let to_sign = |clerk: &mut Browser<'_>| clerk.get(&begun).is(200).text().contains("领取方式和签名");
        for _ in 0..3 {
            if to_sign(&mut clerk) {
                break;
            }
            clerk.upload(&format!("{begun}/paper"), "file", "me.txt", "text/plain", b"no picture").is(422);
            clerk.upload(&format!("{begun}/paper"), "file", "me.jpg", "image/jpeg", &picture()).leads_to(&begun);
        }
        let submit = format!("{begun}/submit");
        let wrong = clerk.fill(&begun, &submit, &[("delivery", "post"), ("address", "路")]).is(422);
        wrong.says(&["请填写收件地址，写到门牌号", "请申请人核对、签名后勾选"]);
        clerk.fill(&begun, &submit, &[("delivery", "pickup"), ("signed", "yes")]).leads_to(&format!("/desk/cases/{no}"));
        let (filed, needs) = case(&bench, &no);
        assert_eq!((filed.channel.as_str(), filed.applicant.as_str()), ("counter", citizen.id.as_str()));
        assert!(filed.submitted_at.is_some() && filed.stage == Stage::Draft);
        assert!(needs.iter().any(|need| need.code == "identity_check" && need.status == Status::Met));
        clerk.get(&begun).is(200).says(&[no.as_str()]);
        // The person sees it among their own, and may take it back.
        Browser::of(&bench, &citizen.token).get("/cases").is(200).says(&[no.as_str()]);
    };

    the_fee_is_taken_at_the_counter: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let body = json!({ "item": ITEM, "id_number": citizen.id_number, "identity": "document" });
        let begun = bench.post(bench.token(Role::Clerk), "/api/v1/desk/cases", &body).is(201);
        let no = begun["number"].as_str().unwrap().to_owned();
        let (at, fee) = (format!("/desk/cases/{no}"), format!("/desk/cases/{no}/fee"));
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get(&at).is(200).says(&[&format!("href=\"{fee}\""), "未缴费"]);
        let shown = clerk.get(&fee).is(200);
        shown.says(&["请缴费人用自己的手机扫码", "<svg", "/twin/payment/pay/"]);
        // Given up on the telephone: a new order, and the old one is never paid.
        let press = |text: &str, what: &str| {
            let order = text.split("/twin/payment/pay/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            let page = format!("/twin/payment/pay/{order}");
            let form = "application/x-www-form-urlencoded";
            let request = axum::http::Request::post(&page).header("content-type", form);
            assert_eq!(bench.send(request, format!("action={what}")).status, 303);
        };
        press(&shown.text(), "cancel");
        clerk.get(&fee).is(200).says(&["缴费人取消了这张缴费单"]);
        clerk.fill(&fee, &fee, &[]).leads_to(&fee);
        let anew = clerk.get(&fee).is(200);
        press(&anew.text(), "pay");
        clerk.get(&fee).leads_to(&format!("{at}?done=fee"));
        clerk.get(&format!("{at}?done=fee")).is(200).says(&["费用已缴清", "已缴费"]);
        assert!(case(&bench, &no).1.iter().any(|need| need.code == "fee" && need.status.is_settled()));
        // Who has no business with the money is not offered it.
        at_desk(&bench, Role::Reviewer).get(&at).is(200).hides(&[fee.as_str()]);
        assert!(at_desk(&bench, Role::Reviewer).get(&fee).status >= 400);
    };

    what_cannot_be_begun_at_the_counter_says_why: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2030-12-10");
        let mut clerk = at_desk(&bench, Role::Clerk);
        let typed = [("item", ITEM), ("id_number", citizen.id_number.as_str()), ("identity", "document")];
        let refused = clerk.fill(AT, AT, &typed).is(409);
        refused.says(&["依法暂时不能办理", "起才能办理期满换证"]);
        refused.hides(&[citizen.phone.as_str()]);
        at_desk(&bench, Role::Reviewer).get("/desk").is(200).hides(&["href=\"/desk/counter\""]);
        assert!(at_desk(&bench, Role::Reviewer).get(AT).status >= 400);
        Browser::of(&bench, &citizen.token).get(AT).is(404);
    };
}

#[test]
fn the_api_begins_a_case_at_the_counter_as_well() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    let (at, clerk) = ("/api/v1/desk/cases", bench.token(Role::Clerk));
    let body =
        |number: &str, identity: &str| json!({ "item": ITEM, "id_number": number, "identity": identity });
    let begun = bench.post(clerk, at, &body(&citizen.id_number, "document")).is(201);
    assert_eq!(begun["applicant"]["id"], citizen.id.as_str());
    let again = bench.post(clerk, at, &body(&citizen.id_number, "document")).problem(409);
    assert_eq!(again, "case.under_way");
    let unknown = bench.post(clerk, at, &body(&unknown(), "document")).is(409);
    assert_eq!(unknown["fields"][0]["field"], "id_number");
    assert_eq!(
        bench.post(clerk, at, &body(&citizen.id_number, "guessed")).is(422)["fields"][0]["field"],
        "identity"
    );
    assert_eq!(
        bench.post(bench.token(Role::Reviewer), at, &body(&citizen.id_number, "document")).status,
        403
    );
    assert_eq!(bench.post(Some(&citizen.token), at, &body(&citizen.id_number, "document")).status, 403);
}
