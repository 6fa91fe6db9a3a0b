//! Setting up, logging in, and the door that closes.

use authz::Role;

use super::browser::{Browser, Page};
use crate::testing::{Bench, totp};

const PASSWORD: &str = "一只松鼠每天早上爬三次梯子";

/// Sets an account up through the pages; gives the secret of its authenticator, spelt for typing.
fn set_up(bench: &Bench, browser: &mut Browser<'_>, user: &str, code: &str) -> String {
    let sent = browser.fill("/staff/setup", "/staff/setup", &[("user", user), ("code", code)]);
    sent.leads_to("/staff/setup/password");
    let short = [("password", "short"), ("again", "short")];
    let page = browser.fill("/staff/setup/password", "/staff/setup/password", &short).is(422);
    page.says(&["errsum", "href=\"#password\""]);
    let differ = [("password", PASSWORD), ("again", "something else")];
    browser.fill_on(&page, "/staff/setup/password", &differ).is(422).says(&["两次输入的密码不一样"]);
    let same = [("password", PASSWORD), ("again", PASSWORD)];
    let sent = browser.fill("/staff/setup/password", "/staff/setup/password", &same);
    sent.leads_to("/staff/setup/totp");
    let page = browser.get("/staff/setup/totp").is(200);
    page.says(&["<svg class=\"qr\""]);
    let secret = secret(&page);
    browser.fill_on(&page, "/staff/setup/totp", &[("code", "000000")]).is(422).says(&["errsum"]);
    let code = totp(&secret, bench.clock_now());
    let done = browser.fill("/staff/setup/totp", "/staff/setup/totp", &[("code", &code)]);
    done.leads_to("/desk");
    secret
}

fn secret(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("<code class=\"secret\">").unwrap();
    rest.split_once("</code>").unwrap().0.to_owned()
}

fn first_page(browser: &mut Browser<'_>, password: &str) {
    let fields = [("user", "clerk09"), ("password", password), ("return", "/desk/worklist")];
    browser.post("/staff/login", &fields).leads_to("/staff/login/code");
}

fn log_in(bench: &Bench, browser: &mut Browser<'_>, password: &str, secret: &str) -> Page {
    first_page(browser, password);
    let code = totp(secret, bench.clock_now());
    browser.fill("/staff/login/code", "/staff/login/code", &[("code", &code)])
}

testkit::both! {
    an_account_is_set_up_and_logs_in_with_both_factors: |db| {
        let bench = Bench::new(db);
        let account = bench.account("clerk09", &[Role::Clerk]);
        let mut browser = Browser::new(&bench);
        // Nobody is logged in: the desk sends to the log-in page and remembers the way.
        browser.get("/desk/worklist").leads_to("/staff/login?next=%2Fdesk%2Fworklist");
        browser.get("/staff/login/code").leads_to("/staff/login");
        browser.get("/staff/setup/totp").leads_to("/staff/setup");
        let wrong = browser.fill("/staff/setup", "/staff/setup", &[("user", "clerk09"), ("code", "AAAAA")]);
        wrong.leads_to("/staff/setup/password");
        let same = [("password", PASSWORD), ("again", PASSWORD)];
        let refused = browser.fill("/staff/setup/password", "/staff/setup/password", &same).is(422);
        refused.says(&["用户名或者一次性代码不正确", "action=\"/staff/setup\""]);
        let secret = set_up(&bench, &mut browser, "clerk09", account.setup_code.reveal());
        browser.get("/desk").is(200).says(&["工作台", "受理员", "示例市车辆管理所", "/staff/me"]);
        browser.get("/staff/me").is(200).says(&["clerk09", "受理员"]);
        let page = browser.get("/desk").is(200);
        browser.fill_on(&page, "/logout", &[]).leads_to("/staff/login");
        browser.get("/desk").leads_to("/staff/login?next=%2Fdesk");

        bench.clock.advance_ms(60_000);
        let empty = browser.fill("/staff/login", "/staff/login", &[("user", ""), ("password", "")]).is(422);
        empty.says(&["请填写用户名", "请填写密码"]);
        let wrong = log_in(&bench, &mut browser, "not the password", &secret).is(422);
        wrong.says(&["用户名、密码或者动态口令不正确", "action=\"/staff/login/code\""]);
        assert!(browser.token().is_none());
        log_in(&bench, &mut browser, PASSWORD, &secret).leads_to("/desk/worklist");
        browser.get("/desk/worklist").is(200);
        // Logged in already: the log-in page leads on.
        browser.get("/staff/login?next=/desk/stock").leads_to("/desk/stock");
        // The same code opens nothing a second time.
        let mut other = Browser::new(&bench);
        log_in(&bench, &mut other, PASSWORD, &secret).is(422).says(&["每个口令只能用一次"]);
        // Log out everywhere.
        let page = browser.get("/staff/me").is(200);
        browser.fill_on(&page, "/staff/me/sessions", &[]).leads_to("/staff/login");
        assert!(browser.token().is_none());
    };

    five_wrong_tries_close_the_door_and_the_page_says_until_when: |db| {
        let bench = Bench::new(db);
        let account = bench.account("clerk09", &[Role::Clerk]);
        let mut browser = Browser::new(&bench);
        let secret = set_up(&bench, &mut browser, "clerk09", account.setup_code.reveal());
        bench.clock.advance_ms(60_000);
        let mut browser = Browser::new(&bench);
        for _ in 0..5 {
            log_in(&bench, &mut browser, "not the password", &secret).is(422);
        }
        let closed = log_in(&bench, &mut browser, PASSWORD, &secret).is(429);
        closed.says(&["2026年11月23日 09:16", "以后再试", "请管理员重置"]);
        assert_eq!(closed.header("retry-after"), "900");
        let english = {
            browser.get("/staff/login?lang=en").is(200);
            log_in(&bench, &mut browser, PASSWORD, &secret).is(429)
        };
        english.says(&["Too many wrong passwords", "23 November 2026, 09:16"]);
        bench.clock.advance_ms(15 * 60_000);
        log_in(&bench, &mut browser, PASSWORD, &secret).leads_to("/desk/worklist");
    };

    what_a_browser_keeps_opens_for_its_own_page_only: |db| {
        let bench = Bench::new(db);
        let mut browser = Browser::new(&bench);
        first_page(&mut browser, PASSWORD);
        browser.get("/staff/login/code").is(200);
        bench.clock.advance_ms(600_000);
        browser.get("/staff/login/code").leads_to("/staff/login");
        let mut forged = Browser::new(&bench);
        forged.keep("yc_staff_login", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        forged.get("/staff/login/code").leads_to("/staff/login");
        // A cookie moved under another name does not open either.
        let mut moved = Browser::new(&bench);
        first_page(&mut moved, PASSWORD);
        let kept = moved.kept("yc_staff_login").unwrap();
        moved.keep("yc_setup", &kept);
        moved.get("/staff/setup/password").leads_to("/staff/setup");
    };
}
