//! The review of drivers (审验) after a points cycle (162§72–73). Renewal and transfer are reviews as well; what they
//! look at is part of their items.

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Classes, Figure, Law, LawError};

/// The worst accident in the ended cycle in which the driver bore equal or greater blame and kept the licence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accident {
    /// None.
    #[default]
    None,
    /// Somebody was seriously injured.
    SeriousInjury,
    /// Somebody died.
    Death,
}

/// Whether a review is due for the cycle that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReviewDuty {
    /// Whether it is.
    pub required: bool,
    /// Within how many days after the cycle.
    pub within_days: u16,
    /// The hours of study it takes at least.
    pub study_hours: u16,
}

impl Law {
    /// Whether a driver is reviewed for the cycle that ended: holders of a large class when it had points, everybody
    /// after a death with equal or greater blame, and from 70 after a serious injury too.
    pub fn review_duty(
        &self,
        classes: &Classes,
        age: u16,
        points_in_ended_cycle: u16,
        accident: Accident,
        on: Day,
    ) -> Result<Answer<ReviewDuty>, LawError> {
        let within = self.measure(Figure::ReviewWithin, on)?;
        let study = self.measure(Figure::ReviewStudy, on)?;
        let elder = self.measure(Figure::ReviewElderAge, on)?;
        let mut large = false;
        for class in classes.iter() {
            large |= self.classes.at(class.code(), on)?.data.large;
        }
        let required = large && points_in_ended_cycle > 0
            || accident == Accident::Death
            || accident == Accident::SeriousInjury && age >= elder.value;
        let duty = ReviewDuty { required, within_days: within.value, study_hours: study.value };
        Ok(Answer::new(duty, [within.rule, study.rule]))
    }
}
