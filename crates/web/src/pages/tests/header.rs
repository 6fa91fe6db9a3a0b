//! Who the header says is logged in, on pages that a handler draws and on those that are drawn around it.

use authz::Role;

use crate::pages::desk::tests::at_desk;
use crate::pages::desk::tests::browser::{Browser, Page};
use crate::testing::Bench;

/// What the header says of the person, without the form to log out, whose nonce is new on every page.
fn who(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("<div class=\"who\">").expect("a header");
    let (who, _) = rest.split_once("</div>").expect("its end");
    who.split_once("<form").map_or(who, |(who, _)| who).to_owned()
}

/// The addresses of problems: nothing at all, nothing of that name, a method that is not offered.
fn problems(browser: &mut Browser<'_>) -> Vec<Page> {
    let mut pages: Vec<Page> = ["/nowhere", "/items/no-such-item", "/cases/YC20261123-AAAAAAAA"]
        .map(|path| browser.get(path))
        .into();
    pages.push(browser.post("/help", &[]));
    // Whoever is not logged in is sent to do so where a case might be.
    pages.retain(|page| page.status != 303);
    assert!(pages.len() >= 3 && pages.iter().all(|page| (400..500).contains(&page.status)));
    pages
}

#[test]
fn pages_of_problems_and_of_the_api_know_who_is_logged_in() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    let mut person = Browser::of(&bench, &citizen.token);
    let mut clerk = at_desk(&bench, Role::Clerk);
    for (browser, home) in [(&mut person, "/"), (&mut clerk, "/desk")] {
        let known = who(&browser.get(home).is(200));
        assert!(known.contains("<span>") && !known.contains("/login"), "{known}");
        for page in problems(browser) {
            assert_eq!(who(&page), known, "{}", page.status);
        }
        assert_eq!(who(&browser.get("/api/docs").is(200)), known);
    }
    // What is not for their kind of person looks like what is not there, under their own name.
    assert_eq!(who(&person.get("/desk").is(404)), who(&person.get("/").is(200)));
    let mut nobody = Browser::new(&bench);
    for page in problems(&mut nobody) {
        assert!(who(&page).contains("/login"), "{}", page.text());
    }
    assert!(who(&nobody.get("/api/docs").is(200)).contains("/login"));
}
