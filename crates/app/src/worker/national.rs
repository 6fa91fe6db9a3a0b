//! Uploading an issued licence to the national platform.

use adapters::Private;
use adapters::national::Upload;
use service::job::Job;
use service::office::{Ctx, Stop};
use service::{licence, person};

use super::{Undone, Worker};
use crate::wait::ask;

impl Worker {
    /// Uploads the licence as it stands now; an older edition that nobody uploaded yet is not missed, because the
    /// newer one takes its place.
    pub(super) fn upload(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        let id = Self::word(job, "licence")?.to_owned();
        if let Some(upload) = self.licence_as_issued(id)? {
            self.answer(self.outside.national.upload(&upload, &mut ctx.rng.clone()))?;
        }
        Ok(())
    }

    fn licence_as_issued(&self, id: String) -> Result<Option<Upload>, Stop> {
        let office = self.office.clone();
        ask(&self.office, move |read| {
            let held = licence::by_id(read, &id)?.ok_or(Stop::NotFound)?;
            let Some(row) = person::by_id(read, &held.holder)?.filter(|row| !row.erased) else {
                return Ok(None);
            };
            let values = person::values(&office, read, &row)?;
            Ok(Some(Upload {
                licence_id: held.id,
                version: held.edition,
                file_no: held.file_number,
                id_number: Private::new(values.id_number),
                name: Private::new(values.name),
                classes: held.classes.iter().map(|class| class.code().to_owned()).collect(),
                first_issued_on: held.first_issue,
                valid_from: held.valid_from,
                valid_until: held.valid_until,
                region: held.region,
            }))
        })
    }
}
