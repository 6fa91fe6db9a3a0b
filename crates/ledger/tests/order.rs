//! Order and isolation on both engines: gap-free positions, followers that miss nothing, no write skew, retries that
//! make the same ids.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use base::Rng;
use common::{amount, change, change_in, check, now, open, settle, stream};
use ledger::Error;
use ledger::note::Checkpoint;
use ledger::tree::{leaf_hash, verify_consistency, verify_inclusion};

/// Reads on from one number until told to stop, like every follower of the ledger.
fn follower(
    ledger: ledger::Ledger,
    stop: Arc<AtomicBool>,
) -> std::thread::JoinHandle<Vec<(u64, String, i64)>> {
    std::thread::spawn(move || {
        let mut seen = Vec::new();
        let mut last_round = false;
        loop {
            let from = seen.len() as u64;
            let page: Result<_, Error> = ledger.store().read(move |r| ledger::follow(r, from, 100)).wait();
            let page = page.unwrap();
            let empty = page.is_empty();
            seen.extend(page.into_iter().map(|(p, e)| (p, e.stream.to_string(), e.number)));
            if empty && last_round {
                return seen;
            }
            last_round = empty && stop.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
        }
    })
}

testkit::both! {
    every_event_gets_exactly_one_position_and_a_follower_misses_none: |db| {
        let ledger = open(db);
        let stop = Arc::new(AtomicBool::new(false));
        let following = follower(ledger.clone(), stop.clone());
        let writers: Vec<_> = (0..16u64).map(|w| {
            let ledger = ledger.clone();
            std::thread::spawn(move || {
                let mut chance = Rng::from_number(w);
                for n in 0..25u64 {
                    let id = format!("a{}", chance.below(20));
                    let pause = chance.below(8);
                    let done: Result<_, Error> = ledger.store().write(now(), &Rng::from_number(w * 100 + n), move |tx| {
                        let mut locked = ledger::lock(tx, &[&stream(&id)])?;
                        let event = change_in(tx, &mut locked, &id, 1)?;
                        // Hold the transaction open for a random while before its COMMIT.
                        if tx.engine() == store::Engine::Postgres {
                            std::thread::sleep(Duration::from_millis(pause));
                        }
                        Ok(event)
                    }).wait();
                    done.unwrap();
                }
            })
        }).collect();
        for writer in writers {
            writer.join().unwrap();
        }
        settle(&ledger, 400);
        stop.store(true, Ordering::SeqCst);
        let seen = following.join().unwrap();
        assert_eq!(seen.len(), 400);
        assert!(seen.iter().enumerate().all(|(i, (p, _, _))| *p == i as u64), "positions are gap-free");
        let events: BTreeSet<_> = seen.iter().map(|(_, s, n)| (s.clone(), *n)).collect();
        assert_eq!(events.len(), 400, "each event once");
        let report = check(db);
        assert!(report.ok(), "{:?}", report.findings);
        assert_eq!((report.events, report.position), (400, 400));
    };

    two_closures_that_read_each_other_do_not_both_win: |db| {
        // The rule: the two accounts together may not go below zero. Each closure takes all that the sum allows.
        let ledger = open(db);
        change(&ledger, 1, "x", 50).unwrap();
        change(&ledger, 2, "y", 50).unwrap();
        let take = |from: &'static str| {
            ledger.store().write(now(), &Rng::from_number(3), move |tx| {
                let mut locked = ledger::lock(tx, &[&stream("x"), &stream("y")])?;
                let sum = amount(tx, "x")? + amount(tx, "y")?;
                if tx.engine() == store::Engine::Postgres {
                    std::thread::sleep(Duration::from_millis(20));
                }
                if sum >= 100 {
                    change_in(tx, &mut locked, from, -100)?;
                }
                Ok::<i64, Error>(sum)
            })
        };
        let (first, second) = (take("x"), take("y"));
        let mut sums = [first.wait().unwrap(), second.wait().unwrap()];
        sums.sort_unstable();
        assert_eq!(sums, [0, 100]);
    };

    streams_are_locked_in_one_order_so_nobody_waits_forever: |db| {
        let ledger = open(db);
        let waiting: Vec<_> = (0..60u64).map(|n| {
            ledger.store().write(now(), &Rng::from_number(n), move |tx| {
                let pair = if n % 2 == 0 { ["p", "q"] } else { ["q", "p"] };
                let mut locked = ledger::lock(tx, &[&stream(pair[0]), &stream(pair[1])])?;
                change_in(tx, &mut locked, pair[0], 1)?;
                change_in(tx, &mut locked, pair[1], 1)?;
                Ok::<(), Error>(())
            })
        }).collect();
        for pending in waiting {
            pending.wait().unwrap();
        }
        let sum: Result<i64, store::Error> = ledger.store().read(|r| Ok(amount(r, "p")? + amount(r, "q")?)).wait();
        assert_eq!(sum, Ok(120));
    };

    a_closure_that_runs_again_makes_the_same_ids: |db| {
        let ledger = open(db);
        let runs = Arc::new(AtomicU32::new(0));
        let (counted, drawn) = (runs.clone(), Arc::new(std::sync::Mutex::new(Vec::new())));
        let ids = drawn.clone();
        let engine = ledger.store().engine();
        let done: Result<u64, store::Error> = ledger.store().write(now(), &Rng::from_number(3), move |tx| {
            let id = tx.rng().number();
            ids.lock().unwrap().push(id);
            if counted.fetch_add(1, Ordering::SeqCst) < 2 && engine == store::Engine::Postgres {
                // What the engine says when two transactions cannot be put in order.
                tx.each_adhoc("test", "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", &[], |_| Ok(()))?;
            }
            Ok(id)
        }).wait();
        let id = done.unwrap();
        let wanted = if engine == store::Engine::Postgres { 3 } else { 1 };
        assert_eq!(*drawn.lock().unwrap(), vec![id; wanted]);
    };

    proofs_hold_under_the_signed_checkpoint: |db| {
        let ledger = open(db);
        for n in 0..300u64 {
            change(&ledger, n, &format!("a{}", n % 7), 1).unwrap();
        }
        settle(&ledger, 300);
        let first = ledger.sign_now().unwrap().unwrap();
        change(&ledger, 1000, "z", 1).unwrap();
        settle(&ledger, 301);
        let second = ledger.sign_now().unwrap().unwrap();
        let opened = Checkpoint::open(&second.note, &[ledger.verifier().clone()]).unwrap();
        assert_eq!((opened.size, opened.root), (301, second.checkpoint.root));
        let (event, path, grown): (_, _, _) = ledger.store().read(move |r| {
            let position = ledger::position(r, "account/z/n1", 1)?.unwrap();
            assert_eq!(position, 300);
            Ok::<_, Error>((
                ledger::event(r, "account/z/n1", 1)?.unwrap(),
                ledger::stored::inclusion(r, position, 301)?,
                ledger::stored::consistency(r, 300, 301)?,
            ))
        }).wait().unwrap();
        let leaf = leaf_hash(&event.canonical().unwrap());
        verify_inclusion(leaf, 300, 301, &path, opened.root).unwrap();
        verify_consistency(300, 301, &grown, first.checkpoint.root, opened.root).unwrap();
        let mut other = event;
        r#"{"id":"z","by":2}"#.clone_into(&mut other.facts);
        let altered = leaf_hash(&other.canonical().unwrap());
        verify_inclusion(altered, 300, 301, &path, opened.root).unwrap_err();
    };

    an_event_longer_than_the_record_takes_is_refused: |db| {
        let ledger = open(db);
        let append = |request: String| -> Result<usize, Error> {
            ledger.store().write(now(), &Rng::from_number(3), move |tx| {
                let own = stream("a");
                let mut locked = ledger::lock(tx, &[&own])?;
                let origin = ledger::Origin { request: request.clone(), ..common::origin() };
                let new = ledger::NewEvent::new(&common::Changed { id: "a".to_owned(), by: 1 }, tx.now())?;
                Ok(locked.append(tx, &own, &origin, new, common::apply)?.canonical()?.len())
            }).wait()
        };
        let rest = append(String::new()).unwrap();
        let longest = 65_535 - rest;
        assert_eq!(append("r".repeat(longest)), Ok(65_535));
        let refused = append("r".repeat(longest + 1)).unwrap_err();
        assert_eq!(refused, Error::TooLong { kind: "account.changed".to_owned(), bytes: 65_536 });
        assert!(refused.to_string().contains("at most 65535"), "{refused}");
        let kept: Result<_, store::Error> = ledger.store().read(|r| amount(r, "a")).wait();
        assert_eq!(kept, Ok(2), "nothing of it was kept");
        settle(&ledger, 2);
        drop(ledger);
        assert!(check(db).ok());
    };

    every_statement_prepares: |db| {
        let ledger = open(db);
        for statement in ledger::statements() {
            let text = statement.text(ledger.store().engine()).to_owned();
            let explained: Result<(), store::Error> = ledger.store().read(move |r| r.prepare_only(&text)).wait();
            explained.unwrap_or_else(|e| panic!("{}: {e}", statement.name()));
        }
    };
}

#[test]
fn both_engines_have_the_same_schema() {
    let (Some(lite), Some(pg)) =
        (testkit::Database::on(store::Engine::Sqlite), testkit::Database::on(store::Engine::Postgres))
    else {
        return;
    };
    assert_eq!(open(&lite).store().tables().unwrap(), open(&pg).store().tables().unwrap());
}
