//! Judging: everything at once, waivers, what is unknown, fees and limits.

use base::{Day, Fen};

use super::super::{Before, Effect, EffectOn, Party, RequirementKind, Source, SpecState};
use super::{facts, item, judged, law, rules, spec};

const RENEW: &str = "licence-renew-expiry";

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

#[test]
fn a_clean_renewal_asks_for_no_paper() {
    let judgement = judged(RENEW, "");
    assert!(judgement.refusals.is_empty() && judgement.unknown.is_empty());
    let seen: Vec<(&str, SpecState)> =
        judgement.requirements.iter().map(|s| (s.id.as_str(), s.state)).collect();
    assert_eq!(
        seen,
        [
            ("identity_check", SpecState::Asked),
            ("identity_document", SpecState::Waived(Source::PopulationRegister)),
            ("medical_certificate", SpecState::Waived(Source::HospitalNetwork)),
            ("photo", SpecState::Waived(Source::PhotoLibrary)),
            ("fee", SpecState::Asked),
            ("production", SpecState::Asked),
            ("handover", SpecState::Asked),
        ]
    );
    assert_eq!((judgement.fee, judgement.limit_working_days), (Fen::yuan(10), 1));
    for article in ["162§63", "162§68", "发改价格〔2004〕2831号"] {
        assert!(judgement.articles.iter().any(|known| known.0 == article), "{article}");
    }
}

#[test]
fn the_window_has_the_edges_of_the_law() {
    // Valid until 2026-12-20: open from 2026-09-21 to 2027-12-20, restored until 2029-12-20.
    for (as_of, refused) in [
        ("2026-09-20", vec!["licence.renewal_too_early"]),
        ("2026-09-21", vec![]),
        ("2026-12-20", vec![]),
        ("2026-12-21", vec![]),
        ("2027-12-20", vec![]),
        ("2027-12-21", vec!["licence.renewal_lapsed"]),
        ("2029-12-20", vec!["licence.renewal_lapsed"]),
        ("2029-12-21", vec!["licence.renewal_forfeited"]),
    ] {
        let judgement = judged(RENEW, &format!("as_of = \"{as_of}\""));
        assert_eq!(rules(&judgement), refused, "{as_of}");
    }
    let early = judged(RENEW, "as_of = \"2026-09-20\"");
    let refusal = &early.refusals[0];
    assert!(
        refusal.reason.zh.contains("有效期至2026年12月20日，2026年9月21日起才能"),
        "{}",
        refusal.reason.zh
    );
    assert!(refusal.instead.en.contains("from 2026-09-21"), "{}", refusal.instead.en);
    assert_eq!(refusal.articles.first().map(|article| article.0.as_str()), Some("162§63"));
}

#[test]
fn everything_that_stands_in_the_way_is_told_at_once() {
    let judgement = judged(
        RENEW,
        r#"
        as_of = "2026-09-20"
        person = { birth = "1960-01-01", medical = { fit = false } }
        [licence]
        classes = "A2"
        status = "detained"
        unsettled_violations = 3
        unsettled_accidents = 1
        points_in_ended_cycle = 2
        reviewed = false
        open_items = ["licence-lost"]
        "#,
    );
    assert_eq!(
        rules(&judgement),
        [
            "licence.held_by_police",
            "licence.renewal_too_early",
            "licence.unsettled_violations",
            "licence.unsettled_accidents",
            "person.past_age",
            "licence.review_outstanding",
            "medical.unfit",
            "licence.case_open",
        ]
    );
    let age = &judgement.refusals[4];
    assert!(
        age.reason.zh.contains("已满66周岁") && age.reason.zh.contains("重型牵引挂车（A2）"),
        "{}",
        age.reason.zh
    );
    assert!(judgement.refusals[2].reason.zh.contains("还有3起"));
}

#[test]
fn a_missing_licence_is_refused_once() {
    for code in [RENEW, "licence-lost", "licence-damaged"] {
        assert_eq!(rules(&judged(code, "licence = \"nothing\"")), ["licence.not_found"], "{code}");
    }
}

