//! Broken items give findings that say where and what.

use super::super::check_files;
use super::super::load::EMBEDDED;
use super::{law, text_of};

/// What `check_files` finds when an overlay changes the renewal.
fn found(change: &str) -> Vec<String> {
    let overlay = [("licence-renew-expiry.toml", change)];
    check_files(EMBEDDED, &overlay, law()).iter().map(ToString::to_string).collect()
}

/// What it finds when a text in the renewal's file is replaced.
fn found_with(from: &str, to: &str) -> Vec<String> {
    let text = text_of("licence-renew-expiry");
    assert!(text.contains(from), "{from}");
    let changed = text.replacen(from, to, 1);
    check_files(&[("licence-renew-expiry.toml", &changed)], &[], law())
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn says(findings: &[String], place: &str, message: &str) {
    let expected = findings.iter().any(|f| f.contains(place) && f.contains(message));
    assert!(expected, "{place:?} {message:?} not among {findings:#?}");
}

#[test]
fn names_that_do_not_exist_are_found_with_the_nearest() {
    says(&found("[item]\nask = \"期满换领\""), "ask", "the nearest is 期满换证");
    says(&found("[item]\nfee = \"licence.cart\""), "fee", "the nearest is licence.card");
    says(&found("[item]\nlimit = \"licence.exchang\""), "limit", "the nearest is licence.exchange");
    let predicate = found_with("\"licence.review_done\"", "\"licence.review\"");
    says(&predicate, "file", "there is no predicate licence.review; the nearest is licence.review_done");
    let verb = found_with("\"licence.reissue\"", "\"licence.reissued\"");
    says(&verb, "file", "there is no effect licence.reissued; the nearest is licence.reissue");
    let kind = found_with("kind = \"payment\"", "kind = \"pay\"");
    says(&kind, "file", "no RequirementKind");
}

#[test]
fn arguments_of_the_wrong_type_are_found() {
    let state = found_with("states = [\"too_early\"]", "states = [\"early\"]");
    says(&state, "file", "unknown variant `early`");
    let none = found_with("states = [\"too_early\"]", "states = []");
    says(&none, "file", "not empty");
    let other = found_with("states = [\"too_early\"]", "statuses = [\"normal\"]");
    says(&other, "file", "wants one argument, states");
    let extra = found_with("predicate = \"licence.held\"", "predicate = \"licence.held\"\nargs = { a = 1 }");
    says(&extra, "file", "takes no arguments");
    let validity = found_with("validity = \"renewed\"", "validity = \"new\"");
    says(&validity, "file", "licence.reissue: unknown variant `new`");
    let lost = text_of("licence-lost").replace("validity = \"kept\"", "validity = \"renewed\"");
    let findings = check_files(&[("licence-lost.toml", &lost)], &[], law());
    assert!(findings.iter().any(|f| f.message.contains("a replacement keeps the validity")), "{findings:?}");
}

#[test]
fn streams_that_are_not_locked_are_found() {
    let findings = found("[item]\nstreams = [\"person\"]");
    says(&findings, "streams", "licence is not locked, but the subject needs it");
    says(&findings, "streams", "licence is not locked, but licence.reissue needs it");
    says(&findings, "streams", "but licence.unsettled_violations needs it");
    says(
        &found("[item]\nstreams = [\"licence\"]"),
        "streams",
        "person is not locked, but medical_certificate needs it",
    );
}

#[test]
fn conditions_that_contradict_their_test_facts_are_found() {
    let condition =
        |rest: &str| found(&format!("[[item.condition]]\nid = \"licence.unsettled_violations\"\n{rest}"));
    says(
        &condition("holds_for = [{ licence = { unsettled_violations = 1 } }]"),
        "licence.unsettled_violations",
        "where it should hold",
    );
    says(
        &condition("fails_for = [{ licence = { unsettled_violations = 0 } }]"),
        "licence.unsettled_violations",
        "where it should fail",
    );
    says(
        &condition("fails_for = [{ licence = { unsettled_violations = \"unknown\" } }]"),
        "licence.unsettled_violations",
        "is unknown for want of violations",
    );
    says(&condition("fails_for = []"), "licence.unsettled_violations", "no test facts");
    says(
        &condition("fails_for = [{ licence = { unsettled = 1 } }]"),
        "licence.unsettled_violations",
        "test facts: ",
    );
    says(
        &found("[item.example]\nas_of = \"2026-01-01\""),
        "example",
        "is refused under licence.renewal_too_early",
    );
    says(
        &found("[item.example.licence]\nreviewed = \"unknown\"\nclasses = \"B2\"\npoints_in_ended_cycle = 1"),
        "example",
        "leaves studies unknown",
    );
    says(&found("[item.example]\nas_of = \"2020-01-01\""), "example", "no row of");
}

#[test]
fn words_that_are_missing_or_say_figures_are_found() {
    says(&found("[item.text]\nsummary = { en = \"\" }"), "text.summary", "English text is missing");
    says(&found("[item.text]\nwho = { zh = \"TODAY\" }"), "text.who", "Chinese text is missing");
    says(&found("[item.text]\nwho = { en = \"换证\" }"), "text.who", "has Chinese in it");
    says(&found("[item.text]\nwho = { zh = \"届满前90日\" }"), "text.who", "a figure stands in the words");
    says(
        &found("[item.text]\nwho = { zh = \"届满前{figure.renewal.opens}\" }"),
        "text.who",
        "nothing fills {figure.renewal.opens}",
    );
    says(&found("[item.text]\nsteps = []"), "text.steps", "there are no steps");
    says(&found("[item]\nsynonyms = []"), "synonyms", "there are none");
    says(&found("[item]\nsynonyms = [\"renew\"]"), "synonyms", "is not Chinese");
    says(&found("[item]\nsynonyms = [\"补证\"]"), "synonyms", "补证 also means licence-lost");
    let slot =
        found("[[item.condition]]\nid = \"licence.ended\"\nreason = { zh = \"已于{valid_until}失效。\" }");
    says(&slot, "licence.ended reason", "nothing fills {valid_until}");
}

#[test]
fn articles_and_parts_that_are_missing_are_found() {
    says(&found("[item]\narticles = []"), "articles", "names no article");
    says(&found("[item]\narticles = [\"123§63\"]"), "articles", "no article that can be spelt out");
    says(&found("[item]\narticles = [\"162§六\"]"), "articles", "no article that can be spelt out");
    says(
        &found("[[item.condition]]\nid = \"licence.ended\"\narticles = []"),
        "licence.ended",
        "names no article",
    );
    says(
        &found("[[item.condition]]\nid = \"licence.ended\"\nown_rule = true"),
        "licence.ended",
        "not the platform's own",
    );
    says(&found("[item]\nwho = []"), "who", "nobody");
    says(&found("[item]\nchannels = []"), "channels", "nowhere");
    says(&found("[item]\neffective_until = \"2022-01-01\""), "effective_until", "ends before it begins");
    says(&found("[item]\neffect = []"), "effect", "nothing happens");
    says(&found("[item]\nshape = \"instant\""), "limit", "no limit in days");
    says(&found("[item]\nshape = \"instant\""), "need production", "nothing is issued");
    says(
        &found("[[item.need]]\nid = \"fee\"\nkind = \"consent\""),
        "fee",
        "exactly one need of kind payment",
    );
    says(
        &found("[[item.need]]\nid = \"photo\"\nwaived_by = \"violations\""),
        "need photo",
        "proves no paper",
    );
    says(&found("[[item.need]]\nid = \"fee\"\nundertaking = true"), "need fee", "of a paper only");
    says(
        &found("[[item.need]]\nid = \"photo\"\nkind = \"waiver_check\""),
        "need photo",
        "checks are made by judging",
    );
    let twice = found_with("id = \"photo\"", "id = \"medical_certificate\"");
    says(&twice, "need medical_certificate", "used twice");
    let id = found_with("id = \"licence.ended\"", "id = \"Ended\"");
    says(&id, "condition Ended", "folder.reason");
    let tiers = found_with(
        "office = [\"accept\", \"decide\", \"issue\"]\ncounty = [\"accept\", \"decide\", \"issue\"]\nstation_first = [\"accept\", \"decide\", \"issue\"]",
        "office = [\"accept\"]",
    );
    says(&tiers, "tiers", "no level may decide");
}

#[test]
fn a_file_that_is_no_item_does_not_hide_the_others() {
    let findings = check_files(
        EMBEDDED,
        &[("x.toml", "[item]\n"), ("licence-lost.toml", "[item]\nfee = \"no\"")],
        law(),
    );
    let mut places: Vec<&str> = findings.iter().map(|f| f.item.as_str()).collect();
    places.dedup();
    assert_eq!(places, ["x.toml", "licence-lost"]);
    let syntax = check_files(EMBEDDED, &[("x.toml", "[[[")], law());
    assert_eq!((syntax.len(), syntax[0].item.as_str()), (1, "catalogue"));
}
