//! Any resource from a handful of facts: the same facts give the case, its paper, the file, the account and so on.

use super::samples::region_of;
use crate::{Action, Case, Owner, Resource};

/// The facts from which a resource of any kind can be made.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) item: String,
    pub(super) draft: bool,
    pub(super) two_persons: bool,
    pub(super) subject: Option<String>,
    pub(super) applicant: Option<String>,
    pub(super) agent: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) office: Option<String>,
    pub(super) acceptor: Option<String>,
    pub(super) decider: Option<String>,
    /// The person of a file, a licence, a mandate or a feedback.
    pub(super) person: String,
    /// The other side of a mandate.
    pub(super) other: String,
    /// The account of a staff row, a look-up or a feedback.
    pub(super) staff: String,
    /// Whose session.
    pub(super) owner: Owner,
    /// The outlet of anything but a case.
    pub(super) at: String,
}

impl Parts {
    fn case(&self) -> Case {
        Case {
            item: self.item.clone(),
            draft: self.draft,
            two_persons: self.two_persons,
            subject: self.subject.clone(),
            applicant: self.applicant.clone(),
            agent: self.agent.clone(),
            outlet: self.outlet.clone(),
            office: self.office.clone(),
            region: region_of(self.outlet.as_deref().unwrap_or(&self.at)),
            acceptor: self.acceptor.clone(),
            decider: self.decider.clone(),
        }
    }

    /// A resource of a kind that `action` applies to.
    pub(super) fn resource(&self, action: Action) -> Resource {
        let (person, staff, outlet) = (self.person.clone(), self.staff.clone(), self.at.clone());
        let region = region_of(&self.at);
        let name = action.as_str();
        match name.split_once('.').unwrap().0 {
            "item" => Resource::Item,
            "case" => Resource::Case(self.case()),
            "paper" => Resource::Paper(self.case()),
            "parcel" => Resource::Parcel(self.case()),
            "person" => Resource::Person { id: person, region },
            "licence" => Resource::Licence { holder: person },
            "mandate" => Resource::Mandate { giver: person, agent: self.other.clone() },
            "stock" => Resource::Stock { outlet, region },
            "staff" => Resource::Account { staff, outlet, region },
            "session" => Resource::Session { owner: self.owner.clone(), outlet: Some(outlet) },
            "outlet" | "day" => Resource::Outlet { id: outlet, region },
            "grant" => Resource::Grant { outlet, region },
            "lookup" => Resource::LookUp { by: staff, outlet, region },
            "feedback" => Resource::Feedback { person: Some(person), about: Some(staff), outlet, region },
            _ => Resource::Platform,
        }
    }
}
