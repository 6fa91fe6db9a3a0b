//! Reading cases. Every list takes the actor's scope, derived from the same policies that decide single reads.

use authz::{Clause, Items, Resource, Scope};
use base::{Day, Fen, Instant, Region};
use store::{Read, Row, Value, params};

use super::model::{CaseFile, Delivery, Requirement, Stage, Status};
use super::paper::{Paper, PaperKind};
use super::sql;
use crate::catalog::{Before, Party, RequirementKind};
use crate::office::{Office, Stop};
use crate::person;

/// A case by the number that people quote.
pub fn by_number(read: &mut Read<'_>, number: &str) -> Result<Option<CaseFile>, Stop> {
    Ok(read.maybe(&sql::BY_NUMBER, params![number], case)?)
}

/// A person's own cases, newest first, begun before `before`; at most fifty-one.
pub fn mine(read: &mut Read<'_>, person: &str, before: Instant) -> Result<Vec<CaseFile>, Stop> {
    Ok(read.list(&sql::MINE, params![person, before], case)?)
}

/// Number and item of the cases of a licence that have not ended.
pub fn open_of_licence(
    read: &mut Read<'_>,
    person: &str,
    licence: &str,
) -> Result<Vec<(String, String)>, Stop> {
    Ok(read.list(&sql::OPEN_OF_LICENCE, params![person, licence], |row| Ok((row.text(0)?, row.text(1)?)))?)
}

/// The requirements of a case, in the item's order.
pub fn requirements(read: &mut Read<'_>, case: &str) -> Result<Vec<Requirement>, Stop> {
    Ok(read.list(&sql::REQUIREMENTS, params![case], |row| {
        Ok(Requirement {
            code: row.text(0)?,
            kind: row.parsed(1, |t| RequirementKind::parse(t).ok_or("no kind of requirement"))?,
            party: row.parsed(2, |t| Party::parse(t).ok_or("no party"))?,
            before: row.parsed(3, |t| Before::parse(t).ok_or("no stage"))?,
            status: row.parsed(4, |t| Status::parse(t).ok_or("no status"))?,
            due_on: row.opt_day(5)?,
            evidence: row.opt_text(6)?,
        })
    })?)
}

/// The papers of a case.
pub fn papers(read: &mut Read<'_>, case: &str) -> Result<Vec<Paper>, Stop> {
    Ok(read.list(&sql::PAPERS, params![case], paper_row)?)
}

/// A paper by its number, with the number of its case.
pub fn paper(read: &mut Read<'_>, number: &str) -> Result<Option<(Paper, String)>, Stop> {
    let Some(paper) = read.maybe(&sql::PAPER, params![number], paper_row)? else { return Ok(None) };
    let of = read.one(&sql::NUMBER_OF, params![paper.case], |row| row.text(0))?;
    Ok(Some((paper, of)))
}

/// How many cases an outlet has accepted on a legal day: what its quotas are compared with.
pub fn taken_today(read: &mut Read<'_>, outlet: &str, day: Day) -> Result<u32, Stop> {
    let (from, to) = (day.start(), day.plus_days(1).start());
    let count = read.one(&sql::TAKEN, params![outlet, from, to], |row| row.int(0))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Only these stages; all when empty.
    pub stages: Vec<Stage>,
    /// Only cases that were handed in.
    pub submitted: bool,
    /// After this case (its promise and number), for the next page.
    pub after: Option<(i64, String)>,
}

