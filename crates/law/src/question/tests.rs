//! Golden questions: each restates a row of the rules, with the article that must be among the answer's; and what is
//! answered to input that is wrong.

use base::{Day, Lang};
use serde_json::{Value, json};

use super::{OPS, answered, asked, schema};
use crate::Law;

/// Questions with what must stand in the answer, a line each, by what they are about.
const GOLDEN: &[(&str, &str)] = &[
    ("ages", include_str!("../../golden/ages.jsonl")),
    ("calendar", include_str!("../../golden/calendar.jsonl")),
    ("demerit", include_str!("../../golden/demerit.jsonl")),
    ("exams", include_str!("../../golden/exams.jsonl")),
    ("inspection", include_str!("../../golden/inspection.jsonl")),
    ("numbers", include_str!("../../golden/numbers.jsonl")),
    ("scrapping", include_str!("../../golden/scrapping.jsonl")),
    ("validity", include_str!("../../golden/validity.jsonl")),
];

/// Every golden question.
pub(crate) fn golden_lines() -> impl Iterator<Item = &'static str> {
    GOLDEN.iter().flat_map(|(_, lines)| lines.lines())
}

fn today() -> Day {
    Day::parse("2026-11-21").unwrap()
}

fn law() -> &'static Law {
    Law::embedded().unwrap()
}

fn said(line: &str) -> Value {
    answered(law(), today(), line, false, Lang::En)
}