#[test]
fn a_licence_that_is_over_is_not_also_too_late() {
    let over = "licence = { status = \"cancelled\", valid_until = \"2020-01-01\" }";
    for code in [RENEW, "licence-lost", "licence-damaged"] {
        assert_eq!(rules(&judged(code, over)), ["licence.ended"], "{code}");
    }
}

#[test]
fn what_is_not_proved_is_asked_for() {
    let judgement = judged(
        RENEW,
        "person = { identity_confirmed = false, photo_on_file = false, medical = \"nothing\" }",
    );
    for id in ["identity_document", "medical_certificate", "photo"] {
        let spec = spec(&judgement, id);
        assert_eq!(
            (spec.state, spec.kind, spec.party),
            (SpecState::Asked, RequirementKind::Material, Party::Applicant),
            "{id}"
        );
    }
    assert!(judgement.refusals.is_empty() && judgement.unknown.is_empty());
    assert!(spec(&judgement, "medical_certificate").help.zh.contains("6个月内有效"));
}

#[test]
fn a_medical_check_counts_six_months() {
    let state = |issued: &str| {
        let judgement = judged(RENEW, &format!("person = {{ medical = {{ issued = \"{issued}\" }} }}"));
        spec(&judgement, "medical_certificate").state
    };
    assert_eq!(state("2026-05-21"), SpecState::Waived(Source::HospitalNetwork));
    assert_eq!(state("2026-05-20"), SpecState::Asked);
}

