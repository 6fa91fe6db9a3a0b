//! What happens in the replayed weeks: for each case who, where and which steps at which moments. Pure; the replay
//! carries the steps out with the real commands, and leaves those that lie after the city's present moment undone, so
//! that every desk has work in hand.

use std::collections::VecDeque;

use base::{Day, Instant, Rng};
use law::Law;

use super::Plan;
use super::people::{Citizen, Standing};
use super::places::PLACES;

/// A step of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Begun, answered, paid and handed in.
    Draft,
    /// A clerk asks for the photograph again, until this day.
    AskAgain(Day),
    /// The person hands it in again.
    SupplyAgain,
    /// Accepted.
    Accept,
    /// Not accepted.
    Reject,
    /// Granted.
    Grant,
    /// Refused.
    Refuse,
    /// The licence is made.
    Issue,
    /// The licence is handed over at the counter.
    HandOver,
    /// The person rates, with words or without.
    Rate(i64, &'static str),
    /// The person takes the case back.
    Withdraw,
    /// The person has a new telephone.
    NewPhone,
}

/// One case, or one change of contact.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// Whose, by place in the list of citizens.
    pub(super) citizen: usize,
    /// Code of the item.
    pub(super) item: &'static str,
    /// Which outlet, by place in [`PLACES`].
    pub(super) place: usize,
    /// Whether the person does it online; otherwise a clerk at the counter.
    pub(super) online: bool,
    /// Whether the licence goes by post.
    pub(super) posted: bool,
    /// The steps in their order, at least 25 minutes apart: the replay does those of twenty minutes at once.
    pub(super) steps: Vec<(Instant, Act)>,
}

impl Story {
    /// Whether nothing in it ends the case without its result. Who is turned away or goes away has not paid yet: the
    /// payment platform of a demonstration knows nothing of the past, and could give nothing back.
    pub(super) fn comes_to_its_result(&self) -> bool {
        let ends = |act: &Act| matches!(act, Act::Reject | Act::Refuse | Act::Withdraw);
        let asked = self.steps.iter().filter(|(_, act)| matches!(act, Act::AskAgain(_))).count();
        let supplied = self.steps.iter().filter(|(_, act)| matches!(act, Act::SupplyAgain)).count();
        asked == supplied && !self.steps.iter().any(|(_, act)| ends(act))
    }
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

const RENEW: &str = "licence-renew-expiry";
const LOST: &str = "licence-lost";
const DAMAGED: &str = "licence-damaged";

const PRAISE: [&str; 4] =
    ["很快，没有跑第二趟。", "工作人员讲得清楚，照片没合格也马上告诉我。", "网上就办好了，方便。", ""];
const BLAME: [&str; 2] = ["等的时间有点长。", "短信里没说清楚要补什么。"];

/// Makes stories one after the other.
struct Teller<'a> {
    plan: &'a Plan,
    law: &'a Law,
    rng: Rng,
}

/// Everything that happens, in no order.
pub(super) fn stories(plan: &Plan, law: &Law, citizens: &[Citizen]) -> Vec<Story> {
    let mut teller = Teller { plan, law, rng: Rng::from_number(plan.seed.wrapping_add(1)) };
    let of = |standing: Standing| -> VecDeque<usize> {
        (0..citizens.len()).filter(|i| citizens.get(*i).is_some_and(|c| c.standing == standing)).collect()
    };
    let (mut renewing, mut replacing) = (of(Standing::Renewed), of(Standing::Replaced));
    let mut told = teller.in_hand(&mut renewing);
    let mut day = plan.first_day().plus_days(1);
    while day <= plan.now.day() {
        if teller.works(day) {
            for _ in 0..plan.cases_a_day {
                let renews = teller.rng.below(100) < 58;
                let (queue, other) =
                    if renews { (&mut renewing, &mut replacing) } else { (&mut replacing, &mut renewing) };
                let Some(citizen) = queue.pop_front().or_else(|| other.pop_front()) else { break };
                let renews = citizens.get(citizen).is_some_and(|c| c.standing == Standing::Renewed);
                told.push(teller.case(citizen, renews, day));
            }
        }
        day = day.plus_days(1);
    }
    told.extend(teller.new_phones(citizens));
    told
}

