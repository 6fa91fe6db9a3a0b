//! A renewal through the API, with the worker and the outside systems: applied for, paid, supplemented, decided, issued,
//! posted and delivered, rated, and proved without asking the office. On both engines.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use base::Clock as _;
use ledger::proof::{ProofBundle, verify};
use serde_json::{Value, json};
use testkit::{Database, totp};
use tower::ServiceExt as _;

use crate::demo::Login;
use crate::server::{Server, bind};
use crate::store_folder::Place;
use crate::testing::{TestCity, plan};

const RENEWAL: &str = "licence-renew-expiry";

/// The pages and the API of a city, and those who use them.
struct Door {
    made: TestCity,
    router: Router,
    // Answers the payment system's notices.
    _server: Server,
    keys: std::cell::Cell<u32>,
}

impl Door {
    fn open(db: &Database) -> Self {
        let place = Place { database: db.target().clone(), ..Place::embedded(&db.folder().join("city")) };
        let made = TestCity::made_at(&plan(120, 0), &place);
        let listener = bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let settings = web::Settings {
            office_name: base::Text::new("示例市车辆管理所", "Shili Vehicle Office"),
            help_phone: "12345".to_owned(),
            origin,
            secure: false,
            internet_outlet: made.city.internet_outlet.clone(),
        };
        let clients = crate::commands::clients(&made.outside).unwrap();
        let app = web::App::new(made.city.office.clone(), clients, settings, None);
        let router = web::router(app.believing(vec![made.secret.clone()]));
        let server = Server::start(listener, router.clone()).unwrap();
        Self { made, router, _server: server, keys: std::cell::Cell::new(0) }
    }

