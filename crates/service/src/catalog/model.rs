//! An item and its parts, as its file says them.

use std::collections::BTreeMap;

use base::{Article, Day, Text};
use serde::Deserialize;
use toml::Table;

use super::effects::{Effect, EffectOn};
use super::predicates::Predicate;
use super::words::{
    Act, Before, Channel, Party, Product, RequirementKind, Shape, Source, Stream, Subject, Tier, Who,
};

/// One item of the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its code, which is also its file's name: `licence-renew-expiry`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The canonical Chinese name that questions in plain words are answered with.
    pub ask: String,
    /// How it runs.
    pub shape: Shape,
    /// Whose record it is about.
    pub subject: Subject,
    /// The streams it locks besides its own case.
    pub streams: Vec<Stream>,
    /// Who may ask for it.
    pub who: Vec<Who>,
    /// Where it may be asked for.
    pub channels: Vec<Channel>,
    /// What each level of the network may do with it.
    pub tiers: BTreeMap<Tier, Vec<Act>>,
    /// The fee's key in the tables of law; none where it costs nothing.
    pub fee: Option<String>,
    /// Whether the fee goes back where the case ends without its result.
    #[serde(default = "goes_back")]
    pub refundable: bool,
    /// The legal limit's key in the tables of law.
    pub limit: String,
    /// What it gives.
    pub result: Product,
    /// The article under which the old card is taken back when the new one is handed over; none where the person keeps
    /// it, or it is lost. The law takes it back after §64, §65, §66(1)1 and §67 only (162§68).
    pub old_card: Option<Article>,
    /// The articles it stands on.
    pub articles: Vec<Article>,
    /// The first day on which it is offered.
    pub effective_from: Day,
    /// The last day on which it is offered.
    pub effective_until: Option<Day>,
    /// The words about it.
    pub text: Texts,
    /// Words people use for it, in Chinese.
    pub synonyms: Vec<String>,
    /// What is needed.
    #[serde(rename = "need", default)]
    pub needs: Vec<Need>,
    /// What must hold.
    #[serde(rename = "condition", default)]
    pub conditions: Vec<Condition>,
    /// What happens.
    #[serde(rename = "effect", default)]
    pub effects: Vec<EffectRow>,
    /// Facts of somebody who gets it without any refusal; test facts say only where they differ.
    pub(crate) example: Table,
}

/// A fee pays for the result: without it, it goes back.
fn goes_back() -> bool {
    true
}

/// The words about an item. They name figures in slots; `Item::texts` fills them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// What it is, in a sentence or two.
    pub summary: Text,
    /// Who can ask for it, and when.
    pub who: Text,
    /// What to bring, and what need not be brought.
    pub materials: Text,
    /// What happens, step by step.
    pub steps: Vec<Text>,
    /// What one gets, and when.
    pub result: Text,
    /// The law it stands on, in words.
    pub law: Text,
}

/// Something that is needed: it becomes a requirement of the case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "NeedRow")]
pub struct Need {
    /// Its name within the item.
    pub id: String,
    /// Its kind.
    pub kind: RequirementKind,
    /// Who meets it.
    pub party: Party,
    /// The stage it stands before.
    pub before: Before,
    /// The source whose data makes it unnecessary.
    pub waived_by: Option<Source>,
    /// Whether a signed undertaking may take its place.
    pub undertaking: bool,
    /// It is needed only where this holds.
    pub when: Option<Predicate>,
    /// The articles it stands on; empty where it is the office's own way of working.
    pub articles: Vec<Article>,
    /// Its name.
    pub name: Text,
    /// How to meet it.
    pub help: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedRow {
    id: String,
    kind: RequirementKind,
    party: Party,
    before: Before,
    waived_by: Option<Source>,
    #[serde(default)]
    undertaking: bool,
    when: Option<String>,
    #[serde(default)]
    when_args: Table,
    articles: Vec<Article>,
    name: Text,
    help: Text,
}

impl TryFrom<NeedRow> for Need {
    type Error = String;
    fn try_from(row: NeedRow) -> Result<Self, String> {
        let when = row.when.map(|name| Predicate::parse(&name, &row.when_args)).transpose();
        Ok(Self {
            when: when.map_err(|e| format!("need {}: {e}", row.id))?,
            id: row.id,
            kind: row.kind,
            party: row.party,
            before: row.before,
            waived_by: row.waived_by,
            undertaking: row.undertaking,
            articles: row.articles,
            name: row.name,
            help: row.help,
        })
    }
}

/// Something that must hold; where it does not, the item is refused in these words.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "ConditionRow")]
pub struct Condition {
    /// The refusal's stable code, for example `licence.renewal_not_too_early`.
    pub id: String,
    /// What must hold.
    pub predicate: Predicate,
    /// The articles it stands on; empty only where it is the platform's own rule.
    pub articles: Vec<Article>,
    /// Whether it is the platform's own rule.
    pub own_rule: bool,
    /// The stage that waits for it when it is unknown.
    pub before: Before,
    /// Why it is refused.
    pub reason: Text,
    /// What the person can do instead.
    pub instead: Text,
    /// Test facts on which it holds, as differences from the item's example.
    pub(crate) holds_for: Vec<Table>,
    /// Test facts on which it fails.
    pub(crate) fails_for: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionRow {
    id: String,
    predicate: String,
    #[serde(default)]
    args: Table,
    articles: Vec<Article>,
    #[serde(default)]
    own_rule: bool,
    before: Option<Before>,
    reason: Text,
    instead: Text,
    #[serde(default)]
    holds_for: Vec<Table>,
    #[serde(default)]
    fails_for: Vec<Table>,
}

impl TryFrom<ConditionRow> for Condition {
    type Error = String;
    fn try_from(row: ConditionRow) -> Result<Self, String> {
        let predicate = Predicate::parse(&row.predicate, &row.args);
        Ok(Self {
            predicate: predicate.map_err(|e| format!("condition {}: {e}", row.id))?,
            id: row.id,
            articles: row.articles,
            own_rule: row.own_rule,
            before: row.before.unwrap_or(Before::Decide),
            reason: row.reason,
            instead: row.instead,
            holds_for: row.holds_for,
            fails_for: row.fails_for,
        })
    }
}

/// Something that happens to the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "EffectFields")]
pub struct EffectRow {
    /// When.
    pub on: EffectOn,
    /// What.
    pub effect: Effect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffectFields {
    on: EffectOn,
    #[serde(rename = "do")]
    verb: String,
    #[serde(default)]
    with: Table,
}

impl TryFrom<EffectFields> for EffectRow {
    type Error = String;
    fn try_from(row: EffectFields) -> Result<Self, String> {
        Ok(Self { on: row.on, effect: Effect::parse(&row.verb, &row.with)? })
    }
}

impl Item {
    /// Whether it is offered on this day.
    pub fn in_force(&self, on: Day) -> bool {
        self.effective_from <= on && self.effective_until.is_none_or(|until| on <= until)
    }

    /// Whether this level of the network may do this with it.
    pub fn allows(&self, tier: Tier, act: Act) -> bool {
        self.tiers.get(&tier).is_some_and(|acts| acts.contains(&act))
    }

    /// The effects that happen then, in order.
    pub fn effects_on(&self, on: EffectOn) -> impl Iterator<Item = Effect> + '_ {
        self.effects.iter().filter(move |row| row.on == on).map(|row| row.effect)
    }
}
