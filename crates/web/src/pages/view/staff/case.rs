//! One case at the desk: what was asked for and answered, the requirements, the checks with their articles in green,
//! red or "unknown", the documents beside them, what happened so far, and the acts that this person may do now. An act
//! that is missing is explained (four eyes, own case), never just absent.

use askama::Template;
use base::{Article, Day, Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::case::Clock;
use crate::pages::view::{Form, Link, Masked, Page, PaperLink, Row, Tag};

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The condition is met.
    Good,
    /// It is not met.
    Bad,
    /// The source is down: not known, and that never refuses.
    Unknown,
    /// A person has to look.
    Look,
}

impl Verdict {
    /// The class in the style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Bad => "err",
            Self::Unknown => "hold",
            Self::Look => "warn",
        }
    }

    /// The state in words.
    pub fn spoken(self) -> Text {
        let (zh, en) = match self {
            Self::Good => ("符合", "Met"),
            Self::Bad => ("不符合", "Not met"),
            Self::Unknown => ("核查中", "Unknown"),
            Self::Look => ("需人工核验", "Check by hand"),
        };
        Text::new(zh, en)
    }
}

/// A condition and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was found.
    pub verdict: Verdict,
    /// The condition.
    pub name: Text,
    /// The facts it was decided on.
    pub found: Text,
    /// The article.
    pub article: Option<Article>,
}

/// A requirement of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What it is.
    pub name: Text,
    /// Before which stage it has to be met.
    pub before: Text,
    /// Whose turn it is.
    pub party: Text,
    /// The article it stands on.
    pub article: Option<Article>,
    /// Its state.
    pub state: Tag,
    /// Its due day.
    pub due: Option<Day>,
}

/// A document that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub name: Text,
    /// This page with the document in sight.
    pub href: String,
    /// The file itself.
    pub file: String,
    /// Whether it can be shown as a picture; others are opened.
    pub picture: bool,
    /// Whether it is the one in sight.
    pub here: bool,
}

/// An act on the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Accept it: one press, sent from this page.
    Accept,
    /// Ask for what is missing.
    Ask,
    /// Do not accept it.
    Reject,
    /// Decide.
    Decide,
    /// Take a blank and print.
    Issue,
    /// Take the fee at the counter.
    Fee,
    /// Hand it over at the counter.
    HandOver,
    /// Correct a decision, with a second person.
    Correct,
}

impl Act {
    /// The words on the button.
    pub fn label(&self) -> Text {
        let (zh, en) = match self {
            Self::Accept => ("受理", "Accept"),
            Self::Ask => ("要求补正", "Ask for papers"),
            Self::Reject => ("不予受理", "Do not accept"),
            Self::Decide => ("审核决定", "Decide"),
            Self::Issue => ("制证", "Make the licence"),
            Self::Fee => ("收费", "Take the fee"),
            Self::HandOver => ("发证", "Hand over"),
            Self::Correct => ("更正", "Correct"),
        };
        Text::new(zh, en)
    }

    /// The last part of the address.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Ask => "ask",
            Self::Reject => "reject",
            Self::Decide => "decide",
            Self::Issue => "issue",
            Self::Fee => "fee",
            Self::HandOver => "handover",
            Self::Correct => "correct",
        }
    }

    /// The hot key that puts the focus on its button; none for what is done rarely.
    pub const fn key(&self) -> Option<&'static str> {
        match self {
            Self::Accept => Some("a"),
            Self::Ask => Some("s"),
            Self::Decide => Some("d"),
            Self::Issue => Some("i"),
            Self::Fee => Some("f"),
            Self::HandOver => Some("h"),
            Self::Reject | Self::Correct => None,
        }
    }

    /// Whether it is sent from the case's page at once.
    pub fn is_press(&self) -> bool {
        *self == Self::Accept
    }

    /// Whether it takes the case on its way, and is offered first of all.
    fn is_onward(&self) -> bool {
        !matches!(self, Self::Ask | Self::Reject | Self::Correct)
    }
}

/// Something that happened to the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Instant,
    /// What.
    pub what: Text,
    /// Who, or by which door.
    pub by: Text,
    /// The event's number in the case's stream.
    pub seq: u64,
}

/// A case at the desk.
#[derive(Debug, Template)]
#[template(path = "staff/case.html")]
pub struct DeskCase {
    /// The frame.
    pub frame: Frame,
    /// The nonce of the acts that are sent from here.
    pub form: Form,
    /// The case's number.
    pub no: String,
    /// The item.
    pub item: Text,
    /// The person.
    pub person: Masked,
    /// The stage.
    pub stage: Tag,
    /// The legal clock.
    pub clock: Clock,
    /// What was asked for and answered.
    pub answers: Vec<Row>,
    /// The checks, the red first.
    pub checks: Vec<Check>,
    /// The requirements.
    pub requirements: Vec<Requirement>,
    /// The documents.
    pub documents: Vec<Document>,
    /// The papers made so far.
    pub papers: Vec<PaperLink>,
    /// The case's stream in the ledger.
    pub stream: String,
    /// What happened, the newest first.
    pub history: Vec<Happened>,
    /// The acts this person may do now; the likeliest first.
    pub acts: Vec<Act>,
    /// Why other acts are not there.
    pub why_not: Vec<Text>,
}

impl DeskCase {
    /// Whether this person may search the ledger: then the numbers of the events lead there.
    fn may_search(&self) -> bool {
        self.frame.places.contains(&Place::Ledger)
    }
}

impl Page for DeskCase {
    fn title(&self) -> Text {
        Text::new(format!("{} {}", self.item.zh, self.no), format!("{} {}", self.item.en, self.no))
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Worklist)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/desk/worklist", "办件", "Cases"))
    }
}

#[cfg(test)]
#[path = "case_samples.rs"]
mod samples;
