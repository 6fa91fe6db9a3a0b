//! Cutting a text into the words it is made of, each read as the word that stands for all with its meaning.
//!
//! The dictionary is the office's own vocabulary, some hundreds of words, not a language's: a word that the office does
//! not know stays single characters, which is how the guide notices that a question is about something else. It also
//! keeps the program small: the usual dictionary of 350,000 words would be most of its memory.

use std::collections::{HashMap, HashSet};

use jieba_rs::Jieba;

use super::book::Words;

/// How often a known word is taken to occur, against once for a single character: a known word always wins.
const OFTEN: usize = 1_000;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// As it stood in the text, in small letters.
    pub(super) said: String,
    /// What it is.
    pub(super) sense: Sense,
}

/// What a word is to the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A word with a meaning here, named by the first of its line.
    Word(String),
    /// A thing of another office.
    Foreign,
    /// Says nothing about what is wanted.
    Idle,
    /// Not known.
    Unknown,
}

/// Cuts texts.
#[derive(Debug)]
pub(super) struct Cutter {
    jieba: Jieba,
    read_as: HashMap<String, String>,
    things: HashSet<String>,
    foreign: HashSet<String>,
    idle: HashSet<String>,
}

impl Cutter {
    /// A cutter of these words, and of what is not known in an office's own ways of asking: each run of it becomes a
    /// thing of its own.
    pub(super) fn new<'a>(words: &Words, own: impl Iterator<Item = &'a str>) -> Self {
        let mut cutter = Self::of(words);
        let runs: Vec<String> =
            own.flat_map(str::split_whitespace).flat_map(|part| cutter.unknown(part)).collect();
        for run in runs {
            cutter.jieba.add_word(&run, Some(OFTEN), None);
            cutter.things.insert(run.clone());
            cutter.read_as.insert(run.clone(), run);
        }
        cutter
    }

    /// Runs of at least two characters that begin with something unknown and go on to the next known word.
    fn unknown(&self, part: &str) -> Vec<String> {
        let mut runs = vec![String::new()];
        for token in self.cut(part) {
            match (token.sense, runs.last_mut()) {
                (Sense::Unknown, Some(run)) => run.push_str(&token.said),
                (Sense::Idle, Some(run)) if !run.is_empty() => run.push_str(&token.said),
                _ => runs.push(String::new()),
            }
        }
        runs.retain(|run| run.chars().count() >= 2);
        runs
    }

    fn of(words: &Words) -> Self {
        let read_as: HashMap<String, String> =
            words.readings().map(|(word, first)| (word.to_owned(), first.to_owned())).collect();
        let set = |list: &[String]| list.iter().cloned().collect::<HashSet<String>>();
        let (idle, foreign) = (set(&words.idle), set(&words.foreign));
        let mut jieba = Jieba::empty();
        for word in read_as.keys().chain(&idle).chain(&foreign) {
            jieba.add_word(word, Some(OFTEN), None);
        }
        let things = words.things.iter().filter_map(|line| line.first().cloned()).collect();
        Self { jieba, read_as, things, foreign, idle }
    }

    /// The words of a text, punctuation left out.
    pub(super) fn cut(&self, text: &str) -> Vec<Token> {
        let text = plain(text);
        let pieces = self.jieba.cut(&text, false).into_iter().map(|piece| piece.word);
        let words = pieces.filter(|piece| piece.chars().any(char::is_alphanumeric));
        words.map(|said| Token { sense: self.sense(said), said: said.to_owned() }).collect()
    }

    /// The meanings in a text, each once, in their order.
    pub(super) fn senses(&self, text: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for token in self.cut(text) {
            match token.sense {
                Sense::Word(word) if !found.contains(&word) => found.push(word),
                _ => {}
            }
        }
        found
    }

    /// Whether a meaning is a thing of this office.
    pub(super) fn is_thing(&self, word: &str) -> bool {
        self.things.contains(word)
    }

    /// Every word the guide knows.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.read_as.keys().chain(&self.idle).chain(&self.foreign).map(String::as_str)
    }

    fn sense(&self, said: &str) -> Sense {
        let singular = said.strip_suffix('s').filter(|_| said.is_ascii());
        if let Some(first) = self.read_as.get(said).or_else(|| self.read_as.get(singular?)) {
            Sense::Word(first.clone())
        } else if self.foreign.contains(said) {
            Sense::Foreign
        } else if self.idle.contains(said) || said.chars().all(|c| c.is_ascii_digit()) {
            Sense::Idle
        } else {
            Sense::Unknown
        }
    }
}

/// Full-width letters and digits narrow, letters small.
pub(super) fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    };
    text.chars().filter(|c| *c != '\u{200b}').map(narrow).flat_map(char::to_lowercase).collect()
}