#[test]
fn golden_questions_are_answered_as_the_rules_say() {
    let mut wrong = Vec::new();
    for (file, lines) in GOLDEN {
        for (number, line) in lines.lines().enumerate() {
            let golden: Value = serde_json::from_str(line).unwrap();
            let area = golden["area"].as_str().unwrap();
            let place = format!("{file}:{}", number + 1);
            let found = match asked(law(), today(), area, golden["input"].as_object().unwrap()) {
                Ok((op, found)) => found.to_json(op, false),
                Err(error) => {
                    wrong.push(format!("{place}: {} -> {error:?}", golden["input"]));
                    continue;
                }
            };
            let expected = golden["expect"].as_object().unwrap();
            let basis = found["basis"].as_array().unwrap().contains(&golden["basis"]);
            let differs: Vec<&String> =
                expected.iter().filter(|(key, v)| found[key.as_str()] != **v).map(|(k, _)| k).collect();
            if !basis || !differs.is_empty() {
                wrong.push(format!("{place}: {} -> {found}, not {}", golden["input"], golden["expect"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_operation_has_golden_questions() {
    for op in OPS {
        let (area, name) = (format!("\"area\":\"{}\"", op.area), format!("\"op\":\"{}\"", op.op));
        let has = GOLDEN
            .iter()
            .any(|(_, lines)| lines.lines().any(|line| line.contains(&area) && line.contains(&name)));
        assert!(has, "{} {}", op.area, op.op);
    }
}

#[test]
fn the_contracts_own_examples() {
    let check = said(
        r#"{"id":"a","area":"vin","input":{"op":"compute_check","vin_with_blank":"1HGCM826_3A004352"}}"#,
    );
    assert_eq!(check, json!({"id": "a", "result": {"check": "3", "basis": ["GB 16735"]}}));
    let truck = said(
        r#"{"id":"b","area":"inspection","input":{"op":"next_inspection","vehicle":"载货汽车","registered":"2020-03-15","as_of":"2026-11-21","previous_all_done":true}}"#,
    );
    let result = json!({"next_due": "2027-03-31", "action": "on_site", "window_opens": "2027-01-01", "window_open": false, "basis": ["REG§16(2)", "164§54"]});
    assert_eq!(truck, json!({"id": "b", "result": result}));
}

/// Lines that cannot be answered, with the code and the key of the error.
const WRONG: &[(&str, &str, &str)] = &[
    ("{", "input.not_json", ""),
    ("[]", "input.type", ""),
    (r#"{"id":1}"#, "input.type", "area"),
    (r#"{"id":1,"area":"vin"}"#, "input.type", "input"),
    (r#"{"id":1,"area":"vin","input":{},"more":1}"#, "input.unknown_key", "more"),
    (r#"{"id":1,"area":"vin","input":{}}"#, "input.missing", "op"),
    (r#"{"id":1,"area":"vim","input":{"op":"validate"}}"#, "area.unknown", "area"),
    (r#"{"id":1,"area":"vin","input":{"op":"validates"}}"#, "op.unknown", "op"),
    (r#"{"id":1,"area":"vin","input":{"op":"validate"}}"#, "input.missing", "vin"),
    (r#"{"id":1,"area":"vin","input":{"op":"validate","vin":17}}"#, "input.type", "vin"),
    (
        r#"{"id":1,"area":"vin","input":{"op":"validate","vin":"A","plate":"B"}}"#,
        "input.unknown_key",
        "plate",
    ),
    (
        r#"{"id":1,"area":"vin","input":{"op":"compute_check","vin_with_blank":"1HGCM82633A004352"}}"#,
        "vin.charset",
        "vin_with_blank",
    ),
    (r#"{"id":1,"area":"vin","input":{"op":"model_year","vin":"L"}}"#, "vin.length", "vin"),
    (
        r#"{"id":1,"area":"calendar","input":{"op":"is_working_day","on":"2010-10-01"}}"#,
        "law.not_in_force",
        "on",
    ),
    (
        r#"{"id":1,"area":"licence_validity","input":{"op":"renew_window","valid_until":"2020-03-02","as_of":"2019-12-03"}}"#,
        "law.not_in_force",
        "as_of",
    ),
    (
        r#"{"id":1,"area":"licence_age","input":{"op":"licence_age_check","class":"A1","birth":"1960-01-01","as_of":"1990-01-01"}}"#,
        "law.not_in_force",
        "as_of",
    ),
    (
        r#"{"id":1,"area":"exam","input":{"op":"fifth_failure","subject":"科目二","attempts_failed":4,"passed":false,"as_of":"1990-01-01"}}"#,
        "law.not_in_force",
        "as_of",
    ),
    (
        r#"{"id":1,"area":"calendar","input":{"op":"add_working_days","from":"1990-01-01","days":5}}"#,
        "law.not_in_force",
        "from",
    ),
    (r#"{"id":1,"area":"vin","input":{"op":"model_year","vin":"LFVIA23C6I3000001"}}"#, "vin.charset", "vin"),
    (
        r#"{"id":1,"area":"plate","input":{"op":"validate","plate":"浙A12345","plate_type":"小形汽车"}}"#,
        "plate.kind",
        "plate_type",
    ),
    (
        r#"{"id":1,"area":"licence_age","input":{"op":"licence_age_check","class":"C7","birth":"2000-01-01"}}"#,
        "input.not_one_of",
        "class",
    ),
    (
        r#"{"id":1,"area":"licence_age","input":{"op":"licence_age_check","class":"C1","birth":"2026-02-30"}}"#,
        "input.date",
        "birth",
    ),
    (
        r#"{"id":1,"area":"licence_age","input":{"op":"licence_age_check","class":"C1","birth":"2027-01-01"}}"#,
        "age.before_birth",
        "birth",
    ),
    (
        r#"{"id":1,"area":"inspection","input":{"op":"next_inspection","vehicle":"飞机","registered":"2020-01-01"}}"#,
        "vehicle.unknown",
        "vehicle",
    ),
    (
        r#"{"id":1,"area":"inspection","input":{"op":"next_inspection","vehicle":"挂车","registered":"2027-01-01"}}"#,
        "inspection.before_registration",
        "registered",
    ),
    (
        r#"{"id":1,"area":"inspection","input":{"op":"next_inspection","vehicle":"挂车","registered":"2020-01-01","seats":-1}}"#,
        "input.type",
        "seats",
    ),
    (
        r#"{"id":1,"area":"inspection","input":{"op":"next_inspection","vehicle":"7座MPV","registered":"2020-01-01","seats":9}}"#,
        "inspection.seats",
        "seats",
    ),
    (
        r#"{"id":1,"area":"inspection","input":{"op":"next_inspection","vehicle":"MPV","registered":"2020-01-01","manufactured":"2020-01-02"}}"#,
        "vehicle.manufactured",
        "manufactured",
    ),
    (
        r#"{"id":1,"area":"scrapping","input":{"op":"scrap_years","vehicle":"载货汽车","registered":"2020-01-01"}}"#,
        "vehicle.unknown",
        "vehicle",
    ),
    (
        r#"{"id":1,"area":"exam","input":{"op":"pass","subject":"科目二","class":"C1","score":101}}"#,
        "input.type",
        "score",
    ),
    (
        r#"{"id":1,"area":"licence_validity","input":{"op":"renew_window","valid_until":"","as_of":"2026-01-01"}}"#,
        "input.date",
        "valid_until",
    ),
    (
        r#"{"id":1,"area":"demerit","input":{"op":"cycle_end_carry","points":3,"overdue_unpaid_points":4}}"#,
        "points.overdue",
        "overdue_unpaid_points",
    ),
    (
        r#"{"id":1,"area":"demerit","input":{"op":"current_cycle","first_issue":"2027-01-01"}}"#,
        "cycle.before_first_issue",
        "as_of",
    ),
    (
        r#"{"id":1,"area":"licence_validity","input":{"op":"renew_issue","valid_until":"2030-01-01","renew_on":"2026-01-01","current_term":"6年","cycles_with_12_points":0}}"#,
        "renewal.not_possible",
        "renew_on",
    ),
];

#[test]
fn what_cannot_be_answered_names_the_key_and_what_is_allowed() {
    let long = "9".repeat(1_000_000);
    let million = format!(r#"{{"id":1,"area":"vin","input":{{"op":"validate","vin":"{long}"}}}}"#);
    for (line, code, key) in WRONG.iter().chain(&[(million.as_str(), "input.too_long", "vin")]) {
        let answer = said(line);
        let shown: String = line.chars().take(120).collect();
        assert_eq!(answer["error"]["code"], *code, "{shown}: {answer}");
        assert_eq!(answer["error"]["key"].as_str().unwrap_or(""), *key, "{shown}: {answer}");
        assert!(
            answer["error"]["message"].as_str().is_some_and(|said| said.len() < 1200),
            "{shown}: {answer}"
        );
        assert_eq!(
            answer["id"],
            if line.starts_with(r#"{"id":1"#) { json!(1) } else { Value::Null },
            "{shown}"
        );
    }
}

#[test]
fn every_result_key_is_there_and_explained_when_asked() {
    let line = r#"{"id":"x","area":"demerit","input":{"op":"study_reduction","points":12}}"#;
    let plain = said(line);
    assert_eq!(plain["result"].as_object().unwrap().len(), 4);
    let explained = answered(law(), today(), line, true, Lang::Zh);
    assert_eq!(explained["result"]["rows"][0]["table"], "figures");
    assert!(explained["result"].get("changes_on").is_some() && explained["result"].get("unknown").is_some());
}

#[test]
fn the_schema_describes_every_operation() {
    let schema = schema();
    let lines = schema["oneOf"].as_array().unwrap();
    assert_eq!(lines.len(), OPS.len());
    let inspection = lines
        .iter()
        .find(|line| line["properties"]["input"]["properties"]["op"]["const"] == "next_inspection")
        .unwrap();
    assert_eq!(inspection["properties"]["input"]["required"], json!(["op", "vehicle", "registered"]));
    assert_eq!(inspection["properties"]["input"]["properties"]["as_of"]["format"], "date");
    assert_eq!(
        inspection["x-results"],
        json!(["next_due", "action", "window_opens", "window_open", "basis"])
    );
}
