//! From the crate's plain types to the entities of one question. Only what the question needs is made: the actor, the
//! resource and the action, with places and roles as their parents. Everything here follows the schema; a test holds
//! random questions against it.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Context as Facts, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression as Expression,
};

use base::{Day, Region};

use crate::area::COUNTRY;
use crate::policies::{Policies, PolicyError};
use crate::{Action, Actor, ActorKind, Area, Case, Context, Grant, Mandate, Owner, Resource, Staff};

/// The entities could not be made; the question is denied.
#[derive(Debug)]
pub(crate) struct Fault;

/// What an actor relies on beside the role: one mandate or one grant that names the case in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority<'a> {
    Plain,
    Grant(&'a Grant),
    Mandate(&'a Mandate),
}

impl<'a> Authority<'a> {
    /// All that name the case in hand, each to be judged by itself; [`Authority::Plain`] where there is none.
    pub(crate) fn naming(actor: &'a Actor, action: Action, resource: &Resource) -> Vec<Self> {
        let found: Vec<Self> = match (&actor.kind, resource.case()) {
            (ActorKind::Agent { mandates }, Some(case)) => {
                let names =
                    |m: &&Mandate| case.applicant.as_ref() == Some(&m.giver) && m.items.name(&case.item);
                mandates.iter().filter(names).map(Self::Mandate).collect()
            }
            (ActorKind::Staff(staff), Some(case)) => {
                let names = |g: &&Grant| g.names(&staff.outlet, &case.item, action.stages());
                staff.grants.iter().filter(names).map(Self::Grant).collect()
            }
            _ => Vec::new(),
        };
        if found.is_empty() { vec![Self::Plain] } else { found }
    }
}

macro_rules! kinds {
    ($($field:ident = $name:literal),* $(,)?) => {
        /// The types of entities, as the engine names them.
        #[derive(Debug)]
        pub(crate) struct Kinds { $(pub(crate) $field: EntityTypeName,)* }

        impl Kinds {
            /// All of them, found in the schema.
            pub(crate) fn of(policies: &Policies) -> Result<Self, PolicyError> {
                Ok(Self { $($field: policies.kind($name)?,)* })
            }
        }
    };
}

kinds! {
    anyone = "Anyone", citizen = "Citizen", staff = "Staff", system = "System",
    role = "Role", standing = "Standing", channel = "Channel", region = "Region", person = "Person",
    outlet = "Outlet", platform = "Platform", item = "Item", case = "Case", licence = "Licence",
    mandate = "MandateFile", stock = "Stock", grant = "GrantFile", account = "Account", session = "Session",
    look_up = "LookUp", feedback = "Feedback",
}

/// Attributes under way to an entity.
type Attributes = HashMap<String, Expression>;

/// Policies never name a single case, licence or session, so these have no names of their own.
const THIS: &str = "this";

impl Kinds {
    /// The actor as an entity.
    pub(crate) fn principal(&self, actor: &Actor, authority: Authority<'_>) -> Result<Entity, Fault> {
        let mut given = Attributes::new();
        match &actor.kind {
            ActorKind::Anyone => Ok(plain(&self.anyone, &actor.id)),
            ActorKind::System => Ok(plain(&self.system, &actor.id)),
            ActorKind::Citizen | ActorKind::Agent { .. } => {
                put(&mut given, "person", refer(&self.person, &actor.id));
                if let Authority::Mandate(mandate) = authority {
                    put(&mut given, "mandate", self.mandate_record(mandate)?);
                }
                entity(uid(&self.citizen, &actor.id), given, HashSet::new())
            }
            ActorKind::Staff(staff) => self.staff(&actor.id, staff, authority),
        }
    }

    fn staff(&self, id: &str, staff: &Staff, authority: Authority<'_>) -> Result<Entity, Fault> {
        let mut given = Attributes::new();
        put_some(&mut given, "person", &self.person, staff.person.as_deref());
        put(&mut given, "outlet", refer(&self.outlet, &staff.outlet));
        put(&mut given, "area", self.area(&staff.area));
        if let Authority::Grant(grant) = authority {
            put(&mut given, "grant", self.grant_record(grant)?);
        }
        let roles = staff.roles.iter().map(|role| uid(&self.role, role.as_str())).collect();
        entity(uid(&self.staff, id), given, roles)
    }

    fn mandate_record(&self, mandate: &Mandate) -> Result<Expression, Fault> {
        let mut record = Attributes::new();
        put(&mut record, "giver", refer(&self.person, &mandate.giver));
        put_days(&mut record, mandate.from, mandate.until);
        Expression::new_record(record).map_err(|_| Fault)
    }

    fn grant_record(&self, grant: &Grant) -> Result<Expression, Fault> {
        let mut record = Attributes::new();
        put(&mut record, "standing", refer(&self.standing, grant.standing.as_str()));
        put(&mut record, "area", self.area(&grant.area));
        put_days(&mut record, grant.from, grant.until);
        if let Some(quota) = grant.daily_quota {
            put(&mut record, "quota", Expression::new_long(i64::from(quota)));
        }
        put(&mut record, "taken_today", Expression::new_long(i64::from(grant.taken_today)));
        Expression::new_record(record).map_err(|_| Fault)
    }

    fn area(&self, area: &Area) -> Expression {
        Expression::new_entity_uid(uid(&self.region, &area.to_string()))
    }

    /// The regions that contain `region`, from the county to the country.
    fn places(&self, region: Region) -> HashSet<EntityUid> {
        let code = region.to_string();
        let prefixes = [2, 4, 6].into_iter().filter_map(|digits| code.get(..digits));
        prefixes.chain([COUNTRY]).map(|area| uid(&self.region, area)).collect()
    }

    /// The places of something that belongs to an outlet.
    fn at(&self, outlet: &str, region: Region) -> HashSet<EntityUid> {
        let mut places = self.places(region);
        places.insert(uid(&self.outlet, outlet));
        places
    }

    /// What is asked about as an entity.
    pub(crate) fn resource(&self, resource: &Resource) -> Result<Entity, Fault> {
        let mut given = Attributes::new();
        match resource {
            Resource::Platform => Ok(plain(&self.platform, THIS)),
            Resource::Item => Ok(plain(&self.item, THIS)),
            Resource::Case(case) | Resource::Paper(case) | Resource::Parcel(case) => self.case(case),
            Resource::Person { id, region } => entity(uid(&self.person, id), given, self.places(*region)),
            Resource::Licence { holder } => {
                put(&mut given, "holder", refer(&self.person, holder));
                entity(uid(&self.licence, THIS), given, HashSet::new())
            }
            Resource::Mandate { giver, agent } => {
                put(&mut given, "giver", refer(&self.person, giver));
                put(&mut given, "agent", refer(&self.person, agent));
                entity(uid(&self.mandate, THIS), given, HashSet::new())
            }
            Resource::Session { owner, outlet } => {
                match owner {
                    Owner::Person(person) => put(&mut given, "person", refer(&self.person, person)),
                    Owner::Staff(staff) => put(&mut given, "staff", refer(&self.staff, staff)),
                }
                let outlets = outlet.iter().map(|outlet| uid(&self.outlet, outlet)).collect();
                entity(uid(&self.session, THIS), given, outlets)
            }
            Resource::Outlet { id, region } => entity(uid(&self.outlet, id), given, self.places(*region)),
            Resource::Stock { outlet, region } => {
                entity(uid(&self.stock, THIS), given, self.at(outlet, *region))
            }
            Resource::Grant { outlet, region } => {
                entity(uid(&self.grant, THIS), given, self.at(outlet, *region))
            }
            Resource::Account { staff, outlet, region } => {
                put(&mut given, "staff", refer(&self.staff, staff));
                entity(uid(&self.account, THIS), given, self.at(outlet, *region))
            }
            Resource::LookUp { by, outlet, region } => {
                put(&mut given, "by", refer(&self.staff, by));
                entity(uid(&self.look_up, THIS), given, self.at(outlet, *region))
            }
            Resource::Feedback { person, about, outlet, region } => {
                put_some(&mut given, "person", &self.person, person.as_deref());
                put_some(&mut given, "about", &self.staff, about.as_deref());
                entity(uid(&self.feedback, THIS), given, self.at(outlet, *region))
            }
        }
    }

    fn case(&self, case: &Case) -> Result<Entity, Fault> {
        let mut given = Attributes::new();
        put(&mut given, "draft", Expression::new_bool(case.draft));
        put(&mut given, "two_persons", Expression::new_bool(case.two_persons));
        put_some(&mut given, "subject", &self.person, case.subject.as_deref());
        put_some(&mut given, "applicant", &self.person, case.applicant.as_deref());
        put_some(&mut given, "agent", &self.person, case.agent.as_deref());
        put_some(&mut given, "acceptor", &self.staff, case.acceptor.as_deref());
        put_some(&mut given, "decider", &self.staff, case.decider.as_deref());
        let mut places = self.places(case.region);
        places.extend(case.outlet.iter().chain(&case.office).map(|outlet| uid(&self.outlet, outlet)));
        entity(uid(&self.case, THIS), given, places)
    }

    /// The circumstances as the policies read them.
    pub(crate) fn facts(&self, context: Context) -> Result<Facts, Fault> {
        let facts = [
            ("day", number(context.day)),
            ("channel", refer(&self.channel, context.channel.as_str())),
            ("purpose_given", Expression::new_bool(context.purpose_given)),
            ("second_person", Expression::new_bool(context.second_person)),
        ];
        Facts::from_pairs(facts.map(|(name, value)| (name.to_owned(), value))).map_err(|_| Fault)
    }

    /// The type of the actor's entity.
    pub(crate) fn of_actor(&self, actor: &Actor) -> &EntityTypeName {
        match actor.kind {
            ActorKind::Anyone => &self.anyone,
            ActorKind::Citizen | ActorKind::Agent { .. } => &self.citizen,
            ActorKind::Staff(_) => &self.staff,
            ActorKind::System => &self.system,
        }
    }
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

fn refer(kind: &EntityTypeName, id: &str) -> Expression {
    Expression::new_entity_uid(uid(kind, id))
}

fn plain(kind: &EntityTypeName, id: &str) -> Entity {
    Entity::new_no_attrs(uid(kind, id), HashSet::new())
}

fn entity(uid: EntityUid, given: Attributes, parents: HashSet<EntityUid>) -> Result<Entity, Fault> {
    Entity::new(uid, given, parents).map_err(|_| Fault)
}

fn put(given: &mut Attributes, name: &str, value: Expression) {
    given.insert(name.to_owned(), value);
}

fn put_some(given: &mut Attributes, name: &str, kind: &EntityTypeName, id: Option<&str>) {
    if let Some(id) = id {
        put(given, name, refer(kind, id));
    }
}

fn put_days(given: &mut Attributes, from: Day, until: Option<Day>) {
    put(given, "from", number(from));
    if let Some(until) = until {
        put(given, "until", number(until));
    }
}

/// A day as the number YYYYMMDD, which orders as days do and can be read in a policy test.
fn number(day: Day) -> Expression {
    let number =
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day_of_month());
    Expression::new_long(number)
}
