//! A citizen's cases: the confirmation after submitting, the list, the timeline, and withdrawing. The timeline is the
//! list of requirements and nothing beside it, so that page, API and clerk see one truth.

use askama::Template;
use base::{Day, Instant, Text};

use super::{Form, Link, Masked, Page, PaperLink, Row, Step, Tag};
use crate::frame::{Frame, Place};

/// After submitting. The page can be opened again at any time.
#[derive(Debug, Template)]
#[template(path = "citizen/case-done.html")]
pub struct CaseDone {
    /// The frame.
    pub frame: Frame,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// By when it will be decided; `None` before acceptance.
    pub promised: Option<Day>,
    /// What happens next, in order.
    pub next: Vec<Text>,
    /// Where news goes.
    pub phone: Masked,
    /// The receipt; `None` until it is made.
    pub receipt: Option<PaperLink>,
    /// Where the fee is paid, while one is due.
    pub pay: Option<Link>,
}

impl Page for CaseDone {
    fn title(&self) -> Text {
        Text::new("申请已提交", "Application submitted")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }
}

/// A case in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// For whom, where it is not the reader's own: the applicant's masked name.
    pub principal: Option<Masked>,
    /// Where it stands, in a word.
    pub tag: Tag,
    /// Where it stands, in a sentence.
    pub standing: Text,
    /// When it last moved.
    pub moved_at: Instant,
}

/// The reader's cases: those that wait for the reader, those under way, those that are over.
#[derive(Debug, Template)]
#[template(path = "citizen/cases.html")]
pub struct CaseList {
    /// The frame.
    pub frame: Frame,
    /// Wait for the reader.
    pub yours: Vec<CaseLine>,
    /// Under way.
    pub running: Vec<CaseLine>,
    /// Over, the newest first.
    pub over: Vec<CaseLine>,
}

impl Page for CaseList {
    fn title(&self) -> Text {
        Text::new("我的办件", "My cases")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }
}

/// The legal clock of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Not started: the case is not accepted yet.
    NotStarted,
    /// Runs until this day.
    Until(Day),
    /// Stands still, and why.
    Stopped(Text),
    /// Late: the promised day, and why it was not kept.
    Late(Day, Text),
    /// The licence was made at this moment: the promise is kept.
    Done(Instant),
    /// Ended at this moment without a licence.
    Over(Instant),
}

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The carrier.
    pub carrier: Text,
    /// The waybill.
    pub waybill: String,
    /// What happened, the newest first.
    pub events: Vec<(Instant, Text)>,
}

/// How one asks for a rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingAsk {
    /// Not yet: the case is not over.
    NotYet,
    /// The reader may rate.
    Open,
    /// Rated, with the words of the level.
    Given(Text),
}

/// Where a case stands.
#[derive(Debug, Template)]
#[template(path = "citizen/case.html")]
pub struct CaseTimeline {
    /// The frame.
    pub frame: Frame,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// Where it stands, in a word.
    pub tag: Tag,
    /// Where it stands, in a sentence.
    pub standing: Text,
    /// The legal clock.
    pub clock: Clock,
    /// Where filling in goes on, while it is a draft.
    pub go_on: Option<Link>,
    /// The requirements as steps.
    pub steps: Vec<Step>,
    /// The answers given.
    pub answers: Vec<Row>,
    /// The papers made so far.
    pub papers: Vec<PaperLink>,
    /// The parcel, once there is one.
    pub parcel: Option<Parcel>,
    /// The remedies, where the case was refused.
    pub remedies: Vec<Text>,
    /// The rating.
    pub rating: RatingAsk,
    /// Whether it can be withdrawn.
    pub can_withdraw: bool,
    /// The case's stream in the ledger and the number of its newest event.
    pub stream: String,
    /// The number of its newest event.
    pub seq: u64,
}

impl Page for CaseTimeline {
    fn title(&self) -> Text {
        self.item.clone()
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/cases", "我的办件", "My cases"))
    }
}

/// Withdraw a case.
#[derive(Debug, Template)]
#[template(path = "citizen/withdraw.html")]
pub struct Withdraw {
    /// The frame.
    pub frame: Frame,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// What follows: the fee comes back, the file stays.
    pub follows: Vec<Text>,
    /// Field `why`, optional.
    pub form: Form,
}

impl Page for Withdraw {
    fn title(&self) -> Text {
        Text::new("撤回这件申请？", "Withdraw this application?")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Cases)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new(format!("/cases/{}", self.no), "办理进度", "Progress"))
    }
}

#[cfg(test)]
#[path = "case_samples.rs"]
mod samples;
