//! What conditions ask: typed predicates over facts and law. A predicate holds, fails with the values its texts may
//! name, or is unknown because a source did not answer. Of something that does not exist (the licence of a person who
//! has none) every predicate but `licence.held` holds: the missing thing is refused once, not nine times.

use base::{Article, Text};
use law::{Accident, Answer, Class, Law, LawError, Phone, RenewalState};
use serde::de::DeserializeOwned;
use toml::Table;

use super::facts::{Fact, Facts, Found, LicenceFacts};
use super::slots::day_words;
use super::words::{LicenceStatus, Source, Stream};

/// A predicate with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `licence.held`: the person has a licence.
    LicenceHeld,
    /// `licence.status_not_in`: the licence is in none of these states. Slot: `status`.
    LicenceStatusNotIn(Vec<LicenceStatus>),
    /// `licence.renewal_state_not_in`: a licence that is not over stands in none of these places with its renewal.
    /// Slots: `valid_until`, `opens_on`, `renew_by`, `restore_by`.
    LicenceRenewalStateNotIn(Vec<RenewalState>),
    /// `licence.no_unsettled_violations`. Slot: `count`.
    LicenceNoUnsettledViolations,
    /// `licence.no_unsettled_accidents`. Slot: `count`.
    LicenceNoUnsettledAccidents,
    /// `licence.review_done`: no review of the ended cycle is outstanding.
    LicenceReviewDone,
    /// `licence.no_case_open`: no case of these items is open for the licence.
    LicenceNoCaseOpen(Vec<String>),
    /// `person.age_fits_classes`: no class has come to its end by age. Slots: `age`, `classes`.
    PersonAgeFitsClasses,
    /// `person.needs_ability_test`: the test of memory, judgement and reaction is asked of a holder of this age.
    PersonNeedsAbilityTest,
    /// `medical.fits_classes`: no hospital reported the person unfit.
    MedicalFitsClasses,
    /// `case.by_agent`: an agent asks.
    CaseByAgent,
    /// `contact.phone_given`: a new mobile number is asked for.
    ContactPhoneGiven,
    /// `contact.phone_valid`: the new number, where there is one, is a mobile number. Slot: `fault`.
    ContactPhoneValid,
    /// `contact.differs`: something differs from what is on file.
    ContactDiffers,
}

/// What a predicate says about facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails {
        /// Values that the condition's texts may name.
        slots: Vec<(&'static str, Text)>,
        /// Articles of the law's answer, beyond the condition's own.
        articles: Vec<Article>,
    },
    /// This source did not answer.
    Unknown(Source),
}

impl Predicate {
    /// The names there are.
    pub const NAMES: &[&str] = &[
        "licence.held",
        "licence.status_not_in",
        "licence.renewal_state_not_in",
        "licence.no_unsettled_violations",
        "licence.no_unsettled_accidents",
        "licence.review_done",
        "licence.no_case_open",
        "person.age_fits_classes",
        "person.needs_ability_test",
        "medical.fits_classes",
        "case.by_agent",
        "contact.phone_given",
        "contact.phone_valid",
        "contact.differs",
    ];

    /// Reads a name with its arguments.
    pub fn parse(name: &str, args: &Table) -> Result<Self, String> {
        let plain = |predicate| {
            if args.is_empty() { Ok(predicate) } else { Err(format!("{name} takes no arguments")) }
        };
        match name {
            "licence.held" => plain(Self::LicenceHeld),
            "licence.status_not_in" => list(name, args, "statuses").map(Self::LicenceStatusNotIn),
            "licence.renewal_state_not_in" => list(name, args, "states").map(Self::LicenceRenewalStateNotIn),
            "licence.no_unsettled_violations" => plain(Self::LicenceNoUnsettledViolations),
            "licence.no_unsettled_accidents" => plain(Self::LicenceNoUnsettledAccidents),
            "licence.review_done" => plain(Self::LicenceReviewDone),
            "licence.no_case_open" => list(name, args, "items").map(Self::LicenceNoCaseOpen),
            "person.age_fits_classes" => plain(Self::PersonAgeFitsClasses),
            "person.needs_ability_test" => plain(Self::PersonNeedsAbilityTest),
            "medical.fits_classes" => plain(Self::MedicalFitsClasses),
            "case.by_agent" => plain(Self::CaseByAgent),
            "contact.phone_given" => plain(Self::ContactPhoneGiven),
            "contact.phone_valid" => plain(Self::ContactPhoneValid),
            "contact.differs" => plain(Self::ContactDiffers),
            _ => {
                let near = law::nearest(name, Self::NAMES.iter().copied()).unwrap_or_default();
                Err(format!("there is no predicate {name}; the nearest is {near}"))
            }
        }
    }

