//! Lists that show a person exactly the rows that authority lets them see, page by page. The text is put together from
//! fixed pieces of this program; whatever comes from outside is a parameter.

use authz::{Clause, Scope};
use store::{Error, Read, Row, ToValue, Value};

/// Rows on a page at most.
pub const PAGE: u32 = 50;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows, in order.
    pub rows: Vec<T>,
    /// The key to go on after; none on the last page.
    pub next: Option<String>,
}

/// How many rows a page has when `wanted` are asked for: 1 to [`PAGE`].
fn limit(wanted: u32) -> u32 {
    wanted.clamp(1, PAGE)
}

/// Which columns of a list the conditions of a scope speak of. A condition on something the list does not have holds
/// for no row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Columns {
    /// Persons whose row it is.
    pub(crate) persons: &'static [&'static str],
    /// The outlet it belongs to.
    pub(crate) outlet: Option<&'static str>,
    /// The region it lies in.
    pub(crate) region: Option<&'static str>,
    /// The staff account that it is.
    pub(crate) account: Option<&'static str>,
    /// The staff account that made it.
    pub(crate) by: Option<&'static str>,
}

/// A list under way: what is selected, and under which conditions.
#[derive(Debug)]
pub(crate) struct Listing {
    name: &'static str,
    text: String,
    params: Vec<Value<'static>>,
}

impl Listing {
    /// The rows of `select` (everything up to WHERE) that `scope` lets see.
    pub(crate) fn new(name: &'static str, select: &str, scope: &Scope, columns: &Columns) -> Self {
        let mut listing = Self { name, text: format!("{select} WHERE ("), params: Vec::new() };
        for (i, clause) in scope.any.iter().enumerate() {
            listing.text.push_str(if i == 0 { "" } else { " OR " });
            listing.clause(clause, columns);
        }
        listing.text.push_str(if scope.any.is_empty() { "1 = 0)" } else { ")" });
        if let (Some(by), Some(column)) = (&scope.except_by, columns.by) {
            listing = listing.and(column, "<>", by);
        }
        listing
    }

    /// Only rows whose `column` stands in this relation to `value`.
    pub(crate) fn and(mut self, column: &str, relation: &str, value: &(impl ToValue + ?Sized)) -> Self {
        let place = self.place(value);
        self.text.extend([" AND ", column, " ", relation, " ", &place]);
        self
    }

    /// Only rows whose `column` is `value`, where a value is given.
    pub(crate) fn filter(self, column: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.and(column, "=", value),
            None => self,
        }
    }

    /// The page after `after` in the order of `key`, newest (highest) first where `down`.
    pub(crate) fn page<T>(
        self,
        read: &mut Read<'_>,
        order: Order,
        after: Option<&str>,
        wanted: u32,
        make: impl Fn(&Row<'_>) -> Result<T, Error>,
        key_of: impl Fn(&T) -> &str,
    ) -> Result<Page<T>, Error> {
        let (relation, direction) = if order.down { ("<", "DESC") } else { (">", "ASC") };
        let mut whole = match after {
            Some(after) => self.and(order.key, relation, after),
            None => self,
        };
        let most = limit(wanted);
        let place = whole.place(&(most + 1));
        whole.text.extend([" ORDER BY ", order.key, " ", direction, " LIMIT ", &place]);
        let mut rows = Vec::new();
        read.each_adhoc(whole.name, &whole.text, &whole.params, |row| {
            rows.push(make(row)?);
            Ok(())
        })?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(|last| key_of(last).to_owned());
        Ok(Page { rows, next })
    }

    /// Takes the value in and gives its place in the text.
    fn place(&mut self, value: &(impl ToValue + ?Sized)) -> String {
        self.params.push(value.to_value().into_owned());
        format!("${}", self.params.len())
    }

    fn clause(&mut self, clause: &Clause, columns: &Columns) {
        let condition = match clause {
            Clause::Everything => Some("1 = 1".to_owned()),
            Clause::Person(person) if !columns.persons.is_empty() => {
                let place = self.place(person);
                let each: Vec<String> = columns.persons.iter().map(|c| format!("{c} = {place}")).collect();
                Some(format!("({})", each.join(" OR ")))
            }
            Clause::Outlet(outlet) => columns.outlet.map(|c| format!("{c} = {}", self.place(outlet))),
            Clause::Area(area) => columns.region.map(|c| {
                let (first, last) = area.bounds();
                format!("{c} BETWEEN {} AND {}", self.place(&first), self.place(&last))
            }),
            Clause::Account(account) => columns.account.map(|c| format!("{c} = {}", self.place(account))),
            // Of cases only.
            Clause::Person(_) | Clause::Mandated { .. } => None,
        };
        self.text.push_str(condition.as_deref().unwrap_or("1 = 0"));
    }
}

/// The order of a list: by a key that no two rows share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    key: &'static str,
    down: bool,
}

impl Order {
    /// Lowest first.
    pub(crate) const fn up(key: &'static str) -> Self {
        Self { key, down: false }
    }

    /// Highest first.
    pub(crate) const fn down(key: &'static str) -> Self {
        Self { key, down: true }
    }
}
