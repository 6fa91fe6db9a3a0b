//! Registrations of vehicles and cancelled licences (164§10–42, §80–81; 162§79).

use super::{day, law, rests_on};
use crate::Again;

#[test]
fn registrations_take_what_the_order_names() {
    let on = day("2026-11-21");
    let golden = [
        ("register", 6, true, None, 2, "164§12"),
        ("change.colour", 3, true, None, 1, "164§16"),
        ("move_in", 2, true, Some(30), 3, "164§18"),
        ("swap", 4, false, None, 1, "164§20"),
        ("record.contact", 1, false, Some(30), 1, "164§24"),
        ("transfer", 4, true, Some(30), 1, "164§25"),
        ("mortgage", 3, false, None, 1, "164§31"),
        ("cancel.scrap", 4, false, None, 1, "164§37"),
        ("certificate", 1, false, None, 1, "164§52"),
        ("vehicle_licence", 1, false, None, 1, "164§52"),
        ("plate", 1, false, None, 15, "164§51"),
        ("inspection_mark.on_site", 4, true, None, 1, "164§54"),
        ("inspection_mark.exempt", 3, false, None, 1, "164§55"),
        ("inspection_mark.replace", 2, false, None, 1, "164§57"),
        ("release.pledge", 2, false, None, 1, "164§34"),
    ];
    for (key, papers, seen, within, days, article) in golden {
        let answer = law().registration(key, on).unwrap();
        let value = &answer.value;
        assert_eq!(
            (value.needs.len(), value.vehicle_seen, value.within_days, value.working_days),
            (papers, seen, within, days),
            "{key}"
        );
        assert!(rests_on(&answer, article), "{key}");
    }
    assert_eq!(law().registrations().count(), 32);
}

#[test]
fn refusals_stop_the_business_they_name() {
    let on = day("2026-11-21");
    let keys = |business: &str| -> Vec<String> {
        law()
            .registration_refusals(business, on)
            .unwrap()
            .value
            .into_iter()
            .map(|refusal| refusal.key)
            .collect()
    };
    assert_eq!(keys("register").len(), 12, "the ten of article 15, false papers and fraud");
    assert!(keys("change.use").contains(&"last_year.change".to_owned()));
    assert!(
        keys("move_out").contains(&"last_year.change".to_owned())
            && keys("move_out").contains(&"unsettled".to_owned())
    );
    assert!(
        keys("transfer").contains(&"last_year.transfer".to_owned())
            && !keys("transfer").contains(&"encumbered".to_owned())
    );
    assert!(keys("cancel.scrap").contains(&"encumbered".to_owned()));
    let release = ["false_papers", "fraud", "papers_invalid", "seized"];
    assert_eq!(keys("release.mortgage"), release);
    assert_eq!(keys("release.pledge"), release);
    let has = |business: &str, key: &str| keys(business).contains(&key.to_owned());
    for business in ["change.colour", "move_in", "move_out", "coowner"] {
        for key in ["papers_invalid", "scrap_due", "seized", "stolen", "identity_changed", "outline_changed"]
        {
            assert!(has(business, key), "article 21: {business}, {key}");
        }
    }
    assert!(!has("change.colour", "last_year.change") && !has("coowner", "last_year.change"));
    assert!(has("cancel.abroad", "unsettled") && has("cancel.returned", "unsettled"));
    assert!(!has("cancel.scrap", "unsettled") && !has("inspection_mark.replace", "unsettled"));
    for business in law().registrations() {
        assert!(has(business, "false_papers") && has(business, "fraud"), "{business}");
    }
}

#[test]
fn a_cancelled_licence_comes_back_as_the_ground_allows() {
    let on = day("2026-11-21");
    let golden = [
        ("death", Again::Never),
        ("own_request", Again::Reapply),
        ("overdue", Again::SubjectOne),
        ("medical", Again::Medical),
        ("age", Again::Never),
        ("revoked", Again::AfterBar),
    ];
    for (ground, again) in golden {
        assert_eq!(law().after_cancellation(ground, on).unwrap().value, again, "{ground}");
        assert!(!law().cancellation_name(ground, on).unwrap().en.is_empty());
    }
}

#[test]
fn exempt_vehicles_that_are_inspected_all_the_same() {
    let needed = |imported, since, accident| {
        law().safety_inspection_needed(imported, day(since), accident, day("2026-11-21")).unwrap()
    };
    assert!(!needed(false, "2024-11-21", false).value && needed(false, "2024-11-20", false).value);
    assert!(!needed(true, "2024-11-21", false).value && needed(true, "2024-11-20", false).value);
    assert!(needed(false, "2026-11-01", true).value);
    assert!(rests_on(&needed(false, "2026-11-01", false), "164§11"));
    // Ten working days, over the autumn holidays of 2026.
    assert_eq!(law().change_deadline(day("2026-09-18")).unwrap().value.day, day("2026-10-09"));
}
