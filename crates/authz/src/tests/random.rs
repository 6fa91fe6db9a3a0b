//! What must hold for any question: lists show what decisions allow, the shortened tables decide as all the policies
//! together would, the entities follow the schema, and one grant or mandate that allows is enough.

use std::sync::LazyLock;

use base::Stopwatch;
use cedar_policy::{Authorizer as Engine, Decision as Verdict, Entities, PolicySet, Request};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::parts::Parts;
use super::samples::*;
use crate::entities::{Authority, Kinds};
use crate::policies::Policies;
use crate::{
    Action, Actor, ActorKind, Area, Channel, Context, Denial, Grant, Items, Mandate, Owner, Role, Scope,
    Staff, Stage, Standing,
};

pub(super) const LISTS: &[Action] = &[
    Action::ItemView,
    Action::CaseView,
    Action::PaperView,
    Action::ParcelView,
    Action::PersonViewSelf,
    Action::PersonLookUp,
    Action::LicenceView,
    Action::MandateView,
    Action::StockView,
    Action::DayView,
    Action::StaffView,
    Action::OutletView,
    Action::GrantView,
    Action::LookupReview,
    Action::FeedbackView,
    Action::LedgerSearch,
    Action::LedgerVerify,
    Action::AdapterView,
    Action::HealthView,
];

fn person() -> impl Strategy<Value = String> {
    select(vec![MYSELF, GIVER, STRANGER]).prop_map(str::to_owned)
}

fn account() -> impl Strategy<Value = String> {
    select(vec![ME, COLLEAGUE]).prop_map(str::to_owned)
}

fn outlet() -> impl Strategy<Value = String> {
    select(vec![OFFICE, STATION, NEIGHBOUR, FAR]).prop_map(str::to_owned)
}

fn items() -> impl Strategy<Value = Items> {
    prop_oneof![Just(Items::Any), subsequence(vec![RENEWAL, REPLACEMENT], 0..=2).prop_map(Items::list),]
}

fn area() -> impl Strategy<Value = Area> {
    select(vec!["cn", "99", "9999", "9998", "999921"]).prop_map(|text| Area::parse(text).unwrap())
}

/// First and last days around today.
fn days() -> impl Strategy<Value = (base::Day, Option<base::Day>)> {
    let around = || (-2..=2).prop_map(|days| today().plus_days(days));
    ((-9..=1).prop_map(|days| today().plus_days(days)), option::of(around()))
}

fn grant() -> impl Strategy<Value = Grant> {
    let standing = prop_oneof![4 => Just(Standing::Active), 1 => select(Standing::ALL)];
    let stages = subsequence(Stage::ALL, 1..=3);
    let quota = option::weighted(0.3, 0..3u32);
    let at = prop_oneof![3 => Just(OFFICE.to_owned()), 1 => outlet()];
    (at, items(), stages, area(), days(), quota, standing, 0..3u32).prop_map(
        |(outlet, items, stages, area, (from, until), daily_quota, standing, taken_today)| Grant {
            outlet,
            items,
            stages: stages.into_iter().collect(),
            area,
            from,
            until,
            daily_quota,
            standing,
            taken_today,
        },
    )
}

fn some_mandate() -> impl Strategy<Value = Mandate> {
    (person(), items(), days()).prop_map(|(giver, items, (from, until))| Mandate {
        giver,
        items,
        from,
        until,
    })
}

fn some_staff() -> impl Strategy<Value = Actor> {
    let at = prop_oneof![3 => Just(OFFICE.to_owned()), 1 => outlet()];
    (account(), option::of(person()), btree_set(select(Role::ALL), 0..4), at, area(), vec(grant(), 0..4))
        .prop_map(|(id, person, roles, outlet, area, grants)| {
            Actor::staff(id, Staff { person, roles, outlet, area, grants })
        })
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        1 => Just(Actor::anyone()),
        1 => Just(Actor::system()),
        2 => person().prop_map(Actor::citizen),
        3 => (person(), vec(some_mandate(), 0..4)).prop_map(|(id, mandates)| Actor::agent(id, mandates)),
        9 => some_staff(),
    ]
}

fn parts() -> impl Strategy<Value = Parts> {
    let item = select(vec![RENEWAL, REPLACEMENT]).prop_map(str::to_owned);
    let who =
        (option::weighted(0.8, person()), option::weighted(0.8, person()), option::weighted(0.3, person()));
    let places = (option::weighted(0.9, outlet()), option::weighted(0.3, outlet()), outlet());
    let hands = (option::of(account()), option::of(account()), account());
    let owner = prop_oneof![person().prop_map(Owner::Person), account().prop_map(Owner::Staff)];
    (item, any::<(bool, bool)>(), who, places, hands, (person(), person(), owner)).prop_map(
        |(item, (draft, two_persons), (subject, applicant, agent), (outlet, office, at), hands, rest)| {
            let (acceptor, decider, staff) = hands;
            let (person, other, owner) = rest;
            Parts {
                item,
                draft,
                two_persons,
                subject,
                applicant,
                agent,
                outlet,
                office,
                acceptor,
                decider,
                person,
                other,
                staff,
                owner,
                at,
            }
        },
    )
}

