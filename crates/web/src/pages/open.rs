//! Beginning a case from a page, and finding it again.

use service::case::commands::{self, OpenCase, Opened};
use service::case::{CaseFile, Requirement, Stage};
use service::office::{Once, Stop};

use super::home::cases;
use crate::{App, Fault, Visitor, outside};

/// The person's draft of an item, if there is one.
pub(super) async fn draft(
    app: &App,
    visitor: &Visitor,
    code: &str,
) -> Result<Option<(CaseFile, Vec<Requirement>)>, Fault> {
    let mine = cases(app, visitor.person()?, visitor).await?;
    let open =
        |case: &CaseFile| case.item == code && case.stage == Stage::Draft && case.submitted_at.is_none();
    Ok(mine.into_iter().find(|(case, _)| open(case)))
}

/// Begins a case of this item for the visitor.
pub(super) async fn open_case(
    app: &App,
    visitor: &Visitor,
    code: &str,
    once: Option<Once>,
) -> Result<Result<Opened, Stop>, Fault> {
    let person = visitor.person()?;
    let known = outside::known(app, person).await?;
    let facts = outside::facts(app, visitor, &known, code, false, None).await?;
    let command = OpenCase {
        item: code.to_owned(),
        subject: person.to_owned(),
        agent: None,
        licence: known.licence.as_ref().map(|l| l.id.clone()),
        outlet: app.settings.internet_outlet.clone(),
        identity: None,
        facts,
    };
    let opened = commands::open(&app.office, &visitor.ctx_once(once), command).await;
    Ok(opened.map(|done| done.value))
}
