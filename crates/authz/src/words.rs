//! What a denied person reads: what, why, which rule, and what to do instead.

use base::{Refusal, Text};

use crate::Denial;

/// The words of one denial: why and what instead, in both languages, and the articles it stands on.
struct Words {
    zh: [&'static str; 2],
    en: [&'static str; 2],
    articles: &'static [&'static str],
}

impl Denial {
    /// The denial as a refusal; the rule is `authz.` and the kind. Articles: 公务员法 (`CSL`), 个人信息保护法 (`PIPL`),
    /// 行政许可法 (`APL`), 公安部令第162号 and 第164号.
    pub fn refusal(self) -> Refusal {
        let words = match self {
            Self::OwnCase | Self::OwnConduct | Self::OwnAccount => own(self),
            Self::GrantMissing
            | Self::GrantWithdrawn
            | Self::GrantSuspended
            | Self::GrantNotInForce
            | Self::GrantArea
            | Self::GrantQuota => grant(self),
            Self::ReadOnly
            | Self::SeparateDuties
            | Self::WrongRole
            | Self::PublicMachine
            | Self::SecondPerson => duty(self),
            Self::PurposeMissing | Self::MandateNotInForce | Self::NotPermitted | Self::Fault => {
                lacking(self)
            }
        };
        let [reason_zh, instead_zh] = words.zh;
        let [reason_en, instead_en] = words.en;
        let reason = Text::new(reason_zh, reason_en);
        let instead = Text::new(instead_zh, instead_en);
        let refusal = Refusal::new(format!("authz.{self}"), reason, instead);
        words.articles.iter().fold(refusal, |refusal, article| refusal.under(*article))
    }
}

/// Denials because the matter is the actor's own.
fn own(denial: Denial) -> Words {
    match denial {
        Denial::OwnCase => Words {
            zh: [
                "这项业务涉及您本人，按照回避规定，您不能以工作人员身份经办。",
                "请交给其他同事办理；您自己的事可以用个人身份登录申请。",
            ],
            en: [
                "This matter concerns you, and the rule on recusal keeps you from handling it as staff.",
                "Hand it to a colleague; for your own affairs, log in as yourself and apply.",
            ],
            articles: &["CSL§76"],
        },
        Denial::OwnConduct => Words {
            zh: [
                "这里要核查的是您自己的行为，不能由您来核查或答复。",
                "请转给网点负责人或者上一级监督人员处理。",
            ],
            en: [
                "What is to be reviewed here is your own conduct, so you cannot review or answer it.",
                "Pass it to the head of the outlet or to the supervisors one level up.",
            ],
            articles: &["CSL§76"],
        },
        _ => Words {
            zh: ["您不能变更自己账号的权限、状态或者动态口令。", "请联系另一位系统管理员办理。"],
            en: [
                "You cannot change the roles, the standing or the second factor of your own account.",
                "Ask another administrator to do it.",
            ],
            articles: &[],
        },
    }
}

/// Denials because the outlet's delegated authority does not reach.
fn grant(denial: Denial) -> Words {
    let (zh, en) = match denial {
        Denial::GrantMissing => (
            [
                "本网点没有获得这个事项、这个环节的授权。",
                "请把业务转给有授权的网点，或者向车管所申请增加授权。",
            ],
            [
                "Your outlet has not been granted this item at this stage.",
                "Pass the case to an outlet that has, or ask the office to extend your grant.",
            ],
        ),
        Denial::GrantWithdrawn => (
            ["本网点对这个事项的授权已被撤回。", "请把业务转给有授权的网点；对撤回有疑问，请联系车管所。"],
            [
                "Your outlet's grant for this item has been withdrawn.",
                "Pass the case to an outlet that holds one; with questions about the withdrawal, contact the office.",
            ],
        ),
        Denial::GrantSuspended => (
            [
                "本网点对这个事项的授权已被暂停。",
                "请把业务转给有授权的网点；完成整改后可以向车管所申请恢复。",
            ],
            [
                "Your outlet's grant for this item is suspended.",
                "Pass the case to an outlet that holds one; once things are mended, ask the office to let it run again.",
            ],
        ),
        Denial::GrantNotInForce => (
            [
                "本网点对这个事项的授权今天不在有效期内。",
                "请查看授权的起止日期，把业务转给有授权的网点，或者申请延期。",
            ],
            [
                "Your outlet's grant for this item is not in force today.",
                "Check its first and last day, pass the case to an outlet that holds one, or ask for an extension.",
            ],
        ),
        Denial::GrantArea => (
            ["这项业务的管辖地不在本网点的授权范围内。", "请把业务转给授权范围包含该地的网点。"],
            [
                "The case belongs to a jurisdiction outside your outlet's grant.",
                "Pass it to an outlet whose grant covers that place.",
            ],
        ),
        _ => (
            [
                "本网点今天受理这个事项的数量已经达到授权上限。",
                "请办事人下一个工作日再来，或者推荐附近的其他网点。",
            ],
            [
                "Your outlet has taken in as many cases of this item today as its grant allows.",
                "Ask the person to come on the next working day, or point them to another outlet nearby.",
            ],
        ),
    };
    Words { zh, en, articles: &["162§2", "162§4"] }
}

/// Denials because of how duties are kept apart.
fn duty(denial: Denial) -> Words {
    let (zh, en, articles): ([&str; 2], [&str; 2], &[&str]) = match denial {
        Denial::ReadOnly => (
            ["您的岗位负责查看和监督，不改动任何记录。", "请把发现的问题转给经办网点，由他们处理。"],
            [
                "Your role looks and supervises; it changes no record.",
                "Pass what you have found to the outlet in charge, which will act on it.",
            ],
            &[],
        ),
        Denial::SeparateDuties => (
            ["系统管理员负责账号和授权，不能查看或经办业务。", "请交给承担受理、审核或制证岗位的同事办理。"],
            [
                "Administrators look after accounts and authority, and neither see nor handle cases.",
                "Hand it to a colleague who accepts, decides or issues.",
            ],
            &[],
        ),
        Denial::WrongRole => (
            [
                "这项工作要由担任相应岗位的人员办理，您的账号没有这个岗位。",
                "请交给担任该岗位的同事；工作需要的，请网点负责人提出，由系统管理员为您加上岗位。",
            ],
            [
                "This work belongs to another role, and your account does not hold it.",
                "Hand it to a colleague who does; if you need the role, the head of your outlet asks an administrator to give it to you.",
            ],
            &[],
        ),
        Denial::PublicMachine => (
            ["自助机供办事人使用，工作人员不能在这里经办业务。", "请回到窗口的工作电脑上操作。"],
            [
                "The kiosk is for the people we serve; staff do not handle cases on it.",
                "Use your desk at the counter.",
            ],
            &[],
        ),
        _ => (
            [
                "这一步要由另一位工作人员完成，您已经经办过这项业务的前一步。",
                "请交给另一位有权限的同事办理。",
            ],
            [
                "This step takes a second person, and you have already done an earlier one in this case.",
                "Hand it to a colleague with the same role.",
            ],
            &[],
        ),
    };
    Words { zh, en, articles }
}

/// Denials because something is missing.
fn lacking(denial: Denial) -> Words {
    let (zh, en, articles): ([&str; 2], [&str; 2], &[&str]) = match denial {
        Denial::PurposeMissing => (
            ["查看他人的档案要先说明用途，每次查看都会记录。", "请填写用途后再查看。"],
            [
                "Looking into another person's file takes a stated purpose, and every look is recorded.",
                "State the purpose, then look.",
            ],
            &["PIPL§6"],
        ),
        Denial::MandateNotInForce => (
            ["您代办所凭的委托今天不在有效期内。", "请委托人重新出具委托，或者由委托人本人办理。"],
            [
                "The mandate you act on is not in force today.",
                "Ask the person who gave it for a new one, or let them act in person.",
            ],
            &["162§105", "164§86"],
        ),
        Denial::Fault => (
            [
                "系统暂时无法判断您能否进行这项操作，已按不允许处理。",
                "请稍后再试；仍然不行，请联系系统管理员。",
            ],
            [
                "The system cannot tell at the moment whether you may do this, and has not done it.",
                "Try again a little later; if it happens again, contact an administrator.",
            ],
            &[],
        ),
        _ => (
            ["您登录的身份不能进行这项操作。", "请换用有权限的身份登录，或者到任一窗口办理。"],
            [
                "What you are logged in as does not include this.",
                "Log in with the right account, or come to any counter.",
            ],
            &[],
        ),
    };
    Words { zh, en, articles }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_denial_has_its_own_words_in_both_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for denial in Denial::ALL {
            let refusal = denial.refusal();
            assert_eq!(refusal.rule, format!("authz.{denial}"));
            for text in [&refusal.reason, &refusal.instead] {
                assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{denial}");
                assert!(text.en.is_ascii() && !text.zh.contains('.'), "{denial}");
            }
            assert!(seen.insert(refusal.reason.zh), "{denial} has the words of another");
        }
    }
}
