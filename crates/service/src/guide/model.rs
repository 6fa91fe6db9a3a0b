//! Rows and events of the office's own words.

use base::Instant;
use serde::{Deserialize, Serialize};

use crate::office::events;

/// A word, or a way of asking, that the office has added to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWord {
    /// What people say.
    pub word: String,
    /// The item they mean.
    pub item: String,
    /// Since when the guide knows it.
    pub added_at: Instant,
}

/// A word was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordAdded {
    /// What people say.
    pub word: String,
    /// The item they mean.
    pub item: String,
}

/// A word was taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRemoved {
    /// The word.
    pub word: String,
}

events! {
    /// What happens to the office's own words.
    GuideEvent {
        /// Added.
        Added(WordAdded) = "guide.word_added",
        /// Taken away.
        Removed(WordRemoved) = "guide.word_removed",
    }
}
