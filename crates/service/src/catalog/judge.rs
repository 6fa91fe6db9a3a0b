//! Judging an item: everything at once, so that a person is told in one go (一次告知).

use std::collections::BTreeSet;

use base::{Article, Day, Fen, Refusal, Text};
use law::{Figure, Law, LawError};

use super::facts::{Facts, Proof};
use super::model::{Condition, Item, Need};
use super::predicates::Verdict;
use super::reason::Named;
use super::slots::{figure_words, fill};
use super::words::{Before, Party, RequirementKind, Source, Who};

/// What the rules say about an item and facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Everything that stands in the way; empty where the item can be had.
    pub refusals: Vec<Refusal>,
    /// The values that the refusals of conditions name, for the record; personal ones are left out.
    pub named: Vec<Named>,
    /// What could not be asked. It refuses nothing; each is also a requirement.
    pub unknown: Vec<UnknownFact>,
    /// What is needed, in the order of the item's file, checks of unknown facts last.
    pub requirements: Vec<RequirementSpec>,
    /// What it costs.
    pub fee: Fen,
    /// Within how many working days after acceptance it is finished; 0 is on the spot.
    pub limit_working_days: u16,
    /// The articles it stands on: the item's, the fee's and the limit's.
    pub articles: Vec<Article>,
}

/// A fact whose source did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFact {
    /// The source.
    pub source: Source,
    /// The conditions, needs and effects that wait for it.
    pub waiting: Vec<String>,
}

/// Whether something is needed after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecState {
    /// It is.
    Asked,
    /// Shared data of this source proved it: the paper is not asked for.
    Waived(Source),
    /// This source did not answer; the check is settled by this day (核查中).
    Checking {
        /// The source.
        source: Source,
        /// The last day for it.
        due: Day,
    },
}

/// One requirement of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementSpec {
    /// Its name within the item; of a check the source's code.
    pub id: String,
    /// Its kind. A paper whose source did not answer becomes a `WaiverCheck`, a condition a `DataCheck`.
    pub kind: RequirementKind,
    /// Who meets it.
    pub party: Party,
    /// The stage it stands before.
    pub before: Before,
    /// Whether it is needed.
    pub state: SpecState,
    /// Whether a signed undertaking may take its place.
    pub undertaking: bool,
    /// The articles it stands on.
    pub articles: Vec<Article>,
    /// Its name.
    pub name: Text,
    /// How to meet it.
    pub help: Text,
}

impl Item {
    /// The sources that judging it asks: what conditions, needs and effects depend on. Nobody else is told that
    /// somebody wants it.
    pub fn sources(&self) -> BTreeSet<Source> {
        let conditions = self.conditions.iter().map(|condition| &condition.predicate);
        let whens = self.needs.iter().filter_map(|need| need.when.as_ref());
        let predicates = conditions.chain(whens).flat_map(|predicate| predicate.sources().iter().copied());
        let effects = self.effects.iter().flat_map(|row| row.effect.sources().iter().copied());
        let waivers = self.needs.iter().filter_map(|need| need.waived_by);
        predicates.chain(effects).chain(waivers).collect()
    }

    /// What the rules say about this item and these facts. An error only where the law has no rows for the day.
    pub fn judge(&self, law: &Law, facts: &Facts) -> Result<Judgement, LawError> {
        let refusals = self.not_offered(facts);
        let mut judging = Judging::new(self, law, facts, refusals);
        for condition in &self.conditions {
            judging.condition(condition)?;
        }
        for row in &self.effects {
            if let Some(source) = row.effect.unknown(facts) {
                judging.check(source, row.effect.verb());
            }
        }
        let fee = match &self.fee {
            Some(key) => Some(law.fee(key, facts.as_of)?),
            None => None,
        };
        let limit = law.limit(&self.limit, facts.as_of)?;
        let mut articles = self.articles.clone();
        let more = fee.iter().flat_map(|fee| &fee.basis).chain(&limit.basis);
        articles.extend(more.filter(|article| !self.articles.contains(article)).cloned());
        let fee = fee.map_or(Fen::ZERO, |fee| fee.value);
        let mut requirements = Vec::new();
        for need in &self.needs {
            if need.kind == RequirementKind::Payment && fee.is_zero() {
                continue;
            }
            requirements.extend(judging.need(need)?);
        }
        for source in &judging.checks {
            requirements.push(judging.data_check(*source)?);
        }
        let limit_working_days = limit.value;
        let Judging { refusals, named, unknown, .. } = judging;
        Ok(Judgement { refusals, named, unknown, requirements, fee, limit_working_days, articles })
    }

    /// The refusals that need no condition: the item is not offered on the day, or not to agents.
    fn not_offered(&self, facts: &Facts) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if !self.in_force(facts.as_of) {
            refusals.push(Refusal::new(
                "item.not_in_force",
                Text::new(
                    format!("“{}”目前不办理。", self.name.zh),
                    format!("“{}” is not offered at present.", self.name.en),
                ),
                Text::new(
                    "请在业务目录中查看可以办理的业务，或到窗口咨询。",
                    "See the catalogue for what is offered, or ask at a counter.",
                ),
            ));
        }
        if facts.by_agent && !self.who.contains(&Who::Agent) {
            let refusal = Refusal::new(
                "item.not_by_agent",
                Text::new(
                    format!("“{}”需要本人办理，不能委托他人。", self.name.zh),
                    format!("“{}” is done by the person concerned and not by an agent.", self.name.en),
                ),
                Text::new(
                    "请由本人在网上、自助机或窗口办理。",
                    "Ask the person to apply online, at a machine or at a counter.",
                ),
            );
            refusals.push(refusal.under("162§105"));
        }
        refusals
    }
}

