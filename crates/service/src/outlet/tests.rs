//! Outlets, grants and blanks: first the rules, then the commands on both engines.

use std::collections::BTreeSet;

use authz::{Action, Actor, Area, Channel, Grant, Items, Role, Scope, Stage, Standing};
use base::{Day, Region};
use testkit::Database;

use super::testing::{head_office, wait};
use super::*;
use crate::catalog::Tier;
use crate::office::{Ctx, Office, Stop};
use crate::testing::{ctx, office, verified};

fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn grant() -> GrantRow {
    GrantRow {
        id: "grt_1".to_owned(),
        outlet: "out_1".to_owned(),
        region: region("999901"),
        level: Tier::StationFirst,
        items: Items::list(["a", "b"]),
        stages: [Stage::Accept, Stage::Decide].into(),
        area: Area::parse("9999").unwrap(),
        from: day("2026-01-01"),
        until: Some(day("2026-12-31")),
        daily_quota: Some(10),
        standing: Standing::Active,
    }
}

#[test]
fn a_grant_reaches_no_further_than_its_items_leave_to_the_level() {
    let catalog = crate::catalog::Catalog::embedded().unwrap();
    let codes: Vec<String> = catalog.items().map(|item| item.code.clone()).collect();
    let full = Grant::full("out_1", day("2026-01-01"));
    let left = |grant: &Grant, level| rules::within_level(grant.clone(), level, &catalog);
    // What bars nothing stays as it was given, also for items that come later.
    assert_eq!(left(&full, OutletKind::Office.level(1)), std::slice::from_ref(&full));
    assert_eq!(left(&full, OutletKind::PoliceStation.level(1)), std::slice::from_ref(&full));
    // A station of the second level takes everything in, decides what is done at once, and makes no card.
    let stage = |stage: Stage, items: Items| Grant { items, stages: [stage].into(), ..full.clone() };
    let station = left(&full, OutletKind::PoliceStation.level(2));
    let contact = || Items::list(["licence-contact"]);
    assert_eq!(
        station,
        [
            stage(Stage::Accept, Items::list(codes)),
            stage(Stage::Decide, contact()),
            stage(Stage::Issue, contact()),
        ]
    );
    let card = Grant { items: Items::list(["licence-lost"]), stages: [Stage::Issue].into(), ..full.clone() };
    assert_eq!(left(&card, OutletKind::Bank.level(2)), []);
    assert_eq!(left(&card, OutletKind::KioskSite.level(2)), [card]);
}

fn narrowed(change: impl Fn(&mut NarrowGrant)) -> Result<(), String> {
    let now = grant();
    let mut to = NarrowGrant {
        grant: now.id.clone(),
        items: now.items.clone(),
        stages: now.stages.clone(),
        area: now.area.clone(),
        until: now.until,
        daily_quota: now.daily_quota,
    };
    change(&mut to);
    rules::narrow(&now, &to).map(|_| ()).map_err(|refusal| refusal.rule)
}

#[test]
fn an_outlet_answers_for_its_own_area() {
    for (code, area) in [("999901", "999901"), ("999900", "9999"), ("520000", "52")] {
        assert_eq!(area_of(region(code)), Area::parse(area).unwrap());
    }
}

#[test]
fn given_a_grant_when_any_part_is_made_smaller_then_it_is_narrowed() {
    let smaller: [fn(&mut NarrowGrant); 5] = [
        |to| to.items = Items::list(["a"]),
        |to| to.stages = [Stage::Accept].into(),
        |to| to.area = Area::parse("999901").unwrap(),
        |to| to.until = Some(day("2026-06-30")),
        |to| to.daily_quota = Some(9),
    ];
    for change in smaller {
        assert_eq!(narrowed(change), Ok(()));
    }
}

#[test]
fn given_a_grant_when_any_part_reaches_further_then_it_is_refused() {
    let larger: [fn(&mut NarrowGrant); 9] = [
        |_| (),
        |to| to.items = Items::Any,
        |to| to.items = Items::list(["a", "c"]),
        |to| to.items = Items::list(Vec::<String>::new()),
        |to| to.stages = BTreeSet::new(),
        |to| to.stages = [Stage::Accept, Stage::Issue].into(),
        |to| to.area = Area::country(),
        |to| to.until = None,
        |to| to.daily_quota = Some(11),
    ];
    for change in larger {
        assert_eq!(narrowed(change), Err("outlet.grant_not_narrower".to_owned()));
    }
}

