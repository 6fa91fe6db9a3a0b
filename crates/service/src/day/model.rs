//! What the books say, what was counted, what is left over, and the event of closing a day.

use std::collections::BTreeMap;

use base::{Day, Fen, Instant, Text};
use serde::{Deserialize, Serialize};

use crate::closed::closed;
use crate::office::events;

closed! {
    /// Why what was counted is not what the books say.
    DifferenceReason {
        /// Something was done and not entered.
        Unrecorded = "unrecorded", "已经办了，没有登记", "done and not entered";
        /// Something was entered wrongly.
        Misrecorded = "misrecorded", "登记有误", "entered wrongly";
        /// Something is missing or over, and nobody knows why yet.
        Inquiry = "inquiry", "原因不明，正在查", "not known yet, being looked into";
        /// It was reported to the head of the outlet.
        Reported = "reported", "已经报告网点负责人", "reported to the head of the outlet";
    }
    /// What can be left over at the end of a day.
    Left {
        /// Cards that were made and not handed out.
        Unhanded = "unhanded", "已制证，没有发出", "Made, not handed out";
        /// Cards that the post has not got yet.
        Parcel = "parcel", "待邮政收寄", "Not yet with the post";
        /// Work for outside systems that has not gone out.
        Job = "job", "没有发到外部系统", "Not yet sent to outside systems";
        /// Cases begun at the counter and not handed in.
        HalfDone = "half_done", "窗口办了一半", "Half-done at the counter";
        /// Cases whose time ends today or has ended.
        Due = "due", "今天到期或者已超期", "Due today or overdue";
    }
}

/// Blanks by the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlankSheet {
    /// In stock at the last closing; before the first one, this morning.
    pub start: u32,
    /// Came in since.
    pub received: u32,
    /// Became documents since.
    pub used: u32,
    /// Were written off since.
    pub spoiled: u32,
}

impl BlankSheet {
    /// How many should be there.
    pub const fn expected(&self) -> u32 {
        let came = self.start.saturating_add(self.received);
        came.saturating_sub(self.used).saturating_sub(self.spoiled)
    }
}

/// Fees of cases begun at the counter, by the books: paid, and not on their way back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeSheet {
    /// How much.
    pub expected: Fen,
    /// In how many payments.
    pub payments: u32,
}

/// Cases that are left over for one reason: at most 500, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOver {
    /// Why.
    pub what: Left,
    /// Their numbers.
    pub numbers: Vec<String>,
}

/// An outlet's day before it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The day.
    pub day: Day,
    /// From when on the books are reckoned.
    pub since: Instant,
    /// Blanks.
    pub blanks: BlankSheet,
    /// Fees.
    pub fees: FeeSheet,
    /// What is left over, of every kind in its order.
    pub left: Vec<LeftOver>,
    /// The closing of this day, where it is closed.
    pub closed: Option<Closing>,
}

/// What was counted by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Blanks in the drawer.
    pub blanks: u32,
    /// Why they differ from the books.
    pub blanks_reason: Option<DifferenceReason>,
    /// Fees by slips and receipts.
    pub fees: Fen,
    /// Why they differ from the books.
    pub fees_reason: Option<DifferenceReason>,
}

/// A day that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Day and outlet: `2026-11-23/out_…`.
    pub id: String,
    /// The outlet.
    pub outlet: String,
    /// Its name.
    pub name: Text,
    /// The day.
    pub day: Day,
    /// When it was closed.
    pub closed_at: Instant,
    /// By which account.
    pub closed_by: String,
    /// Blanks by the books.
    pub blanks: BlankSheet,
    /// Fees by the books.
    pub fees: FeeSheet,
    /// What was counted.
    pub counted: Tally,
    /// How much was left over, by [`Left`].
    pub left: BTreeMap<String, u32>,
}

impl Closing {
    /// Blanks counted beyond the books; fewer are negative.
    pub fn blanks_over(&self) -> i64 {
        i64::from(self.counted.blanks) - i64::from(self.blanks.expected())
    }

    /// How many cases were left over. One can stand in it twice, for two reasons.
    pub fn left_over(&self) -> u32 {
        self.left.values().fold(0, |sum, many| sum.saturating_add(*many))
    }

    /// Fees counted beyond the books.
    pub fn fees_over(&self) -> Fen {
        Fen(self.counted.fees.0.saturating_sub(self.fees.expected.0))
    }
}

/// An outlet's day was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayClosed {
    /// `out_…`.
    pub outlet: String,
    /// The day.
    pub day: Day,
    /// Blanks at the beginning.
    pub blanks_start: u32,
    /// Blanks that came in.
    pub blanks_received: u32,
    /// Blanks that became documents.
    pub blanks_used: u32,
    /// Blanks that were written off.
    pub blanks_spoiled: u32,
    /// Blanks counted.
    pub blanks_counted: u32,
    /// Why they differ.
    pub blanks_reason: Option<DifferenceReason>,
    /// Fees by the books.
    pub fees_expected: Fen,
    /// In how many payments.
    pub fees_payments: u32,
    /// Fees counted.
    pub fees_counted: Fen,
    /// Why they differ.
    pub fees_reason: Option<DifferenceReason>,
    /// How much was left over, by [`Left`].
    pub left: BTreeMap<String, u32>,
}

events! {
    /// What happens at the end of a day.
    DayEvent {
        /// Closed.
        Closed(DayClosed) = "outlet.day_closed",
    }
}
