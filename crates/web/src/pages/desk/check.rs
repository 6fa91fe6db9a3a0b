//! What is checked before a case is accepted or decided: the item's conditions on today's facts, and its papers. Facts
//! from outside are asked only while somebody has to decide on them, and only for those who do.

use authz::Action;
use base::Text;
use service::case::{Requirement, Stage, Status};
use service::catalog::{Condition, Fact, Facts, Found, Item, Judgement, LicenceFacts, Predicate, Source};

use super::opened::Opened;
use crate::pages::item::{failed, is_paper};
use crate::pages::standing::name_of;
use crate::pages::view::staff::case::{Check, Verdict};
use crate::{App, Fault, Visitor, outside};

/// The checks of a case and what was asked for them.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// The checks, the red first.
    pub(super) list: Vec<Check>,
    /// What the rules say today; none where nobody has to decide on it now.
    pub(super) judged: Option<(Facts, Judgement)>,
}

/// Checks a case for this visitor.
pub(super) async fn check(app: &App, visitor: &Visitor, opened: &Opened) -> Result<Checked, Fault> {
    let item = opened.item(app)?;
    let decided = opened.case.decided_at.is_some();
    let mut list: Vec<Check> = opened.needs.iter().filter_map(|need| paper(item, need, decided)).collect();
    let judged = match opened.file().filter(|_| decides(app, visitor, opened)) {
        None => None,
        Some(known) => {
            let facts = outside::facts_of_case(app, visitor, &opened.case, known).await?;
            let judgement = item.judge(&app.office.rules.law, &facts).map_err(failed)?;
            list.extend(item.conditions.iter().map(|one| condition(one, &facts, &judgement)));
            Some((facts, judgement))
        }
    };
    list.sort_by_key(|check| match check.verdict {
        Verdict::Bad => 0,
        Verdict::Unknown => 1,
        Verdict::Look => 2,
        Verdict::Good => 3,
    });
    Ok(Checked { list, judged })
}

/// Whether this visitor has to accept or decide the case now.
fn decides(app: &App, visitor: &Visitor, opened: &Opened) -> bool {
    let action = match opened.case.stage {
        Stage::Draft if opened.case.submitted_at.is_some() => Action::CaseAccept,
        Stage::Open => Action::CaseDecide,
        _ => return false,
    };
    super::frame::has_role(app, visitor, action)
}

fn condition(condition: &Condition, facts: &Facts, judgement: &Judgement) -> Check {
    let refusal = judgement.refusals.iter().find(|refusal| refusal.rule == condition.id);
    let waits = |source: &&Source| {
        judgement.unknown.iter().any(|fact| fact.source == **source && fact.waiting.contains(&condition.id))
    };
    let unknown = Source::ALL.iter().find(waits);
    let (verdict, found) = match (refusal, unknown) {
        (Some(refusal), _) => (Verdict::Bad, refusal.reason.clone()),
        (None, Some(source)) => (Verdict::Unknown, no_answer(*source)),
        (None, None) => (Verdict::Good, found(&condition.predicate, facts)),
    };
    Check { verdict, name: condition.predicate.name(), found, article: condition.articles.first().cloned() }
}

fn no_answer(source: Source) -> Text {
    if source == Source::LicenceRegister {
        return Text::new(
            "需人工核验：请在牌证系统里查有没有经批准的延长，准予即表示您已核对。",
            "To be looked up: see in the licence register whether an extension was approved. Granting says that you did.",
        );
    }
    let name = source.name();
    Text::new(
        format!("{}还没有核查结果，继续核查。", name.zh),
        format!("The {} has not given an answer yet and is asked again.", name.en),
    )
}

/// What has to be looked at of a paper, or why it is not needed.
fn paper(item: &Item, need: &Requirement, decided: bool) -> Option<Check> {
    if !is_paper(need.kind) {
        return None;
    }
    let source = need.evidence.as_deref().and_then(Source::parse).map(Source::name);
    let proof = source.unwrap_or_else(|| Text::new("共享数据", "shared data"));
    let (verdict, found) = match need.status {
        Status::Waived | Status::Met => (
            Verdict::Good,
            Text::new(
                format!("{}已证明，免予提交", proof.zh),
                format!("Proved by the {}; not needed", proof.en),
            ),
        ),
        Status::Checking => (
            Verdict::Unknown,
            Text::new("核查中，没有结果前不能准予", "Being checked; it cannot be granted before the result"),
        ),
        Status::Given if decided => (Verdict::Good, Text::new("已核对", "Checked")),
        Status::Given => {
            (Verdict::Look, Text::new("申请人已提交，请核对", "The applicant handed it in; look at it"))
        }
        Status::Again => (Verdict::Look, Text::new("等申请人补正", "Waiting for the applicant")),
        Status::Asked => (Verdict::Look, Text::new("申请人还没有提交", "Not handed in yet")),
    };
    Some(Check { verdict, name: name_of(Some(item), &need.code), found, article: article(item, &need.code) })
}

/// The article that a requirement stands on.
pub(super) fn article(item: &Item, code: &str) -> Option<base::Article> {
    item.needs.iter().find(|need| need.id == code).and_then(|need| need.articles.first().cloned())
}

/// The facts on which a condition holds.
fn found(predicate: &Predicate, facts: &Facts) -> Text {
    let Found::Found(licence) = &facts.licence else { return Text::new("符合", "Met") };
    match predicate {
        Predicate::LicenceHeld | Predicate::PersonAgeFitsClasses => {
            Text::new(format!("准驾车型{}", licence.classes), format!("Classes {}", licence.classes))
        }
        Predicate::LicenceStatusNotIn(_) => {
            let name = licence.status.name();
            Text::new(format!("状态：{}", name.zh), format!("It is {}", name.en))
        }
        Predicate::LicenceRenewalStateNotIn(_) => until(licence),
        Predicate::LicenceNoUnsettledViolations => counted(licence.unsettled_violations),
        Predicate::LicenceNoUnsettledAccidents => counted(licence.unsettled_accidents),
        Predicate::MedicalFitsClasses => match &facts.person.medical {
            Found::Found(check) => Text::new(
                format!("{}体检，联网上传", check.issued.chinese()),
                format!("Checked on {}, sent by the hospital", check.issued),
            ),
            _ => {
                Text::new("没有联网体检记录，以提交的证明为准", "No result was sent; the certificate counts")
            }
        },
        _ => Text::new("符合", "Met"),
    }
}

fn until(licence: &LicenceFacts) -> Text {
    match licence.valid_until {
        Some(day) => Text::new(format!("有效期至{}", day.chinese()), format!("Valid until {day}")),
        None => Text::new("长期有效", "Valid without end"),
    }
}

fn counted(count: Fact<u32>) -> Text {
    match count {
        Fact::Known(0) => Text::new("没有未处理的记录", "None on file"),
        Fact::Known(count) => Text::new(format!("{count}起没有处理"), format!("{count} not settled")),
        Fact::Unknown => Text::new("还没有核查结果", "No answer yet"),
    }
}
