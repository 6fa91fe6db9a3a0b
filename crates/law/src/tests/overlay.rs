//! Overlays: an office's settings and a draft's figures.

use base::Fen;

use super::{day, law};
use crate::{Figure, Law, LawError, nearest};

fn overlay(file: &str, text: &str) -> Result<Law, LawError> {
    law().with_overlay(&[(file, text)])
}

#[test]
fn a_row_without_a_day_changes_the_newest_row_of_its_key() {
    let changed = overlay("fees.toml", "[[row]]\nkey = \"licence.card\"\nfen = 500\n").unwrap();
    assert_eq!(changed.fee("licence.card", day("2026-11-21")).unwrap().value, Fen(500));
    assert_eq!(
        law().fee("licence.card", day("2026-11-21")).unwrap().value,
        Fen(1000),
        "the law itself is untouched"
    );
}

#[test]
fn a_row_from_a_new_day_ends_the_row_before() {
    let text = "[[row]]\nkey = \"licence.card\"\nfrom = \"2027-01-01\"\nfen = 0\n";
    let draft = overlay("fees.toml", text).unwrap();
    let last = draft.fee("licence.card", day("2026-12-31")).unwrap();
    assert_eq!((last.value, last.changes_on), (Fen(1000), Some(day("2027-01-01"))));
    let first = draft.fee("licence.card", day("2027-01-01")).unwrap();
    assert_eq!(first.value, Fen::ZERO);
    assert_eq!(first.basis, last.basis, "what a draft does not say is taken over");
}

#[test]
fn a_row_between_two_rows_keeps_the_order_of_time() {
    let text = "[[row]]\nkey = \"D\"\nfrom = \"2024-01-01\"\nmax = 65\n";
    let draft = overlay("ages.toml", text).unwrap();
    for (on, max) in [("2023-12-31", 60), ("2024-01-01", 65), ("2024-12-31", 65), ("2025-01-01", 70)] {
        let ask =
            draft.class_age_fit(crate::Class::D, day("1990-01-01"), day(on), crate::Application::Add, true);
        assert_eq!(ask.unwrap().value.max, Some(max), "{on}");
    }
}

#[test]
fn a_new_notice_of_holidays_is_a_new_year_in_the_table() {
    let text = r#"
        [[row]]
        key = "2027"
        from = "2027-01-01"
        until = "2027-12-31"
        articles = ["国务院办公厅关于2027年部分节假日安排的通知"]
        confidence = "seen"
        off = [{ names = ["new_year"], from = "2026-12-31", until = "2027-01-02" }]
        work = ["2027-01-03"]
    "#;
    let noticed = overlay("holidays.toml", text).unwrap();
    let due = noticed.add_working_days(day("2026-12-30"), 2).unwrap().value;
    assert_eq!((due.day, due.provisional), (day("2027-01-04"), false));
    assert!(
        !noticed.is_working_day(day("2026-12-31")).unwrap().value.working,
        "a notice may name a day of the year before"
    );
}

#[test]
fn overlays_stack() {
    let office =
        overlay("settings.toml", "[[row]]\nkey = \"renewal.late_start\"\nvalue = \"renewal_day\"\n").unwrap();
    let draft = office
        .with_overlay(&[("figures.toml", "[[row]]\nkey = \"renewal.opens_before\"\nvalue = 180\n")])
        .unwrap();
    assert_eq!(draft.figure(Figure::RenewalOpensBefore, day("2026-11-21")).unwrap().value, 180);
    assert!(
        draft
            .setting::<crate::LateStart>(day("2026-11-21"))
            .is_ok_and(|(s, _)| s == crate::LateStart::RenewalDay)
    );
}

#[test]
fn what_is_not_known_is_named_with_the_nearest_known() {
    let cases = [
        ("fee.toml", "", "there is no table fee.toml; the nearest known is fees.toml"),
        (
            "fees.toml",
            "[[row]]\nkey = \"licence.cart\"\nfen = 1\n",
            "fees.toml: there is no key licence.cart; the nearest known is licence.card",
        ),
        ("fees.toml", "[[row]]\nkey = \"licence.card\"\nyuan = 1\n", "unknown field `yuan`"),
        ("fees.toml", "[[row]]\nfen = 1\n", "key is missing"),
        ("fees.toml", "[[rows]]\nkey = \"licence.card\"\n", "only [[row]] may stand at the top"),
        ("fees.toml", "row = 3\n", "write each row as [[row]]"),
        ("fees.toml", "not toml", "fees.toml: "),
        ("fees.toml", "[[row]]\nkey = \"licence.card\"\nfrom = \"2027-1-1\"\n", "from is not a day"),
        ("fees.toml", "[[row]]\nkey = \"licence.card\"\nuntil = \"2001-01-01\"\n", "until is before from"),
        ("fees.toml", "[[row]]\nkey = \"licence.card\"\narticles = []\n", "articles is missing"),
        ("fees.toml", "[[row]]\nkey = \"licence.card\"\nconfidence = \"sure\"\n", "confidence: "),
        ("figures.toml", "[[row]]\nkey = \"renewal.late\"\nunit = \"days\"\n", "the unit must be Years"),
        ("figures.toml", "[[row]]\nkey = \"renewal.late\"\nvalue = 0\n", "at least 1"),
        (
            "settings.toml",
            "[[row]]\nkey = \"renewal.late_start\"\nvalue = \"today\"\n",
            "none of old_end, renewal_day",
        ),
        ("holidays.toml", "[[row]]\nkey = \"next\"\n", "there is no key next"),
        ("holidays.toml", "[[row]]\nkey = \"2026\"\nwork = [\"2026-10-01\"]\n", "both off and worked"),
        (
            "holidays.toml",
            "[[row]]\nkey = \"2026\"\noff = [{ names = [\"easter\"], from = \"2026-04-05\", until = \"2026-04-05\" }]\n",
            "there is no holiday easter",
        ),
        (
            "statutory.toml",
            "[[row]]\nkey = \"new_year\"\nanchor = \"13-01\"\n",
            "neither MM-DD nor a day of moving.toml",
        ),
        (
            "ages.toml",
            "[[row]]\nkey = \"D\"\nfrom = \"2023-01-01\"\nuntil = \"2026-01-01\"\n",
            "the row before still holds on 2025-01-01",
        ),
    ];
    for (file, text, said) in cases {
        let error = overlay(file, text).unwrap_err().to_string();
        assert!(error.contains(said), "{error:?} should say {said:?}");
    }
}

#[test]
fn the_digest_is_of_the_rows_and_of_nothing_else() {
    let same = overlay("fees.toml", "# a comment\n[[row]]\nfen = 1000\nkey = \"licence.card\"\n").unwrap();
    assert_eq!(same.digest(), law().digest());
    assert_eq!(law().digest().len(), 64);
    let changed = overlay("fees.toml", "[[row]]\nkey = \"licence.card\"\nfen = 1001\n").unwrap();
    assert_ne!(changed.digest(), law().digest());
    let noted = overlay("fees.toml", "[[row]]\nkey = \"licence.card\"\nconfidence = \"known\"\n").unwrap();
    assert_ne!(noted.digest(), law().digest());
}

#[test]
fn the_nearest_word_has_few_changes_and_begins_alike() {
    assert_eq!(nearest("licence.cart", ["plate.car", "licence.card"]), Some("licence.card"));
    assert_eq!(nearest("期满换领", ["遗失补证", "期满换证"]), Some("期满换证"));
    assert_eq!(
        nearest("licence.review", ["licence.held", "licence.review_done"]),
        Some("licence.review_done")
    );
    assert_eq!(nearest("x", []), None);
}
