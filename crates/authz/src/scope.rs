//! Which rows of a list an actor may see, in a form that SQL can take. A list shows a row exactly when
//! [`crate::Authorizer::decide`] would allow its view action on that row; a property test holds the two together.

use crate::{Action, Actor, ActorKind, Area, Context, Items, Mandate, Resource, Role, Staff};

/// The rows an actor may see: those that satisfy any clause, less those that the actor made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// A row is seen when one of these holds; none holds when the list is empty.
    pub any: Vec<Clause>,
    /// Less the look-ups made by this staff account.
    pub except_by: Option<String>,
}

/// One condition on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// Every row.
    Everything,
    /// Rows of a person: a case's applicant or subject, a file itself, a licence's holder, either side of a mandate,
    /// who gave a feedback.
    Person(String),
    /// Cases, papers and parcels that `giver` applies for, of these items.
    Mandated {
        /// The applicant.
        giver: String,
        /// The items the mandate names.
        items: Items,
    },
    /// Rows of an outlet: for cases the one that takes in or the office that decides; else the one they belong to.
    Outlet(String),
    /// Rows whose region lies in an area; of cases only those that have been handed in.
    Area(Area),
    /// The row of one staff account.
    Account(String),
}

impl Scope {
    /// What `actor` sees of the list behind `action`. Exact for every action whose name ends in `view`, for
    /// `person.view_self`, `person.look_up` and `lookup.review`, and for the platform's `ledger.search` and
    /// `ledger.verify`; nothing for every other action, because it is not a list.
    pub fn of(actor: &Actor, action: Action, context: Context) -> Self {
        if matches!(action, Action::ItemView | Action::OutletView) {
            return Self::any([Clause::Everything]);
        }
        match &actor.kind {
            ActorKind::System if reads_case(action) => Self::any([Clause::Everything]),
            ActorKind::Anyone | ActorKind::System => Self::default(),
            ActorKind::Citizen => Self::any(person(&actor.id, action)),
            ActorKind::Agent { mandates } => {
                let held = mandates.iter().filter(|m| reads_case(action) && m.holds(context.day));
                Self::any(person(&actor.id, action).into_iter().chain(held.map(mandated)))
            }
            ActorKind::Staff(staff) => staff_scope(&actor.id, staff, action, context),
        }
    }

    /// Whether nothing is seen.
    pub fn is_nothing(&self) -> bool {
        self.any.is_empty()
    }

    /// Whether everything is seen.
    pub fn is_everything(&self) -> bool {
        self.except_by.is_none() && self.any.contains(&Clause::Everything)
    }

    /// Whether `resource`, a row of the list the scope was made for, is seen.
    pub fn contains(&self, resource: &Resource) -> bool {
        let mine = match resource {
            Resource::LookUp { by, .. } => self.except_by.as_ref() == Some(by),
            _ => false,
        };
        !mine && self.any.iter().any(|clause| clause.holds(resource))
    }

    fn any(clauses: impl IntoIterator<Item = Clause>) -> Self {
        Self { any: clauses.into_iter().collect(), except_by: None }
    }
}

fn reads_case(action: Action) -> bool {
    matches!(action, Action::CaseView | Action::PaperView | Action::ParcelView)
}

fn person(id: &str, action: Action) -> Vec<Clause> {
    let own = reads_case(action)
        || matches!(
            action,
            Action::PersonViewSelf | Action::LicenceView | Action::MandateView | Action::FeedbackView
        );
    if own { vec![Clause::Person(id.to_owned())] } else { Vec::new() }
}

fn mandated(mandate: &Mandate) -> Clause {
    Clause::Mandated { giver: mandate.giver.clone(), items: mandate.items.clone() }
}

/// How far each kind of work sees a list: the outlet's rows, the area's, or all; `&[]` for nobody.
struct Reach {
    outlet: &'static [Role],
    area: &'static [Role],
    everything: &'static [Role],
}

const WATCHING: &[Role] = &[Role::Supervisor, Role::Auditor];