struct Judging<'a> {
    item: &'a Item,
    law: &'a Law,
    facts: &'a Facts,
    refusals: Vec<Refusal>,
    named: Vec<Named>,
    unknown: Vec<UnknownFact>,
    /// The sources that something other than a paper's waiver waits for.
    checks: Vec<Source>,
}

impl<'a> Judging<'a> {
    fn new(item: &'a Item, law: &'a Law, facts: &'a Facts, refusals: Vec<Refusal>) -> Self {
        let (named, unknown, checks) = (Vec::new(), Vec::new(), Vec::new());
        Self { item, law, facts, refusals, named, unknown, checks }
    }

    fn condition(&mut self, condition: &Condition) -> Result<(), LawError> {
        match condition.predicate.eval(self.law, self.facts)? {
            Verdict::Holds => {}
            Verdict::Unknown(source) => self.check(source, &condition.id),
            Verdict::Fails { slots, articles } => {
                let value = |slot: &str| {
                    let own = slots.iter().find(|(name, _)| *name == slot).map(|(_, words)| words.clone());
                    own.or_else(|| figure_words(slot, self.law, self.facts.as_of))
                };
                let mut refusal = Refusal::new(
                    &*condition.id,
                    fill(&condition.reason, value),
                    fill(&condition.instead, value),
                );
                refusal.articles.clone_from(&condition.articles);
                let more = articles.into_iter().filter(|article| !condition.articles.contains(article));
                refusal.articles.extend(more);
                self.named.extend(Named::of(&condition.id, &slots));
                self.refusals.push(refusal);
            }
        }
        Ok(())
    }

    /// Something other than a paper's waiver waits for a source.
    fn check(&mut self, source: Source, who: &str) {
        self.wait_for(source, who);
        if !self.checks.contains(&source) {
            self.checks.push(source);
        }
    }

    fn wait_for(&mut self, source: Source, who: &str) {
        match self.unknown.iter_mut().find(|fact| fact.source == source) {
            Some(fact) => fact.waiting.push(who.to_owned()),
            None => self.unknown.push(UnknownFact { source, waiting: vec![who.to_owned()] }),
        }
    }

    fn need(&mut self, need: &Need) -> Result<Option<RequirementSpec>, LawError> {
        if let Some(when) = &need.when {
            match when.eval(self.law, self.facts)? {
                Verdict::Holds => {}
                Verdict::Fails { .. } => return Ok(None),
                // Whether it is needed is not known: it is asked for once the check has told.
                Verdict::Unknown(source) => {
                    self.check(source, &need.id);
                    return Ok(None);
                }
            }
        }
        let mut spec = RequirementSpec {
            id: need.id.clone(),
            kind: need.kind,
            party: need.party,
            before: need.before,
            state: SpecState::Asked,
            undertaking: need.undertaking,
            articles: need.articles.clone(),
            name: need.name.clone(),
            help: fill(&need.help, |slot| figure_words(slot, self.law, self.facts.as_of)),
        };
        if let Some(source) = need.waived_by {
            match self.facts.proof(source, self.law)? {
                Proof::Proved => spec.state = SpecState::Waived(source),
                Proof::NotProved => {}
                Proof::Unknown => {
                    self.wait_for(source, &need.id);
                    spec.state = SpecState::Checking { source, due: self.check_due()? };
                    spec.kind = RequirementKind::WaiverCheck;
                    spec.party = Party::System;
                    // Acceptance does not wait for a source that is down.
                    spec.before = spec.before.max(Before::Decide);
                }
            }
        }
        Ok(Some(spec))
    }

    /// The requirement 核查中 for conditions and effects whose source did not answer.
    fn data_check(&self, source: Source) -> Result<RequirementSpec, LawError> {
        let fact = self.unknown.iter().find(|fact| fact.source == source);
        let waits = |condition: &&Condition| fact.is_some_and(|fact| fact.waiting.contains(&condition.id));
        let waiting = self.item.conditions.iter().filter(waits);
        let before = waiting.clone().map(|condition| condition.before).min().unwrap_or(Before::Decide);
        let mut articles: Vec<Article> = Vec::new();
        for article in waiting.flat_map(|condition| &condition.articles) {
            if !articles.contains(article) {
                articles.push(article.clone());
            }
        }
        let name = source.name();
        Ok(RequirementSpec {
            id: source.as_str().to_owned(),
            kind: RequirementKind::DataCheck,
            party: Party::System,
            before: before.max(Before::Decide),
            state: SpecState::Checking { source, due: self.check_due()? },
            undertaking: false,
            articles,
            name: Text::new(format!("{}核查中", name.zh), format!("Checking the {}", name.en)),
            help: Text::new(
                format!("{}暂时连接不上，我们会继续核查，您不用做什么；结果会显示在办件进度里。", name.zh),
                format!(
                    "The {} cannot be reached at the moment. We go on checking; you need do nothing, and the result appears in your case.",
                    name.en
                ),
            ),
        })
    }

    fn check_due(&self) -> Result<Day, LawError> {
        let within = self.law.figure(Figure::DataCheckWithin, self.facts.as_of)?.value;
        Ok(self.law.add_working_days(self.facts.as_of, within)?.value.day)
    }
}
