//! What may happen to a case when: pure functions from its state and its requirements to yes, or to a refusal that
//! says why and what to do instead. Who may do it is said by `authz`, whether the item may be had at all by its
//! conditions in the catalogue.

use std::collections::BTreeSet;

use base::{Lang, Refusal, Text};

mod correction;
mod papers;

pub use correction::{may_correct, right_last_day};
pub use papers::{
    SUPPLEMENT_DAYS_MAX, can_be_asked_again, is_looked_up_by_hand, may_ask_again, may_lapse, takes_a_paper,
    waits_for_source,
};

use super::model::{CaseFile, Requirement, Stage, Status};
use crate::catalog::{Before, Judgement, Party, RequirementKind};
use crate::payment::Order;

type Ruling = Result<(), Refusal>;

/// The requirements that still stand before `stage`, in their order.
pub fn outstanding(requirements: &[Requirement], stage: Before) -> Vec<&Requirement> {
    requirements.iter().filter(|r| r.before <= stage && !r.status.is_settled()).collect()
}

fn refused(rule: &str, zh: (&str, &str), en: (&str, &str)) -> Refusal {
    Refusal::new(rule, Text::new(zh.0, en.0), Text::new(zh.1, en.1))
}

fn over(case: &CaseFile) -> Ruling {
    if case.stage.is_over() {
        return Err(refused(
            "case.over",
            ("这项业务已经结束。", "需要时可以重新申请。"),
            ("This case has ended.", "If you still need it, apply again."),
        ));
    }
    Ok(())
}

/// Answers can be given while the case is a draft, or where something was asked again; and what is answered with a paper
/// has to be one of those that are.
pub fn may_answer(case: &CaseFile, requirement: Option<&Requirement>) -> Ruling {
    over(case)?;
    requirement.map_or(Ok(()), takes_a_paper)?;
    let asked_again = requirement.is_some_and(|r| r.status == Status::Again);
    if (case.stage == Stage::Draft && case.submitted_at.is_none()) || asked_again {
        return Ok(());
    }
    Err(refused(
        "case.already_submitted",
        ("这项业务已经提交，不能再修改。", "工作人员需要补充材料时会通知您；要改动可以先撤回，再重新申请。"),
        (
            "This case has been handed in and can no longer be changed.",
            "You will be told if anything more is needed; to change it, withdraw it and apply again.",
        ),
    ))
}

/// Handing in needs every answer of the applicant's own, but for the payment, which may also be made afterwards.
pub fn may_submit(case: &CaseFile, requirements: &[Requirement]) -> Ruling {
    over(case)?;
    if case.submitted_at.is_some() {
        return Err(refused(
            "case.already_submitted",
            ("这项业务已经提交过了。", "在“办件”里可以查看进度。"),
            ("This case has already been handed in.", "See “Cases” for its progress."),
        ));
    }
    let mine = |r: &&&Requirement| {
        r.party == Party::Applicant
            && !matches!(
                r.kind,
                RequirementKind::Payment | RequirementKind::Identity | RequirementKind::Undertaking
            )
    };
    let missing = outstanding(requirements, Before::Open).iter().filter(mine).count();
    if missing > 0 {
        return Err(Refusal::new(
            "case.materials_missing",
            Text::new(format!("还差 {missing} 份材料。"), format!("{missing} more thing(s) are needed.")),
            Text::new("请补充后再提交。", "Add them and hand in again."),
        )
        .under("162§3"));
    }
    if case.delivery.is_none() {
        return Err(refused(
            "case.delivery_missing",
            ("还没有选择领取方式。", "请选择网点领取或者邮寄到家。"),
            ("You have not said how you want to receive it.", "Choose to pick it up or have it posted."),
        ));
    }
    Ok(())
}

/// Acceptance needs a case that was handed in, and everything that stands before acceptance settled. The legal limit
/// begins when the papers are complete (行政许可法§32), so it does not while any is awaited that was asked for again.
pub fn may_accept(case: &CaseFile, requirements: &[Requirement]) -> Ruling {
    over(case)?;
    if case.stage != Stage::Draft || case.submitted_at.is_none() {
        return Err(refused(
            "case.not_submitted",
            ("申请人还没有提交，或者已经受理。", "请刷新页面核对当前状态。"),
            (
                "The applicant has not handed it in, or it has been accepted already.",
                "Reload to see where it stands.",
            ),
        ));
    }
    if requirements.iter().any(|r| r.status == Status::Again) {
        return Err(refused(
            "case.supplement_awaited",
            ("正在等申请人补正材料，材料齐了才能受理。", "请等申请人补齐；到期没有补的，这项业务自动失效。"),
            (
                "The applicant was asked for papers, and it can be accepted once they are complete.",
                "Wait for them; if nothing comes by the last day, the case lapses by itself.",
            ),
        )
        .under("162§3")
        .under("APL§32"));
    }
    standing_in_the_way(requirements, Before::Open)
}

