//! The guide that pages and API ask, with the office's own words as they stand.

use std::sync::{Arc, Mutex};

use service::guide::{Guide, OwnWord, own_words};
use service::office::Stop;

use crate::App;

/// The newest guide and the words that it knows beside those of the program.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<(Vec<OwnWord>, Arc<Guide>)>>);

impl App {
    /// The guide. It is made anew where words have come or gone, in this copy of the program or in another; making one
    /// takes some milliseconds, and looking for changes one short query.
    pub(crate) async fn guide(&self) -> Result<Arc<Guide>, Stop> {
        let words = self.office.query(own_words).await?;
        let stopped = |_| Stop::Failed(ledger::Error::Broken("the guide was left half made".to_owned()));
        let mut kept = self.guidance.0.lock().map_err(stopped)?;
        if let Some((known, guide)) = kept.as_ref()
            && *known == words
        {
            return Ok(guide.clone());
        }
        let made = Guide::new(&self.office.rules.catalog, &words);
        let guide = Arc::new(made.map_err(|e| Stop::Failed(ledger::Error::Broken(e.to_string())))?);
        *kept = Some((words, guide.clone()));
        Ok(guide)
    }
}
