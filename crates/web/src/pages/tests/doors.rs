//! Every page route, from the router's own list, as nobody, as the wrong role and as the wrong owner. Nothing is listed
//! here but what stands in the place of a parameter; a route with another parameter fails until somebody says what it
//! is, and one that no owner of ours can open fails until there is a record at the right stage.

mod api;

use std::collections::BTreeSet;

use authz::Role;

use super::acting::named;
use crate::Route;
use crate::pages::desk::tests::browser::{Browser, Page};
use crate::pages::desk::tests::refused::elsewhere;
use crate::pages::desk::tests::{at_desk, case, kinds, settle, submitted};
use crate::route::{Door, Kind};
use crate::testing::{Bench, Citizen};

const ITEM: &str = "licence-renew-expiry";

/// An id of no mandate.
const NO_MANDATE: &str = "mnd_999901_01KAHF6Z5M8Q0W3J7V2N4NONE";

/// An id of no job.
const NO_JOB: &str = "job_999901_01KAHF6Z5M8Q0W3J7V2N4NNNNN";

/// A case with its owner.
struct Owned {
    citizen: Citizen,
    no: String,
    paper: String,
    mandate: String,
    /// A job that lies aside; it is nobody's own.
    job: String,
}

/// One of every stage that a page is for.
fn cases(bench: &Bench) -> Vec<Owned> {
    let job = bench.laid_aside("webhook.send", "insurer", "the receiver answered with status 410");
    let mut issuer = at_desk(bench, Role::Issuer);
    let range = [("first", "9990000000001"), ("last", "9990000000060")];
    issuer.fill("/desk/stock", "/desk/stock", &range).leads_to("/desk/stock");
    let until = [Stop::Submitted, Stop::Asked, Stop::Accepted, Stop::Granted, Stop::Made, Stop::HandedOver];
    let mut all: Vec<Owned> = (41..).zip(until).map(|(n, stop)| stopped(bench, n, stop)).collect();
    all.push(draft(bench));
    let agent = bench.citizen(91, "2030-12-10");
    for owned in &mut all {
        owned.mandate = named(bench, &owned.citizen, &agent);
        owned.job.clone_from(&job);
    }
    all
}

/// How far a case is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    Submitted,
    Asked,
    Accepted,
    Granted,
    Made,
    HandedOver,
}

fn draft(bench: &Bench) -> Owned {
    let citizen = bench.citizen(90, "2026-12-10");
    let at = |step: &str| format!("/apply/{ITEM}/{step}");
    let mut browser = Browser::of(bench, &citizen.token);
    browser.fill(&at("start"), &at("start"), &[]).leads_to(&at("photo"));
    browser.fill(&at("delivery"), &at("delivery"), &[("delivery", "pickup")]).leads_to(&at("check"));
    let (id, before) = (citizen.id.clone(), bench.clock_now().plus_ms(1));
    let mine = bench.run(bench.app.office.query(move |read| service::case::mine(read, &id, before))).unwrap();
    let (paper, mandate, job) = ("YC-0".to_owned(), NO_MANDATE.to_owned(), NO_JOB.to_owned());
    Owned { citizen, no: mine[0].number.clone(), paper, mandate, job }
}

fn stopped(bench: &Bench, n: u32, stop: Stop) -> Owned {
    let citizen = bench.citizen(n, "2026-12-10");
    // Papers that are posted tell an address, which is worth hiding.
    let no = submitted(bench, &citizen, stop == Stop::Submitted);
    let at = |act: &str| format!("/desk/cases/{no}{act}");
    let mut clerk = at_desk(bench, Role::Clerk);
    if stop == Stop::Asked {
        let fields = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        clerk.fill(&at("/ask"), &at("/ask"), &fields).leads_to(&at("?done=ask"));
    }
    if stop >= Stop::Accepted {
        clerk.fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
    }
    if stop >= Stop::Granted {
        settle(bench, &no);
        let grant = [("decision", "grant")];
        at_desk(bench, Role::Reviewer)
            .fill(&at("/decide"), &at("/decide"), &grant)
            .leads_to(&at("?done=decide"));
    }
    if stop >= Stop::Made {
        let mut issuer = at_desk(bench, Role::Issuer);
        let asked = issuer.get(&at("/issue")).is(200).text();
        let next = asked.split_once("下一张应是").unwrap().1.chars().take(13).collect::<String>();
        issuer.fill(&at("/issue"), &at("/issue"), &[("blank", &next)]).leads_to(&at("/card"));
    }
    if stop == Stop::HandedOver {
        let both = [("seen", "yes")];
        at_desk(bench, Role::Issuer).fill(&at("/handover"), &at("/handover"), &both);
    }
    let page = Browser::of(bench, &citizen.token).get(&format!("/cases/{no}")).is(200).text();
    let paper = page.split_once("/papers/").and_then(|(_, rest)| rest.split_once('"'));
    let paper = paper.map_or("YC-0", |(number, _)| number).to_owned();
    Owned { citizen, no, paper, mandate: NO_MANDATE.to_owned(), job: NO_JOB.to_owned() }
}

