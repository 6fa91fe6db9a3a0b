//! Beginning a case from a page, and finding it again.

use service::case::commands::{self, OpenCase, Opened};
use service::case::{CaseFile, Requirement};
use service::office::{Once, Stop};

use super::is_draft;
use crate::pages::acting::every_case;
use crate::{App, Fault, Visitor, outside};

/// The person's draft of an item, if there is one that the visitor may see.
pub(super) async fn draft(
    app: &App,
    visitor: &Visitor,
    person: &str,
    code: &str,
) -> Result<Option<(CaseFile, Vec<Requirement>)>, Fault> {
    let theirs = every_case(app, visitor, person).await?;
    Ok(theirs.into_iter().find(|(case, _)| case.item == code && is_draft(case)))
}

/// Begins a case of this item for a person, and says whether the visitor acts as their agent.
pub(super) async fn open_case(
    app: &App,
    visitor: &Visitor,
    (person, by_agent): (&str, bool),
    code: &str,
    once: Option<Once>,
) -> Result<Result<Opened, Stop>, Fault> {
    let known = outside::known(app, person).await?;
    let facts = outside::facts(app, visitor, &known, code, by_agent, None).await?;
    let command = OpenCase {
        item: code.to_owned(),
        subject: person.to_owned(),
        agent: by_agent.then(|| visitor.actor.id.clone()),
        licence: known.licence.as_ref().map(|l| l.id.clone()),
        outlet: app.settings.internet_outlet.clone(),
        identity: None,
        facts,
    };
    let opened = commands::open(&app.office, &visitor.ctx_once(once), command).await;
    Ok(opened.map(|done| done.value))
}