#[test]
fn a_source_that_is_down_never_refuses() {
    let judgement = judged(
        RENEW,
        r#"
        person = { identity_confirmed = "unknown", photo_on_file = "unknown", medical = "unknown" }
        [licence]
        cycles_with_12_points = "unknown"
        unsettled_violations = "unknown"
        unsettled_accidents = "unknown"
        points_in_ended_cycle = "unknown"
        accident_in_ended_cycle = "unknown"
        reviewed = "unknown"
        "#,
    );
    assert!(judgement.refusals.is_empty());
    let waiting: Vec<(Source, Vec<&str>)> = judgement
        .unknown
        .iter()
        .map(|u| (u.source, u.waiting.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        waiting,
        [
            (
                Source::Violations,
                vec!["licence.unsettled_violations", "licence.review_outstanding", "licence.reissue"]
            ),
            (Source::Accidents, vec!["licence.unsettled_accidents"]),
            (Source::PopulationRegister, vec!["identity_document"]),
            (Source::HospitalNetwork, vec!["medical_certificate"]),
            (Source::PhotoLibrary, vec!["photo"]),
        ]
    );
    let paper = spec(&judgement, "identity_document");
    let due = day("2026-11-23");
    assert_eq!(paper.state, SpecState::Checking { source: Source::PopulationRegister, due });
    assert_eq!(
        (paper.kind, paper.party, paper.before),
        (RequirementKind::WaiverCheck, Party::System, Before::Decide)
    );
    let check = spec(&judgement, "violations");
    assert_eq!(check.state, SpecState::Checking { source: Source::Violations, due });
    assert_eq!((check.kind, check.before), (RequirementKind::DataCheck, Before::Decide));
    assert_eq!(check.name.zh, "交通违法和记分信息核查中");
    assert!(check.articles.iter().any(|article| article.0 == "162§73"));
    let checks = judgement.requirements.iter().filter(|s| s.kind == RequirementKind::DataCheck).count();
    assert_eq!(checks, 2, "a paper's waiver is not also a check of data");
}

#[test]
fn an_unknown_licence_refuses_nothing_either() {
    let judgement = judged("licence-lost", "licence = \"unknown\"");
    assert!(judgement.refusals.is_empty());
    assert_eq!(judgement.unknown.len(), 1);
    assert_eq!(spec(&judgement, "licence_register").kind, RequirementKind::DataCheck);
}

#[test]
fn an_unknown_review_matters_only_where_the_law_could_ask_for_one() {
    let small = judged(RENEW, "licence = { points_in_ended_cycle = \"unknown\", reviewed = \"unknown\" }");
    assert!(small.unknown.is_empty(), "points ask for no review of class C1");
    let large = judged(
        RENEW,
        "licence = { classes = \"B2\", points_in_ended_cycle = \"unknown\", reviewed = \"unknown\" }",
    );
    assert_eq!(large.unknown[0].source, Source::Violations);
    let studied =
        judged(RENEW, "licence = { classes = \"B2\", points_in_ended_cycle = 3, reviewed = \"unknown\" }");
    assert_eq!(studied.unknown[0].source, Source::Studies);
}

#[test]
fn an_extension_that_nobody_told_of_matters_only_where_one_could_be() {
    let held = |birth: &str, classes: &str, extended: &str| {
        let licence = format!("licence = {{ classes = \"{classes}\", extended_until = \"{extended}\" }}");
        judged("licence-lost", &format!("{licence}\nperson = {{ birth = \"{birth}\" }}"))
    };
    // On 2026-11-21: sixty-three on the day, and sixty-six, which no extension reaches (162§65).
    let may_be = held("1963-11-21", "A1", "unknown");
    assert!(may_be.refusals.is_empty());
    assert_eq!(may_be.unknown[0].source, Source::LicenceRegister);
    assert_eq!(rules(&held("1960-11-21", "A1", "unknown")), ["person.past_age"]);
    assert_eq!(rules(&held("1963-11-21", "A1", "nothing")), ["person.past_age"]);
    assert!(held("1963-11-21", "A1", "2028-01-01").refusals.is_empty());
    // Nobody is kept waiting for what does not concern them.
    assert!(held("1963-11-22", "A1", "unknown").unknown.is_empty(), "not sixty-three yet");
    assert!(held("1963-11-21", "C1", "unknown").unknown.is_empty());
    assert_eq!(rules(&held("1956-11-21", "D", "unknown")), ["person.past_age"], "D has no extension");
}

#[test]
fn the_old_take_the_test_before_they_renew() {
    let asked = judged(RENEW, "person = { birth = \"1956-11-21\" }");
    assert_eq!(spec(&asked, "ability_test").state, SpecState::Asked);
    let passed =
        judged(RENEW, "person = { birth = \"1956-11-21\", ability_test_passed_on = \"2025-11-21\" }");
    assert_eq!(spec(&passed, "ability_test").state, SpecState::Waived(Source::AbilityTests));
    let long_ago =
        judged(RENEW, "person = { birth = \"1956-11-21\", ability_test_passed_on = \"2025-11-20\" }");
    assert_eq!(spec(&long_ago, "ability_test").state, SpecState::Asked);
    let younger = judged(RENEW, "person = { birth = \"1956-11-22\" }");
    assert!(younger.requirements.iter().all(|spec| spec.id != "ability_test"));
}

#[test]
fn an_agent_brings_a_mandate() {
    for code in [RENEW, "licence-lost", "licence-damaged"] {
        let judgement = judged(code, "by_agent = true");
        assert!(judgement.refusals.is_empty(), "{code}");
        let article = spec(&judgement, "agent_mandate").articles.first().map(|article| article.0.as_str());
        assert_eq!(article, Some("162§105"), "{code}");
        assert!(judged(code, "").requirements.iter().all(|spec| spec.id != "agent_mandate"), "{code}");
    }
    // The number is where the codes go with which its owner logs in: nobody else changes it.
    assert_eq!(rules(&judged("licence-contact", "by_agent = true")), ["item.not_by_agent"]);
    let mut own = item(RENEW);
    own.who.retain(|who| *who == super::super::Who::Holder);
    let judgement = own.judge(law(), &facts(&own, "by_agent = true")).expect("judged");
    assert_eq!(rules(&judgement), ["item.not_by_agent"]);
}

#[test]
fn an_item_that_is_not_offered_is_refused() {
    let mut ended = item(RENEW);
    ended.effective_until = Some(day("2026-11-20"));
    let judgement = ended.judge(law(), &facts(&ended, "")).expect("judged");
    assert_eq!(rules(&judgement), ["item.not_in_force"]);
    assert!(ended.in_force(day("2026-11-20")) && !ended.in_force(day("2022-03-31")));
}

#[test]
fn a_fee_that_is_abolished_is_not_asked_for() {
    let free =
        law().with_overlay(&[("fees.toml", "[[row]]\nkey = \"licence.card\"\nfen = 0\n")]).expect("overlay");
    let renewal = item(RENEW);
    let judgement = renewal.judge(&free, &facts(&renewal, "")).expect("judged");
    assert!(
        judgement.fee.is_zero() && judgement.requirements.iter().all(|s| s.kind != RequirementKind::Payment)
    );
}

#[test]
fn a_lost_licence_is_replaced_only_while_it_can_be() {
    for (differences, refused) in [
        ("", vec![]),
        ("licence = { unsettled_violations = 5 }", vec![]),
        ("licence = { status = \"detained\" }", vec!["licence.held_by_police"]),
        ("licence = { status = \"suspended\" }", vec!["licence.held_by_police"]),
        ("licence = { valid_until = \"2026-11-20\" }", vec!["licence.expired"]),
        ("licence = { valid_until = \"2025-11-20\" }", vec!["licence.renewal_lapsed"]),
        ("licence = { valid_until = \"2023-11-20\" }", vec!["licence.renewal_forfeited"]),
        ("licence = { valid_until = \"none\", term = \"长期\" }", vec![]),
        ("licence = { open_items = [\"licence-lost\"] }", vec!["licence.case_open"]),
    ] {
        assert_eq!(rules(&judged("licence-lost", differences)), refused, "{differences}");
        assert_eq!(rules(&judged("licence-damaged", differences)), refused, "{differences}");
    }
    assert_eq!(judged("licence-lost", "").fee, Fen::yuan(10));
}

#[test]
fn contact_is_changed_at_once_and_for_nothing() {
    let judgement = judged("licence-contact", "");
    assert_eq!((judgement.fee, judgement.limit_working_days), (Fen::ZERO, 0));
    assert_eq!(spec(&judgement, "new_phone").kind, RequirementKind::Identity);
    let address = judged(
        "licence-contact",
        "contact = { phone = \"13900001234\", differs = true }\nas_of = \"2026-11-22\"",
    );
    assert!(address.refusals.is_empty());
    let wrong = judged("licence-contact", "contact = { phone = \"1390000123\" }");
    assert_eq!(rules(&wrong), ["contact.phone_invalid"]);
    assert!(
        wrong.refusals[0].reason.zh.contains("应为11位数字")
            && wrong.refusals[0].reason.en.contains("11 digits")
    );
    let both = judged("licence-contact", "contact = { phone = \"12345\", differs = false }");
    assert_eq!(rules(&both), ["contact.phone_invalid", "contact.unchanged"]);
}

#[test]
fn effects_are_the_verbs_of_the_items() {
    let verbs = |code: &str, on| item(code).effects_on(on).map(Effect::verb).collect::<Vec<_>>();
    assert_eq!(verbs(RENEW, EffectOn::Issued), ["licence.reissue"]);
    assert_eq!(verbs("licence-lost", EffectOn::Issued), ["licence.replace"]);
    assert_eq!(verbs("licence-damaged", EffectOn::Issued), ["licence.replace"]);
    assert_eq!(verbs("licence-contact", EffectOn::Decided), ["person.change_contact"]);
}

#[test]
fn a_day_without_rules_is_an_error_and_no_refusal() {
    let renewal = item(RENEW);
    assert!(renewal.judge(law(), &facts(&renewal, "as_of = \"2021-01-01\"")).is_err());
}
