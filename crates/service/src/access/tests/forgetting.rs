//! Every work table that requests fill has a bound, and forgets.

use super::*;

/// Work tables that requests fill, and what keeps each from growing without end.
const BOUNDS: &[(&str, &str)] = &[
    ("lockout", "a day after the last failure, and the newest hundred thousand"),
    ("tally", "a day after the last request, and the newest hundred thousand"),
    ("login_code", "ten for the same words, a day, and the newest hundred thousand"),
    ("session", "until it ends, and each begins with a code of which there are five an hour"),
    ("idempotency", "a day; only who is logged in makes one"),
    ("credential", "one for an account"),
    ("job", "until it is done; what nobody can do is laid aside for a person, and doctor counts it"),
    ("follower", "one for a partner's receiver"),
];

fn count(town: &Town, table: &str) -> i64 {
    let text = format!("SELECT COUNT(*) FROM {table}");
    town.read(move |read| {
        let mut count = 0;
        read.each_adhoc("test", &text, store::params![], |row| {
            count = row.int(0)?;
            Ok(())
        })?;
        Ok(count)
    })
}

fn counts(town: &Town) -> [i64; 4] {
    ["login_code", "tally", "lockout", "session"].map(|table| count(town, table))
}

fn swept(town: &Town) {
    while wait(sweep(&town.office, &town.office.system("sweep"))).unwrap() > 0 {}
}

fn ask(town: &Town, number: &str, phone: &str) -> Option<CodeToSend> {
    wait(request_code(&town.office, &town.anyone(), number, phone)).unwrap().value
}

/// A name that nobody has, typed in vain.
fn fail(town: &Town, name: &str) {
    let failed = wait(log_in_staff(&town.office, &town.anyone(), name, PASSWORD, "123456"));
    assert!(failed.is_err());
}

#[test]
fn every_work_table_has_a_bound() {
    let marked = |text: &str| -> Vec<String> {
        let tables = text.lines().filter_map(|line| line.strip_prefix("-- table ")?.strip_suffix(": work"));
        tables.map(str::to_owned).collect()
    };
    let mut tables: Vec<String> = crate::MIGRATIONS.iter().flat_map(|step| marked(step.text)).collect();
    let mut bounds: Vec<&str> = BOUNDS.iter().map(|(table, _)| *table).collect();
    tables.sort();
    bounds.sort_unstable();
    assert_eq!(tables, bounds, "say what bounds the table, sweep it, and test that here");
}

testkit::both! {
    what_requests_leave_behind_goes_after_a_day: |db| {
        let town = Town::new(db);
        let before = counts(&town);
        let number = id_number(293);
        town.citizen("林示例", &number, "13900000001");
        let sent = ask(&town, &number, "13900000001").unwrap();
        assert!(ask(&town, &id_number(295), "13900000002").is_none());
        for _ in 0..3 {
            let wrong = wait(log_in_citizen(&town.office, &town.anyone(), &id_number(295), "13900000002", "123456"));
            assert_eq!(rule(wrong), "access.code_wrong");
        }
        let entered = wait(log_in_citizen(&town.office, &town.anyone(), &number, "13900000001", sent.code.reveal()));
        entered.unwrap();
        fail(&town, "nobody");
        let [codes, tallies, failures, sessions] = before;
        assert_eq!(counts(&town), [codes + 2, tallies + 2, failures + 1, sessions + 1]);
        town.pass(23 * 3600);
        swept(&town);
        let [codes_left, tallies_left, failures_left, sessions_left] = counts(&town);
        assert_eq!((codes_left, tallies_left, failures_left), (codes + 2, tallies + 2, failures + 1));
        assert_eq!(sessions_left, 0, "sessions end with their own time");
        town.pass(3600 + 1);
        swept(&town);
        assert_eq!(counts(&town), [0; 4]);
    };

    a_restored_store_has_nobody_logged_in: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, "13900000001");
        let sent = ask(&town, &number, "13900000001").unwrap();
        let code = sent.code.reveal();
        let entered = wait(log_in_citizen(&town.office, &town.anyone(), &number, "13900000001", code));
        let token = entered.unwrap().value.token;
        assert!(town.known(&token).is_some());
        let [.., open] = counts(&town);
        let ended = wait(end_all_sessions(&town.office, &town.office.system("test"))).unwrap();
        assert_eq!(i64::try_from(ended).unwrap(), open);
        assert!(town.known(&token).is_none());
    };

    a_flood_of_strangers_leaves_a_bounded_number_of_rows: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, "13900000001");
        for place in 0..8 {
            assert!(ask(&town, &id_number(400 + place), "13900000002").is_none());
            fail(&town, &format!("nobody{place}"));
            town.pass(1);
        }
        let sent = ask(&town, &number, "13900000001").unwrap();
        let ctx = town.office.system("sweep");
        while wait(commands::sweep_to(&town.office, &ctx, 3)).unwrap() > 0 {}
        let [codes, tallies, failures, _] = counts(&town);
        assert_eq!((codes, tallies, failures), (3, 3, 3));
        let entered = wait(log_in_citizen(&town.office, &town.anyone(), &number, "13900000001", sent.code.reveal()));
        assert!(entered.is_ok(), "the newest stay: {entered:?}");
    };

    ten_codes_are_kept_for_the_same_words: |db| {
        let town = Town::new(db);
        let number = id_number(293);
        town.citizen("林示例", &number, "13900000001");
        for _ in 0..13 {
            assert!(ask(&town, &number, "13900000001").is_some());
            town.pass(720);
        }
        assert_eq!(count(&town, "login_code"), 10);
        let newest = ask(&town, &number, "13900000001").unwrap();
        let entered = wait(log_in_citizen(&town.office, &town.anyone(), &number, "13900000001", newest.code.reveal()));
        entered.unwrap();
    };
}
