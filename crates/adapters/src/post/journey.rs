//! A parcel's way through the twin: its events follow from the clock.

use base::Instant;

use super::{Event, NewParcel, Parcel, ParcelState};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A parcel under way.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub(super) new: NewParcel,
    tracking_no: String,
    /// When on the next day it is handed over, in milliseconds after midnight.
    handed_over_ms: i64,
    events: Vec<Event>,
}

impl Journey {
    /// The post takes a parcel; `handed_over_min` is the minute after 9:30 of the next day at which it arrives.
    pub(super) fn begin(new: NewParcel, tracking_no: String, handed_over_min: i64, now: Instant) -> Self {
        let handed_over_ms = 9 * HOUR_MS + 30 * 60_000 + handed_over_min * 60_000;
        let first = event(now, ParcelState::Accepted);
        Self { new, tracking_no, handed_over_ms, events: vec![first] }
    }

    /// The parcel as it stands now, with everything that has happened by then.
    pub(super) fn now(&mut self, now: Instant) -> Parcel {
        while let Some(event) = self.next().filter(|event| event.at_ms <= now) {
            self.events.push(event);
        }
        let state = self.state();
        let (parcel_no, tracking_no) = (self.new.parcel_no.clone(), self.tracking_no.clone());
        Parcel { parcel_no, tracking_no, state, events: self.events.clone() }
    }

    /// Lets the next event happen now instead of at its time; `false` when nothing is to come any more.
    pub(super) fn advance(&mut self, now: Instant) -> bool {
        let Some(event) = self.next() else {
            return false;
        };
        self.events.push(Event { at_ms: now, ..event });
        true
    }

    /// Turns the parcel round; `false` when it was delivered already.
    pub(super) fn turn_back(&mut self, now: Instant) -> bool {
        match self.state() {
            ParcelState::Delivered => false,
            ParcelState::Returning | ParcelState::Returned => true,
            ParcelState::Accepted | ParcelState::InTransit | ParcelState::OutForDelivery => {
                self.events.push(event(now, ParcelState::Returning));
                true
            }
        }
    }

    fn state(&self) -> ParcelState {
        self.events.last().map_or(ParcelState::Accepted, |event| event.state)
    }

    /// The next event and its time: in transit two hours after acceptance, with the postman at 8:30 of the next day,
    /// delivered later that morning or in the afternoon; back at the office one day after it was turned round.
    fn next(&self) -> Option<Event> {
        let accepted = self.events.first()?.at_ms;
        let last = self.events.last()?;
        let next_day = accepted.day().plus_days(1).start();
        let (at, state) = match last.state {
            ParcelState::Accepted => (accepted.plus_ms(2 * HOUR_MS), ParcelState::InTransit),
            ParcelState::InTransit => {
                (next_day.plus_ms(8 * HOUR_MS + HOUR_MS / 2), ParcelState::OutForDelivery)
            }
            ParcelState::OutForDelivery => (next_day.plus_ms(self.handed_over_ms), ParcelState::Delivered),
            ParcelState::Returning => (last.at_ms.plus_ms(DAY_MS), ParcelState::Returned),
            ParcelState::Delivered | ParcelState::Returned => return None,
        };
        Some(event(at.max(last.at_ms), state))
    }
}

fn event(at_ms: Instant, state: ParcelState) -> Event {
    let place = match state {
        ParcelState::Accepted => "演示市政务邮政收寄点",
        ParcelState::InTransit | ParcelState::Returning => "演示市邮件处理中心",
        ParcelState::OutForDelivery => "收件地投递部",
        ParcelState::Delivered => "收件地址",
        ParcelState::Returned => "演示市车辆管理所",
    };
    Event { at_ms, state, place: place.to_owned() }
}
