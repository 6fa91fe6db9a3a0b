use store::params;

use super::*;
use crate::testing::{office, verified};

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// Leaves a job and gives it as it is after so many tries.
fn left(office: &Office, attempts: i64) -> Job {
    let ctx = office.system("leave");
    wait(office.command(&ctx, |desk| put(desk, "sms.send", "per_x", &serde_json::json!({})))).unwrap();
    let mut jobs = office.store().write(ctx.now, &ctx.rng, claim).wait().unwrap();
    Job { attempts, ..jobs.remove(0) }
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
        let job = left(&office, QUICK_TRIES);
        after(&office, &job, Missed::Wrong("refused".to_owned()));
        let staff = |role| authz::Staff {
            person: None,
            roles: [role].into(),
            outlet: String::new(),
            area: authz::Area::country(),
            grants: Vec::new(),
        };
        let by = |role| {
            let actor = authz::Actor::staff("stf_x", staff(role));
            Ctx { actor, channel: authz::Channel::Counter, ..office.system("retry") }
        };
        let clerk = wait(retry(&office, &by(authz::Role::Clerk), &job.id));
        assert!(matches!(clerk, Err(Stop::Denied(_) | Stop::NotFound)), "{clerk:?}");
        assert_eq!(wait(office.query(aside)).unwrap().len(), 1);
        let administrator = by(authz::Role::Administrator);
        wait(retry(&office, &administrator, &job.id)).unwrap();
        assert!(wait(office.query(aside)).unwrap().is_empty());
        let again = wait(retry(&office, &administrator, &job.id));
        assert!(matches!(again, Err(Stop::NotFound)), "only what lies aside: {again:?}");
        let ctx = office.system("claim");
        let taken = office.store().write(ctx.now, &ctx.rng, claim).wait().unwrap();
        assert_eq!(taken.iter().map(|job| (&job.id, job.attempts)).collect::<Vec<_>>(), [(&job.id, 1)]);
        assert!(verified(db).ok());
    };
}
