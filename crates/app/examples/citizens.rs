//! Fills a store that `yichuang serve` takes, for runs against the served program: `citizens STORE|postgres://… FOLDER
//! COUNT` makes the office with `init`'s own command, enters persons with a licence that ends soon, logs each in, and
//! prints their bearer tokens as JSON. The numbers are those of the demonstration's region, which nobody has.
#![expect(clippy::expect_used, reason = "an example stops where it cannot work")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::commands::begin;
use app::keys::Keys;
use app::office::open;
use app::store_folder::{About, Place};
use app::wait::wait;
use base::{Clock as _, OsEntropy, Region, SystemClock, Text};
use law::{Classes, Term, check_character};
use service::access::{log_in_citizen, request_code};
use service::office::{Ctx, Office};
use service::{licence, person};
use store::{Limits, Target};

fn place(database: &str, folder: &Path) -> Place {
    if !database.contains("://") {
        return Place::embedded(Path::new(database));
    }
    let keys = PathBuf::from(format!("{}.keys", folder.display()));
    Place { database: Target::Postgres(database.to_owned()), folder: folder.to_owned(), keys }
}

fn enter(office: &Office, n: usize) -> String {
    let (today, mut chance) = (SystemClock.now().day(), office.entropy.rng());
    let ctx = || office.system("citizens");
    let digits = format!("99990119900307{n:03}");
    let id_number = format!("{digits}{}", check_character(&digits).expect("seventeen digits"));
    let phone = format!("1390000{n:04}");
    let new = person::NewPerson {
        id: base::new_id("per", office.region, SystemClock.now(), &mut chance),
        region: office.region,
        name: "负载示例".to_owned(),
        id_number: id_number.clone(),
        phone: phone.clone(),
        address: "示例市演示大道1号".to_owned(),
    };
    wait(person::register(office, &ctx(), &new)).expect("a person");
    let until = today.plus_days(30);
    let held = licence::NewLicence {
        id: base::new_id("lic", office.region, SystemClock.now(), &mut chance),
        holder: new.id,
        file_number: format!("9999{n:08}"),
        classes: Classes::parse("C1").expect("a class"),
        first_issue: until.plus_years(-6),
        valid_from: until.plus_years(-6),
        valid_until: Some(until),
        term: Term::SixYears,
        region: office.region,
    };
    wait(licence::register(office, &ctx(), &held)).expect("a licence");
    let asked = Ctx { channel: authz::Channel::Online, ..ctx() };
    let sent =
        wait(request_code(office, &asked, &id_number, &phone)).expect("an answer").value.expect("a code");
    let entered =
        wait(log_in_citizen(office, &asked, &id_number, &phone, sent.code.reveal())).expect("a log-in");
    entered.value.token.as_str().to_owned()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, folder, count] = arguments.as_slice() else {
        eprintln!("citizens STORE|postgres://… FOLDER COUNT");
        std::process::exit(2);
    };
    let place = place(database, Path::new(folder));
    let region = Region::parse("520300").expect("a region");
    begin(&place, region, Text::new("示例车辆管理所", "Example Vehicle Office"), "admin").expect("an office");
    let about = place.about().expect("office.toml");
    let keys = Keys::read(&place.keys, &about).expect("keys");
    // Only while the persons are entered does the program take numbers of the demonstration's region.
    let lenient = About { demonstration: true, ..about };
    let office = open(&place, &lenient, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy))
        .expect("an open office");
    let count: usize = count.parse().expect("how many");
    let tokens: Vec<String> = (0..count).map(|n| enter(&office, n)).collect();
    println!("{}", serde_json::json!({ "tokens": tokens }));
}
