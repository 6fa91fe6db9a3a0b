//! The store that is measured on: one office with its crew and blanks, and persons with licences who are all logged in.
//! Persons, licences, accounts and blanks come in by the real commands.

use std::path::Path;
use std::sync::Arc;

use authz::{Actor, Area, Channel, Role, Staff};
use base::{Clock as _, Day, Entropy as _, Instant, OsEntropy, Region, Rng, SystemClock, Text};
use law::{Classes, Term, check_character};
use service::access::{BeginOffice, NewStaff, begin_office, register_staff};
use service::catalog::RuleSet;
use service::office::{Ctx, Office};
use service::outlet::{BlankKind, OpenOutlet, OutletKind, receive_blanks};
use service::{licence, person};
use store::{Bulk, Limits, Target, Value};

use super::{broken, script};
use crate::keys::Keys;
use crate::outcome::Failure;
use crate::store_folder::{About, Place};
use crate::wait::wait;

/// How many persons are entered at once.
const HANDS: usize = 32;
/// Blanks in one receipt.
const BOX: u64 = 500;

static SESSIONS: Bulk = Bulk {
    table: "session",
    columns: &["digest", "kind", "subject", "outlet", "created_at", "seen_at", "expires_at"],
};

/// Somebody on file.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) person: String,
    pub(super) licence: String,
}

/// The store and who is in it.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) place: Place,
    pub(super) subjects: Vec<Subject>,
}

/// The region of the bench's office: like the demonstration's, GB/T 2260 does not assign it.
pub(super) fn region() -> Result<Region, Failure> {
    Region::parse("999901").map_err(broken)
}

/// The rules of the bench's office: a card costs nothing, and photographs come from the population register.
pub(super) fn rules() -> Result<RuleSet, Failure> {
    let fee = ("fees.toml", "[[row]]\nkey = \"licence.card\"\nfen = 0\n");
    let photo =
        ("licence-damaged.toml", "[[item.need]]\nid = \"photo\"\nwaived_by = \"population_register\"\n");
    RuleSet::with_overlay(&[fee], &[photo]).map_err(broken)
}

/// Opens the office at a place with the bench's rules.
pub(super) fn open(place: &Place) -> Result<(Office, About), Failure> {
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
    let office = crate::office::open_under(rules()?, place, &about, keys, Limits::default(), clock, entropy)?;
    Ok((office, about))
}

/// Makes the store in `folder`, with `database` where it is not in the folder.
pub(super) fn make(
    folder: &Path,
    database: Option<&str>,
    persons: u64,
    blanks: u64,
) -> Result<Ground, Failure> {
    let mut place = Place::embedded(folder);
    place.make()?;
    if let Some(url) = database {
        place.database = Target::Postgres(url.to_owned());
    }
    let keys = Keys::generate(region()?, true, &mut OsEntropy.rng(), &mut OsEntropy.rng())?;
    keys.write(&place.keys)?;
    let about = About {
        format: 1,
        region: region()?,
        node: "n1".to_owned(),
        demonstration: true,
        internet_outlet: String::new(),
        master_key: keys.master.id(),
        ledger_key: keys.ledger.verifier().to_string(),
        city: None,
    };
    place.write_about(&about)?;
    let (office, _) = open(&place)?;
    let outlet = begin(&office)?;
    place.write_about(&About { internet_outlet: outlet.clone(), ..about })?;
    let crew = employ(&office, &outlet)?;
    stock(&office, &outlet, crew.last(), blanks)?;
    let subjects = enter_all(&office, persons)?;
    log_in(&office, &outlet, &crew, &subjects)?;
    office.ledger.sign_now()?;
    Ok(Ground { place, subjects })
}

fn begin(office: &Office) -> Result<String, Failure> {
    let begin = BeginOffice {
        username: "bench-admin".to_owned(),
        name: "测示例".to_owned(),
        outlet: OpenOutlet {
            code: "BN01".to_owned(),
            name: Text::new("性能测试车管所", "Bench Vehicle Office"),
            address: Text::new("示例市测速路1号", "1 Cesu Road, Shili"),
            kind: OutletKind::Office,
            tier: 1,
            region: region()?,
            parent: None,
            hours: "office.default".to_owned(),
        },
    };
    wait(begin_office(office, &office.system("bench"), &begin))?;
    let found = office.query(|read| Ok(service::outlet::by_code(read, "BN01")?.map(|outlet| outlet.id)));
    wait(found)?.ok_or_else(|| broken("no outlet"))
}

/// Accounts that accept, decide and issue, in the order of [`script::staff`].
fn employ(office: &Office, outlet: &str) -> Result<Vec<String>, Failure> {
    let administrator = staff_ctx(office, outlet, "stf_bench", Role::Administrator)?;
    let mut crew = Vec::new();
    for role in [Role::Clerk, Role::Reviewer, Role::Issuer] {
        for n in 0..script::CREW {
            let new = NewStaff {
                username: format!("{}-{n}", role.as_str()).replace('_', "-"),
                name: "测示例".to_owned(),
                roles: [role].into(),
                outlet: outlet.to_owned(),
                area: None,
                person: None,
            };
            let ctx = Ctx { rng: office.entropy.rng(), ..administrator.clone() };
            crew.push(wait(register_staff(office, &ctx, &new))?.value.staff);
        }
    }
    Ok(crew)
}

