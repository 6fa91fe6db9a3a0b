//! What sources that were down answer later, and that nothing lapses without a notice.

use super::*;

impl City {
    /// What the hospitals and the offence system did not answer when the case was begun.
    fn begun_unknown(&self) -> String {
        let mut facts = self.facts();
        facts.person.medical = Found::Unknown;
        if let Found::Found(licence) = &mut facts.licence {
            licence.unsettled_violations = Fact::Unknown;
        }
        let Opened::Begun(number) = self.open(facts) else { panic!("refused") };
        for need in self.case(&number).1.iter().filter(|need| need.status == Status::Asked) {
            if rules::can_be_asked_again(need) {
                let file = Some(ledger::tree::Hash::of(need.code.as_bytes()));
                let (citizen, answer) = (self.citizen(), self.answer(&number));
                wait(commands::hand_in(&self.office, &citizen, answer, need.code.clone(), file)).unwrap();
            }
        }
        number
    }

    fn hand_it_in(&self, number: &str) {
        let citizen = || self.citizen();
        wait(commands::choose_delivery(&self.office, &citizen(), self.answer(number), Delivery::Pickup, ""))
            .unwrap();
        self.pay(number);
        wait(commands::submit(&self.office, &citizen(), self.answer(number), "sms".to_owned())).unwrap();
    }

    fn told(&self, number: &str, code: &str, proved: bool) {
        let system = self.office.system("source");
        let (number, code) = (number.to_owned(), code.to_owned());
        wait(commands::settle_check(&self.office, &system, number, code, proved)).unwrap();
    }

    fn need(&self, number: &str, code: &str) -> Requirement {
        self.case(number).1.into_iter().find(|need| need.code == code).unwrap()
    }

    fn notices(&self, number: &str) -> Vec<Paper> {
        let id = self.case(number).0.id;
        let all = wait(self.office.query(move |read| papers(read, &id))).unwrap();
        all.into_iter().filter(|paper| paper.kind == PaperKind::Notice).collect()
    }
}

testkit::both! {
    a_paper_that_is_not_proved_after_all_is_asked_for_with_a_notice: |db| {
        let city = City::new(db);
        let number = city.begun_unknown();
        city.hand_it_in(&number);
        city.accept(&number);
        city.jobs("sms.send");
        city.told(&number, "medical_certificate", false);
        let need = city.need(&number, "medical_certificate");
        let until = day("2026-11-23").plus_days(rules::SUPPLEMENT_DAYS_MAX);
        assert_eq!((need.status, need.due_on), (Status::Again, Some(until)));
        let notices = city.notices(&number);
        assert_eq!(notices.len(), 1);
        assert_eq!((notices[0].body.codes.as_slice(), notices[0].body.until), (&["medical_certificate".to_owned()][..], Some(until)));
        assert_eq!(city.jobs("sms.send"), 1);
        assert_eq!(city.case(&number).0.stopped_on, Some(day("2026-11-23")));
        // The same answer again is no news.
        city.told(&number, "medical_certificate", false);
        assert_eq!(city.notices(&number).len(), 1);
        city.hand_in_all(&number);
        assert_eq!((city.need(&number, "medical_certificate").status, city.case(&number).0.stopped_on), (Status::Given, None));
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    in_a_draft_it_is_one_more_paper_without_a_day: |db| {
        let city = City::new(db);
        let number = city.begun_unknown();
        assert!(city.need(&number, "medical_certificate").due_on.is_some(), "the source's own day");
        city.told(&number, "medical_certificate", false);
        let need = city.need(&number, "medical_certificate");
        assert_eq!((need.status, need.due_on), (Status::Asked, None));
        assert!(city.notices(&number).is_empty());
        assert_eq!(city.jobs("sms.send"), 0);
        city.hand_in_all(&number);
        assert_eq!(city.need(&number, "medical_certificate").status, Status::Given);
    };

    a_check_that_found_something_is_asked_again_until_it_passes: |db| {
        let city = City::new(db);
        let number = city.begun_unknown();
        city.hand_it_in(&number);
        city.accept(&number);
        city.told(&number, "medical_certificate", true);
        assert!(city.jobs("check.source") > 0);
        city.told(&number, "violations", false);
        let need = city.need(&number, "violations");
        assert_eq!((need.status, need.due_on, need.standing().zh.as_str()), (Status::Asked, None, "未通过"));
        assert_eq!(city.jobs("check.source"), 1, "in an hour");
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        let early = wait(commands::decide(&city.office, &reviewer, city.answer(&number), Verdict::Grant, Some(city.judged(&number, &city.facts()))));
        assert_eq!(rule(early.unwrap_err()), "case.requirements_outstanding");
        let before = city.case(&number).0.revision;
        city.told(&number, "violations", false);
        assert_eq!(city.case(&number).0.revision, before, "the same answer again is no news");
        city.told(&number, "violations", true);
        assert_eq!(city.need(&number, "violations").status, Status::Met);
        assert_eq!(city.jobs("check.source"), 1, "left by the second answer; the third leaves none");
        city.decide(&number, Verdict::Grant);
        // Nothing waits for a source any more: a late answer changes nothing.
        city.told(&number, "violations", false);
        assert_eq!(city.need(&number, "violations").status, Status::Met);
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };

    an_extension_that_nobody_told_of_refuses_nobody: |db| {
        let city = City::new(db);
        let mut facts = city.facts();
        // Sixty-four, and on a licence for large coaches: only an approved extension lets them go on.
        facts.person.birth = day("1962-03-07");
        if let Found::Found(licence) = &mut facts.licence {
            licence.classes = Classes::parse("A1").unwrap();
        }
        let told = |extended: Found<Day>| {
            let mut facts = facts.clone();
            if let Found::Found(licence) = &mut facts.licence {
                licence.extended_until = extended;
            }
            facts
        };
        let Opened::Refused(refusals) = city.open(told(Found::Nothing)) else { panic!("no extension, and begun") };
        assert_eq!(refusals[0].rule, "person.past_age");
        let mut older = told(Found::Unknown);
        older.person.birth = day("1959-03-07");
        assert!(matches!(city.open(older), Opened::Refused(_)), "no extension reaches as far as sixty-seven");
        let Opened::Begun(number) = city.open(told(Found::Unknown)) else { panic!("refused for want of knowledge") };
        city.hand_in_all(&number);
        city.hand_it_in(&number);
        city.accept(&number);
        assert_eq!(city.need(&number, "licence_register").status, Status::Checking);
        city.told(&number, "licence_register", true);
        assert_eq!(city.need(&number, "licence_register").status, Status::Checking, "no system speaks for it");
        let reviewer = city.at_desk("stf_reviewer", Role::Reviewer);
        let grant = commands::decide(&city.office, &reviewer, city.answer(&number), Verdict::Grant, Some(city.judged(&number, &told(Found::Unknown))));
        wait(grant).unwrap();
        assert_eq!(city.need(&number, "licence_register").status, Status::Met, "the reviewer looked it up");
        assert!(crate::testing::verified(db).ok(), "{:?}", crate::testing::verified(db).findings);
    };
}
