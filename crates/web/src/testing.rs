//! A whole program over a test database: a real office with an outlet and staff of each role, real adapters against
//! the twins on a loopback socket, the real router. Time stands still until a test moves it.

use std::collections::BTreeMap;
use std::sync::Arc;

use adapters::population::PersonRecord;
use adapters::twins::{TwinConfig, Twins};
use adapters::webhooks::Secret;
use adapters::{Adapters, AdaptersConfig, Private};
use authz::{Authorizer, Role};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use base::{Day, FixedEntropy, Instant, ManualClock, Region, Rng, Text};
use ledger::files::FileStore;
use ledger::note::SigningKey;
use ledger::seal::MasterKey;
use ledger::vault::Vault;
use ledger::{Ledger, Options};
use serde_json::{Value, json};
use service::access::{self, BeginOffice, NewAccount, NewStaff};
use service::case::commands;
use service::catalog::RuleSet;
use service::job::{self, System};
use service::licence::NewLicence;
use service::office::{Ctx, Office, Parts};
use service::outlet::{OpenOutlet, OutletKind};
use service::person::NewPerson;
use store::Limits;
use testkit::Database;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::{App, Connection, Demo, Settings};

/// The twins' token.
const TOKEN: &str = "demonstration-token";
/// The password of every account.
const PASSWORD: &str = "correct horse battery";

/// The morning on which tests begin: a Monday.
pub(crate) fn morning() -> Instant {
    Day::parse("2026-11-23").unwrap().start().plus_seconds(9 * 3600)
}

fn region() -> Region {
    Region::parse("999901").unwrap()
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The media type without its parameters.
    pub(crate) fn kind(&self) -> String {
        let kind = self.headers.get(header::CONTENT_TYPE).map_or("", |v| v.to_str().unwrap());
        kind.split(';').next().unwrap_or_default().to_owned()
    }

    /// The body, where the status is this one.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// The code of a problem with this status.
    #[track_caller]
    pub(crate) fn problem(self, status: u16) -> String {
        assert_eq!(self.kind(), "application/problem+json", "{self:?}");
        let body = self.is(status);
        assert_eq!(body["status"], status);
        for member in ["title", "detail", "title_en", "detail_en", "type", "code"] {
            assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {body}");
        }
        body["code"].as_str().unwrap().to_owned()
    }
}

/// Somebody on file.
#[derive(Clone, Debug)]
pub(crate) struct Citizen {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) id_number: String,
    pub(crate) phone: String,
    /// A token of theirs.
    pub(crate) token: String,
}

/// The whole program.
pub(crate) struct Bench {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) twins: Twins,
    pub(crate) outlet: String,
    pub(crate) secret: Secret,
    /// Tokens of staff by role.
    pub(crate) staff: BTreeMap<Role, String>,
    runtime: Runtime,
    // Goes last: its folder holds the files.
    database: Option<Database>,
}

fn office(db: &Database, clock: Arc<ManualClock>) -> Office {
    let entropy = Arc::new(FixedEntropy::new(11));
    let key = SigningKey::generate("yichuang.test", &mut Rng::from_number(1)).unwrap();
    let ledger = Ledger::open(Options {
        target: db.target(),
        limits: Limits::default(),
        migrations: service::MIGRATIONS,
        key: Arc::new(key),
        clock: clock.clone(),
        entropy: entropy.clone(),
    })
    .unwrap();
    Office::new(Parts {
        ledger,
        vault: Vault::new(MasterKey::generate(&mut Rng::from_number(2))),
        files: FileStore::open(&db.folder().join("files")).unwrap(),
        rules: RuleSet::embedded().unwrap(),
        authorizer: Authorizer::embedded().unwrap(),
        clock,
        entropy,
        node: "n1".to_owned(),
        region: region(),
        demonstration: true,
    })
}

impl Bench {
    /// A program over a database of its own on SQLite: for tests that one engine is enough for.
    pub(crate) fn on_sqlite() -> Self {
        let database = Database::on(store::Engine::Sqlite).unwrap();
        let mut bench = Self::new(&database);
        bench.database = Some(database);
        bench
    }