#[test]
fn given_a_withdrawn_grant_then_nothing_more_is_done_with_it() {
    let gone = GrantRow { standing: Standing::Withdrawn, ..grant() };
    for allowed in [&[Standing::Active][..], &[Standing::Suspended], &[Standing::Active, Standing::Suspended]]
    {
        assert_eq!(rules::standing(&gone, allowed).unwrap_err().rule, "outlet.grant_standing");
    }
}

#[test]
fn ranges_of_numbers_are_read_as_printed() {
    let numbers = |first: &str, last: &str| rules::numbers(first, last);
    assert_eq!(numbers("5200000000098", "5200000000101").unwrap().len(), 4);
    assert_eq!(numbers("AB0009", "AB0011").unwrap(), ["AB0009", "AB0010", "AB0011"]);
    assert_eq!(numbers("AB0009", "AB0009").unwrap(), ["AB0009"]);
    assert_eq!(numbers("520000000", "520000499").unwrap().len(), RANGE_MAX);
    for (first, last) in [
        ("520000000", "520000500"),
        ("520000002", "520000001"),
        ("AB0009", "AC0011"),
        ("AB0009", "AB00011"),
        ("ab0009", "ab0011"),
        ("１２３４５６", "１２３４５７"),
        ("ABCDEF", "ABCDEG"),
        ("", ""),
    ] {
        assert!(numbers(first, last).is_err(), "{first} {last}");
    }
}

#[test]
fn words_of_an_outlet_are_checked_all_at_once() {
    let mut new = head_office("zy1");
    new.name.en.clear();
    new.tier = 3;
    new.hours = "周一至周五".to_owned();
    let fields: Vec<String> = rules::open(&new).into_iter().map(|error| error.field).collect();
    assert_eq!(fields, ["name", "tier", "hours", "code"]);
    assert!(rules::open(&head_office("ZY01")).is_empty());
}

/// A member of staff of the outlet with these roles.
fn staff(at: &str, roles: &[Role]) -> Actor {
    let staff = authz::Staff {
        person: None,
        roles: roles.iter().copied().collect(),
        outlet: at.to_owned(),
        area: Area::parse("9999").unwrap(),
        grants: vec![Grant::full(at, day("2020-01-01"))],
    };
    Actor::staff(format!("stf_999901_{}", roles[0]), staff)
}

fn at_desk(office: &Office, at: &str, role: Role) -> Ctx {
    ctx(office, staff(at, &[role]), Channel::Counter, Some(at))
}

fn admin(office: &Office) -> Ctx {
    at_desk(office, "out_999901_head", Role::Administrator)
}

/// Two outlets.
fn two(db: &Database) -> (Office, String, String) {
    let office = office(db);
    let head = wait(open(&office, &admin(&office), &head_office("ZY01"))).unwrap().value;
    let branch = OpenOutlet {
        kind: OutletKind::PoliceStation,
        tier: 2,
        region: region("999902"),
        parent: Some(head.clone()),
        ..head_office("ZY02")
    };
    let branch = wait(open(&office, &admin(&office), &branch)).unwrap().value;
    (office, head, branch)
}

fn read<T: Send + 'static>(
    office: &Office,
    work: impl FnOnce(&mut store::Read<'_>) -> Result<T, Stop> + Send + 'static,
) -> T {
    wait(office.query(work)).unwrap()
}

fn rule<T: std::fmt::Debug>(result: Result<T, Stop>) -> String {
    match result.unwrap_err() {
        Stop::Refused(all) => all[0].rule.clone(),
        Stop::Invalid(fields) => fields[0].field.clone(),
        other => format!("{other:?}"),
    }
}

fn scope(actor: &Actor, action: Action) -> Scope {
    Scope::of(actor, action, authz::Context::new(day("2026-11-23"), Channel::Counter).purpose(true))
}

