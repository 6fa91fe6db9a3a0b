//! A person with a licence as a row has them.

use base::{Day, Region};
use law::{Classes, Term};
use service::catalog::LicenceStatus;
use service::licence::{Licence, NewLicence};
use service::person::{NewPerson, PersonRow, PersonValues};
use service::registry::Entry;

use super::map::Map;
use super::member::Member;
use super::text::{guarded, words};

/// The person of a row.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) id_number: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) region: Region,
    pub(super) licence: Option<Held>,
}

/// The licence of a row.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) file_number: String,
    pub(super) classes: Classes,
    pub(super) first_issue: Day,
    pub(super) valid_from: Day,
    pub(super) valid_until: Option<Day>,
    pub(super) term: Term,
    pub(super) standing: LicenceStatus,
}

impl Held {
    pub(super) fn of(licence: &Licence) -> Self {
        Self {
            file_number: licence.file_number.clone(),
            classes: licence.classes.clone(),
            first_issue: licence.first_issue,
            valid_from: licence.valid_from,
            valid_until: licence.valid_until,
            term: licence.term,
            standing: licence.status,
        }
    }

    /// A member as a file has it, in the office's words.
    fn cell(&self, member: Member, map: &Map) -> String {
        match member {
            Member::FileNumber => self.file_number.clone(),
            Member::Classes => map.theirs(member, &[&self.classes.to_string()]),
            Member::FirstIssue => self.first_issue.to_string(),
            Member::ValidFrom => self.valid_from.to_string(),
            Member::ValidUntil => match self.valid_until {
                Some(day) => day.to_string(),
                None => map.theirs(member, &[Term::LongTerm.chinese()]),
            },
            Member::Term => map.theirs(member, &[self.term.chinese()]),
            Member::Status => {
                let name = self.standing.name();
                map.theirs(member, &[&name.zh, self.standing.as_str()])
            }
            _ => String::new(),
        }
    }
}

impl Kept {
    /// What is on the register.
    pub(super) fn of(row: &PersonRow, values: PersonValues, licence: Option<&Licence>) -> Self {
        Self {
            name: values.name,
            id_number: values.id_number,
            phone: values.phone,
            address: values.address,
            region: row.region,
            licence: licence.map(Held::of),
        }
    }

    /// A member as a file has it; compared, it stands for the value.
    pub(super) fn cell(&self, member: Member, map: &Map) -> String {
        match member {
            Member::Name => words(&self.name),
            Member::IdNumber => self.id_number.clone(),
            Member::Phone => self.phone.clone(),
            Member::Address => words(&self.address),
            Member::Region => map.theirs(member, &[&self.region.to_string()]),
            of_licence => self.licence.as_ref().map(|held| held.cell(of_licence, map)).unwrap_or_default(),
        }
    }

    /// The members that the map names, as an export writes them.
    pub(super) fn cells(&self, map: &Map) -> Vec<String> {
        map.columns().map(|(member, _)| guarded(&self.cell(member, map))).collect()
    }

    /// As the register's own command takes it, under new ids.
    pub(super) fn entry(&self, person: String, licence: String) -> Entry {
        let held = self.licence.as_ref();
        let new = |held: &Held| NewLicence {
            id: licence,
            holder: person.clone(),
            file_number: held.file_number.clone(),
            classes: held.classes.clone(),
            first_issue: held.first_issue,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            term: held.term,
            region: self.region,
        };
        Entry {
            licence: held.map(new),
            standing: held.map_or(LicenceStatus::Normal, |held| held.standing),
            vehicles: Vec::new(),
            person: NewPerson {
                id: person,
                region: self.region,
                name: self.name.clone(),
                id_number: self.id_number.clone(),
                phone: self.phone.clone(),
                address: self.address.clone(),
            },
        }
    }
}

/// The licence alone, as an export without personal values writes it.
pub(super) fn licence_cells(licence: &Licence, map: &Map) -> Vec<String> {
    let held = Held::of(licence);
    let cell = |member: Member| match member {
        Member::Region => map.theirs(member, &[&licence.region.to_string()]),
        other => held.cell(other, map),
    };
    licence_columns(map).map(|(member, _)| cell(member)).collect()
}

/// The columns of an export of licences.
pub(super) fn licence_columns(map: &Map) -> impl Iterator<Item = (Member, &str)> {
    map.columns().filter(|(member, _)| member.of_licence() || *member == Member::Region)
}
