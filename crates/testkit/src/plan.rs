//! How the engines would run a statement.

use store::{Engine, Statement, Target};

use crate::Database;

/// A connection that explains statements. On PostgreSQL tables without rows would always be read whole, so reading
/// them whole is made as dear as can be: a plan that still does so has no index to go by.
pub struct Planner(Connection);

enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl std::fmt::Debug for Planner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Planner")
    }
}

impl Planner {
    /// For a database that has its schema.
    pub fn new(db: &Database) -> Self {
        Self(match db.target() {
            Target::Sqlite(path) => {
                Connection::Sqlite(rusqlite::Connection::open(path).expect("the database"))
            }
            Target::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the test cluster");
                let settings =
                    "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off";
                client.batch_execute(settings).expect("settings");
                Connection::Postgres(Box::new(client))
            }
        })
    }

    /// The steps that read a table from its first row to its last, as the engine words them.
    pub fn whole_reads(&mut self, statement: &Statement) -> Vec<String> {
        match &mut self.0 {
            Connection::Sqlite(raw) => sqlite(raw, statement),
            Connection::Postgres(client) => postgres(client, statement),
        }
    }
}

fn sqlite(raw: &rusqlite::Connection, statement: &Statement) -> Vec<String> {
    let text = format!("EXPLAIN QUERY PLAN {}", statement.text(Engine::Sqlite));
    let mut prepared = raw.prepare(&text).unwrap_or_else(|e| panic!("{}: {e}", statement.name()));
    let mut rows = prepared.raw_query();
    let mut steps: Vec<String> = Vec::new();
    while let Some(row) = rows.next().expect("a plan") {
        steps.push(row.get(3).expect("a step"));
    }
    // The rows of VALUES and of a part of the statement itself are no table's.
    let parts: Vec<String> =
        steps.iter().filter_map(|step| part(step)).map(|name| format!("SCAN {name}")).collect();
    let own =
        |step: &String| step.contains("CONSTANT ROW") || step.starts_with("SCAN (") || parts.contains(step);
    steps.iter().filter(|step| step.starts_with("SCAN ") && !own(step)).cloned().collect()
}

/// The name of a part of the statement that is worked out for itself.
fn part(step: &str) -> Option<&str> {
    step.strip_prefix("MATERIALIZE ").or_else(|| step.strip_prefix("CO-ROUTINE "))
}

fn postgres(client: &mut postgres::Client, statement: &Statement) -> Vec<String> {
    let fail = |e: postgres::Error| -> ! { panic!("{}: {e}", statement.name()) };
    let text = statement.text(Engine::Postgres);
    let count = client.prepare(text).unwrap_or_else(|e| fail(e)).params().len();
    client.batch_execute(&format!("PREPARE explained AS {text}")).unwrap_or_else(|e| fail(e));
    let given = if count == 0 { String::new() } else { format!("({})", vec!["NULL"; count].join(", ")) };
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE explained{given}");
    let steps = client.simple_query(&explain).unwrap_or_else(|e| fail(e));
    client.batch_execute("DEALLOCATE explained").unwrap_or_else(|e| fail(e));
    let mut lines = Vec::new();
    for step in &steps {
        if let postgres::SimpleQueryMessage::Row(row) = step {
            lines.push(row.get(0).unwrap_or_default().to_owned());
        }
    }
    lines.retain(|line| line.contains("Seq Scan on "));
    lines.iter().map(|line| line.trim().trim_start_matches("->").trim().to_owned()).collect()
}
