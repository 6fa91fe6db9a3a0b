//! Whatever is typed, nothing panics. Each target mutates what its parser knows for as long as `LAW_FUZZ_SECONDS` says;
//! they are run by hand: `LAW_FUZZ_SECONDS=600 cargo test --release -p law fuzz -- --ignored`.

use base::{Lang, Stopwatch};
use proptest::prelude::Rng as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::vehicles::MEANT;
use super::{day, law};
use crate::question::{answered, golden_lines};
use crate::{Areas, Classes, Law, Phone, Uscc, Vin};

/// What is put into a text besides what stands in it.
const PIECES: &[&str] = &[
    "",
    " ",
    "\u{200b}",
    "\u{feff}",
    "\0",
    "I",
    "O",
    "Q",
    "X",
    "x",
    "0",
    "9",
    "_",
    "·",
    "-",
    "Ａ",
    "９",
    "示",
    "京",
    "挂",
    "港",
    "澳",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e9",
    "99999999999999999999",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "长期",
    "\u{10ffff}",
    "é",
    "🚗",
    "\n",
    "\"as_of\":\"",
    "[[row]]\n",
    "key = ",
    "from = \"",
    "phases = [{ every = 0 }]\n",
];

#[expect(clippy::disallowed_methods, reason = "run by hand, for as long as it is told")]
fn fuzz(corpus: &[String], target: impl Fn(&str)) {
    let seconds: u64 = std::env::var("LAW_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let rng = runner.rng();
    let mut below = |n: usize| usize::try_from(rng.next_u64() % u64::try_from(n.max(1)).unwrap()).unwrap();
    let (clock, mut tried) = (Stopwatch::start(), 0u64);
    while clock.elapsed_us() < seconds * 1_000_000 {
        for _ in 0..1000 {
            let mut text: Vec<char> = corpus[below(corpus.len())].chars().collect();
            for _ in 0..=below(4) {
                let at = below(text.len() + 1);
                match below(4) {
                    0 => text.truncate(at),
                    1 => drop(text.drain(at..(at + below(6)).min(text.len()))),
                    2 => drop(text.splice(at..at, PIECES[below(PIECES.len())].chars())),
                    _ => {
                        let other: Vec<char> = corpus[below(corpus.len())].chars().collect();
                        let from = below(other.len() + 1);
                        drop(text.splice(at.., other.into_iter().skip(from)));
                    }
                }
            }
            target(&text.into_iter().collect::<String>());
            tried += 1;
        }
    }
    println!("{tried} texts in {seconds} s");
}

fn words(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
#[ignore = "runs for as long as it is told"]
fn fuzz_questions() {
    let corpus: Vec<String> = golden_lines()
        .map(|line| line.replace("\"expect\"", "\"id\"").replace("\"basis\"", "\"id\""))
        .collect();
    fuzz(&corpus, |text| {
        let answer = answered(law(), day("2026-11-21"), text, true, Lang::Zh);
        assert!(answer.get("result").is_some() != answer.get("error").is_some(), "{text}");
    });
}

#[test]
#[ignore = "runs for as long as it is told"]
fn fuzz_numbers() {
    let corpus = words(&[
        "37090219851115002X",
        "110105491231002",
        "LSVAM4187C2184847",
        "1HGCM826_3A004352",
        "91350100M000100Y43",
        "13900000001",
        "C1D",
        "A1A2",
        "苏AD12345",
        "粤Z1234港",
    ]);
    let kinds: Vec<&str> = law().plate_kinds().collect();
    fuzz(&corpus, |text| {
        let on = day("2026-11-21");
        let _ = law().resident_id(text, Areas::Demonstration, on);
        let _ = law().resident_id_from_15(text, Areas::Assigned, on);
        let vin = Vin::read(text).value;
        assert!(!vin.valid() || vin.model_year().is_some(), "{text}");
        let _ = (Vin::check_of(text).is_ok(), Uscc::read(text).value.valid(), Uscc::check_of(text).is_ok());
        let _ = (Phone::parse(text).is_ok(), Classes::parse(text).is_ok());
        for kind in ["licence_file", "licence_blank"] {
            let number = law().paper_number(kind, text, on).unwrap().value;
            assert!(!number.valid || text.chars().any(char::is_numeric), "{text} {kind}");
        }
        for kind in &kinds {
            assert!(law().plate(text, kind, on).is_ok(), "{text} {kind}");
        }
    });
}

#[test]
#[ignore = "runs for as long as it is told"]
fn fuzz_vehicles() {
    let corpus: Vec<String> =
        MEANT.iter().flat_map(|(_, words)| words.split("; ")).map(str::to_owned).collect();
    let on = day("2026-11-21");
    fuzz(&corpus, |text| {
        let inspected = law().inspected_as(text, on).map(|(row, ..)| &row.rule.key);
        let scrapped = law().scrapped_as(text, on).map(|(row, _)| &row.rule.key);
        // What is exact enough for the one is known to the other, as the same.
        assert!(scrapped.is_err() || scrapped == inspected, "{text}: {inspected:?} {scrapped:?}");
        // Use decides inspection: none that says it is not commercial may be inspected as a commercial one.
        let commercial = inspected.is_ok_and(|key| key.starts_with("营运")) && !text.contains("含");
        assert!(!(commercial && text.contains("非营运")), "{text}");
    });
}

#[test]
#[ignore = "runs for as long as it is told"]
fn fuzz_overlays() {
    let corpus: Vec<String> = Law::tables().map(overlay_of).collect();
    let tables: Vec<String> = Law::tables().map(|table| format!("{table}.toml")).collect();
    fuzz(&corpus, |text| {
        let table = &tables[text.len() % tables.len()];
        if let Ok(changed) = law().with_overlay(&[(table, text)]) {
            for line in golden_lines().step_by(37) {
                let _ = answered(
                    &changed,
                    day("2026-11-21"),
                    &line.replace("\"expect\"", "\"id\"").replace("\"basis\"", "\"id\""),
                    false,
                    Lang::En,
                );
            }
        }
    });
}

/// The first row of a table, as an overlay would write it.
fn overlay_of(table: &str) -> String {
    let file = format!("{table}.toml");
    let (_, row) = law().raw().rows(&file).next().unwrap();
    format!("[[row]]\n{}", toml::to_string(row).unwrap())
}
