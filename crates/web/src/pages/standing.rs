//! Where a case stands, in words: the same ones on home page, list, timeline and desk.

use base::{Day, Text};
use service::case::{CaseFile, Delivery, Requirement, Stage, Status};
use service::catalog::{Item, Party, RequirementKind};
use service::payment::{Order, Refund};

use super::view::{Link, Step, StepState, Tag, Tone};

/// A word and a colour.
pub(crate) fn tag(case: &CaseFile, today: Day) -> Tag {
    let late = case.due_on.is_some_and(|due| due < today) && case.stopped_on.is_none();
    match case.stage {
        Stage::Draft if case.submitted_at.is_none() => Tag::new(Tone::Warn, "未提交", "Not handed in"),
        Stage::Draft => Tag::new(Tone::Info, "待受理", "Waiting for acceptance"),
        Stage::Open if case.stopped_on.is_some() => Tag::new(Tone::Hold, "待补正", "Waiting for papers"),
        Stage::Open | Stage::Decided if late => Tag::new(Tone::Err, "超期", "Late"),
        Stage::Open => Tag::new(Tone::Info, "审核中", "Being examined"),
        Stage::Decided => Tag::new(Tone::Info, "制证中", "Being made"),
        Stage::Issued if case.delivery == Some(Delivery::Post) => {
            Tag::new(Tone::Info, "邮寄中", "In the post")
        }
        Stage::Issued => Tag::new(Tone::Ok, "可领取", "Ready"),
        Stage::Closed => Tag::new(Tone::Ok, "已办结", "Done"),
        Stage::Refused => Tag::new(Tone::Err, "未予办理", "Refused"),
        Stage::Withdrawn => Tag::new(Tone::Plain, "已撤回", "Withdrawn"),
        Stage::Lapsed => Tag::new(Tone::Plain, "已失效", "Lapsed"),
    }
}

/// A sentence. A promise whose day has passed is not given again.
pub(crate) fn sentence(case: &CaseFile, today: Day) -> Text {
    let due = |zh: &str, en: &str| match case.due_on {
        Some(day) if day < today => {
            Text::new(format!("{zh}，我们没有按时办完"), format!("{en}; we did not finish in time"))
        }
        Some(day) => Text::new(format!("{zh}，{}（含当日）前办结", day.chinese()), format!("{en}, by {day}")),
        None => Text::new(zh, en),
    };
    match case.stage {
        Stage::Draft if case.submitted_at.is_none() => {
            Text::new("还没有提交，可以接着填", "Not handed in yet; you can go on")
        }
        Stage::Draft => Text::new("已经提交，等待受理", "Handed in, waiting to be accepted"),
        Stage::Open if case.stopped_on.is_some() => {
            Text::new("等您补正材料，办理时限已暂停", "Waiting for your papers; the clock stands still")
        }
        Stage::Open => due("正在审核", "Being examined"),
        Stage::Decided => due("申请已通过，正在制证", "Granted, the licence is being made"),
        Stage::Issued if case.delivery == Some(Delivery::Post) => {
            Text::new("新证已做好，邮寄给您", "Your licence is made and comes by post")
        }
        Stage::Issued => Text::new("新证已做好，请到网点领取", "Your licence is ready to be picked up"),
        Stage::Closed => Text::new("已经办结", "Done"),
        Stage::Refused => Text::new(
            "没有办成，理由和救济途径见决定书",
            "Refused; the decision says why and what you can do",
        ),
        Stage::Withdrawn => Text::new("申请已撤回", "The application was withdrawn"),
        Stage::Lapsed => Text::new("超过补正期限，已失效", "It lapsed because nothing came in time"),
    }
}

/// Whether papers were asked for again that have not come, at whatever stage.
fn asked_again(case: &CaseFile, needs: &[Requirement]) -> bool {
    !case.stage.is_over() && needs.iter().any(|r| r.status == Status::Again)
}

/// The word and colour for the applicant, who may be waited for before the case is accepted too.
pub(crate) fn tag_of(case: &CaseFile, needs: &[Requirement], today: Day) -> Tag {
    if asked_again(case, needs) {
        return Tag::new(Tone::Hold, "待补正", "Waiting for papers");
    }
    tag(case, today)
}

