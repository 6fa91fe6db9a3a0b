//! Looking people up, and those who watch: the ledger and what it shows of everything above.

use authz::Role;

use super::browser::Browser;
use super::cases::staff_id;
use super::{at_desk, kinds, submitted};
use crate::testing::Bench;

testkit::both! {
    a_look_up_takes_a_purpose_and_shows_masked_values: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let mut clerk = at_desk(&bench, Role::Clerk);
        let page = clerk.get("/desk/lookup").is(200);
        page.says(&["办理业务", "当事人咨询", "当事人能看到谁查过"]);
        page.hides(&["监督检查"]);
        let number = citizen.id_number.as_str();
        let blank = clerk.fill_on(&page, "/desk/lookup", &[("id_number", number)]).is(422);
        blank.says(&["请先选择查询理由"]);
        let unnamed = [("purpose", "case"), ("id_number", number)];
        clerk.fill_on(&page, "/desk/lookup", &unnamed).is(422).says(&["href=\"#case\"", "请填写业务流水号"]);
        let strange = [("purpose", "oversight"), ("id_number", number)];
        clerk.fill_on(&page, "/desk/lookup", &strange).is(422);
        let wrong = [("purpose", "inquiry"), ("id_number", "999901199003071009")];
        clerk.fill_on(&page, "/desk/lookup", &wrong).is(422).says(&["href=\"#id_number\""]);
        let id = staff_id(&bench, "clerk");
        let stream = format!("{id}:2026-11-23");
        assert!(kinds(&bench, "actorday", &stream).is_empty(), "nothing was looked at yet");

        let asked = [("purpose", "inquiry"), ("id_number", number)];
        let found = clerk.fill_on(&page, "/desk/lookup", &asked).is(200);
        found.says(&["本次查询理由", "林**", "139****0001", "C1", &no, "待受理"]);
        let (_, result) = found.text().split_once("role=\"status\"").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (result, _) = result.split_once("<form").unwrap();
        assert!(!result.contains(number) && !result.contains("林示例"), "{result}");
        clerk.fill_on(&page, "/desk/lookup", &asked).is(200);
        assert_eq!(kinds(&bench, "actorday", &stream), ["person.looked_up"]);
        // The person reads when, where, in which role and why; nobody else's looks.
        let mut person = Browser::of(&bench, &citizen.token);
        person.get("/me").is(200).says(&["谁查看过我的档案", "当事人咨询", "受理", "2026年11月23日 09:00"]);
        let other = bench.citizen(7, "2026-12-10");
        Browser::of(&bench, &other.token).get("/me").is(200).says(&["最近没有工作人员查看过您的档案"]);
        let seventeen = "99990119900307999";
        let nobody = format!("{seventeen}{}", law::check_character(seventeen).unwrap());
        let asked = [("purpose", "inquiry"), ("id_number", nobody.as_str())];
        clerk.fill_on(&page, "/desk/lookup", &asked).is(200).says(&["没有查到"]);
        at_desk(&bench, Role::Supervisor).get("/desk/lookup").is(200).says(&["监督检查"]);
    };

    the_ledger_is_searched_and_every_event_proves_itself: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        at_desk(&bench, Role::Clerk)
            .fill(&format!("/desk/cases/{no}"), &format!("/desk/cases/{no}/accept"), &[]);
        until_numbered(&bench);
        let mut auditor = at_desk(&bench, Role::Auditor);
        let page = auditor.get("/admin/audit").is(200);
        page.says(&["case.accepted", "王示例（clerk）", "示例市车辆管理所，窗口", "person.looked_up"]);
        let page = auditor.get("/admin/audit?kind=case.accepted").is(200);
        page.says(&["<code>case.accepted</code>"]);
        page.hides(&["<code>case.submitted</code>"]);
        let page = auditor.get("/admin/audit?actor=clerk").is(200);
        page.says(&["<code>case.accepted</code>"]);
        page.hides(&["<code>case.opened</code>"]);
        auditor.get("/admin/audit?to=2026-11-22").is(200).says(&["没有符合条件的记录"]);
        let page = auditor.get(&format!("/admin/audit?stream=case/{no}")).is(200);
        page.says(&["<code>case.opened</code>", "<code>case.accepted</code>"]);
        page.hides(&["<code>staff.registered</code>", "林示例"]);
        auditor.get("/admin/audit?stream=nonsense").is(200).says(&["没有符合条件的记录"]);
        auditor.get(&format!("/admin/audit?stream=case/{no}&seq=999")).is(404);
        let page = auditor.get(&format!("/admin/audit?stream=case/{no}&seq=1")).is(200);
        page.says(&["case.opened", "已校验", "licence-renew-expiry", "本条摘要"]);
        // The case's page leads there, for those who may search.
        let case = auditor.get(&format!("/desk/cases/{no}")).is(200);
        case.says(&["/admin/audit?stream=case/"]);

        // A row that was changed behind the program's back is no longer proved.
        db.tamper("UPDATE event SET facts = REPLACE(facts, 'licence-renew-expiry', 'licence-lost') WHERE kind = 'case.opened'");
        let page = auditor.get(&format!("/admin/audit?stream=case/{no}&seq=1")).is(200);
        page.says(&["可能被改动过", "yichuang verify --rows"]);
        page.hides(&["已校验"]);
    };

    a_long_ledger_is_read_page_by_page: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        submitted(&bench, &citizen, false);
        until_numbered(&bench);
        let mut auditor = at_desk(&bench, Role::Supervisor);
        let (mut path, mut seen) = ("/admin/audit".to_owned(), 0);
        let events = count(&bench);
        for _ in 0..20 {
            let page = auditor.get(&path).is(200);
            seen += page.text().matches("<tr><th scope=\"row\" class=\"num\">").count();
            let text = page.text();
            let Some((_, rest)) = text.split_once("<p class=\"next\"><a class=\"btn sec\" href=\"") else { break };
            path = rest.split_once('"').unwrap().0.replace("&#38;", "&").replace("&amp;", "&");
        }
        // Each page of a supervisor adds nothing to the ledger.
        assert_eq!(seen, events);
        assert_eq!(count(&bench), events);
    };
}

fn count(bench: &Bench) -> usize {
    bench.run(bench.app.office.query(|read| Ok(ledger::follow(read, 0, 10_000)?.len()))).unwrap()
}

/// PostgreSQL numbers the last events a moment later.
fn until_numbered(bench: &Bench) {
    for _ in 0..100 {
        let waiting = bench.run(bench.app.office.query(|read| {
            let mut waiting = 0;
            read.each_adhoc("test", "SELECT COUNT(*) FROM pending", &[], |row| {
                waiting = row.int(0)?;
                Ok(())
            })?;
            Ok(waiting)
        }));
        if waiting.unwrap() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the events were not numbered in five seconds");
}
