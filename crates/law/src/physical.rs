//! Physical conditions of applicants (162§14(2)): height, eyesight, colour, hearing, hands, legs, trunk and neck, and what
//! the order allows some classes besides.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Law, LawError};

/// What a class asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhysicalRow {
    height_cm: Option<u16>,
    eyesight: u16,
    leg_difference_cm: u16,
    one_eye: Option<OneEye>,
    eased: Vec<Ease>,
}

/// What the better eye must reach where the other one is impaired.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OneEye {
    eyesight: u16,
    field_degrees: u16,
}

/// What a class allows besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ease {
    HearingAid,
    Fingers,
    LeftLeg,
    RightLeg,
    Legs,
    OnePalm,
}

/// How somebody hears where a tuning fork sounds, each ear at half a metre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearing {
    /// Unaided.
    Whole,
    /// With a hearing aid, which the licence then notes.
    Aided,
    /// Not.
    Unfit,
}

/// What hands can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hands {
    /// Both thumbs and at least three other fingers of each hand, working as they should.
    Whole,
    /// Joints of fingertips lost, or three fingers left on the left hand, both palms whole.
    FingersLost,
    /// One palm lost; the other hand has its thumb and at least two other fingers, working as they should.
    OnePalm,
    /// Less than that.
    Unfit,
}

/// What legs can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Legs {
    /// Both there and working, their lengths so many centimetres apart.
    Whole {
        /// How far apart, in centimetres.
        difference_cm: u16,
    },
    /// The left one lost or unusable, the right one working.
    LeftLost,
    /// The right one lost or unusable, sitting unaided.
    RightLost,
    /// Both lost or unusable, sitting unaided.
    BothLost,
    /// Less than that.
    Unfit,
}

/// What a medical certificate says; none of what it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Height in centimetres.
    pub height_cm: Option<u16>,
    /// Eyesight of both eyes, naked or corrected, in tenths of the logarithmic chart (50 is 5.0).
    pub eyesight: Option<(u16, u16)>,
    /// Horizontal field of the better eye in degrees, asked for where one eye is impaired.
    pub field_degrees: Option<u16>,
    /// Whether red and green are told apart.
    pub colours: Option<bool>,
    /// Hearing.
    pub hearing: Option<Hearing>,
    /// Hands.
    pub hands: Option<Hands>,
    /// Legs.
    pub legs: Option<Legs>,
    /// Whether trunk and neck move freely.
    pub trunk: Option<bool>,
}

/// What stands in the way of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyObstacle {
    /// Too small.
    Height,
    /// Eyesight, or the field of the only good eye.
    Eyesight,
    /// Red and green are not told apart.
    Colours,
    /// Hearing.
    Hearing,
    /// Hands.
    Hands,
    /// Legs.
    Legs,
    /// Trunk or neck.
    Trunk,
}

impl Law {
    /// Everything that stands in the way of a class by what a certificate says. What it does not say refuses nothing and
    /// is named as unknown.
    pub fn body_obstacles(
        &self,
        class: Class,
        body: &Body,
        on: Day,
    ) -> Result<Answer<Vec<BodyObstacle>>, LawError> {
        let row = self.physical.at(class.code(), on)?;
        let needs = &row.data;
        let height = match needs.height_cm {
            Some(least) => body.height_cm.map(|height| height >= least),
            None => Some(true),
        };
        let checks = [
            (BodyObstacle::Height, height, ("身高", "height")),
            (BodyObstacle::Eyesight, needs.sees(body), ("视力", "eyesight")),
            (BodyObstacle::Colours, body.colours, ("辨色力", "telling red from green")),
            (BodyObstacle::Hearing, body.hearing.map(|hearing| needs.hears(hearing)), ("听力", "hearing")),
            (BodyObstacle::Hands, needs.holds(body), ("上肢", "hands")),
            (BodyObstacle::Legs, body.legs.map(|legs| needs.stands(legs)), ("下肢", "legs")),
            (BodyObstacle::Trunk, body.trunk, ("躯干和颈部", "trunk and neck")),
        ];
        let refused =
            checks.iter().filter(|(_, fit, _)| *fit == Some(false)).map(|(what, _, _)| *what).collect();
        let unknown = checks.iter().filter(|(_, fit, _)| fit.is_none()).map(|(_, _, (zh, en))| {
            Text::new(format!("没有{zh}的检查结果。"), format!("The certificate does not tell about {en}."))
        });
        Ok(Answer::new(refused, [&row.rule]).unknowing(unknown))
    }
}

impl PhysicalRow {
    fn eases(&self, ease: Ease) -> bool {
        self.eased.contains(&ease)
    }

    /// Both eyes reach what is asked for, or the better one what is asked for of an only one.
    fn sees(&self, body: &Body) -> Option<bool> {
        let (left, right) = body.eyesight?;
        if left.min(right) >= self.eyesight {
            return Some(true);
        }
        match self.one_eye {
            Some(one) if left.max(right) >= one.eyesight => {
                body.field_degrees.map(|field| field >= one.field_degrees)
            }
            _ => Some(false),
        }
    }

    fn hears(&self, hearing: Hearing) -> bool {
        match hearing {
            Hearing::Whole => true,
            Hearing::Aided => self.eases(Ease::HearingAid),
            Hearing::Unfit => false,
        }
    }

    /// One hand is enough only for somebody whose legs are whole.
    fn holds(&self, body: &Body) -> Option<bool> {
        match body.hands? {
            Hands::Whole => Some(true),
            Hands::FingersLost => Some(self.eases(Ease::Fingers)),
            Hands::OnePalm if self.eases(Ease::OnePalm) => {
                body.legs.map(|legs| matches!(legs, Legs::Whole { .. }) && self.stands(legs))
            }
            Hands::OnePalm | Hands::Unfit => Some(false),
        }
    }

    fn stands(&self, legs: Legs) -> bool {
        match legs {
            Legs::Whole { difference_cm } => difference_cm <= self.leg_difference_cm,
            Legs::LeftLost => self.eases(Ease::LeftLeg),
            Legs::RightLost => self.eases(Ease::RightLeg),
            Legs::BothLost => self.eases(Ease::Legs),
            Legs::Unfit => false,
        }
    }
}
