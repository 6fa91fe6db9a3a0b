use store::params;

use super::*;
use crate::office::{Ctx, Office};
use crate::testing::{office, verified};

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// Leaves a job.
fn leave(office: &Office, kind: &'static str, subject: &str, payload: &serde_json::Value) {
    let (subject, payload) = (subject.to_owned(), payload.clone());
    wait(office.command(&office.system("leave"), move |desk| put(desk, kind, &subject, &payload))).unwrap();
}

/// Leaves a job and gives it as it is after so many tries.
fn left(office: &Office, attempts: i64) -> Job {
    Job { attempts, ..taken(office, "sms.send") }
}

/// Leaves a job of this kind and takes it.
fn taken(office: &Office, kind: &'static str) -> Job {
    leave(office, kind, "per_x", &serde_json::json!({}));
    let ctx = office.system("claim");
    let mut jobs = office.store().write(ctx.now, &ctx.rng, claim).wait().unwrap();
    jobs.remove(0)
}

/// A job of this kind that was laid aside.
fn aside_now(office: &Office, kind: &'static str) -> Job {
    let job = Job { attempts: QUICK_TRIES, ..taken(office, kind) };
    after(office, &job, Missed::Wrong("refused".to_owned()));
    job
}

/// A member of staff with one role.
fn by(office: &Office, role: authz::Role) -> Ctx {
    let staff = authz::Staff {
        person: None,
        roles: [role].into(),
        outlet: String::new(),
        area: authz::Area::country(),
        grants: Vec::new(),
    };
    let actor = authz::Actor::staff("stf_x", staff);
    Ctx { actor, channel: authz::Channel::Counter, ..office.system("put right") }
}

/// What the ledger says of a job, and who did it.
fn events_of(office: &Office, job: &str) -> Vec<(String, JobEvent)> {
    let stream = office.stream("job", job);
    let events = wait(office.query(move |read| Ok(ledger::events(read, &stream, 0, 10)?))).unwrap();
    let read = |event: &Event| (event.origin.actor.clone(), JobEvent::read(event).unwrap().unwrap());
    events.iter().map(read).collect()
}

/// Misses a job; gives its status, its tries and the seconds until it is due.
fn after(office: &Office, job: &Job, how: Missed) -> (String, i64, i64) {
    let (ctx, own) = (office.system("miss"), job.clone());
    let done: Result<(), Stop> =
        office.store().write(ctx.now, &ctx.rng, move |tx| missed(tx, &own, &how)).wait();
    done.unwrap();
    let (id, now) = (job.id.clone(), ctx.now);
    wait(office.query(move |read| {
        let mut found = None;
        let text = "SELECT status, attempts, due_at FROM job WHERE id = $1";
        read.each_adhoc("test", text, params![id], |row| {
            found = Some((row.text(0)?, row.int(1)?, row.instant(2)?.since(now) / 1000));
            Ok(())
        })?;
        Ok(found.unwrap())
    }))
    .unwrap()
}

