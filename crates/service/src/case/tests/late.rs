//! What is asked for in time stays in time, however long the office takes.

use super::*;

testkit::both! {
    a_renewal_handed_in_on_the_last_day_is_made_after_it: |db| {
        let city = City::new(db);
        let (last, later) = (day("2027-12-10"), day("2027-12-13"));
        city.clock.set(last.start().plus_seconds(16 * 3600));
        let number = city.submitted(false);
        let facts = city.facts();
        city.clock.set(later.start().plus_seconds(9 * 3600));
        city.accept(&number);
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        wait(commands::decide(&city.office, &reviewer, city.answer(&number), Verdict::Grant, Some(city.judged(&number, &facts)))).unwrap();
        city.stock("5200000000001", "5200000000010");
        let issuer = city.at_desk("stf_issuer", Role::Issuer);
        let blank = "5200000000001".to_owned();
        let law = &city.office.rules.law;
        assert!(law.renew_issue(day("2026-12-10"), later, Term::SixYears, 0).is_err(), "too late by now");
        wait(commands::issue(&city.office, &issuer, city.answer(&number), blank, 0)).unwrap();
        let id = city.licence.clone();
        let held = wait(city.office.query(move |read| licence::by_id(read, &id))).unwrap().unwrap();
        let next = law.renew_issue(day("2026-12-10"), last, Term::SixYears, 0).unwrap().value;
        assert_eq!((held.edition, held.valid_from, held.valid_until), (2, next.valid_from, next.valid_until));
    };
}
