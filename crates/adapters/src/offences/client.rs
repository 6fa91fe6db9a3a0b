//! Asking the traffic offence system.

use base::Rng;

use super::{Ask, AskAnswer, Standing};
use crate::link::{Link, other_question};
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The traffic offence system.
#[derive(Debug)]
pub struct Offences(Link);

impl Offences {
    /// The system as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("offences", config).map(Self)
    }

    /// How the driver stands, or none when the system does not know the person.
    pub async fn standing(&self, ask: &Ask, rng: &mut Rng) -> Result<Option<Standing>, AdapterError> {
        let answer: AskAnswer = self.0.post("/standings/find", ask, rng).await?;
        if answer.id_number == ask.id_number { Ok(answer.standing) } else { other_question() }
    }
}
