//! The calculators: public pages that apply the rules to what is typed and keep nothing of it. They are posted, so that
//! dates of birth and numbers stand in no address, history or log.

mod asked;
mod class;
mod number;
mod person;
mod vehicle;

use axum::extract::{Path, State};
use axum::routing::get;
use base::Text;
use law::{Answer as Lawful, Confidence};

use self::asked::Asked;
use super::citizen_frame;
use super::item::failed;
use super::view::calculate::{Calculated, Calculator, Calculators, Family};
use super::view::{Choice, Form, Tone};
use crate::answer::{Answer, page, page_again};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Posted, Visitor, nonce};

/// The answer, or nothing where a field is wrong.
type Found = Result<Option<Calculated>, Fault>;

pub(super) fn routes() -> Table {
    let one = "/calculators/{family}";
    Table::new()
        .get(Kind::Page, "/calculators", "calculators", Door::Anyone, get(all))
        .get(Kind::Page, one, "calculator", Door::Anyone, get(ask))
        .post(Kind::Page, one, "calculator.asked", Door::Anyone, axum::routing::post(asked))
}

async fn all(State(app): State<App>, visitor: Visitor) -> Answer {
    page(&Calculators { frame: citizen_frame(&app, &visitor).await? })
}

fn family(word: &str) -> Result<Family, Fault> {
    Family::parse(word).ok_or_else(|| service::office::Stop::NotFound.into())
}

async fn ask(State(app): State<App>, visitor: Visitor, Path(word): Path<String>) -> Answer {
    let family = family(&word)?;
    let form = Form::new(nonce::make(&app, visitor.now, &mut visitor.page_chance()));
    let form = match family {
        Family::Renewal => form.with("full_cycles", "0"),
        Family::Points => form.with("reduced", "0").with("classes", "C1"),
        _ => form,
    };
    let kinds = kinds(&app, &visitor, family)?;
    page(&Calculator { frame: citizen_frame(&app, &visitor).await?, family, form, kinds, found: None })
}

async fn asked(State(app): State<App>, visitor: Visitor, Path(word): Path<String>, posted: Posted) -> Answer {
    let family = family(&word)?;
    let law = &app.office.rules.law;
    let mut asked = Asked::new(&posted, visitor.now.day());
    let found = match family {
        Family::Inspection => vehicle::inspection(law, &mut asked),
        Family::Scrapping => vehicle::scrapping(law, &mut asked),
        Family::Renewal => person::renewal(law, &mut asked),
        Family::Points => person::points(law, &mut asked),
        Family::Class => class::classes(law, &mut asked),
        Family::Number => number::number(law, app.office.areas(), &mut asked),
    }?;
    let form = posted.form(nonce::make(&app, visitor.now, &mut visitor.page_chance()));
    let frame = citizen_frame(&app, &visitor).await?;
    let kinds = kinds(&app, &visitor, family)?;
    if asked.wrong.is_empty() {
        return page(&Calculator { frame, family, form, kinds, found });
    }
    page_again(&Calculator { frame, family, form: form.wrong(asked.wrong), kinds, found: None })
}

/// The kinds of vehicles or plates that a family asks for. On English pages the Chinese words of the vehicle licence
/// stand beside them, because that is where one reads them off.
fn kinds(app: &App, visitor: &Visitor, family: Family) -> Result<Vec<Choice>, Fault> {
    let (law, day) = (&app.office.rules.law, visitor.now.day());
    let choice = |words: &str, name: &Text| {
        Choice::new(words, Text::new(name.zh.clone(), format!("{} · {words}", name.en)))
    };
    let mut kinds = vec![Choice::new("", Text::new("请选择", "Choose one"))];
    match family {
        Family::Inspection | Family::Scrapping => {
            let known = law.vehicle_kinds(day).map_err(failed)?;
            let fit = known.iter().filter(|kind| kind.scrapped || family == Family::Inspection);
            kinds.extend(fit.map(|kind| choice(kind.words, &kind.name)));
        }
        Family::Number => {
            for kind in law.plate_kinds() {
                kinds.push(choice(kind, law.plate_kind_name(kind, day).map_err(failed)?));
            }
        }
        _ => return Ok(Vec::new()),
    }
    Ok(kinds)
}

/// An answer that rests on what this one rests on.
fn told<T>(tone: Tone, headline: Text, basis: &Lawful<T>) -> Calculated {
    let mut found = Calculated { tone, headline, ..Calculated::default() };
    also(&mut found, basis);
    found
}

/// The tables whose notes say what there is to know about one kind of vehicle or plate. Those of settings speak to the office.
const OF_KINDS: &[&str] = &["inspection", "plates", "scrapping", "vehicles"];

/// What decided as well: its articles, what it does not know, and that it is one reading of several. Each is said once.
fn also<T>(found: &mut Calculated, basis: &Lawful<T>) {
    let unsure = (basis.confidence() == Confidence::Unsure).then(|| {
        Text::new(
            "这里有一处规定各地理解不一，按本所的设定计算，以本所答复为准。",
            "The rules are read in more than one way here. This follows the office's setting; its answer counts.",
        )
    });
    let kinds = basis.rows.iter().filter(|row| OF_KINDS.contains(&row.table));
    let of_kind = kinds.filter_map(|row| row.note.clone());
    for note in basis.unknown.iter().cloned().chain(of_kind).chain(unsure) {
        if !found.notes.contains(&note) {
            found.notes.push(note);
        }
    }
    for article in &basis.basis {
        if !found.articles.contains(article) {
            found.articles.push(article.clone());
        }
    }
}

/// So many of something.
fn amount(count: impl std::fmt::Display, zh: &str, en: &str) -> super::view::Cell {
    super::view::Cell::Words(Text::new(format!("{count}{zh}"), format!("{count} {en}")))
}
