//! Mandates. The law asks for a written mandate with items and term (162§105, 民法典 art. 165); that it lasts at most a
//! year is the platform's own rule, so that nobody acts on a paper that everyone has forgotten.

use std::collections::BTreeSet;

use base::{Day, FieldError, Refusal};

use super::refused;
use crate::access::model::{EndedBy, Mandate};

/// Items in one mandate at most.
const ITEMS_MAX: usize = 20;

/// What is wrong with the words of a mandate. `offered` says whether an agent may ask for the item.
pub(in crate::access) fn check(
    items: &BTreeSet<String>,
    from: Day,
    until: Day,
    today: Day,
    offered: impl Fn(&str) -> bool,
) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if items.is_empty() || items.len() > ITEMS_MAX || !items.iter().all(|item| offered(item)) {
        wrong.push(FieldError::new(
            "items",
            "请选择1至20个可以由代办人办理的事项。",
            "Choose 1 to 20 items that an agent may see to.",
        ));
    }
    if from < today {
        wrong.push(FieldError::new(
            "from",
            "委托的第一天不能早于今天，请重新选择日期。",
            "The first day of a mandate cannot be before today. Choose another day.",
        ));
    }
    let longest = from.plus_years(1);
    if until < from || until > longest {
        wrong.push(FieldError::new(
            "until",
            format!("请把最后一天选在第一天（含）至{}之间：本平台规定一次委托最长一年。", longest.chinese()),
            format!(
                "Choose a last day from the first day to {longest}: by this platform's own rule a mandate lasts at \
                 most a year."
            ),
        ));
    }
    wrong
}

/// The agent is somebody else.
pub(in crate::access) fn other_person(giver: &str, agent: &str) -> Result<(), Refusal> {
    if giver != agent {
        return Ok(());
    }
    Err(refused(
        "access.mandate_to_self",
        [
            "委托人和代办人是同一个人。",
            "您自己的业务可以直接办理，不需要委托；要委托别人，请填写对方的姓名和身份证号码。",
        ],
        [
            "The giver and the agent are the same person.",
            "You can see to your own affairs without a mandate; to name somebody else, give their name and identity \
             number.",
        ],
    ))
}

/// Nobody on file has this name with this number; which of the two is wrong is not said.
pub(in crate::access) fn unknown_agent() -> Refusal {
    refused(
        "access.agent_unknown",
        [
            "没有找到这位代办人：姓名和身份证号码要一致，并且代办人要在本平台登记过。",
            "请核对后重新填写；对方还没有在本平台登记的，请您自己办理，或者委托另一位已经登记的人。",
        ],
        [
            "No such agent was found: name and identity number must belong together, and the agent must be on file \
             here.",
            "Check both and fill them in again; if the agent is not on file here, see to it yourself or name somebody \
             who is.",
        ],
    )
}

/// Who ends it: either side, or a clerk with the paper. A mandate that has ended stays ended.
pub(in crate::access) fn end(mandate: &Mandate, actor: &str) -> Result<EndedBy, Refusal> {
    if mandate.ended.is_some() {
        return Err(refused(
            "access.mandate_ended",
            ["这份委托已经终止。", "需要继续委托的，请重新建立一份。"],
            ["This mandate has already ended.", "If it is still needed, give a new one."],
        ));
    }
    Ok(match actor {
        giver if giver == mandate.giver => EndedBy::Giver,
        agent if agent == mandate.agent => EndedBy::Agent,
        _ => EndedBy::Office,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn fields(items: &[&str], from: &str, until: &str) -> Vec<String> {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        let offered = |item: &str| item.starts_with("licence-");
        let wrong = check(&items, day(from), day(until), day("2026-11-23"), offered);
        wrong.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_mandate_lasts_a_year_at_most() {
        assert!(fields(&["licence-a"], "2026-11-23", "2027-11-23").is_empty());
        assert!(fields(&["licence-a"], "2026-11-23", "2026-11-23").is_empty());
        assert_eq!(fields(&["licence-a"], "2026-11-23", "2027-11-24"), ["until"]);
        assert_eq!(fields(&["licence-a"], "2026-11-24", "2026-11-23"), ["until"]);
        assert_eq!(fields(&["licence-a"], "2026-11-22", "2027-01-01"), ["from"]);
    }

    #[test]
    fn a_mandate_names_items_that_an_agent_may_see_to() {
        assert_eq!(fields(&[], "2026-11-23", "2027-01-01"), ["items"]);
        assert_eq!(fields(&["licence-a", "exam-b"], "2026-11-23", "2027-01-01"), ["items"]);
    }

    #[test]
    fn either_side_ends_a_mandate_once() {
        let mut mandate = Mandate {
            id: "mnd_1".to_owned(),
            giver: "per_g".to_owned(),
            agent: "per_a".to_owned(),
            items: BTreeSet::new(),
            from: day("2026-11-23"),
            until: day("2027-01-01"),
            ended: None,
        };
        assert_eq!(end(&mandate, "per_g"), Ok(EndedBy::Giver));
        assert_eq!(end(&mandate, "per_a"), Ok(EndedBy::Agent));
        assert_eq!(end(&mandate, "stf_1"), Ok(EndedBy::Office));
        mandate.ended = Some((base::Instant::from_ms(1), EndedBy::Giver));
        assert_eq!(end(&mandate, "per_a").unwrap_err().rule, "access.mandate_ended");
        assert!(other_person("a", "a").is_err() && other_person("a", "b").is_ok());
    }
}
