//! The texts themselves: strictly valid, few, named, and every one of them of use; and odd questions.

use std::collections::BTreeSet;

use super::samples::*;
use crate::policies::{FILES, Policies, PolicyError, SCHEMA};
use crate::{Action, Actor, Denial, Resource, Role};

fn refused(schema: &str, text: &str) -> PolicyError {
    Policies::read(schema, &[("test.cedar", text)]).err().expect("the text should be refused")
}

#[test]
fn the_policies_are_strictly_valid_and_under_fifty() {
    let policies = Policies::embedded().unwrap();
    assert!(policies.set.len() < 50, "{} policies", policies.set.len());
}

#[test]
fn every_file_of_the_folder_is_compiled_in() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")).unwrap();
    let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = names.filter(|name| name != "schema.cedarschema").collect();
    assert_eq!(found, FILES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn the_schema_and_the_program_name_the_same_actions() {
    let policies = Policies::embedded().unwrap();
    let groups: BTreeSet<_> = policies.schema.action_groups().cloned().collect();
    let in_schema: BTreeSet<String> = policies
        .schema
        .actions()
        .filter(|uid| !groups.contains(uid))
        .map(|uid| uid.id().unescaped().to_owned())
        .collect();
    assert_eq!(in_schema, Action::ALL.iter().map(ToString::to_string).collect());
}

#[test]
fn the_schema_and_the_program_list_the_same_names() {
    for (kind, names) in [
        ("Role", Role::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>()),
        ("Standing", crate::Standing::ALL.iter().map(|s| s.as_str()).collect()),
        ("Channel", crate::Channel::ALL.iter().map(|c| c.as_str()).collect()),
    ] {
        let (_, after) = SCHEMA.split_once(&format!("entity {kind} enum [")).unwrap();
        let (list, _) = after.split_once(']').unwrap();
        let listed: Vec<&str> = list.split(',').map(|name| name.trim().trim_matches('"')).collect();
        assert_eq!(listed, names, "{kind}");
    }
}

#[test]
fn every_kind_of_denial_is_given_by_a_policy_or_by_the_program() {
    let policies = Policies::embedded().unwrap();
    let given: BTreeSet<Denial> = policies.denials.values().copied().collect();
    // Said by the program: nothing permits, the door of a route is another role's, or the question has a fault.
    let own = [Denial::NotPermitted, Denial::WrongRole, Denial::Fault];
    assert_eq!(Denial::ALL.iter().copied().filter(|d| !own.contains(d)).collect::<BTreeSet<_>>(), given);
}

#[test]
fn a_text_with_a_fault_does_not_start() {
    let permit = "permit (principal is Staff, action == Action::\"case.accept\", resource is Case)";
    let forbid = "forbid (principal is Staff, action == Action::\"case.accept\", resource is Case)";
    let unnamed = format!("{permit};");
    assert_eq!(refused(SCHEMA, &unnamed), PolicyError::Unnamed("test.cedar".to_owned()));
    let twice = format!("@id(\"a\") {permit}; @id(\"a\") {permit};");
    assert_eq!(refused(SCHEMA, &twice), PolicyError::Twice("a".to_owned()));
    for silent in [
        format!("@id(\"a\") {forbid};"),
        format!("@id(\"a\") @denial(\"because\") {forbid};"),
        format!("@id(\"a\") @denial(\"own_case\") {permit};"),
    ] {
        assert_eq!(refused(SCHEMA, &silent), PolicyError::Denial("a".to_owned()));
    }
    for wrong in [
        format!("@id(\"a\") {permit} when {{ principal in Role::\"clark\" }};"),
        format!("@id(\"a\") {permit} when {{ resource.owner == principal }};"),
        format!("@id(\"a\") {permit} when {{ resource.applicant == principal.person }};"),
        format!("@id(\"a\") {permit} when {{ resource.draft == \"yes\" }};"),
        "@id(\"a\") permit (principal is Anyone, action == Action::\"case.accept\", resource);".to_owned(),
    ] {
        assert!(matches!(refused(SCHEMA, &wrong), PolicyError::Invalid(_)), "{wrong}");
    }
    let template = "@id(\"a\") @denial(\"own_case\") forbid (principal == ?principal, action, resource);";
    for unreadable in ["permit (principal", template] {
        assert!(matches!(refused(SCHEMA, unreadable), PolicyError::Policies { .. }), "{unreadable}");
    }
    assert!(matches!(refused("entity Staff in [Nobody];", ""), PolicyError::Schema(_)));
}

#[test]
fn a_schema_without_an_action_of_ours_does_not_start() {
    let without = SCHEMA.replace("\"job.retry\"", "\"job.again\"");
    let policies = Policies::read(&without, &[]).unwrap();
    let error = crate::Authorizer::from_policies(&policies).unwrap_err();
    assert_eq!(error, PolicyError::Unknown("job.retry".to_owned()));
}

#[test]
fn names_read_back_and_unknown_names_do_not() {
    for action in Action::ALL {
        assert_eq!(Action::parse(action.as_str()), Some(*action));
    }
    assert_eq!(Action::parse("case.fly"), None);
    assert_eq!(Role::parse("Clerk"), None);
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(*role));
        assert!(!role.label().zh.is_ascii() && role.label().en.is_ascii());
    }
}

#[test]
fn odd_ids_are_only_ids() {
    let case = Resource::Case(case_at(OFFICE));
    for id in ["", "\"", "*", "Role::\"clerk\"", "stf_me\0", "车管所", "\u{202e}", &"x".repeat(10_000)] {
        denies(&Actor::citizen(id), Action::CaseView, &case, Denial::NotPermitted);
        allows(&Actor::citizen(id), Action::CaseView, &Resource::Case(case_of(id)));
        let mut clerk = staff(&[Role::Clerk]);
        clerk.id = id.to_owned();
        allows(&clerk, Action::CaseAccept, &case);
    }
}

#[test]
fn an_action_on_a_thing_it_does_not_apply_to_is_a_fault_and_denied() {
    denies(&staff(&[Role::Clerk]), Action::CaseAccept, &Resource::Platform, Denial::Fault);
    let outlet = Resource::Outlet { id: OFFICE.to_owned(), region: region_of(OFFICE) };
    denies(&Actor::anyone(), Action::ItemView, &outlet, Denial::Fault);
}