    /// The values its condition's texts may name.
    pub fn slots(&self) -> &'static [&'static str] {
        match self {
            Self::LicenceStatusNotIn(_) => &["status"],
            Self::LicenceRenewalStateNotIn(_) => &["valid_until", "opens_on", "renew_by", "restore_by"],
            Self::LicenceNoUnsettledViolations | Self::LicenceNoUnsettledAccidents => &["count"],
            Self::PersonAgeFitsClasses => &["age", "classes"],
            Self::ContactPhoneValid => &["fault"],
            _ => &[],
        }
    }

    /// The stream whose rows decide it; none where only the request or facts that never change do.
    pub fn stream(&self) -> Option<Stream> {
        match self {
            Self::LicenceHeld
            | Self::LicenceStatusNotIn(_)
            | Self::LicenceRenewalStateNotIn(_)
            | Self::LicenceNoUnsettledViolations
            | Self::LicenceNoUnsettledAccidents
            | Self::LicenceReviewDone
            | Self::LicenceNoCaseOpen(_)
            | Self::PersonAgeFitsClasses => Some(Stream::Licence),
            Self::MedicalFitsClasses | Self::ContactDiffers => Some(Stream::Person),
            Self::PersonNeedsAbilityTest
            | Self::CaseByAgent
            | Self::ContactPhoneGiven
            | Self::ContactPhoneValid => None,
        }
    }

    /// The sources outside the office whose answers it needs.
    pub const fn sources(&self) -> &'static [Source] {
        match self {
            // Whether a licence is held or suspended is known to those who hold it.
            Self::LicenceStatusNotIn(_) | Self::LicenceNoUnsettledViolations => &[Source::Violations],
            Self::LicenceNoUnsettledAccidents => &[Source::Accidents],
            Self::LicenceReviewDone => &[Source::Violations, Source::Accidents, Source::Studies],
            Self::MedicalFitsClasses => &[Source::HospitalNetwork],
            // Whether an extension was approved.
            Self::PersonAgeFitsClasses => &[Source::LicenceRegister],
            _ => &[],
        }
    }

    /// What it says about these facts. An error only where the law has no rows for the day.
    pub fn eval(&self, law: &Law, facts: &Facts) -> Result<Verdict, LawError> {
        match self {
            Self::LicenceHeld => Ok(match &facts.licence {
                Found::Found(_) => Verdict::Holds,
                Found::Nothing => Verdict::failing([]),
                Found::Unknown => Verdict::Unknown(Source::LicenceRegister),
            }),
            Self::PersonNeedsAbilityTest => {
                let needed = law.holder_ability_test(facts.person.birth, facts.as_of)?;
                Ok(if needed.value { Verdict::Holds } else { Verdict::failing([]).under(&needed) })
            }
            Self::MedicalFitsClasses => Ok(match &facts.person.medical {
                Found::Found(check) => Verdict::of(check.fit),
                // Without a reported check the certificate itself is asked for, and tells.
                Found::Nothing | Found::Unknown => Verdict::Holds,
            }),
            Self::CaseByAgent => Ok(Verdict::of(facts.by_agent)),
            Self::ContactPhoneGiven => {
                Ok(Verdict::of(facts.contact.as_ref().is_some_and(|contact| contact.phone.is_some())))
            }
            Self::ContactPhoneValid => Ok(phone_valid(facts)),
            Self::ContactDiffers => {
                Ok(Verdict::of(facts.contact.as_ref().is_some_and(|contact| contact.differs)))
            }
            _ => match &facts.licence {
                Found::Found(licence) => self.eval_licence(law, facts, licence),
                Found::Nothing => Ok(Verdict::Holds),
                Found::Unknown => Ok(Verdict::Unknown(Source::LicenceRegister)),
            },
        }
    }

    fn eval_licence(&self, law: &Law, facts: &Facts, licence: &LicenceFacts) -> Result<Verdict, LawError> {
        Ok(match self {
            Self::LicenceStatusNotIn(statuses) if statuses.contains(&licence.status) => {
                Verdict::failing([("status", licence.status.name())])
            }
            Self::LicenceRenewalStateNotIn(states) => renewal(states, law, facts, licence)?,
            Self::LicenceNoUnsettledViolations => none_of(licence.unsettled_violations, Source::Violations),
            Self::LicenceNoUnsettledAccidents => none_of(licence.unsettled_accidents, Source::Accidents),
            Self::LicenceReviewDone => review(law, facts, licence)?,
            Self::LicenceNoCaseOpen(items) => {
                Verdict::of(!licence.open_items.iter().any(|open| items.contains(open)))
            }
            Self::PersonAgeFitsClasses => age(law, facts, licence)?,
            _ => Verdict::Holds,
        })
    }
}

