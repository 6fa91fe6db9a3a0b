//! Letting the register out. Whoever writes it to a file says what for and names the paper that orders it; both are on
//! record before the first value is opened, so that an export that is cut off is on record too.

use authz::{Action, Resource};
use base::FieldError;
use serde::{Deserialize, Serialize};
use store::{Read, params};

use super::sql;
use crate::closed::closed;
use crate::office::{Ctx, Done, Office, Stop};

base::id_types! {
    /// An export.
    ExportId = "exp";
}

closed! {
    /// Which part of the register.
    ExportPart {
        /// Everybody, with the licences they hold.
        Persons = "persons", "人员及其驾驶证", "persons with their licences";
        /// Licences without anybody's name, number, telephone or address.
        Licences = "licences", "驾驶证", "licences";
    }
    /// Why the register leaves the platform (PIPL§6: a clear purpose).
    ExportPurpose {
        /// Another system takes the register over.
        Migration = "migration", "系统迁移", "moving to another system";
        /// The register is compared with another one.
        Reconciliation = "reconciliation", "数据核对", "comparing registers";
        /// Oversight of the office's work.
        Oversight = "oversight", "监督检查", "oversight";
        /// A court or the police ask.
        LegalRequest = "legal_request", "协助司法执法机关", "a request of a court or the police";
    }
}

/// What is let out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Which part.
    pub part: ExportPart,
    /// Why.
    pub purpose: ExportPurpose,
    /// The number of the paper that orders it.
    pub reference: String,
}

/// The register was written to a file. No read row follows; the event is what is reviewed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    /// `exp_…`.
    pub export: String,
    /// Which part.
    pub part: ExportPart,
    /// Why.
    pub purpose: ExportPurpose,
    /// The number of the paper that orders it.
    pub reference: String,
}

impl ledger::Fact for Exported {
    const KIND: &'static str = "register.exported";
}

/// Puts an export on record; gives its id. The caller opens values only once this has gone well.
pub async fn begin_export(office: &Office, ctx: &Ctx, export: &Export) -> Result<Done<String>, Stop> {
    let reference = crate::access::paper_number(&export.reference).ok_or_else(no_paper)?;
    let (part, purpose) = (export.part, export.purpose);
    // The purpose goes into the event, and opens what the policies open only for a purpose.
    let own = Ctx { purpose: Some(purpose.as_str().to_owned()), ..ctx.clone() };
    office
        .command(&own, move |desk| {
            let (region, now) = (desk.office().region, desk.moment());
            let export = ExportId::new(region, now, desk.chance()).to_string();
            let stream = desk.office().stream("export", &export);
            desk.lock(&[&stream])?;
            desk.allow(Action::RegisterExport, &Resource::Platform)?;
            let fact = Exported { export: export.clone(), part, purpose, reference: reference.clone() };
            desk.record(&stream, ledger::NewEvent::new(&fact, now)?)?;
            Ok(export)
        })
        .await
}

/// How many rows a part has.
pub fn count(read: &mut Read<'_>, part: ExportPart) -> Result<u64, Stop> {
    let statement = match part {
        ExportPart::Persons => &sql::PERSONS,
        ExportPart::Licences => &sql::LICENCES,
    };
    let count = read.one(statement, params![], |row| row.int(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn no_paper() -> FieldError {
    FieldError::new(
        "reference",
        "请写明批准导出的公文编号：4至40位字母、数字和连字符。",
        "Name the paper that orders the export: 4 to 40 letters, digits and hyphens.",
    )
}
