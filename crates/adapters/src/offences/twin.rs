//! The offence system's twin.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::post;
use axum::{Extension, Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Ask, AskAnswer, LastCycle, Measure, Standing};
use crate::Private;
use crate::limits::{Limited, Wrong};
use crate::population::People;
use crate::twins::{Desk, Kept, Sent, Turn, mount};

/// The most standings that were set by hand.
const SET_MAX: usize = 100_000;

/// The most standings in one request.
const AT_ONCE_MAX: usize = 1000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standings {
    standings: Vec<PersonStanding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonStanding {
    id_number: Private,
    standing: Standing,
}

impl Limited for Standings {
    const BODY_MAX: usize = 1024 * 1024;

    fn check(&self, wrong: &mut Wrong) {
        wrong.at_most("standings", self.standings.len(), AT_ONCE_MAX);
        for one in self.standings.iter().take(AT_ONCE_MAX) {
            wrong.id_number("id_number", one.id_number.as_str());
            one.standing.check(wrong);
        }
    }
}

#[derive(Clone, Debug)]
struct Twin {
    desk: Arc<Desk>,
    people: Arc<People>,
    set: Arc<Mutex<Kept<Standing>>>,
}

/// The twin's routes.
pub(crate) fn router(desk: Arc<Desk>, people: Arc<People>) -> Router {
    let set = Arc::new(Mutex::new(Kept::new(SET_MAX)));
    let twin = Twin { desk: Arc::clone(&desk), people, set };
    let profile = Router::new().route("/standings/find", post(find)).with_state(twin.clone());
    let own = Router::new().route("/standings", post(put)).with_state(twin);
    mount(desk, profile, own)
}

async fn find(
    State(twin): State<Twin>,
    Extension(turn): Extension<Turn>,
    Sent(ask): Sent<Ask>,
) -> Json<AskAnswer> {
    let standing = if turn.lost { None } else { twin.standing(&ask.id_number) };
    Json(AskAnswer { id_number: ask.id_number, standing })
}

async fn put(State(twin): State<Twin>, Sent(body): Sent<Standings>) -> Json<Value> {
    let mut set = twin.set.lock().unwrap_or_else(PoisonError::into_inner);
    let count = body.standings.len();
    for one in body.standings {
        set.put(one.id_number.as_str(), one.standing);
    }
    Json(json!({ "set": count }))
}

impl Twin {
    fn standing(&self, id_number: &Private) -> Option<Standing> {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner).get(id_number.as_str()).cloned();
        set.or_else(|| self.people.knows(id_number).then(|| self.usual(id_number)))
    }

    /// What follows from the identity number: one in ten has one to three unsettled violations, one in fifty reached
    /// 12 points in a cycle that ended one to five years ago, one in a hundred has the licence detained, one in a
    /// hundred has six points of the last cycle.
    fn usual(&self, id_number: &Private) -> Standing {
        let mut rng = self.desk.chance(id_number.as_str());
        let mut standing = Standing { last_cycle: Some(LastCycle::default()), ..Standing::default() };
        let kind = rng.below(100);
        if kind < 10 {
            standing.unsettled_violations = u32::try_from(1 + rng.below(3)).unwrap_or(1);
        } else if kind < 12 {
            let years = i16::try_from(1 + rng.below(5)).unwrap_or(1);
            let month_start = self.desk.now().day().plus_months(-1).month_end().plus_days(1);
            standing.full_cycles.push(month_start.plus_years(-1 - years));
        } else if kind == 12 {
            standing.measures.push(Measure::Detained);
        } else if kind == 13 {
            standing.last_cycle = Some(LastCycle { points: 6, ..LastCycle::default() });
        }
        standing
    }
}
