//! The question before every single read: may this visitor see it? What they may not see looks as though it were not
//! there.

use authz::{Action, Resource, Scope};
use service::case::{CaseFile, Requirement};
use service::office::Stop;
use service::person::Masked;
use store::Read;

use crate::{App, Visitor};

/// Asks authority for a read. A hidden thing is not found.
pub(super) fn allowed(app: &App, visitor: &Visitor, action: Action, resource: &Resource) -> Result<(), Stop> {
    let circumstances = visitor.ctx().circumstances();
    let decision = app.office.authorizer.decide(&visitor.actor, action, resource, circumstances);
    match decision.reason {
        None if decision.allowed => Ok(()),
        Some(denial) if !denial.is_hidden() => Err(Stop::Denied(denial)),
        _ => Err(Stop::NotFound),
    }
}

/// What the visitor sees of the list behind an action.
pub(super) fn scope(visitor: &Visitor, action: Action) -> Scope {
    Scope::of(&visitor.actor, action, visitor.ctx().circumstances())
}

/// A case that the visitor may see, with its requirements.
pub(super) async fn case(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> Result<(CaseFile, Vec<Requirement>), Stop> {
    let number = number.to_owned();
    let found = app.office.query(move |read| {
        let case = service::case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
        let needs = service::case::requirements(read, &case.id)?;
        Ok((case, needs))
    });
    let (case, needs) = found.await?;
    allowed(app, visitor, Action::CaseView, &service::case::resource(&case))?;
    Ok((case, needs))
}

/// A person's name as screens show it; none once they are erased.
pub(super) fn masked_name(
    office: &service::office::Office,
    read: &mut Read<'_>,
    person: &str,
) -> Result<Option<String>, Stop> {
    let Some(row) = service::person::by_id(read, person)?.filter(|row| !row.erased) else { return Ok(None) };
    service::person::masked_name(office, read, &row)
}

/// A person's values as screens show them; none once they are erased.
pub(super) fn masked(
    office: &service::office::Office,
    read: &mut Read<'_>,
    person: &str,
) -> Result<Option<Masked>, Stop> {
    let Some(row) = service::person::by_id(read, person)?.filter(|row| !row.erased) else { return Ok(None) };
    Ok(Some(service::person::values(office, read, &row)?.masked()))
}
