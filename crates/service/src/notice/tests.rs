//! Notices on both engines.

use authz::{Actor, Area, Channel, Role, Staff};
use base::{Day, Text};
use ledger::Fact as _;

use super::rules::{DAYS_MAX, SHOWN_MAX, wrong};
use super::*;
use crate::office::{Ctx, Office, Stop};
use crate::outlet::testing::wait;
use crate::testing::{ctx, office, verified};

fn admin(office: &Office) -> Ctx {
    let staff = Staff {
        person: None,
        roles: [Role::Administrator].into(),
        outlet: "out_999901_head".to_owned(),
        area: Area::parse("9999").unwrap(),
        grants: Vec::new(),
    };
    ctx(office, Actor::staff("stf_999901_admin", staff), Channel::Counter, Some("out_999901_head"))
}

fn new(from: Day) -> NewNotice {
    NewNotice {
        kind: NoticeKind::Warning,
        title: Text::new("系统维护", "Maintenance"),
        body: Text::new("周六上午网上业务暂停。", "Online services rest on Saturday morning."),
        item: None,
        from,
        until: from.plus_days(3),
    }
}

fn fields(new: &NewNotice, today: Day) -> Vec<String> {
    wrong(new, today, |item| item == "licence-lost").into_iter().map(|error| error.field).collect()
}

#[test]
fn a_notice_needs_its_words_in_both_languages_and_days_that_come() {
    let today = Day::parse("2026-11-23").unwrap();
    assert!(fields(&new(today), today).is_empty());
    let blank = NewNotice { title: Text::new(" ", "x"), body: Text::new("好", ""), ..new(today) };
    assert_eq!(fields(&blank, today), ["title_zh", "body_en"]);
    let long = NewNotice { title: Text::new("长".repeat(81), "x".repeat(80)), ..new(today) };
    assert_eq!(fields(&long, today), ["title_zh"]);
    let lines = NewNotice { body: Text::new("一\n二", "a\u{7}b"), ..new(today) };
    assert_eq!(fields(&lines, today), ["body_en"]);
    let passed = NewNotice { until: today.plus_days(-1), ..new(today.plus_days(-5)) };
    assert_eq!(fields(&passed, today), ["until"]);
    let upside = NewNotice { from: today.plus_days(2), until: today.plus_days(1), ..new(today) };
    assert_eq!(fields(&upside, today), ["until"]);
    let last = |days: i32| NewNotice { until: today.plus_days(days), ..new(today) };
    assert!(fields(&last(DAYS_MAX), today).is_empty());
    assert_eq!(fields(&last(DAYS_MAX + 1), today), ["until"]);
    let of = |item: &str| NewNotice { item: Some(item.to_owned()), ..new(today) };
    assert!(fields(&of("licence-lost"), today).is_empty());
    assert_eq!(fields(&of("licence-none"), today), ["item"]);
}

testkit::both! {
    a_notice_is_shown_on_its_days_until_it_is_withdrawn: |db| {
        let office = office(db);
        let today = office.clock.now().day();
        let by_admin = || admin(&office);
        let id = wait(publish(&office, &by_admin(), &new(today.plus_days(1)))).unwrap().value;
        let shown = |on: Day| {
            let found = wait(office.query(move |read| in_force(read, on))).unwrap();
            found.into_iter().map(|notice| notice.id).collect::<Vec<_>>()
        };
        assert!(shown(today).is_empty() && shown(today.plus_days(5)).is_empty());
        assert_eq!(shown(today.plus_days(1)), std::slice::from_ref(&id));
        assert_eq!(shown(today.plus_days(4)), std::slice::from_ref(&id));

        let citizen = ctx(&office, Actor::citizen("per_x"), Channel::Online, None);
        assert!(matches!(wait(publish(&office, &citizen, &new(today))), Err(Stop::NotFound)));
        assert!(matches!(wait(withdraw(&office, &citizen, &id)), Err(Stop::NotFound)));
        assert!(matches!(wait(withdraw(&office, &by_admin(), "ntc_999901_none")), Err(Stop::NotFound)));

        let done = wait(withdraw(&office, &by_admin(), &id)).unwrap();
        assert_eq!(done.receipts[0].kind, NoticeWithdrawn::KIND);
        assert!(shown(today.plus_days(2)).is_empty());
        assert!(wait(withdraw(&office, &by_admin(), &id)).unwrap().receipts.is_empty());
        let all = wait(office.query(|read| newest(read, 10))).unwrap();
        assert_eq!((all.len(), all[0].standing), (1, NoticeStanding::Withdrawn));
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };

    no_more_are_shown_on_a_day_than_people_read: |db| {
        let office = office(db);
        let today = office.clock.now().day();
        let by_admin = || admin(&office);
        let first = wait(publish(&office, &by_admin(), &new(today))).unwrap().value;
        for _ in 1..SHOWN_MAX {
            wait(publish(&office, &by_admin(), &new(today))).unwrap();
        }
        let Stop::Invalid(errors) = wait(publish(&office, &by_admin(), &new(today))).unwrap_err() else {
            panic!("it is one too many")
        };
        assert_eq!(errors[0].field, "from");
        // A long one would stand beside all five in its midst.
        let long = NewNotice { from: today.plus_days(-5), until: today.plus_days(30), ..new(today) };
        assert!(matches!(wait(publish(&office, &by_admin(), &long)), Err(Stop::Invalid(_))));
        wait(publish(&office, &by_admin(), &new(today.plus_days(10)))).unwrap();
        wait(withdraw(&office, &by_admin(), &first)).unwrap();
        wait(publish(&office, &by_admin(), &new(today))).unwrap();
    };
}
