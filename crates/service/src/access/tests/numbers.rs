//! A new number is confirmed by the code that was sent to it.

use crate::office::Once;
use crate::person::{change_phone, request_phone_code};

use super::*;

const OLD: &str = "13900000001";
const NEW: &str = "13900000002";

struct Changing<'t> {
    town: &'t Town,
    person: String,
}

impl<'t> Changing<'t> {
    fn new(town: &'t Town, name: &str, number: &str, phone: &str) -> Self {
        Self { town, person: town.citizen(name, number, phone) }
    }

    fn ctx(&self) -> Ctx {
        ctx(&self.town.office, Actor::citizen(&self.person), Channel::Online, None)
    }

    fn ask(&self, phone: &str) -> Result<String, Stop> {
        let sent = wait(request_phone_code(&self.town.office, &self.ctx(), &self.person, phone))?;
        assert_eq!(sent.value.person, self.person);
        Ok(sent.value.code.reveal().to_owned())
    }

    fn change(&self, phone: &str, code: &str) -> Result<(), Stop> {
        self.change_by(&self.ctx(), phone, code)
    }

    fn change_by(&self, ctx: &Ctx, phone: &str, code: &str) -> Result<(), Stop> {
        wait(change_phone(&self.town.office, ctx, &self.person, phone, code)).map(|done| done.value)
    }

    fn phone(&self) -> String {
        let (office, id) = (self.town.office.clone(), self.person.clone());
        self.town.read(move |read| {
            let row = person::by_id(read, &id)?.unwrap();
            Ok(person::values(&office, read, &row)?.phone)
        })
    }

    fn rows(&self, text: &'static str) -> i64 {
        self.town.read(move |read| {
            let mut count = 0;
            read.each_adhoc("test", text, store::params![], |row| {
                count = row.int(0)?;
                Ok(())
            })?;
            Ok(count)
        })
    }
}

fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