/// What only the owner of a record may read.
fn secrets(owned: &Owned) -> Vec<String> {
    let Owned { citizen, no, paper, mandate, job: _ } = owned;
    let phone = &citizen.phone;
    let masked: String =
        phone.chars().enumerate().map(|(i, c)| if (3..7).contains(&i) { '*' } else { c }).collect();
    let mut secrets =
        vec![phone.clone(), masked, citizen.id_number.clone(), "3单元".to_owned(), no.clone(), paper.clone()];
    secrets.push(mandate.clone());
    secrets
}

/// The pages of the program: whatever is neither a machine's door nor a file of the program itself.
fn pages(bench: &Bench) -> Vec<Route> {
    let all = crate::routes(&bench.app.office.authorizer);
    all.into_iter().filter(|route| matches!(route.kind, Kind::Page | Kind::Live)).collect()
}

/// The route with real values for its parameters, and whether one of them is somebody's own.
fn filled(route: &Route, owned: &Owned) -> (String, bool) {
    let values = [
        ("{no}", owned.no.as_str(), true),
        ("{number}", owned.paper.as_str(), true),
        ("{mandate}", owned.mandate.as_str(), true),
        ("{user}", "reviewer", true),
        ("{job}", owned.job.as_str(), false),
        ("{item}", ITEM, false),
        ("{code}", "photo", false),
        ("{family}", "renewal", false),
    ];
    let mut path = route.path.clone();
    let mut theirs = false;
    for (name, value, own) in values {
        theirs |= own && path.contains(name);
        path = path.replace(name, value);
    }
    assert!(!path.contains('{'), "say what stands in the place of the parameter of {}", route.path);
    (path, theirs)
}

/// A form with something right in every field that a page of ours has.
const FORM: &[(&str, &str)] = &[
    ("agree", "yes"),
    ("blank", "9990000000050"),
    ("decision", "grant"),
    ("delivery", "pickup"),
    ("due", "2026-12-01"),
    ("field", "valid_until"),
    ("first", "9990000001001"),
    ("for", "me"),
    ("id_number", "999901199003071917"),
    ("items", ITEM),
    ("last", "9990000001009"),
    ("level", "5"),
    ("fault-photo", "unclear"),
    ("name", "林示例"),
    ("old", "yes"),
    ("phone", "13900007777"),
    ("reason", "left"),
    ("reasons", "licence.unsettled_violations"),
    ("roles", "clerk"),
    ("seen", "yes"),
    ("until", "2027-06-30"),
    ("value", "2032-12-10"),
];

/// The answers of a route: to a GET, or to the form sent in both ways that browsers send one.
fn answers(who: &mut Browser<'_>, route: &Route, path: &str) -> Vec<Page> {
    if route.method == "GET" {
        return vec![who.get(path)];
    }
    let photo = crate::pages::desk::tests::picture();
    vec![who.post(path, FORM), who.upload(path, "photo", "me.jpg", "image/jpeg", &photo)]
}

/// Fails where something of the owner's is in the answer that was not in the question.
#[track_caller]
fn hides(page: &Page, owned: &Owned, path: &str, at: &str) {
    let text = page.text().replace(path, "");
    for secret in secrets(owned) {
        assert!(!text.contains(&secret), "{at} tells {secret}:\n{text}");
    }
}

/// A refusal that says the record is not there, whatever the form looked like. A reader of forms may turn away a body
/// of another type first.
fn not_there(answers: &[Page]) -> bool {
    answers.iter().any(|page| page.status == 404)
        && answers.iter().all(|page| matches!(page.status, 404 | 400 | 415))
}

/// What has happened to all these cases.
fn history(bench: &Bench, all: &[Owned]) -> Vec<Vec<String>> {
    all.iter().map(|owned| kinds(bench, "case", &case(bench, &owned.no).0.id)).collect()
}

