//! Where a person is logged in, and ending a log-in from another one.

use crate::pages::desk::tests::browser::Browser;
use crate::testing::Bench;

testkit::both! {
    a_forgotten_log_in_is_ended_from_another_device: |db| {
        let bench = Bench::new(db);
        let citizen = bench.citizen(1, "2026-12-10");
        let mut library = Browser::of(&bench, &citizen.token);
        library.get("/me").is(200).hides(&["另一台设备", "退出其他所有设备"]);
        bench.clock.advance_ms(120_000);
        let mut home = Browser::of(&bench, &bench.log_in(&citizen.id_number, &citizen.phone));
        let page = home.get("/me").is(200);
        page.says(&["这台设备", "另一台设备"]);
        page.hides(&["退出其他所有设备"]);
        let handle = page.hidden("session");
        assert_eq!(handle.len(), 16, "{handle}");
        home.fill("/me", "/me/sessions/end", &[("session", &handle)]).leads_to("/me#sessions");
        home.get("/me").is(200).hides(&["另一台设备"]);
        library.get("/me").leads_to("/login?next=%2Fme");
        // Pressed again on a page that is old: it has ended, which is what was wanted.
        home.fill("/me", "/me/sessions/end", &[("session", &handle)]).leads_to("/me#sessions");

        for _ in 0..2 {
            bench.clock.advance_ms(120_000);
            bench.log_in(&citizen.id_number, &citizen.phone);
        }
        home.get("/me").is(200).says(&["退出其他所有设备"]);
        home.fill("/me", "/me/sessions/end", &[("session", "others")]).leads_to("/me#sessions");
        home.get("/me").is(200).hides(&["另一台设备"]);
    };
}