fn standing_in_the_way(requirements: &[Requirement], stage: Before) -> Ruling {
    let left = outstanding(requirements, stage);
    if left.is_empty() {
        return Ok(());
    }
    let kinds: BTreeSet<RequirementKind> = left.iter().map(|r| r.kind).collect();
    let names: Vec<Text> = kinds.into_iter().map(RequirementKind::name).collect();
    let listed = |lang, comma| names.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(comma);
    Err(Refusal::new(
        "case.requirements_outstanding",
        Text::new(
            format!("还有{}项要求没有完成（{}）。", left.len(), listed(Lang::Zh, "、")),
            format!("{} requirement(s) are not settled ({}).", left.len(), listed(Lang::En, ", ")),
        ),
        Text::new("请等待完成，或通知申请人补充。", "Wait for them, or ask the applicant for them."),
    ))
}

/// Refusing to accept is possible from handing in to acceptance, and needs reasons.
pub fn may_reject(case: &CaseFile, reasons: &[String]) -> Ruling {
    over(case)?;
    if case.stage != Stage::Draft || case.submitted_at.is_none() {
        return Err(refused(
            "case.not_submitted",
            ("只有已提交、未受理的业务可以不予受理。", "已经受理的，请由审核人员作出决定。"),
            (
                "Only a case handed in and not yet accepted can be rejected.",
                "Once accepted, a reviewer decides it.",
            ),
        ));
    }
    with_reasons(reasons)
}

fn with_reasons(reasons: &[String]) -> Ruling {
    if reasons.is_empty() {
        return Err(refused(
            "case.reasons_missing",
            ("请选择理由。", "不予办理必须说明理由和依据。"),
            ("Choose the reasons.", "A refusal must say why and under which rule."),
        )
        .under("162§3"));
    }
    Ok(())
}

/// A decision needs an accepted case whose clock runs; granting needs everything before it settled, refusing reasons.
pub fn may_decide(
    case: &CaseFile,
    requirements: &[Requirement],
    granted: bool,
    reasons: &[String],
) -> Ruling {
    over(case)?;
    if case.stage != Stage::Open {
        return Err(refused(
            "case.not_accepted",
            ("这项业务还没有受理，或者已经决定。", "请刷新页面核对当前状态。"),
            ("This case is not accepted yet, or already decided.", "Reload to see where it stands."),
        ));
    }
    if granted {
        let by_others = requirements.iter().filter(|r| !is_looked_up_by_hand(r));
        return standing_in_the_way(&by_others.cloned().collect::<Vec<_>>(), Before::Decide);
    }
    with_reasons(reasons)
}

/// Nothing is granted against the law: every condition that the facts show failing stands in the way (行政许可法§38).
/// Unknown facts refuse nothing. Without facts, because the person's file was erased, nothing can be granted.
pub fn may_grant(judgement: Option<&Judgement>) -> Ruling {
    let Some(judgement) = judgement else {
        return Err(refused(
            "case.no_file",
            (
                "申请人的档案已经删除，没有可以审核的事实，不能准予。",
                "请作出不予许可决定，或者由申请人撤回。",
            ),
            (
                "The applicant's file is erased, so nothing can be examined or granted.",
                "Refuse the case, or let the applicant withdraw it.",
            ),
        ));
    };
    if judgement.refusals.is_empty() {
        return Ok(());
    }
    let each = |lang| judgement.refusals.iter().map(|r| r.reason.get(lang).to_owned()).collect::<Vec<_>>();
    let refusal = Refusal::new(
        "case.conditions_not_met",
        Text::new(
            format!("核查到不符合的条件，不能准予：{}", each(Lang::Zh).concat()),
            format!("Conditions are not met, so it cannot be granted: {}", each(Lang::En).join(" ")),
        ),
        Text::new(
            "请选择不予许可，并选定这些理由；事实有误的，请先由数据来源单位更正，再来决定。",
            "Choose to refuse, with these grounds; where a fact is wrong, have its source put it right first.",
        ),
    );
    let articles = judgement.refusals.iter().flat_map(|r| &r.articles);
    Err(articles.fold(refusal, |mut all, article| {
        if !all.articles.contains(article) {
            all.articles.push(article.clone());
        }
        all
    }))
}

