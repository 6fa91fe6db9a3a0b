//! Roles that one person may not hold together. The policies stay safe even where such a pair has slipped in (those
//! who watch change nothing, administrators have no hand in cases); the pairs are refused when roles are given, so
//! that nobody finds their work half blocked.

use base::Text;

use crate::Role;

/// Two roles that exclude each other, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The role that excludes.
    pub first: Role,
    /// The role that is excluded.
    pub second: Role,
    /// Why, in words for whoever gives the roles.
    pub why: Text,
}

/// Why a role excludes others, and which.
struct Rule {
    role: Role,
    excludes: &'static [Role],
    zh: &'static str,
    en: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        role: Role::Auditor,
        excludes: &[
            Role::Clerk,
            Role::Reviewer,
            Role::Issuer,
            Role::OutletHead,
            Role::PartnerClerk,
            Role::Archivist,
            Role::Examiner,
            Role::Supervisor,
            Role::Administrator,
        ],
        zh: "审计员检查其他岗位的工作，不能同时承担被检查的岗位。",
        en: "An auditor examines the work of every other role and cannot hold one of them.",
    },
    Rule {
        role: Role::Supervisor,
        excludes: &[
            Role::Clerk,
            Role::Reviewer,
            Role::Issuer,
            Role::OutletHead,
            Role::PartnerClerk,
            Role::Archivist,
            Role::Examiner,
            Role::Administrator,
        ],
        zh: "监督员只看不办，不能同时承担被监督的岗位。",
        en: "A supervisor watches and does not handle, and cannot hold a role that is watched.",
    },
    Rule {
        role: Role::Administrator,
        excludes: &[
            Role::Clerk,
            Role::Reviewer,
            Role::Issuer,
            Role::OutletHead,
            Role::PartnerClerk,
            Role::Archivist,
            Role::Examiner,
        ],
        zh: "系统管理员分配账号和授权，不能同时经办业务。",
        en: "An administrator gives accounts and authority and cannot handle cases too.",
    },
    Rule {
        role: Role::PartnerClerk,
        excludes: &[Role::Clerk, Role::Reviewer, Role::OutletHead, Role::Archivist, Role::Examiner],
        zh: "合作网点人员代表合作单位，不能同时代表车管所。",
        en: "A partner's clerk acts for the partner and cannot act for the office as well.",
    },
    Rule {
        role: Role::Citizen,
        excludes: STAFF,
        zh: "办事人用自己的身份登录，不是工作人员岗位。",
        en: "A citizen logs in as themselves; it is not a role of a staff account.",
    },
    Rule {
        role: Role::Agent,
        excludes: STAFF,
        zh: "代办人凭委托办事，不是工作人员岗位。",
        en: "An agent acts on a mandate; it is not a role of a staff account.",
    },
];

const STAFF: &[Role] = &[
    Role::Clerk,
    Role::Reviewer,
    Role::Issuer,
    Role::OutletHead,
    Role::PartnerClerk,
    Role::Archivist,
    Role::Examiner,
    Role::Supervisor,
    Role::Auditor,
    Role::Administrator,
];

/// Every pair among `roles` that one person may not hold, each once. Empty when the roles go together.
pub fn conflicts(roles: &[Role]) -> Vec<Conflict> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| roles.contains(&rule.role)) {
        for second in rule.excludes.iter().filter(|role| roles.contains(role)) {
            found.push(Conflict { first: rule.role, second: *second, why: Text::new(rule.zh, rule.en) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_watch_and_those_who_administer_hold_nothing_else() {
        for role in [Role::Auditor, Role::Supervisor, Role::Administrator] {
            for other in Role::ALL.iter().filter(|other| **other != role) {
                assert_eq!(conflicts(&[role, *other]).len(), 1, "{role} and {other}");
                assert_eq!(
                    conflicts(&[*other, role]),
                    conflicts(&[role, *other]),
                    "the order does not matter"
                );
            }
        }
    }

    #[test]
    fn a_small_office_can_give_its_roles_to_few_people() {
        let roles =
            [Role::Clerk, Role::Reviewer, Role::Issuer, Role::OutletHead, Role::Archivist, Role::Examiner];
        assert_eq!(conflicts(&roles), []);
        assert_eq!(conflicts(&[Role::PartnerClerk, Role::Issuer]), []);
    }

    #[test]
    fn each_pair_is_named_once_with_its_reason() {
        let found = conflicts(&[Role::Clerk, Role::Auditor, Role::Administrator]);
        let pairs: Vec<_> = found.iter().map(|c| (c.first, c.second)).collect();
        assert_eq!(
            pairs,
            [
                (Role::Auditor, Role::Clerk),
                (Role::Auditor, Role::Administrator),
                (Role::Administrator, Role::Clerk)
            ]
        );
        assert!(found.iter().all(|c| !c.why.zh.is_empty() && !c.why.en.is_empty()));
    }
}