    /// A program with an outlet and an account of each kind of work.
    pub(crate) fn new(db: &Database) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(ManualClock::new(morning()));
        let office = office(db, clock.clone());
        let secret = Secret::new(&mut Rng::from_number(9));
        let mut config = TwinConfig::new(&origin, TOKEN.into(), secret.clone(), clock.clone());
        config.notify_waits_ms = vec![20, 20, 20];
        let twins = Twins::new(&config);
        let outside = Adapters::new(&AdaptersConfig::twins(&origin, &Private::from(TOKEN))).unwrap();
        let (outlet, administrator) = runtime.block_on(begin(&office));
        let settings = Settings {
            office_name: Text::new("示例市公安局车辆管理所", "Shili City Vehicle Administration Office"),
            help_phone: "12345".to_owned(),
            origin,
            secure: false,
            internet_outlet: outlet.clone(),
        };
        let demo = Demo { sms_sent: Box::new(|_| Vec::new()), faults: twins.faults(), twins: twins.router() };
        let connections = vec![
            Connection::new(System::Sms, "", Some(&settings.origin)),
            Connection::new(System::Webhook, "insurer", Some("https://insurer.example/hooks/secret-word")),
        ];
        let app = App::new(office, outside, settings, Some(demo))
            .connected(connections)
            .believing(vec![secret.clone()]);
        let router = crate::router(app.clone());
        let served = router.clone();
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, served).await.unwrap();
        });
        let mut bench = Self {
            app,
            router,
            clock,
            twins,
            outlet,
            secret,
            staff: BTreeMap::new(),
            runtime,
            database: None,
        };
        let token = bench.finish(&administrator);
        bench.staff.insert(Role::Administrator, token);
        for role in Role::ALL.iter().copied().filter(|role| role.is_staff() && *role != Role::Administrator) {
            let account = bench.account(role.as_str(), &[role]);
            let token = bench.finish(&account);
            bench.staff.insert(role, token);
        }
        bench
    }

    /// Runs something to its end.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Makes an account at the outlet.
    pub(crate) fn account(&self, name: &str, roles: &[Role]) -> NewAccount {
        let office = &self.app.office;
        let administrator = self.actor(&self.staff[&Role::Administrator]);
        let ctx = Ctx { actor: administrator, ..office.system("test") };
        let new = NewStaff {
            username: name.replace('_', "-"),
            name: "王示例".to_owned(),
            roles: roles.iter().copied().collect(),
            outlet: self.outlet.clone(),
            area: None,
            person: None,
        };
        self.run(access::register_staff(office, &ctx, &new)).unwrap().value
    }

    fn actor(&self, token: &str) -> authz::Actor {
        let request = Request::builder().header("authorization", format!("Bearer {token}")).body(()).unwrap();
        let (parts, ()) = request.into_parts();
        self.run(crate::Visitor::of(&self.app, &parts)).unwrap().actor.clone()
    }

    /// Sets an account's password and second factor and logs it in through the API; gives the token.
    pub(crate) fn finish(&self, account: &NewAccount) -> String {
        let (office, ctx) = (&self.app.office, self.app.office.system("test"));
        let (name, code) = (&account.username, account.setup_code.reveal());
        let set_up = self.run(access::set_up_staff(office, &ctx, name, code, PASSWORD)).unwrap().value;
        let code = totp(set_up.secret.reveal(), self.clock_now());
        let body = json!({ "username": name, "password": PASSWORD, "code": code });
        let begun = self.post(None, "/api/v1/session/staff", &body).is(201);
        begun["token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn clock_now(&self) -> Instant {
        self.app.office.clock.now()
    }

    /// The `n`-th citizen: on file, known to the twins, with a licence that ends on `until`, logged in.
    pub(crate) fn citizen(&self, n: u32, until: &str) -> Citizen {
        let office = &self.app.office;
        let mut ctx = office.system("test");
        let id = base::new_id("per", region(), ctx.now, &mut ctx.rng);
        let seventeen = format!("99990119900307{:03}", 100 + n);
        let id_number = format!("{seventeen}{}", law::check_character(&seventeen).unwrap());
        let (name, phone) = ("林示例".to_owned(), format!("139{n:08}"));
        let person = NewPerson {
            id: id.clone(),
            region: region(),
            name: name.clone(),
            id_number: id_number.clone(),
            phone: phone.clone(),
            address: String::new(),
        };
        self.run(service::person::register(office, &ctx, &person)).unwrap();
        let mut ctx = office.system("test");
        let until = Day::parse(until).unwrap();
        let licence = NewLicence {
            id: base::new_id("lic", region(), ctx.now, &mut ctx.rng),
            holder: id.clone(),
            file_number: format!("9999{n:08}"),
            classes: law::Classes::parse("C1").unwrap(),
            first_issue: until.plus_years(-6),
            valid_from: until.plus_years(-6),
            valid_until: Some(until),
            term: law::Term::SixYears,
            region: region(),
        };
        self.run(service::licence::register(office, &ctx, &licence)).unwrap();
        self.known_to_the_twins(&id_number, &name);
        let token = self.log_in(&id_number, &phone);
        Citizen { id, name, id_number, phone, token }
    }

    fn known_to_the_twins(&self, id_number: &str, name: &str) {
        let (number, name) = (Private::from(id_number), Private::from(name));
        let record = PersonRecord { id_number: number, name, status: None, region: None, document: None };
        self.twins.register(&[record]).unwrap();
        let clean = json!({
            "unsettled_violations": 0, "unsettled_accidents": 0, "full_cycles": [], "measures": [],
            "last_cycle": { "points": 0, "accident": "none", "reviewed": true },
        });
        let standing = json!({ "standings": [{ "id_number": id_number, "standing": clean }] });
        let certificate = json!({
            "number": "TJ0000000001", "hospital": "演示市第一人民医院", "issued_on": "2026-11-02", "valid": true,
            "classes": ["C1", "C2"],
        });
        let issued = json!({ "certificates": [{ "id_number": id_number, "certificate": certificate }] });
        for (path, body) in [("/twin/offences/standings", standing), ("/twin/hospital/certificates", issued)]
        {
            self.send(Request::post(path).header("content-type", "application/json"), body.to_string())
                .is(200);
        }
    }

    /// What the worker does when the sources that were down have answered: every check of a case ends well.
    pub(crate) fn settle_checks(&self, case: &Value) {
        let office = &self.app.office;
        for need in
            case["requirements"].as_array().unwrap().iter().filter(|need| need["status"] == "checking")
        {
            let (number, code) = (case["number"].as_str().unwrap(), need["code"].as_str().unwrap());
            let ctx = office.system("worker");
            self.run(commands::settle_check(office, &ctx, number.to_owned(), code.to_owned(), true)).unwrap();
        }
    }

    /// Logs a citizen in by text message, through the API.
    pub(crate) fn log_in(&self, id_number: &str, phone: &str) -> String {
        let who = json!({ "id_number": id_number, "phone": phone });
        self.post(None, "/api/v1/session/code", &who).is(200);
        let code = self.code_sent_to(phone).unwrap();
        let body = json!({ "id_number": id_number, "phone": phone, "code": code });
        let begun = self.post(None, "/api/v1/session", &body).is(201);
        begun["token"].as_str().unwrap().to_owned()
    }

    /// The newest code that was sent to a telephone.
    pub(crate) fn code_sent_to(&self, phone: &str) -> Option<String> {
        let sent = self.twins.sms_sent(phone);
        sent.iter().find_map(|message| message.parameters.get("code")).map(|code| code.as_str().to_owned())
    }

    /// Leaves a job that was laid aside; gives its id.
    pub(crate) fn laid_aside(&self, kind: &'static str, about: &str, why: &str) -> String {
        let (office, about, wrong) = (&self.app.office, about.to_owned(), job::Missed::Wrong(why.to_owned()));
        let what = json!({});
        self.run(office.command(&office.system("test"), move |desk| job::put(desk, kind, &about, &what)))
            .unwrap();
        let ctx = office.system("test");
        let mut job = loop {
            let taken = office.store().write(ctx.now, &ctx.rng, job::claim).wait().unwrap();
            assert!(!taken.is_empty(), "the job is not due");
            if let Some(job) = taken.into_iter().find(|job| job.kind == kind && job.payload == json!({})) {
                break job;
            }
        };
        job.attempts = job::QUICK_TRIES;
        let id = job.id.clone();
        let done: Result<(), service::office::Stop> =
            office.store().write(ctx.now, &ctx.rng, move |tx| job::missed(tx, &job, &wrong)).wait();
        done.unwrap();
        id
    }

    /// A GET.
    pub(crate) fn get(&self, token: Option<&str>, path: &str) -> Reply {
        self.send(with_token(Request::get(path), token), Body::empty())
    }

    /// A POST of JSON under a key of its own.
    pub(crate) fn post(&self, token: Option<&str>, path: &str, body: &Value) -> Reply {
        let key = hex::encode(self.app.office.entropy.rng().bytes::<12>());
        self.post_under(token, path, body, &key)
    }

    /// A POST of JSON under this key.
    pub(crate) fn post_under(&self, token: Option<&str>, path: &str, body: &Value, key: &str) -> Reply {
        let request = with_token(Request::post(path), token)
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        self.send(request, body.to_string())
    }

    /// Any request.
    pub(crate) fn send(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Reply {
        let request = request.header("host", "test").body(body.into()).unwrap();
        self.run(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
            Reply { status: parts.status.as_u16(), headers: parts.headers, bytes }
        })
    }

    /// The token of a role's account.
    pub(crate) fn token(&self, role: Role) -> Option<&str> {
        self.staff.get(&role).map(String::as_str)
    }
}

/// Adds a token.
pub(crate) fn with_token(
    request: axum::http::request::Builder,
    token: Option<&str>,
) -> axum::http::request::Builder {
    match token {
        Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    }
}

/// The head outlet and the first administrator.
async fn begin(office: &Office) -> (String, NewAccount) {
    let begin = BeginOffice {
        username: "admin".to_owned(),
        name: "赵示例".to_owned(),
        outlet: OpenOutlet {
            code: "SL01".to_owned(),
            name: Text::new("示例市车辆管理所", "Shili Vehicle Office"),
            address: Text::new("示例市示例路1号", "1 Shili Road, Shili"),
            kind: OutletKind::Office,
            tier: 1,
            region: region(),
            parent: None,
            hours: "office.default".to_owned(),
        },
    };
    let account = access::begin_office(office, &office.system("begin"), &begin).await.unwrap().value;
    let outlet = office
        .query(|read| Ok(service::outlet::by_code(read, "SL01")?.map(|outlet| outlet.id)))
        .await
        .unwrap()
        .unwrap();
    (outlet, account)
}

/// The six digits of a secret at a moment, as an authenticator shows them.
pub(crate) fn totp(secret: &str, now: Instant) -> String {
    testkit::totp(secret, now.ms())
}