/// The word and colour for the desk: what the case waits for there, in the words of its lists.
pub(crate) fn desk_tag(case: &CaseFile, needs: &[Requirement], today: Day) -> Tag {
    let late = case.due_on.is_some_and(|due| due < today) && case.stopped_on.is_none();
    let tone = if late { Tone::Err } else { Tone::Info };
    if asked_again(case, needs) || case.stopped_on.is_some() && case.stage == Stage::Open {
        return Tag::new(Tone::Hold, "待补正", "Waiting for papers");
    }
    match case.stage {
        Stage::Draft if case.submitted_at.is_some() => Tag::new(tone, "待受理", "To accept"),
        Stage::Open => Tag::new(tone, "待审核", "To decide"),
        Stage::Decided => Tag::new(tone, "待制证", "To make"),
        Stage::Issued if case.delivery != Some(Delivery::Post) => {
            Tag::new(Tone::Warn, "待领取", "To hand over")
        }
        _ => tag(case, today),
    }
}

/// The sentence for the applicant.
pub(crate) fn sentence_of(case: &CaseFile, needs: &[Requirement], today: Day) -> Text {
    if asked_again(case, needs) && case.stopped_on.is_none() {
        return Text::new("等您补正材料，补齐以后再受理", "Waiting for your papers; then it can be accepted");
    }
    let said = sentence(case, today);
    if case.submitted_at.is_some() && !case.stage.is_over() && needs.iter().any(unpaid) {
        let (zh, en) =
            ("费用还没有缴，缴清后才能制证", "the fee is not paid yet, and the licence is made once it is");
        return Text::new(format!("{}；{zh}", said.zh), format!("{}; {en}", said.en));
    }
    said
}

/// Whether it is a fee that is still to be paid.
fn unpaid(need: &Requirement) -> bool {
    need.kind == RequirementKind::Payment && need.status == Status::Asked
}

/// The same where the day is told beside it.
pub(crate) fn plain(case: &CaseFile, needs: &[Requirement], today: Day) -> Text {
    match case.stage {
        Stage::Open if case.stopped_on.is_none() => Text::new("正在审核", "Being examined"),
        Stage::Decided => Text::new("申请已通过，正在制证", "Granted, the licence is being made"),
        _ => sentence_of(case, needs, today),
    }
}

/// Whether the applicant has something to do.
pub(crate) fn waits_for_applicant(case: &CaseFile, needs: &[Requirement]) -> bool {
    (case.stage == Stage::Draft && case.submitted_at.is_none()) || asked_again(case, needs)
}

/// The name of a requirement in the item, or of the source that is being asked.
pub(crate) fn name_of(item: Option<&Item>, code: &str) -> Text {
    let need = item.and_then(|i| i.needs.iter().find(|n| n.id == code)).map(|n| n.name.clone());
    let source = || service::catalog::Source::parse(code).map(service::catalog::Source::name).map(beginning);
    need.or_else(source).unwrap_or_else(|| Text::new(code, code))
}

/// A name at the beginning of a line.
pub(crate) fn beginning(name: Text) -> Text {
    let mut letters = name.en.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    Text { en: format!("{first}{}", letters.as_str()), ..name }
}

/// The timeline: the requirements in their order between the stages of the case.
pub(crate) fn steps(case: &CaseFile, needs: &[Requirement], item: Option<&Item>) -> Vec<Step> {
    let mut steps = vec![stage_step(
        case.submitted_at.is_some(),
        case.stage == Stage::Draft,
        ("提交申请", "Application handed in"),
        case.submitted_at,
    )];
    steps.extend(needs.iter().filter(|r| shown(r)).map(|r| requirement_step(case, r, item)));
    let refused = case.stage == Stage::Refused;
    steps.push(stage_step(
        case.accepted_at.is_some(),
        case.submitted_at.is_some() && case.stage == Stage::Draft,
        ("受理", "Accepted"),
        case.accepted_at,
    ));
    let decided = if refused { ("不予办理", "Refused") } else { ("审核决定", "Decided") };
    let mut decision =
        stage_step(case.decided_at.is_some() || refused, case.stage == Stage::Open, decided, case.decided_at);
    if refused {
        decision.state = StepState::Late;
    }
    steps.push(decision);
    if case.stage.is_over() && case.stage != Stage::Closed {
        // It ended on the way: what never came is not ahead of anybody.
        steps.retain(|step| step.state != StepState::Ahead);
    } else {
        steps.push(stage_step(
            case.issued_at.is_some(),
            case.stage == Stage::Decided,
            ("制作新证", "Licence made"),
            case.issued_at,
        ));
        let last = match case.delivery {
            Some(Delivery::Post) => ("邮寄到家", "Delivered by post"),
            _ => ("领取新证", "Licence picked up"),
        };
        let handed = case.ended_at.filter(|_| case.stage == Stage::Closed);
        steps.push(stage_step(handed.is_some(), case.stage == Stage::Issued, last, handed));
    }
    steps
}

