//! What the office tells everybody, and the words it teaches the search: published by the administrator, read by anyone.

use authz::Role;

use crate::pages::desk::tests::at_desk;
use crate::pages::desk::tests::browser::Browser;
use crate::testing::Bench;

testkit::both! {
    a_notice_reaches_everybody_and_is_taken_back: |db| {
        let bench = Bench::new(db);
        let mut admin = at_desk(&bench, Role::Administrator);
        let list = "/admin/notices";
        admin.get(list).is(200).says(&["还没有发布过公告", "2026-11-30"]);
        let notice = [
            ("kind", "warning"),
            ("title_zh", "周六上午<系统维护>"),
            ("title_en", "Maintenance"),
            ("body_zh", "网上业务暂停。\n窗口照常。"),
            ("body_en", "Online services rest."),
            ("item", "licence-lost"),
            ("from", "2026-11-23"),
            ("until", "2026-11-28"),
        ];
        let blank: Vec<_> =
            notice.iter().map(|(name, value)| (*name, if *name == "body_en" { "" } else { *value })).collect();
        let wrong = admin.fill(list, list, &blank).is(422);
        wrong.says(&["请填写，不超过1000字，现在是0字", "周六上午&#60;系统维护&#62;"]);
        let gone = [notice.as_slice(), &[("until", "soon")]].concat();
        let gone: Vec<_> = gone.into_iter().filter(|field| *field != ("until", "2026-11-28")).collect();
        admin.fill(list, list, &gone).is(422).says(&["请填写日期"]);
        admin.fill(list, list, &notice).leads_to(list);
        admin.get(list).is(200).says(&["正在显示", "撤下"]);

        let mut anyone = Browser::new(&bench);
        for path in ["/", "/items/licence-lost"] {
            let page = anyone.get(path).is(200);
            page.says(&["周六上午", "<p>网上业务暂停。</p><p>窗口照常。</p>", "显示到2026年11月28日（周六）"]);
            page.hides(&["<系统维护>"]);
        }
        anyone.get("/items/licence-damaged").is(200).hides(&["周六上午"]);
        let told = bench.get(None, "/api/v1/notices").is(200);
        assert_eq!((told["notices"][0]["title"]["en"].as_str(), told["notices"].as_array().unwrap().len()), (Some("Maintenance"), 1));

        let page = admin.get(list).is(200);
        let id = page.hidden("notice");
        let withdraw = format!("{list}/withdraw");
        admin.fill_on(&page, &withdraw, &[("notice", &id)]).leads_to(list);
        admin.get(list).is(200).says(&["已撤下"]);
        anyone.get("/").is(200).hides(&["周六上午"]);
        admin.fill(list, &withdraw, &[("notice", "ntc_999901_none")]).is(404);
        at_desk(&bench, Role::Clerk).get(list).is(403);
    };

    a_word_of_the_office_is_understood_at_once: |db| {
        let bench = Bench::new(db);
        let mut admin = at_desk(&bench, Role::Administrator);
        let list = "/admin/knowledge";
        let mut anyone = Browser::new(&bench);
        let question = "/search?q=%E5%B0%8F%E7%BA%A2%E5%8D%A1%E9%A3%9E%E4%BA%86";
        anyone.get(question).is(200).hides(&["id=\"best\""]);
        admin.fill(list, list, &[("word", "一"), ("item", "licence-lost")]).is(422).says(&["2至30个字"]);
        admin.fill(list, list, &[("word", "小红卡飞了"), ("item", "")]).is(422).says(&["没有这个事项"]);
        admin.fill(list, list, &[("word", "小红卡飞了"), ("item", "licence-lost")]).leads_to(list);
        anyone.get(question).is(200).says(&["id=\"best\"", "/items/licence-lost"]);
        let again = admin.fill(list, list, &[("word", "小红卡飞了"), ("item", "licence-damaged")]).is(422);
        again.says(&["已经指向"]);
        admin.fill(list, &format!("{list}/remove"), &[("word", "小红卡飞了")]).leads_to(list);
        anyone.get(question).is(200).hides(&["id=\"best\""]);
    };
}
