//! The role × action matrix as a file that a person who is no programmer can read, `matrix.txt`. A change of a policy
//! shows as a change of this file; `UPDATE_GOLDEN=1` writes it anew.

use std::fmt::Write as _;

use super::parts::Parts;
use super::random::LISTS;
use super::samples::*;
use crate::{Action, Actor, Owner, Role, Scope};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix.txt");

const HEADER: &str = "\
# Who may do what. Written by the tests of crate authz (UPDATE_GOLDEN=1 cargo test -p authz); do not edit.
#
# Staff, of an outlet with a full grant, with a purpose given and a colleague on duty, in cases a colleague accepted
# and decided:
#   s  what is their own: a case about themselves at their outlet, their account, session, file, look-up, or a
#      complaint about them
#   o  what belongs to their outlet     a  to another outlet of the prefecture     e  to an outlet elsewhere
# Citizens and agents:
#   s  their own affairs     o  those of a person who gave them a mandate     e  a stranger's
#
";

/// The situations of a cell, as the header tells them.
const SITUATIONS: [char; 4] = ['s', 'o', 'a', 'e'];

/// What a member of staff, or a person, has in hand in a situation.
fn in_hand(situation: char, is_staff: bool) -> Parts {
    let (person, agent, account, outlet) = match (situation, is_staff) {
        ('s', _) => (MYSELF, None, ME, OFFICE),
        ('o', true) => (STRANGER, None, COLLEAGUE, OFFICE),
        ('o', false) => (GIVER, Some(MYSELF), COLLEAGUE, OFFICE),
        ('a', _) => (STRANGER, None, COLLEAGUE, NEIGHBOUR),
        _ => (STRANGER, None, COLLEAGUE, FAR),
    };
    let owned = |text: &str| text.to_owned();
    Parts {
        item: owned(RENEWAL),
        draft: false,
        two_persons: false,
        subject: Some(owned(person)),
        applicant: Some(owned(person)),
        agent: agent.map(owned),
        outlet: Some(owned(outlet)),
        office: None,
        acceptor: Some(owned(COLLEAGUE)),
        decider: Some(owned(COLLEAGUE)),
        person: owned(person),
        other: owned(STRANGER),
        staff: owned(account),
        owner: if is_staff { Owner::Staff(owned(account)) } else { Owner::Person(owned(person)) },
        at: owned(outlet),
    }
}

fn columns() -> Vec<(String, Actor, bool)> {
    let roles = Role::ALL.iter().map(|role| {
        let actor = match role {
            Role::Citizen => Actor::citizen(MYSELF),
            Role::Agent => agent(),
            staff_role => staff(&[*staff_role]),
        };
        (role.to_string(), actor, role.is_staff())
    });
    std::iter::once(("anyone".to_owned(), Actor::anyone(), false))
        .chain(roles)
        .chain([("system".to_owned(), Actor::system(), false)])
        .collect()
}

fn cell(actor: &Actor, is_staff: bool, action: Action) -> String {
    let mark = |situation: &char| {
        let resource = in_hand(*situation, is_staff).resource(action);
        if ask(actor, action, &resource).allowed { *situation } else { '-' }
    };
    SITUATIONS.iter().map(mark).collect()
}

fn matrix() -> String {
    let columns = columns();
    let mut text = HEADER.to_owned();
    let names = columns.iter().map(|(name, ..)| name.as_str());
    write!(text, "{:<17}", "").unwrap();
    for name in names {
        write!(text, " {name:<4}").unwrap();
    }
    text.push('\n');
    for action in Action::ALL {
        write!(text, "{:<17}", action.as_str()).unwrap();
        for (name, actor, is_staff) in &columns {
            write!(text, " {:<1$}", cell(actor, *is_staff, *action), name.len().max(4)).unwrap();
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the switch that rewrites the golden file, in a test only")]
fn the_matrix_is_the_one_on_file() {
    let now = matrix();
    if std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1") {
        std::fs::write(PATH, &now).unwrap();
    }
    let on_file = std::fs::read_to_string(PATH).unwrap_or_default();
    assert_eq!(now, on_file, "policies and matrix.txt differ; look at the difference, then UPDATE_GOLDEN=1");
}

#[test]
fn the_roles_read_off_the_policies_are_those_of_the_matrix() {
    for action in Action::ALL {
        for (name, actor, is_staff) in columns() {
            let may = cell(&actor, is_staff, *action).chars().any(|mark| mark != '-');
            match Role::parse(&name) {
                // An agent's mandate opens nothing that a citizen could not do in their own affairs.
                Some(role) => assert_eq!(authorizer().roles(*action).contains(&role), may, "{action} {role}"),
                None if name == "anyone" => assert_eq!(authorizer().is_public(*action), may, "{action}"),
                None => {}
            }
        }
    }
}

#[test]
fn each_role_is_listed_what_the_matrix_lets_it_see() {
    for action in LISTS {
        for (name, actor, is_staff) in columns() {
            let scope = Scope::of(&actor, *action, counter());
            let listed: String = SITUATIONS
                .iter()
                .map(|s| if scope.contains(&in_hand(*s, is_staff).resource(*action)) { *s } else { '-' })
                .collect();
            assert_eq!(listed, cell(&actor, is_staff, *action), "{action} {name}");
        }
    }
}
