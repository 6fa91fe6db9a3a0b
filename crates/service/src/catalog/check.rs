//! Checking the catalogue before it is in force: names, types and streams match, every condition does on its test facts
//! what it should, texts are there in both languages without figures, articles and keys of the law exist.

use std::collections::BTreeMap;
use std::fmt;

use base::{Article, Day, Text};
use law::Law;
use toml::Table;

use super::effects::Effect;
use super::facts::Facts;
use super::load::{Catalog, merge_table, merged, read_item};
use super::model::{Condition, Item, Need};
use super::predicates::Verdict;
use super::slots::{figure_words, slots_of};
use super::words::{Act, Before, RequirementKind, Shape, Stream};

/// The canonical names that questions in plain words are answered with.
const ASK: &[&str] = &[
    "注册登记",
    "变更登记",
    "转让登记",
    "抵押登记",
    "解除抵押登记",
    "注销登记",
    "申领临时号牌",
    "补换领号牌",
    "补换领行驶证",
    "补换领登记证书",
    "申领检验合格标志",
    "机动车检验预约",
    "机动车报废",
    "机动车转籍(档案转出)",
    "档案补建",
    "核发校车标牌",
    "互联网预选号牌",
    "初次申领驾驶证",
    "增加准驾车型",
    "期满换证",
    "补领驾驶证",
    "转入换证",
    "变更换证(信息变化)",
    "达到年龄换证(降级)",
    "注销驾驶证",
    "恢复驾驶资格",
    "提交身体条件证明",
    "驾驶证审验",
    "延期办理(换证/审验/提交体检)",
    "考试预约",
    "取消考试预约",
    "满分学习",
    "学法减分",
    "违法处理",
    "缴纳罚款",
    "事故处理",
    "异地考试/变更考试地",
    "境外驾驶证换证",
    "军警驾驶证换证",
    "变更联系方式",
    "打印学习驾驶证明",
    "电子驾驶证申领",
    "办理进度查询",
    "投诉建议",
    "网点查询",
];

/// The canonical names that questions in plain words are answered with, for the tests of the guide.
#[cfg(test)]
pub(crate) fn ask_names() -> &'static [&'static str] {
    ASK
}

/// The short codes of rules that articles are cited with.
const RULES: &[&str] = &["162", "163", "164", "172", "ACT", "REG", "APL"];

/// Something that is wrong with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The item's code, or the file where it could not be read.
    pub item: String,
    /// The part: `condition licence.held`, `text.summary`, …
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.item, self.place, self.message)
    }
}

/// Checks every item of a catalogue against the law.
pub fn check(catalog: &Catalog, law: &Law) -> Vec<Finding> {
    let items: Vec<&Item> = catalog.items().collect();
    check_items(&items, law)
}

/// Checks files that may not even be items: what cannot be read is a finding, the rest is checked.
pub fn check_files(files: &[(&str, &str)], overlay: &[(&str, &str)], law: &Law) -> Vec<Finding> {
    let finding =
        |file: &str, message: String| Finding { item: file.to_owned(), place: "file".to_owned(), message };
    let tables = match merged(files, overlay) {
        Ok(tables) => tables,
        Err(error) => return vec![finding("catalogue", error.to_string())],
    };
    let mut findings = Vec::new();
    let mut items = Vec::new();
    for (file, table) in &tables {
        match read_item(file, table) {
            Ok(item) => items.push(item),
            Err(error) => findings.push(finding(file, error.to_string())),
        }
    }
    let items: Vec<&Item> = items.iter().collect();
    findings.extend(check_items(&items, law));
    findings
}

fn check_items(items: &[&Item], law: &Law) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut said_by: BTreeMap<&str, &str> = BTreeMap::new();
    for item in items {
        let mut checking = Checking { item, law, findings: Vec::new() };
        checking.item();
        for word in &item.synonyms {
            if let Some(other) = said_by.insert(word, &item.code) {
                checking.add("synonyms", format!("{word} also means {other}"));
            }
        }
        findings.extend(checking.findings);
    }
    findings
}

struct Checking<'a> {
    item: &'a Item,
    law: &'a Law,
    findings: Vec<Finding>,
}

