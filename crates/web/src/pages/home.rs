//! The home page: what waits for the person first.

use axum::extract::State;
use axum::routing::get;
use base::{Day, Text};
use service::case::{CaseFile, Requirement, Status};
use service::notice::Notice;

use super::citizen_frame;
use super::document::card;
use super::standing::{sentence, waits_for_applicant};
use super::view::home::{Home, Running, Tile, Todo};
use super::view::notice::Shown;
use super::view::{Link, Tone};
use crate::answer::{Answer, page};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor, outside};

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/", "home", Door::Anyone, get(home))
}

async fn home(State(app): State<App>, visitor: Visitor) -> Answer {
    let mut view = Home {
        frame: citizen_frame(&app, &visitor).await?,
        todos: Vec::new(),
        tiles: tiles(&app),
        running: Vec::new(),
        licence: None,
        notices: notices(&app, &visitor, None).await?,
    };
    if let Ok(person) = visitor.person() {
        let known = outside::known(&app, person).await?;
        let today = visitor.now.day();
        for (case, needs) in cases(&app, person, &visitor).await? {
            let name = super::item::item(&app, &case.item)?.name.clone();
            if waits_for_applicant(&case, &needs) {
                view.todos.push(todo(&case, &needs, &name, today));
            } else if !case.stage.is_over() {
                let href = format!("/cases/{}", case.number);
                view.running.push(Running { href, name, standing: sentence(&case, today) });
            }
        }
        if let Some(licence) = &known.licence {
            let card = card(&app, &visitor, &known, licence)?;
            if let (Some(link), true) = (&card.renew, view.running.is_empty() && view.todos.is_empty()) {
                view.todos.push(renewal(link, card.valid_until));
            }
            view.licence = Some(card);
        }
    }
    page(&view)
}

/// What the office tells everybody today; only what is about this item, where one is named.
pub(super) async fn notices(app: &App, visitor: &Visitor, item: Option<&str>) -> Result<Vec<Shown>, Fault> {
    let today = visitor.now.day();
    let found = app.office.query(move |read| service::notice::in_force(read, today)).await?;
    let about = |notice: &Notice| item.is_none() || notice.item.as_deref() == item;
    Ok(found.into_iter().filter(about).map(Shown::from).collect())
}

/// A person's newest cases with their requirements.
pub(super) async fn cases(
    app: &App,
    person: &str,
    visitor: &Visitor,
) -> Result<Vec<(CaseFile, Vec<Requirement>)>, Fault> {
    let (person, before) = (person.to_owned(), visitor.now.plus_ms(1));
    let read = app.office.query(move |read| {
        let cases = service::case::mine(read, &person, before)?;
        cases
            .into_iter()
            .take(50)
            .map(|case| {
                let needs = service::case::requirements(read, &case.id)?;
                Ok((case, needs))
            })
            .collect()
    });
    Ok(read.await?)
}

fn todo(case: &CaseFile, needs: &[Requirement], name: &Text, today: Day) -> Todo {
    let again = needs.iter().filter(|r| r.status == Status::Again);
    let due = again.clone().filter_map(|r| r.due_on).min();
    let count = again.count();
    if count > 0 {
        let href = format!("/cases/{}/supplement", case.number);
        return Todo {
            tone: Tone::Err,
            title: Text::new(
                format!("{}：需要补正{count}份材料", name.zh),
                format!("{}: {count} paper(s) to add", name.en),
            ),
            detail: Text::new(
                "补正以后马上接着办，不用重新申请。",
                "We go on at once; there is no need to apply again.",
            ),
            due,
            action: Link::new(href, "去补正", "Add it"),
        };
    }
    Todo {
        tone: Tone::Warn,
        title: Text::new(format!("{}：还没有提交", name.zh), format!("{}: not handed in yet", name.en)),
        detail: sentence(case, today),
        due: None,
        action: Link::new(format!("/apply/{}/check", case.item), "接着填", "Go on"),
    }
}

fn renewal(link: &Link, until: Option<base::Day>) -> Todo {
    Todo {
        tone: Tone::Warn,
        title: Text::new("驾驶证可以换证了", "Your licence can be renewed"),
        detail: Text::new(
            "现在就能网上换证，大约5分钟，新证可以邮寄到家。",
            "You can renew it online now. It takes about 5 minutes and the new licence can come by post.",
        ),
        due: until,
        action: link.clone(),
    }
}

/// The items that people come for most, with an icon each.
fn tiles(app: &App) -> Vec<Tile> {
    let icon = |code: &str| match code {
        "licence-renew-expiry" => "license",
        "licence-lost" => "id",
        "licence-contact" => "phone",
        _ => "file-text",
    };
    let mut items: Vec<_> = app.office.rules.catalog.items().collect();
    items.sort_by_key(|item| usize::from(item.code != "licence-renew-expiry"));
    items
        .into_iter()
        .take(8)
        .map(|item| Tile {
            href: format!("/items/{}", item.code),
            name: item.name.clone(),
            icon: icon(&item.code),
        })
        .collect()
}