fn reach(action: Action) -> Reach {
    use Role::{
        Administrator, Archivist, Auditor, Clerk, Examiner, Issuer, OutletHead, PartnerClerk, Reviewer,
        Supervisor,
    };
    let (outlet, area, everything): (&[Role], &[Role], &[Role]) = match action {
        Action::CaseView | Action::PaperView | Action::ParcelView => {
            (&[Clerk, Reviewer, Issuer, OutletHead, PartnerClerk, Archivist], WATCHING, &[])
        }
        Action::PersonLookUp | Action::LicenceView | Action::MandateView => {
            (&[], &[], &[Clerk, Reviewer, Issuer, OutletHead, Archivist, Examiner, Supervisor, Auditor])
        }
        Action::StockView | Action::DayView => (&[Clerk, PartnerClerk, Issuer, OutletHead], WATCHING, &[]),
        Action::FeedbackView => (&[Clerk, OutletHead], WATCHING, &[]),
        Action::LookupReview => (&[OutletHead], WATCHING, &[]),
        Action::StaffView => (&[OutletHead], WATCHING, &[Administrator]),
        Action::GrantView => (&[], WATCHING, &[Administrator]),
        Action::LedgerSearch => (&[], &[], WATCHING),
        Action::LedgerVerify | Action::AdapterView | Action::HealthView => {
            (&[], &[], &[Auditor, Administrator])
        }
        _ => (&[], &[], &[]),
    };
    Reach { outlet, area, everything }
}

fn staff_scope(id: &str, staff: &Staff, action: Action, context: Context) -> Scope {
    let holds = |roles: &[Role]| roles.iter().any(|role| staff.roles.contains(role));
    let needs_purpose = matches!(action, Action::PersonLookUp | Action::LicenceView | Action::MandateView);
    if needs_purpose && !context.purpose_given || reads_case(action) && holds(&[Role::Administrator]) {
        return Scope::default();
    }
    let reach = reach(action);
    let mut scope = Scope::default();
    if holds(reach.everything) {
        scope.any.push(Clause::Everything);
    }
    if holds(reach.area) {
        scope.any.push(Clause::Area(staff.area.clone()));
    }
    if holds(reach.outlet) || action == Action::GrantView {
        scope.any.push(Clause::Outlet(staff.outlet.clone()));
    }
    if action == Action::StaffView {
        scope.any.push(Clause::Account(id.to_owned()));
    }
    if action == Action::LookupReview {
        scope.except_by = Some(id.to_owned());
    }
    scope
}

impl Clause {
    /// Whether the row satisfies this condition.
    pub fn holds(&self, resource: &Resource) -> bool {
        match self {
            Self::Everything => true,
            Self::Person(person) => concerns(resource, person),
            Self::Mandated { giver, items } => resource
                .case()
                .is_some_and(|case| case.applicant.as_ref() == Some(giver) && items.name(&case.item)),
            Self::Outlet(outlet) => belongs(resource, outlet),
            Self::Area(area) => {
                let handed_in = resource.case().is_none_or(|case| !case.draft);
                handed_in && resource.region().is_some_and(|region| area.contains(region))
            }
            Self::Account(account) => matches!(resource, Resource::Account { staff, .. } if staff == account),
        }
    }
}

fn concerns(resource: &Resource, person: &str) -> bool {
    let is = |id: &Option<String>| id.as_deref() == Some(person);
    match resource {
        Resource::Case(case) | Resource::Paper(case) | Resource::Parcel(case) => {
            is(&case.applicant) || is(&case.subject)
        }
        Resource::Person { id, .. } => id == person,
        Resource::Licence { holder } => holder == person,
        Resource::Mandate { giver, agent } => giver == person || agent == person,
        Resource::Feedback { person: from, .. } => is(from),
        _ => false,
    }
}

fn belongs(resource: &Resource, outlet: &str) -> bool {
    let is = |id: &Option<String>| id.as_deref() == Some(outlet);
    match resource {
        Resource::Case(case) | Resource::Paper(case) | Resource::Parcel(case) => {
            is(&case.outlet) || is(&case.office)
        }
        Resource::Outlet { id: at, .. }
        | Resource::Stock { outlet: at, .. }
        | Resource::Account { outlet: at, .. }
        | Resource::Grant { outlet: at, .. }
        | Resource::LookUp { outlet: at, .. }
        | Resource::Feedback { outlet: at, .. } => at == outlet,
        _ => false,
    }
}