/// Cases that the scope shows, oldest promise first; at most fifty-one.
pub fn list(read: &mut Read<'_>, scope: &Scope, listed: &Listed) -> Result<Vec<CaseFile>, Stop> {
    let mut filter = Filter::default();
    if !filter.scope(scope) {
        return Ok(Vec::new());
    }
    filter.stages(&listed.stages);
    if listed.submitted {
        filter.text.push_str(" AND submitted_at IS NOT NULL");
    }
    if let Some((opened, number)) = &listed.after {
        let (a, b) = (filter.param(Value::Int(*opened)), filter.param(Value::Text(number.as_str().into())));
        filter.text.push_str(&format!(" AND (opened_at, number) > ({a}, {b})"));
    }
    let text =
        format!("SELECT {COLUMNS} FROM case_file WHERE {} ORDER BY opened_at, number LIMIT 51", filter.text);
    let mut cases = Vec::new();
    read.each_adhoc("case.list", &text, &filter.values, |row| {
        cases.push(case(row)?);
        Ok(())
    })?;
    Ok(cases)
}

/// How many handed-in cases of the scope stand in each stage.
pub fn counts(read: &mut Read<'_>, scope: &Scope) -> Result<Vec<(Stage, i64)>, Stop> {
    let mut filter = Filter::default();
    if !filter.scope(scope) {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT stage, COUNT(*) FROM case_file WHERE {} AND submitted_at IS NOT NULL GROUP BY stage ORDER BY stage",
        filter.text
    );
    let mut counts = Vec::new();
    read.each_adhoc("case.counts", &text, &filter.values, |row| {
        counts.push((row.parsed(0, |t| Stage::parse(t).ok_or("no stage"))?, row.int(1)?));
        Ok(())
    })?;
    Ok(counts)
}

const COLUMNS: &str =
    "id, number, item, subject, applicant, agent, licence, region, outlet, channel, stage, opened_at,
    submitted_at, accepted_at, due_on, stopped_on, decided_at, issued_at, ended_at, acceptor, decider,
    issuer, fee, delivery, address_version, blank, reasons, rating, revision";

/// A condition put together from fixed pieces; what users gave stands in `values` only.
#[derive(Default)]
struct Filter<'a> {
    text: String,
    values: Vec<Value<'a>>,
}