impl Checking<'_> {
    fn add(&mut self, place: &str, message: impl Into<String>) {
        let (item, place, message) = (self.item.code.clone(), place.to_owned(), message.into());
        self.findings.push(Finding { item, place, message });
    }

    fn expect(&mut self, holds: bool, place: &str, message: &str) {
        if !holds {
            self.add(place, message);
        }
    }

    fn item(&mut self) {
        let item = self.item;
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        self.expect(item.code.chars().all(kebab), "code", "use lower case, digits and hyphens");
        if !ASK.contains(&item.ask.as_str()) {
            let near = law::nearest(&item.ask, ASK.iter().copied()).unwrap_or_default();
            self.add("ask", format!("{} is no canonical name; the nearest is {near}", item.ask));
        }
        self.expect(!item.who.is_empty(), "who", "nobody may ask for it");
        self.expect(!item.channels.is_empty(), "channels", "it is offered nowhere");
        let decided = item.tiers.values().any(|acts| acts.contains(&Act::Decide));
        self.expect(decided, "tiers", "no level may decide it");
        let ends = item.effective_until.is_none_or(|until| until >= item.effective_from);
        self.expect(ends, "effective_until", "it ends before it begins");
        self.articles("articles", &item.articles, false);
        self.articles("old_card", item.old_card.as_slice(), true);
        self.streams();
        self.keys();
        self.words();
        self.unique("need", item.needs.iter().map(|need| need.id.as_str()));
        self.unique("condition", item.conditions.iter().map(|condition| condition.id.as_str()));
        for need in &item.needs {
            self.need(need);
        }
        self.effects();
        self.example();
        for condition in &item.conditions {
            self.condition(condition);
        }
    }

    fn unique<'b>(&mut self, kind: &str, ids: impl Iterator<Item = &'b str>) {
        let mut seen = Vec::new();
        for id in ids {
            if seen.contains(&id) {
                self.add(&format!("{kind} {id}"), "the id is used twice");
            }
            seen.push(id);
        }
    }

    /// The item locks its subject's stream, the streams its conditions read and its effects write, and the person's
    /// where shared data about the person makes a paper unnecessary.
    fn streams(&mut self) {
        let item = self.item;
        let mut wanted: Vec<(Stream, String)> = vec![(item.subject.stream(), "the subject".to_owned())];
        wanted.extend(item.effects.iter().map(|row| (row.effect.stream(), row.effect.verb().to_owned())));
        let predicates = item.conditions.iter().map(|condition| (&condition.predicate, &condition.id));
        let whens = item.needs.iter().filter_map(|need| Some((need.when.as_ref()?, &need.id)));
        for (predicate, id) in predicates.chain(whens) {
            wanted.extend(predicate.stream().map(|stream| (stream, id.clone())));
        }
        let waived = item.needs.iter().filter(|need| need.waived_by.is_some());
        wanted.extend(waived.map(|need| (Stream::Person, need.id.clone())));
        for (stream, whose) in wanted {
            if !item.streams.contains(&stream) {
                self.add("streams", format!("{} is not locked, but {whose} needs it", stream.as_str()));
            }
        }
    }

    /// The fee and the limit have rows on the first day of the item.
    fn keys(&mut self) {
        let (item, law) = (self.item, self.law);
        let on = item.effective_from;
        if let Some(key) = &item.fee
            && law.fee(key, on).is_err()
        {
            let near = law::nearest(key, law.fee_keys()).unwrap_or_default();
            self.add("fee", format!("no fee {key} on {on}; the nearest is {near}"));
        }
        match law.limit(&item.limit, on) {
            Err(_) => {
                let near = law::nearest(&item.limit, law.limit_keys()).unwrap_or_default();
                self.add("limit", format!("no limit {} on {on}; the nearest is {near}", item.limit));
            }
            Ok(limit) => {
                let instant = item.shape != Shape::Instant || limit.value == 0;
                self.expect(instant, "limit", "what is done at once has no limit in days");
            }
        }
        let payments = item.needs.iter().filter(|need| need.kind == RequirementKind::Payment).count();
        let paid = payments == usize::from(item.fee.is_some());
        self.expect(paid, "fee", "a fee wants exactly one need of kind payment, and the other way round");
    }

    fn words(&mut self) {
        let item = self.item;
        let text = &item.text;
        let on = item.effective_from;
        self.text("name", &item.name, on, &[]);
        for (place, words) in [
            ("text.summary", &text.summary),
            ("text.who", &text.who),
            ("text.materials", &text.materials),
            ("text.result", &text.result),
        ] {
            self.text(place, words, on, &["fee", "limit"]);
        }
        self.expect(!text.steps.is_empty(), "text.steps", "there are no steps");
        for (i, step) in text.steps.iter().enumerate() {
            self.text(&format!("text.steps {}", i + 1), step, on, &["fee", "limit"]);
        }
        self.languages("text.law", &text.law);
        self.expect(!item.synonyms.is_empty(), "synonyms", "there are none");
        if let Some(word) = item.synonyms.iter().find(|word| !word.chars().any(is_han)) {
            self.add("synonyms", format!("{word} is not Chinese"));
        }
    }

    fn need(&mut self, need: &Need) {
        let place = format!("need {}", need.id);
        let on = self.item.effective_from;
        self.text(&format!("{place} name"), &need.name, on, &[]);
        self.text(&format!("{place} help"), &need.help, on, &[]);
        self.articles(&place, &need.articles, true);
        let waives = need.waived_by.is_none_or(super::Source::waives);
        self.expect(waives, &place, "its source proves no paper");
        let asked = !matches!(need.kind, RequirementKind::DataCheck | RequirementKind::WaiverCheck);
        self.expect(asked, &place, "checks are made by judging; name the paper and its waived_by instead");
        let paper = need.kind == RequirementKind::Material || !need.undertaking;
        self.expect(paper, &place, "an undertaking takes the place of a paper only");
        let instant = self.item.shape != Shape::Instant || need.before != Before::Issue;
        self.expect(instant, &place, "nothing is issued by what is done at once");
    }

    fn effects(&mut self) {
        let acts = matches!(self.item.shape, Shape::Case | Shape::Instant | Shape::Joint | Shape::ExOfficio);
        self.expect(!acts || !self.item.effects.is_empty(), "effect", "nothing happens");
        let mut seen: Vec<Effect> = Vec::new();
        for row in &self.item.effects {
            if seen.contains(&row.effect) {
                self.add("effect", format!("{} happens twice", row.effect.verb()));
            }
            seen.push(row.effect);
        }
    }

    /// The example gets the item: no refusal and nothing unknown.
    fn example(&mut self) {
        let judged = match self.facts(&Table::new()) {
            Ok(facts) => self.item.judge(self.law, &facts).map_err(|e| e.to_string()),
            Err(error) => Err(error),
        };
        match judged {
            Err(error) => self.add("example", error),
            Ok(judgement) => {
                for refusal in &judgement.refusals {
                    self.add("example", format!("is refused under {}", refusal.rule));
                }
                for fact in &judgement.unknown {
                    self.add("example", format!("leaves {} unknown", fact.source.as_str()));
                }
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let place = format!("condition {}", condition.id);
        let on = self.item.effective_from;
        let shaped = condition.id.split_once('.').is_some_and(|(folder, name)| {
            let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            word(folder) && word(name)
        });
        self.expect(shaped, &place, "write the id as folder.reason");
        self.text(&format!("{place} reason"), &condition.reason, on, condition.predicate.slots());
        self.text(&format!("{place} instead"), &condition.instead, on, condition.predicate.slots());
        self.articles(&place, &condition.articles, condition.own_rule);
        let own = !condition.own_rule || condition.articles.is_empty();
        self.expect(own, &place, "a rule with articles is not the platform's own");
        self.expect(!condition.fails_for.is_empty(), &place, "no test facts on which it fails");
        for patch in &condition.holds_for {
            if let Some(said) = self.verdict(condition, patch).filter(|said| said != "holds") {
                self.add(&place, format!("{said} for {patch:?}, where it should hold"));
            }
        }
        for patch in &condition.fails_for {
            if let Some(said) = self.verdict(condition, patch).filter(|said| said != "fails") {
                self.add(&place, format!("{said} for {patch:?}, where it should fail"));
            }
        }
    }

    /// What a condition says on test facts; none, and a finding, where the facts cannot be read.
    fn verdict(&mut self, condition: &Condition, patch: &Table) -> Option<String> {
        let verdict = self.facts(patch).and_then(|facts| {
            let verdict = condition.predicate.eval(self.law, &facts).map_err(|e| e.to_string())?;
            Ok(match verdict {
                Verdict::Holds => "holds".to_owned(),
                Verdict::Fails { .. } => "fails".to_owned(),
                Verdict::Unknown(source) => format!("is unknown for want of {}", source.as_str()),
            })
        });
        if let Err(error) = &verdict {
            self.add(&format!("condition {}", condition.id), format!("test facts: {error}"));
        }
        verdict.ok()
    }

    /// The example with the differences of test facts.
    fn facts(&self, patch: &Table) -> Result<Facts, String> {
        let mut facts = self.item.example.clone();
        merge_table(&mut facts, patch.clone());
        toml::Value::Table(facts).try_into().map_err(|e: toml::de::Error| e.to_string().trim().to_owned())
    }

    /// Both languages are there, no figure stands in the words, and every slot has a value.
    fn text(&mut self, place: &str, text: &Text, on: Day, slots: &[&str]) {
        self.languages(place, text);
        for words in [&text.zh, &text.en] {
            let named = slots_of(words);
            for slot in &named {
                if !slots.contains(slot) && figure_words(slot, self.law, on).is_none() {
                    self.add(place, format!("nothing fills {{{slot}}}"));
                }
            }
            let bare =
                named.iter().fold(words.clone(), |rest, slot| rest.replace(&format!("{{{slot}}}"), ""));
            self.expect(
                !bare.contains(|c: char| c.is_ascii_digit()),
                place,
                "a figure stands in the words; name it in a slot",
            );
        }
    }

    fn languages(&mut self, place: &str, text: &Text) {
        self.expect(text.zh.chars().any(is_han), place, "the Chinese text is missing");
        let english = text.en.chars().any(|c| c.is_ascii_alphabetic()) && !text.en.chars().any(is_han);
        self.expect(english, place, "the English text is missing or has Chinese in it");
    }

    fn articles(&mut self, place: &str, articles: &[Article], may_lack: bool) {
        self.expect(may_lack || !articles.is_empty(), place, "it names no article");
        for article in articles {
            if let Some((rule, number)) = article.0.split_once('§') {
                let numbered = number.starts_with(|c: char| c.is_ascii_digit());
                if !RULES.contains(&rule) || !numbered {
                    self.add(place, format!("{article} is no article that can be spelt out"));
                }
            }
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