impl Verdict {
    fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::failing([]) }
    }

    fn failing<const N: usize>(slots: [(&'static str, Text); N]) -> Self {
        Self::Fails { slots: slots.into(), articles: Vec::new() }
    }

    /// The same verdict with the articles of the law's answer.
    fn under<T>(mut self, answer: &Answer<T>) -> Self {
        if let Self::Fails { articles, .. } = &mut self {
            articles.extend(answer.basis.iter().cloned());
        }
        self
    }
}

fn list<T: DeserializeOwned>(name: &str, args: &Table, argument: &str) -> Result<Vec<T>, String> {
    let wants = || format!("{name} wants one argument, {argument} = [...], not empty");
    let value = args.get(argument).filter(|_| args.len() == 1).ok_or_else(wants)?;
    let items: Vec<T> = value.clone().try_into().map_err(|e| format!("{name}: {}", e.to_string().trim()))?;
    if items.is_empty() { Err(wants()) } else { Ok(items) }
}

fn none_of(count: Fact<u32>, source: Source) -> Verdict {
    match count {
        Fact::Known(0) => Verdict::Holds,
        Fact::Known(count) => Verdict::failing([("count", Text::new(count.to_string(), count.to_string()))]),
        Fact::Unknown => Verdict::Unknown(source),
    }
}

fn phone_valid(facts: &Facts) -> Verdict {
    let typed = facts.contact.as_ref().and_then(|contact| contact.phone.as_deref());
    match typed.map(Phone::parse) {
        Some(Err(fault)) => Verdict::failing([("fault", fault.message())]),
        Some(Ok(_)) | None => Verdict::Holds,
    }
}

fn renewal(
    states: &[RenewalState],
    law: &Law,
    facts: &Facts,
    licence: &LicenceFacts,
) -> Result<Verdict, LawError> {
    if licence.status.ended() {
        return Ok(Verdict::Holds);
    }
    let window = law.renew_window(licence.valid_until, facts.as_of)?;
    if !states.contains(&window.value.state) {
        return Ok(Verdict::Holds);
    }
    let words = |day: Option<base::Day>| day.map_or_else(|| Text::new("长期", "without end"), day_words);
    let slots = [
        ("valid_until", words(window.value.valid_until)),
        ("opens_on", words(window.value.opens_on)),
        ("renew_by", words(window.value.renew_by)),
        ("restore_by", words(window.value.restore_by)),
    ];
    Ok(Verdict::failing(slots).under(&window))
}

fn age(law: &Law, facts: &Facts, licence: &LicenceFacts) -> Result<Verdict, LawError> {
    if licence.status.ended() {
        return Ok(Verdict::Holds);
    }
    let past_with =
        |extended| law.classes_past_age(&licence.classes, facts.person.birth, facts.as_of, extended);
    let extended = match licence.extended_until {
        Found::Found(until) => Some(until),
        Found::Nothing | Found::Unknown => None,
    };
    let mut past = past_with(extended)?;
    if past.value.is_empty() {
        return Ok(Verdict::Holds);
    }
    if licence.extended_until == Found::Unknown {
        // Only what no extension could still cover today is past for certain.
        past = past_with(Some(facts.as_of))?;
        if past.value.is_empty() {
            return Ok(Verdict::Unknown(Source::LicenceRegister));
        }
    }
    let age = law.age_on(facts.person.birth, facts.as_of)?.value.to_string();
    let slots = [("age", Text::new(&*age, &*age)), ("classes", class_words(law, facts, &past.value)?)];
    Ok(Verdict::failing(slots).under(&past))
}

fn class_words(law: &Law, facts: &Facts, classes: &[Class]) -> Result<Text, LawError> {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for class in classes {
        let name = &law.class(*class, facts.as_of)?.value.name;
        zh.push(format!("{}（{class}）", name.zh));
        en.push(format!("{} ({class})", name.en.to_lowercase()));
    }
    Ok(Text::new(zh.join("、"), en.join(", ")))
}

/// Unknown points or accidents are first taken at their worst: where even that asks for no review, nothing is unknown.
fn review(law: &Law, facts: &Facts, licence: &LicenceFacts) -> Result<Verdict, LawError> {
    let age = law.age_on(facts.person.birth, facts.as_of)?.value;
    let points = match licence.points_in_ended_cycle {
        Fact::Known(points) => points,
        Fact::Unknown => 1,
    };
    let accident = match licence.accident_in_ended_cycle {
        Fact::Known(accident) => accident,
        Fact::Unknown => Accident::Death,
    };
    let duty = law.review_duty(&licence.classes, age, points, accident, facts.as_of)?;
    let settled = !duty.value.required || licence.reviewed == Fact::Known(true);
    Ok(if settled {
        Verdict::Holds
    } else if licence.points_in_ended_cycle == Fact::Unknown {
        Verdict::Unknown(Source::Violations)
    } else if licence.accident_in_ended_cycle == Fact::Unknown {
        Verdict::Unknown(Source::Accidents)
    } else if licence.reviewed == Fact::Unknown {
        Verdict::Unknown(Source::Studies)
    } else {
        Verdict::failing([]).under(&duty)
    })
}
