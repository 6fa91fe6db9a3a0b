//! Talking to the post.

use base::Rng;

use super::{NewParcel, Parcel, Return};
use crate::link::{Link, other_question};
use crate::wire::segment;
use crate::{AdapterConfig, AdapterError, ConfigError};

/// The post.
#[derive(Debug)]
pub struct Post(Link);

impl Post {
    /// The post as configured; nothing is called yet.
    pub fn new(config: &AdapterConfig) -> Result<Self, ConfigError> {
        Link::new("post", config).map(Self)
    }

    /// Hands a parcel over, or gives the one that has this number already. `post.address_unknown` when the post cannot
    /// deliver to the address, `post.parcel_differs` when the number was used for another parcel.
    pub async fn create(&self, parcel: &NewParcel, rng: &mut Rng) -> Result<Parcel, AdapterError> {
        let answer: Parcel = self.0.post("/parcels", parcel, rng).await?;
        if answer.parcel_no == parcel.parcel_no { Ok(answer) } else { other_question() }
    }

    /// The parcel and its events; `post.no_such_parcel` when there is none.
    pub async fn track(&self, tracking_no: &str, rng: &mut Rng) -> Result<Parcel, AdapterError> {
        let answer: Parcel = self.0.get(&format!("/parcels/{}", segment(tracking_no)), rng).await?;
        if answer.tracking_no == tracking_no { Ok(answer) } else { other_question() }
    }

    /// Calls a parcel back; calling it back again changes nothing. `post.delivered` when the addressee has it already.
    pub async fn send_back(
        &self,
        tracking_no: &str,
        order: &Return,
        rng: &mut Rng,
    ) -> Result<Parcel, AdapterError> {
        let answer: Parcel =
            self.0.post(&format!("/parcels/{}/return", segment(tracking_no)), order, rng).await?;
        if answer.tracking_no == tracking_no { Ok(answer) } else { other_question() }
    }
}