    fn send(&self, router: &Router, request: Request<Body>) -> (u16, Vec<u8>) {
        let router = router.clone();
        self.made.server.runtime().block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let status = answer.status().as_u16();
            (status, to_bytes(answer.into_body(), 10_000_000).await.unwrap().to_vec())
        })
    }

    fn get(&self, token: Option<&str>, path: &str) -> (u16, Vec<u8>) {
        let mut request = Request::get(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(&self.router, request.body(Body::empty()).unwrap())
    }

    fn case(&self, token: &str, path: &str) -> Value {
        let (status, body) = self.get(Some(token), path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    /// A write; its answer must be a success.
    fn post(&self, token: Option<&str>, path: &str, kind: &str, body: Vec<u8>) -> Value {
        self.keys.set(self.keys.get() + 1);
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", format!("journey-{}", self.keys.get()));
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let (status, body) = self.send(&self.router, request.body(Body::from(body)).unwrap());
        assert!((200..300).contains(&status), "{path}: {status} {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    fn step(&self, token: &str, path: &str, body: &Value) -> Value {
        self.post(Some(token), path, "application/json", body.to_string().into_bytes())
    }

    fn login(&self, role: &str) -> &Login {
        self.made.city.logins.iter().find(|login| login.role == role).unwrap()
    }

    fn citizen(&self) -> String {
        let login = self.login("citizen");
        let (id_number, phone) = (login.id_number.clone().unwrap(), login.phone.clone().unwrap());
        let mut who = json!({ "id_number": id_number, "phone": phone });
        let codes = || -> Vec<String> {
            let sent = self.made.twins.sms_sent(&phone);
            sent.iter()
                .filter_map(|m| m.parameters.get("code"))
                .map(|code| code.as_str().to_owned())
                .collect()
        };
        let before = codes().len();
        self.post(None, "/api/v1/session/code", "application/json", who.to_string().into_bytes());
        // Nobody waits for the message: it comes a moment later. The newest is the first.
        assert!(until(|| codes().len() > before), "no code came");
        who["code"] = json!(codes()[0]);
        let begun = self.post(None, "/api/v1/session", "application/json", who.to_string().into_bytes());
        begun["token"].as_str().unwrap().to_owned()
    }

    fn staff(&self, role: &str) -> String {
        let login = self.login(role);
        let code = totp(login.totp_secret.as_deref().unwrap(), self.made.clock.now().ms());
        let body = json!({ "username": login.user, "password": login.password, "code": code });
        let begun =
            self.post(None, "/api/v1/session/staff", "application/json", body.to_string().into_bytes());
        begun["token"].as_str().unwrap().to_owned()
    }

    fn hand_in(&self, token: &str, path: &str, code: &str) -> Value {
        let picture = image::RgbImage::from_fn(32, 48, |x, y| {
            image::Rgb([u8::try_from(x * 7).unwrap(), 120, u8::try_from(y * 5).unwrap()])
        });
        let mut jpeg = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let head = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"me.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        let body = [head.as_bytes(), &jpeg.into_inner(), b"\r\n--xx--\r\n"].concat();
        let path = format!("{path}/requirements/{code}/file");
        self.post(Some(token), &path, "multipart/form-data; boundary=xx", body)
    }

    /// Pays at the payment system's own page; its notice comes over the network.
    fn pay(&self, token: &str, path: &str) {
        let order = self.step(token, &format!("{path}/pay"), &json!({}));
        let address = order["pay_url"].as_str().unwrap().to_owned();
        let page = address.strip_prefix(&self.made.origin).unwrap();
        let request = Request::post(page).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, _) =
            self.send(&self.made.twins.router(), request.body(Body::from("action=pay")).unwrap());
        assert_eq!(status, 303);
        let paid = || self.case(token, path)["payment"]["paid"] == true;
        assert!(until(paid), "the payment system's word did not come");
    }

    /// Lets the worker do what is due, until nothing is left.
    fn work(&self) {
        while self.made.city.worker.work_off().unwrap().0 > 0 {}
    }

    fn later(&self, seconds: i64) {
        self.made.clock.follow_from(self.made.clock.now().plus_seconds(seconds));
    }
}

/// Whether it comes true within ten seconds.
fn until(mut holds: impl FnMut() -> bool) -> bool {
    (0..200).any(|_| {
        let done = holds();
        if !done {
            std::thread::sleep(Duration::from_millis(50));
        }
        done
    })
}

fn owed(case: &Value, code: &str) -> bool {
    let needs = case["requirements"].as_array().unwrap();
    needs
        .iter()
        .any(|need| need["code"] == code && ["asked", "again"].contains(&need["status"].as_str().unwrap()))
}

testkit::both! {
    from_the_application_to_the_door: |db| {
        let door = Door::open(db);
        let citizen = door.citizen();
        let me = citizen.as_str();
        let begun = door.step(me, "/api/v1/cases", &json!({ "item": RENEWAL }));
        let path = format!("/api/v1/cases/{}", begun["number"].as_str().unwrap());
        if owed(&begun, "photo") {
            door.hand_in(me, &path, "photo");
        }
        let post = json!({ "delivery": "post", "address": "示例市城东区演示路1号" });
        door.step(me, &format!("{path}/delivery"), &post);
        door.pay(me, &path);
        door.step(me, &format!("{path}/submit"), &json!({}));
        door.work();

        let (clerk, reviewer, issuer) = (door.staff("clerk"), door.staff("reviewer"), door.staff("issuer"));
        door.step(&clerk, &format!("{path}/accept"), &json!({}));
        let day = door.made.today().plus_days(10).to_string();
        let asked =
            door.step(&clerk, &format!("{path}/supplement"), &json!({ "asks": [{ "code": "photo", "fault": "unclear" }], "until": day }));
        assert!(owed(&asked, "photo") && asked["stopped_on"].is_string(), "{asked}");
        let again = door.hand_in(me, &path, "photo");
        assert!(!owed(&again, "photo") && again["stopped_on"].is_null(), "{again}");
        let decided = door.step(&reviewer, &format!("{path}/decide"), &json!({ "verdict": "grant" }));
        assert_eq!(decided["stage"], "decided");
        let next = door.case(&issuer, "/api/v1/stock/next")["next"].clone();
        let issued = door.step(&issuer, &format!("{path}/issue"), &json!({ "blank": next }));
        assert_eq!((&issued["stage"], &issued["blank"]), (&json!("issued"), &next));

        // The post takes it and brings it; the worker asks.
        door.work();
        for _ in 0..10 {
            door.later(24 * 3600);
            door.made.city.worker.ask_post().unwrap();
        }
        let me = door.citizen();
        let delivered = door.case(&me, &path);
        assert_eq!((&delivered["stage"], &delivered["parcel"]["status"]), (&json!("closed"), &json!("delivered")));
        let moves = delivered["parcel"]["moves"].as_array().unwrap();
        assert!(moves.len() >= 3, "{moves:?}");
        let rated = door.step(&me, &format!("{path}/rate"), &json!({ "score": 5, "words": "很快" }));
        assert_eq!(rated["rating"], 5);
        let licence = &door.case(&me, "/api/v1/licence")["licences"][0];
        assert_eq!(licence["edition"], 2, "{licence}");

        let keys = [door.made.city.office.ledger.verifier().clone()];
        for receipt in rated["receipts"].as_array().unwrap() {
            let at = format!("/ledger/proof/{}/{}", receipt["stream"].as_str().unwrap(), receipt["number"]);
            let mut bundle = Vec::new();
            let placed = until(|| {
                let (status, bytes) = door.get(None, &at);
                bundle = bytes;
                status == 200
            });
            assert!(placed, "{at} has no position");
            let proved = verify(&ProofBundle::parse(&bundle).unwrap(), &keys).unwrap();
            let event: Value = serde_json::from_slice(&proved.entry).unwrap();
            assert_eq!((&event["stream"], &event["number"]), (&receipt["stream"], &receipt["number"]));
        }
    };
}
