//! From events to notices: for each receiver the ledger is followed up to its newest checkpoint, and every event that it
//! subscribed to leaves a job that sends the notice. A receiver that is new hears of what happens from then on.

use ledger::{Event, follow, stored_checkpoint};
use serde_json::{Value, json};
use service::job;
use service::office::Stop;

use super::Worker;
use crate::config::Endpoint;
use crate::wait::{ask, wait};

/// Events read at once.
const PAGE: u32 = 200;

/// What is between two positions of the ledger.
struct Page {
    from: u64,
    to: u64,
    jobs: Vec<(String, Value)>,
}

impl Worker {
    /// Leaves a notice for every event since the last time, for each receiver; gives how many.
    pub(super) fn follow_for_notices(&self) -> Result<usize, Stop> {
        let mut left = 0;
        for endpoint in self.notices.endpoints() {
            while let Some(page) = self.next_page(endpoint)? {
                let (many, span) = (page.jobs.len(), (page.from, page.to));
                let (ctx, name) = (self.ctx("webhook.follow"), follower(endpoint));
                let moved = job::advance(&self.office, &ctx, &name, span, "webhook.send", page.jobs);
                if !wait(moved)?.value {
                    // Another copy of the program has read this page.
                    break;
                }
                left += many;
            }
        }
        Ok(left)
    }

    /// The events that are under the newest checkpoint and not read yet; none at its end.
    fn next_page(&self, endpoint: &Endpoint) -> Result<Option<Page>, Stop> {
        let (name, own) = (follower(endpoint), endpoint.clone());
        let found = ask(&self.office, move |read| {
            let size = stored_checkpoint(read)?.map_or(0, |(size, _, _)| size);
            let Some(from) = job::read_up_to(read, &name)? else { return Ok(Err(size)) };
            let mut events = follow(read, from, PAGE)?;
            events.retain(|(position, _)| *position < size);
            let to = events.last().map_or(from, |(last, _)| last + 1);
            let jobs = events.iter().filter(|(_, event)| own.wants(&event.kind));
            let jobs = jobs.map(|(_, event)| notice_of(&own, event)).collect();
            Ok(Ok((to > from).then_some(Page { from, to, jobs })))
        })?;
        match found {
            Ok(page) => Ok(page),
            Err(size) => {
                wait(job::begin(&self.office, &self.ctx("webhook.follow"), &follower(endpoint), size))?;
                Ok(None)
            }
        }
    }
}

fn follower(endpoint: &Endpoint) -> String {
    format!("webhook:{}", endpoint.name)
}

fn notice_of(endpoint: &Endpoint, event: &Event) -> (String, Value) {
    let stream = event.stream.as_str();
    (endpoint.name.clone(), json!({ "endpoint": endpoint.name, "stream": stream, "number": event.number }))
}
