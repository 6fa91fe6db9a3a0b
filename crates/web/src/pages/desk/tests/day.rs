//! The end of the day, and hot keys.

use authz::Role;

use super::browser::Browser;
use super::refused::elsewhere;
use super::{at_desk, case, kinds, submitted};
use crate::testing::Bench;

const DAY: &str = "/desk/day";

testkit::both! {
    a_clerk_counts_and_closes_the_day_and_the_supervisor_sees_it: |db| {
        let bench = Bench::new(db);
        let range = [("first", "9990000000001"), ("last", "9990000000060")];
        at_desk(&bench, Role::Issuer).fill("/desk/stock", "/desk/stock", &range).leads_to("/desk/stock");
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get("/desk").is(200).says(&["href=\"/desk/day\""]);
        clerk.get(DAY).is(200).says(&["60张", "入库60", "还没有日结过"]);
        // What does not agree asks for a reason, and what is no number for a number.
        let page = clerk.fill(DAY, DAY, &[("blanks", "many"), ("fees", "1.234")]).is(422);
        page.says(&["请填写点出的张数", "例如140.00"]);
        let counted = [("blanks", "59"), ("fees", "0")];
        clerk.fill(DAY, DAY, &counted).is(422).says(&["账上应有60张，点出59张"]);
        let with_reason = [("blanks", "59"), ("fees", "0"), ("blanks_reason", "inquiry")];
        let shown = clerk.get(DAY).is(200);
        clerk.fill_on(&shown, DAY, &with_reason).leads_to(DAY);
        // The same press twice is one closing; another closing is refused with what to do.
        clerk.fill_on(&shown, DAY, &with_reason).leads_to(DAY);
        let page = clerk.get(DAY).is(200);
        page.says(&["今天已经日结", "-1", "原因不明，正在查"]);
        page.hides(&["证芯点出几张"]);
        let again = at_desk(&bench, Role::Issuer).fill("/desk/stock", DAY, &[("blanks", "60"), ("fees", "0")]);
        again.is(409).says(&["已经日结，不能再结一次", "计入下一次日结"]);
        let outlet = case(&bench, &no).0.outlet;
        let closed = kinds(&bench, "outlet", &outlet).into_iter().filter(|kind| kind == "outlet.day_closed");
        assert_eq!(closed.count(), 1);
        let seen = at_desk(&bench, Role::Supervisor).get(DAY).is(200);
        seen.says(&["-1", "原因不明，正在查"]);
        seen.hides(&["证芯点出几张"]);
        // Another outlet has its own day; a reviewer has none.
        let token = elsewhere(&bench);
        Browser::of(&bench, &token).get(DAY).is(200).hides(&["原因不明，正在查</td>"]);
        at_desk(&bench, Role::Reviewer).get(DAY).is(403);
    };

    hot_keys_are_listed_and_can_be_turned_off: |db| {
        let bench = Bench::new(db);
        let mut clerk = at_desk(&bench, Role::Clerk);
        clerk.get("/staff/help").is(200).says(&["快捷键已打开", "data-keys", "<kbd lang=\"en\">g w</kbd>"]);
        clerk.fill("/staff/me", "/staff/me/keys", &[("keys", "off")]).leads_to("/staff/me");
        assert_eq!(clerk.kept("yc_keys").as_deref(), Some("off"));
        let page = clerk.get("/staff/help").is(200);
        page.says(&["快捷键已关闭"]);
        page.hides(&["data-keys"]);
        clerk.fill("/staff/me", "/staff/me/keys", &[("keys", "on")]).leads_to("/staff/me");
        clerk.get("/staff/me").is(200).says(&["data-keys", "关闭快捷键"]);
        // Citizens' pages have none.
        Browser::new(&bench).get("/").is(200).hides(&["data-keys"]);
    };
}