testkit::both! {
    an_outage_never_ends_a_job_and_a_wrong_answer_does: |db| {
        let office = office(db);
        let outage = || Missed::Outage("no answer".to_owned());
        let wrong = || Missed::Wrong("refused".to_owned());
        let early = left(&office, 3);
        assert_eq!(after(&office, &early, outage()), ("due".to_owned(), 3, 8));
        assert_eq!(after(&office, &early, wrong()), ("due".to_owned(), 3, 8));
        assert_eq!(after(&office, &early, Missed::NotYet("processing", 600)), ("due".to_owned(), 2, 600));
        for tries in [QUICK_TRIES, 40, i64::MAX] {
            let late = Job { attempts: tries, ..early.clone() };
            let (status, kept, seconds) = after(&office, &late, outage());
            assert_eq!((status.as_str(), kept), ("due", tries));
            assert!((3_000..=4_200).contains(&seconds), "{seconds}");
        }
        let last = Job { attempts: QUICK_TRIES, ..early };
        assert_eq!(after(&office, &last, wrong()).0, "aside");
        let all = wait(office.query(aside)).unwrap();
        assert_eq!(all.iter().map(|job| (job.id.as_str(), job.why.as_str())).collect::<Vec<_>>(), [
            (last.id.as_str(), "refused"),
        ]);
    };

    a_job_laid_aside_runs_again_when_an_administrator_says_so: |db| {
        let office = office(db);
        let job = aside_now(&office, "post.create");
        let clerk = wait(retry(&office, &by(&office, authz::Role::Clerk), &job.id, RetryReason::Mended));
        assert!(matches!(clerk, Err(Stop::Denied(_) | Stop::NotFound)), "{clerk:?}");
        assert_eq!(wait(office.query(aside)).unwrap().len(), 1);
        let administrator = by(&office, authz::Role::Administrator);
        let done = wait(retry(&office, &administrator, &job.id, RetryReason::Corrected)).unwrap();
        assert_eq!(done.receipts.iter().map(|r| r.kind.as_str()).collect::<Vec<_>>(), ["job.retried"]);
        assert!(wait(office.query(aside)).unwrap().is_empty());
        let again = wait(retry(&office, &administrator, &job.id, RetryReason::Corrected));
        assert!(matches!(again, Err(Stop::NotFound)), "only what lies aside: {again:?}");
        let ctx = office.system("claim");
        let taken = office.store().write(ctx.now, &ctx.rng, claim).wait().unwrap();
        assert_eq!(taken.iter().map(|job| (&job.id, job.attempts)).collect::<Vec<_>>(), [(&job.id, 1)]);
        let events = events_of(&office, &job.id);
        let facts = JobRetried {
            job: job.id.clone(),
            kind: "post.create".to_owned(),
            about: "per_x".to_owned(),
            reason: RetryReason::Corrected,
        };
        assert_eq!(events, [("stf_x".to_owned(), JobEvent::from(facts))]);
        assert!(verified(db).ok());
    };

    a_notice_is_given_up_and_what_somebody_waits_for_is_not: |db| {
        let office = office(db);
        let administrator = by(&office, authz::Role::Administrator);
        for kind in ["payment.refund", "post.create", "national.upload", "check.source", "no.such_kind"] {
            let job = aside_now(&office, kind);
            let no = wait(give_up(&office, &administrator, &job.id, GiveUpReason::Unwanted));
            let Err(Stop::Refused(refusals)) = no else { panic!("{kind}: {no:?}") };
            assert_eq!(refusals[0].rule, "job.waited_for");
            assert!(events_of(&office, &job.id).is_empty());
        }
        assert_eq!(wait(office.query(aside)).unwrap().len(), 5);
        let job = aside_now(&office, "webhook.send");
        let auditor = wait(give_up(&office, &by(&office, authz::Role::Auditor), &job.id, GiveUpReason::Outdated));
        assert!(matches!(auditor, Err(Stop::Denied(_) | Stop::NotFound)), "{auditor:?}");
        wait(give_up(&office, &administrator, &job.id, GiveUpReason::Outdated)).unwrap();
        assert!(wait(office.query({ let id = job.id.clone(); move |read| aside_by_id(read, &id) })).unwrap().is_none());
        let again = wait(give_up(&office, &administrator, &job.id, GiveUpReason::Outdated));
        assert!(matches!(again, Err(Stop::NotFound)), "{again:?}");
        let none = wait(give_up(&office, &administrator, "no id", GiveUpReason::Outdated));
        assert!(matches!(none, Err(Stop::NotFound)), "{none:?}");
        assert_eq!(events_of(&office, &job.id).len(), 1);
        assert!(verified(db).ok());
    };

    one_of_two_who_put_it_right_at_once_finds_it_gone: |db| {
        let office = office(db);
        let job = aside_now(&office, "sms.send");
        let start = std::sync::Barrier::new(2);
        let hands = std::thread::scope(|scope| {
            let again = scope.spawn(|| {
                let ctx = by(&office, authz::Role::Administrator);
                start.wait();
                wait(retry(&office, &ctx, &job.id, RetryReason::Mended)).map(|_| ())
            });
            let up = scope.spawn(|| {
                let ctx = by(&office, authz::Role::Administrator);
                start.wait();
                wait(give_up(&office, &ctx, &job.id, GiveUpReason::Otherwise)).map(|_| ())
            });
            [again.join().unwrap(), up.join().unwrap()]
        });
        assert_eq!(hands.iter().filter(|hand| hand.is_ok()).count(), 1, "{hands:?}");
        assert!(hands.iter().any(|hand| matches!(hand, Err(Stop::NotFound))), "{hands:?}");
        assert_eq!(events_of(&office, &job.id).len(), 1);
    };

    what_waits_is_counted_by_whom_it_waits_for: |db| {
        let office = office(db);
        leave(&office, "sms.send", "per_x", &serde_json::json!({}));
        leave(&office, "sms.send", "per_y", &serde_json::json!({}));
        for (kind, code, source) in [
            ("check.source", "medical", "hospital_network"),
            ("check.source", "identity", "population_register"),
            ("check.source", "violations", ""),
            ("check.source", "photo", "photo_library"),
        ] {
            let payload = serde_json::json!({ "code": code, "source": source });
            leave(&office, kind, "YC20261123-N4B6C8G0", &payload);
        }
        leave(&office, "webhook.send", "insurer", &serde_json::json!({ "endpoint": "insurer" }));
        leave(&office, "webhook.send", "银行", &serde_json::json!({ "endpoint": "银行" }));
        let all = wait(office.query(waiting)).unwrap();
        let whom: Vec<_> = all.iter().map(|w| (w.system, w.receiver.as_str(), w.due)).collect();
        assert_eq!(whom, [
            (System::Population, "", 1),
            (System::Hospital, "", 1),
            (System::Offences, "", 1),
            (System::Sms, "", 2),
            (System::Webhook, "insurer", 1),
            (System::Webhook, "银行", 1),
            (System::Own, "", 1),
        ]);
        assert!(all.iter().all(|w| w.why.is_none() && w.since == Some(office.clock.now())), "{all:?}");
        let ctx = office.system("claim");
        let jobs = office.store().write(ctx.now, &ctx.rng, claim).wait().unwrap();
        let texts: Vec<_> = jobs.iter().filter(|job| job.kind == "sms.send").collect();
        let [first, second] = texts.as_slice() else { panic!("{texts:?}") };
        after(&office, &Job { attempts: QUICK_TRIES, ..(*first).clone() }, Missed::Outage("first".to_owned()));
        after(&office, &Job { attempts: 1, ..(*second).clone() }, Missed::Outage("second".to_owned()));
        let of_sms = |all: Vec<Waiting>| all.into_iter().find(|w| w.system == System::Sms).unwrap();
        let sms = of_sms(wait(office.query(waiting)).unwrap());
        assert_eq!((sms.due, sms.taken, sms.by_the_hour, sms.why.as_deref()), (2, 0, 1, Some("first")));
        after(&office, &Job { attempts: QUICK_TRIES, ..(*first).clone() }, Missed::Wrong("no".to_owned()));
        let sms = of_sms(wait(office.query(waiting)).unwrap());
        assert_eq!((sms.under_way(), sms.aside, sms.by_the_hour), (1, 1, 0));
        assert_eq!(sms.why.as_deref(), Some("second"), "what lies aside has a list of its own");
    };
}
