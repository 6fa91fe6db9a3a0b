//! The frame of staff pages: who is logged in, with which roles and where, and the places they may go to.

use authz::{Action, ActorKind, Clause, Role, Scope};
use base::Text;
use service::access;
use service::office::Stop;

use crate::frame::{Density, Frame, Place, Who};
use crate::pages::view::Masked;
use crate::{App, Fault, Visitor};

/// The frame for whoever looks at a page that citizens and staff share.
pub(crate) async fn frame_of(app: &App, visitor: &Visitor) -> Result<Frame, Fault> {
    if visitor.is_staff() {
        staff_frame(app, visitor).await
    } else {
        super::super::citizen_frame(app, visitor).await
    }
}

/// The frame of a staff page.
pub(super) async fn staff_frame(app: &App, visitor: &Visitor) -> Result<Frame, Fault> {
    let mut frame = outside_frame(app, visitor);
    frame.places = places(app, visitor);
    frame.who = Some(who(app, visitor).await?);
    Ok(frame)
}

/// The frame of a staff page for somebody who is not logged in yet.
pub(super) fn outside_frame(app: &App, visitor: &Visitor) -> Frame {
    let mut frame = visitor.page_frame(app);
    frame.density = Density::Staff;
    frame
}

async fn who(app: &App, visitor: &Visitor) -> Result<Who, Fault> {
    let ActorKind::Staff(staff) = &visitor.actor.kind else { return Err(Stop::Unknown.into()) };
    let (office, id, outlet) = (app.office.clone(), visitor.actor.id.clone(), staff.outlet.clone());
    let found = app.office.query(move |read| {
        let account = access::staff_by_id(read, &id)?.ok_or(Stop::Unknown)?;
        let name = access::staff_name(&office, read, &account)?.unwrap_or(account.username);
        let at = service::outlet::by_id(read, &outlet)?.map(|outlet| outlet.name);
        Ok((name, at))
    });
    let (name, outlet) = found.await?;
    Ok(Who { name: Masked::new(name), role: roles(&staff.roles), outlet, is_staff: true })
}

/// Roles in a line.
pub(in crate::pages) fn roles<'r>(roles: impl IntoIterator<Item = &'r Role>) -> Text {
    let labels: Vec<Text> = roles.into_iter().map(|role| role.label()).collect();
    let each = |lang| labels.iter().map(|label: &Text| label.get(lang).to_owned()).collect::<Vec<_>>();
    Text::new(each(base::Lang::Zh).join("、"), each(base::Lang::En).join(", "))
}

/// What the visitor sees of the list behind an action.
pub(super) fn scope(visitor: &Visitor, action: Action) -> Scope {
    Scope::of(&visitor.actor, action, visitor.ctx().circumstances())
}

/// Whether one of the visitor's roles may take this action on something.
pub(super) fn has_role(app: &App, visitor: &Visitor, action: Action) -> bool {
    let ActorKind::Staff(staff) = &visitor.actor.kind else { return false };
    app.office.authorizer.roles(action).iter().any(|role| staff.roles.contains(role))
}

/// The places that the visitor may go to, in their order.
pub(super) fn places(app: &App, visitor: &Visitor) -> Vec<Place> {
    Place::STAFF.into_iter().filter(|place| may_go(app, visitor, *place)).collect()
}

fn may_go(app: &App, visitor: &Visitor, place: Place) -> bool {
    match place {
        Place::Desk | Place::Worklist => !scope(visitor, Action::CaseView).is_nothing(),
        Place::Lookup => has_role(app, visitor, Action::PersonLookUp),
        Place::Issue => has_role(app, visitor, Action::CaseIssue),
        Place::Stock => has_role(app, visitor, Action::StockView),
        Place::Day => has_role(app, visitor, Action::DayView),
        Place::Ledger => has_role(app, visitor, Action::LedgerSearch),
        // Everybody sees their own account; the list is for those who see others'.
        Place::Staff => {
            scope(visitor, Action::StaffView).any.iter().any(|clause| !matches!(clause, Clause::Account(_)))
        }
        Place::Notices => has_role(app, visitor, Action::NoticePublish),
        Place::Health => has_role(app, visitor, Action::HealthView),
        Place::Interfaces => has_role(app, visitor, Action::AdapterView),
        Place::Home | Place::Cases | Place::Documents | Place::Me => false,
    }
}
