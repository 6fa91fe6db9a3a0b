//! What a supplement does to acceptance and to the legal clock, and when a case lapses for want of it.

use super::*;

impl City {
    fn ask_for(&self, number: &str, code: &str, until: &str) {
        let clerk = self.at_desk("stf_clerk", Role::Clerk);
        let asks = vec![Ask::new(code, PaperFault::Unclear)];
        wait(commands::ask_again(&self.office, &clerk, self.answer(number), asks, day(until))).unwrap();
    }

    fn supply(&self, number: &str, code: &str) {
        let file = Some(ledger::tree::Hash::of(b"a new one"));
        let (citizen, answer) = (self.citizen(), self.answer(number));
        wait(commands::hand_in(&self.office, &citizen, answer, code.to_owned(), file)).unwrap();
    }

    fn at(&self, moment: &str) {
        self.clock.set(day(moment).start().plus_seconds(9 * 3600));
    }
}

testkit::both! {
    a_second_supplement_does_not_shorten_what_is_left_of_the_limit: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.accept(&number);
        city.ask_for(&number, "photo", "2026-12-01");
        city.at("2026-11-25");
        city.ask_for(&number, "identity_document", "2026-12-05");
        assert_eq!(city.case(&number).0.stopped_on, Some(day("2026-11-23")), "since the first notice");
        city.supply(&number, "photo");
        assert_eq!(city.case(&number).0.stopped_on, Some(day("2026-11-23")), "one paper is still awaited");
        city.at("2026-11-27");
        city.supply(&number, "identity_document");
        let case = city.case(&number).0;
        // One working day was left when the clock stopped: Friday the 27th leads to Monday the 30th.
        assert_eq!((case.stopped_on, case.due_on), (None, Some(day("2026-11-30"))));
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    nothing_is_accepted_while_a_paper_is_awaited: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.ask_for(&number, "photo", "2026-12-01");
        let clerk = city.at_desk("stf_clerk", Role::Clerk);
        let early = wait(commands::accept(&city.office, &clerk, city.answer(&number)));
        assert_eq!(rule(early.unwrap_err()), "case.supplement_awaited");
        city.supply(&number, "photo");
        city.accept(&number);
        assert_eq!(city.case(&number).0.stage, Stage::Open);
    };

    what_comes_on_the_last_day_is_not_thrown_away: |db| {
        let city = City::new(db);
        let number = city.submitted(false);
        city.ask_for(&number, "photo", "2026-12-01");
        let lapse = || wait(commands::lapse(&city.office, &city.office.system("lapse"), number.clone()));
        city.at("2026-12-01");
        assert_eq!(rule(lapse().unwrap_err()), "case.not_lapsing", "the last day is not over");
        city.at("2026-12-02");
        // The worker has found the case; the paper comes in before the worker has its lock.
        city.supply(&number, "photo");
        assert_eq!(rule(lapse().unwrap_err()), "case.not_lapsing");
        city.accept(&number);
        city.ask_for(&number, "photo", "2026-12-03");
        city.at("2026-12-04");
        lapse().unwrap();
        assert_eq!(city.case(&number).0.stage, Stage::Lapsed);
        assert_eq!(rule(lapse().unwrap_err()), "case.over");
    };
}
