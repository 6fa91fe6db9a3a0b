//! Acting for somebody else: whom a visitor may act for, what those people are called, and which of their cases the
//! visitor may see. Who gave no mandate in force for an item is nobody to the visitor; the policies say so too, case by
//! case.

use authz::{Action, ActorKind};
use service::case::{CaseFile, Requirement};

use super::view::Masked;
use crate::{App, Fault, Visitor};

/// A person's masked name; stars where the person is erased.
pub(super) async fn name_of(app: &App, person: &str) -> Result<Masked, Fault> {
    let (office, id) = (app.office.clone(), person.to_owned());
    let found = app.office.query(move |read| {
        let Some(row) = service::person::by_id(read, &id)?.filter(|row| !row.erased) else { return Ok(None) };
        Ok(Some(service::person::values(&office, read, &row)?.masked().name))
    });
    Ok(Masked::new(found.await?.unwrap_or_else(|| "***".to_owned())))
}

/// The persons whose mandate in force the visitor holds, for this item where one is named; each once.
pub(super) fn principals(visitor: &Visitor, item: Option<&str>) -> Vec<String> {
    let ActorKind::Agent { mandates } = &visitor.actor.kind else { return Vec::new() };
    let today = visitor.now.day();
    let held = mandates.iter().filter(|m| m.holds(today) && item.is_none_or(|item| m.items.name(item)));
    let mut persons: Vec<String> = held.map(|mandate| mandate.giver.clone()).collect();
    persons.sort();
    persons.dedup();
    persons
}

/// A person's newest cases that the visitor may see, with their requirements.
pub(super) async fn every_case(
    app: &App,
    visitor: &Visitor,
    person: &str,
) -> Result<Vec<(CaseFile, Vec<Requirement>)>, Fault> {
    let mut cases = super::home::cases(app, person, visitor).await?;
    if person == visitor.actor.id {
        return Ok(cases);
    }
    cases.retain(|(case, _)| {
        let resource = service::case::resource(case);
        let circumstances = visitor.ctx().circumstances();
        app.office.authorizer.decide(&visitor.actor, Action::CaseView, &resource, circumstances).allowed
    });
    Ok(cases)
}

/// The applicant's masked name, where the case is not the visitor's own.
pub(super) async fn applicant_of(
    app: &App,
    visitor: &Visitor,
    case: &CaseFile,
) -> Result<Option<Masked>, Fault> {
    if is_own(visitor, case) {
        return Ok(None);
    }
    Ok(Some(name_of(app, &case.applicant).await?))
}

/// Whether the case is the visitor's own.
pub(super) fn is_own(visitor: &Visitor, case: &CaseFile) -> bool {
    case.applicant == visitor.actor.id
}

/// What stands behind the address of an application's page: the case, where it is somebody else's.
pub(super) fn query_of(visitor: &Visitor, case: &CaseFile) -> String {
    if is_own(visitor, case) { String::new() } else { format!("?case={}", case.number) }
}
