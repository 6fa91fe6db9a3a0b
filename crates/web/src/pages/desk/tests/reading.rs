//! Every page of the desk as it is drawn from real records, read like a careful person in both languages.

use authz::Role;

use super::browser::Browser;
use super::{at_desk, case, settle, submitted};
use crate::pages::view::scan;
use crate::testing::Bench;

testkit::both! {
    every_page_reads_well_in_both_languages: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let no = submitted(&bench, &citizen, false);
        let at = |act: &str| format!("/desk/cases/{no}{act}");
        let mut complaints = Vec::new();
        let mut read = |role: Role, paths: &[String]| {
            let mut browser = at_desk(&bench, role);
            for path in paths {
                for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
                    let joint = if path.contains('?') { '&' } else { '?' };
                    let page = browser.get(&format!("{path}{joint}lang={lang}")).is(200);
                    let found = scan::Page::read(&page.text()).review(tag);
                    complaints.extend(found.into_iter().map(|complaint| format!("{path} {tag}: {complaint}")));
                }
            }
        };
        let paths = |all: &[&str]| all.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
        read(Role::Clerk, &[at(""), at("/ask"), at("/reject")]);
        read(Role::Clerk, &paths(&["/desk", "/desk/worklist", "/desk/worklist?state=draft", "/desk/lookup"]));
        read(Role::Clerk, &paths(&["/desk/stock", "/staff/me", "/admin/users", "/admin/users/clerk"]));
        at_desk(&bench, Role::Clerk).fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
        settle(&bench, &no);
        read(Role::Reviewer, &[at("?done=accept"), at("/decide")]);
        let grant = [("decision", "grant")];
        at_desk(&bench, Role::Reviewer).fill(&at("/decide"), &at("/decide"), &grant).leads_to(&at("?done=decide"));
        let range = [("first", "9990000000001"), ("last", "9990000000060")];
        at_desk(&bench, Role::Issuer).fill("/desk/stock", "/desk/stock", &range).leads_to("/desk/stock");
        read(Role::Issuer, &[at("/issue"), "/desk/issue".to_owned(), "/desk/stock".to_owned()]);
        let blank = [("blank", "9990000000001")];
        at_desk(&bench, Role::Issuer).fill(&at("/issue"), &at("/issue"), &blank).leads_to(&at("/card"));
        read(Role::Issuer, &[at("/handover"), at("/card")]);
        let colleague = bench.account("reviewer2", &[Role::Reviewer]);
        let token = bench.finish(&colleague);
        let page = Browser::of(&bench, &token).get(&format!("{}?lang=en", at("/correct"))).is(200);
        assert_eq!(scan::Page::read(&page.text()).review("en"), Vec::<String>::new());
        let stream = bench.app.office.stream("case", &case(&bench, &no).0.id).to_string();
        let event = format!("/admin/audit?stream={stream}&seq=1");
        read(Role::Auditor, &["/admin/audit".to_owned(), event, "/admin/outlets".to_owned(), at("")]);
        read(Role::Administrator, &paths(&["/admin", "/admin/users", "/admin/users/new", "/admin/users/clerk"]));
        let mut nobody = Browser::new(&bench);
        for path in ["/staff/login", "/staff/setup"] {
            let page = nobody.get(&format!("{path}?lang=en")).is(200);
            assert_eq!(scan::Page::read(&page.text()).review("en"), Vec::<String>::new(), "{path}");
        }
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    };
}
