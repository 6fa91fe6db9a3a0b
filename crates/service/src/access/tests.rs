//! Commands on both engines. Time stands still unless a test moves it; the persons and numbers are made up.

mod citizens;
mod forgetting;
mod look_ups;
mod mandates;
mod numbers;
mod staff;

use std::collections::BTreeSet;
use std::sync::Arc;

use authz::{Actor, Channel, Role};
use base::{Instant, ManualClock, Region};
use testkit::Database;

use super::rules::totp;
use super::*;
use crate::office::{Ctx, Office, Stop};
use crate::outlet::testing::{head_office, wait};
use crate::testing::{clock, ctx, office_at, verified};
use crate::{outlet, person};

const PASSWORD: &str = "一只松鼠每天爬三次高梯子";

/// An office with its first administrator at work.
struct Town {
    office: Office,
    clock: Arc<ManualClock>,
    outlet: String,
    /// The administrator, logged in.
    admin: Actor,
}

/// Somebody who has finished an account.
struct Worker {
    id: String,
    username: String,
    secret: Vec<u8>,
}

#[expect(clippy::unnecessary_wraps, reason = "the type that actors are made with")]
fn nothing_taken(_: &mut store::Read<'_>, _: &str, _: base::Day) -> Result<u32, Stop> {
    Ok(0)
}

impl Town {
    fn new(db: &Database) -> Self {
        let clock = clock();
        let office = office_at(db, clock.clone());
        let begun = wait(begin_office(&office, &office.system("init"), &begin("admin"))).unwrap().value;
        let mut town = Self { office, clock, outlet: String::new(), admin: Actor::anyone() };
        let admin = town.finish(&begun);
        let (session, actor) = town.enter(&admin).unwrap();
        town.outlet = session.outlet.unwrap();
        town.admin = actor;
        town
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance_ms(seconds * 1000);
    }

    fn now(&self) -> Instant {
        use base::Clock as _;
        self.clock.now()
    }

    fn anyone(&self) -> Ctx {
        ctx(&self.office, Actor::anyone(), Channel::Online, None)
    }

    fn as_admin(&self) -> Ctx {
        ctx(&self.office, self.admin.clone(), Channel::Counter, Some(&self.outlet))
    }

    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut store::Read<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> T {
        wait(self.office.query(work)).unwrap()
    }

    /// Makes an account with these roles and finishes it.
    fn hire(&self, username: &str, roles: &[Role]) -> Worker {
        let new = NewStaff { roles: roles.iter().copied().collect(), ..self.applicant(username) };
        self.finish(&wait(register_staff(&self.office, &self.as_admin(), &new)).unwrap().value)
    }

    fn applicant(&self, username: &str) -> NewStaff {
        NewStaff {
            username: username.to_owned(),
            name: "赵样本".to_owned(),
            roles: BTreeSet::from([Role::Clerk]),
            outlet: self.outlet.clone(),
            area: None,
            person: None,
        }
    }

    fn finish(&self, account: &NewAccount) -> Worker {
        let set_up = wait(set_up_staff(
            &self.office,
            &self.anyone(),
            &account.username,
            account.setup_code.reveal(),
            PASSWORD,
        ));
        let secret = read_base32(set_up.unwrap().value.secret.reveal());
        Worker { id: account.staff.clone(), username: account.username.clone(), secret }
    }

    fn log_in(&self, worker: &Worker, password: &str) -> Result<LoggedIn, Stop> {
        let code = totp::code_at(&worker.secret, self.now());
        wait(log_in_staff(&self.office, &self.anyone(), &worker.username, password, &code))
            .map(|done| done.value)
    }

    /// Logs in and gives the session and who it is.
    fn enter(&self, worker: &Worker) -> Result<(Session, Actor), Stop> {
        let token = self.log_in(worker, PASSWORD)?.token;
        Ok(self.known(&token).unwrap())
    }

    /// Who holds the token now.
    fn known(&self, token: &Token) -> Option<(Session, Actor)> {
        let (token, now, office) = (token.clone(), self.now(), self.office.clone());
        self.read(move |read| {
            let Some(session) = session(read, &token, now)? else { return Ok(None) };
            let actor = actor_of(read, &session, now.day(), &office.rules.catalog, nothing_taken)?;
            Ok(Some((session, actor)))
        })
    }

    /// Somebody on file.
    fn citizen(&self, name: &str, number: &str, phone: &str) -> String {
        let ctx = self.office.system("setup");
        let region = Region::parse("999901").unwrap();
        let id = base::new_id("per", region, self.now(), &mut ctx.rng.clone());
        let new = person::NewPerson {
            id: id.clone(),
            region,
            name: name.to_owned(),
            id_number: number.to_owned(),
            phone: phone.to_owned(),
            address: String::new(),
        };
        wait(person::register(&self.office, &ctx, &new)).unwrap();
        id
    }

    /// The kinds of all events so far, and their facts as one text.
    fn events(&self) -> (Vec<String>, String) {
        let streams = self.read(|read| {
            let mut all = Vec::new();
            read.each_adhoc(
                "test",
                "SELECT kind, facts FROM event ORDER BY recorded_at, stream, number",
                &[],
                |row| {
                    all.push((row.text(0)?, row.text(1)?));
                    Ok(())
                },
            )?;
            Ok(all)
        });
        let facts = streams.iter().map(|(_, facts)| facts.as_str()).collect();
        (streams.into_iter().map(|(kind, _)| kind).collect(), facts)
    }
}

fn begin(username: &str) -> BeginOffice {
    BeginOffice { username: username.to_owned(), name: "王示范".to_owned(), outlet: head_office("ZY01") }
}

fn read_base32(text: &str) -> Vec<u8> {
    let bits: Vec<u8> = text
        .bytes()
        .filter(|b| *b != b' ')
        .flat_map(|b| {
            let five = if b.is_ascii_uppercase() { b - b'A' } else { b - b'2' + 26 };
            (0..5).rev().map(move |i| (five >> i) & 1)
        })
        .collect();
    bits.as_chunks::<8>().0.iter().map(|eight| eight.iter().fold(0, |n, bit| (n << 1) | bit)).collect()
}

/// An identity number of the demonstration city with its check character.
fn id_number(serial: u16) -> String {
    let digits = format!("99990119900307{serial:03}");
    format!("{digits}{}", law::check_character(&digits).unwrap())
}

fn rule<T: std::fmt::Debug>(result: Result<T, Stop>) -> String {
    match result.unwrap_err() {
        Stop::Refused(all) => all[0].rule.clone(),
        Stop::Invalid(fields) => fields[0].field.clone(),
        Stop::TooMany(_) => "too_many".to_owned(),
        Stop::Denied(denial) => denial.to_string(),
        other => format!("{other:?}"),
    }
}

testkit::both! {
    every_statement_and_every_list_is_understood: |db| {
        let town = Town::new(db);
        let engine = town.office.store().engine();
        town.read(move |read| {
            for statement in statements() {
                read.prepare_only(statement.text(engine))?;
            }
            let everything = authz::Scope { any: vec![authz::Clause::Everything], except_by: Some("x".to_owned()) };
            staff_list(read, &everything, Some("x"), Some(StaffStatus::Active), Some("x"), 50)?;
            let both = Mandates { giver: Some("x".to_owned()), agent: Some("x".to_owned()) };
            mandates(read, &everything, &both, Some("x"), 50)?;
            let both = LookUps { staff: Some("x".to_owned()), subject: Some("x".to_owned()) };
            look_ups(read, &everything, &both, Some("x"), 50)?;
            Ok(())
        });
    };
}
