//! The closed lists of the office as the API has them: the same codes, with their schemas read off the lists
//! themselves, so that a new code is in the description the day it is in the program.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::shaped::BETWEEN;

fn list(codes: Vec<&'static str>, description: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description.trim()))
        .enum_values(Some(codes));
    RefOr::T(object.into())
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident($of:ty) = $all:expr;)*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub(super) struct $name(pub(super) $of);

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                    s.serialize_str(self.0.as_str())
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    let code = String::deserialize(d)?;
                    let known = $all.iter().copied().find(|known| known.as_str() == code);
                    known.map(Self).ok_or_else(|| {
                        let codes: Vec<&str> = $all.iter().map(|known| known.as_str()).collect();
                        serde::de::Error::custom(one_of(&codes))
                    })
                }
            }

            impl utoipa::PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    list($all.iter().map(|known| known.as_str()).collect(), concat!($($doc),+))
                }
            }

            impl utoipa::ToSchema for $name {}
        )*

        /// Every list, for the components of the description.
        pub(super) fn schemas() -> Vec<(String, RefOr<Schema>)> {
            vec![$((stringify!($name).to_owned(), <$name as utoipa::PartialSchema>::schema()),)*]
        }
    };
}

fn one_of(codes: &[&str]) -> String {
    format!("只能填写：{}。{BETWEEN}Give one of: {}.", codes.join("、"), codes.join(", "))
}

/// The roles that staff accounts can have.
fn staff_roles() -> Vec<authz::Role> {
    authz::Role::ALL.iter().copied().filter(|role| role.is_staff()).collect()
}

const PAPERS: &[service::case::PaperKind] = &[
    service::case::PaperKind::Receipt,
    service::case::PaperKind::Notice,
    service::case::PaperKind::Rejection,
    service::case::PaperKind::Grant,
    service::case::PaperKind::Refusal,
    service::case::PaperKind::Withdrawal,
    service::case::PaperKind::Correction,
];

codes! {
    /// Where a case stands.
    StageCode(service::case::Stage) = service::case::Stage::ALL;
    /// Where a requirement stands.
    StatusCode(service::case::Status) = service::case::Status::ALL;
    /// How the result reaches the person.
    DeliveryCode(service::case::Delivery) = service::case::Delivery::ALL;
    /// How staff made sure of the person before them.
    IdentityCode(service::case::Identity) = service::case::Identity::ALL;
    /// What a person can do against a decision.
    RemedyCode(service::case::Remedy) = service::case::Remedy::ALL;
    /// Which paper: receipt 受理回执, notice 一次性告知书, rejection 不予受理决定书, grant 准予决定书,
    /// refusal 不予许可决定书, withdrawal 撤回或失效通知书, correction 更正通知书.
    PaperCode(service::case::PaperKind) = PAPERS;
    /// What is wrong with a paper that is asked for again.
    FaultCode(service::case::PaperFault) = service::case::PaperFault::ALL;
    /// The kind of a requirement.
    KindCode(service::catalog::RequirementKind) = service::catalog::RequirementKind::ALL;
    /// Who meets a requirement.
    PartyCode(service::catalog::Party) = service::catalog::Party::ALL;
    /// The stage that a requirement stands before.
    BeforeCode(service::catalog::Before) = service::catalog::Before::ALL;
    /// Where shared data comes from.
    SourceCode(service::catalog::Source) = service::catalog::Source::ALL;
    /// How an item runs.
    ShapeCode(service::catalog::Shape) = service::catalog::Shape::ALL;
    /// Who may ask for an item.
    WhoCode(service::catalog::Who) = service::catalog::Who::ALL;
    /// The doors an item is offered at.
    ChannelCode(service::catalog::Channel) = service::catalog::Channel::ALL;
    /// The standing of a licence.
    LicenceCode(service::catalog::LicenceStatus) = service::catalog::LicenceStatus::ALL;
    /// What an outlet is.
    OutletKindCode(service::outlet::OutletKind) = service::outlet::OutletKind::ALL;
    /// Whether an outlet serves people.
    OutletStatusCode(service::outlet::OutletStatus) = service::outlet::OutletStatus::ALL;
    /// What a blank becomes.
    BlankKindCode(service::outlet::BlankKind) = service::outlet::BlankKind::ALL;
    /// Whether an account can be used.
    StaffStatusCode(service::access::StaffStatus) = service::access::StaffStatus::ALL;
    /// Why an account is disabled.
    DisableCode(service::access::DisableReason) = service::access::DisableReason::ALL;
    /// Why a person's file is looked into.
    PurposeCode(service::access::Purpose) = service::access::Purpose::ALL;
    /// Why a person's values are erased.
    ErasureCode(service::person::ErasureGround) = service::person::ErasureGround::ALL;
    /// Whose session it is.
    SessionCode(service::access::SessionKind) = service::access::SessionKind::ALL;
    /// Who ended a mandate.
    EndedByCode(service::access::EndedBy) = service::access::EndedBy::ALL;
    /// Whom a job waits for.
    SystemCode(service::job::System) = service::job::System::ALL;
    /// Why a job that was laid aside is run again.
    RetryCode(service::job::RetryReason) = service::job::RetryReason::ALL;
    /// Why a job that was laid aside is given up.
    GiveUpCode(service::job::GiveUpReason) = service::job::GiveUpReason::ALL;
    /// A role of a staff account.
    RoleCode(authz::Role) = staff_roles();
}
