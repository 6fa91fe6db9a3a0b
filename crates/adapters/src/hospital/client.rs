//! Asking the hospitals.

use base::Rng;

use super::{Certificate, Find, FindAnswer};
use crate::link::{Link, other_question};
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The hospitals' medical certificates.
#[derive(Debug)]
pub struct Hospital(Link);

impl Hospital {
    /// The hospitals as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("hospital", config).map(Self)
    }

    /// The person's newest certificate, or none.
    pub async fn find(&self, find: &Find, rng: &mut Rng) -> Result<Option<Certificate>, AdapterError> {
        let answer: FindAnswer = self.0.post("/certificates/find", find, rng).await?;
        if answer.id_number == find.id_number { Ok(answer.certificate) } else { other_question() }
    }
}