/// What becomes of the fee when a case is taken back.
pub(crate) fn fee_words(item: &Item) -> Text {
    match (item.fee.is_some(), item.refundable) {
        (false, _) => Text::new("这项业务不收费。", "This service costs nothing."),
        (true, true) => {
            Text::new("已经缴的费用按原路退回。", "What you have paid is paid back the way it came.")
        }
        (true, false) => Text::new(
            "按规定，这项业务已经缴的费用不退。",
            "By the rules, what you have paid for this service is not paid back.",
        ),
    }
}

/// How the fee of a case that ended without its result goes back.
pub(crate) fn refund_step(case: &CaseFile, order: &Order, item: &Item) -> Option<Step> {
    let name = Text::new("退还费用", "Fee paid back");
    let step = |state, zh: String, en: String| Some(Step::new(state, name.clone(), Text::new(zh, en)));
    let amount = order.amount;
    match order.refund {
        Refund::Done => step(
            StepState::Done,
            format!("{amount}元已按原路退回"),
            format!("{amount} yuan went back the way it came"),
        ),
        Refund::Asked => step(
            StepState::Now,
            format!("{amount}元正在按原路退回，到账时间以银行为准"),
            format!("{amount} yuan is on its way back; your bank decides when it arrives"),
        ),
        Refund::None if order.paid && !item.refundable && case.stage == Stage::Withdrawn => {
            let words = fee_words(item);
            step(StepState::Done, words.zh, words.en)
        }
        Refund::None => None,
    }
}

fn stage_step(done: bool, now: bool, name: (&str, &str), at: Option<base::Instant>) -> Step {
    let state = match (done, now) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Now,
        _ => StepState::Ahead,
    };
    let step = Step::new(state, Text::new(name.0, name.1), Text::default());
    match at {
        Some(at) => step.at(at),
        None => step,
    }
}

/// Production and handover are shown as the stages they lead to.
fn shown(requirement: &Requirement) -> bool {
    use service::catalog::RequirementKind::{Handover, Production};
    !matches!(requirement.kind, Production | Handover)
}

fn requirement_step(case: &CaseFile, requirement: &Requirement, item: Option<&Item>) -> Step {
    let name = name_of(item, &requirement.code);
    let (state, note) = match requirement.status {
        Status::Met => (StepState::Done, Status::Met.name()),
        Status::Given => (StepState::Done, Status::Given.name()),
        Status::Waived => (
            StepState::Done,
            Text::new("共享数据已证明，不用您交", "Shared data proves it; nothing to hand in"),
        ),
        Status::Checking => {
            (StepState::Now, Text::new("核查中，有结果会通知您", "Being checked; you will be told"))
        }
        Status::Again => (StepState::Yours, Text::new("请补正", "Please hand it in again")),
        Status::Asked if requirement.kind == RequirementKind::Payment => {
            (StepState::Yours, Text::new("还没有缴", "Not paid yet"))
        }
        Status::Asked if requirement.kind == RequirementKind::DataCheck => (
            StepState::Yours,
            Text::new(
                "核查没有通过；您办结查到的事项以后，我们每小时会再核查一次",
                "Not passed yet; once you have settled what was found, we look again within the hour",
            ),
        ),
        Status::Asked
            if requirement.party == Party::Applicant || requirement.kind == RequirementKind::WaiverCheck =>
        {
            (StepState::Yours, Text::new("等您提供", "Waiting for you"))
        }
        Status::Asked => (StepState::Ahead, Status::Asked.name()),
    };
    let over = case.stage.is_over();
    let state = if over && state != StepState::Done { StepState::Ahead } else { state };
    let mut step = Step::new(state, name, note);
    if let Some(day) = requirement.due_on.filter(|_| state != StepState::Done) {
        step = step.due(day);
    }
    let unpaid = requirement.kind == RequirementKind::Payment && requirement.status == Status::Asked;
    if unpaid && !over && case.submitted_at.is_some() {
        step = step.action(Link::new(format!("/pay/{}", case.number), "去缴费", "Pay the fee"));
    }
    if requirement.status == Status::Again && !over {
        let href = format!("/cases/{}/supplement", case.number);
        step = step.action(Link::new(href, "去补正", "Add it"));
    }
    step
}
