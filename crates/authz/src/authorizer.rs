//! The decision: made from the embedded policies, the facts of one request, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cedar_policy::{
    Authorizer as Engine, Decision as Verdict, Effect, Entities, Entity, EntityTypeName, EntityUid, Policy,
    PolicySet, Request, Response,
};
use serde::Serialize;

use crate::entities::{Authority, Fault, Kinds};
use crate::memo::{self, Memo};
use crate::policies::{Policies, PolicyError};
use crate::{Action, Actor, Context, Denial, Resource, Role};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Whether the actor may.
    pub allowed: bool,
    /// The ids of the policies that decided, sorted: those that permit, or those that forbid. Empty where none permits.
    pub policies: Vec<String>,
    /// Why not; `None` exactly where it is allowed.
    pub reason: Option<Denial>,
}

impl Decision {
    fn denied(reason: Denial) -> Self {
        Self { allowed: false, policies: Vec::new(), reason: Some(reason) }
    }
}

/// The policies that can apply to one action of one type of principal.
#[derive(Debug)]
struct Table {
    all: PolicySet,
    /// Only those that permit: asked when something forbids, to tell a person who would otherwise be let act why not,
    /// and a stranger nothing.
    permits: PolicySet,
}

/// What is known of one action before any request.
struct Known {
    uid: EntityUid,
    entity: Entity,
    resources: BTreeSet<EntityTypeName>,
    tables: BTreeMap<EntityTypeName, Table>,
}

/// Decides. Made once at start and shared; a new question takes some tens of microseconds, one that was asked before in
/// other names a few.
pub struct Authorizer {
    engine: Engine,
    kinds: Kinds,
    denials: BTreeMap<String, Denial>,
    actions: BTreeMap<Action, Known>,
    memo: Memo,
}

impl Authorizer {
    /// Reads and strictly validates the policies that are compiled in. An error is a fault of the build: the program
    /// does not start.
    pub fn embedded() -> Result<Self, PolicyError> {
        Self::from_policies(&Policies::embedded()?)
    }

    pub(crate) fn from_policies(policies: &Policies) -> Result<Self, PolicyError> {
        let kinds = Kinds::of(policies)?;
        names_nobody(policies, &kinds)?;
        let actions = Action::ALL.iter().map(|action| Ok((*action, known(policies, *action)?)));
        Ok(Self {
            engine: Engine::new(),
            denials: policies.denials.clone(),
            actions: actions.collect::<Result<_, PolicyError>>()?,
            kinds,
            memo: Memo::default(),
        })
    }

    /// Whether `actor` may take `action` on `resource` in these circumstances. An actor who holds several grants or
    /// mandates that name the case may act when one of them allows it; otherwise the answer is that of the one that
    /// came closest. Whatever cannot be judged is denied.
    pub fn decide(&self, actor: &Actor, action: Action, resource: &Resource, context: Context) -> Decision {
        let Some(known) = self.actions.get(&action) else {
            return Decision::denied(Denial::Fault);
        };
        let Some(table) = known.tables.get(self.kinds.of_actor(actor)) else {
            return Decision::denied(Denial::NotPermitted);
        };
        let mut closest: Option<Decision> = None;
        for authority in Authority::naming(actor, action, resource) {
            let question = memo::spell(actor, authority, action, resource, context);
            let decision = self.memo.answer(question, || {
                let asked = self.question(known, actor, authority, resource, context);
                asked.map_or_else(
                    |Fault| Decision::denied(Denial::Fault),
                    |(request, entities)| self.judge(table, &request, &entities),
                )
            });
            if decision.allowed {
                return decision;
            }
            let closer = |best: &Decision| {
                (decision.policies.len(), decision.reason) < (best.policies.len(), best.reason)
            };
            if closest.as_ref().is_none_or(closer) {
                closest = Some(decision);
            }
        }
        closest.unwrap_or_else(|| Decision::denied(Denial::Fault))
    }

    /// The roles that some policy lets take `action` on some resource, read off the policies themselves: for the list
    /// of routes. An action of the public is open to every role; one of the platform alone to none.
    pub fn roles(&self, action: Action) -> Vec<Role> {
        let Some(known) = self.actions.get(&action) else {
            return Vec::new();
        };
        let permits = |kind: &EntityTypeName| {
            let table = known.tables.get(kind);
            table.into_iter().flat_map(|table| table.permits.policies()).collect::<Vec<_>>()
        };
        let citizens = !permits(&self.kinds.citizen).is_empty();
        let mut staff = BTreeSet::new();
        for policy in permits(&self.kinds.staff) {
            let literals = policy.entity_literals();
            let named: Vec<Role> = literals
                .iter()
                .filter(|uid| *uid.type_name() == self.kinds.role)
                .filter_map(|uid| Role::parse(uid.id().unescaped()))
                .collect();
            let all = Role::ALL.iter().copied().filter(|role| role.is_staff());
            if named.is_empty() { staff.extend(all) } else { staff.extend(named) }
        }
        Role::ALL
            .iter()
            .copied()
            .filter(|role| if role.is_staff() { staff.contains(role) } else { citizens })
            .collect()
    }

