//! What the guide knows of words: the two files of `catalog/guide`, read and checked.

use std::collections::BTreeMap;

use base::Text;
use serde::Deserialize;

const WORDS: &str = include_str!("../../../../catalog/guide/words.toml");
const TOPICS: &str = include_str!("../../../../catalog/guide/topics.toml");

/// Why the words of guidance cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuideError {
    /// A file is not what it should be.
    #[error("{file}: {message}")]
    File {
        /// `words.toml` or `topics.toml`.
        file: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A word stands in two places, so that it would mean two things.
    #[error("words.toml: {word} stands in two places")]
    Twice {
        /// The word.
        word: String,
    },
}

/// How people speak.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Words that say nothing about what is wanted.
    pub(super) idle: Vec<String>,
    /// Things other offices deal with.
    pub(super) foreign: Vec<String>,
    /// Things of this office, each line the words for one of them.
    pub(super) things: Vec<Vec<String>>,
    /// What happens to things and what is wanted, each line the words for one of them.
    pub(super) deeds: Vec<Vec<String>>,
    /// How words are typed in pinyin whose characters have several readings.
    pub(super) reading: BTreeMap<String, String>,
}

/// Business that people ask for and that no item may answer yet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    /// Its canonical Chinese name, as in an item's `ask`.
    pub(super) ask: String,
    /// Its name in English.
    pub(super) name: English,
    /// How people ask for it.
    pub(super) words: Vec<String>,
    /// The page of the platform that answers it, where there is one.
    pub(super) page: Option<String>,
    /// The calculator that answers part of it, by the last part of its address.
    pub(super) calculator: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct English {
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    topic: Vec<Topic>,
}

impl Topic {
    /// Its name for people.
    pub(super) fn text(&self) -> Text {
        Text::new(self.ask.clone(), self.name.en.clone())
    }
}

impl Words {
    /// The words that come with the program.
    pub(super) fn embedded() -> Result<Self, GuideError> {
        Self::read(WORDS)
    }

    pub(super) fn read(text: &str) -> Result<Self, GuideError> {
        let words: Self = toml::from_str(text).map_err(|e| wrong("words.toml", &e))?;
        let groups = words.things.iter().chain(&words.deeds).flatten();
        let mut seen = std::collections::BTreeSet::new();
        for word in words.idle.iter().chain(&words.foreign).chain(groups) {
            if !seen.insert(word) {
                return Err(GuideError::Twice { word: word.clone() });
            }
        }
        Ok(words)
    }

    /// Every word with the one it is read as.
    pub(super) fn readings(&self) -> impl Iterator<Item = (&str, &str)> {
        let groups = self.things.iter().chain(&self.deeds);
        groups.flat_map(|line| {
            line.first()
                .into_iter()
                .flat_map(|first| line.iter().map(move |word| (word.as_str(), first.as_str())))
        })
    }
}

/// The topics that come with the program.
pub(super) fn topics() -> Result<Vec<Topic>, GuideError> {
    let file: TopicFile = toml::from_str(TOPICS).map_err(|e| wrong("topics.toml", &e))?;
    Ok(file.topic)
}

fn wrong(file: &'static str, error: &toml::de::Error) -> GuideError {
    GuideError::File { file, message: error.to_string().trim().to_owned() }
}
