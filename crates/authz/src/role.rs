//! The roles of the office. A role says what kind of work a person does; where and for which items is said by the
//! outlet and its grants.

use base::Text;

use crate::closed::closed;

closed! {
    /// A role. Citizens and agents are not staff; every other role is given to a staff account.
    Role {
        /// 办事人: acts in their own affairs.
        Citizen = "citizen",
        /// 代办人: acts for a person whose mandate they hold.
        Agent = "agent",
        /// 受理员: takes cases in at the counter.
        Clerk = "clerk",
        /// 审核员: approves or refuses.
        Reviewer = "reviewer",
        /// 制证员: makes and issues licences, plates and certificates, and keeps the blanks.
        Issuer = "issuer",
        /// 网点负责人: answers for an outlet, its people and its hours.
        OutletHead = "outlet_head",
        /// 合作网点经办员: takes cases in at a partner's outlet under a grant.
        PartnerClerk = "partner_clerk",
        /// 档案员: keeps the files and carries out lawful erasure.
        Archivist = "archivist",
        /// 考试员: conducts exams.
        Examiner = "examiner",
        /// 监督员: watches cases and look-ups within an area; changes nothing.
        Supervisor = "supervisor",
        /// 审计员: reads everything within an area, and the ledger; changes nothing.
        Auditor = "auditor",
        /// 系统管理员: accounts, outlets, grants and the platform; never cases.
        Administrator = "administrator",
    }
}

impl Role {
    /// The role's name for people.
    pub fn label(self) -> Text {
        let (zh, en) = match self {
            Self::Citizen => ("办事人", "Citizen"),
            Self::Agent => ("代办人", "Agent"),
            Self::Clerk => ("受理员", "Clerk"),
            Self::Reviewer => ("审核员", "Reviewer"),
            Self::Issuer => ("制证员", "Issuer"),
            Self::OutletHead => ("网点负责人", "Head of outlet"),
            Self::PartnerClerk => ("合作网点经办员", "Partner clerk"),
            Self::Archivist => ("档案员", "Archivist"),
            Self::Examiner => ("考试员", "Examiner"),
            Self::Supervisor => ("监督员", "Supervisor"),
            Self::Auditor => ("审计员", "Auditor"),
            Self::Administrator => ("系统管理员", "Administrator"),
        };
        Text::new(zh, en)
    }

    /// Whether the role is given to staff accounts.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Citizen | Self::Agent)
    }
}
