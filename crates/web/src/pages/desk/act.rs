//! Which acts on a case are open to this visitor now. Authority is asked for each, and the rules of the case; what is
//! denied for a reason that a person can understand (four eyes, their own case, the outlet's authority) is said.

use authz::{Action, Denial};
use axum::http::StatusCode;
use axum::response::Response;
use base::{Day, Refusal, Text};
use service::case::rules;
use service::office::Stop;

use super::case::draw;
use super::opened::{Opened, open};
use crate::answer::{Answer, on_to, page};
use crate::frame::{Flash, FlashKind};
use crate::pages::view::staff::case::Act;
use crate::{App, Visitor};

const ALL: [Act; 8] =
    [Act::Accept, Act::Decide, Act::Issue, Act::HandOver, Act::Fee, Act::Ask, Act::Reject, Act::Correct];

/// How an act stands for this visitor.
#[derive(Debug)]
enum Standing {
    /// It can be done.
    Open,
    /// The rules of the case say not now.
    NotNow(Refusal),
    /// Authority says no, for a reason that may be told.
    Denied(Denial),
    /// It is not theirs, and nothing is said of it.
    Hidden,
}

fn action(act: &Act) -> Action {
    match act {
        Act::Accept => Action::CaseAccept,
        Act::Ask => Action::CaseSupplement,
        Act::Reject => Action::CaseReject,
        Act::Decide => Action::CaseDecide,
        Act::Issue => Action::CaseIssue,
        Act::Fee => Action::CasePay,
        Act::HandOver => Action::CaseHandOver,
        Act::Correct => Action::CaseCorrect,
    }
}

/// Whether the case is ready for the act, whoever does it. What the person still has to choose (reasons, papers, a
/// day) is taken as chosen well.
fn ready(act: &Act, opened: &Opened, today: Day) -> Result<(), Refusal> {
    let (case, needs) = (&opened.case, opened.needs.as_slice());
    let some_reason = ["chosen".to_owned()];
    match act {
        Act::Accept => rules::may_accept(case, needs),
        Act::Ask => {
            let asked = needs.iter().filter(|need| rules::can_be_asked_again(need));
            let codes: Vec<String> = asked.map(|need| need.code.clone()).collect();
            rules::may_ask_again(case, needs, &codes, today.plus_days(1), today)
        }
        Act::Reject => rules::may_reject(case, &some_reason),
        Act::Decide => rules::may_decide(case, needs, false, &some_reason),
        Act::Issue => rules::may_issue(case, needs),
        Act::Fee => rules::may_take_fee(case, needs),
        Act::HandOver => rules::may_hand_over(case),
        Act::Correct => rules::may_correct(case, case.blank.is_some()),
    }
}

fn standing(app: &App, visitor: &Visitor, act: &Act, opened: &Opened) -> Standing {
    let resource = service::case::resource(&opened.case);
    let circumstances = visitor.ctx().circumstances().second_person(opened.second_issuer);
    let decision = app.office.authorizer.decide(&visitor.actor, action(act), &resource, circumstances);
    match (decision.reason, ready(act, opened, visitor.now.day())) {
        (Some(denial), _) if denial.is_hidden() => Standing::Hidden,
        (_, Err(refusal)) => Standing::NotNow(refusal),
        (Some(denial), Ok(())) => Standing::Denied(denial),
        (None, Ok(())) => Standing::Open,
    }
}

/// Why the visitor cannot do this now; nothing where they can.
pub(super) fn hindrance(app: &App, visitor: &Visitor, act: &Act, opened: &Opened) -> Option<Stop> {
    match standing(app, visitor, act, opened) {
        Standing::Open => None,
        Standing::NotNow(refusal) => Some(Stop::Refused(vec![refusal])),
        Standing::Denied(denial) => Some(Stop::Denied(denial)),
        Standing::Hidden => Some(Stop::NotFound),
    }
}

