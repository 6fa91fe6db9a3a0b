//! A case on the desk, from the worklist to the card in the person's hand.

use authz::{Actor, Channel, Role};
use ledger::files::{Limits, Upload};
use service::case::{Stage, Status, commands};
use service::office::{Ctx, Stop};

use super::browser::Browser;
use super::{at_desk, case, kinds, picture, settle, submitted};
use crate::testing::{Bench, Citizen};

testkit::both! {
    a_renewal_is_accepted_asked_for_decided_made_and_handed_over: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let (mut clerk, mut reviewer) = (at_desk(&bench, Role::Clerk), at_desk(&bench, Role::Reviewer));

        let desk = clerk.get("/desk").is(200);
        desk.says(&["待受理", &no, "林**", "期满换证"]);
        desk.hides(&["林示例", &citizen.id_number, &citizen.phone]);
        clerk.get("/desk/worklist?state=draft").is(200).says(&[&no, "aria-current=\"true\""]);
        clerk.get("/desk/worklist?state=closed").is(200).says(&["没有符合条件的办件"]);
        clerk.get(&format!("/desk/worklist?no={}", no.to_lowercase())).leads_to(&at(""));

        let page = clerk.get(&at("")).is(200);
        page.says(&["受理</button>", "要求补正", "不予受理", "要件", "自动核查", "证件照片", "139****0001"]);
        page.says(&["提交申请", "申请人", "没有未处理的记录", "name=\"revision\""]);
        page.hides(&["林示例", &citizen.id_number, "审核决定</a>", "/admin/audit?stream"]);
        clerk.fill_on(&page, &at("/accept"), &[]).leads_to(&at("?done=accept"));
        let page = clerk.get(&at("?done=accept")).is(200);
        page.says(&["已受理，办理时限开始计算", "受理回执", "2026年11月24日前办结"]);

        // The reviewer asks for the photograph again: the legal clock stands still.
        let page = reviewer.get(&at("/ask")).is(200);
        page.says(&["证件照片", "2026年11月24日到2026年12月23日之间"]);
        let none = reviewer.fill_on(&page, &at("/ask"), &[("due", "2026-12-01")]).is(422);
        none.says(&["请至少选择一份材料哪里不合要求", "value=\"2026-12-01\""]);
        let late = [("fault-photo", "unclear"), ("due", "2027-06-01")];
        let page = reviewer.fill_on(&page, &at("/ask"), &late).is(422);
        page.says(&["最长三十日", "value=\"2027-06-01\"", "value=\"unclear\" selected"]);
        let fields = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        reviewer.fill_on(&page, &at("/ask"), &fields).leads_to(&at("?done=ask"));
        reviewer.get(&at("")).is(200).says(&["计时暂停", "一次性告知书", "需补正"]);
        // Whoever tracks it without logging in reads the same word as the applicant.
        let tail = citizen.phone.get(7..).unwrap();
        let found = Browser::new(&bench).fill("/track", "/track", &[("no", &no), ("tail", tail)]).is(200);
        found.says(&["待补正", "等您补正材料"]);
        let mut person = Browser::of(&bench, &citizen.token);
        // The applicant reads what is wrong and how to mend it, on the page and on the notice.
        let why = ["不清晰，有的内容看不清", "请重新拍照或者扫描"];
        let asked = person.get(&format!("/cases/{no}/supplement")).is(200);
        asked.says(&why);
        // No document stands for a photograph.
        asked.says(&["JPG或PNG格式", "accept=\"image/jpeg,image/png\""]);
        let shown = person.get(&format!("/cases/{no}")).is(200).text().clone();
        let mut papers = shown.split("/papers/").skip(1).filter_map(|rest| rest.split_once('"'));
        let notice = papers.find(|(number, _)| person.get(&format!("/papers/{number}")).text().contains("一次性告知书"));
        person.get(&format!("/papers/{}", notice.unwrap().0)).is(200).says(&why);
        let sent = person.upload(&format!("/cases/{no}/supplement"), "photo", "b.jpg", "image/jpeg", &picture());
        sent.leads_to(&format!("/cases/{no}"));

        settle(&bench, &no);
        let page = reviewer.get(&at("/decide")).is(200);
        page.says(&["准予", "新证有效期至", "2036年12月10日", "违法已处理完毕"]);
        let page = reviewer.fill_on(&page, &at("/decide"), &[]).is(422);
        page.says(&["请选择准予或者不予许可"]);
        reviewer.fill_on(&page, &at("/decide"), &[("decision", "grant")]).leads_to(&at("?done=decide"));

        let mut issuer = at_desk(&bench, Role::Issuer);
        issuer.get("/desk/issue").is(200).says(&[&no, "待制证", "不多了"]);
        let empty = issuer.get(&at("/issue")).is(200);
        empty.says(&["本网点没有在库的证芯"]);
        let range = [("first", "9990000000001"), ("last", "9990000000060")];
        issuer.fill("/desk/stock", "/desk/stock", &range).leads_to("/desk/stock");
        let page = issuer.get(&at("/issue")).is(200);
        page.says(&["下一张应是9990000000001", "C1"]);
        let page = issuer.fill_on(&page, &at("/issue"), &[("blank", "9990000009999")]).is(422);
        page.says(&["本网点的库存里没有编号9990000009999的证芯", "value=\"9990000009999\""]);
        let fields = [("blank", "9990000000002"), ("spoilt", "9990000000001")];
        issuer.fill_on(&page, &at("/issue"), &fields).leads_to(&at("/card"));
        let card = issuer.get(&at("/card")).is(200);
        card.says(&["林示例", &citizen.id_number, "9990000000002", "2036-12-10", "男"]);
        let file = issuer.get(&at("/card/pdf")).is(200);
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"9990000000002.pdf\"");
        let text = crate::pdf::tests::read(&file.bytes);
        for words in ["机动车驾驶证副页", "林示例", &citizen.id_number, "9990000000002", "2036-12-10", "样张"] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        assert_eq!(crate::pdf::tests::images(&file.bytes).len(), 1, "the photograph stands on the card");
        if let Some(folder) = std::env::var_os("PAPERS_TO_LOOK_AT") {
            std::fs::write(std::path::Path::new(&folder).join("card.pdf"), &file.bytes).unwrap();
        }
        at_desk(&bench, Role::Reviewer).get(&at("/card/pdf")).is(403);
        at_desk(&bench, Role::Reviewer).get(&at("/card")).is(403).says(&["您的账号没有这个岗位", "请交给担任该岗位的同事"]);

        // The photograph it was made with is the one on file, which its person sees and nobody else.
        person.get("/documents").is(200).says(&["src=\"/documents/photo\""]);
        let photo = person.get("/documents/photo").is(200);
        assert_eq!(photo.header("content-type"), "image/jpeg");
        assert_eq!(photo.header("cache-control"), "no-store");
        Browser::of(&bench, &bench.citizen(2, "2026-12-10").token).get("/documents/photo").is(404);

        // The licence is made: the page says when, and promises nothing any more.
        let page = person.get(&format!("/cases/{no}")).is(200);
        page.says(&["新证已做好，请到网点领取", "办结时间：2026年11月23日 09:00", "领取网点"]);
        page.hides(&["承诺", "前办结"]);
        issuer.get(&at("")).is(200).says(&["2026年11月23日 09:00办结"]);

        issuer.get(&at("/issue")).leads_to(&at("/handover"));
        let page = issuer.get(&at("/handover")).is(200);
        // A renewal leaves the old card with the person (162§68).
        page.hides(&["收回", "name=\"old\""]);
        let page = issuer.fill_on(&page, &at("/handover"), &[]).is(422);
        page.says(&["请核对领证人的身份证"]);
        issuer.fill_on(&page, &at("/handover"), &[("seen", "yes")]).leads_to(&at("?done=handover"));
        let page = issuer.get(&at("")).is(200);
        page.says(&["已办结", "制证，证芯9990000000002", "发证", "王示例（issuer）", "准予决定书"]);
        assert_eq!(case(&bench, &no).0.stage, Stage::Closed);
        issuer.get("/desk/stock").is(200).says(&["58张可用", "1张已用", "1张作废", "9990000000003"]);

        // Somebody who had no hand in it puts the last day right.
        let second = bench.account("reviewer2", &[Role::Reviewer]);
        let mut second = Browser::of(&bench, &bench.finish(&second));
        let page = second.get(&at("/correct")).is(200);
        page.says(&["2036年12月10日"]);
        let same = [("field", "valid_until"), ("value", "2036-12-10")];
        let page = second.fill_on(&page, &at("/correct"), &same).is(422);
        page.says(&["与现在的记载一样"]);
        let right = [("field", "valid_until"), ("value", "2032-12-10")];
        second.fill_on(&page, &at("/correct"), &right).leads_to(&at("?done=correct"));
        second.get(&at("")).is(200).says(&["2032年12月10日", "更正通知书"]);
        let denied = reviewer.get(&at("/correct")).is(403);
        denied.says(&["这一步要由另一位工作人员完成"]);

        let looks = kinds(&bench, "actorday", &format!("{}:2026-11-23", staff_id(&bench, "clerk")));
        assert_eq!(looks, ["person.looked_up"], "one look for one purpose in ten minutes");
        bench.clock.advance_ms(10 * 60_000);
        clerk.get(&at("")).is(200);
        let looks = kinds(&bench, "actorday", &format!("{}:2026-11-23", staff_id(&bench, "clerk")));
        assert_eq!(looks.len(), 2);
    };

    a_press_twice_is_one_act: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let mut clerk = at_desk(&bench, Role::Clerk);
        let page = clerk.get(&at("")).is(200);
        clerk.fill_on(&page, &at("/accept"), &[]).leads_to(&at("?done=accept"));
        clerk.fill_on(&page, &at("/accept"), &[]).leads_to(&at(""));
        let id = case(&bench, &no).0.id;
        let accepted = kinds(&bench, "case", &id).into_iter().filter(|kind| kind == "case.accepted").count();
        assert_eq!(accepted, 1);
    };

    a_form_older_than_the_case_is_shown_on_the_case_as_it_stands: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let (mut one, mut other) = (at_desk(&bench, Role::Clerk), at_desk(&bench, Role::Clerk));
        let old = one.get(&at("/ask")).is(200);
        let press = one.get(&at("")).is(200);
        let page = other.get(&at("")).is(200);
        other.fill_on(&page, &at("/accept"), &[]).leads_to(&at("?done=accept"));
        // What was ticked is kept, and the form is now made from the case as it stands.
        let fields = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        let stale = one.fill_on(&old, &at("/ask"), &fields).is(409);
        stale.says(&["刚刚有了新的变化", "value=\"2026-12-01\"", "value=\"unclear\" selected"]);
        assert_ne!(stale.hidden("revision"), old.hidden("revision"));
        // A press on a page that is stale shows the case as it stands.
        let stale = one.fill_on(&press, &at("/accept"), &[]).is(409);
        stale.says(&["刚刚有了新的变化", "待审核"]);
        stale.hides(&["受理</button>"]);
        one.fill(&at("/ask"), &at("/ask"), &fields).leads_to(&at("?done=ask"));
    };

    a_refusal_names_its_grounds_and_the_remedies: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let mut clerk = at_desk(&bench, Role::Clerk);
        let page = clerk.get(&at("/reject")).is(200);
        page.says(&["没有满足“违法已处理完毕”这一条", "您名下的机动车驾驶证", "第72条", "行政复议"]);
        clerk.fill_on(&page, &at("/reject"), &[]).is(422).says(&["请选择不予受理的理由"]);
        clerk.fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        let mut reviewer = at_desk(&bench, Role::Reviewer);
        // Since then an offence was entered: the check is red, in words, and its ground is picked.
        let standing = serde_json::json!({ "standings": [{ "id_number": citizen.id_number, "standing": {
            "unsettled_violations": 2, "unsettled_accidents": 0, "full_cycles": [], "measures": [],
            "last_cycle": { "points": 0, "accident": "none", "reviewed": true },
        }}]});
        let request = axum::http::Request::post("/twin/offences/standings").header("content-type", "application/json");
        bench.send(request, standing.to_string()).is(200);
        let page = reviewer.get(&at("/decide")).is(200);
        page.says(&["不符合</span>", "您还有2起道路交通安全违法行为没有处理完毕", "checked"]);
        page.says(&["核查到不符合的条件，不能准予", "请选择不予许可"]);
        page.hides(&["value=\"grant\""]);
        let silent = reviewer.fill_on(&page, &at("/decide"), &[("decision", "refuse")]).is(422);
        silent.says(&["不予许可必须选择理由"]);
        let early = reviewer.fill_on(&page, &at("/decide"), &[("decision", "grant")]).is(422);
        early.says(&["核查到不符合的条件，不能准予"]);
        assert_eq!(case(&bench, &no).0.stage, Stage::Open, "nothing is granted against the law");
        let fields = [("decision", "refuse"), ("reasons", "licence.unsettled_violations")];
        reviewer.fill_on(&page, &at("/decide"), &fields).leads_to(&at("?done=decide"));
        let (case, _) = case(&bench, &no);
        assert_eq!((case.stage, case.reasons.as_slice()), (Stage::Refused, &["licence.unsettled_violations".to_owned()][..]));
        let page = reviewer.get(&at("")).is(200);
        page.says(&["不予许可决定书", "未予办理"]);
        reviewer.get("/desk/worklist").is(200).hides(&[&no]);
        reviewer.get("/desk/worklist?state=all").is(200).says(&[&no]);
        let text = page.text();
        let mut numbers = text.split("/papers/").skip(1).filter_map(|rest| rest.split_once('"')).map(|(number, _)| number);
        let number = numbers.find(|number| number.contains("-J") && !number.contains('/')).unwrap().to_owned();
        // On PostgreSQL positions come within a second.
        let mut placed = || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            reviewer.get(&format!("/papers/{number}")).is(200).text().contains("账本位置")
        };
        assert!((0..100).any(|_| placed()));
        let paper = reviewer.get(&format!("/papers/{number}")).is(200);
        paper.says(&["/desk/worklist", "林示例", "您还有2起道路交通安全违法行为没有处理完毕", "第72条"]);
        paper.says(&["六十日内，向本机关的本级人民政府申请行政复议", "六个月内，向有管辖权的人民法院", "账本位置"]);
        paper.says(&["class=\"qr\"", "扫码核验", "电子签名：本文书由"]);
        at_desk(&bench, Role::Clerk).get(&format!("/papers/{number}/pdf")).is(200);
        at_desk(&bench, Role::Administrator).get(&format!("/papers/{number}/pdf")).is(404);
        paper.hides(&["{", "。。", "请在"]);
        // What was on record then stays on the paper, whatever is on record now.
        bench.clock.advance_ms(86_400_000 * 3);
        let mut person = Browser::of(&bench, &bench.log_in(&citizen.id_number, &citizen.phone));
        person.get(&format!("/papers/{number}?lang=en")).is(200).says(&["unsettled traffic violations (2)", "This is a translation"]);
        the_file_of_a_paper(&bench, &citizen, &number);
    };

    an_outside_system_that_is_down_leaves_the_check_unknown: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let fault = serde_json::json!({ "mode": "down" });
        let request = axum::http::Request::post("/twin/offences/faults").header("content-type", "application/json");
        bench.send(request, fault.to_string()).is(200);
        let page = at_desk(&bench, Role::Clerk).get(&format!("/desk/cases/{no}")).is(200);
        page.says(&["核查中</span>", "还没有核查结果，继续核查"]);
        page.hides(&["不符合</span>"]);
    };

    everybody_begins_with_what_waits_for_them: |db| {
        let bench = Bench::new(db);
        let (first, second) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2026-12-10"));
        let (handed_in, accepted) = (submitted(&bench, &first, false), submitted(&bench, &second, false));
        let at = format!("/desk/cases/{accepted}");
        at_desk(&bench, Role::Clerk).fill(&at, &format!("{at}/accept"), &[]).leads_to(&format!("{at}?done=accept"));
        for (role, theirs, not) in [(Role::Clerk, &handed_in, &accepted), (Role::Reviewer, &accepted, &handed_in)] {
            let desk = at_desk(&bench, role).get("/desk").is(200);
            desk.says(&["先办这些", theirs]);
            desk.hides(&[not]);
        }
        // Whoever only watches sees both.
        let head = at_desk(&bench, Role::OutletHead).get("/desk");
        head.says(&["最先到期", &accepted, &handed_in]);
        // What waits for its applicant waits for nobody here.
        let ask = format!("/desk/cases/{handed_in}/ask");
        let fields = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        at_desk(&bench, Role::Clerk).fill(&ask, &ask, &fields);
        at_desk(&bench, Role::Clerk).get("/desk").hides(&[&handed_in]);
        let list = at_desk(&bench, Role::Clerk).get("/desk/worklist?state=draft");
        list.says(&[&handed_in, "待补正"]);
    };

    a_posted_licence_waits_for_nobody_at_the_desk: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, true);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let page = at_desk(&bench, Role::Clerk).get(&at("")).is(200);
        page.says(&["邮寄到家", "****"]);
        page.hides(&["3单元"]);
        at_desk(&bench, Role::Clerk).fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        settle(&bench, &no);
        let grant = [("decision", "grant")];
        at_desk(&bench, Role::Reviewer).fill(&at("/decide"), &at("/decide"), &grant).leads_to(&at("?done=decide"));
        let mut issuer = at_desk(&bench, Role::Issuer);
        let range = [("first", "9990000000001"), ("last", "9990000000060")];
        issuer.fill("/desk/stock", "/desk/stock", &range).leads_to("/desk/stock");
        issuer.fill(&at("/issue"), &at("/issue"), &[("blank", "9990000000001")]).leads_to(&at("/card"));
        issuer.get(&at("")).is(200).says(&["等待邮政收件", "邮寄中"]);
        issuer.get("/desk/issue").is(200).hides(&[&no]);
        issuer.get(&at("/handover")).is(409).says(&["没有可以交付的证件"]);
        assert!(case(&bench, &no).1.iter().all(|need| need.status != Status::Checking));
    };

    the_files_of_a_case_are_shown_as_what_they_are: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let file = format!("/desk/cases/{no}/files/photo");
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get(&format!("/desk/cases/{no}")).is(200).says(&[&format!("<img src=\"{file}\"")]);
        let shown = clerk.get(&file).is(200);
        assert_eq!(shown.header("content-type"), "image/jpeg");
        assert_eq!(shown.header("content-disposition"), "inline");
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(image::load_from_memory(&shown.bytes).is_ok());
        clerk.get(&format!("/desk/cases/{no}/files/fee")).is(404);
        Browser::of(&bench, &citizen.token).get(&file).is(404);
        Browser::new(&bench).get(&file).leads_to(&format!(
            "/staff/login?next=%2Fdesk%2Fcases%2F{}%2Ffiles%2Fphoto",
            no.replace('-', "%2D")
        ));
        // A document is no photograph; where one is on file, it is only ever downloaded.
        let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
        clerk.fill(&format!("/desk/cases/{no}/ask"), &format!("/desk/cases/{no}/ask"), &[("fault-photo", "unclear"), ("due", "2026-12-01")]);
        let mut person = Browser::of(&bench, &citizen.token);
        let send = format!("/cases/{no}/supplement");
        person.upload(&send, "photo", "b.pdf", "application/pdf", pdf).is(422).says(&["不是JPG或PNG格式的照片"]);
        on_file(&bench, &no, pdf);
        let shown = clerk.get(&file).is(200);
        assert_eq!(shown.header("content-type"), "application/pdf");
        assert_eq!(shown.header("content-disposition"), "attachment");
        assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(shown.bytes, pdf);
        clerk.get(&format!("/desk/cases/{no}")).is(200).says(&["打开文件"]);
    };

    what_is_late_says_so_until_the_licence_is_made: |db| {
        let bench = Bench::new(db);
        let (first, second) = (bench.citizen(1, "2026-12-10"), bench.citizen(2, "2026-12-11"));
        let (accepted, granted) = (submitted(&bench, &first, false), submitted(&bench, &second, false));
        let done = Browser::of(&bench, &first.token).get(&format!("/cases/{accepted}/done")).is(200);
        done.says(&["受理以后1个工作日内办结。"]);
        done.hides(&["内作出决定"]);
        for no in [&accepted, &granted] {
            let at = |act: &str| format!("/desk/cases/{no}{act}");
            at_desk(&bench, Role::Clerk).fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
            settle(&bench, no);
        }
        let at = |act: &str| format!("/desk/cases/{granted}{act}");
        let grant = [("decision", "grant")];
        at_desk(&bench, Role::Reviewer).fill(&at("/decide"), &at("/decide"), &grant).leads_to(&at("?done=decide"));
        // Two days on, everybody logs in anew: one case is not decided, the other's licence is not made.
        bench.clock.advance_ms(2 * 86_400_000);
        for (citizen, no, standing) in [(first, accepted, "正在审核"), (second, granted, "申请已通过，正在制证")] {
            let token = bench.log_in(&citizen.id_number, &citizen.phone);
            let mut person = Browser::of(&bench, &token);
            let page = person.get(&format!("/cases/{no}")).is(200);
            page.says(&[standing, "本应", "我们没有按时办完"]);
            page.hides(&["承诺", "办理的人太多"]);
            let list = person.get("/cases").is(200);
            list.says(&["超期", standing, "我们没有按时办完"]);
            list.hides(&["前办结"]);
        }
    };
}

