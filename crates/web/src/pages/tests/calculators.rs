//! The calculators: an answer of each family, what is wrong at which field, and that nothing typed stands in the address.

use serde_json::json;

use crate::pages::desk::tests::browser::Browser;
use crate::testing::Bench;

const CAR: &str = "非营运小型、微型载客汽车";

/// What is typed.
type Fields = &'static [(&'static str, &'static str)];

fn asked(bench: &Bench, family: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let path = format!("/calculators/{family}");
    let page = Browser::new(bench).fill(&path, &path, fields);
    (page.status, page.text())
}

#[test]
fn every_family_answers_with_its_article() {
    let bench = Bench::on_sqlite();
    let rows: [(&str, Fields, &[&str]); 8] = [
        (
            "inspection",
            &[("vehicle", CAR), ("registered", "2020-05-01")],
            &["2028年5月31日前", "免上线检验", "第16(3)条"],
        ),
        ("scrapping", &[("vehicle", CAR), ("registered", "2020-05-01")], &["没有使用年限", "600000公里"]),
        (
            "renewal",
            &[("valid_until", "２０９０－０２－０３"), ("term", "6年")],
            &["2089年11月5日起可以换证", "2100年2月3日", "第63条"],
        ),
        ("renewal", &[("long_term", "yes")], &["不用期满换证"]),
        ("points", &[("first_issue", "2018-05-20"), ("points", "9"), ("classes", "C1")], &["还剩3分", "6分"]),
        (
            "points",
            &[("first_issue", "2018-05-20"), ("points", "12"), ("classes", "A2")],
            &["已经记满12分", "30天"],
        ),
        (
            "class",
            &[("birth", "1990-05-01"), ("held", "C1"), ("since", "2015-01-01")],
            &["现在可以申请", "B2"],
        ),
        ("number", &[("kind", "vin"), ("number", "1HGCM82633A004352")], &["号码正确", "2003"]),
    ];
    for (family, fields, words) in rows {
        let (status, page) = asked(&bench, family, fields);
        assert_eq!(status, 200, "{family} {page}");
        for word in words {
            assert!(page.contains(word), "{family} has no {word}: {page}");
        }
    }
}

#[test]
fn what_is_wrong_is_told_at_its_field_and_kept() {
    let bench = Bench::on_sqlite();
    let rows: [(&str, Fields, &str); 11] = [
        ("scrapping", &[("vehicle", ""), ("registered", "2020-05-01")], "vehicle-error"),
        ("number", &[("kind", "plate"), ("number", "京A12345")], "plate_kind-error"),
        ("inspection", &[("vehicle", CAR), ("registered", "")], "registered-error"),
        ("inspection", &[("vehicle", CAR), ("registered", "2023-02-30")], "registered-error"),
        ("inspection", &[("vehicle", CAR), ("registered", "2190-01-01")], "registered-error"),
        ("inspection", &[("vehicle", "飞船"), ("registered", "2020-05-01")], "vehicle-error"),
        ("points", &[("first_issue", "2018-05-20"), ("points", "-1")], "points-error"),
        ("points", &[("first_issue", "2018-05-20"), ("points", "3"), ("classes", "Z9")], "classes-error"),
        ("class", &[("birth", "1990-05-01"), ("held", "C1")], "since-error"),
        ("number", &[("kind", ""), ("number", "😀")], "kind-error"),
        ("number", &[("kind", "vin"), ("number", "")], "number-error"),
    ];
    for (family, fields, place) in rows {
        let (status, page) = asked(&bench, family, fields);
        assert_eq!(status, 422, "{family} {fields:?} {page}");
        assert!(page.contains(place), "{family} {fields:?} has no {place}: {page}");
    }
    let (status, _) = asked(&bench, "renewal", &[("valid_until", "2090-02-03")]);
    assert_eq!(status, 422, "the new term is not guessed");
    let (_, page) = asked(&bench, "number", &[("kind", "vin"), ("number", "1HGCM82643A004352")]);
    assert!(page.contains("第9位校验位应为3") && page.contains("1HGCM82643A004352"), "{page}");
    assert_eq!(Browser::new(&bench).get("/calculators/horoscope").status, 404);
}

#[test]
fn what_rests_on_one_reading_of_several_says_so() {
    let bench = Bench::on_sqlite();
    let late = [("valid_until", "2026-06-01"), ("term", "6年")];
    let page = Browser::new(&bench).fill("/calculators/renewal", "/calculators/renewal", &late).is(200);
    page.says(&["已经过期", "各地理解不一", "2026年6月1日", "2036年6月1日"]);
    let soon = [("valid_until", "2090-06-01"), ("term", "6年")];
    Browser::new(&bench).fill("/calculators/renewal", "/calculators/renewal", &soon).hides(&["各地理解不一"]);
}

#[test]
fn numbers_are_read_as_of_today_and_of_here() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2026-12-10");
    let vin = [("kind", "vin"), ("number", "1HGCM82633A004352")];
    Browser::new(&bench).fill("/calculators/number", "/calculators/number", &vin).hides(&["2033"]);
    let fields = [("kind", "resident_id"), ("number", citizen.id_number.as_str())];
    Browser::new(&bench).fill("/calculators/number", "/calculators/number", &fields).says(&["号码正确"]);
}

#[test]
fn programs_ask_the_same_and_hear_which_key_is_wrong() {
    let bench = Bench::on_sqlite();
    let ask = |area: &str, input: serde_json::Value| {
        bench.post(None, "/api/v1/law", &json!({ "area": area, "input": input }))
    };
    let input = json!({ "op": "compute_check", "vin_with_blank": "1HGCM826_3A004352" });
    let answer = ask("vin", input).is(200);
    assert_eq!(answer["result"]["check"], "3");
    assert_eq!(answer["articles"][0]["short"], "GB 16735");
    let wrong = ask("vin", json!({ "op": "compute_check", "vin": "1" })).is(422);
    assert_eq!(wrong["fields"][0]["field"], "input.vin");
    let wrong =
        ask("inspection", json!({ "op": "next_inspection", "vehicle": "飞船", "registered": "2020-05-01" }))
            .is(422);
    assert_eq!(wrong["fields"][0]["field"], "input.vehicle");
    assert_eq!(ask("vln", json!({ "op": "validate" })).is(422)["fields"][0]["field"], "area");
    let schema = bench.get(None, "/api/v1/law/questions").is(200);
    assert_eq!(schema["oneOf"].as_array().map(Vec::len), Some(law::question::OPS.len()));
}