testkit::both! {
    a_number_changes_with_the_code_that_came_to_it: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        assert_eq!(rule(one.change(NEW, "123456")), "access.code_missing");
        let code = one.ask(NEW).unwrap();
        assert_eq!(rule(one.change(NEW, "12345")), "code");
        assert_eq!(rule(one.change(NEW, &another(&code))), "access.code_wrong");
        assert_eq!(rule(one.change("13900000003", &code)), "access.code_missing", "it confirms one number only");
        assert_eq!(one.phone(), OLD);
        one.change(NEW, &format!(" {code}")).unwrap();
        assert_eq!(one.phone(), NEW);
        assert_eq!(rule(one.change(NEW, &code)), "access.code_used");
        let found = |phone: &'static str| {
            let office = town.office.clone();
            town.read(move |read| person::with_phone(&office, read, phone))
        };
        assert_eq!((found(OLD), found(NEW)), (Vec::new(), vec![one.person.clone()]));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    a_code_for_a_number_expires_and_gives_way_to_the_next: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        let first = one.ask(NEW).unwrap();
        town.pass(5 * 60 + 1);
        assert_eq!(rule(one.change(NEW, &first)), "access.code_expired");
        let (second, third) = (one.ask(NEW).unwrap(), one.ask(NEW).unwrap());
        assert_eq!(rule(one.change(NEW, &second)), "access.code_superseded");
        for _ in 0..5 {
            one.change(NEW, &another(&third)).unwrap_err();
        }
        assert_eq!(rule(one.change(NEW, &third)), "access.code_exhausted");
        assert_eq!(one.phone(), OLD);
    };

    codes_are_five_an_hour_for_a_person_and_for_a_number: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        let other = Changing::new(&town, "王示例", &id_number(295), "13900000009");
        for last in 2..7 {
            one.ask(&format!("1390000000{last}")).unwrap();
        }
        assert!(matches!(one.ask(NEW), Err(Stop::TooMany(_))), "a sixth, whatever the number");
        for _ in 0..4 {
            other.ask(NEW).unwrap();
        }
        assert!(matches!(other.ask(NEW), Err(Stop::TooMany(_))), "a sixth to this number, whoever asks");
        town.pass(3600);
        assert!(one.ask(NEW).is_ok() && other.ask(NEW).is_ok());
    };

    a_code_serves_nobody_else_and_no_log_in: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        let one = Changing::new(&town, "林示例", &number, OLD);
        let other = Changing::new(&town, "王示例", &id_number(295), "13900000009");
        let code = one.ask(NEW).unwrap();
        assert_eq!(rule(other.change(NEW, &code)), "access.code_missing");
        let foreign = wait(change_phone(&town.office, &other.ctx(), &one.person, NEW, &code));
        assert!(matches!(foreign, Err(Stop::NotFound | Stop::Denied(_))), "{foreign:?}");
        assert!(matches!(
            wait(request_phone_code(&town.office, &other.ctx(), &one.person, NEW)),
            Err(Stop::NotFound | Stop::Denied(_))
        ));
        let entered = wait(log_in_citizen(&town.office, &town.anyone(), &number, OLD, &code));
        assert_eq!(rule(entered), "access.code_missing");
        one.change(NEW, &code).unwrap();
    };

    a_wrong_code_is_counted_and_leaves_the_key_free: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        let code = one.ask(NEW).unwrap();
        let keyed = |body: u8| {
            let once = Once { route: "POST /me/phone".to_owned(), key: "k1".to_owned(), body: [body; 32] };
            Ctx { once: Some(once), ..one.ctx() }
        };
        assert_eq!(rule(one.change_by(&keyed(1), NEW, &another(&code))), "access.code_wrong");
        assert_eq!(one.rows("SELECT MAX(tries) FROM login_code"), 1);
        one.change_by(&keyed(2), NEW, &code).unwrap();
        assert!(matches!(one.change_by(&keyed(2), NEW, &code), Err(Stop::Repeated(_))));
        assert!(matches!(one.change_by(&keyed(1), NEW, &code), Err(Stop::KeyReused)));
    };

    a_number_that_is_sent_at_once_is_changed_once_and_no_failure_is_counted: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        for (last, key) in ["a", "b", "c"].into_iter().enumerate() {
            let to = format!("1390000001{last}");
            let code = one.ask(&to).unwrap();
            let once = Once { route: "POST /me/phone".to_owned(), key: key.to_owned(), body: [1; 32] };
            let keyed = Ctx { once: Some(once), ..one.ctx() };
            let start = std::sync::Barrier::new(3);
            let answers: Vec<Result<(), Stop>> = std::thread::scope(|scope| {
                let hand = || {
                    start.wait();
                    one.change_by(&keyed, &to, &code)
                };
                let hands: Vec<_> = (0..3).map(|_| scope.spawn(hand)).collect();
                hands.into_iter().map(|hand| hand.join().unwrap()).collect()
            });
            let (done, others): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
            assert_eq!(done.len(), 1, "{others:?}");
            assert!(others.iter().all(|other| matches!(other, Err(Stop::Repeated(_)))), "{others:?}");
            assert_eq!(one.phone(), to);
        }
    };

    an_erased_person_leaves_no_code_behind: |db| {
        let town = Town::new(db);
        let one = Changing::new(&town, "林示例", &id_number(293), OLD);
        one.ask(NEW).unwrap();
        let archivist = town.hire("archive01", &[Role::Archivist]);
        let (_, actor) = town.enter(&archivist).unwrap();
        let mut by = ctx(&town.office, actor, Channel::Counter, Some(&town.outlet));
        by.purpose = Some("correction".to_owned());
        wait(person::erase(&town.office, &by, &one.person)).unwrap();
        assert_eq!(one.rows("SELECT COUNT(*) FROM login_code"), 0);
        assert_eq!(one.rows("SELECT COUNT(*) FROM tally WHERE kind = 'new_number'"), 0);
        assert!(matches!(one.ask(NEW), Err(Stop::NotFound)));
    };
}
