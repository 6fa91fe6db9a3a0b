//! What the registers said of the people whose cases are replayed.

use base::Day;
use service::catalog::{Fact, Facts, Found, LicenceFacts, LicenceStatus, MedicalFacts, PersonFacts};

use super::people::Citizen;

/// What the registers would have said of somebody in good standing.
pub(super) fn facts(citizen: &Citizen, day: Day) -> Facts {
    let held = &citizen.licence;
    Facts {
        as_of: day,
        by_agent: false,
        person: PersonFacts {
            birth: citizen.birth,
            identity_confirmed: Fact::Known(true),
            photo_on_file: Fact::Known(false),
            medical: Found::Found(MedicalFacts { issued: day.plus_days(-20), fit: true }),
            ability_test_passed_on: Found::Nothing,
        },
        licence: Found::Found(LicenceFacts {
            classes: held.classes.clone(),
            status: LicenceStatus::Normal,
            first_issue: held.first_issue,
            valid_from: held.valid_from,
            valid_until: held.valid_until,
            term: held.term,
            cycles_with_12_points: Fact::Known(0),
            unsettled_violations: Fact::Known(0),
            unsettled_accidents: Fact::Known(0),
            points_in_ended_cycle: Fact::Known(0),
            accident_in_ended_cycle: Fact::Known(law::Accident::None),
            reviewed: Fact::Known(true),
            extended_until: Found::Nothing,
            open_items: Vec::new(),
        }),
        contact: None,
    }
}

/// The same of somebody whose licence the traffic police have suspended.
pub(super) fn suspended(mut facts: Facts) -> Facts {
    if let Found::Found(licence) = &mut facts.licence {
        licence.status = LicenceStatus::Suspended;
    }
    facts
}
