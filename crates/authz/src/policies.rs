//! The texts: schema and policies, compiled in, parsed once, and held to what the rest of the crate relies on. Every
//! policy has an `@id`; every forbidding policy, and no other, says in `@denial` what the person is told; the strict
//! validator finds neither an error nor a warning.

use std::collections::BTreeMap;
use std::str::FromStr;

use cedar_policy::{
    ActionConstraint, Effect, Entities, Entity, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    PrincipalConstraint, Schema, ValidationMode, Validator,
};

use crate::{Action, Denial};

pub(crate) const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

pub(crate) const FILES: &[(&str, &str)] = &[
    ("public.cedar", include_str!("../policies/public.cedar")),
    ("citizen.cedar", include_str!("../policies/citizen.cedar")),
    ("desk.cedar", include_str!("../policies/desk.cedar")),
    ("oversight.cedar", include_str!("../policies/oversight.cedar")),
    ("grant.cedar", include_str!("../policies/grant.cedar")),
    ("forbid.cedar", include_str!("../policies/forbid.cedar")),
];

/// Why the texts cannot be used. All of them are faults of the build, found at start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The schema cannot be read.
    #[error("the schema cannot be read: {0}")]
    Schema(String),
    /// A file of policies cannot be read.
    #[error("{file} cannot be read: {why}")]
    Policies {
        /// The file.
        file: String,
        /// What the parser says.
        why: String,
    },
    /// A policy has no `@id`.
    #[error("a policy in {0} has no @id")]
    Unnamed(String),
    /// Two policies have the same `@id`.
    #[error("the id {0} is given twice")]
    Twice(String),
    /// A forbidding policy has no `@denial` of the closed list, or a permitting one has any.
    #[error("the @denial of {0} is missing, unknown, or out of place")]
    Denial(String),
    /// A policy names one person, account, outlet or record; answers are kept as though none did.
    #[error("{policy} names {named}")]
    Names {
        /// The policy's id.
        policy: String,
        /// Whom or what.
        named: String,
    },
    /// The strict validator has something to say.
    #[error("the policies are not valid: {0:?}")]
    Invalid(Vec<String>),
    /// An action or a type of entity that this crate uses is not in the schema.
    #[error("the schema does not know {0}")]
    Unknown(String),
}

/// The texts, parsed and validated.
pub(crate) struct Policies {
    pub(crate) schema: Schema,
    pub(crate) set: Vec<Policy>,
    pub(crate) denials: BTreeMap<String, Denial>,
    actions: Entities,
}

impl Policies {
    /// Those compiled in.
    pub(crate) fn embedded() -> Result<Self, PolicyError> {
        Self::read(SCHEMA, FILES)
    }

    /// Reads and checks any texts.
    pub(crate) fn read(schema: &str, files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let fail = |e: &dyn std::fmt::Display| PolicyError::Schema(e.to_string());
        let (schema, warnings) = Schema::from_cedarschema_str(schema).map_err(|e| fail(&e))?;
        if let Some(warning) = warnings.into_iter().next() {
            return Err(fail(&warning));
        }
        let actions = schema.action_entities().map_err(|e| fail(&e))?;
        let mut whole = PolicySet::new();
        let mut denials = BTreeMap::new();
        for (file, text) in files {
            for policy in named(file, text)? {
                let id = policy.id().to_string();
                match (policy.effect(), policy.annotation("denial")) {
                    (Effect::Permit, None) => {}
                    (Effect::Forbid, Some(kind)) => {
                        let denial = Denial::parse(kind).ok_or_else(|| PolicyError::Denial(id.clone()))?;
                        denials.insert(id.clone(), denial);
                    }
                    _ => return Err(PolicyError::Denial(id)),
                }
                whole.add(policy).map_err(|_| PolicyError::Twice(id))?;
            }
        }
        validate(&schema, &whole)?;
        Ok(Self { schema, set: whole.policies().cloned().collect(), denials, actions })
    }

    /// The action as the engine names it.
    pub(crate) fn action(&self, action: Action) -> Result<EntityUid, PolicyError> {
        let mut actions = self.schema.actions();
        let found = actions.find(|uid| uid.id().unescaped() == action.as_str());
        found.cloned().ok_or_else(|| PolicyError::Unknown(action.to_string()))
    }

    /// A type of entity as the engine names it.
    pub(crate) fn kind(&self, name: &str) -> Result<EntityTypeName, PolicyError> {
        let found = self.schema.entity_types().find(|kind| kind.basename() == name);
        found.cloned().ok_or_else(|| PolicyError::Unknown(name.to_owned()))
    }

    /// The policies that can apply when a principal of this type takes this action. Leaving out those whose scope
    /// names another action or another type of principal changes no decision, because they are never satisfied; it
    /// saves judging some forty policies to find it out.
    pub(crate) fn applying(&self, action: &EntityUid, principal: &EntityTypeName) -> Vec<Policy> {
        let within = |group: &EntityUid| group == action || self.actions.is_ancestor_of(group, action);
        let applies = |policy: &&Policy| {
            let by_action = match policy.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::Eq(one) => one == *action,
                ActionConstraint::In(groups) => groups.iter().any(within),
            };
            let by_principal = match policy.principal_constraint() {
                PrincipalConstraint::Is(kind) | PrincipalConstraint::IsIn(kind, _) => kind == *principal,
                PrincipalConstraint::Any | PrincipalConstraint::In(_) | PrincipalConstraint::Eq(_) => true,
            };
            by_action && by_principal
        };
        self.set.iter().filter(applies).cloned().collect()
    }

    /// The action with the groups it is in, as the policies' `action in` asks for them.
    pub(crate) fn action_entity(&self, action: &EntityUid) -> Option<Entity> {
        self.actions.get(action).cloned()
    }
}

/// The policies of one file, under the ids their annotations give.
fn named(file: &str, text: &str) -> Result<Vec<Policy>, PolicyError> {
    let fail =
        |e: cedar_policy::ParseErrors| PolicyError::Policies { file: file.to_owned(), why: e.to_string() };
    let set = PolicySet::from_str(text).map_err(fail)?;
    if set.num_of_templates() > 0 {
        // A template applies to nobody until it is linked; here it would be a rule that is read and never used.
        return Err(PolicyError::Policies { file: file.to_owned(), why: "it holds a template".to_owned() });
    }
    set.policies()
        .map(|policy| match policy.annotation("id") {
            Some(id) if !id.is_empty() => Ok(policy.new_id(PolicyId::new(id))),
            _ => Err(PolicyError::Unnamed(file.to_owned())),
        })
        .collect()
}

/// Strictly: a warning counts as an error, because it names a policy that can never apply.
fn validate(schema: &Schema, set: &PolicySet) -> Result<(), PolicyError> {
    let result = Validator::new(schema.clone()).validate(set, ValidationMode::Strict);
    let errors = result.validation_errors().map(ToString::to_string);
    let found: Vec<String> = errors.chain(result.validation_warnings().map(ToString::to_string)).collect();
    if found.is_empty() { Ok(()) } else { Err(PolicyError::Invalid(found)) }
}
