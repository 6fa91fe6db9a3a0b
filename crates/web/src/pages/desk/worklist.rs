//! The worklist: the cases of the visitor's scope that were handed in, the oldest first, the overdue marked and put
//! first on each page. It opens with what is in hand; every state of the list stands in its address.

use authz::{Action, Scope};
use axum::extract::{Query, State};
use axum::routing::get;
use base::{Day, Text};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use service::access;
use service::case::{CaseFile, Listed, Stage, overdue};
use service::office::{Office, Stop};
use store::Read;

use super::frame::{scope, staff_frame};
use super::opened::masked_name;
use crate::answer::{Answer, on_to, page};
use crate::pages::case::seen;
use crate::pages::item::item;
use crate::pages::standing::desk_tag;
use crate::pages::view::staff::desk::{Stage as StageTab, WorkRow, Worklist};
use crate::pages::view::{Choice, Form, Masked};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

/// Rows on a page.
const PAGE: usize = 50;
/// Pages of the store's list that are read for one page of a filtered list.
const SCANS_MAX: usize = 20;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/desk/worklist", "desk.worklist", Door::AnyStaff, get(worklist))
}

/// What waits at a stage, as the desk calls it.
pub(super) fn stage_name(stage: Stage) -> Text {
    match stage {
        Stage::Draft => Text::new("待受理", "To accept"),
        Stage::Open => Text::new("待审核", "To decide"),
        Stage::Decided => Text::new("待制证", "To make"),
        Stage::Issued => Text::new("待领取或邮寄中", "To hand over or in the post"),
        Stage::Closed => Text::new("已办结", "Done"),
        Stage::Refused => Text::new("未予办理", "Refused"),
        Stage::Withdrawn => Text::new("已撤回", "Withdrawn"),
        Stage::Lapsed => Text::new("已失效", "Lapsed"),
    }
}

/// The door that a case came through.
pub(super) fn channel_name(channel: &str) -> Text {
    let (zh, en) = match channel {
        "counter" => ("窗口", "Counter"),
        "online" => ("网上", "Online"),
        "kiosk" => ("自助机", "Kiosk"),
        "partner" => ("合作网点", "Partner"),
        "field" => ("流动服务", "Mobile office"),
        "import" => ("导入", "Import"),
        "internal" => ("系统", "System"),
        other => (other, other),
    };
    Text::new(zh, en)
}

/// Which cases are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// Whatever still waits for somebody.
    InHand,
    /// Those that are over, too.
    All,
    /// Those at one stage.
    At(Stage),
}

impl Which {
    /// The value in addresses that asks for every case.
    const ALL: &'static str = "all";

    fn parse(state: &str) -> Self {
        match Stage::parse(state) {
            Some(one) => Self::At(one),
            None if state == Self::ALL => Self::All,
            None => Self::InHand,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::InHand => "",
            Self::All => Self::ALL,
            Self::At(stage) => stage.as_str(),
        }
    }

    fn has(self, stage: Stage) -> bool {
        match self {
            Self::InHand => !stage.is_over(),
            Self::All => true,
            Self::At(one) => one == stage,
        }
    }

    fn stages(self) -> Vec<Stage> {
        Stage::ALL.iter().copied().filter(|stage| self.has(*stage)).collect()
    }

    fn name(self) -> Text {
        match self {
            Self::InHand => Text::new("在办", "In hand"),
            Self::All => Text::new("全部", "All"),
            Self::At(stage) => stage_name(stage),
        }
    }

