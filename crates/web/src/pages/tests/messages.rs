//! What the office has told a person, as the page of messages has it.

use authz::Role;

use crate::pages::desk::tests::browser::Browser;
use crate::pages::desk::tests::{at_desk, settle, submitted};
use crate::testing::Bench;

testkit::both! {
    messages_follow_the_case_and_are_its_owners_alone: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let mut browser = Browser::of(&bench, &citizen.token);
        browser.get("/messages").is(200).says(&["还没有消息", "139****0001"]);
        let no = submitted(&bench, &citizen, false);
        browser.get("/messages").is(200).says(&["还没有消息"]);

        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let mut clerk = at_desk(&bench, Role::Clerk);
        let asked = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        clerk.fill(&at("/ask"), &at("/ask"), &asked).leads_to(&at("?done=ask"));
        let page = browser.get("/messages").is(200);
        page.says(&["需要补正", "请在2026年12月1日（含当日）前交", &format!("/cases/{no}"), "2026年11月23日 09:00"]);
        page.hides(&["已受理", "还没有消息"]);
        browser.keep("yc_lang", "en");
        browser.get("/messages").is(200).says(&["Papers are needed", "we need papers from you by 2026-12-01"]);
        browser.keep("yc_lang", "zh");

        let supply = format!("/cases/{no}/supplement");
        let photo = crate::pages::desk::tests::picture();
        browser.upload(&supply, "photo", "b.jpg", "image/jpeg", &photo).leads_to(&format!("/cases/{no}"));
        bench.clock.advance_ms(60_000);
        clerk.fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        settle(&bench, &no);
        bench.clock.advance_ms(60_000);
        let grant = [("decision", "grant")];
        at_desk(&bench, Role::Reviewer).fill(&at("/decide"), &at("/decide"), &grant).leads_to(&at("?done=decide"));
        let text = browser.get("/messages").is(200).text();
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not on the page"));
        assert!(place("申请已通过") < place("已受理") && place("已受理") < place("需要补正"), "the newest stands first");

        let stranger = bench.citizen(2, "2026-12-10");
        let theirs = Browser::of(&bench, &stranger.token).get("/messages").is(200);
        theirs.says(&["还没有消息"]);
        theirs.hides(&[&no]);
    };
}
