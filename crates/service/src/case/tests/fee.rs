//! The fee is paid and nothing else settles it; checks are answered by their sources.

use super::*;
use crate::case::model::{CaseEvent, HandedIn};

impl City {
    /// The ledger says that a file was handed in, whatever the rules say: an old program might have written it.
    fn forge_handed_in(&self, number: &str, code: &str) {
        let (case, code) = (self.case(number).0.id, code.to_owned());
        let stream = self.office.stream("case", &case);
        wait(self.office.command(&self.office.system("old"), move |desk| {
            desk.lock(&[&stream])?;
            let fact = HandedIn { case: case.clone(), code: code.clone(), files: Vec::new(), due_on: None };
            let event = CaseEvent::from(fact).to_new(desk.moment())?;
            desk.record(&stream, event)?;
            Ok(())
        }))
        .unwrap();
    }

    /// A case that waits at the desk and is not paid.
    fn submitted_unpaid(&self) -> String {
        let number = self.begun();
        self.hand_in_all(&number);
        let citizen = || self.citizen();
        wait(commands::choose_delivery(&self.office, &citizen(), self.answer(&number), Delivery::Pickup, ""))
            .unwrap();
        wait(commands::submit(&self.office, &citizen(), self.answer(&number), "sms".to_owned())).unwrap();
        number
    }
}

testkit::both! {
    only_a_paper_is_answered_with_one: |db| {
        let city = City::new(db);
        let mut facts = city.facts();
        facts.person.medical = Found::Unknown;
        if let Found::Found(licence) = &mut facts.licence {
            licence.unsettled_violations = Fact::Unknown;
        }
        let Opened::Begun(number) = city.open(facts) else { panic!("refused") };
        let file = || Some(ledger::tree::Hash::of(b"any picture"));
        let (_, needs) = city.case(&number);
        for need in &needs {
            let paper = need.kind == crate::catalog::RequirementKind::Material;
            for given in [file(), None] {
                let (citizen, answer) = (city.citizen(), city.answer(&number));
                let undertaken = given.is_none();
                let done = wait(commands::hand_in(&city.office, &citizen, answer, need.code.clone(), given));
                match done {
                    Ok(_) => assert!(paper && !undertaken, "{need:?}"),
                    // No paper of this item may be replaced by an undertaking.
                    Err(Stop::Invalid(_)) => assert!(paper && undertaken, "{need:?}"),
                    Err(stop) => assert_eq!((rule(stop).as_str(), paper), ("case.not_a_paper", false), "{need:?}"),
                }
            }
        }
        let kinds: BTreeSet<_> = needs.iter().map(|need| need.kind.as_str()).collect();
        for kind in ["payment", "data_check", "waiver_check", "identity", "material"] {
            assert!(kinds.contains(kind), "{kinds:?}");
        }
        let (_, after) = city.case(&number);
        let status = |code: &str| after.iter().find(|need| need.code == code).unwrap().status;
        assert_eq!((status("fee"), status("violations")), (Status::Asked, Status::Checking));
    };

    no_licence_is_made_for_a_fee_that_only_seems_settled: |db| {
        let city = City::new(db);
        let number = city.submitted_unpaid();
        city.accept(&number);
        city.decide(&number, Verdict::Grant);
        city.stock("5200000000001", "5200000000010");
        let issuer = city.at_desk("stf_issuer", Role::Issuer);
        let issue = || {
            let blank = "5200000000001".to_owned();
            wait(commands::issue(&city.office, &issuer, city.answer(&number), blank, 0))
        };
        assert_eq!(rule(issue().unwrap_err()), "case.requirements_outstanding");
        city.forge_handed_in(&number, "fee");
        assert_eq!(rule(issue().unwrap_err()), "case.fee_unpaid");
        city.pay(&number);
        issue().unwrap();
        assert_eq!(city.case(&number).0.stage, Stage::Issued);
    };
}