    fn href(self) -> String {
        match self {
            Self::InHand => "/desk/worklist".to_owned(),
            _ => format!("/desk/worklist?state={}", self.as_str()),
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    no: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    mine: String,
    #[serde(default)]
    after: String,
}

impl Asked {
    /// This list's address: its first page, or the one that goes on after a case.
    fn page(&self, after: Option<&(i64, String)>) -> String {
        let mut address = format!("/desk/worklist?state={}", Which::parse(&self.state).as_str());
        if let Some((at, number)) = after {
            address.push_str(&format!("&after={at}.{number}"));
        }
        if !self.item.is_empty() {
            let item = utf8_percent_encode(&self.item, NON_ALPHANUMERIC);
            address.push_str(&format!("&item={item}"));
        }
        if self.mine == "yes" {
            address.push_str("&mine=yes");
        }
        address
    }

    fn key(&self) -> Option<(i64, String)> {
        let (at, number) = self.after.split_once('.')?;
        Some((at.parse().ok()?, number.to_owned()))
    }
}

/// Cases of the list that fit, with the key to go on after, where there is more.
pub(super) type Scanned = (Vec<CaseFile>, Option<(i64, String)>);

/// Reads on through the list until a page is full of cases that fit, within limits; the key says where it stopped.
pub(super) fn scan(
    read: &mut Read<'_>,
    scope: &Scope,
    mut listed: Listed,
    fits: impl Fn(&CaseFile) -> bool,
) -> Result<Scanned, Stop> {
    let mut found = Vec::new();
    for _ in 0..SCANS_MAX {
        let cases = service::case::list(read, scope, &listed)?;
        let more = cases.len() > PAGE;
        for case in cases.into_iter().take(PAGE) {
            listed.after = Some((case.opened_at.ms(), case.number.clone()));
            if fits(&case) {
                found.push(case);
            }
            if found.len() == PAGE {
                return Ok((found, listed.after.filter(|_| more)));
            }
        }
        if !more {
            return Ok((found, None));
        }
    }
    Ok((found, listed.after))
}

/// A row of a list of cases.
pub(super) fn row(
    office: &Office,
    read: &mut Read<'_>,
    case: CaseFile,
    name: Text,
    today: Day,
) -> Result<WorkRow, Stop> {
    let holder = match case.stage {
        Stage::Draft => None,
        Stage::Open => case.acceptor.as_deref(),
        Stage::Issued | Stage::Closed => case.issuer.as_deref(),
        _ => case.decider.as_deref().or(case.acceptor.as_deref()),
    };
    let holder = match holder {
        Some(id) => match access::staff_by_id(read, id)? {
            Some(account) => access::staff_name(office, read, &account)?.or(Some(account.username)),
            None => None,
        },
        None => None,
    };
    Ok(WorkRow {
        person: masked_name(office, read, &case.subject)?,
        item: name,
        stage: desk_tag(&case, &service::case::requirements(read, &case.id)?, today),
        // Once the licence is made the promise is kept; the post's days are not the office's.
        due: case.due_on.filter(|_| case.issued_at.is_none() && !case.stage.is_over()),
        late: overdue(&case, today),
        channel: channel_name(&case.channel),
        holder: holder.map(Masked::new),
        no: case.number,
    })
}

async fn worklist(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let number = asked.no.trim().to_uppercase();
    if !number.is_empty() && seen(&app, &visitor, &number).await.is_ok() {
        return on_to(&format!("/desk/cases/{number}"));
    }
    let which = Which::parse(&asked.state);
    let visible = scope(&visitor, Action::CaseView);
    let counting = visible.clone();
    let counts = app.office.query(move |read| service::case::counts(read, &counting)).await?;
    let (cases, next) = if number.is_empty() {
        cases(&app, &visitor, &asked, visible, which).await?
    } else {
        (Vec::new(), None)
    };
    let items = app.office.rules.catalog.items();
    let mut choices = vec![Choice::new("", Text::new("全部事项", "All items"))];
    choices.extend(items.map(|item| Choice::new(item.code.clone(), item.name.clone())));
    let mut filter = Form::default().with("item", asked.item.clone()).with("mine", asked.mine.clone());
    if !number.is_empty() {
        filter = filter.with("no", number);
    }
    page(&Worklist {
        frame: staff_frame(&app, &visitor).await?,
        stages: tabs(&counts, which),
        filter,
        state: which.as_str().to_owned(),
        items: choices,
        rows: rows(&app, &visitor, cases).await?,
        first: asked.key().map(|_| asked.page(None)),
        next: next.map(|key| asked.page(Some(&key))),
    })
}

async fn cases(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    scope: Scope,
    which: Which,
) -> Result<Scanned, Fault> {
    let listed = Listed { stages: which.stages(), submitted: true, after: asked.key() };
    let (item, mine, me) = (asked.item.clone(), asked.mine == "yes", visitor.actor.id.clone());
    let fits = move |case: &CaseFile| {
        let handled = [&case.acceptor, &case.decider, &case.issuer];
        (item.is_empty() || case.item == item)
            && (!mine || handled.into_iter().any(|by| by.as_deref() == Some(me.as_str())))
    };
    Ok(app.office.query(move |read| scan(read, &scope, listed, fits)).await?)
}

/// The rows of these cases, the overdue first.
pub(super) async fn rows(app: &App, visitor: &Visitor, cases: Vec<CaseFile>) -> Result<Vec<WorkRow>, Fault> {
    let (office, today) = (app.office.clone(), visitor.now.day());
    let named: Result<Vec<(CaseFile, Text)>, Fault> = cases
        .into_iter()
        .map(|case| {
            let name = item(app, &case.item)?.name.clone();
            Ok((case, name))
        })
        .collect();
    let named = named?;
    let found = app.office.query(move |read| {
        let each = named.into_iter().map(|(case, name)| row(&office, read, case, name, today));
        each.collect::<Result<Vec<_>, Stop>>()
    });
    let mut rows = found.await?;
    rows.sort_by_key(|row| !row.late);
    Ok(rows)
}

fn tabs(counts: &[(Stage, i64)], here: Which) -> Vec<StageTab> {
    let number = |which: Which| {
        let count: i64 = counts.iter().filter(|(stage, _)| which.has(*stage)).map(|(_, count)| count).sum();
        u64::try_from(count).unwrap_or(0)
    };
    let stages = Stage::ALL.iter().map(|stage| Which::At(*stage));
    // A stage where nothing is and that one is not looking at would only be noise.
    let shown = |which: &Which| match *which {
        Which::At(stage) => !stage.is_over() || number(*which) > 0 || here == *which,
        _ => true,
    };
    let all = std::iter::once(Which::InHand).chain(stages).chain([Which::All]);
    let tab = |which: Which| StageTab {
        href: which.href(),
        name: which.name(),
        number: number(which),
        here: here == which,
    };
    all.filter(shown).map(tab).collect()
}
