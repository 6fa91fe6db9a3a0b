//! `init`: a new store with keys, schema, head outlet and first administrator. The administrator's one-time code is
//! shown once, here; running `init` again before it was used gives a new one.

use std::sync::Arc;

use base::{Entropy as _, OsEntropy, Region, SystemClock, Text};
use serde_json::json;
use service::access::{BeginOffice, NewAccount, begin_office, staff_by_id};
use service::office::{Office, Stop};
use service::outlet::{OpenOutlet, OutletKind};
use store::{Limits, Target};

use crate::cli::Init;
use crate::config::Settings;
use crate::keys::Keys;
use crate::office::{open, rules};
use crate::outcome::{Failure, Outcome, Report};
use crate::store_folder::{About, Place};
use crate::wait::{ask, wait};

/// A new office.
#[derive(Debug)]
pub struct Begun {
    /// What `office.toml` says.
    pub about: About,
    /// The first administrator's account with its one-time code.
    pub account: NewAccount,
}

pub(super) fn run(init: &Init, settings: &Settings) -> Outcome {
    let place = Place::of(settings)?;
    let region = region(&init.region)?;
    let name = Text::new(
        settings.text("office_name.zh").unwrap_or_default(),
        settings.text("office_name.en").unwrap_or_default(),
    );
    let begun = begin(&place, region, name, &init.admin)?;
    let (folder, keys) = (place.folder.display().to_string(), place.keys.display().to_string());
    let (user, code) = (begun.account.username.clone(), begun.account.setup_code.reveal().to_owned());
    let until = begun.account.until.local();
    // A database elsewhere is named by its address, which may hold a password and is not repeated here.
    let serve = match place.database {
        Target::Sqlite(_) => format!("yichuang serve --store {folder}"),
        Target::Postgres(_) => "yichuang serve".to_owned(),
    };
    let words = Text::new(
        format!(
            "数据在 {folder}\n密钥在 {keys}（请复制一份，与备份分开保管；丢失主密钥就不能再读出个人信息）\n\n管理员 {user} 的一次性代码（只显示这一次，{until} 前有效）：\n\n    {code}\n\n接下来：{serve}，然后在 /staff/setup 用这个代码设置密码和动态口令。"
        ),
        format!(
            "Data in {folder}\nKeys in {keys} (copy them and keep the copy apart from backups: without the master key \
             no personal value can be read)\n\nThe one-time code of the administrator {user} (shown this once, good \
             until {until}):\n\n    {code}\n\nNext: {serve}, then set password and second \
             factor with this code at /staff/setup."
        ),
    );
    let json = json!({
        "ok": true,
        "store": folder,
        "keys": keys,
        "region": begun.about.region,
        "ledger": begun.about.ledger_key,
        "administrator": { "user": user, "code": code, "until": begun.account.until.rfc3339() },
    });
    Ok(Report::new(true, json, words))
}

/// Makes the store at `place`, or gives a new code where its administrator has not begun yet. What was cut off in the
/// middle is taken up again.
pub fn begin(place: &Place, region: Region, name: Text, admin: &str) -> Result<Begun, Failure> {
    let about = if place.is_begun() { place.about()? } else { made(place, region)? };
    if about.region != region {
        return Err(elsewhere(about.region));
    }
    let plan = BeginOffice {
        username: admin.to_owned(),
        name: "系统管理员".to_owned(),
        outlet: OpenOutlet {
            code: "ZS01".to_owned(),
            name,
            address: Text::new("地址待补充", "Address to follow"),
            kind: OutletKind::Office,
            tier: 1,
            region,
            parent: None,
            hours: "weekdays".to_owned(),
        },
    };
    let keys = Keys::read(&place.keys, &about)?;
    let office = opened(place, &about, keys)?;
    let account = wait(begin_office(&office, &office.system("init"), &plan))?.value;
    let about = if about.internet_outlet.is_empty() {
        let about = About { internet_outlet: outlet_of(&office, &account)?, ..about };
        place.write_about(&about)?;
        about
    } else {
        about
    };
    office.ledger.sign_now()?;
    Ok(Begun { about, account })
}

/// Folders, keys and `office.toml`, before anything is in the database.
fn made(place: &Place, region: Region) -> Result<About, Failure> {
    place.make()?;
    let keys = Keys::generate(region, false, &mut OsEntropy.rng(), &mut OsEntropy.rng())?;
    keys.write(&place.keys)?;
    let about = About {
        format: 1,
        region,
        node: "n1".to_owned(),
        demonstration: false,
        internet_outlet: String::new(),
        master_key: keys.master.id(),
        ledger_key: keys.ledger.verifier().to_string(),
        city: None,
    };
    place.write_about(&about)?;
    Ok(about)
}

fn elsewhere(region: Region) -> Failure {
    Failure::new(
        Text::new(
            format!("这里已有区划 {region} 的数据库"),
            format!("there is a store of the region {region} here"),
        ),
        Text::new("请用 --store 指定另一个文件夹。", "Name another folder with --store."),
    )
}

fn opened(place: &Place, about: &About, keys: Keys) -> Result<Office, Failure> {
    open(place, about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy))
}

fn outlet_of(office: &Office, account: &NewAccount) -> Result<String, Failure> {
    let id = account.staff.clone();
    let staff = ask(office, move |read| staff_by_id(read, &id)?.ok_or(Stop::NotFound))?;
    Ok(staff.outlet)
}

/// Six digits in a province that exists.
fn region(text: &str) -> Result<Region, Failure> {
    let wrong = || {
        Failure::new(
            Text::new(format!("{text} 不是行政区划代码"), format!("{text} is no region code")),
            Text::new(
                "请填写六位数字，例如遵义市 520300（GB/T 2260）；试用请运行 yichuang demo。",
                "Give six digits of GB/T 2260, for example 520300 for Zunyi; to try things out run yichuang demo.",
            ),
        )
    };
    let region = Region::parse(text).map_err(|_| wrong())?;
    let province: String = text.chars().take(2).collect();
    let today = base::Clock::now(&SystemClock).day();
    rules()?.law.area_name(&province, today).map_err(|_| wrong())?;
    Ok(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_lies_in_a_province_that_exists() {
        assert!(region("520300").is_ok());
        for wrong in ["999901", "52030", "abcdef", ""] {
            assert!(region(wrong).is_err(), "{wrong}");
        }
    }
}
