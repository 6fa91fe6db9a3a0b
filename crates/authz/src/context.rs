//! The circumstances of a request that are neither the actor's nor the resource's.

use base::Day;

use crate::closed::closed;

closed! {
    /// The door through which a request came.
    Channel {
        /// A counter of an outlet, and the desk pages of its staff.
        Counter = "counter",
        /// The public pages and the API, from one's own device.
        Online = "online",
        /// A kiosk in a public hall.
        Kiosk = "kiosk",
        /// A partner's system.
        Partner = "partner",
        /// A mobile office, synchronised later.
        Field = "field",
        /// An import of existing records.
        Import = "import",
        /// The platform's own jobs.
        Internal = "internal",
    }
}

/// The circumstances of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The legal day on which it is asked.
    pub day: Day,
    /// The door through which it came.
    pub channel: Channel,
    /// Whether a purpose was given for looking into another person's file. A case in hand is a purpose.
    pub purpose_given: bool,
    /// Whether somebody else at the outlet could do the same today: an outlet with two issuers keeps deciding and
    /// issuing apart, one with a single person on duty cannot.
    pub second_person: bool,
}

impl Context {
    /// A request on `day` through `channel`, without a purpose, with nobody else at the outlet.
    pub const fn new(day: Day, channel: Channel) -> Self {
        Self { day, channel, purpose_given: false, second_person: false }
    }

    /// The same with a purpose given, or not.
    #[must_use]
    pub const fn purpose(mut self, given: bool) -> Self {
        self.purpose_given = given;
        self
    }

    /// The same with somebody else at the outlet, or not.
    #[must_use]
    pub const fn second_person(mut self, present: bool) -> Self {
        self.second_person = present;
        self
    }
}
