//! Talking to the national platform.

use base::Rng;

use super::{Receipt, Upload};
use crate::link::{Link, other_question};
use crate::wire::segment;
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The national platform.
#[derive(Debug)]
pub struct National(Link);

impl National {
    /// The platform as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("national", config).map(Self)
    }

    /// Uploads a licence, or gives the receipt that this version has already. `national.version_differs` when the same
    /// version was uploaded with other contents.
    pub async fn upload(&self, upload: &Upload, rng: &mut Rng) -> Result<Receipt, AdapterError> {
        let answer: Receipt = self.0.post("/licences", upload, rng).await?;
        let same = answer.licence_id == upload.licence_id && answer.version == upload.version;
        if same { Ok(answer) } else { other_question() }
    }

    /// The receipt of the newest version; `national.no_such_licence` when there is none.
    pub async fn newest(&self, licence_id: &str, rng: &mut Rng) -> Result<Receipt, AdapterError> {
        let answer: Receipt = self.0.get(&format!("/licences/{}", segment(licence_id)), rng).await?;
        if answer.licence_id == licence_id { Ok(answer) } else { other_question() }
    }
}