/// The acts that are open, the likeliest first, and why others that the visitor might expect are not.
pub(super) fn acts(app: &App, visitor: &Visitor, opened: &Opened) -> (Vec<Act>, Vec<Text>) {
    let (mut acts, mut why_not) = (Vec::new(), Vec::new());
    for act in ALL {
        match standing(app, visitor, &act, opened) {
            Standing::Open => acts.push(act),
            Standing::Denied(denial) => why_not.push(named(&act, &denial.refusal())),
            // An act whose time has come, but for something that is still outstanding.
            Standing::NotNow(refusal) if is_awaited(&refusal) => why_not.push(named(&act, &refusal)),
            Standing::NotNow(_) | Standing::Hidden => {}
        }
    }
    (acts, why_not)
}

fn is_awaited(refusal: &Refusal) -> bool {
    matches!(refusal.rule.as_str(), "case.requirements_outstanding" | "case.supplement_awaited")
}

fn named(act: &Act, refusal: &Refusal) -> Text {
    let (label, said) = (act.label(), said(refusal));
    Text::new(format!("{}：{}", label.zh, said.zh), format!("{}: {}", label.en, said.en))
}

/// A refusal in a line.
pub(super) fn said(refusal: &Refusal) -> Text {
    Text::new(
        format!("{}{}", refusal.reason.zh, refusal.instead.zh),
        format!("{} {}", refusal.reason.en, refusal.instead.en),
    )
}

fn said_of_all(refusals: &[Refusal]) -> Text {
    let each: Vec<Text> = refusals.iter().map(said).collect();
    let line = |lang, joint: &str| {
        each.iter().map(|text: &Text| text.get(lang).to_owned()).collect::<Vec<_>>().join(joint)
    };
    Text::new(line(base::Lang::Zh, ""), line(base::Lang::En, " "))
}

/// What a person reads when the case has moved since their form was made.
pub(super) fn stale() -> Flash {
    let text = Text::new(
        "这件业务刚刚有了新的变化，下面是现在的情况。请核对后再操作。",
        "This case has just changed; below is how it stands now. Look at it before you go on.",
    );
    Flash { kind: FlashKind::Attention, text }
}

/// An act was not done: the case as it stands, and why. What has no words for the page is given on.
pub(super) async fn not_done(app: &App, visitor: &Visitor, number: &str, stop: Stop) -> Answer {
    let (status, flash) = match &stop {
        // It was done by the first press.
        Stop::Repeated(_) => return on_to(&format!("/desk/cases/{number}")),
        Stop::Stale => (StatusCode::CONFLICT, stale()),
        Stop::Denied(denial) => (StatusCode::FORBIDDEN, attention(said(&denial.refusal()))),
        Stop::Refused(refusals) if !refusals.is_empty() => {
            (StatusCode::CONFLICT, attention(said_of_all(refusals)))
        }
        _ => return Err(stop.into()),
    };
    let opened = open(app, visitor, number).await?;
    let mut view = draw(app, visitor, &opened, "").await?;
    view.frame.flash = Some(flash);
    Ok(with_status(page(&view)?, status))
}

fn attention(text: Text) -> Flash {
    Flash { kind: FlashKind::Attention, text }
}

/// The same answer with another status.
pub(super) fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}

/// Goes back to the case and says there what was done.
pub(super) fn done(number: &str, act: &Act) -> Answer {
    on_to(&format!("/desk/cases/{number}?done={}", act.word()))
}

/// What the case's page says after an act.
pub(super) fn done_words(word: &str) -> Option<Flash> {
    let act = ALL.into_iter().find(|act| act.word() == word)?;
    let (zh, en) = match act {
        Act::Accept => ("已受理，办理时限开始计算。", "Accepted; the legal limit runs from today."),
        Act::Ask => ("已发出《一次性告知书》。", "The notice of what is missing has gone out."),
        Act::Reject => ("已作出不予受理决定。", "The case was not accepted."),
        Act::Decide => ("决定已作出。", "Decided."),
        Act::Issue => ("证芯已登记，证件已制作。", "The blank is recorded and the licence is made."),
        Act::Fee => ("费用已缴清。", "The fee is paid."),
        Act::HandOver => ("已发证，办结。", "Handed over; the case is done."),
        Act::Correct => ("已更正。", "Corrected."),
    };
    Some(Flash { kind: FlashKind::Done, text: Text::new(zh, en) })
}
