//! Events of accounts, mandates and look-ups.

use std::collections::BTreeSet;

use authz::{Area, Role};
use base::{Day, Region};
use ledger::VaultRows;
use serde::{Deserialize, Serialize};

use super::model::{DisableReason, EndedBy, Purpose};
use crate::office::events;

/// The office began: its head outlet and its first administrator are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeBegun {
    /// The head outlet.
    pub outlet: String,
    /// The first administrator's account.
    pub staff: String,
}

/// An account was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffRegistered {
    /// `stf_…`.
    pub staff: String,
    /// The work name it logs in with.
    pub username: String,
    /// Its roles.
    pub roles: BTreeSet<Role>,
    /// The outlet it belongs to.
    pub outlet: String,
    /// The area it watches.
    pub area: Area,
    /// Their own record as a person.
    pub person: Option<String>,
    /// Key and name, by digest.
    pub vault: VaultRows,
}

/// An account was finished: password and second factor are set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffSetUp {
    /// `stf_…`.
    pub staff: String,
}

/// An account can no longer be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffDisabled {
    /// `stf_…`.
    pub staff: String,
    /// Why.
    pub reason: DisableReason,
}

/// An account can be used again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffEnabled {
    /// `stf_…`.
    pub staff: String,
}

/// An account has these roles from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffRolesSet {
    /// `stf_…`.
    pub staff: String,
    /// Its roles, whole.
    pub roles: BTreeSet<Role>,
    /// The area it watches.
    pub area: Area,
}

/// An account belongs to another outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffMoved {
    /// `stf_…`.
    pub staff: String,
    /// The outlet it belongs to now.
    pub outlet: String,
    /// The area it watches now.
    pub area: Area,
}

/// Password and second factor are to be set anew with a one-time code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffTotpReset {
    /// `stf_…`.
    pub staff: String,
}

/// Somebody with authority ended an account's sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffSessionsEnded {
    /// `stf_…`.
    pub staff: String,
}

/// A person named another to act for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MandateGranted {
    /// `mnd_…`.
    pub mandate: String,
    /// Who gave it.
    pub giver: String,
    /// Who acts on it.
    pub agent: String,
    /// For which items.
    pub items: BTreeSet<String>,
    /// The first day in force.
    pub from: Day,
    /// The last day in force.
    pub until: Day,
    /// Whether a clerk entered it from paper.
    pub on_paper: bool,
}

/// A mandate ended before its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MandateEnded {
    /// `mnd_…`.
    pub mandate: String,
    /// By whom.
    pub by: EndedBy,
}

/// A person's file was looked into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookedUp {
    /// `lku_…`.
    pub look_up: String,
    /// The account that looked.
    pub staff: String,
    /// The outlet it belongs to.
    pub outlet: String,
    /// Where that outlet is.
    pub region: Region,
    /// Whose file.
    pub subject: String,
    /// Why.
    pub purpose: Purpose,
    /// The number of the case, complaint or paper.
    pub reference: Option<String>,
}

events! {
    /// What happens to accounts, mandates and files looked into.
    AccessEvent {
        /// The office began.
        OfficeBegun(OfficeBegun) = "office.begun",
        /// Account made.
        StaffRegistered(StaffRegistered) = "staff.registered",
        /// Account finished.
        StaffSetUp(StaffSetUp) = "staff.set_up",
        /// Account disabled.
        StaffDisabled(StaffDisabled) = "staff.disabled",
        /// Account enabled.
        StaffEnabled(StaffEnabled) = "staff.enabled",
        /// Roles set.
        StaffRolesSet(StaffRolesSet) = "staff.roles_set",
        /// Account moved.
        StaffMoved(StaffMoved) = "staff.moved",
        /// Credentials to be set anew.
        StaffTotpReset(StaffTotpReset) = "staff.totp_reset",
        /// Sessions ended.
        StaffSessionsEnded(StaffSessionsEnded) = "staff.sessions_ended",
        /// Mandate given.
        MandateGranted(MandateGranted) = "mandate.granted",
        /// Mandate ended.
        MandateEnded(MandateEnded) = "mandate.ended",
        /// File looked into.
        LookedUp(LookedUp) = "person.looked_up",
    }
}
