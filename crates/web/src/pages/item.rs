//! The catalogue for people: the list, and the guide of an item with the verdict.

use authz::Actor;
use axum::extract::{Path, State};
use axum::routing::get;
use base::{Day, Text};
use service::catalog::{Item, SpecState};
use service::office::Stop;

use super::acting::principals;
use super::citizen_frame;
use super::standing::beginning;
use super::view::item::{
    Channel, ItemGroup, ItemGuide, ItemLine, ItemList, Law, Material, MaterialState, Verdict,
};
use super::view::{Link, Tag, Tone};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/items", "item.list", Door::Anyone, get(list)).get(
        Kind::Page,
        "/items/{item}",
        "item.guide",
        Door::Anyone,
        get(guide),
    )
}

async fn list(State(app): State<App>, visitor: Visitor) -> Answer {
    let day = visitor.now.day();
    let rules = &app.office.rules;
    let items = rules.catalog.items().filter(|item| item.in_force(day));
    let lines: Result<Vec<_>, Fault> = items
        .map(|item| {
            let texts = item.texts(&rules.law, day).map_err(failed)?;
            Ok(ItemLine {
                href: format!("/items/{}", item.code),
                name: item.name.clone(),
                summary: texts.summary,
                tags: vec![Tag::new(Tone::Ok, "可网上办", "Online")],
            })
        })
        .collect();
    let groups = vec![ItemGroup { name: Text::new("驾驶证", "Driving licence"), items: lines? }];
    page(&ItemList { frame: citizen_frame(&app, &visitor).await?, groups })
}

pub(crate) fn failed(error: law::LawError) -> Fault {
    Stop::Failed(ledger::Error::Broken(error.to_string())).into()
}

pub(super) fn item<'a>(app: &'a App, code: &str) -> Result<&'a Item, Fault> {
    app.office.rules.catalog.item(code).map_err(|_| Stop::NotFound.into())
}

async fn guide(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let item = item(&app, &code)?;
    let day = visitor.now.day();
    let law = &app.office.rules.law;
    let texts = item.texts(law, day).map_err(failed)?;
    let (verdict, materials) = judged(&app, &visitor, item).await?;
    let (time, fee) = terms(&app, item, day)?;
    let channels =
        item.channels.iter().map(|c| Channel { name: beginning(c.name()), note: Text::default() }).collect();
    let says = |article: &base::Article| Law { article: article.clone(), says: Text::default() };
    page(&ItemGuide {
        frame: citizen_frame(&app, &visitor).await?,
        name: item.name.clone(),
        summary: texts.summary,
        verdict,
        for_others: code != "licence-contact" && !principals(&visitor, Some(&code)).is_empty(),
        time,
        fee,
        result: texts.result,
        who: texts.who,
        materials,
        steps: texts.steps,
        channels,
        law: item.articles.iter().map(says).collect(),
        effective_from: item.effective_from,
        notices: super::home::notices(&app, &visitor, Some(&item.code)).await?,
        code,
    })
}

/// How long it takes and what it costs, in words.
pub(super) fn terms(app: &App, item: &Item, day: Day) -> Result<(Text, Text), Fault> {
    let law = &app.office.rules.law;
    let time = match law.limit(&item.limit, day).map_err(failed)?.value {
        0 => Text::new("当场办结", "Done on the spot"),
        1 => Text::new("1个工作日", "1 working day"),
        n => Text::new(format!("{n}个工作日"), format!("{n} working days")),
    };
    let fee = match &item.fee {
        None => Text::new("免费", "Free of charge"),
        Some(key) => {
            let fee = law.fee(key, day).map_err(failed)?.value;
            Text::new(format!("{fee}元"), format!("¥{fee}"))
        }
    };
    Ok((time, fee))
}

/// The verdict for this visitor and what they would have to hand in.
async fn judged(app: &App, visitor: &Visitor, item: &Item) -> Result<(Verdict, Vec<Material>), Fault> {
    let (law, day) = (&app.office.rules.law, visitor.now.day());
    let general = || {
        let needs =
            item.needs.iter().filter(|n| n.party == service::catalog::Party::Applicant && n.when.is_none());
        needs.filter(|n| is_paper(n.kind)).map(|n| Material {
            name: n.name.clone(),
            note: item.help_of(&n.id, law, day).unwrap_or_default(),
            state: match n.waived_by {
                Some(source) => MaterialState::IfProved(source, n.articles.first().cloned()),
                None if n.undertaking => MaterialState::Undertaking,
                None => MaterialState::Needed,
            },
        })
    };
    let Ok(person) = visitor.person() else {
        let verdict = if visitor.actor == Actor::anyone() { Verdict::LogIn } else { Verdict::Online };
        return Ok((verdict, general().collect()));
    };
    let known = outside::known(app, person).await?;
    if let Some(licence) = &known.licence {
        let (id, licence) = (person.to_owned(), licence.id.clone());
        let open = app.office.query(move |read| service::case::open_of_licence(read, &id, &licence)).await?;
        if let Some((number, _)) = open.first() {
            let link = Link::new(format!("/cases/{number}"), "查看进度", "See its progress");
            return Ok((Verdict::Running(link), general().collect()));
        }
    }
    let facts = outside::facts(app, visitor, &known, &item.code, false, None).await?;
    let judgement = item.judge(&app.office.rules.law, &facts).map_err(failed)?;
    let materials = judgement
        .requirements
        .iter()
        .filter(|r| is_paper(r.kind))
        .map(|r| Material {
            name: r.name.clone(),
            note: r.help.clone(),
            state: match r.state {
                SpecState::Waived(source) => {
                    let (zh, en) = (source.name().zh, source.name().en);
                    let why = Text::new(format!("{zh}已证明"), format!("Proved by the {en}"));
                    MaterialState::Waived(why, r.articles.first().cloned())
                }
                SpecState::Checking { source, .. } => MaterialState::Checking(source),
                SpecState::Asked if r.undertaking => MaterialState::Undertaking,
                SpecState::Asked => MaterialState::Needed,
            },
        })
        .collect();
    let asks_contact = item.code == "licence-contact";
    let verdict = if judgement.refusals.is_empty() || asks_contact {
        Verdict::Online
    } else {
        Verdict::Cannot(judgement.refusals)
    };
    Ok((verdict, materials))
}

pub(super) fn is_paper(kind: service::catalog::RequirementKind) -> bool {
    use service::catalog::RequirementKind::{Material as Paper, Medical, WaiverCheck};
    matches!(kind, Paper | Medical | WaiverCheck)
}
