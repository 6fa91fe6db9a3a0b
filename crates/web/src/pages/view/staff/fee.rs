//! Taking the fee at the counter: the order's code on the screen, for the person's own telephone. No cash changes hands,
//! and nothing is ticked by hand: that it was paid is learnt from the payment system.

use askama::Template;
use base::{Fen, Text};

use super::acts::Subject;
use crate::frame::{Frame, Place, Qr};
use crate::pages::view::{Form, Link, Page};

/// How the order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeeState {
    /// To be paid.
    Due {
        /// The code to scan; `None` where the address is too long for one.
        qr: Option<Qr>,
        /// The page of the payment system.
        link: String,
    },
    /// The person gave it up; there can be a new order.
    GivenUp,
}

/// The fee of a case at the counter.
#[derive(Debug, Template)]
#[template(path = "staff/fee.html")]
pub struct Fee {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub subject: Subject,
    /// The nonce of a new order.
    pub form: Form,
    /// How much.
    pub amount: Fen,
    /// How the order stands.
    pub state: FeeState,
}

impl Page for Fee {
    fn title(&self) -> Text {
        Text::new("收费", "Take the fee")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Worklist)
    }

    fn back(&self) -> Option<Link> {
        Some(self.subject.back())
    }
}

#[cfg(test)]
impl Fee {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::acts::samples::subject;
        use crate::frame::sample;
        use crate::pages::view::sample::{CASE, form};
        let page = |state| Self {
            frame: sample::staff(&format!("/desk/cases/{CASE}/fee")),
            subject: subject(),
            form: form(),
            amount: Fen::yuan(10),
            state,
        };
        let link = "https://pay.example.invalid/o/8Zk2".to_owned();
        vec![
            ("due", page(FeeState::Due { qr: Qr::of(&link), link: link.clone() })),
            ("due without code", page(FeeState::Due { qr: None, link })),
            ("given up", page(FeeState::GivenUp)),
        ]
    }
}
