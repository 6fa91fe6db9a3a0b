//! Files, overlays, digests and the rule set.

use base::Day;

use super::super::load::EMBEDDED;
use super::super::{Act, Catalog, CatalogError, Channel, RuleSet, Tier};
use super::{catalog, check, item, law, text_of};

#[test]
fn an_overlay_changes_what_it_names_and_nothing_else() {
    let text = r#"
        [item]
        channels = ["counter"]
        [item.tiers]
        station_second = ["accept", "decide"]
        [[item.need]]
        id = "photo"
        before = "open"
        [[item.condition]]
        id = "licence.renewal_too_early"
        reason = { zh = "还早。", en = "Too early." }
    "#;
    let office = Catalog::load(EMBEDDED, &[("licence-renew-expiry.toml", text)]).expect("overlay");
    assert!(check(&office, law()).is_empty());
    let (changed, original) =
        (office.item("licence-renew-expiry").expect("item"), item("licence-renew-expiry"));
    assert_eq!(changed.channels, [Channel::Counter]);
    assert!(
        changed.allows(Tier::StationSecond, Act::Decide)
            && !original.allows(Tier::StationSecond, Act::Decide)
    );
    assert!(changed.allows(Tier::Office, Act::Issue) && !changed.allows(Tier::Network, Act::Decide));
    assert_eq!(changed.needs.len(), original.needs.len());
    assert_eq!(changed.conditions.len(), original.conditions.len());
    let early = changed.conditions.iter().find(|c| c.id == "licence.renewal_too_early").expect("condition");
    assert_eq!((early.reason.en.as_str(), early.instead.en.is_empty()), ("Too early.", false));
    assert_ne!(office.digest(), catalog().digest());
}

#[test]
fn an_overlay_may_add_an_item() {
    let text = text_of("licence-damaged")
        .replace("\"licence-damaged\"\nname", "\"licence-worn\"\nname")
        .replace("synonyms = [", "synonyms = [\"驾照磨花了\"]\nold = [");
    let mut table: toml::Table = toml::from_str(&text).expect("TOML");
    table["item"].as_table_mut().expect("item").remove("old");
    let whole = toml::to_string(&table).expect("TOML");
    let more = Catalog::load(EMBEDDED, &[("licence-worn.toml", &whole)]).expect("overlay");
    assert_eq!(more.items().count(), 5);
    assert!(more.item("licence-worn").is_ok() && check(&more, law()).is_empty());
}

#[test]
fn files_that_are_no_items_are_errors() {
    let error =
        |name: &str, text: &str| Catalog::load(EMBEDDED, &[(name, text)]).expect_err(text).to_string();
    assert!(error("licence-lost.toml", "[item").contains("licence-lost.toml: "));
    assert!(error("new.toml", "[item]\ncode = \"new\"\n").contains("missing field"));
    assert!(error("licence-lost.toml", "[items]\n").contains("only [item] may stand at the top"));
    assert!(error("new.toml", "").contains("[item] is missing"));
    assert!(error("licence-lost.toml", "[item]\ncode = \"lost\"\n").contains("the file must be lost.toml"));
    assert!(error("licence-lost.toml", "[item]\ncolour = 1\n").contains("unknown field `colour`"));
    let shape = error("licence-lost.toml", "[item]\nshape = \"cases\"\n");
    assert!(shape.contains("no Shape") && shape.contains("\"case\""), "{shape}");
}

#[test]
fn an_unknown_code_names_the_nearest() {
    let error = catalog().item("licence-renew").expect_err("no such item");
    assert_eq!(
        error.to_string(),
        "there is no item licence-renew; the nearest known is licence-renew-expiry"
    );
    assert!(matches!(error, CatalogError::Unknown { .. }));
}

#[test]
fn the_rule_set_has_one_digest_over_law_and_catalogue() {
    let embedded = RuleSet::embedded().expect("rule set");
    assert_eq!((embedded.digest.len(), embedded.catalog.digest().len()), (64, 64));
    let same = RuleSet::with_overlay(&[], &[]).expect("rule set");
    assert_eq!(same.digest, embedded.digest);
    let fee = "[[row]]\nkey = \"licence.card\"\nfen = 900\n";
    let other_law = RuleSet::with_overlay(&[("fees.toml", fee)], &[]).expect("rule set");
    let words = "[item]\nname = { en = \"Replace a lost licence\" }\n";
    let other_words = RuleSet::with_overlay(&[], &[("licence-lost.toml", words)]).expect("rule set");
    assert_eq!(other_words.catalog.item("licence-lost").expect("item").name.zh, "遗失补证");
    assert!(![&other_law.digest, &other_words.digest].contains(&&embedded.digest));
    assert_ne!(other_law.digest, other_words.digest);
    assert_eq!(
        other_law.law.fee("licence.card", Day::parse("2026-11-21").expect("day")).expect("fee").value.0,
        900
    );
    assert!(RuleSet::with_overlay(&[("fee.toml", "")], &[]).is_err());
    assert!(RuleSet::with_overlay(&[], &[("x.toml", "")]).is_err());
}
