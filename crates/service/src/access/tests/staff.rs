//! Accounts and their log-in.

use base64::Engine as _;

use super::*;

testkit::both! {
    the_first_administrator_begins_the_office: |db| {
        let clock = clock();
        let office = office_at(db, clock.clone());
        let by = |username: &str| wait(begin_office(&office, &office.system("init"), &begin(username)));
        let begun = by("Admin").unwrap().value;
        assert_eq!(begun.username, "admin");
        // Run again before the account is finished: a new code for the same name, and none for another.
        assert_eq!(rule(by("other")), "access.administrator_waits");
        let again = by("admin").unwrap().value;
        assert_eq!(again.staff, begun.staff);
        let set_up = |code: &str| {
            let anyone = ctx(&office, Actor::anyone(), Channel::Online, None);
            wait(set_up_staff(&office, &anyone, "admin", code, PASSWORD)).map(|done| done.value)
        };
        assert_eq!(rule(set_up(begun.setup_code.reveal())), "access.setup_wrong");
        set_up(again.setup_code.reveal()).unwrap();
        // Until the first log-in the code still works, and the secret of before does not.
        let shown = set_up(&again.setup_code.reveal().to_lowercase()).unwrap();
        let town = Town { office: office.clone(), clock, outlet: String::new(), admin: Actor::anyone() };
        let admin =
            Worker { id: again.staff, username: "admin".to_owned(), secret: read_base32(shown.secret.reveal()) };
        let (session, actor) = town.enter(&admin).unwrap();
        assert_eq!(session.subject, admin.id);
        let authz::ActorKind::Staff(staff) = &actor.kind else { panic!("{actor:?}") };
        assert_eq!(staff.roles, BTreeSet::from([Role::Administrator]));
        assert_eq!(staff.grants.len(), 1, "the head office can do everything");
        assert_eq!(rule(set_up(again.setup_code.reveal())), "access.setup_wrong");
        assert_eq!(rule(by("admin")), "access.administrator_exists");
        assert_eq!(rule(by("other")), "access.administrator_exists");
        let anyone = ctx(&office, Actor::anyone(), Channel::Online, None);
        assert_eq!(rule(wait(begin_office(&office, &anyone, &begin("third")))), "NotFound");
        let (kinds, facts) = town.events();
        for kind in ["outlet.opened", "grant.given", "staff.registered", "office.begun", "staff.set_up"] {
            assert_eq!(kinds.iter().filter(|k| *k == kind).count(), 1, "{kind}");
        }
        assert!(!facts.contains("王示范"), "the name is in the vault only");
        let id = admin.id;
        let name = town.read(move |read| {
            let staff = staff_by_id(read, &id)?.unwrap();
            staff_name(&office, read, &staff)
        });
        assert_eq!(name.as_deref(), Some("王示范"));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    the_only_administrator_is_recovered_from_the_command_line: |db| {
        let town = Town::new(db);
        let recover = |ctx: &Ctx, name: &str| wait(recover_administrator(&town.office, ctx, name));
        assert_eq!(rule(recover(&town.as_admin(), "admin")), "NotFound");
        let system = town.office.system("recover");
        assert_eq!(rule(recover(&system, "nobody")), "NotFound");
        let admin = town.finish(&recover(&system, "Admin").unwrap().value);
        assert_eq!(admin.id, town.admin.id);
        town.enter(&admin).unwrap();
    };

    a_set_up_code_ends_after_a_day: |db| {
        let town = Town::new(db);
        let new = wait(register_staff(&town.office, &town.as_admin(), &town.applicant("clerk01"))).unwrap().value;
        let set_up = |password: &str| {
            wait(set_up_staff(&town.office, &town.anyone(), "clerk01", new.setup_code.reveal(), password))
        };
        assert_eq!(rule(set_up("short")), "password");
        assert_eq!(rule(set_up("my-clerk01-is-here")), "password");
        town.clock.set(new.until);
        assert_eq!(rule(set_up(PASSWORD)), "access.setup_expired");
        town.clock.set(new.until.plus_ms(-1));
        set_up(PASSWORD).unwrap();
    };

    a_code_logs_in_once: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        town.enter(&clerk).unwrap();
        assert_eq!(rule(town.log_in(&clerk, PASSWORD)), "access.totp_used");
        town.pass(30);
        town.enter(&clerk).unwrap();
        // The code of the step before this one is earlier than the one just used.
        let earlier = totp::code_at(&clerk.secret, town.now().plus_seconds(-30));
        let again = wait(log_in_staff(&town.office, &town.anyone(), "clerk01", PASSWORD, &earlier));
        assert_eq!(rule(again), "access.totp_used");
        town.pass(60);
        town.enter(&clerk).unwrap();
    };

    one_code_at_two_machines_opens_one_session: |db| {
        let town = Arc::new(Town::new(db));
        let clerk = Arc::new(town.hire("clerk01", &[Role::Clerk]));
        let machines: Vec<_> = (0..4).map(|_| {
            let (town, clerk) = (town.clone(), clerk.clone());
            std::thread::spawn(move || town.log_in(&clerk, PASSWORD).is_ok())
        }).collect();
        let opened = machines.into_iter().filter_map(|machine| machine.join().ok()).filter(|ok| *ok).count();
        assert_eq!(opened, 1);
    };

    five_failures_close_the_door_to_known_and_unknown_alike: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let nobody = Worker { username: "clerk02".to_owned(), id: String::new(), secret: clerk.secret.clone() };
        for who in [&clerk, &nobody] {
            for _ in 0..5 {
                assert_eq!(rule(town.log_in(who, "not the password at all")), "access.wrong_credentials");
            }
            let Err(Stop::TooMany(wait)) = town.log_in(who, PASSWORD) else { panic!("the door is open") };
            assert_eq!(wait, 15 * 60);
        }
        town.pass(15 * 60 - 1);
        assert!(matches!(town.log_in(&clerk, PASSWORD), Err(Stop::TooMany(1))));
        town.pass(1);
        // The next five close it for twice as long; a success forgets them all.
        for _ in 0..5 {
            assert_eq!(rule(town.log_in(&clerk, "not the password at all")), "access.wrong_credentials");
        }
        assert!(matches!(town.log_in(&clerk, PASSWORD), Err(Stop::TooMany(1800))));
        town.pass(1800);
        town.enter(&clerk).unwrap();
        for _ in 0..4 {
            assert_eq!(rule(town.log_in(&clerk, "not the password at all")), "access.wrong_credentials");
        }
        town.pass(60);
        town.enter(&clerk).unwrap();
    };

    guesses_at_once_are_counted_one_by_one: |db| {
        let town = Arc::new(Town::new(db));
        let clerk = Arc::new(town.hire("clerk01", &[Role::Clerk]));
        let guesses: Vec<_> = (0..12).map(|_| {
            let (town, clerk) = (town.clone(), clerk.clone());
            std::thread::spawn(move || rule(town.log_in(&clerk, "not the password at all")))
        }).collect();
        let answers: Vec<String> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
        let tried = answers.iter().filter(|answer| *answer == "access.wrong_credentials").count();
        assert_eq!((tried, answers.iter().filter(|answer| *answer == "too_many").count()), (5, 7));
    };

    a_wrong_code_counts_like_a_wrong_password: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        for _ in 0..5 {
            let wrong = wait(log_in_staff(&town.office, &town.anyone(), "clerk01", PASSWORD, "000000"));
            assert_eq!(rule(wrong), "access.wrong_credentials");
        }
        assert_eq!(rule(town.log_in(&clerk, PASSWORD)), "too_many");
    };

    a_disabled_account_is_out_at_once: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let token = town.log_in(&clerk, PASSWORD).unwrap().token;
        assert!(town.known(&token).is_some());
        wait(disable_staff(&town.office, &town.as_admin(), &clerk.id, DisableReason::Left)).unwrap();
        assert!(town.known(&token).is_none());
        town.pass(60);
        assert_eq!(rule(town.log_in(&clerk, PASSWORD)), "access.account_disabled");
        let again = wait(disable_staff(&town.office, &town.as_admin(), &clerk.id, DisableReason::Left));
        assert_eq!(rule(again), "Stale");
        wait(enable_staff(&town.office, &town.as_admin(), &clerk.id)).unwrap();
        town.enter(&clerk).unwrap();
        assert!(town.known(&token).is_none(), "an ended session stays ended");
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    a_reset_takes_both_factors_away: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let token = town.log_in(&clerk, PASSWORD).unwrap().token;
        for _ in 0..5 {
            assert!(town.log_in(&clerk, "not the password at all").is_err());
        }
        let new = wait(reset_totp(&town.office, &town.as_admin(), &clerk.id)).unwrap().value;
        assert!(town.known(&token).is_none());
        town.pass(60);
        // No longer locked out, and the old words open nothing.
        assert_eq!(rule(town.log_in(&clerk, PASSWORD)), "access.wrong_credentials");
        let clerk = town.finish(&new);
        town.enter(&clerk).unwrap();
    };

    roles_are_given_by_others_and_do_not_exclude_each_other: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let (_, clerk_actor) = town.enter(&clerk).unwrap();
        let as_clerk = ctx(&town.office, clerk_actor, Channel::Counter, Some(&town.outlet));
        let give = |ctx: &Ctx, staff: &str, roles: &[Role]| {
            let give = RolesToGive { roles: roles.iter().copied().collect(), area: None };
            wait(set_roles(&town.office, ctx, staff, &give)).map(|_| ())
        };
        let admin = town.admin.id.clone();
        assert_eq!(rule(give(&town.as_admin(), &clerk.id, &[Role::Clerk, Role::Auditor])), "access.role_conflict");
        assert_eq!(rule(give(&town.as_admin(), &clerk.id, &[])), "access.roles_none");
        assert_eq!(rule(give(&town.as_admin(), &admin, &[Role::Clerk])), "own_account");
        assert_eq!(rule(give(&as_clerk, &admin, &[Role::Clerk])), "NotFound");
        assert_eq!(rule(give(&town.as_admin(), "stf_nobody", &[Role::Clerk])), "NotFound");
        give(&town.as_admin(), &clerk.id, &[Role::Clerk, Role::Issuer]).unwrap();
        town.pass(60);
        let (_, actor) = town.enter(&clerk).unwrap();
        let authz::ActorKind::Staff(staff) = actor.kind else { panic!() };
        assert_eq!(staff.roles, BTreeSet::from([Role::Clerk, Role::Issuer]));
        let denied = wait(register_staff(&town.office, &as_clerk, &town.applicant("friend01")));
        assert_eq!(rule(denied), "NotFound");
        let taken = wait(register_staff(&town.office, &town.as_admin(), &town.applicant("CLERK01")));
        assert_eq!(rule(taken), "username");
        let nowhere = NewStaff { outlet: "out_nowhere".to_owned(), ..town.applicant("clerk09") };
        assert_eq!(rule(wait(register_staff(&town.office, &town.as_admin(), &nowhere))), "outlet");
        let stranger = NewStaff { person: Some("per_x".to_owned()), ..town.applicant("clerk09") };
        assert_eq!(rule(wait(register_staff(&town.office, &town.as_admin(), &stranger))), "person");
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    an_account_that_moves_is_logged_out: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let other = wait(outlet::open(&town.office, &town.as_admin(), &head_office("ZY02"))).unwrap().value;
        let token = town.log_in(&clerk, PASSWORD).unwrap().token;
        wait(move_staff(&town.office, &town.as_admin(), &clerk.id, &other)).unwrap();
        assert!(town.known(&token).is_none());
        town.pass(60);
        let (session, actor) = town.enter(&clerk).unwrap();
        assert_eq!(session.outlet.as_deref(), Some(other.as_str()));
        // The head of the old outlet no longer sees the account; the clerk sees their own.
        let scope = authz::Scope::of(
            &actor,
            authz::Action::StaffView,
            authz::Context::new(town.now().day(), Channel::Counter),
        );
        let seen = town.read(move |read| staff_list(read, &scope, None, None, None, 50)).rows;
        assert_eq!(seen.iter().map(|staff| staff.id.as_str()).collect::<Vec<_>>(), [clerk.id.as_str()]);
        let all = authz::Scope { any: vec![authz::Clause::Outlet(other)], except_by: None };
        let seen = town.read(move |read| staff_list(read, &all, None, Some(StaffStatus::Active), None, 50)).rows;
        assert_eq!(seen.len(), 1);
    };

    sessions_are_touched_ended_and_swept: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let token = town.log_in(&clerk, PASSWORD).unwrap().token;
        let seen = || town.known(&token);
        let (first, actor) = seen().unwrap();
        let as_clerk = |town: &Town| ctx(&town.office, actor.clone(), Channel::Counter, None);
        town.pass(59);
        assert!(!wait(touch(&town.office, &as_clerk(&town), &first)).unwrap());
        town.pass(1);
        assert!(wait(touch(&town.office, &as_clerk(&town), &first)).unwrap());
        town.pass(14 * 60);
        assert!(seen().is_some(), "touched a quarter of an hour ago, almost");
        town.pass(60);
        assert!(seen().is_none());

        // Whoever leaves a machine open can end it from another one.
        let here = town.log_in(&clerk, PASSWORD).unwrap().token;
        town.pass(60);
        let there = town.log_in(&clerk, PASSWORD).unwrap().token;
        wait(end_session(&town.office, &town.anyone(), &here)).unwrap();
        assert!(town.known(&here).is_none() && town.known(&there).is_some());
        let (session, _) = town.known(&there).unwrap();
        let admins_own = ctx(&town.office, Actor::citizen("per_x"), Channel::Online, None);
        assert_eq!(rule(wait(end_own_sessions(&town.office, &admins_own, &session))), "NotFound");
        wait(end_own_sessions(&town.office, &as_clerk(&town), &session)).unwrap();
        assert!(town.known(&there).is_none());
        town.pass(60);
        let third = town.log_in(&clerk, PASSWORD).unwrap().token;
        wait(end_sessions_of_staff(&town.office, &town.as_admin(), &clerk.id)).unwrap();
        assert!(town.known(&third).is_none());

        assert!(town.log_in(&clerk, "not the password at all").is_err());
        town.pass(2 * 24 * 3600);
        // The administrator's session and one row of failures.
        let gone = wait(sweep(&town.office, &town.office.system("sweep"))).unwrap();
        assert_eq!(gone, 2);
        assert_eq!(wait(sweep(&town.office, &town.office.system("sweep"))).unwrap(), 0);
    };

    a_token_is_nowhere_in_the_store: |db| {
        let town = Town::new(db);
        let clerk = town.hire("clerk01", &[Role::Clerk]);
        let token = town.log_in(&clerk, PASSWORD).unwrap().token;
        assert_eq!(Token::parse(token.as_str()), Some(token.clone()));
        let short: String = token.as_str().chars().skip(4).collect();
        for bad in ["", "x", &short, "****************************************** *"] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
        let rows = town.read(|read| {
            let mut rows = Vec::new();
            read.each_adhoc("test", "SELECT digest FROM session", &[], |row| {
                rows.push(row.bytes(0)?);
                Ok(())
            })?;
            Ok(rows)
        });
        let raw = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(token.as_str()).unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| *row != raw && row.as_slice() != token.as_str().as_bytes()));
        assert_eq!(format!("{token:?}"), "Token");
    };
}
