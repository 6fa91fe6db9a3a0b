//! Rows of accounts, mandates, look-ups and sessions.

use std::collections::BTreeSet;

use authz::{Area, Owner, Resource, Role};
use base::{Day, Instant, Region, Text};

use super::secret::digest;
use crate::closed::closed;

base::id_types! {
    /// A staff account.
    StaffId = "stf";
    /// A mandate.
    MandateId = "mnd";
    /// A recorded look-up.
    LookUpId = "lku";
}

closed! {
    /// Whether an account can be used.
    StaffStatus {
        /// It can.
        Active = "active", "正常", "active";
        /// It cannot, until it is enabled again.
        Disabled = "disabled", "已停用", "disabled";
    }
    /// Why an account was disabled.
    DisableReason {
        /// They no longer work here.
        Left = "left", "离职或者调离", "left the office";
        /// They are away for long.
        Away = "away", "长期不在岗", "away for long";
        /// Somebody else may have used it.
        Compromised = "compromised", "账号可能被他人使用", "may be in other hands";
        /// Their conduct is being looked into.
        Inquiry = "inquiry", "配合核查", "under inquiry";
    }
    /// Whose session it is.
    SessionKind {
        /// A person's.
        Citizen = "citizen", "办事人", "citizen";
        /// That of an account.
        Staff = "staff", "工作人员", "staff";
    }
    /// Why a person's file is looked into (PIPL§6: a clear purpose).
    Purpose {
        /// A case in hand; it is named.
        Case = "case", "办理业务", "a case in hand";
        /// The person asks about their own affairs.
        Inquiry = "inquiry", "当事人咨询", "a question of the person's own";
        /// Something in the file is to be checked or put right.
        Correction = "correction", "核对更正资料", "checking or correcting the file";
        /// A complaint; it is named.
        Complaint = "complaint", "处理投诉举报", "a complaint";
        /// Oversight of the office's work.
        Oversight = "oversight", "监督检查", "oversight";
        /// A court or the police ask; their paper is named.
        LegalRequest = "legal_request", "协助司法执法机关", "a request of a court or the police";
    }
    /// Who ended a mandate.
    EndedBy {
        /// The person who gave it revoked it.
        Giver = "giver", "委托人撤销", "revoked by the giver";
        /// The agent laid it down.
        Agent = "agent", "代办人辞去", "laid down by the agent";
        /// A clerk entered the revocation from paper.
        Office = "office", "窗口登记撤销", "entered at a counter";
    }
}

impl Purpose {
    /// Whether the case, complaint or paper has to be named by its number.
    pub const fn needs_reference(self) -> bool {
        matches!(self, Self::Case | Self::Complaint | Self::LegalRequest)
    }
}

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// `stf_…`.
    pub id: String,
    /// The work name it logs in with.
    pub username: String,
    /// Its roles.
    pub roles: BTreeSet<Role>,
    /// The outlet it belongs to.
    pub outlet: String,
    /// Where that outlet is.
    pub region: Region,
    /// The area it watches, for supervisors and auditors.
    pub area: Area,
    /// Their own record as a person, where it is known.
    pub person: Option<String>,
    /// Whether it can be used.
    pub status: StaffStatus,
    /// Which version of the name in the vault holds.
    pub name_version: u32,
}

impl Staff {
    /// As authority sees the account.
    pub fn resource(&self) -> Resource {
        Resource::Account { staff: self.id.clone(), outlet: self.outlet.clone(), region: self.region }
    }
}

/// A mandate as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// `mnd_…`.
    pub id: String,
    /// The person who gave it.
    pub giver: String,
    /// The person who acts on it.
    pub agent: String,
    /// For which items.
    pub items: BTreeSet<String>,
    /// The first day in force.
    pub from: Day,
    /// The last day in force.
    pub until: Day,
    /// When and by whom it was ended before its time.
    pub ended: Option<(Instant, EndedBy)>,
}

impl Mandate {
    /// As authority sees the record.
    pub fn resource(&self) -> Resource {
        Resource::Mandate { giver: self.giver.clone(), agent: self.agent.clone() }
    }
}

/// One recorded look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// `lku_…`.
    pub id: String,
    /// The account that looked.
    pub staff: String,
    /// The outlet it belonged to then.
    pub outlet: String,
    /// Where that outlet is.
    pub region: Region,
    /// The person whose file it was.
    pub subject: String,
    /// Why.
    pub purpose: Purpose,
    /// The number of the case, complaint or paper.
    pub reference: Option<String>,
    /// When.
    pub at: Instant,
}

/// A look-up as the person whose file it was may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// When.
    pub at: Instant,
    /// Why.
    pub purpose: Purpose,
    /// Name of the outlet.
    pub outlet: Text,
    /// The roles of the account, as they are now.
    pub roles: BTreeSet<Role>,
}

impl LookUp {
    /// As authority sees the record.
    pub fn resource(&self) -> Resource {
        Resource::LookUp { by: self.staff.clone(), outlet: self.outlet.clone(), region: self.region }
    }
}

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(super) digest: [u8; 32],
    /// As what.
    pub kind: SessionKind,
    /// The person's or the account's id.
    pub subject: String,
    /// The account's outlet.
    pub outlet: Option<String>,
    /// When they logged in.
    pub created_at: Instant,
    /// When they were last known to be there; up to a minute behind.
    pub seen_at: Instant,
    /// When it ends even if they stay.
    pub expires_at: Instant,
}

impl Session {
    /// What a page may name it by: neither the token nor what the store keeps of it can be had from this.
    pub fn handle(&self) -> String {
        hex::encode(digest("session-handle", &[&self.digest])).chars().take(16).collect()
    }

    /// Whether both are the same log-in.
    pub fn is(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// As authority sees it.
    pub fn resource(&self) -> Resource {
        let owner = match self.kind {
            SessionKind::Citizen => Owner::Person(self.subject.clone()),
            SessionKind::Staff => Owner::Staff(self.subject.clone()),
        };
        Resource::Session { owner, outlet: self.outlet.clone() }
    }
}
