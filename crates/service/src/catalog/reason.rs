//! The words of a reason on a paper. Who decided recorded codes and, of a condition that failed, the values its words
//! name; the words come from the catalogue and the figures from the law of the day, so that a paper printed years later
//! still says what was decided, and says it whole.

use base::{Article, Day, Text};
use law::Law;
use serde::{Deserialize, Serialize};

use super::model::{Condition, Item};
use super::slots::{figure_words, fill, slots_of};

/// Slots whose values are personal: they are never recorded, and come from the person's file when the words are shown.
const PERSONAL: &[&str] = &["age", "fault"];

/// A value that the words of a reason name, as it was when the case was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The condition.
    pub reason: String,
    /// The slot in its words.
    pub slot: String,
    /// What stands there.
    pub value: Text,
}

/// A reason as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonWords {
    /// Why.
    pub what: Text,
    /// What to do instead, or how to mend it.
    pub instead: Text,
    /// The articles it stands on.
    pub articles: Vec<Article>,
}

/// What fills the slots of a reason.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The tables of the law.
    pub law: &'a Law,
    /// The day of the decision.
    pub on: Day,
    /// The values recorded with it.
    pub named: &'a [Named],
    /// The person's birthday; none once they are erased.
    pub birth: Option<Day>,
}

impl Named {
    /// The values to record of a condition that failed; personal ones are left out.
    pub(crate) fn of(reason: &str, slots: &[(&'static str, Text)]) -> Vec<Self> {
        let kept = slots.iter().filter(|(slot, _)| !PERSONAL.contains(slot));
        let one = |(slot, value): &(&'static str, Text)| Self {
            reason: reason.to_owned(),
            slot: (*slot).to_owned(),
            value: value.clone(),
        };
        kept.map(one).collect()
    }
}

impl Said<'_> {
    fn value(&self, reason: &str, slot: &str) -> Option<Text> {
        let recorded = self.named.iter().find(|named| named.reason == reason && named.slot == slot);
        if let Some(named) = recorded {
            return Some(named.value.clone());
        }
        if slot == "age" {
            let age = self.law.age_on(self.birth?, self.on).ok()?.value.to_string();
            return Some(Text::new(age.clone(), age));
        }
        figure_words(slot, self.law, self.on)
    }

    /// The text, if every slot in it has a value.
    fn whole(&self, reason: &str, text: &Text) -> Option<Text> {
        let filled = fill(text, |slot| self.value(reason, slot));
        (slots_of(&filled.zh).is_empty() && slots_of(&filled.en).is_empty()).then_some(filled)
    }
}

impl Item {
    /// The words of a reason: of a condition, or of something that is needed. A condition that was named though the
    /// facts did not show it failing has no values; it is then said by what it asks. None for a code the item has not.
    pub fn reason(&self, code: &str, said: &Said<'_>) -> Option<ReasonWords> {
        if let Some(condition) = self.conditions.iter().find(|condition| condition.id == code) {
            return Some(condition.words(said));
        }
        let need = self.needs.iter().find(|need| need.id == code)?;
        Some(ReasonWords {
            what: Text::new(
                format!("缺少或者不符合要求：{}。", need.name.zh),
                format!("Missing or not in order: {}.", need.name.en),
            ),
            instead: said.whole(code, &need.help).unwrap_or_default(),
            articles: need.articles.clone(),
        })
    }
}

impl Condition {
    fn words(&self, said: &Said<'_>) -> ReasonWords {
        let plain = || {
            let name = self.predicate.name();
            Text::new(
                format!("不符合这项条件：{}。", name.zh),
                format!("This condition is not met: {}.", name.en),
            )
        };
        let ask = || {
            Text::new(
                "请到窗口或者拨打服务电话，了解您可以怎么办。",
                "Ask at a counter or call the service line what you can do.",
            )
        };
        ReasonWords {
            what: said.whole(&self.id, &self.reason).unwrap_or_else(plain),
            instead: said.whole(&self.id, &self.instead).unwrap_or_else(ask),
            articles: self.articles.clone(),
        }
    }
}
