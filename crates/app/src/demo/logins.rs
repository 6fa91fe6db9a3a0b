//! One log-in of every role, for programs and for people.

use std::path::Path;

use authz::Role;
use base::{Lang, Text};
use serde::{Deserialize, Serialize};

use super::people::Citizen;
use super::staff::{Account, PASSWORD};
use crate::outcome::{Failure, io};
use crate::store_folder::{Place, write_private};

/// Beside the keys, which a backup has not got either: what the staff log in with is no part of the store.
const LOGINS: &str = "demo-logins.json";

/// How somebody of a role logs in: staff with user, password and second factor, citizens with identity number and the
/// code that their telephone gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// `clerk`.
    pub role: String,
    /// Work name.
    pub user: Option<String>,
    /// Password.
    pub password: Option<String>,
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
            role: account.role.as_str().to_owned(),
            user: Some(account.user.clone()),
            password: Some(PASSWORD.to_owned()),
            totp_secret: Some(account.totp_secret.clone()),
            id_number: None,
            phone: None,
        }
    }

    fn citizen(role: Role, citizen: &Citizen) -> Self {
        Self {
            role: role.as_str().to_owned(),
            user: None,
            password: None,
            totp_secret: None,
            id_number: Some(citizen.id_number.clone()),
            phone: Some(citizen.phone.clone()),
        }
    }
}

/// The first who live in the city, as the citizen and the agent to log in as.
pub(super) fn citizens<'c>(people: impl IntoIterator<Item = &'c Citizen>) -> Vec<Login> {
    let roles = [Role::Citizen, Role::Agent].into_iter();
    roles.zip(people).map(|(role, citizen)| Login::citizen(role, citizen)).collect()
}

/// Keeps the log-ins for the next time that the city is opened.
pub(super) fn keep(place: &Place, logins: &[Login]) -> Result<(), Failure> {
    let text = serde_json::to_vec_pretty(logins).unwrap_or_default();
    write_private(&place.keys.join(LOGINS), &text)
}

/// The log-ins of a city that was made before. Where they were not copied with the keys, the citizens among the `people`
/// alone: they need no secret.
pub(super) fn kept(place: &Place, people: &[Citizen]) -> Result<Vec<Login>, Failure> {
    let path = place.keys.join(LOGINS);
    match std::fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text).map_err(|error| unreadable(&path, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(citizens(people)),
        Err(error) => Err(io(&path, &error)),
    }
}

fn unreadable(path: &Path, error: &serde_json::Error) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("{path} 不能读：{error}"), format!("{path} cannot be read: {error}")),
        Text::new(
            "请从原来的密钥文件夹重新复制，或者删去它：群众登录不需要它。",
            "Copy it again from the keys of the first store, or delete it: citizens log in without it.",
        ),
    )
}

/// The log-ins as a table, and under it what is to be known of the city's data.
pub fn table(logins: &[Login], url: &str, data: &Text) -> Text {
    let row = |login: &Login, lang: Lang| {
        let role = Role::ALL.iter().find(|role| role.as_str() == login.role);
        let name = role.map(|role| role.label().get(lang).to_owned()).unwrap_or_default();
        match (&login.user, &login.totp_secret, &login.id_number, &login.phone) {
            (Some(user), Some(secret), _, _) => {
                format!("  {name}\t{user}\t{}\t{secret}", login.password.as_deref().unwrap_or("-"))
            }
            (_, _, Some(id), Some(phone)) => format!("  {name}\t{id}\t{phone}\t-"),
            _ => format!("  {name}"),
        }
    };
    let rows = |lang: Lang| logins.iter().map(|login| row(login, lang)).collect::<Vec<_>>().join("\n");
    Text::new(
        format!(
            "演示城市已就绪：{url}\n\n群众在 {url}/login 登录，短信验证码显示在登录页；工作人员在 {url}/staff/login 登录。\n  角色\t用户名或身份证号\t密码或手机号\t动态口令密钥\n{}\n\n{}\n按 Ctrl-C 停止。",
            rows(Lang::Zh),
            data.zh
        ),
        format!(
            "The city is ready: {url}\n\nCitizens log in at {url}/login, where the code of the message is shown; staff \
             at {url}/staff/login.\n  role\tuser or identity number\tpassword or telephone\tsecret of the second \
             factor\n{}\n\n{}\nCtrl-C stops.",
            rows(Lang::En),
            data.en
        ),
    )
}
