//! What the guide can point to, as words, and how well a question fits: BM25 over all words of a document, and the
//! nearest of the ways in which people ask for it.

use std::collections::HashMap;

/// How quickly a word that comes often stops counting (BM25's k1).
const SATURATION: f64 = 1.2;
/// How much a long document is held against it (BM25's b).
const LENGTH: f64 = 0.4;
/// How much the nearest way of asking counts, against the words of the whole document.
const NEAREST: f64 = 0.75;
/// What a word that is not known takes away from a question, as a share of a usual word's weight.
const UNKNOWN: f64 = 0.5;

/// A document: the ways of asking for it and the words of its texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// Each way of asking, as its words.
    pub(super) phrases: Vec<Vec<String>>,
    /// The words of its texts, as often as they come.
    pub(super) body: Vec<String>,
}

/// A question as words.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Its words with a meaning, each once.
    pub(super) words: Vec<String>,
    /// How many runs of characters in it are not known.
    pub(super) unknown: usize,
}

#[derive(Debug)]
struct Indexed {
    phrases: Vec<Vec<String>>,
    counts: HashMap<String, f64>,
    length: f64,
}

/// Documents ready to be asked.
#[derive(Debug)]
pub(super) struct Index {
    documents: Vec<Indexed>,
    weights: HashMap<String, f64>,
    usual_length: f64,
    usual_weight: f64,
}

impl Index {
    pub(super) fn new(documents: Vec<Document>) -> Self {
        let mut holding: HashMap<String, f64> = HashMap::new();
        let documents: Vec<Indexed> = documents.into_iter().map(indexed).collect();
        for document in &documents {
            for word in document.counts.keys() {
                *holding.entry(word.clone()).or_default() += 1.0;
            }
        }
        let all = whole(documents.len());
        let weight = |held: f64| (1.0 + (all - held + 0.5) / (held + 0.5)).ln();
        let weights: HashMap<String, f64> =
            holding.into_iter().map(|(word, held)| (word, weight(held))).collect();
        let usual_length = documents.iter().map(|d| d.length).sum::<f64>() / all.max(1.0);
        let usual_weight = weights.values().sum::<f64>() / whole(weights.len()).max(1.0);
        Self { documents, weights, usual_length, usual_weight }
    }

    /// How well each document fits, 0 to 1, in the order in which they were given.
    pub(super) fn scores(&self, asked: &Asked) -> Vec<f64> {
        let unknown = whole(asked.unknown) * UNKNOWN * self.usual_weight;
        let wanted = asked.words.iter().map(|word| self.weight(word)).sum::<f64>() + unknown;
        let score = |document: &Indexed| {
            if wanted <= 0.0 {
                return 0.0;
            }
            let nearest = document
                .phrases
                .iter()
                .map(|phrase| self.likeness(asked, phrase, wanted))
                .fold(0.0, f64::max);
            NEAREST * nearest + (1.0 - NEAREST) * self.bm25(asked, document) / (wanted * (SATURATION + 1.0))
        };
        self.documents.iter().map(score).collect()
    }

    fn weight(&self, word: &str) -> f64 {
        self.weights.get(word).copied().unwrap_or(self.usual_weight)
    }

    /// Twice what a question and a way of asking share, over what they have together.
    fn likeness(&self, asked: &Asked, phrase: &[String], wanted: f64) -> f64 {
        let shared: f64 =
            phrase.iter().filter(|word| asked.words.contains(word)).map(|word| self.weight(word)).sum();
        let own: f64 = phrase.iter().map(|word| self.weight(word)).sum();
        if own > 0.0 { 2.0 * shared / (own + wanted) } else { 0.0 }
    }

    fn bm25(&self, asked: &Asked, document: &Indexed) -> f64 {
        let norm = 1.0 - LENGTH + LENGTH * document.length / self.usual_length.max(1.0);
        let part = |word: &String| {
            let count = document.counts.get(word).copied().unwrap_or_default();
            self.weight(word) * count * (SATURATION + 1.0) / (count + SATURATION * norm)
        };
        asked.words.iter().map(part).sum()
    }
}

fn indexed(document: Document) -> Indexed {
    let mut counts: HashMap<String, f64> = HashMap::new();
    for word in document.phrases.iter().flatten().chain(&document.body) {
        *counts.entry(word.clone()).or_default() += 1.0;
    }
    let length = counts.values().sum();
    Indexed { phrases: document.phrases, counts, length }
}

/// A count as a number to reckon with; counts here stay far below the 2^32 from which this would matter.
fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
