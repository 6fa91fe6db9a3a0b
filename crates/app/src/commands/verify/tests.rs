//! Rows of a whole city changed behind the program's back, in every table that the record vouches for: each is found
//! and named.

use base::Rng;
use ledger::verify::Finding;
use store::{Column, Engine, Read, Store, Table, Tag, Target, Value, params, tagged_tables};
use testkit::Database;

use super::*;
use crate::store_folder::Place;
use crate::testing::{TestCity, plan};

/// Changes on each engine.
const CHANGES: usize = 100;
/// Changes that are looked for together, each in a table of its own.
const TOGETHER: usize = 5;

fn literal(value: &Value<'_>, engine: Engine) -> String {
    match (value, engine) {
        (Value::Null, _) => "NULL".to_owned(),
        (Value::Int(n), _) => n.to_string(),
        (Value::Real(n), _) => n.to_string(),
        (Value::Text(text), _) => format!("'{}'", text.replace('\'', "''")),
        (Value::Bytes(bytes), Engine::Sqlite) => format!("x'{}'", hex::encode(bytes)),
        (Value::Bytes(bytes), Engine::Postgres) => format!("'\\x{}'::bytea", hex::encode(bytes)),
    }
}

/// Another value of the same type.
fn other(value: &Value<'_>, kind: &str, rng: &mut Rng) -> Value<'static> {
    match (value, kind) {
        (Value::Int(n), _) => Value::Int(n.wrapping_add(1 + i64::try_from(rng.below(1_000)).unwrap())),
        (Value::Text(text), _) => Value::Text(format!("{text}x").into()),
        (Value::Bytes(bytes), _) => {
            let mut bytes = bytes.to_vec();
            let place = usize::try_from(rng.below(bytes.len().max(1) as u64)).unwrap();
            match bytes.get_mut(place) {
                Some(byte) => *byte ^= u8::try_from(1 + rng.below(255)).unwrap(),
                None => bytes.push(1),
            }
            Value::Bytes(bytes.into())
        }
        (_, "int") => Value::Int(1),
        (_, "text") => Value::Text("x".into()),
        (_, "bytes") => Value::Bytes(vec![1].into()),
        (value, kind) => panic!("{value:?} in a column of {kind}"),
    }
}

/// One changed value.
#[derive(Debug)]
struct Change {
    table: String,
    tag: Tag,
    column: String,
    /// The row's key as findings name it.
    key: String,
    /// What names the row in a finding of the ledger or the vault.
    names: Vec<String>,
    undo: String,
}

fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Null => Value::Null,
        Value::Int(n) => Value::Int(*n),
        Value::Real(n) => Value::Real(*n),
        Value::Text(text) => Value::Text(text.to_string().into()),
        Value::Bytes(bytes) => Value::Bytes(bytes.to_vec().into()),
    }
}

/// A row of the table, picked at random.
fn pick(target: &Target, table: &Table, rng: &mut Rng) -> Option<Vec<Value<'static>>> {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    let text = format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), table.name, keys(table).join(", "));
    let rows: Result<Vec<Vec<Value<'static>>>, store::Error> =
        Store::snapshot(target, |read: &mut Read<'_>| {
            let mut rows = Vec::new();
            read.each_adhoc("pick", &text, params![], |row| {
                rows.push(
                    (0..names.len())
                        .map(|i| Ok(owned(&row.value(i)?)))
                        .collect::<Result<_, store::Error>>()?,
                );
                Ok(())
            })?;
            Ok(rows)
        });
    rng.pick(&rows.unwrap()).cloned()
}

fn keys(table: &Table) -> Vec<String> {
    let mut keys: Vec<&Column> = table.columns.iter().filter(|c| c.key > 0).collect();
    keys.sort_by_key(|c| c.key);
    keys.into_iter().map(|c| c.name.clone()).collect()
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Bytes(bytes) => hex::encode(bytes),
    }
}

