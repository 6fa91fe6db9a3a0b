//! What anybody may do only so often: upload files, and track cases without logging in.

use base::FieldError;
use store::params;

use super::without_key;
use crate::access::rules::tally::Tally;
use crate::access::secret::digest;
use crate::access::{sql, work};
use crate::office::{Ctx, Desk, Office, Stop, is_known_key};

/// Counts a file that somebody uploads for a person, before it is kept: forty in any day. A file that is handed in stays
/// for as long as the person is on file, also when a better one takes its place: an event cites it, and whoever says
/// what was handed in can be held to it. So the number is what bounds them. A request that is sent again under the key
/// of one that was answered is not counted: it shall hear the same answer.
pub async fn count_upload(office: &Office, ctx: &Ctx, person: &str) -> Result<(), Stop> {
    let (who, once) = (uploads_of(person), ctx.once.clone());
    let keyless = without_key(ctx);
    let counted = office.command(&keyless, move |desk| {
        if let Some(once) = &once {
            let actor = desk.ctx().actor.id.clone();
            if is_known_key(desk, &actor, once)? {
                return Ok(Ok(()));
            }
        }
        work::count(desk, Tally::Upload, &who)
    });
    let counted = counted.await?;
    counted.value.map_err(|seconds| too_many_files(ctx, seconds).into())
}

/// Counts one who tracks a case by its number and four digits of a telephone, before it is looked for: twenty in any day
/// for a number, whether there is such a case or not and whether the digits fit.
pub async fn count_track(office: &Office, ctx: &Ctx, number: &str) -> Result<(), Stop> {
    let who = digest("tracks-case", &[number.as_bytes()]);
    let counted =
        office.command(&without_key(ctx), move |desk| work::count(desk, Tally::Track, &who)).await?;
    counted.value.map_err(Stop::TooMany)
}

fn uploads_of(person: &str) -> [u8; 32] {
    digest("uploads-for-person", &[person.as_bytes()])
}

/// Forgets how many files came for a person, inside the command that erases them.
pub(super) fn forget(desk: &mut Desk<'_, '_>, person: &str) -> Result<(), Stop> {
    desk.exec(&sql::TALLY_DROP, params![Tally::Upload.name(), uploads_of(person)])?;
    Ok(())
}

fn too_many_files(ctx: &Ctx, seconds: u32) -> FieldError {
    let (most, until) = (Tally::Upload.most(), ctx.now.plus_seconds(seconds.into()).local());
    FieldError::new(
        "file",
        format!("24小时内最多上传{most}个文件，已经达到。请在{until}之后再上传，或者带材料到服务窗口办理。"),
        format!(
            "At most {most} files are taken in 24 hours. Send the next after {until}, or bring the papers to a counter."
        ),
    )
}
