//! Putting right the last day of a term, whichever door it is done through.

use super::*;

testkit::both! {
    only_a_day_that_can_be_right_is_put_in_the_place_of_another: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.accept(&number);
        city.decide(&number, Verdict::Grant);
        city.stock("5200000000001", "5200000000010");
        let issuer = city.at_desk("stf_issuer", Role::Issuer);
        let blank = "5200000000001".to_owned();
        wait(commands::issue(&city.office, &issuer, city.answer(&number), blank, 0)).unwrap();
        let second = || city.at_desk("stf_second", Role::Reviewer);
        let correct = |until: Option<&str>| {
            wait(commands::correct(&city.office, &second(), city.answer(&number), until.map(day)))
        };
        assert_eq!(rule(correct(Some("2036-12-10")).unwrap_err()), "case.correction_same");
        for before in ["2026-12-10", "1999-01-01"] {
            assert_eq!(rule(correct(Some(before)).unwrap_err()), "case.correction_before_first");
        }
        correct(Some("2032-12-10")).unwrap();
        correct(None).unwrap();
        assert_eq!(rule(correct(None).unwrap_err()), "case.correction_same", "without end already");
        let id = city.licence.clone();
        let held = wait(city.office.query(move |read| licence::by_id(read, &id))).unwrap().unwrap();
        assert_eq!(held.valid_until, None);
    };
}