fn context() -> impl Strategy<Value = Context> {
    let channel = prop_oneof![3 => Just(Channel::Counter), 1 => select(Channel::ALL)];
    (channel, prop::bool::weighted(0.8), any::<bool>()).prop_map(|(channel, purpose, second)| {
        Context::new(today(), channel).purpose(purpose).second_person(second)
    })
}

/// The whole set of policies, as texts, and the schema: what the shortened tables are held to.
struct Whole {
    policies: Policies,
    kinds: Kinds,
    set: PolicySet,
    engine: Engine,
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let policies = Policies::embedded().unwrap();
    let set = PolicySet::from_policies(policies.set.iter().cloned()).unwrap();
    Whole { kinds: Kinds::of(&policies).unwrap(), policies, set, engine: Engine::new() }
});

impl Whole {
    /// Judges one question with every policy and with the schema's own checks of request and entities.
    fn judge(
        &self,
        actor: &Actor,
        authority: Authority<'_>,
        action: Action,
        parts: &Parts,
        context: Context,
    ) -> bool {
        let schema = &self.policies.schema;
        let principal = self.kinds.principal(actor, authority).unwrap();
        let resource = self.kinds.resource(&parts.resource(action)).unwrap();
        let facts = self.kinds.facts(context).unwrap();
        let uid = self.policies.action(action).unwrap();
        facts.validate(schema, &uid).unwrap();
        let applies =
            schema.principals_for_action(&uid).unwrap().any(|kind| kind == principal.uid().type_name());
        let request =
            Request::new(principal.uid(), uid, resource.uid(), facts, applies.then_some(schema)).unwrap();
        let entities = Entities::from_entities([principal, resource], Some(schema)).unwrap();
        let response = self.engine.is_authorized(&request, &self.set, &entities);
        applies && response.decision() == Verdict::Allow
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn a_list_shows_a_row_exactly_when_a_decision_allows_it(
        actor in actor(), action in select(LISTS), parts in parts(), context in context(),
    ) {
        let resource = parts.resource(action);
        let listed = Scope::of(&actor, action, context).contains(&resource);
        let decision = authorizer().decide(&actor, action, &resource, context);
        prop_assert_eq!(listed, decision.allowed, "{:?}", decision);
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn the_tables_decide_as_all_policies_and_the_schema_do(
        actor in actor(), action in select(Action::ALL), parts in parts(), context in context(),
    ) {
        let resource = parts.resource(action);
        let decision = authorizer().decide(&actor, action, &resource, context);
        let whole = Authority::naming(&actor, action, &resource)
            .into_iter()
            .any(|authority| WHOLE.judge(&actor, authority, action, &parts, context));
        prop_assert_eq!(decision.allowed, whole, "{:?}", decision);
        prop_assert_eq!(decision.allowed, decision.reason.is_none());
        prop_assert_ne!(decision.reason, Some(Denial::Fault));
    }

    #[test]
    fn one_grant_or_mandate_that_allows_is_enough(
        actor in actor(), action in select(Action::ALL), parts in parts(), context in context(),
    ) {
        let resource = parts.resource(action);
        let allowed = |actor: &Actor| authorizer().decide(actor, action, &resource, context).allowed;
        let singly = match &actor.kind {
            ActorKind::Agent { mandates } => std::iter::once(Actor::citizen(actor.id.clone()))
                .chain(mandates.iter().map(|m| Actor::agent(actor.id.clone(), vec![m.clone()])))
                .any(|single| allowed(&single)),
            ActorKind::Staff(staff) => std::iter::once(Vec::new())
                .chain(staff.grants.iter().map(|g| vec![g.clone()]))
                .any(|grants| allowed(&Actor::staff(actor.id.clone(), Staff { grants, ..(**staff).clone() }))),
            _ => allowed(&actor),
        };
        prop_assert_eq!(allowed(&actor), singly);
    }
}

/// Draws random questions from a fixed seed, for each policy among the actions it is about, until it has decided one; a
/// policy that never decides is dead text. The time a decision took is printed, not asserted.
#[test]
fn every_policy_decides_some_question() {
    let mut runner = TestRunner::deterministic();
    let (mut asked, mut spent_us) = (0u64, 0u64);
    for policy in &WHOLE.policies.set {
        let concerned = |action: &Action| {
            let uid = WHOLE.policies.action(*action).unwrap();
            let kinds = WHOLE.policies.schema.principals_for_action(&uid).unwrap();
            kinds.into_iter().any(|kind| WHOLE.policies.applying(&uid, kind).contains(policy))
        };
        let actions: Vec<Action> = Action::ALL.iter().copied().filter(concerned).collect();
        let questions = (actor(), select(actions), parts(), context());
        let decides = (0..2_000).any(|_| {
            let (actor, action, parts, context) = questions.new_tree(&mut runner).unwrap().current();
            let resource = parts.resource(action);
            let watch = Stopwatch::start();
            let decision = authorizer().decide(&actor, action, &resource, context);
            spent_us += watch.elapsed_us();
            asked += 1;
            decision.policies.iter().any(|id| *id == policy.id().to_string())
        });
        assert!(decides, "{} decided none of 2,000 questions", policy.id());
    }
    println!("{asked} questions, {} µs each in this build", spent_us / asked);
}