impl<'a> Filter<'a> {
    fn param(&mut self, value: Value<'a>) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// False when the scope shows nothing.
    fn scope(&mut self, scope: &'a Scope) -> bool {
        let clauses: Vec<String> = scope.any.iter().map(|clause| self.clause(clause)).collect();
        self.text = format!("({})", clauses.join(" OR "));
        !clauses.is_empty()
    }

    fn clause(&mut self, clause: &'a Clause) -> String {
        match clause {
            Clause::Everything => "1 = 1".to_owned(),
            Clause::Person(id) => {
                let p = self.param(Value::Text(id.as_str().into()));
                format!("(applicant = {p} OR subject = {p})")
            }
            Clause::Mandated { giver, items } => {
                let p = self.param(Value::Text(giver.as_str().into()));
                match items {
                    Items::Any => format!("applicant = {p}"),
                    Items::List(items) => {
                        let places: Vec<String> =
                            items.iter().map(|i| self.param(Value::Text(i.as_str().into()))).collect();
                        let places = if places.is_empty() { "NULL".to_owned() } else { places.join(", ") };
                        format!("(applicant = {p} AND item IN ({places}))")
                    }
                }
            }
            Clause::Outlet(id) => {
                let p = self.param(Value::Text(id.as_str().into()));
                format!("outlet = {p}")
            }
            Clause::Area(area) => {
                let (low, high) = area.bounds();
                let low = self.param(Value::Text(low.clone().into()));
                let high = self.param(Value::Text(high.clone().into()));
                format!("(submitted_at IS NOT NULL AND region BETWEEN {low} AND {high})")
            }
            // A case belongs to no staff account.
            Clause::Account(_) => "1 = 0".to_owned(),
        }
    }

    fn stages(&mut self, stages: &[Stage]) {
        if !stages.is_empty() {
            let places: Vec<String> =
                stages.iter().map(|s| self.param(Value::Text(s.as_str().into()))).collect();
            self.text.push_str(&format!(" AND stage IN ({})", places.join(", ")));
        }
    }
}

/// Whether the case was decided by this actor and somebody else at the outlet could make its licence.
pub fn second_issuer(read: &mut Read<'_>, case: &CaseFile, actor: &str) -> Result<bool, Stop> {
    if case.decider.as_deref() != Some(actor) {
        return Ok(false);
    }
    crate::access::another_at(read, &case.outlet, authz::Role::Issuer, actor)
}

/// What authority depends on.
pub fn resource(case: &CaseFile) -> Resource {
    Resource::Case(authz::Case {
        item: case.item.clone(),
        draft: case.submitted_at.is_none(),
        two_persons: true,
        subject: Some(case.subject.clone()),
        applicant: Some(case.applicant.clone()),
        agent: case.agent.clone(),
        outlet: Some(case.outlet.clone()),
        office: None,
        region: case.region,
        acceptor: case.acceptor.clone(),
        decider: case.decider.clone(),
    })
}

fn case(row: &Row<'_>) -> Result<CaseFile, store::Error> {
    let moment = |column| Ok::<_, store::Error>(row.opt_int(column)?.map(Instant::from_ms));
    let delivery = row.opt_text(23)?;
    let reasons = row.text(26)?;
    Ok(CaseFile {
        id: row.text(0)?,
        number: row.text(1)?,
        item: row.text(2)?,
        subject: row.text(3)?,
        applicant: row.text(4)?,
        agent: row.opt_text(5)?,
        licence: row.opt_text(6)?,
        region: row.parsed(7, Region::parse)?,
        outlet: row.text(8)?,
        channel: row.text(9)?,
        stage: row.parsed(10, |t| Stage::parse(t).ok_or("no stage"))?,
        opened_at: row.instant(11)?,
        submitted_at: moment(12)?,
        accepted_at: moment(13)?,
        due_on: row.opt_day(14)?,
        stopped_on: row.opt_day(15)?,
        decided_at: moment(16)?,
        issued_at: moment(17)?,
        ended_at: moment(18)?,
        acceptor: row.opt_text(19)?,
        decider: row.opt_text(20)?,
        issuer: row.opt_text(21)?,
        fee: Fen(row.int(22)?),
        delivery: delivery.as_deref().and_then(Delivery::parse),
        address_version: u32::try_from(row.int(24)?).unwrap_or(0),
        blank: row.opt_text(25)?,
        reasons: reasons.split_whitespace().map(str::to_owned).collect(),
        rating: row.opt_int(27)?,
        revision: row.int(28)?,
    })
}

fn paper_row(row: &Row<'_>) -> Result<Paper, store::Error> {
    Ok(Paper {
        number: row.text(0)?,
        case: row.text(1)?,
        kind: row.parsed(2, |t| PaperKind::parse(t).ok_or("no kind of paper"))?,
        made_at: row.instant(3)?,
        stream: row.text(4)?,
        event_number: row.int(5)?,
        body: row.json(6)?,
    })
}

/// The vault field of the address that a case's parcel goes to, among the values of the person concerned.
pub(super) fn address_field(case: &str) -> String {
    format!("delivery:{case}")
}

/// Where the case's parcel goes; none where the result is picked up, and after the person's erasure.
pub fn delivery_address(
    office: &Office,
    read: &mut Read<'_>,
    case: &CaseFile,
) -> Result<Option<String>, Stop> {
    if case.delivery != Some(Delivery::Post) {
        return Ok(None);
    }
    person::opened_text(office, read, &case.subject, &address_field(&case.id), case.address_version)
}

/// Whether the promised day has passed while the clock runs. Once the licence is made the promise is kept: the post's
/// days, and the person's until they come for it, are not the office's.
pub fn overdue(case: &CaseFile, today: Day) -> bool {
    let runs = !case.stage.is_over() && case.issued_at.is_none() && case.stopped_on.is_none();
    runs && case.due_on.is_some_and(|due| due < today)
}
