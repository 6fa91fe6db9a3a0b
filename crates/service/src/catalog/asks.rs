//! What predicates ask, in words: as a thing that holds, for the list of checks on the desk, and for a reason whose own
//! words cannot be filled.

use base::{Lang, Text};
use law::RenewalState;

use super::predicates::Predicate;
use super::words::LicenceStatus;

impl Predicate {
    /// What it asks, as a thing that holds: 违法已处理完毕.
    pub fn name(&self) -> Text {
        let (zh, en) = match self {
            Self::LicenceHeld => ("持有驾驶证", "Holds a licence"),
            Self::LicenceStatusNotIn(statuses) => return not_one_of(statuses),
            Self::LicenceRenewalStateNotIn(states) => return renewal(states),
            Self::LicenceNoUnsettledViolations => ("违法已处理完毕", "No violations open"),
            Self::LicenceNoUnsettledAccidents => ("事故已处理完毕", "No accidents open"),
            Self::LicenceReviewDone => ("审验已完成或者不需要", "Review done, or not due"),
            Self::LicenceNoCaseOpen(_) => ("没有同类业务在办", "No other case on this licence"),
            Self::PersonAgeFitsClasses => ("年龄符合准驾车型", "Age fits the classes"),
            Self::PersonNeedsAbilityTest => {
                ("到了要参加三力测试的年龄", "At the age of the test of memory, judgement and reaction")
            }
            Self::MedicalFitsClasses => ("身体条件合格", "Medically fit"),
            Self::CaseByAgent => ("由代理人办理", "Through an agent"),
            Self::ContactPhoneGiven => ("填写了新手机号码", "A new number is given"),
            Self::ContactPhoneValid => ("新手机号码可以使用", "The new number can be used"),
            Self::ContactDiffers => ("与现在登记的不同", "Differs from what is on file"),
        };
        Text::new(zh, en)
    }
}

fn not_one_of(statuses: &[LicenceStatus]) -> Text {
    let names: Vec<Text> = statuses.iter().map(|status| status.name()).collect();
    let each = |lang| names.iter().map(|name: &Text| name.get(lang).to_owned()).collect::<Vec<_>>();
    Text::new(
        format!("驾驶证没有被{}", each(Lang::Zh).join("、")),
        format!("Licence not {}", each(Lang::En).join(" or ")),
    )
}

fn renewal(states: &[RenewalState]) -> Text {
    let one = |state: &RenewalState| match state {
        RenewalState::TooEarly => ("已到换证时间", "renewal is open"),
        RenewalState::LongTerm => ("不是长期有效", "has a last day"),
        RenewalState::Restore => ("没有超过换证期限", "not past the time for renewal"),
        RenewalState::Reapply => ("没有超过恢复资格的期限", "not past the time for restoring"),
        RenewalState::Open => ("不在换证期内", "not within the renewal window"),
        RenewalState::Overdue => ("没有过期", "not expired"),
    };
    let words: Vec<_> = states.iter().map(one).collect();
    let zh: Vec<_> = words.iter().map(|(zh, _)| *zh).collect();
    let en: Vec<_> = words.iter().map(|(_, en)| *en).collect();
    Text::new(format!("驾驶证{}", zh.join("、")), format!("Licence: {}", en.join(", ")))
}
