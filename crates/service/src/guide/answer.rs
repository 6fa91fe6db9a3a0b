//! Asking the guide.

use base::Text;

use super::book::{GuideError, Topic, Words, topics};
use super::cut::{Cutter, Sense, Token};
use super::index::{Asked, Document, Index};
use super::model::OwnWord;
use super::sound::Sounds;
use crate::catalog::{Catalog, Item};

/// From this likeness on, a question is taken to ask for what it fits best.
const SURE: f64 = 0.45;
/// From this likeness on, something is worth being named as another possibility.
const NAMED: f64 = 0.2;
/// How many other possibilities are named.
const OTHERS: usize = 4;
/// A question is read up to this many characters.
const LONGEST: usize = 200;

/// What a question can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An item of the catalogue, by code.
    Item(String),
    /// Business that no item answers; some has a page of its own.
    Topic {
        /// The page, where there is one.
        page: Option<String>,
        /// The calculator that answers part of it, where there is one.
        calculator: Option<String>,
    },
}

/// Something that fits a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// What it is.
    pub subject: Subject,
    /// Its canonical Chinese name, one of those of [`Item::ask`].
    pub ask: String,
    /// Its name for people.
    pub name: Text,
    /// How well it fits, 0 to 1.
    pub score: f64,
}

/// What a question was answered with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What is asked for; nothing where the guide is not sure.
    pub best: Option<Match>,
    /// Other possibilities, the likeliest first.
    pub others: Vec<Match>,
    /// The question as it was read, where something in it was taken for a slip.
    pub read_as: Option<String>,
}

impl Answer {
    /// The item that answers it, and how well; nothing where no item does.
    pub fn item(&self) -> Option<(&str, &Match)> {
        match self.best.as_ref().map(|best| (&best.subject, best)) {
            Some((Subject::Item(code), best)) => Some((code, best)),
            _ => None,
        }
    }
}

/// Answers questions about the items of one catalogue.
#[derive(Debug)]
pub struct Guide {
    cutter: Cutter,
    sounds: Sounds,
    index: Index,
    subjects: Vec<(Subject, String, Text)>,
}

impl Guide {
    /// A guide to this catalogue that knows the office's own words. It fails only if the words that come with the
    /// program are broken.
    pub fn new(catalog: &Catalog, own: &[OwnWord]) -> Result<Self, GuideError> {
        let words = Words::embedded()?;
        let cutter = Cutter::new(&words, own.iter().map(|own| own.word.as_str()));
        let items: Vec<&Item> = catalog.items().collect();
        let mut topics = topics()?;
        topics.retain(|topic| items.iter().all(|item| item.ask != topic.ask));
        let names =
            items.iter().map(|item| item.name.zh.as_str()).chain(topics.iter().map(|t| t.ask.as_str()));
        let sounds = Sounds::new(&cutter, &words, names);
        let documents = items
            .iter()
            .map(|item| of_item(&cutter, item, own))
            .chain(topics.iter().map(|topic| of_topic(&cutter, topic)))
            .collect();
        let of_item = |item: &&Item| (Subject::Item(item.code.clone()), item.ask.clone(), item.name.clone());
        let of_topic = |topic: &Topic| {
            let subject = Subject::Topic { page: topic.page.clone(), calculator: topic.calculator.clone() };
            (subject, topic.ask.clone(), topic.text())
        };
        let subjects = items.iter().map(of_item).chain(topics.iter().map(of_topic)).collect();
        Ok(Self { index: Index::new(documents), cutter, sounds, subjects })
    }

    /// What this question asks for.
    pub fn ask(&self, question: &str) -> Answer {
        let question: String = question.chars().take(LONGEST).collect();
        let tokens = self.cutter.cut(&question);
        let read_as = self.sounds.mended(&tokens);
        let tokens = read_as.as_ref().map_or(tokens, |mended| self.cutter.cut(mended));
        let asked = asked(&tokens);
        let of_others = tokens.iter().any(|token| token.sense == Sense::Foreign);
        let of_ours = asked.words.iter().any(|word| self.cutter.is_thing(word));
        if of_others && !of_ours {
            return Answer { read_as, ..Answer::default() };
        }
        let mut fitting = self.fitting(&asked);
        let best = fitting.first().is_some_and(|first| first.score >= SURE).then(|| fitting.remove(0));
        fitting.truncate(OTHERS);
        Answer { best, others: fitting, read_as }
    }

    /// Everything worth naming, the likeliest first.
    fn fitting(&self, asked: &Asked) -> Vec<Match> {
        let scored = self.subjects.iter().zip(self.index.scores(asked));
        let named = scored.filter(|(_, score)| *score >= NAMED);
        let mut fitting: Vec<Match> = named
            .map(|((subject, ask, name), score)| Match {
                subject: subject.clone(),
                ask: ask.clone(),
                name: name.clone(),
                score,
            })
            .collect();
        fitting.sort_by(|a, b| b.score.total_cmp(&a.score));
        fitting
    }
}

/// The words of a question. Characters that are not known count once for each run of them.
fn asked(tokens: &[Token]) -> Asked {
    let mut asked = Asked::default();
    let mut in_unknown = false;
    for token in tokens {
        match &token.sense {
            Sense::Word(word) if !asked.words.contains(word) => asked.words.push(word.clone()),
            Sense::Unknown | Sense::Foreign if !in_unknown => asked.unknown += 1,
            _ => {}
        }
        in_unknown = matches!(token.sense, Sense::Unknown | Sense::Foreign);
    }
    asked
}

fn of_item(cutter: &Cutter, item: &Item, own: &[OwnWord]) -> Document {
    let names = [&item.ask, &item.name.zh, &item.name.en];
    let added = own.iter().filter(|own| own.item == item.code).map(|own| &own.word);
    let phrases = names.into_iter().chain(&item.synonyms).chain(added);
    let texts = [&item.text.summary, &item.text.who, &item.text.result];
    let body = texts.into_iter().flat_map(|text| [&text.zh, &text.en]);
    Document {
        phrases: phrases.map(|phrase| cutter.senses(phrase)).filter(|phrase| !phrase.is_empty()).collect(),
        body: body.flat_map(|text| cutter.senses(text)).collect(),
    }
}

fn of_topic(cutter: &Cutter, topic: &Topic) -> Document {
    let name = topic.text();
    let phrases = [&name.zh, &name.en].into_iter().chain(&topic.words);
    let phrases = phrases.map(|phrase| cutter.senses(phrase)).filter(|phrase| !phrase.is_empty());
    Document { phrases: phrases.collect(), body: Vec::new() }
}
