//! Statements that count the register.

store::statements! {
    pub(super) PERSONS = "registry.persons": "SELECT COUNT(*) FROM person WHERE erased_at IS NULL";
    pub(super) LICENCES = "registry.licences": "SELECT COUNT(*) FROM licence";
}
