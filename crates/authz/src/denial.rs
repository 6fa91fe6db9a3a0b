//! Why an action was denied. Each forbidding policy names its kind in the annotation `@denial`; the kinds are a closed
//! list, declared from the most to the least telling, so that where several apply the person hears the first.

use crate::closed::closed;

closed! {
    /// Why an action was denied. A kind other than [`Denial::NotPermitted`] is given only to an actor whom some policy
    /// would have let act, so that it tells strangers nothing.
    Denial {
        /// The actor is the subject, the applicant or the agent.
        OwnCase = "own_case",
        /// The actor would review their own look-ups or answer a complaint about themselves.
        OwnConduct = "own_conduct",
        /// The actor would change the standing of their own account.
        OwnAccount = "own_account",
        /// The actor's role reads and changes nothing.
        ReadOnly = "read_only",
        /// The actor's role gives authority and has no hand in cases.
        SeparateDuties = "separate_duties",
        /// The actor holds none of the roles that this work takes.
        WrongRole = "wrong_role",
        /// Staff do not work at a machine for the public.
        PublicMachine = "public_machine",
        /// A second person has to do this half.
        SecondPerson = "second_person",
        /// The outlet holds no grant for this item and stage.
        GrantMissing = "grant_missing",
        /// The outlet's grant has been withdrawn.
        GrantWithdrawn = "grant_withdrawn",
        /// The outlet's grant is suspended.
        GrantSuspended = "grant_suspended",
        /// The outlet's grant has not begun or has ended.
        GrantNotInForce = "grant_not_in_force",
        /// The outlet's grant is for another area.
        GrantArea = "grant_area",
        /// The outlet has taken in as many cases today as its grant allows.
        GrantQuota = "grant_quota",
        /// A purpose has to be given first.
        PurposeMissing = "purpose_missing",
        /// The mandate has not begun or has ended.
        MandateNotInForce = "mandate_not_in_force",
        /// No policy lets this actor do this.
        NotPermitted = "not_permitted",
        /// The request could not be judged, for example because the action does not apply to such a resource. It is a
        /// fault of the program, and it denies.
        Fault = "fault",
    }
}

impl Denial {
    /// Whether the answer to the actor must look as though the resource were not there (404).
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::NotPermitted)
    }
}