    /// Whether somebody who has not logged in may take `action`.
    pub fn is_public(&self, action: Action) -> bool {
        let table = self.actions.get(&action).and_then(|known| known.tables.get(&self.kinds.anyone));
        table.is_some_and(|table| !table.permits.is_empty())
    }

    /// One question to the engine. The schema's own check of requests is left out: what it would find, the types of
    /// actor and resource, is looked up, and the rest is made here and held to the schema by a test.
    fn question(
        &self,
        known: &Known,
        actor: &Actor,
        authority: Authority<'_>,
        resource: &Resource,
        context: Context,
    ) -> Result<(Request, Entities), Fault> {
        let principal = self.kinds.principal(actor, authority)?;
        let resource = self.kinds.resource(resource)?;
        let facts = self.kinds.facts(context)?;
        if !known.resources.contains(resource.uid().type_name()) {
            return Err(Fault);
        }
        let request = Request::new(principal.uid(), known.uid.clone(), resource.uid(), facts, None);
        let entities = Entities::from_entities([principal, resource, known.entity.clone()], None);
        Ok((request.map_err(|_| Fault)?, entities.map_err(|_| Fault)?))
    }

    fn judge(&self, table: &Table, request: &Request, entities: &Entities) -> Decision {
        let response = self.engine.is_authorized(request, &table.all, entities);
        // A policy that fails to evaluate is skipped by the engine. A forbidding one must not be, so any error denies.
        if response.diagnostics().errors().next().is_some() {
            return Decision::denied(Denial::Fault);
        }
        let policies = deciding(&response);
        if response.decision() == Verdict::Allow {
            return Decision { allowed: true, policies, reason: None };
        }
        let reasons = policies.iter().map(|id| self.denials.get(id).copied().unwrap_or(Denial::Fault));
        match reasons.min() {
            Some(reason)
                if self.engine.is_authorized(request, &table.permits, entities).decision()
                    == Verdict::Allow =>
            {
                Decision { allowed: false, policies, reason: Some(reason) }
            }
            _ => Decision::denied(Denial::NotPermitted),
        }
    }
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer").field("actions", &self.actions.len()).finish_non_exhaustive()
    }
}

/// Answers are kept for questions in other names, which is right as long as no policy names anybody.
fn names_nobody(policies: &Policies, kinds: &Kinds) -> Result<(), PolicyError> {
    let closed = [&kinds.role, &kinds.standing, &kinds.channel, &kinds.region];
    for policy in &policies.set {
        let literals = policy.entity_literals();
        let names =
            |uid: &&EntityUid| uid.type_name().basename() != "Action" && !closed.contains(&uid.type_name());
        if let Some(named) = literals.iter().find(names) {
            return Err(PolicyError::Names { policy: policy.id().to_string(), named: named.to_string() });
        }
    }
    Ok(())
}

fn deciding(response: &Response) -> Vec<String> {
    let mut ids: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
    ids.sort_unstable();
    ids
}

fn known(policies: &Policies, action: Action) -> Result<Known, PolicyError> {
    let unknown = || PolicyError::Unknown(action.to_string());
    let uid = policies.action(action)?;
    let entity = policies.action_entity(&uid).ok_or_else(unknown)?;
    let resources = policies.schema.resources_for_action(&uid).ok_or_else(unknown)?.cloned().collect();
    let principals = policies.schema.principals_for_action(&uid).ok_or_else(unknown)?;
    let tables = principals.map(|kind| Ok((kind.clone(), table(policies, &uid, kind)?)));
    Ok(Known { tables: tables.collect::<Result<_, PolicyError>>()?, uid, entity, resources })
}

fn table(policies: &Policies, action: &EntityUid, kind: &EntityTypeName) -> Result<Table, PolicyError> {
    let applying = policies.applying(action, kind);
    let permits = applying.iter().filter(|policy| policy.effect() == Effect::Permit).cloned();
    let permits = gather(permits)?;
    Ok(Table { all: gather(applying)?, permits })
}

fn gather(policies: impl IntoIterator<Item = Policy>) -> Result<PolicySet, PolicyError> {
    PolicySet::from_policies(policies).map_err(|e| PolicyError::Invalid(vec![e.to_string()]))
}
