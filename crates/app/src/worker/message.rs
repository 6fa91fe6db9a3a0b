//! Messages to people: the telephone number comes from the vault at this moment, and is nowhere else.

use std::collections::BTreeMap;

use adapters::Private;
use adapters::sms::NewMessage;
use service::job::Job;
use service::office::{Ctx, Stop};
use service::{case, person};

use super::templates::Template;
use super::{Undone, Worker};
use crate::wait::ask;

impl Worker {
    /// Sends a message under the job's own id. A person who was erased, or has no telephone, gets none.
    pub(super) fn message(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        let template = Template::find(Self::word(job, "template")?).ok_or(Undone::Job("no such template"))?;
        let about = Self::word(job, "about")?.to_owned();
        let Some(phone) = self.phone_of(&job.subject)? else { return Ok(()) };
        let item = self.item_of(&about)?;
        let value = |name: &'static str| {
            let text = if name == "item" { item.clone() } else { about.clone() };
            (name.to_owned(), Private::new(text))
        };
        let message = NewMessage {
            message_no: job.id.clone(),
            template: template.id(),
            phone: Private::new(phone),
            parameters: template.parameters().map(value).collect::<BTreeMap<_, _>>(),
        };
        self.answer(self.outside.sms.send(&message, &mut ctx.rng.clone()))?;
        Ok(())
    }

    fn phone_of(&self, id: &str) -> Result<Option<String>, Stop> {
        let (office, id) = (self.office.clone(), id.to_owned());
        ask(&self.office, move |read| {
            let Some(row) = person::by_id(read, &id)?.filter(|row| !row.erased) else { return Ok(None) };
            let phone = person::values(&office, read, &row)?.phone;
            Ok(Some(phone).filter(|phone| !phone.is_empty()))
        })
    }

    /// The name of the case's item, for people.
    fn item_of(&self, number: &str) -> Result<String, Stop> {
        let number = number.to_owned();
        let found = ask(&self.office, move |read| case::by_number(read, &number))?;
        let item =
            found.and_then(|case| self.office.rules.catalog.item(&case.item).ok().map(|i| i.name.zh.clone()));
        Ok(item.unwrap_or_else(|| "业务".to_owned()))
    }
}
