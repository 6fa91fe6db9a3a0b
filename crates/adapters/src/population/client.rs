//! Asking the population register.

use base::Rng;

use super::{Check, CheckAnswer, Checked};
use crate::link::{Link, other_question};
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The population register.
#[derive(Debug)]
pub struct Population(Link);

impl Population {
    /// The register as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("population", config).map(Self)
    }

    /// Whether the number and the name belong together, and what else the register then knows.
    pub async fn check(&self, check: &Check, rng: &mut Rng) -> Result<Checked, AdapterError> {
        let answer: CheckAnswer = self.0.post("/checks", check, rng).await?;
        if answer.id_number == check.id_number { Ok(answer.checked) } else { other_question() }
    }
}