/// Changes one value of one row; none where there is no row, or where the schema itself refuses the value.
fn change(db: &Database, engine: Engine, table: &Table, tag: Tag, rng: &mut Rng) -> Option<Change> {
    let plain: Vec<usize> = (0..table.columns.len()).filter(|i| table.columns[*i].key == 0).collect();
    let column = *rng.pick(&plain)?;
    let row = pick(db.target(), table, rng)?;
    let name = &table.columns[column].name;
    let place = |key: &String| table.columns.iter().position(|c| &c.name == key).unwrap();
    let parts: Vec<String> = keys(table).iter().map(|key| shown(&row[place(key)])).collect();
    let condition: Vec<String> =
        keys(table).iter().map(|key| format!("{key} = {}", literal(&row[place(key)], engine))).collect();
    let set = |value: &Value<'_>| {
        let (name, value) = (name, literal(value, engine));
        format!("UPDATE {} SET {name} = {value} WHERE {}", table.name, condition.join(" AND "))
    };
    let altered = other(&row[column], &table.columns[column].kind, rng);
    if db.attempt(&set(&altered))? != 1 {
        return None;
    }
    let stream = table.columns.iter().position(|c| c.name == "stream").map(|at| shown(&row[at]));
    Some(Change {
        table: table.name.clone(),
        tag,
        column: name.clone(),
        key: parts.join("/"),
        names: parts.into_iter().chain(stream).collect(),
        undo: set(&row[column]),
    })
}

impl Change {
    /// Whether a finding is about this row. Read rows are named by their whole key and the column, vault rows by the person, and an
    /// altered entry shows at the entry or at its event.
    fn is(&self, finding: &Finding) -> bool {
        let about = |tables: &[&str]| tables.contains(&finding.table.as_str());
        match self.tag {
            Tag::Read => {
                let column = finding.what.contains(&self.column);
                finding.kind == "read" && about(&[&self.table]) && finding.key == self.key && column
            }
            Tag::Vault => finding.kind == "vault" && about(&[&self.table]) && self.named(finding),
            _ if self.table == "entry" => finding.kind == "ledger" && about(&["entry", "event"]),
            _ => finding.kind == "ledger" && about(&[&self.table]) && self.named(finding),
        }
    }

    fn named(&self, finding: &Finding) -> bool {
        self.names.iter().any(|name| !name.is_empty() && finding.key.contains(name.as_str()))
    }
}

fn a_hundred_changes_are_found_and_named(engine: Engine) {
    let Some(db) = Database::on(engine) else { return };
    let place = Place { database: db.target().clone(), ..Place::embedded(&db.folder().join("city")) };
    let city = TestCity::made_at(&plan(100, 3), &place);
    let wanted = Wanted { rows: true, since: None };
    let clean = check(&place, &wanted).unwrap();
    assert!(clean.ok(), "{:?}", clean.findings);
    let shapes = city.city.office.store().tables().unwrap();
    let vouched: Vec<(&Table, Tag)> = tagged_tables(service::MIGRATIONS)
        .into_iter()
        .filter(|(_, tag)| *tag != Tag::Work)
        .map(|(name, tag)| (shapes.iter().find(|shape| shape.name == name).unwrap(), tag))
        .collect();
    let mut rng = Rng::from_number(22);
    let (mut done, mut seen) = (0, std::collections::BTreeSet::new());
    while done < CHANGES {
        let mut made: Vec<Change> = Vec::new();
        while made.len() < TOGETHER.min(CHANGES - done) {
            let (table, tag) = *rng.pick(&vouched).unwrap();
            // What is altered in the ledger itself can change what the other rows are compared with: it goes alone.
            if tag == Tag::Ledger && !made.is_empty() || made.iter().any(|other| other.table == table.name) {
                break;
            }
            made.extend(change(&db, engine, table, tag, &mut rng));
            if made.last().is_some_and(|one| one.tag == Tag::Ledger) {
                break;
            }
        }
        if made.is_empty() {
            continue;
        }
        let report = check(&place, &wanted).unwrap();
        for one in &made {
            assert!(report.findings.iter().any(|finding| one.is(finding)), "{one:?}: {:?}", report.findings);
            assert_eq!(db.attempt(&one.undo), Some(1), "{one:?}");
            seen.insert(one.table.clone());
        }
        done += made.len();
    }
    let after = check(&place, &wanted).unwrap();
    assert!(after.ok(), "{:?}", after.findings);
    // So many kinds of rows that the record vouches for have been altered.
    assert!(seen.len() >= 20, "{seen:?}");
}

#[test]
fn a_hundred_changes_are_found_and_named_on_sqlite() {
    a_hundred_changes_are_found_and_named(Engine::Sqlite);
}

#[test]
fn a_hundred_changes_are_found_and_named_on_postgres() {
    a_hundred_changes_are_found_and_named(Engine::Postgres);
}
