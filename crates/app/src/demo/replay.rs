//! Carrying the stories out with the real commands: steps in the order of their moments, those of twenty minutes at
//! once, the clock standing at their time; after each lot the worker does what they left to do, as it would have.

use std::collections::BTreeMap;
use std::sync::Mutex;

use authz::{Actor, Channel};
use base::{Fen, Instant};
use ledger::files::{Limits, Upload};
use ledger::tree::Hash;
use service::case::commands::{
    Answer, OpenCase, Opened, Verdict, accept, ask_again, choose_delivery, decide, hand_in, hand_over, issue,
    judge, open, pay, rate, reject, submit, withdraw,
};
use service::case::{self, Delivery, Identity};
use service::catalog::{Facts, Judgement};
use service::office::{Ctx, Office, Stop};
use service::{payment, person};

use super::evening::evenings;
use super::facts::{facts, suspended};
use super::people::Citizen;
use super::places::PLACES;
use super::staff::{People, Team};
use super::story::{Act, Story};
use crate::clock::VirtualClock;
use crate::wait::{ask, wait};
use crate::worker::Worker;

/// Steps within this time are done at once, in milliseconds.
const LOT_MS: i64 = 20 * 60_000;
/// How many at once.
const HANDS: usize = 12;
/// How often parcels are asked for, and lapsed cases looked for, in milliseconds.
const ROUND_MS: i64 = 6 * 3_600_000;

/// Somebody who is on file.
#[derive(Clone, Debug)]
pub(super) struct Resident {
    pub(super) citizen: Citizen,
    pub(super) person: String,
    pub(super) licence: String,
}

/// Everything that the steps need.
pub(super) struct Replay<'a> {
    pub(super) office: &'a Office,
    pub(super) clock: &'a VirtualClock,
    pub(super) worker: &'a Worker,
    pub(super) residents: &'a [Resident],
    pub(super) people: &'a People,
    pub(super) outlets: &'a [String],
    /// Blanks in stock by outlet code, the lowest last.
    pub(super) blanks: Mutex<BTreeMap<&'static str, Vec<String>>>,
    pub(super) portraits: Vec<Vec<u8>>,
}

/// A story and what came of it.
struct Told<'s> {
    story: &'s Story,
    number: Mutex<Option<String>>,
}

