//! Accounts, stock, outlets and health.

use authz::Role;

use super::browser::{Browser, Page};
use super::{at_desk, submitted};
use crate::testing::Bench;

fn outlet_option(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("<option value=\"out_").unwrap();
    format!("out_{}", rest.split_once('"').unwrap().0)
}

testkit::both! {
    an_account_is_made_given_roles_reset_disabled_and_enabled: |db| {
        let bench = Bench::new(db);
        let mut admin = at_desk(&bench, Role::Administrator);
        let list = admin.get("/admin/users").is(200);
        list.says(&["赵示例", "reviewer", "审核员", "添加人员", "/admin/outlets"]);
        let text = list.text();
        let users: Vec<_> =
            text.split("href=\"/admin/users/").skip(1).filter_map(|rest| rest.split_once('"')).map(|(user, _)| user).filter(|user| *user != "new").collect();
        assert!(users.len() > 3 && users.is_sorted(), "{users:?}");
        admin.get("/admin/users?user=REVIEWER%20").leads_to("/admin/users/reviewer");
        admin.get("/admin/users?user=nobody").is(200).says(&["没有这个用户名", "href=\"#user\""]);
        let page = admin.get("/admin/users/new").is(200);
        let outlet = outlet_option(&page);
        let clash = [
            ("name", "孙示例"),
            ("user", "sun01"),
            ("outlet", outlet.as_str()),
            ("roles", "clerk"),
            ("roles", "auditor"),
        ];
        let page = admin.fill_on(&page, "/admin/users/new", &clash).is(422);
        page.says(&["审计员检查其他岗位的工作", "href=\"#roles\"", "value=\"sun01\"", "checked"]);
        let taken = [("name", "孙示例"), ("user", "clerk"), ("outlet", outlet.as_str()), ("roles", "clerk")];
        let page = admin.fill_on(&page, "/admin/users/new", &taken).is(422);
        page.says(&["这个用户名已经有人使用", "href=\"#user\""]);
        let ours = [("name", "孙示例"), ("user", "New"), ("outlet", outlet.as_str()), ("roles", "clerk")];
        admin.fill_on(&page, "/admin/users/new", &ours).is(422).says(&["href=\"#user\""]);
        // Whose own cases the account may not touch is found by identity number.
        let own = bench.citizen(1, "2026-12-10");
        let mut mine = vec![("name", "孙示例"), ("user", "sun02"), ("outlet", outlet.as_str()), ("roles", "clerk")];
        mine.push(("id_number", "110101199003070011"));
        admin.fill_on(&page, "/admin/users/new", &mine).is(422).says(&["href=\"#id_number\"", "孙示例"]);
        mine.pop();
        mine.push(("id_number", own.id_number.as_str()));
        admin.fill("/admin/users/new", "/admin/users/new", &mine).is(200).says(&["sun02"]);
        let made = bench.app.office.clone();
        let made = bench.run(made.query(|read| service::access::staff_by_username(read, "sun02"))).unwrap();
        assert_eq!(made.unwrap().person.as_deref(), Some(own.id.as_str()));

        let good = [("name", "孙示例"), ("user", "sun01"), ("outlet", outlet.as_str()), ("roles", "clerk")];
        let made = admin.fill_on(&page, "/admin/users/new", &good).is(200);
        made.says(&["只显示这一次", "sun01", "<code class=\"secret\">"]);
        // The same press again shows no second code.
        admin.fill_on(&page, "/admin/users/new", &good).leads_to("/admin/users");

        let at = |act: &str| format!("/admin/users/sun01{act}");
        let page = admin.get(&at("")).is(200);
        page.says(&["孙示例", "受理员", "停用账号", "重置密码和动态口令"]);
        page.hides(&["重新启用"]);
        let page = admin.fill_on(&page, &at("/roles"), &[("roles", "clerk"), ("roles", "administrator")]).is(422);
        page.says(&["系统管理员分配账号和授权，不能同时经办业务"]);
        let two = [("roles", "clerk"), ("roles", "issuer")];
        admin.fill_on(&page, &at("/roles"), &two).leads_to(&at(""));
        let page = admin.get(&at("")).is(200);
        page.says(&["受理员、制证员"]);
        let reset = admin.fill_on(&page, &at("/reset"), &[]).is(200);
        reset.says(&["只显示这一次", "<code class=\"secret\">"]);
        admin.fill(&at(""), &at("/sessions"), &[]).leads_to(&at(""));
        admin.fill(&at(""), &at("/disable"), &[("reason", "nonsense")]).is(422).says(&["请选择停用的原因"]);
        let stale = admin.get(&at("")).is(200);
        admin.fill(&at(""), &at("/disable"), &[("reason", "left")]).leads_to(&at(""));
        admin.fill_on(&stale, &at("/disable"), &[("reason", "away")]).is(409).says(&["刚刚有了新的变化"]);
        let page = admin.get(&at("")).is(200);
        page.says(&["已停用", "重新启用"]);
        page.hides(&["停用账号"]);
        admin.fill_on(&page, &at("/enable"), &[]).leads_to(&at(""));
        admin.get(&at("")).is(200).says(&["停用账号"]);
    };

    nobody_changes_their_own_account_and_others_only_look: |db| {
        let bench = Bench::new(db);
        let mut admin = at_desk(&bench, Role::Administrator);
        let page = admin.get("/admin/users/admin").is(200);
        page.says(&["您不能变更自己账号的权限", "结束登录会话"]);
        page.hides(&["停用账号", "保存岗位", "重置密码和动态口令"]);
        admin.fill_on(&page, "/admin/users/admin/reset", &[]).is(403).says(&["您不能变更自己账号的权限"]);
        let mut clerk = at_desk(&bench, Role::Clerk);
        let page = clerk.get("/admin/users").is(200);
        page.says(&["clerk"]);
        page.hides(&["reviewer", "添加人员"]);
        clerk.get("/admin/users/clerk").is(200).hides(&["停用账号"]);
        clerk.get("/admin/users/reviewer").is(404);
        clerk.get("/admin/users/new").is(403);
        clerk.post("/admin/users/reviewer/disable", &[("reason", "left")]).is(403);
        let mut head = at_desk(&bench, Role::OutletHead);
        let page = head.get("/admin/users/reviewer").is(200);
        page.says(&["结束登录会话"]);
        page.hides(&["停用账号"]);
        at_desk(&bench, Role::Auditor).get("/admin/users").is(200).says(&["reviewer"]);
        // The head ends the reviewer's sessions: the reviewer is out.
        let mut reviewer = at_desk(&bench, Role::Reviewer);
        reviewer.get("/desk").is(200);
        head.fill_on(&page, "/admin/users/reviewer/sessions", &[]).leads_to("/admin/users/reviewer");
        reviewer.get("/desk").leads_to("/staff/login?next=%2Fdesk");
    };

    blanks_are_received_counted_and_written_off: |db| {
        let bench = Bench::new(db);
        let mut issuer = at_desk(&bench, Role::Issuer);
        issuer.get("/desk/stock").is(200).says(&["0张可用", "少于50张", "没有在库的证芯"]);
        let backwards = [("first", "9990000000100"), ("last", "9990000000001")];
        let page = issuer.fill("/desk/stock", "/desk/stock", &backwards).is(422);
        page.says(&["href=\"#last\"", "value=\"9990000000100\""]);
        let range = [("first", "9990000000001"), ("last", "9990000000100")];
        issuer.fill_on(&page, "/desk/stock", &range).leads_to("/desk/stock");
        issuer.fill_on(&page, "/desk/stock", &range).leads_to("/desk/stock");
        issuer.fill("/desk/stock", "/desk/stock", &range).is(422).says(&["已经登记过", "href=\"#first\""]);
        let spoil = [("number", "9990000000050"), ("reason", "damaged")];
        let page = issuer.get("/desk/stock").is(200);
        page.says(&["100张可用"]);
        issuer.fill_on(&page, "/desk/stock/spoil", &spoil).leads_to("/desk/stock");
        let page = issuer.get("/desk/stock").is(200);
        page.says(&["99张可用", "1张作废", "9990000000049", "9990000000051"]);
        page.hides(&["少于50张"]);
        issuer.fill_on(&page, "/desk/stock/spoil", &spoil).is(422).says(&["不能再用", "href=\"#number\""]);
        issuer.fill_on(&page, "/desk/stock/spoil", &[("number", ""), ("reason", "lost")]).is(422);
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get("/desk/stock").is(200).hides(&["证芯入库", "作废登记"]);
        clerk.post("/desk/stock", &range).is(403);
    };

    outlets_and_health_are_there_to_look_at: |db| {
        let bench = Bench::new(db);
        at_desk(&bench, Role::Auditor).get("/admin/outlets").is(200).says(&["SL01", "示例市车辆管理所", "营业"]);
        let mut admin = at_desk(&bench, Role::Administrator);
        let page = admin.get("/admin").is(200);
        page.says(&["外部系统任务", "账本检查点", "数据库结构", "页面资源", bench.app.office.store().engine().name()]);
        page.says(&["一切正常"]);
        // A job that waits too long is said, and what to do.
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        at_desk(&bench, Role::Clerk).fill(&format!("/desk/cases/{no}"), &format!("/desk/cases/{no}/accept"), &[]);
        bench.clock.advance_ms(10 * 60_000);
        let page = admin.get("/admin").is(200);
        page.says(&["积压", "最久的已等10分钟", "href=\"/admin/interfaces\">外部系统</a></p>"]);
        page.hides(&["一切正常", "需要处理"]);
        // One that was laid aside is put right on a page of its own.
        bench.laid_aside("webhook.send", "insurer", "the receiver answered with status 410");
        let page = admin.get("/admin").is(200);
        page.says(&["被搁置的任务", "需要处理", "下一步：<a href=\"/admin/interfaces\">外部系统</a></p>"]);
        Browser::new(&bench).get("/admin").leads_to("/staff/login?next=%2Fadmin");
    };
}
