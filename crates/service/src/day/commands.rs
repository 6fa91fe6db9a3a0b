//! Closing a day.

use authz::Action;

use super::model::{DayEvent, Tally};
use super::{queries, rules};
use crate::office::{Ctx, Done, Office, Stop};
use crate::outlet;

/// Closes today at an outlet, as it was counted. The books are reckoned anew under the lock: a blank that was used
/// since the page was shown makes a difference that asks for a reason or for another look.
pub async fn close(office: &Office, ctx: &Ctx, outlet: &str, counted: Tally) -> Result<Done<()>, Stop> {
    let id = outlet.to_owned();
    office
        .command(ctx, move |desk| {
            let own = outlet::stream(desk.office(), &id);
            // No blank leaves while they are counted off, and of two who close at once one is told so.
            desk.lock(&[&own, &outlet::stock_stream(desk.office(), &id)])?;
            let at = outlet::by_id(desk, &id)?.ok_or(Stop::NotFound)?;
            desk.allow(Action::DayClose, &at.resource())?;
            let today = desk.today();
            let sheet = queries::sheet(desk, &id, today)?;
            let event = DayEvent::from(rules::close(&id, &sheet, &counted)?).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}
