//! What can be done with accounts, sessions, codes, mandates and files looked into.

mod begin;
mod citizen;
mod code;
mod confirm;
mod count;
mod hashing;
mod log_in;
mod look_up;
mod mandate;
mod session;
mod staff;

pub use begin::{BeginOffice, begin_office, recover_administrator};
pub use citizen::{log_in_citizen, request_code};
pub use code::CodeToSend;
pub(crate) use confirm::{NewNumber, typed as typed_code};
pub use count::{count_track, count_upload};
pub use log_in::{LoggedIn, SetUp, log_in_staff, set_up_staff};
pub use look_up::{LookUpBy, LookUpFor, look_into_case, look_up, person_at_counter};
pub use mandate::{GrantMandate, grant_mandate, revoke_mandate};
pub(crate) use session::forget;
#[cfg(test)]
pub(super) use session::sweep_to;
pub use session::{
    Others, drop_sessions, end_all_sessions, end_other_sessions, end_own_sessions, end_session,
    end_sessions_of_staff, sweep, touch,
};
pub use staff::{
    NewAccount, NewStaff, RolesToGive, disable_staff, enable_staff, move_staff, register_staff, reset_totp,
    set_roles,
};

use base::{Day, FieldError};
use law::Phone;
use ledger::Stream;

use super::facts::AccessEvent;
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// The stream of an account.
fn staff_stream(office: &Office, staff: &str) -> Stream {
    office.stream("staff", staff)
}

/// Records what happened on a stream that the caller has locked.
fn record(desk: &mut Desk<'_, '_>, stream: &Stream, fact: impl Into<AccessEvent>) -> Result<(), Stop> {
    let event = fact.into().to_new(desk.moment())?;
    desk.record(stream, event)?;
    Ok(())
}

/// A log-in is kept although the answer is no, because the failure is counted: its closure gives the answer as a value,
/// and it becomes the command's answer here. Such a command has no idempotency key ([`without_key`]), so that a
/// failure is not remembered as done.
fn answered<T>(done: Done<Result<T, Stop>>) -> Result<Done<T>, Stop> {
    let value = done.value?;
    Ok(Done { value, receipts: done.receipts })
}

/// The same request without its idempotency key: for what may be tried again, and for what is only work.
fn without_key(ctx: &Ctx) -> Ctx {
    Ctx { once: None, ..ctx.clone() }
}

/// An identity number as people type it, in its one spelling.
fn id_number(office: &Office, typed: &str, today: Day) -> Result<String, FieldError> {
    match office.rules.law.resident_id(typed, office.areas(), today).value {
        Ok(number) => Ok(number.as_str().to_owned()),
        Err(fault) => Err(FieldError { field: "id_number".to_owned(), message: fault.message() }),
    }
}

/// A telephone number as people type it, in its one spelling.
fn phone(typed: &str) -> Result<String, FieldError> {
    match Phone::parse(typed) {
        Ok(number) => Ok(number.as_str().to_owned()),
        Err(fault) => Err(FieldError { field: "phone".to_owned(), message: fault.message() }),
    }
}

/// Stops where fields are wrong, all of them at once.
fn invalid(wrong: Vec<FieldError>) -> Result<(), Stop> {
    if wrong.is_empty() { Ok(()) } else { Err(Stop::Invalid(wrong)) }
}
