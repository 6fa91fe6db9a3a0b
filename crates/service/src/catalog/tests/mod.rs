//! The catalogue that comes with the program is in order, broken items are found, and items are judged as the law and
//! the office mean them.

mod broken;
mod facts;
mod judging;
mod loading;

use law::Law;
use toml::{Table, Value};

use super::load::{EMBEDDED, merge_table};
use super::{Catalog, Facts, Item, Judgement, RequirementSpec, check};

fn law() -> &'static Law {
    Law::embedded().expect("the embedded tables are in order")
}

fn catalog() -> Catalog {
    Catalog::embedded().expect("the embedded items can be read")
}

fn item(code: &str) -> Item {
    catalog().item(code).expect(code).clone()
}

fn text_of(code: &str) -> &'static str {
    let file = format!("{code}.toml");
    EMBEDDED.iter().find(|(name, _)| *name == file).map(|(_, text)| *text).expect(code)
}

/// The item's example with these differences.
fn facts(item: &Item, differences: &str) -> Facts {
    let mut table = item.example.clone();
    merge_table(&mut table, toml::from_str::<Table>(differences).expect(differences));
    Value::Table(table).try_into().expect(differences)
}

fn judged(code: &str, differences: &str) -> Judgement {
    let item = item(code);
    item.judge(law(), &facts(&item, differences)).expect("the law has rows for the day")
}

fn rules(judgement: &Judgement) -> Vec<&str> {
    judgement.refusals.iter().map(|refusal| refusal.rule.as_str()).collect()
}

fn spec<'a>(judgement: &'a Judgement, id: &str) -> &'a RequirementSpec {
    judgement.requirements.iter().find(|spec| spec.id == id).expect(id)
}

#[test]
fn the_catalogue_is_in_order() {
    let findings: Vec<String> = check(&catalog(), law()).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    let codes: Vec<String> = catalog().items().map(|item| item.code.clone()).collect();
    assert_eq!(codes, ["licence-contact", "licence-damaged", "licence-lost", "licence-renew-expiry"]);
}

#[test]
fn every_item_of_the_folder_is_embedded() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of items")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .collect();
    files.sort();
    assert_eq!(files, EMBEDDED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn every_refusal_says_what_why_and_what_instead_in_both_languages() {
    for item in catalog().items() {
        for condition in &item.conditions {
            for patch in &condition.fails_for {
                let judgement = item.judge(law(), &facts(item, &patch.to_string())).expect("judged");
                let refusal = judgement.refusals.iter().find(|refusal| refusal.rule == condition.id);
                let refusal = refusal.unwrap_or_else(|| panic!("{}: {} {patch:?}", item.code, condition.id));
                assert_eq!(refusal.articles.is_empty(), condition.own_rule, "{}", condition.id);
                for words in [&refusal.reason, &refusal.instead] {
                    let filled = !format!("{}{}", words.zh, words.en).contains(['{', '}']);
                    assert!(filled && !words.zh.is_empty() && !words.en.is_empty(), "{words:?}");
                }
            }
        }
    }
}

#[test]
fn texts_have_their_figures() {
    let on = base::Day::parse("2026-11-21").expect("a day");
    for item in catalog().items() {
        let texts = item.texts(law(), on).expect("texts");
        let all = [&texts.summary, &texts.who, &texts.materials, &texts.result, &texts.law];
        for words in all.into_iter().chain(&texts.steps) {
            assert!(!format!("{}{}", words.zh, words.en).contains(['{', '}']), "{words:?}");
        }
    }
    let renewal = item("licence-renew-expiry").texts(law(), on).expect("texts");
    assert!(renewal.who.zh.contains("届满前90日内") && renewal.who.en.contains("From 90 days before"));
    assert!(renewal.steps.iter().any(|step| step.zh.contains("10元") && step.en.contains("10 yuan")));
    assert!(renewal.steps.iter().any(|step| step.zh.contains("受理后1个工作日内办结")));
    let contact = item("licence-contact").texts(law(), on).expect("texts");
    assert!(contact.summary.zh.contains("当场更新，免费") && contact.who.zh.contains("30日内"));
}
