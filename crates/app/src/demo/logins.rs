//! One log-in of every role, for programs and for people.

use authz::Role;
use base::{Lang, Text};
use serde::Serialize;

use super::people::Citizen;
use super::staff::{Account, PASSWORD};

/// How somebody of a role logs in: staff with user, password and second factor, citizens with identity number and the
/// code that their telephone gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Login {
    /// `clerk`.
    pub role: &'static str,
    /// Work name.
    pub user: Option<String>,
    /// Password.
    pub password: Option<&'static str>,
    /// Secret of the second factor in base32, for an authenticator.
    pub totp_secret: Option<String>,
    /// Identity number.
    pub id_number: Option<String>,
    /// Telephone; its messages are at `/demo/sms?phone=`.
    pub phone: Option<String>,
}

impl Login {
    pub(super) fn staff(account: &Account) -> Self {
        Self {
            role: account.role.as_str(),
            user: Some(account.user.clone()),
            password: Some(PASSWORD),
            totp_secret: Some(account.totp_secret.clone()),
            id_number: None,
            phone: None,
        }
    }

    pub(super) fn citizen(role: Role, citizen: &Citizen) -> Self {
        Self {
            role: role.as_str(),
            user: None,
            password: None,
            totp_secret: None,
            id_number: Some(citizen.id_number.clone()),
            phone: Some(citizen.phone.clone()),
        }
    }
}

/// The log-ins as a table.
pub fn table(logins: &[Login], url: &str) -> Text {
    let row = |login: &Login, lang: Lang| {
        let role = Role::ALL.iter().find(|role| role.as_str() == login.role);
        let name = role.map(|role| role.label().get(lang).to_owned()).unwrap_or_default();
        match (&login.user, &login.totp_secret, &login.id_number, &login.phone) {
            (Some(user), Some(secret), _, _) => format!("  {name}\t{user}\t{PASSWORD}\t{secret}"),
            (_, _, Some(id), Some(phone)) => format!("  {name}\t{id}\t{phone}\t-"),
            _ => format!("  {name}"),
        }
    };
    let rows = |lang: Lang| logins.iter().map(|login| row(login, lang)).collect::<Vec<_>>().join("\n");
    Text::new(
        format!(
            "演示城市已就绪：{url}\n\n群众在 {url}/login 登录，短信验证码显示在登录页；工作人员在 {url}/staff/login 登录。\n  角色\t用户名或身份证号\t密码或手机号\t动态口令密钥\n{}\n\n按 Ctrl-C 停止。",
            rows(Lang::Zh)
        ),
        format!(
            "The city is ready: {url}\n\nCitizens log in at {url}/login, where the code of the message is shown; staff \
             at {url}/staff/login.\n  role\tuser or identity number\tpassword or telephone\tsecret of the second \
             factor\n{}\n\nCtrl-C stops.",
            rows(Lang::En)
        ),
    )
}
