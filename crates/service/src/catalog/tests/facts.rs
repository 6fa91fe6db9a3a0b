//! Facts in TOML and JSON.

use super::super::{Fact, Facts, Found};
use super::{facts, item};

#[test]
fn facts_survive_toml_and_json() {
    for (code, differences) in [
        ("licence-renew-expiry", ""),
        (
            "licence-renew-expiry",
            "person = { medical = \"unknown\" }\nlicence = { reviewed = \"unknown\", valid_until = \"none\" }",
        ),
        ("licence-renew-expiry", "licence = \"unknown\""),
        ("licence-contact", "contact = { differs = false }"),
    ] {
        let known = facts(&item(code), differences);
        let toml = toml::to_string(&known).expect("TOML");
        assert_eq!(toml::from_str::<Facts>(&toml).expect(&toml), known);
        let json = serde_json::to_string(&known).expect("JSON");
        assert_eq!(serde_json::from_str::<Facts>(&json).expect(&json), known);
    }
}

#[test]
fn what_is_left_out_is_unknown_and_what_is_misspelt_is_an_error() {
    let bare: Facts =
        toml::from_str("as_of = \"2026-11-21\"\nperson = { birth = \"1985-06-15\" }").expect("facts");
    assert_eq!(
        (bare.person.identity_confirmed, bare.licence, bare.by_agent),
        (Fact::Unknown, Found::Unknown, false)
    );
    for wrong in [
        "as_of = \"2026-11-21\"\nperson = { birthday = \"1985-06-15\" }",
        "as_of = \"2026-11-21\"\nperson = { birth = \"1985-06-15\", photo_on_file = \"nothing\" }",
        "as_of = \"2026-11-21\"\nperson = { birth = \"1985-06-15\", photo_on_file = \"yes\" }",
        "as_of = \"2026-11-21\"\nperson = { birth = \"1985-06-15\" }\nlicence = { classes = \"C1\" }",
        "person = { birth = \"1985-06-15\" }",
    ] {
        assert!(toml::from_str::<Facts>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_new_number_is_not_printed() {
    let known = facts(&item("licence-contact"), "");
    assert!(!format!("{known:?}").contains("13900001234"));
}