impl Replay<'_> {
    /// Carries out every step up to `now`; gives how many were done, and how many did not fit what came before.
    pub(super) fn run(&self, stories: &[Story], now: Instant) -> Result<(usize, usize), Stop> {
        let told: Vec<Told<'_>> =
            stories.iter().map(|story| Told { story, number: Mutex::new(None) }).collect();
        let mut steps: Vec<(Instant, &Told<'_>, &Act)> = told
            .iter()
            .flat_map(|told| told.story.steps.iter().map(move |(at, act)| (*at, told, act)))
            .filter(|(at, _, _)| *at <= now)
            .collect();
        steps.sort_by_key(|(at, _, _)| *at);
        let (mut done, mut odd, mut round) = (0, 0, Instant::from_ms(0));
        let mut rest = steps.as_slice();
        let mut evenings =
            evenings(&self.office.rules.law, self.office.clock.now(), now).into_iter().peekable();
        while let Some((first, _, _)) = rest.first() {
            while let Some(evening) = evenings.next_if(|evening| evening <= first) {
                self.clock.advance_to(evening);
                self.close_days(evening)?;
            }
            let lot_ends = first.plus_ms(LOT_MS);
            let end = evenings.peek().map_or(lot_ends, |evening| lot_ends.min(*evening));
            let count = rest.iter().take_while(|(at, _, _)| *at < end).count();
            let (lot, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            self.clock.advance_to(*first);
            let (fine, strange) = self.lot(lot)?;
            (done, odd) = (done + fine, odd + strange);
            self.clock.advance_to(end.min(now));
            self.worker.work_off()?;
            if end.since(round) >= ROUND_MS {
                round = end;
                self.worker.daily()?;
            }
            rest = after;
        }
        Ok((done, odd))
    }

    fn lot(&self, steps: &[(Instant, &Told<'_>, &Act)]) -> Result<(usize, usize), Stop> {
        let share = steps.len().div_ceil(HANDS).max(1);
        let parts: Vec<Result<(usize, usize), Stop>> = std::thread::scope(|scope| {
            let some = |part: &[(Instant, &Told<'_>, &Act)]| {
                let (mut done, mut odd) = (0, 0);
                for (at, told, act) in part {
                    if self.step(*at, told, act)? { done += 1 } else { odd += 1 }
                }
                Ok((done, odd))
            };
            let hands: Vec<_> = steps.chunks(share).map(|part| scope.spawn(move || some(part))).collect();
            let stopped =
                || Err(Stop::Failed(ledger::Error::Broken("a hand of the replay stopped".to_owned())));
            hands.into_iter().map(|hand| hand.join().unwrap_or_else(|_| stopped())).collect()
        });
        parts.into_iter().try_fold((0, 0), |(done, odd), part| part.map(|(d, o)| (done + d, odd + o)))
    }

    /// Does one step. A step that the law or the office's rules refuse is told and left out, with what follows it.
    fn step(&self, at: Instant, told: &Told<'_>, act: &Act) -> Result<bool, Stop> {
        let resident = self.residents.get(told.story.citizen).ok_or(Stop::NotFound)?;
        let done = match act {
            Act::Draft => self.draft(at, told, resident),
            Act::NewPhone => self.new_phone(at, resident),
            _ => match told.number.lock().ok().and_then(|number| number.clone()) {
                Some(number) => self.go_on(at, told.story, resident, &number, act),
                None => return Ok(false),
            },
        };
        match done {
            Ok(()) => Ok(true),
            Err(Stop::Failed(error)) => Err(Stop::Failed(error)),
            Err(stop) => {
                tracing::warn!(?act, item = told.story.item, %stop, "a step of the replay did not fit");
                if let Ok(mut number) = told.number.lock() {
                    *number = None;
                }
                Ok(false)
            }
        }
    }

    /// A context at this moment with chance of its own.
    pub(super) fn at(&self, ctx: &Ctx, at: Instant) -> Ctx {
        Ctx { now: at, rng: self.office.entropy.rng(), ..ctx.clone() }
    }

    fn citizen(&self, resident: &Resident, at: Instant) -> Ctx {
        let own = Ctx {
            actor: Actor::citizen(resident.person.as_str()),
            channel: Channel::Online,
            ..self.office.system("demo")
        };
        self.at(&own, at)
    }

    fn team(&self, story: &Story) -> Result<&Team, Stop> {
        let code = PLACES.get(story.place).map_or("", |place| place.code);
        self.people.teams.get(code).ok_or(Stop::NotFound)
    }

    /// Who fills the form: the person, or the clerk across the counter.
    fn hand(&self, story: &Story, resident: &Resident, at: Instant) -> Result<Ctx, Stop> {
        Ok(if story.online { self.citizen(resident, at) } else { self.at(&self.team(story)?.clerk, at) })
    }

    fn draft(&self, at: Instant, told: &Told<'_>, resident: &Resident) -> Result<(), Stop> {
        let story = told.story;
        let minute = |n: i64| at.plus_ms(n * 60_000);
        let hand = |n: i64| self.hand(story, resident, minute(n));
        let command = OpenCase {
            item: story.item.to_owned(),
            subject: resident.person.clone(),
            agent: None,
            licence: Some(resident.licence.clone()),
            outlet: self.outlets.get(story.place).cloned().ok_or(Stop::NotFound)?,
            identity: (!story.online).then_some(Identity::Document),
            facts: facts(&resident.citizen, at.day()),
        };
        let number = match wait(open(self.office, &hand(0)?, command))?.value {
            Opened::Begun(number) => number,
            Opened::Refused(refusals) => return Err(Stop::Refused(refusals)),
        };
        let which = || Answer { number: number.clone(), revision: None };
        let photo = self.photo(resident)?;
        wait(hand_in(self.office, &hand(4)?, which(), "photo".to_owned(), Some(photo)))?;
        let (delivery, address) = if story.posted {
            (Delivery::Post, resident.citizen.address.as_str())
        } else {
            (Delivery::Pickup, "")
        };
        wait(choose_delivery(self.office, &hand(7)?, which(), delivery, address))?;
        if story.comes_to_its_result() {
            self.pay(&number, minute(10))?;
        }
        let known = if story.online { "sms" } else { "counter" };
        wait(submit(self.office, &hand(13)?, which(), known.to_owned()))?;
        if let Ok(mut kept) = told.number.lock() {
            *kept = Some(number);
        }
        Ok(())
    }

    /// As the payment platform would tell it.
    fn pay(&self, number: &str, at: Instant) -> Result<(), Stop> {
        let wanted = number.to_owned();
        let order = ask(self.office, move |read| {
            let case = case::by_number(read, &wanted)?.ok_or(Stop::NotFound)?;
            payment::of_case(read, &case.id)
        })?;
        let Some(order) = order.filter(|order| order.amount > Fen::ZERO) else { return Ok(()) };
        let ctx = self.at(&self.office.system("demo"), at);
        let reference = format!("ZF{}", number.trim_start_matches("YC"));
        wait(pay(self.office, &ctx, number.to_owned(), order.id, order.amount, reference))?;
        Ok(())
    }

    /// Stores a portrait for the person.
    fn photo(&self, resident: &Resident) -> Result<Hash, Stop> {
        let (office, id) = (self.office.clone(), resident.person.clone());
        let key = ask(self.office, move |read| Ok(office.vault.key(read, &id)?))?.ok_or(Stop::NotFound)?;
        let mut rng = self.office.entropy.rng();
        let bytes = rng.pick(&self.portraits).cloned().ok_or(Stop::NotFound)?;
        let upload = Upload { bytes: &bytes, media_type: Some("image/jpeg"), name: None };
        let stored = self.office.files.put(&upload, &key, &mut rng, Limits::default());
        Ok(stored.map_err(|error| ledger::Error::Broken(error.to_string()))?.digest)
    }

    /// What the rules say of a case on these facts.
    fn judged(&self, number: &str, facts: &Facts) -> Result<Judgement, Stop> {
        let wanted = number.to_owned();
        let case = ask(self.office, move |read| case::by_number(read, &wanted)?.ok_or(Stop::NotFound))?;
        judge(self.office, &case, facts)
    }

    fn go_on(
        &self,
        at: Instant,
        story: &Story,
        resident: &Resident,
        number: &str,
        act: &Act,
    ) -> Result<(), Stop> {
        let (office, team) = (self.office, self.team(story)?);
        let (clerk, reviewer, issuer) =
            (self.at(&team.clerk, at), self.at(&team.reviewer, at), self.at(&team.issuer, at));
        let answer = Answer { number: number.to_owned(), revision: None };
        let photo = || vec!["photo".to_owned()];
        let asked = || vec![case::Ask::new("photo", case::PaperFault::PhotoRules)];
        let said = || self.judged(number, &facts(&resident.citizen, at.day()));
        match act {
            Act::Draft | Act::NewPhone => {}
            Act::AskAgain(until) => drop(wait(ask_again(office, &clerk, answer, asked(), *until))?),
            Act::SupplyAgain => {
                let file = self.photo(resident)?;
                drop(wait(hand_in(
                    office,
                    &self.hand(story, resident, at)?,
                    answer,
                    "photo".to_owned(),
                    Some(file),
                ))?);
            }
            Act::Accept => drop(wait(accept(office, &clerk, answer))?),
            Act::Reject => drop(wait(reject(office, &clerk, answer, photo(), Some(said()?)))?),
            Act::Grant => drop(wait(decide(office, &reviewer, answer, Verdict::Grant, Some(said()?)))?),
            Act::Refuse => {
                let why = Verdict::Refuse(vec!["licence.held_by_police".to_owned()]);
                let held = self.judged(number, &suspended(facts(&resident.citizen, at.day())))?;
                drop(wait(decide(office, &reviewer, answer, why, Some(held)))?);
            }
            Act::Issue => drop(wait(issue(office, &issuer, answer, self.blank(story)?, 0))?),
            Act::HandOver => drop(wait(hand_over(office, &issuer, answer))?),
            Act::Rate(score, words) => {
                drop(wait(rate(office, &self.citizen(resident, at), answer, *score, words))?);
            }
            Act::Withdraw => drop(wait(withdraw(office, &self.hand(story, resident, at)?, answer))?),
        }
        Ok(())
    }

    fn blank(&self, story: &Story) -> Result<String, Stop> {
        let code = PLACES.get(story.place).map_or("", |place| place.code);
        let mut blanks = self.blanks.lock().map_err(|_| Stop::NotFound)?;
        blanks.get_mut(code).and_then(Vec::pop).ok_or(Stop::NotFound)
    }

    fn new_phone(&self, at: Instant, resident: &Resident) -> Result<(), Stop> {
        let phone = resident.citizen.phone.replacen("139", "138", 1);
        let (citizen, id) = (self.citizen(resident, at), resident.person.as_str());
        let sent = wait(person::request_phone_code(self.office, &citizen, id, &phone))?.value;
        wait(person::change_phone(self.office, &citizen, id, &phone, sent.code.reveal()))?;
        Ok(())
    }
}
