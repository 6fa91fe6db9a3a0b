//! Papers: which requirements a person answers with one, and which may be asked for again, until when.

use base::Day;

use super::{Ruling, over, refused};
use crate::case::model::{CaseFile, Requirement, Stage, Status};
use crate::catalog::{RequirementKind, Source};

/// Longest time for a supplement, in days; the office may give less. A case that nothing comes for lapses after it.
pub const SUPPLEMENT_DAYS_MAX: i32 = 30;

/// Only what is proved by a paper is answered with one: a fee is paid, and a check is answered by the source it asks.
/// A check in a paper's place takes the paper once it has fallen back to it.
pub fn takes_a_paper(requirement: &Requirement) -> Ruling {
    use RequirementKind::{DataCheck, Identity, Material, Medical, Payment, Undertaking, WaiverCheck};
    let (zh, en) = match requirement.kind {
        Material | Medical => return Ok(()),
        WaiverCheck if requirement.status != Status::Checking => return Ok(()),
        Payment => (
            ("这一项是缴费，不是交材料。", "请在网上或者到窗口缴费，缴清以后自动记为完成。"),
            (
                "This is a fee and not a paper.",
                "Pay it online or at a counter; it is marked as done once it is paid.",
            ),
        ),
        DataCheck | WaiverCheck => (
            ("这一项由我们向数据来源单位核查，不用交材料。", "您不用上传什么，核查结果会显示在办件进度里。"),
            (
                "We check this with the source of the data; no paper is needed.",
                "You need not upload anything; the result appears in your case.",
            ),
        ),
        Identity | Undertaking => (
            ("这一项在核对身份、签名提交时完成，不用交材料。", "请核对信息，签名后提交。"),
            (
                "This is done when your identity is checked and you sign; no paper is needed.",
                "Check the data, sign and hand the case in.",
            ),
        ),
        _ => (
            ("这一项不是交材料的。", "请按这一项的说明办理，完成以后会自动记录。"),
            ("This is not met with a paper.", "Follow its instructions; it is recorded once it is done."),
        ),
    };
    Err(refused("case.not_a_paper", zh, en))
}

/// Whether a source's answer is waited for: it has not come yet, or what it found is to be put right and looked at again.
pub fn waits_for_source(requirement: &Requirement) -> bool {
    match requirement.kind {
        _ if is_looked_up_by_hand(requirement) => false,
        RequirementKind::WaiverCheck => requirement.status == Status::Checking,
        RequirementKind::DataCheck => matches!(requirement.status, Status::Checking | Status::Asked),
        _ => false,
    }
}

/// A check of the licence register, which no outside system answers: whoever decides looks it up, and granting is their
/// word that nothing there stands against it.
pub fn is_looked_up_by_hand(requirement: &Requirement) -> bool {
    requirement.kind == RequirementKind::DataCheck
        && Source::parse(&requirement.code) == Some(Source::LicenceRegister)
}

/// Papers may be asked for again until the decision; everything at once (162§3), and with a day that can be kept.
pub fn may_ask_again(
    case: &CaseFile,
    requirements: &[Requirement],
    codes: &[String],
    until: Day,
    today: Day,
) -> Ruling {
    over(case)?;
    let in_time = (case.stage == Stage::Draft && case.submitted_at.is_some()) || case.stage == Stage::Open;
    if !in_time {
        return Err(refused(
            "case.no_supplement_now",
            ("现在不能要求补正：还没有提交，或者已经作出决定。", "请刷新页面核对当前状态。"),
            (
                "Nothing can be asked for now: it is not handed in, or already decided.",
                "Reload to see where it stands.",
            ),
        ));
    }
    let known = |code: &String| requirements.iter().any(|r| &r.code == code && can_be_asked_again(r));
    if codes.is_empty() || !codes.iter().all(known) {
        return Err(refused(
            "case.supplement_unknown",
            ("请选择需要补正的材料。", "只能要求补正申请人应当提供的材料。"),
            ("Choose what is to be supplemented.", "Only what the applicant hands in can be asked for."),
        ));
    }
    if until <= today || until.days_since(today) > SUPPLEMENT_DAYS_MAX {
        return Err(refused(
            "case.supplement_until",
            ("补正期限从明天起算，最长三十日。", "请在这个范围里选一个申请人来得及的日期。"),
            (
                "The last day is tomorrow at the earliest and thirty days from today at the latest.",
                "Choose a day in between that the applicant can keep.",
            ),
        ));
    }
    Ok(())
}

/// Only what a person hands in can be asked for again: papers, and those that a source was to prove.
pub fn can_be_asked_again(requirement: &Requirement) -> bool {
    use RequirementKind::{Material, Medical, WaiverCheck};
    matches!(requirement.kind, Material | Medical | WaiverCheck)
}

/// A case lapses before its decision, on the day after the last day for a paper that was asked for and has not come.
pub fn may_lapse(case: &CaseFile, requirements: &[Requirement], today: Day) -> Ruling {
    over(case)?;
    let missed = |r: &Requirement| r.status == Status::Again && r.due_on.is_some_and(|due| due < today);
    if matches!(case.stage, Stage::Draft | Stage::Open) && requirements.iter().any(missed) {
        return Ok(());
    }
    Err(refused(
        "case.not_lapsing",
        ("没有过期未补的材料，这项业务继续办理。", "请刷新页面核对当前状态。"),
        ("No paper is overdue, so the case goes on.", "Reload to see where it stands."),
    ))
}