fn staff_ctx(office: &Office, outlet: &str, id: &str, role: Role) -> Result<Ctx, Failure> {
    let staff = Staff {
        person: None,
        roles: [role].into(),
        outlet: outlet.to_owned(),
        area: Area::prefecture(region()?),
        grants: Vec::new(),
    };
    Ok(Ctx {
        actor: Actor::staff(id, staff),
        outlet: Some(outlet.to_owned()),
        channel: Channel::Counter,
        ..office.system("bench")
    })
}

fn stock(office: &Office, outlet: &str, issuer: Option<&String>, blanks: u64) -> Result<(), Failure> {
    let issuer = issuer.ok_or_else(|| broken("no issuer"))?;
    let ctx = staff_ctx(office, outlet, issuer, Role::Issuer)?;
    let mut first = 0;
    while first < blanks {
        let (from, to) = (script::blank(first), script::blank(first + BOX - 1));
        let ctx = Ctx { rng: office.entropy.rng(), ..ctx.clone() };
        wait(receive_blanks(office, &ctx, outlet, BlankKind::DrivingLicence, &from, &to))?;
        first += BOX;
    }
    Ok(())
}

fn enter_all(office: &Office, persons: u64) -> Result<Vec<Subject>, Failure> {
    let all: Vec<u64> = (0..persons).collect();
    let share = all.len().div_ceil(HANDS).max(1);
    let parts: Vec<Result<Vec<Subject>, Failure>> = std::thread::scope(|scope| {
        let hands: Vec<_> = all
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(|n| enter(office, *n)).collect()))
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| Err(broken("a hand stopped")))).collect()
    });
    let parts: Result<Vec<Vec<Subject>>, Failure> = parts.into_iter().collect();
    Ok(parts?.into_iter().flatten().collect())
}

/// Identity number and name of the `n`-th person.
pub(super) fn identity(n: u64) -> Result<(String, &'static str), Failure> {
    let days = i32::try_from(n % 12_000).map_err(broken)?;
    let birth = Day::new(1966, 1, 1).map_err(broken)?.plus_days(days).to_string().replace('-', "");
    let seventeen = format!("999901{birth}{:03}", n / 12_000 % 1000);
    let check = check_character(&seventeen).ok_or_else(|| broken("no check character"))?;
    Ok((format!("{seventeen}{check}"), "林示例"))
}

fn enter(office: &Office, n: u64) -> Result<Subject, Failure> {
    let ctx = || Ctx { channel: Channel::Import, ..office.system("bench") };
    let first = ctx();
    let mut rng = office.entropy.rng();
    let (id_number, name) = identity(n)?;
    let new = person::NewPerson {
        id: base::new_id("per", region()?, first.now, &mut rng),
        region: region()?,
        name: name.to_owned(),
        id_number,
        phone: format!("139{n:08}"),
        address: String::new(),
    };
    wait(person::register(office, &first, &new))?;
    let from = first.now.day().plus_years(-1);
    let held = licence::NewLicence {
        id: base::new_id("lic", region()?, first.now, &mut rng),
        holder: new.id.clone(),
        file_number: format!("9999{n:08}"),
        classes: Classes::parse("C1").map_err(broken)?,
        first_issue: from,
        valid_from: from,
        valid_until: Some(from.plus_years(6)),
        term: Term::SixYears,
        region: region()?,
    };
    wait(licence::register(office, &ctx(), &held))?;
    Ok(Subject { person: new.id, licence: held.id })
}

/// Everybody is logged in, as though a moment ago.
fn log_in(office: &Office, outlet: &str, crew: &[String], subjects: &[Subject]) -> Result<(), Failure> {
    let now = SystemClock.now();
    let citizens = (0..).zip(subjects).map(|(n, subject)| (n, "citizen", subject.person.clone()));
    let staff = (script::staff(0, 0)..).zip(crew).map(|(n, id)| (n, "staff", id.clone()));
    let all: Vec<(u64, &'static str, String)> = citizens.chain(staff).collect();
    for some in all.chunks(20_000) {
        let (some, outlet) = (some.to_vec(), outlet.to_owned());
        let done = office.store().write(now, &Rng::from_number(0), move |tx| {
            tx.bulk(&SESSIONS, some.iter().map(|one| session(one, &outlet, now)))
        });
        done.wait().map_err(|error: store::Error| Failure::from(error))?;
    }
    Ok(())
}

fn session(
    (n, kind, subject): &(u64, &'static str, String),
    outlet: &str,
    now: Instant,
) -> Vec<Value<'static>> {
    let outlet = if *kind == "staff" { Value::Text(outlet.to_owned().into()) } else { Value::Null };
    // Seen in a while, so that no session is touched while it is measured.
    let seen = now.plus_seconds(3 * 3600);
    vec![
        Value::Bytes(script::token(*n).digest().to_vec().into()),
        Value::Text((*kind).into()),
        Value::Text(subject.clone().into()),
        outlet,
        Value::Int(now.ms()),
        Value::Int(seen.ms()),
        Value::Int(now.plus_seconds(12 * 3600).ms()),
    ]
}