/// The PDF of a refusal: the person's own, with their name, the reasons and the remedies; nobody else's.
/// Puts a document on file for the photo, as the office kept them before it looked.
fn on_file(bench: &Bench, number: &str, bytes: &[u8]) {
    let office = &bench.app.office;
    let subject = case(bench, number).0.subject;
    let (own, id) = (office.clone(), subject.clone());
    let key = bench.run(office.query(move |read| own.vault.key(read, &id)?.ok_or(Stop::NotFound))).unwrap();
    let upload = Upload { bytes, media_type: Some("application/pdf"), name: None };
    let stored = office.files.put(&upload, &key, &mut office.entropy.rng(), Limits::default()).unwrap();
    let ctx =
        Ctx { actor: Actor::citizen(subject.as_str()), channel: Channel::Online, ..office.system("test") };
    let which = commands::Answer { number: number.to_owned(), revision: None };
    bench.run(commands::hand_in(office, &ctx, which, "photo".to_owned(), Some(stored.digest))).unwrap();
}

fn the_file_of_a_paper(bench: &Bench, citizen: &Citizen, number: &str) {
    let mut person = Browser::of(bench, &bench.log_in(&citizen.id_number, &citizen.phone));
    let at = format!("/papers/{number}/pdf");
    let file = person.get(&at).is(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{number}.pdf\""));
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(file.bytes, person.get(&at).is(200).bytes, "the same paper is the same file");
    let text = crate::pdf::tests::read(&file.bytes);
    for words in [
        "不予许可决定书",
        number,
        "林示例",
        "您还有2起",
        "行政复议",
        "行政诉讼",
        "样张",
        "扫码核验",
        "电子签名",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    if let Some(folder) = std::env::var_os("PAPERS_TO_LOOK_AT") {
        std::fs::write(std::path::Path::new(&folder).join("refusal.pdf"), &file.bytes).unwrap();
        let english = person.get(&format!("{at}?lang=en")).is(200);
        std::fs::write(std::path::Path::new(&folder).join("refusal-en.pdf"), &english.bytes).unwrap();
    }
    let other = bench.citizen(2, "2026-12-10");
    Browser::of(bench, &other.token).get(&at).is(404);
    Browser::new(bench).get(&at).is(303);
}

/// The id of the account with this user name.
pub(crate) fn staff_id(bench: &Bench, user: &str) -> String {
    let user = user.to_owned();
    let found = bench.app.office.query(move |read| service::access::staff_by_username(read, &user));
    bench.run(found).unwrap().unwrap().id
}
