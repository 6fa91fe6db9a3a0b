//! Where the office serves people: its outlets by county, with a map where there is one.

use std::collections::BTreeMap;

use authz::{Clause, Scope};
use axum::extract::{Query, State};
use axum::routing::get;
use base::{Region, Text};
use serde::Deserialize;
use service::outlet::{self, Outlet, OutletKind, OutletStatus, PAGE};

use super::citizen_frame;
use super::standing::beginning;
use super::view::outlets::{CountyLine, MapCounty, MapPicture, OutletFinder, OutletPlace};
use crate::answer::{Answer, page};
use crate::city_map::{CityMap, CountyShape, path};
use crate::route::{Door, Kind, Table};
use crate::{App, Fault, Visitor};

/// The most outlets that are read for the page: a province has fewer open to people.
const OUTLETS_MAX: usize = 1000;

pub(super) fn routes() -> Table {
    Table::new().get(Kind::Page, "/outlets", "outlets", Door::Anyone, get(find))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    county: String,
}

async fn find(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let open = open_outlets(&app).await?;
    let mut counts: BTreeMap<Region, usize> = BTreeMap::new();
    for outlet in &open {
        *counts.entry(outlet.region).or_default() += 1;
    }
    let chosen = Region::parse(&asked.county).ok().filter(|region| counts.contains_key(region));
    let mut shown: Vec<&Outlet> = open
        .iter()
        .filter(|outlet| chosen.map_or(is_office(outlet.kind), |region| outlet.region == region))
        .collect();
    // The office's own houses first, then where everything is done, each in the order in which they were opened.
    shown.sort_by_key(|outlet| (!is_office(outlet.kind), outlet.tier));
    let line = |(region, count): (&Region, &usize)| CountyLine {
        name: county_name(&app, *region, &visitor),
        count: *count,
        href: format!("/outlets?county={region}"),
        chosen: chosen == Some(*region),
    };
    page(&OutletFinder {
        frame: citizen_frame(&app, &visitor).await?,
        map: app.map.as_ref().map(|map| picture(map, &counts, chosen)),
        counties: counts.iter().map(line).collect(),
        chosen: chosen.map(|region| county_name(&app, region, &visitor)),
        outlets: shown.into_iter().map(place).collect(),
    })
}

/// Every outlet that serves people, by id.
async fn open_outlets(app: &App) -> Result<Vec<Outlet>, Fault> {
    let found = app.office.query(|read| {
        let everything = Scope { any: vec![Clause::Everything], except_by: None };
        let (mut open, mut after) = (Vec::new(), None);
        while open.len() < OUTLETS_MAX {
            let list = outlet::outlets(read, &everything, Some(OutletStatus::Open), after.as_deref(), PAGE)?;
            open.extend(list.rows);
            after = list.next;
            if after.is_none() {
                break;
            }
        }
        Ok(open)
    });
    Ok(found.await?)
}

/// The office's own houses, where everything is done.
const fn is_office(kind: OutletKind) -> bool {
    matches!(kind, OutletKind::Office | OutletKind::Branch | OutletKind::CountyOffice)
}

/// A county's name: as the map has it, as the law's table has it, or its code.
fn county_name(app: &App, region: Region, visitor: &Visitor) -> Text {
    let drawn = app.map.as_ref().and_then(|map| map.county(region)).map(|county| county.name.clone());
    let code = region.to_string();
    let listed = || app.office.rules.law.area_name(&code, visitor.now.day()).ok().cloned();
    drawn.or_else(listed).unwrap_or_else(|| Text::new(code.clone(), code.clone()))
}

fn place(outlet: &Outlet) -> OutletPlace {
    OutletPlace {
        name: outlet.name.clone(),
        kind: beginning(outlet.kind.name()),
        address: outlet.address.clone(),
        hours: outlet.opening(),
        whole: outlet.tier == 1,
    }
}

/// The map as the page draws it.
pub(super) fn picture(map: &CityMap, counts: &BTreeMap<Region, usize>, chosen: Option<Region>) -> MapPicture {
    let shape = |drawn: &CountyShape| MapCounty {
        name: drawn.name.clone(),
        count: counts.get(&drawn.region).copied().unwrap_or(0),
        href: format!("/outlets?county={}", drawn.region),
        outline: path(&drawn.outline, true),
        label: drawn.label,
        chosen: chosen == Some(drawn.region),
    };
    MapPicture {
        size: map.size,
        counties: map.counties.iter().map(shape).collect(),
        water: map.water.iter().map(|line| path(line, false)).collect(),
        pins: map.outlets.values().copied().collect(),
        source: map.source.clone(),
    }
}
