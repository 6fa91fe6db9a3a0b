//! The grounds for saying no. They are the item's conditions and nothing else: their words and articles stand on the
//! paper, so that a refusal always says which rule and what can be done instead.

use base::{Article, Text};
use service::catalog::{Condition, Item};

use super::check::Checked;
use crate::pages::view::{Choice, Form};

/// The grounds of an item, those that hold today first and in their own words.
pub(super) fn grounds(item: &Item, checked: &Checked) -> Vec<Choice> {
    let mut all: Vec<(bool, Choice)> = item.conditions.iter().map(|one| ground(one, checked)).collect();
    all.sort_by_key(|(holds, _)| !holds);
    all.into_iter().map(|(_, choice)| choice).collect()
}

fn ground(condition: &Condition, checked: &Checked) -> (bool, Choice) {
    let failed = failing(checked).into_iter().any(|id| id == condition.id);
    let says = checked.judged.as_ref().and_then(|(_, judgement)| {
        judgement.refusals.iter().find(|refusal| refusal.rule == condition.id).map(|r| r.reason.clone())
    });
    let text = says.unwrap_or_else(|| plain(condition));
    (failed, Choice::new(condition.id.clone(), text).hint(basis(&condition.articles)))
}

/// A ground of which nothing is known today: its own words where they need no facts, or else the condition by name. A
/// name often says what must not be, so it stands in quotation marks and not behind a "not".
fn plain(condition: &Condition) -> Text {
    if !condition.reason.zh.contains('{') {
        return condition.reason.clone();
    }
    let wanted = condition.predicate.name();
    Text::new(format!("没有满足“{}”这一条", wanted.zh), format!("The condition “{}” is not met", wanted.en))
}

/// The conditions that fail today.
pub(super) fn failing(checked: &Checked) -> Vec<String> {
    let refusals = checked.judged.iter().flat_map(|(_, judgement)| &judgement.refusals);
    refusals.map(|refusal| refusal.rule.clone()).collect()
}

/// A form with the grounds that hold today picked.
pub(super) fn picked(form: Form, field: &str, checked: &Checked) -> Form {
    failing(checked).into_iter().fold(form, |form, id| form.with(field, id))
}

/// Articles in a line.
pub(super) fn basis(articles: &[Article]) -> Text {
    let long: Vec<Text> = articles.iter().map(Article::long).collect();
    let each = |lang| long.iter().map(|text: &Text| text.get(lang).to_owned()).collect::<Vec<_>>();
    Text::new(each(base::Lang::Zh).join("；"), each(base::Lang::En).join("; "))
}