testkit::both! {
    every_statement_and_every_list_is_understood: |db| {
        let office = office(db);
        let engine = office.store().engine();
        read(&office, move |read| {
            for statement in statements() {
                read.prepare_only(statement.text(engine))?;
            }
            let by = staff("out_1", &[Role::Supervisor]);
            for action in [Action::OutletView, Action::GrantView, Action::StockView] {
                let scope = scope(&by, action);
                outlets(read, &scope, Some(OutletStatus::Open), Some("x"), 50)?;
                grants(read, &scope, Some("out_1"), Some("x"), 50)?;
                blanks(read, &scope, Some("out_1"), Some(BlankStatus::InStock), Some("x"), 50)?;
            }
            Ok(())
        });
    };

    an_outlet_is_opened_changed_and_closed: |db| {
        let (office, head, branch) = two(db);
        let taken = wait(open(&office, &admin(&office), &head_office("ZY01")));
        assert_eq!(rule(taken), "code");
        let orphan = OpenOutlet { parent: Some("out_nowhere".to_owned()), ..head_office("ZY03") };
        assert_eq!(rule(wait(open(&office, &admin(&office), &orphan))), "parent");
        // A clerk is told that there is no such thing; the head of another outlet too.
        let words = head_office("ZY02");
        let change_to = ChangeOutlet {
            outlet: branch.clone(),
            name: words.name,
            address: words.address,
            tier: 1,
            hours: "hours.every_day".to_owned(),
        };
        for stranger in [at_desk(&office, &branch, Role::Clerk), at_desk(&office, &head, Role::OutletHead)] {
            assert_eq!(rule(wait(change(&office, &stranger, &change_to))), "NotFound");
        }
        wait(change(&office, &at_desk(&office, &branch, Role::OutletHead), &change_to)).unwrap();
        wait(close(&office, &admin(&office), &branch)).unwrap();
        assert_eq!(rule(wait(close(&office, &admin(&office), &branch))), "Stale");
        let id = branch.clone();
        let now = read(&office, move |read| by_id(read, &id)).unwrap();
        assert_eq!((now.tier, now.hours.as_str(), now.status), (1, "hours.every_day", OutletStatus::Closed));
        let given = GiveGrant {
            outlet: branch.clone(),
            items: Items::Any,
            stages: vec![Stage::Accept],
            area: Area::parse("9999").unwrap(),
            from: day("2026-11-23"),
            until: None,
            daily_quota: None,
        };
        assert_eq!(rule(wait(give_grant(&office, &admin(&office), &given))), "outlet.closed");
        wait(reopen(&office, &admin(&office), &branch)).unwrap();
        let all = read(&office, |read| {
            outlets(read, &scope(&Actor::anyone(), Action::OutletView), Some(OutletStatus::Open), None, 1)
        });
        assert_eq!((all.rows.len(), all.next.as_deref()), (1, Some(head.as_str())));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    authority_is_given_narrowed_suspended_and_withdrawn: |db| {
        let (office, head, branch) = two(db);
        let item = office.rules.catalog.items().next().unwrap().code.clone();
        let mut new = GiveGrant {
            outlet: branch.clone(),
            items: Items::list([item.clone(), "no-such-item".to_owned()]),
            stages: Vec::new(),
            area: Area::parse("9999").unwrap(),
            from: day("2026-11-23"),
            until: Some(day("2026-11-22")),
            daily_quota: Some(30),
        };
        let Err(Stop::Invalid(wrong)) = wait(give_grant(&office, &admin(&office), &new)) else { panic!() };
        assert_eq!(wrong.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["items", "stages", "until"]);
        (new.items, new.stages, new.until) = (Items::list([item]), vec![Stage::Accept, Stage::Issue], None);
        let of_branch = at_desk(&office, &branch, Role::OutletHead);
        // The head of an outlet lays its grant to rest and does not give one.
        assert_eq!(rule(wait(give_grant(&office, &of_branch, &new))), "NotFound");
        let grant = wait(give_grant(&office, &admin(&office), &new)).unwrap().value;
        let narrow = NarrowGrant {
            grant: grant.clone(),
            items: new.items.clone(),
            stages: [Stage::Accept].into(),
            area: new.area.clone(),
            until: Some(day("2026-12-31")),
            daily_quota: Some(20),
        };
        wait(narrow_grant(&office, &admin(&office), &narrow)).unwrap();
        let (id, own) = (branch.clone(), office.clone());
        let held = read(&office, move |read| grants_of(read, &id, &own.rules.catalog, |_| Ok(7)));
        let wanted = Grant {
            outlet: branch.clone(),
            items: new.items,
            stages: [Stage::Accept].into(),
            area: new.area,
            from: day("2026-11-23"),
            until: Some(day("2026-12-31")),
            daily_quota: Some(20),
            standing: Standing::Active,
            taken_today: 7,
        };
        assert_eq!(held, [wanted]);
        wait(suspend_grant(&office, &of_branch, &grant, GrantReason::Conditions)).unwrap();
        assert_eq!(
            rule(wait(suspend_grant(&office, &of_branch, &grant, GrantReason::Conditions))),
            "outlet.grant_standing"
        );
        assert_eq!(rule(wait(resume_grant(&office, &of_branch, &grant))), "NotFound");
        wait(resume_grant(&office, &admin(&office), &grant)).unwrap();
        wait(withdraw_grant(&office, &admin(&office), &grant, GrantReason::Reorganised)).unwrap();
        assert_eq!(rule(wait(resume_grant(&office, &admin(&office), &grant))), "outlet.grant_standing");
        // Those of the branch see it, those of the head office do not, and the administrator sees all.
        for (actor, seen) in [
            (staff(&branch, &[Role::Clerk]), 1),
            (staff(&head, &[Role::Clerk]), 0),
            (staff(&head, &[Role::Administrator]), 1),
        ] {
            let scope = scope(&actor, Action::GrantView);
            let rows = read(&office, move |read| grants(read, &scope, None, None, 50)).rows;
            assert_eq!(rows.len(), seen, "{actor:?}");
            assert!(rows.iter().all(|row| row.standing == Standing::Withdrawn));
        }
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    blanks_come_in_by_ranges_and_leave_one_by_one: |db| {
        let (office, head, branch) = two(db);
        let issuer = at_desk(&office, &head, Role::Issuer);
        let card = BlankKind::DrivingLicence;
        let receive = |ctx: &Ctx, at: &str, first: &str, last: &str| {
            wait(receive_blanks(&office, ctx, at, card, first, last)).map(|done| done.value)
        };
        assert_eq!(receive(&issuer, &head, "5200000000001", "5200000000060").unwrap(), 60);
        // A number is in one stock only, whichever outlet says it has it.
        let other = at_desk(&office, &branch, Role::OutletHead);
        assert_eq!(rule(receive(&other, &branch, "5200000000060", "5200000000070")), "first");
        assert_eq!(receive(&other, &branch, "5200000000061", "5200000000062").unwrap(), 2);
        assert_eq!(rule(receive(&issuer, &branch, "5200000000071", "5200000000072")), "NotFound");
        assert_eq!(rule(receive(&issuer, &head, "71", "72")), "last");

        let take = |at: &str, number: &str, licence: &str| {
            let (at, number, licence) = (at.to_owned(), number.to_owned(), licence.to_owned());
            wait(office.command(&issuer, move |desk| {
                desk.lock(&[&stock_stream(desk.office(), &at)])?;
                take_blank(desk, &at, &number, &licence)
            }))
        };
        take(&head, "5200000000001", "lic_1").unwrap();
        assert_eq!(rule(take(&head, "5200000000001", "lic_2")), "outlet.blank_not_in_stock");
        assert_eq!(rule(take(&head, "5200000000061", "lic_2")), "outlet.blank_not_in_stock");
        assert_eq!(rule(take(&head, "9999999999999", "lic_2")), "outlet.blank_not_in_stock");
        wait(spoil_blank(&office, &issuer, &head, "5200000000002", SpoilReason::Misprint)).unwrap();
        assert_eq!(rule(take(&head, "5200000000002", "lic_2")), "outlet.blank_not_in_stock");
        let id = head.clone();
        let (next, count) = read(&office, move |read| Ok((next_blank(read, &id, card)?, stock_count(read, &id)?)));
        assert_eq!(next.as_deref(), Some("5200000000003"));
        assert_eq!(count, StockCount { in_stock: 58, used: 1, spoiled: 1 });

        let scope = scope(&staff(&head, &[Role::Clerk]), Action::StockView);
        let pages = read(&office, move |read| {
            let first = blanks(read, &scope, None, None, None, 50)?;
            let after = first.next.clone();
            Ok((first, blanks(read, &scope, None, None, after.as_deref(), 50)?))
        });
        assert_eq!((pages.0.rows.len(), pages.1.rows.len(), pages.1.next), (50, 10, None));
        assert_eq!(pages.0.rows[0].used_for.as_deref(), Some("lic_1"));
        assert_eq!(pages.0.rows[1].reason, Some(SpoilReason::Misprint));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    two_clerks_who_take_the_same_card_do_not_both_get_it: |db| {
        let (office, head, _) = two(db);
        let issuer = at_desk(&office, &head, Role::Issuer);
        let card = BlankKind::DrivingLicence;
        wait(receive_blanks(&office, &issuer, &head, card, "5200000000001", "5200000000005")).unwrap();
        let takers: Vec<_> = (0..8).map(|n| {
            let (office, head, issuer) = (office.clone(), head.clone(), issuer.clone());
            std::thread::spawn(move || {
                wait(office.command(&issuer, move |desk| {
                    desk.lock(&[&stock_stream(desk.office(), &head)])?;
                    take_blank(desk, &head, "5200000000003", &format!("lic_{n}"))
                }))
            })
        }).collect();
        let taken = takers.into_iter().filter_map(|taker| taker.join().unwrap().ok()).count();
        assert_eq!(taken, 1);
        assert!(verified(db).ok());
    };
}