#[test]
fn nobody_is_asked_to_log_in() {
    let bench = Bench::on_sqlite();
    let all = [stopped(&bench, 41, Stop::Submitted), stopped(&bench, 42, Stop::Asked)];
    let before = history(&bench, &all);
    for (route, owned) in pages(&bench).iter().flat_map(|route| all.iter().map(move |owned| (route, owned))) {
        let (path, _) = filled(route, owned);
        let at = format!("{} {path} as nobody", route.method);
        let door = match route.door {
            Door::Anyone => None,
            Door::Citizen | Door::Known => Some("/login?next="),
            Door::Staff(_) | Door::AnyStaff => Some("/staff/login?next="),
        };
        for page in answers(&mut Browser::new(&bench), route, &path) {
            hides(&page, owned, &path, &at);
            match door {
                Some(log_in) => {
                    let place = page.header("location");
                    assert_eq!(page.status, 303, "{at}");
                    assert!(place.starts_with(log_in), "{at} leads to {place}");
                    assert!(page.bytes.is_empty(), "{at}: {}", page.text());
                }
                None => assert!(page.status < 500, "{at}: {}", page.status),
            }
        }
    }
    assert_eq!(history(&bench, &all), before);
}

#[test]
fn the_wrong_role_is_turned_away() {
    let bench = Bench::on_sqlite();
    let owned = stopped(&bench, 41, Stop::Submitted);
    let before = history(&bench, std::slice::from_ref(&owned));
    let stranger = bench.citizen(2, "2026-12-10");
    let mut callers = vec![("citizen".to_owned(), stranger.token)];
    callers.extend(bench.staff.iter().map(|(role, token)| (role.as_str().to_owned(), token.clone())));
    for route in pages(&bench).iter().filter(|route| route.door != Door::Anyone) {
        for (role, token) in callers.iter().filter(|(role, _)| !route.roles.contains(&role.as_str())) {
            let (path, _) = filled(route, &owned);
            let at = format!("{} {path} as {role}", route.method);
            // A desk that is theirs with a door that is not says whose it is; another world's door is not there.
            let known = role != "citizen" && matches!(route.door, Door::Staff(_) | Door::AnyStaff);
            for page in answers(&mut Browser::of(&bench, token), route, &path) {
                hides(&page, &owned, &path, &at);
                assert_eq!(page.status, if known { 403 } else { 404 }, "{at}");
                assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{at}");
            }
        }
    }
    assert_eq!(history(&bench, std::slice::from_ref(&owned)), before);
}

#[test]
fn the_wrong_owner_finds_nothing() {
    let bench = Bench::on_sqlite();
    let all = cases(&bench);
    let before = history(&bench, &all);
    let stranger = bench.citizen(80, "2026-12-10").token;
    let there = elsewhere(&bench);
    let mut tried = BTreeSet::new();
    for route in pages(&bench).iter().filter(|route| route.door != Door::Anyone) {
        for owned in &all {
            let (path, theirs) = filled(route, owned);
            for (who, roles, token) in [
                ("a stranger", &["citizen"][..], &stranger),
                ("staff elsewhere", &["clerk", "reviewer", "issuer"], &there),
            ] {
                let at = format!("{} {path} as {who}", route.method);
                if !roles.iter().any(|role| route.roles.contains(role)) {
                    continue;
                }
                if !theirs && route.method == "POST" {
                    continue;
                }
                let pages = answers(&mut Browser::of(&bench, token), route, &path);
                for page in &pages {
                    hides(page, owned, &path, &at);
                }
                let statuses: Vec<u16> = pages.iter().map(|page| page.status).collect();
                if theirs {
                    assert!(not_there(&pages), "{at}: {statuses:?}");
                    tried.insert(route.name);
                } else {
                    assert!(statuses.iter().all(|status| *status < 500), "{at}: {statuses:?}");
                }
            }
        }
        // Where it is somebody's own, a stranger must have tried the door, unless it is the administrator's alone,
        // whose whole office it is.
        let alone = route.roles == ["administrator"];
        let (path, theirs) = filled(route, &all[0]);
        assert!(!theirs || alone || tried.contains(route.name), "nobody tried {} {path}", route.method);
    }
    assert_eq!(history(&bench, &all), before);
}

#[test]
fn the_owner_finds_every_page() {
    let bench = Bench::on_sqlite();
    let all = cases(&bench);
    // A decision is put right by somebody who did not take it.
    let second = bench.finish(&bench.account("second", &[Role::Reviewer]));
    for route in pages(&bench).iter().filter(|route| route.method == "GET" && route.door != Door::Anyone) {
        let staff = |role: &&str| bench.token(Role::parse(role).unwrap()).map(str::to_owned);
        let opened = all.iter().any(|owned| {
            let (path, _) = filled(route, owned);
            let tokens: Vec<String> = match route.door {
                Door::Citizen | Door::Known => vec![owned.citizen.token.clone()],
                _ => route.roles.iter().filter_map(staff).chain([second.clone()]).collect(),
            };
            tokens.iter().any(|token| Browser::of(&bench, token).get(&path).status == 200)
        });
        assert!(opened, "no owner can open {}: is a record at its stage missing here?", route.path);
    }
}
