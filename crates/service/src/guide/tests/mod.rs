//! The guide on the embedded catalogue.

use authz::{Actor, Area, Channel, Role, Staff};
use proptest::prelude::*;

use super::answer::{Guide, Subject};
use super::book::{GuideError, Words};
use super::cut::{Cutter, Sense, plain};
use super::{add_word, own_words, remove_word};
use crate::catalog::Catalog;
use crate::office::{Done, Stop};
use crate::outlet::testing::wait;
use crate::testing::{ctx, office, verified};

fn guide() -> Guide {
    Guide::new(&Catalog::embedded().unwrap(), &[]).unwrap()
}

fn best(guide: &Guide, question: &str) -> String {
    match guide.ask(question).best {
        None => "none".to_owned(),
        Some(found) => match found.subject {
            Subject::Item(code) => code,
            Subject::Topic { .. } => found.ask,
        },
    }
}

#[test]
fn questions_are_understood() {
    let guide = guide();
    let lines = include_str!("questions.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut wrong = Vec::new();
    for line in lines {
        let (question, wanted) = line.split_once('\t').unwrap();
        let answer = best(&guide, question);
        if answer != wanted {
            wrong.push(format!("{question}: {answer}, not {wanted}: {:?}", guide.ask(question)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_synonym_of_an_item_leads_to_it_or_to_one_of_its_name() {
    let (catalog, guide) = (Catalog::embedded().unwrap(), guide());
    for item in catalog.items() {
        for word in item.synonyms.iter().chain([&item.name.zh, &item.name.en]) {
            let found = guide.ask(word).best.unwrap_or_else(|| panic!("{word} leads nowhere"));
            assert_eq!(found.ask, item.ask, "{word}");
        }
    }
}

#[test]
fn every_name_that_an_item_can_have_is_known() {
    let guide = guide();
    for name in crate::catalog::ask_names() {
        let found = guide.ask(name).best.unwrap_or_else(|| panic!("{name} leads nowhere"));
        assert_eq!(found.ask, *name);
    }
}

#[test]
fn what_was_taken_for_a_slip_is_said() {
    let guide = guide();
    assert_eq!(guide.ask("驾驶正丢了").read_as.as_deref(), Some("驾驶证丢了"));
    assert_eq!(guide.ask("jiazhao diule").read_as.as_deref(), Some("驾照丢了"));
    assert_eq!(guide.ask("驾照丢了").read_as, None);
    assert_eq!(guide.ask("I lost my licence").read_as, None);
}

#[test]
fn a_better_fit_scores_higher_and_scores_stay_within_bounds() {
    let guide = guide();
    let (exact, vague) = (guide.ask("驾照丢了"), guide.ask("隔壁老王的驾照前几天好像丢了"));
    let score = |answer: &super::Answer| answer.best.as_ref().unwrap().score;
    assert!(score(&exact) > score(&vague), "{exact:?} {vague:?}");
    assert!(score(&exact) <= 1.0);
}

#[test]
fn a_word_in_two_places_is_refused() {
    let text = "idle = [\"的\"]\nforeign = []\nthings = [[\"车\", \"的\"]]\ndeeds = []\n[reading]\n";
    assert_eq!(Words::read(text).unwrap_err(), GuideError::Twice { word: "的".to_owned() });
}

#[test]
fn words_that_are_not_known_stay_what_they_are() {
    let cutter = Cutter::new(&Words::embedded().unwrap(), std::iter::empty());
    let tokens = cutter.cut("驾照、蛋糕！");
    let said: Vec<(&str, bool)> =
        tokens.iter().map(|t| (t.said.as_str(), t.sense == Sense::Unknown)).collect();
    assert_eq!(said, [("驾照", false), ("蛋", true), ("糕", true)]);
    assert_eq!(plain("Ｃ１　驾照"), "c1 驾照");
}

testkit::both! {
    an_office_teaches_the_guide_its_own_words: |db| {
        let office = office(db);
        let staff = |role| Staff {
            person: None,
            roles: [role].into(),
            outlet: "out_999901_head".to_owned(),
            area: Area::parse("9999").unwrap(),
            grants: Vec::new(),
        };
        let as_role = |role| {
            ctx(&office, Actor::staff("stf_999901_x", staff(role)), Channel::Counter, Some("out_999901_head"))
        };
        let admin = || as_role(Role::Administrator);
        let words = || wait(office.query(own_words)).unwrap();
        let asked = |question: &str| {
            let guide = Guide::new(&office.rules.catalog, &words()).unwrap();
            guide.ask(question).item().map(|(code, _)| code.to_owned())
        };
        assert_eq!(asked("小红卡飞了"), None);
        wait(add_word(&office, &admin(), "licence-damaged", " 小红卡 飞了 ")).unwrap();
        wait(add_word(&office, &admin(), "licence-lost", "ＱＱ证没了")).unwrap();
        assert_eq!(asked("我的小红卡 飞了呢").as_deref(), Some("licence-damaged"));
        assert_eq!(asked("qq证没了").as_deref(), Some("licence-lost"));

        let field = |result: Result<Done<()>, Stop>| match result.unwrap_err() {
            Stop::Invalid(errors) => errors[0].field.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(wait(add_word(&office, &admin(), "licence-lost", "小红卡 飞了"))), "word");
        assert_eq!(field(wait(add_word(&office, &admin(), "licence-none", "小黑本"))), "item");
        for bad in ["", "一", "！！！", &"长".repeat(31)] {
            assert_eq!(field(wait(add_word(&office, &admin(), "licence-lost", bad))), "word", "{bad}");
        }
        assert!(matches!(wait(add_word(&office, &as_role(Role::Clerk), "licence-lost", "黑本")), Err(Stop::NotFound)));
        assert!(matches!(wait(remove_word(&office, &as_role(Role::Clerk), "qq证没了")), Err(Stop::NotFound)));

        wait(remove_word(&office, &admin(), "qq证没了")).unwrap();
        assert!(wait(remove_word(&office, &admin(), "qq证没了")).unwrap().receipts.is_empty());
        assert_eq!(words().len(), 1);
        assert!(verified(db).ok(), "{:?}", verified(db).findings);
    };
}

#[test]
fn any_text_is_answered() {
    let guide = guide();
    // Neither spelling nor initials: letters with figures.
    assert_eq!(guide.ask("驾照 b7x").item().map(|(code, _)| code.to_owned()), None);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let answered = runner.run(&"\\PC{0,300}", |question| {
        let answer = guide.ask(&question);
        for found in answer.best.iter().chain(&answer.others) {
            prop_assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        }
        Ok(())
    });
    answered.unwrap();
}
