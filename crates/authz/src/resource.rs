//! What is asked about: the few facts of a record that authority depends on, never the record itself.

use base::Region;

/// A case, as far as authority depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The item's code in the catalogue.
    pub item: String,
    /// Whether the applicant has not handed it in yet.
    pub draft: bool,
    /// Whether the item needs two persons: one who accepts and another who decides.
    pub two_persons: bool,
    /// The person whose file it is about; `None` where it is about a thing or an organisation.
    pub subject: Option<String>,
    /// The person in whose name it is asked for.
    pub applicant: Option<String>,
    /// The person who acts for the applicant.
    pub agent: Option<String>,
    /// The outlet that takes it in; `None` while that is open.
    pub outlet: Option<String>,
    /// The office that decides, where it is another than the one that takes in.
    pub office: Option<String>,
    /// The jurisdiction.
    pub region: Region,
    /// The staff account that accepted.
    pub acceptor: Option<String>,
    /// The staff account that decided.
    pub decider: Option<String>,
}

impl Case {
    /// A case of `item` in `region` in the applicant's own affairs, still a draft and at no outlet.
    pub fn draft(item: impl Into<String>, region: Region, applicant: impl Into<String>) -> Self {
        let applicant = applicant.into();
        Self {
            item: item.into(),
            draft: true,
            two_persons: false,
            subject: Some(applicant.clone()),
            applicant: Some(applicant),
            agent: None,
            outlet: None,
            office: None,
            region,
            acceptor: None,
            decider: None,
        }
    }
}

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person's.
    Person(String),
    /// That of a staff account.
    Staff(String),
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The platform as a whole: ledger, outside systems, jobs, webhooks, health.
    Platform,
    /// An item of the catalogue.
    Item,
    /// A case.
    Case(Case),
    /// A paper of a case.
    Paper(Case),
    /// A parcel of a case.
    Parcel(Case),
    /// A person's file.
    Person {
        /// The person.
        id: String,
        /// Where the person lives.
        region: Region,
    },
    /// A driving licence.
    Licence {
        /// The person who holds it.
        holder: String,
    },
    /// A mandate.
    Mandate {
        /// The person who gives it.
        giver: String,
        /// The person who receives it.
        agent: String,
    },
    /// The numbered blanks of an outlet.
    Stock {
        /// The outlet.
        outlet: String,
        /// Where the outlet is.
        region: Region,
    },
    /// A staff account.
    Account {
        /// The account.
        staff: String,
        /// The outlet it belongs to.
        outlet: String,
        /// Where the outlet is.
        region: Region,
    },
    /// A session.
    Session {
        /// Whose it is.
        owner: Owner,
        /// The outlet of the account, for sessions of staff.
        outlet: Option<String>,
    },
    /// An outlet.
    Outlet {
        /// The outlet.
        id: String,
        /// Where it is.
        region: Region,
    },
    /// A grant of authority, as a record.
    Grant {
        /// The outlet that holds it.
        outlet: String,
        /// Where the outlet is.
        region: Region,
    },
    /// A recorded look-up.
    LookUp {
        /// The staff account that looked.
        by: String,
        /// The outlet of that account.
        outlet: String,
        /// Where the outlet is.
        region: Region,
    },
    /// A rating or complaint.
    Feedback {
        /// Who gave it.
        person: Option<String>,
        /// The staff account it is about.
        about: Option<String>,
        /// The outlet it is about.
        outlet: String,
        /// Where the outlet is.
        region: Region,
    },
}

impl Resource {
    /// The case, where it is one or belongs to one.
    pub(crate) fn case(&self) -> Option<&Case> {
        match self {
            Self::Case(case) | Self::Paper(case) | Self::Parcel(case) => Some(case),
            _ => None,
        }
    }

    /// The region it belongs to, where it has one.
    pub(crate) fn region(&self) -> Option<Region> {
        match self {
            Self::Case(case) | Self::Paper(case) | Self::Parcel(case) => Some(case.region),
            Self::Person { region, .. }
            | Self::Stock { region, .. }
            | Self::Account { region, .. }
            | Self::Outlet { region, .. }
            | Self::Grant { region, .. }
            | Self::LookUp { region, .. }
            | Self::Feedback { region, .. } => Some(*region),
            _ => None,
        }
    }
}
