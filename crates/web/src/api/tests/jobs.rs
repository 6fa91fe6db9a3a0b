//! Work that was laid aside, through the API.

use authz::Role;
use serde_json::json;

use crate::testing::Bench;

/// What the ledger has of a job.
fn kinds(bench: &Bench, id: &str) -> Vec<String> {
    let stream = bench.app.office.stream("job", id);
    let events = bench.run(bench.app.office.query(move |read| Ok(ledger::events(read, &stream, 0, 10)?)));
    events.unwrap().into_iter().map(|event| event.kind).collect()
}

testkit::both! {
    a_job_is_listed_and_run_again_once_under_its_key: |db| {
        let bench = Bench::new(db);
        let id = bench.laid_aside("post.create", "YC20261123-7K3M9QXA", "the system refused: post.address_unknown");
        let admin = bench.token(Role::Administrator).unwrap();
        let list = bench.get(Some(admin), "/api/v1/jobs").is(200);
        let job = &list["jobs"][0];
        assert_eq!((&job["id"], &job["system"]), (&json!(id), &json!("post")));
        assert_eq!((&job["may_be_given_up"], &job["tries"]), (&json!(false), &json!(12)));
        let retry = format!("/api/v1/jobs/{id}/retry");
        let wrong = bench.post(Some(admin), &retry, &json!({ "reason": "because" })).is(422);
        assert_eq!(wrong["fields"][0]["field"], "reason");
        assert_eq!(bench.post(bench.token(Role::Clerk), &retry, &json!({ "reason": "mended" })).status, 403);
        let kept = bench.post(Some(admin), &format!("/api/v1/jobs/{id}/give-up"), &json!({ "reason": "outdated" }));
        assert_eq!(kept.is(409)["rule"], "job.waited_for");
        assert!(kinds(&bench, &id).is_empty());
        for _ in 0..2 {
            let again = bench.post_under(Some(admin), &retry, &json!({ "reason": "settings" }), "the-same-key");
            assert_eq!(again.status, 204);
        }
        assert_eq!(bench.post(Some(admin), &retry, &json!({ "reason": "settings" })).problem(404), "not_found");
        assert_eq!(kinds(&bench, &id), ["job.retried"]);
        assert!(bench.get(Some(admin), "/api/v1/jobs").is(200)["jobs"].as_array().unwrap().is_empty());
    };

    a_message_is_given_up_once_under_its_key: |db| {
        let bench = Bench::new(db);
        let id = bench.laid_aside("sms.send", "per_x", "the system refused: sms.number_unknown");
        let admin = bench.token(Role::Administrator).unwrap();
        let list = bench.get(Some(admin), "/api/v1/jobs").is(200);
        assert_eq!(list["jobs"][0]["may_be_given_up"], true);
        let up = format!("/api/v1/jobs/{id}/give-up");
        assert_eq!(bench.post(bench.token(Role::Auditor), &up, &json!({ "reason": "outdated" })).status, 403);
        for _ in 0..2 {
            let done = bench.post_under(Some(admin), &up, &json!({ "reason": "otherwise" }), "the-same-key");
            assert_eq!(done.status, 204);
        }
        assert_eq!(bench.post(Some(admin), &up, &json!({ "reason": "otherwise" })).problem(404), "not_found");
        assert_eq!(kinds(&bench, &id), ["job.given_up"]);
    };
}
