//! What the city's office tells everybody, and a word that its people use.

use base::Text;
use service::guide::add_word;
use service::notice::{NewNotice, NoticeKind, publish};
use service::office::{Ctx, Office, Stop};

use super::Plan;
use super::outlets::fresh;
use crate::wait::wait;

/// Days that the welcome stays after the city's present day.
const DAYS: i32 = 60;

/// Welcomes whoever looks around, and teaches the search one word.
pub(super) fn tell(office: &Office, admin: &Ctx, plan: &Plan) -> Result<(), Stop> {
    let welcome = NewNotice {
        kind: NoticeKind::Information,
        title: Text::new("欢迎来到演示城市", "Welcome to the demonstration city"),
        body: Text::new(
            "这里的人、证件和办件都是虚构的，可以放心点每一个按钮。",
            "The people, licences and cases here are made up: press whatever you like.",
        ),
        item: None,
        from: plan.first_day(),
        until: plan.now.day().plus_days(DAYS),
    };
    wait(publish(office, &fresh(office, admin), &welcome))?;
    wait(add_word(office, &fresh(office, admin), "licence-lost", "小绿卡丢了"))?;
    Ok(())
}
