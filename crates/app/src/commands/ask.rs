//! `ask`: which item of the catalogue a question asks for; one question in words, or many as JSON lines.

use base::Text;
use serde_json::{Value, json};
use service::catalog::RuleSet;
use service::guide::{Answer, Guide, Subject};

use crate::cli::Ask;
use crate::office::{defect, rules};
use crate::outcome::{Outcome, Report};

/// A line is read up to this many bytes; what follows belongs to no question.
const LONGEST_LINE: u64 = 64 * 1024;

pub(super) fn run(wanted: &Ask) -> Outcome {
    let rules = rules()?;
    let guide = Guide::new(&rules.catalog, &[]).map_err(|error| defect("guide", &error))?;
    match &wanted.question {
        Some(question) => Ok(one(&rules, &guide, question)),
        None => lines(&guide, std::io::stdin().lock()),
    }
}

fn one(rules: &RuleSet, guide: &Guide, question: &str) -> Report {
    let answer = guide.ask(question);
    let words = match (&answer.best, answer.item()) {
        (_, Some((code, best))) => {
            let name = rules.catalog.item(code).map(|item| item.name.clone()).unwrap_or_default();
            let (zh, en) = (&best.ask, &name.en);
            Text::new(format!("{zh}：{}（{code}）", name.zh), format!("{en} ({code})"))
        }
        (Some(best), None) => Text::new(
            format!("问的是“{}”，目录里还没有这个事项。", best.ask),
            format!("It asks for \"{}\", which is not in the catalogue yet.", best.name.en),
        ),
        (None, _) => Text::new("没有事项能回答这个问题。", "No item answers this question."),
    };
    let others: Vec<&str> = answer.others.iter().filter_map(|other| code_of(&other.subject)).collect();
    let words = if others.is_empty() {
        words
    } else {
        let others = others.join(", ");
        Text::new(
            format!("{}\n也可能是：{others}", words.zh),
            format!("{}\nOr it may be: {others}", words.en),
        )
    };
    Report::new(answer.item().is_some(), as_json(question, &answer), words)
}

/// Answers a line for each line, in order. A line that asks nothing gets an error in its place, and the rest goes on.
fn lines(guide: &Guide, from: impl std::io::Read) -> Outcome {
    super::lines::each(from, LONGEST_LINE, |line, _| answered(guide, line))?;
    Ok(super::silent())
}

fn answered(guide: &Guide, line: &str) -> Value {
    let error = |message: &str| json!({ "q": null, "error": { "code": "question", "message": message } });
    match serde_json::from_str::<Value>(line.trim()) {
        Err(_) => error(r#"not a line of JSON of at most 64 KiB; write {"q": "..."}"#),
        Ok(value) => match value.get("q").and_then(Value::as_str) {
            Some(question) => as_json(question, &guide.ask(question)),
            None => error(r#"the key "q" must be a text; write {"q": "..."}"#),
        },
    }
}

fn code_of(subject: &Subject) -> Option<&str> {
    match subject {
        Subject::Item(code) => Some(code),
        Subject::Topic { .. } => None,
    }
}

/// The contract's answer: only items are named; scores to three places.
fn as_json(question: &str, answer: &Answer) -> Value {
    let short = |score: f64| (score * 1000.0).round() / 1000.0;
    let others = answer.others.iter().filter_map(|other| {
        let item = code_of(&other.subject)?;
        Some(json!({ "item": item, "name": other.ask, "score": short(other.score) }))
    });
    let others: Vec<Value> = others.collect();
    let found = answer.item();
    json!({
        "q": question,
        "item": found.map(|(code, _)| code),
        "name": found.map_or("none", |(_, best)| best.ask.as_str()),
        "alternatives": others,
        "score": short(found.map_or(0.0, |(_, best)| best.score)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> Guide {
        Guide::new(&rules().unwrap().catalog, &[]).unwrap()
    }

    #[test]
    fn a_line_is_answered_as_the_contract_says() {
        let answer = answered(&guide(), r#"{"q": "驾照丢了怎么办"}"#);
        assert_eq!((&answer["item"], &answer["name"]), (&json!("licence-lost"), &json!("补领驾驶证")));
        assert!(answer["score"].as_f64().unwrap() > 0.5, "{answer}");
        let none = answered(&guide(), r#"{"q": "护照丢了"}"#);
        assert_eq!(
            (&none["item"], &none["name"], &none["score"]),
            (&Value::Null, &json!("none"), &json!(0.0))
        );
        let keys: Vec<&String> = none.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["q", "item", "name", "alternatives", "score"]);
    }

    #[test]
    fn what_asks_nothing_is_an_error_in_its_place() {
        for line in ["{", "[]", r#"{"q": 1}"#, r#"{"question": "x"}"#, "null"] {
            let answer = answered(&guide(), line);
            assert_eq!(answer["error"]["code"], "question", "{line}: {answer}");
        }
        let long = format!(r#"{{"q": "{}"}}"#, "驾照丢了".repeat(2000));
        assert_eq!(answered(&guide(), &long)["item"], "licence-lost");
    }

    #[test]
    fn one_question_is_answered_in_words() {
        let rules = rules().unwrap();
        let report = one(&rules, &guide(), "驾照到期了");
        assert!(
            report.ok && report.words.zh.starts_with("期满换证：期满换证（licence-renew-expiry）"),
            "{report:?}"
        );
        let topic = one(&rules, &guide(), "行驶证丢了");
        assert!(!topic.ok && topic.words.zh.contains("补换领行驶证"), "{topic:?}");
        assert!(!one(&rules, &guide(), "今天天气怎么样").ok);
    }
}
