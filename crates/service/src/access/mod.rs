//! Access: who comes in, and as whom. Staff log in with a password and a second factor, citizens with their identity
//! number, their telephone and a code; a session says who is there, and [`actor_of`] makes of it the actor that every
//! command asks authority for. Accounts and mandates (委托) are records like any other, with their events. A look-up of
//! somebody's file asks a purpose and is recorded, once in ten minutes for the same purpose (R36).
//!
//! What it is not: it does not decide what anybody may do (crate `authz`), sends no message (the caller of
//! [`request_code`] does), and knows nothing of cookies.
//!
//! Secrets are drawn from the office's entropy and not from a request's chance: that one also makes ids, it begins
//! anew with every retry, and ids are public. Passwords are hashed and secrets sealed before a transaction; what fails
//! is counted in work tables that forget, and counting is committed even though the command says no.
//!
//! For example: [`request_code`] for an unknown person answers exactly as for a known one, writes the same kind of
//! row, and sends nothing.

mod actor;
mod apply;
mod commands;
mod facts;
mod model;
mod queries;
mod rules;
mod secret;
mod sql;
#[cfg(test)]
mod tests;
mod work;

pub use actor::actor_of;
pub(crate) use apply::apply;
pub use commands::{
    BeginOffice, CodeToSend, GrantMandate, LoggedIn, LookUpBy, LookUpFor, NewAccount, NewStaff, Others,
    RolesToGive, SetUp, begin_office, count_track, count_upload, disable_staff, drop_sessions, enable_staff,
    end_all_sessions, end_other_sessions, end_own_sessions, end_session, end_sessions_of_staff,
    grant_mandate, log_in_citizen, log_in_staff, look_into_case, look_up, move_staff, person_at_counter,
    recover_administrator, register_staff, request_code, reset_totp, revoke_mandate, set_roles, set_up_staff,
    sweep, touch,
};
pub(crate) use commands::{NewNumber, forget, typed_code};
pub use facts::AccessEvent;
pub use model::{
    DisableReason, EndedBy, LookUp, Looked, Mandate, Purpose, Session, SessionKind, Staff, StaffStatus,
};
pub use queries::{
    LookUps, Mandates, another_at, look_ups, looked_at, mandate_by_id, mandates, own_sessions, session,
    staff_by_id, staff_by_username, staff_list, staff_name,
};
pub use rules::code::{CODE_MINUTES, CODES_AN_HOUR, TRIES_MAX};
pub(crate) use rules::look_up::paper_number;
pub use rules::password::LENGTH_MIN as PASSWORD_LENGTH_MIN;
pub use rules::session::limits as session_limits;
pub use rules::setup::SETUP_HOURS;
pub use secret::{Secret, Token};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