impl Teller<'_> {
    fn works(&self, day: Day) -> bool {
        self.law.is_working_day(day).is_ok_and(|day| day.value.working)
    }

    fn chance_ms(&mut self, below_ms: i64) -> i64 {
        i64::try_from(self.rng.below(u64::try_from(below_ms).unwrap_or(1))).unwrap_or(0)
    }

    /// The first moment from `at` on at which the office is open (9:00 to 17:00), a little after it opens.
    fn open_from(&mut self, at: Instant) -> Instant {
        let mut day = at.day();
        let since_midnight = at.since(day.start());
        if self.works(day) && (9 * HOUR..17 * HOUR).contains(&since_midnight) {
            return at;
        }
        if !(self.works(day) && since_midnight < 9 * HOUR) {
            day = self.next_working(day);
        }
        day.start().plus_ms(9 * HOUR + self.chance_ms(HOUR))
    }

    fn next_working(&self, after: Day) -> Day {
        let mut day = after.plus_days(1);
        // Ten days are more than the longest holiday.
        for _ in 0..10 {
            if self.works(day) {
                break;
            }
            day = day.plus_days(1);
        }
        day
    }

    fn last_working(&self, before: Day) -> Day {
        let mut day = before.plus_days(-1);
        for _ in 0..10 {
            if self.works(day) {
                break;
            }
            day = day.plus_days(-1);
        }
        day
    }

    /// A while later, when the office is open.
    fn later(&mut self, after: Instant, at_least: i64, up_to: i64) -> Instant {
        let wanted = after.plus_ms(at_least + self.chance_ms(up_to - at_least));
        self.open_from(wanted)
    }

    fn place(&mut self) -> usize {
        let mut dice = self.rng.below(100);
        for (i, place) in PLACES.iter().enumerate() {
            if dice < place.share {
                return i;
            }
            dice -= place.share;
        }
        0
    }

    /// A case that begins on this day and goes one of the ways that cases go.
    fn case(&mut self, citizen: usize, renews: bool, day: Day) -> Story {
        let online = self.rng.below(100) < 45;
        // What comes over the internet is decided by the head office.
        let place = if online { 0 } else { self.place() };
        let (open, hours) = if online { (7, 14) } else { (9, 7) };
        let begun = day.start().plus_ms(open * HOUR + self.chance_ms(hours * HOUR));
        let item = if renews {
            RENEW
        } else if self.rng.below(3) < 2 {
            LOST
        } else {
            DAMAGED
        };
        let posted = self.rng.below(100) < 40;
        let mut story = Story { citizen, item, place, online, posted, steps: vec![(begun, Act::Draft)] };
        let at_desk = if online { self.later(begun, HOUR, 4 * HOUR) } else { begun.plus_ms(35 * MINUTE) };
        match self.rng.below(100) {
            0..4 => story.steps.push((begun.plus_ms(HOUR), Act::Withdraw)),
            4..7 => story.steps.push((at_desk, Act::Reject)),
            7..9 => {
                let until = at_desk.day().plus_days(6);
                story.steps.push((at_desk, Act::AskAgain(until)));
            }
            9..16 => {
                let again = self.asked_again(&mut story, at_desk);
                self.accepted(&mut story, again);
            }
            16..19 => self.asked_after_acceptance(&mut story, at_desk),
            _ => self.accepted(&mut story, at_desk),
        }
        story
    }

    /// The photograph is asked for again and comes; gives when the case is looked at next.
    fn asked_again(&mut self, story: &mut Story, at: Instant) -> Instant {
        story.steps.push((at, Act::AskAgain(at.day().plus_days(15))));
        let supplied = at.plus_ms(20 * HOUR + self.chance_ms(48 * HOUR));
        story.steps.push((supplied, Act::SupplyAgain));
        self.later(supplied, HOUR, 5 * HOUR)
    }

    fn asked_after_acceptance(&mut self, story: &mut Story, at: Instant) {
        story.steps.push((at, Act::Accept));
        let asked = self.later(at, HOUR, 3 * HOUR);
        let again = self.asked_again(story, asked);
        self.decided(story, again);
    }

    fn accepted(&mut self, story: &mut Story, at: Instant) {
        story.steps.push((at, Act::Accept));
        let next = self.later(at, 40 * MINUTE, 10 * HOUR);
        self.decided(story, next);
    }

    fn decided(&mut self, story: &mut Story, at: Instant) {
        if self.rng.below(100) < 3 {
            story.steps.push((at, Act::Refuse));
            return;
        }
        story.steps.push((at, Act::Grant));
        let made = self.later(at, 40 * MINUTE, 7 * HOUR);
        story.steps.push((made, Act::Issue));
        let rated = if story.posted {
            // The post delivers on the next day.
            made.day().plus_days(2).start().plus_ms(9 * HOUR + self.chance_ms(10 * HOUR))
        } else {
            let handed = self.later(made, HOUR, 72 * HOUR);
            story.steps.push((handed, Act::HandOver));
            handed.plus_ms(40 * MINUTE + self.chance_ms(9 * HOUR))
        };
        if self.rng.below(100) < 60 {
            let (score, words) = self.rating();
            story.steps.push((rated, Act::Rate(score, words)));
        }
    }

    fn rating(&mut self) -> (i64, &'static str) {
        let score = match self.rng.below(100) {
            0..70 => 5,
            70..90 => 4,
            90..95 => 3,
            95..98 => 2,
            _ => 1,
        };
        let words: &[&'static str] = if score >= 4 { &PRAISE } else { &BLAME };
        (score, self.rng.pick(words).copied().unwrap_or(""))
    }

    /// Cases that lie on the head office's desks right now, a few before each step.
    fn in_hand(&mut self, queue: &mut VecDeque<usize>) -> Vec<Story> {
        let before = self.last_working(self.plan.now.day()).start();
        let mut told = Vec::new();
        for (stop, count) in [(0usize, 4usize), (1, 4), (2, 3), (3, 3)] {
            for n in 0..count {
                let Some(citizen) = queue.pop_front() else { return told };
                let minutes = i64::try_from(n).unwrap_or(0) * 7 * MINUTE;
                let morning = before.plus_ms(9 * HOUR + minutes);
                let all = [
                    (morning, Act::Draft),
                    (morning.plus_ms(90 * MINUTE), Act::Accept),
                    (morning.plus_ms(3 * HOUR), Act::Grant),
                    (morning.plus_ms(5 * HOUR), Act::Issue),
                ];
                let mut steps: Vec<_> = all.into_iter().take(stop + 1).collect();
                if stop == 0 {
                    // Handed in a few hours ago, and nobody has looked yet.
                    let begun = self.plan.now.plus_ms(-2 * HOUR - minutes * 3);
                    steps = vec![(begun, Act::Draft)];
                }
                let posted = n % 2 == 1 && stop < 3;
                told.push(Story { citizen, item: RENEW, place: 0, online: true, posted, steps });
            }
        }
        told
    }

    /// Some people have a new telephone.
    fn new_phones(&mut self, citizens: &[Citizen]) -> Vec<Story> {
        let quiet =
            (0..citizens.len()).filter(|i| citizens.get(*i).is_some_and(|c| c.standing == Standing::Quiet));
        let quiet: Vec<usize> = quiet.step_by(50).collect();
        let span_ms = i64::from(7 * self.plan.weeks - 1) * 24 * HOUR;
        let start = self.plan.first_day().plus_days(1).start();
        let changed = |citizen| {
            let at = start.plus_ms(self.chance_ms(span_ms));
            let steps = vec![(at, Act::NewPhone)];
            Story { citizen, item: "licence-contact", place: 0, online: true, posted: false, steps }
        };
        quiet.into_iter().map(changed).collect()
    }
}
