//! What an account is like: its name, its roles, and how it is changed.

use std::collections::BTreeSet;

use authz::{Role, conflicts};
use base::{FieldError, Refusal, Text};

use super::refused;

/// The work name as it is stored and compared.
pub(in crate::access) fn username(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// What is wrong with a work name: 3 to 32 small letters, digits, dots, underscores and hyphens, a letter first.
pub(in crate::access) fn check_username(name: &str) -> Result<(), FieldError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    if (3..=32).contains(&name.len()) && first && name.bytes().all(plain) {
        return Ok(());
    }
    Err(FieldError::new(
        "username",
        "用户名为3至32位，以小写字母开头，只用小写字母、数字、点、下划线和连字符；请用工号，不要用姓名。",
        "Choose 3 to 32 characters: small letters, digits, dots, underscores and hyphens, a letter first. Use a work \
         number, not a name.",
    ))
}

/// What is wrong with the name of the person behind an account.
pub(in crate::access) fn check_name(name: &str) -> Result<(), FieldError> {
    if (1..=40).contains(&name.trim().chars().count()) {
        return Ok(());
    }
    Err(FieldError::new(
        "name",
        "请填写工作人员的姓名，不超过40字。",
        "Give the person's name, at most 40 characters.",
    ))
}

/// Roles that one account may hold: at least one, all of staff, none that exclude each other.
pub(in crate::access) fn roles(wanted: &BTreeSet<Role>) -> Result<(), Refusal> {
    let all: Vec<Role> = wanted.iter().copied().collect();
    let found = conflicts(&all);
    if let Some(first) = found.first() {
        let why = |lang: base::Lang| {
            let each: Vec<&str> = found.iter().map(|conflict| conflict.why.get(lang)).collect();
            let each: BTreeSet<&str> = each.into_iter().collect();
            each.into_iter().collect::<Vec<_>>().join(lang.pick("", " "))
        };
        let (one, other) = (first.first.label(), first.second.label());
        let reason = Text::new(why(base::Lang::Zh), why(base::Lang::En));
        let instead = Text::new(
            format!("请在{}和{}等互斥的岗位中只保留一类，其余的交给另一位同事。", one.zh, other.zh),
            format!(
                "Keep one kind of work, such as {} or {}, and give the other to a colleague.",
                one.en, other.en
            ),
        );
        return Err(Refusal::new("access.role_conflict", reason, instead));
    }
    if wanted.is_empty() || !wanted.iter().all(|role| role.is_staff()) {
        return Err(refused(
            "access.roles_none",
            [
                "账号至少要有一个工作岗位，办事人和代办人不是工作岗位。",
                "请选择受理员、审核员、制证员等岗位；账号不再使用的，请停用。",
            ],
            [
                "An account needs at least one role of staff; citizen and agent are none.",
                "Choose clerk, reviewer, issuer or another role; if the account is no longer used, disable it.",
            ],
        ));
    }
    Ok(())
}

/// A wrong user name, password or code; the three are not told apart.
pub(in crate::access) fn wrong_credentials() -> Refusal {
    refused(
        "access.wrong_credentials",
        [
            "用户名、密码或者动态口令不正确。",
            "请核对后重新输入；忘记密码或者更换手机的，请联系系统管理员重置。",
        ],
        [
            "The user name, the password or the code is not right.",
            "Check all three and type them again. If you have forgotten your password or changed your telephone, ask \
             an administrator for a reset.",
        ],
    )
}

/// The right password with a code that has been used.
pub(in crate::access) fn totp_used() -> Refusal {
    refused(
        "access.totp_used",
        ["这个动态口令已经用过，每个口令只能用一次。", "请等待手机上出现下一个口令，再重新登录。"],
        [
            "This code from your authenticator has been used; each one works once.",
            "Wait until your telephone shows the next one, then log in again.",
        ],
    )
}

/// The right words for an account that is disabled.
pub(in crate::access) fn disabled() -> Refusal {
    refused(
        "access.account_disabled",
        ["这个账号已经停用。", "请联系本单位的系统管理员。"],
        ["This account is disabled.", "Ask an administrator of your office."],
    )
}

/// The office has an administrator who can log in.
pub(in crate::access) fn administrator_exists() -> Refusal {
    refused(
        "access.administrator_exists",
        [
            "系统里已经有能够登录的管理员，不能再用这个命令建立。",
            "请由管理员登录，在账号管理里新增账号；忘记密码或者更换手机的，由另一位管理员重置，或者由系统运维人员恢复。",
        ],
        [
            "There is an administrator who can log in, so this command makes no other.",
            "Let an administrator log in and add accounts there; one who has forgotten the password or changed \
             telephones is reset by another administrator, or recovered by whoever runs the system.",
        ],
    )
}

/// An administrator's account waits to be finished under another name.
pub(in crate::access) fn administrator_waits(username: &str) -> Refusal {
    let zh = format!("管理员账号{username}已经建立，还没有完成设置。");
    let en = format!("The administrator account {username} was made and is not finished yet.");
    let (zh_instead, en_instead) = (
        format!("请用{username}这个名字再运行一次，得到新的一次性代码。"),
        format!("Run the command again with the name {username} to get a new one-time code."),
    );
    refused("access.administrator_waits", [&zh, &zh_instead], [&en, &en_instead])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(roles: &[Role]) -> BTreeSet<Role> {
        roles.iter().copied().collect()
    }

    #[test]
    fn given_roles_that_exclude_each_other_then_the_refusal_says_why() {
        let refusal = roles(&set(&[Role::Clerk, Role::Administrator, Role::Auditor])).unwrap_err();
        assert_eq!(refusal.rule, "access.role_conflict");
        assert!(refusal.reason.zh.contains("审计员") && refusal.reason.zh.contains("系统管理员"));
        assert!(refusal.instead.en.contains("Auditor"), "{}", refusal.instead.en);
    }

    #[test]
    fn given_no_role_of_staff_then_there_is_no_account() {
        assert_eq!(roles(&set(&[])).unwrap_err().rule, "access.roles_none");
        assert_eq!(roles(&set(&[Role::Citizen])).unwrap_err().rule, "access.roles_none");
        assert_eq!(roles(&set(&[Role::Clerk, Role::Issuer])), Ok(()));
    }

    #[test]
    fn work_names_are_plain() {
        for good in ["a01", "zy-0231", "admin", "head.zy01"] {
            assert_eq!(check_username(good), Ok(()), "{good}");
        }
        for bad in ["ab", "张三", "Admin", "0231", "a b c", "a/b", "", &"a".repeat(33)] {
            assert!(check_username(bad).is_err(), "{bad}");
        }
        assert_eq!(username("  Admin "), "admin");
    }
}
