//! Citizens log in with identity number, telephone and a code.

use super::*;

const PHONE: &str = "13900000001";

fn ask(town: &Town, number: &str, phone: &str) -> Result<Option<CodeToSend>, Stop> {
    wait(request_code(&town.office, &town.anyone(), number, phone)).map(|done| done.value)
}

fn enter(town: &Town, number: &str, phone: &str, code: &str) -> Result<LoggedIn, Stop> {
    wait(log_in_citizen(&town.office, &town.anyone(), number, phone, code)).map(|done| done.value)
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

testkit::both! {
    a_citizen_logs_in_with_the_code_of_the_message: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        let id = town.citizen("林示例", &number, PHONE);
        // However they type it.
        let typed = format!(" {}", number.to_lowercase());
        let sent = ask(&town, &typed, "+86 139-0000-0001").unwrap().unwrap();
        assert_eq!(sent.person, id);
        let code = sent.code.reveal().to_owned();
        assert_eq!(rule(enter(&town, &number, PHONE, "12345")), "code");
        assert_eq!(rule(enter(&town, &number, PHONE, &another(&code))), "access.code_wrong");
        let entered = enter(&town, &number, PHONE, &code).unwrap();
        assert_eq!((entered.kind, entered.subject.as_str()), (SessionKind::Citizen, id.as_str()));
        let (session, actor) = town.known(&entered.token).unwrap();
        assert_eq!(actor, Actor::citizen(id));
        assert_eq!(session.expires_at, town.now().plus_seconds(12 * 3600));
        assert_eq!(rule(enter(&town, &number, PHONE, &code)), "access.code_used");
        town.pass(30 * 60);
        assert!(town.known(&entered.token).is_none());
    };

    whoever_is_logged_in_twice_can_end_the_other_one: |db| {
        let town = Town::new(db);
        let (number, other) = (id_number(293), id_number(294));
        town.citizen("林示例", &number, PHONE);
        town.citizen("周示例", &other, "13900000002");
        let log_in = |number: &str, phone: &str| {
            town.pass(60);
            let code = ask(&town, number, phone).unwrap().unwrap().code;
            enter(&town, number, phone, code.reveal()).unwrap().token
        };
        let stranger = log_in(&other, "13900000002");
        let (first, second, third) =
            (log_in(&number, PHONE), log_in(&number, PHONE), log_in(&number, PHONE));
        let (here, actor) = town.known(&third).unwrap();
        let own = ctx(&town.office, actor, Channel::Online, None);
        let (session, now) = (here.clone(), town.now());
        let listed = wait(town.office.query(move |read| own_sessions(read, &session, now))).unwrap();
        let handles: Vec<String> = listed.iter().map(Session::handle).collect();
        assert_eq!(listed.len(), 3);
        assert!(listed[0].is(&here), "the last used first");

        let end = |which: Others| wait(end_other_sessions(&town.office, &own, &here, &which));
        end(Others::One(handles[0].clone())).unwrap();
        assert!(town.known(&third).is_some(), "one's own is ended by logging out");
        let of_a_stranger = town.known(&stranger).unwrap().0.handle();
        end(Others::One(of_a_stranger)).unwrap();
        assert!(town.known(&stranger).is_some());
        end(Others::One(town.known(&second).unwrap().0.handle())).unwrap();
        assert!(town.known(&second).is_none() && town.known(&first).is_some());
        end(Others::All).unwrap();
        assert!(town.known(&first).is_none() && town.known(&third).is_some() && town.known(&stranger).is_some());
        let nobody = town.known(&stranger).unwrap().1;
        let theirs = ctx(&town.office, nobody, Channel::Online, None);
        let refused = wait(end_other_sessions(&town.office, &theirs, &here, &Others::All));
        assert_eq!(rule(refused), "NotFound");
    };

    a_code_is_good_for_five_minutes_and_until_the_next: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, PHONE);
        let first = ask(&town, &number, PHONE).unwrap().unwrap().code;
        town.pass(5 * 60);
        assert!(enter(&town, &number, PHONE, first.reveal()).is_ok(), "the last second counts");
        let second = ask(&town, &number, PHONE).unwrap().unwrap().code;
        town.pass(5 * 60 + 1);
        assert_eq!(rule(enter(&town, &number, PHONE, second.reveal())), "access.code_expired");
        let third = ask(&town, &number, PHONE).unwrap().unwrap().code;
        let fourth = ask(&town, &number, PHONE).unwrap().unwrap().code;
        assert_eq!(rule(enter(&town, &number, PHONE, third.reveal())), "access.code_superseded");
        assert!(enter(&town, &number, PHONE, fourth.reveal()).is_ok());
    };

    five_wrong_tries_void_a_code: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, PHONE);
        let code = ask(&town, &number, PHONE).unwrap().unwrap().code.reveal().to_owned();
        for _ in 0..4 {
            assert_eq!(rule(enter(&town, &number, PHONE, &another(&code))), "access.code_wrong");
        }
        assert_eq!(rule(enter(&town, &number, PHONE, &another(&code))), "access.code_exhausted");
        assert_eq!(rule(enter(&town, &number, PHONE, &code)), "access.code_exhausted");
        let next = ask(&town, &number, PHONE).unwrap().unwrap().code;
        assert!(enter(&town, &number, PHONE, next.reveal()).is_ok());
    };

    five_codes_an_hour: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, PHONE);
        for _ in 0..5 {
            assert!(ask(&town, &number, PHONE).unwrap().is_some());
            town.pass(60);
        }
        let Err(Stop::TooMany(wait)) = ask(&town, &number, PHONE) else { panic!("a sixth") };
        assert_eq!(wait, 55 * 60);
        town.pass(55 * 60);
        assert!(ask(&town, &number, PHONE).unwrap().is_some());
    };

    who_is_not_on_file_gets_the_same_answers_and_no_message: |db| {
        let town = Town::new(db);
        let (known, unknown) = (id_number(293), id_number(295));
        town.citizen("林示例", &known, PHONE);
        let other_phone = "13900000002";
        let walk = |number: &str, phone: &str| {
            let mut answers = vec![rule(enter(&town, number, phone, "123456"))];
            let sent = ask(&town, number, phone).unwrap();
            let wrong = sent.as_ref().map_or("123456".to_owned(), |sent| another(sent.code.reveal()));
            answers.extend((0..6).map(|_| rule(enter(&town, number, phone, &wrong))));
            answers.extend((0..4).map(|_| ask(&town, number, phone).map_or_else(|e| e.to_string(), |_| "ok".into())));
            answers.push(rule(ask(&town, number, phone)));
            (sent.is_some(), answers)
        };
        let (sent, wanted) = walk(&known, PHONE);
        assert!(sent);
        assert_eq!(walk(&unknown, PHONE), (false, wanted.clone()));
        assert_eq!(walk(&known, other_phone), (false, wanted));
    };

    what_cannot_be_a_number_is_said_field_by_field: |db| {
        let town = Town::new(db);
        let right = id_number(293);
        let digits: String = right.chars().take(17).collect();
        let wrong = format!("{digits}{}", if right.ends_with('0') { '1' } else { '0' });
        let Err(Stop::Invalid(fields)) = ask(&town, &wrong, "1390000000") else { panic!() };
        assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["id_number", "phone"]);
        assert!(fields[0].message.zh.contains("校验"), "{}", fields[0].message.zh);
    };

    guesses_at_once_are_counted_one_by_one: |db| {
        let town = Arc::new(Town::new(db));
        let number = id_number(293);
        town.citizen("林示例", &number, PHONE);
        let code = ask(&town, &number, PHONE).unwrap().unwrap().code.reveal().to_owned();
        let wrong = another(&code);
        let guesses: Vec<_> = (0..12).map(|_| {
            let (town, number, wrong) = (town.clone(), number.clone(), wrong.clone());
            std::thread::spawn(move || rule(enter(&town, &number, PHONE, &wrong)))
        }).collect();
        let answers: Vec<String> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
        assert_eq!(answers.iter().filter(|answer| *answer == "access.code_wrong").count(), 4);
        assert_eq!(rule(enter(&town, &number, PHONE, &code)), "access.code_exhausted");
    };

    an_erased_person_is_out: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        let id = town.citizen("林示例", &number, PHONE);
        let code = ask(&town, &number, PHONE).unwrap().unwrap().code;
        let token = enter(&town, &number, PHONE, code.reveal()).unwrap().token;
        let later = ask(&town, &number, PHONE).unwrap().unwrap().code;
        let archivist = town.hire("archive01", &[Role::Archivist]);
        let (_, actor) = town.enter(&archivist).unwrap();
        let mut by = ctx(&town.office, actor, Channel::Counter, Some(&town.outlet));
        by.purpose = Some("correction".to_owned());
        wait(person::erase(&town.office, &by, &id)).unwrap();
        let (held, now, office) = (token.clone(), town.now(), town.office.clone());
        let who = wait(town.office.query(move |read| {
            // Nobody, whether the session went with the person or only no longer names anyone.
            let Some(found) = session(read, &held, now)? else { return Err(Stop::Unknown) };
            actor_of(read, &found, now.day(), &office.rules.catalog, nothing_taken)
        }));
        assert!(matches!(who, Err(Stop::Unknown)));
        // As anybody who never asked for a code: what was kept about their log-ins went with them.
        assert_eq!(rule(enter(&town, &number, PHONE, later.reveal())), "access.code_missing");
        let kept = wait(town.office.query(move |read| {
            let mut kept = 0;
            for text in [
                "SELECT COUNT(*) FROM login_code WHERE person = $1",
                "SELECT COUNT(*) FROM session WHERE subject = $1",
                "SELECT COUNT(*) FROM tally WHERE kind = 'login_code' AND $1 <> ''",
            ] {
                read.each_adhoc("test", text, store::params![id], |row| {
                    kept += row.int(0)?;
                    Ok(())
                })?;
            }
            Ok(kept)
        }));
        assert_eq!(kept.unwrap(), 0);
        assert_eq!(ask(&town, &number, PHONE).unwrap(), None);
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };
}
