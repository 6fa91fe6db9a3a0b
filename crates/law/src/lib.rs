//! The law as pure functions over dated tables.
//!
//! Every figure stands in `tables/*.toml`, a row of which has a key, the days between which it holds, its articles and
//! how well it is known. [`Law::embedded`] parses them once; [`Law::with_overlay`] merges an office's or a draft's rows
//! into the same tables. A question takes the day whose rules decide it and gives an [`Answer`]: the value, the
//! articles, the rows that decided, what is unknown, and the day from which the answer would be another one. A
//! question that no row answers is a [`LawError`], never a guess.
//!
//! It knows no person, no case and no clock, and it refuses nothing: whether something is refused, and in which words,
//! is the catalogue's business. It is not legal advice either: readings the law leaves open are settings with a
//! documented default (`tables/settings.toml`).
//!
//! ```
//! use base::Day;
//! let law = law::Law::embedded()?;
//! let answer = law.renew_window(Some(Day::parse("2025-06-30")?), Day::parse("2025-03-31")?)?;
//! assert_eq!(answer.value.state, law::RenewalState::TooEarly);
//! assert_eq!(answer.changes_on, Some(Day::parse("2025-04-01")?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![warn(missing_docs)]

mod ability;
mod age;
mod amounts;
mod answer;
mod areas;
mod bar;
mod calendar;
mod cancellation;
mod canon;
mod choice;
mod classes;
mod cycle;
mod delegation;
mod downgrade;
mod error;
mod exam;
mod exam_contents;
mod figures;
mod fine;
mod foreign;
mod holidays;
mod inspection;
mod licence_change;
mod measure;
mod medical;
mod normal;
mod paper_number;
mod penalty;
mod phone;
mod physical;
mod plate;
mod points;
mod probation;
pub mod question;
mod raw;
mod reduction;
mod reference;
mod registration;
mod renewal;
mod resident_id;
mod review;
mod rule;
mod school_bus;
mod scrapping;
mod serial;
mod settings;
mod share;
mod small_five;
mod table;
mod tables;
mod temporary;
mod term;
#[cfg(test)]
mod tests;
mod upgrade;
mod uscc;
mod vehicle;
mod vehicle_words;
mod vin;

pub use age::{AgeFit, AgeObstacle, Application};
pub use answer::Answer;
pub use bar::Barred;
pub use calendar::{Due, WorkingDay};
pub use cancellation::Again;
pub use canon::digest_of;
pub use choice::ClassChoice;
pub use classes::{Category, Class, ClassError, ClassRow, Classes};
pub use cycle::Cycle;
pub use downgrade::{Downgrade, Extension};
pub use error::{LawError, nearest};
pub use exam::{Booking, Permit, Subject};
pub use exam_contents::{ExamContents, TheoryPaper};
pub use figures::{Figure, Unit};
pub use fine::{Due163, LateFine};
pub use foreign::Foreign;
pub use inspection::{Inspected, InspectionAction, NextInspection};
pub use licence_change::LicenceChange;
pub use paper_number::PaperNumber;
pub use penalty::Penalty;
pub use reduction::Happened;

pub use medical::{MedicalDuty, MedicalReason};
pub use normal::plain;
pub use phone::{Phone, PhoneFault};
pub use physical::{Body, BodyObstacle, Hands, Hearing, Legs};
pub use plate::{Energy, Plate, PlateFault, PlateOffice};
pub use points::{Excess, FullStudy, Measured, Place, Reduction, ViolationRow};
pub use probation::Probation;
pub use registration::{Registration, RegistrationRefusal};
pub use renewal::{RenewalIssue, RenewalState, RenewalWindow};
pub use resident_id::{Areas, Holder, IdFault, ResidentId, Sex, check_character};
pub use review::{Accident, ReviewDuty};
pub use rule::{Confidence, Rule};
pub use school_bus::{BusDriver, BusDriverObstacle};
pub use scrapping::{RideHailing, Scrapping};
pub use serial::SerialForm;
pub use settings::{
    AfterFullPoints, CycleOf, LateStart, LeapBirthday, OldStock, OverdueOnSite, PointsCarry, Reached,
    SmallFive, TimesAndPoints, TrainAtLimit, UpperBoundary,
};
pub use tables::{Deadline, Law};
pub use temporary::{Retention, TemporaryPlate};
pub use term::{FirstValidity, Term};
pub use upgrade::{Upgrade, Way};
pub use uscc::{Uscc, UsccFault};
pub use vehicle::VehicleKind;
pub use vin::{ModelYear, Vin, VinFault};
