//! `recover`: a new one-time code for an administrator who has lost password or telephone and has no colleague who
//! could reset the account. Whoever runs it holds the store and its keys; the ledger says that it was done.

use std::sync::Arc;

use base::{OsEntropy, SystemClock, Text};
use serde_json::json;
use service::access::{NewAccount, recover_administrator};
use service::office::Stop;
use store::Limits;

use crate::cli::Recover;
use crate::config::Settings;
use crate::keys::Keys;
use crate::office::open;
use crate::outcome::{Failure, Outcome, Report};
use crate::store_folder::Place;
use crate::wait::wait;

pub(super) fn run(wanted: &Recover, settings: &Settings) -> Outcome {
    let account = recover(&Place::of(settings)?, &wanted.admin)?;
    let (user, code, until) = (&account.username, account.setup_code.reveal(), account.until.local());
    let words = Text::new(
        format!(
            "管理员 {user} 原来的密码和动态口令已作废，会话已结束。\n\n新的一次性代码（只显示这一次，{until} 前有效）：\n\n    {code}\n\n接下来：启动服务，在 /staff/setup 用这个代码重新设置。这次恢复已记入账本。"
        ),
        format!(
            "The password and second factor of the administrator {user} open nothing any more, and the sessions are \
             ended.\n\nThe new one-time code (shown this once, good until {until}):\n\n    {code}\n\nNext: start the \
             server and set both anew with this code at /staff/setup. The ledger says that this was done."
        ),
    );
    let json = json!({ "ok": true, "administrator": { "user": user, "code": code, "until": account.until.rfc3339() } });
    Ok(Report::new(true, json, words))
}

/// Gives the administrator of this name a new code. The store must not be served by another process meanwhile where it
/// is embedded.
pub fn recover(place: &Place, username: &str) -> Result<NewAccount, Failure> {
    let about = place.about()?;
    let keys = Keys::read(&place.keys, &about)?;
    let office = open(place, &about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy))?;
    let done = match wait(recover_administrator(&office, &office.system("recover"), username)) {
        Err(Stop::NotFound) => return Err(nobody(username)),
        done => done?,
    };
    office.ledger.sign_now()?;
    Ok(done.value)
}

fn nobody(username: &str) -> Failure {
    Failure::new(
        Text::new(
            format!("没有用户名为 {username} 的管理员"),
            format!("there is no administrator named {username}"),
        ),
        Text::new(
            "请核对用户名：yichuang recover --admin 用户名。其他岗位的账号由管理员在“人员”里重置。",
            "Check the name: yichuang recover --admin NAME. Accounts of other roles are reset by an administrator.",
        ),
    )
}
