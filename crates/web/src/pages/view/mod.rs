//! View models: one struct a page, with everything the page prints and nothing else, beside the template that prints
//! it. A handler asks the service, fills the struct and renders it; the struct holds no ids that the page does not
//! show, no values that the reader may not see, and never a decision.
//!
//! Words of the page itself stand in its template as a pair of Chinese and English; words of the catalogue and of the
//! law arrive as [`base::Text`]. Personal data arrives masked, in a type that says so. Every view has `samples` in
//! its tests, one for each state a person can meet; a test renders all of them in both languages and all display
//! modes and reads the result as a browser would.

pub mod apply;
pub mod calculate;
pub mod case;
pub mod contact;
mod control;
pub mod document;
mod form;
pub mod home;
pub mod info;
pub mod item;
pub mod ledger;
pub mod login;
pub mod mandate;
pub mod me;
pub mod message;
pub mod notice;
pub mod outlets;
pub mod paper;
mod part;
pub mod pay;
pub mod problem;
pub mod rating;
#[cfg(test)]
mod sample;
#[cfg(test)]
pub(crate) mod scan;
pub mod search;
pub mod staff;
pub mod supplement;
#[cfg(test)]
mod tests;
pub mod track;
pub mod vehicle;
pub mod verify;

use std::fmt;
use std::ops::Deref;

use base::Text;

use crate::frame::Place;
pub use control::{Choice, Control};
pub use form::{Field, Form, FormErrors};
pub use part::{Cell, Html, Link, PaperLink, Row, Step, StepState, Tag, Tone};
pub use problem::ProblemPage;

/// What the frame asks of a page.
pub trait Page: askama::Template {
    /// The title of the window; on most pages also the heading.
    fn title(&self) -> Text;

    /// The place of the navigation that this page belongs to.
    fn here(&self) -> Option<Place> {
        None
    }

    /// Whether this is that place.
    fn is_here(&self, place: &Place) -> bool {
        self.here() == Some(*place)
    }

    /// The page's form: its errors are summed up above the heading and announced in the title.
    fn form(&self) -> Option<&Form> {
        None
    }

    /// Whether htmx may take parts of this page anew. Others are not made to load it.
    fn live(&self) -> bool {
        false
    }

    /// The page one step before this one.
    fn back(&self) -> Option<Link> {
        None
    }
}

/// A personal value that the caller has masked: `张*`, `999900********1234`, `139****0001`. The type is a promise in
/// the signature, not a check: whoever makes one has masked the value or shows it to its owner's own eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked(String);

impl Masked {
    /// From a value that is masked already.
    pub fn new(masked: impl Into<String>) -> Self {
        Self(masked.into())
    }
}

impl Deref for Masked {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