/// Making the licence needs a granted decision and everything before issue settled.
pub fn may_issue(case: &CaseFile, requirements: &[Requirement]) -> Ruling {
    over(case)?;
    if case.stage != Stage::Decided {
        return Err(refused(
            "case.not_decided",
            ("这项业务还没有准予决定，或者已经制证。", "请刷新页面核对当前状态。"),
            (
                "This case is not granted yet, or the licence is already made.",
                "Reload to see where it stands.",
            ),
        ));
    }
    let own = |r: &&Requirement| {
        !matches!(r.kind, RequirementKind::Production | RequirementKind::Handover) && !r.status.is_settled()
    };
    // Production and handover are what issuing leads to, so they do not stand in its way.
    let before: Vec<Requirement> = requirements.iter().filter(own).cloned().collect();
    standing_in_the_way(&before, Before::Issue)
}

/// Nothing is made for a case that costs something and is not paid, whatever its requirements say.
pub fn is_paid(case: &CaseFile, order: Option<&Order>) -> Ruling {
    if case.fee.is_zero() || order.is_some_and(|order| order.paid) {
        return Ok(());
    }
    Err(refused(
        "case.fee_unpaid",
        ("费用还没有缴清，不能制证。", "请申请人在网上或者到窗口缴费，缴清以后再制证。"),
        (
            "The fee is not paid, so the licence cannot be made.",
            "Ask the applicant to pay online or at a counter, then make it.",
        ),
    ))
}

/// Handing over at the outlet ends a case whose licence is made and not in the post.
pub fn may_hand_over(case: &CaseFile) -> Ruling {
    over(case)?;
    if case.stage != Stage::Issued || case.delivery != Some(super::Delivery::Pickup) {
        return Err(refused(
            "case.nothing_to_hand_over",
            ("没有可以交付的证件：还没有制证，或者已经邮寄。", "请刷新页面核对当前状态。"),
            (
                "There is nothing to hand over: not made yet, or in the post.",
                "Reload to see where it stands.",
            ),
        ));
    }
    Ok(())
}

/// A fee is paid while the case is under way.
pub fn may_pay(case: &CaseFile) -> Ruling {
    over(case)
}

/// A clerk takes the fee of a case that still owes it.
pub fn may_take_fee(case: &CaseFile, requirements: &[Requirement]) -> Ruling {
    may_pay(case)?;
    let owed = |r: &Requirement| r.kind == RequirementKind::Payment && !r.status.is_settled();
    if requirements.iter().any(owed) {
        return Ok(());
    }
    Err(refused(
        "payment.nothing_due",
        ("这项业务没有待缴的费用。", "不用缴费，可以继续办理。"),
        ("Nothing is to be paid for this case.", "There is nothing to pay; go on with the case."),
    ))
}

/// A person may take a case back until it is decided.
pub fn may_withdraw(case: &CaseFile) -> Ruling {
    over(case)?;
    if matches!(case.stage, Stage::Draft | Stage::Open) {
        return Ok(());
    }
    Err(refused(
        "case.already_decided",
        ("已经作出决定，不能撤回。", "对决定有异议的，可以申请行政复议或者提起行政诉讼。"),
        (
            "It has been decided and can no longer be withdrawn.",
            "Against the decision you may apply for review or go to court.",
        ),
    ))
}

/// Rating is for cases that ended, once.
pub fn may_rate(case: &CaseFile, score: i64) -> Ruling {
    if !(1..=5).contains(&score) {
        return Err(refused(
            "case.rating_range",
            ("请选择一到五分。", "五分最满意。"),
            ("Choose one to five.", "Five is the best."),
        ));
    }
    if case.rating.is_some() {
        return Err(refused(
            "case.already_rated",
            ("您已经评价过了。", "还有意见请打服务电话。"),
            ("You have rated it already.", "If you have more to say, call us."),
        ));
    }
    if matches!(case.stage, Stage::Issued | Stage::Closed | Stage::Refused) {
        return Ok(());
    }
    Err(refused(
        "case.not_over",
        ("业务办结后可以评价。", "办结时我们会提醒您。"),
        ("You can rate it once it is done.", "We will remind you."),
    ))
}
