//! Reading what was mistyped: a wrong character that sounds right (驾驶正), one wrong or missing character of a longer
//! word, a question typed in pinyin (jiazhao diule) and the initials of an item (qmhz). Only what the guide could not
//! read is looked at, so that a question it understands is never turned into another.

use std::collections::HashMap;

use pinyin::ToPinyin as _;

use super::book::Words;
use super::cut::{Cutter, Sense, Token, plain};

/// Words of this length and more are recognised with one character wrong or missing.
const LONG: usize = 3;
/// Initials of fewer letters could be anything.
const INITIALS: usize = 3;

/// What words sound and look like.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    spelt: HashMap<String, String>,
    near: HashMap<String, String>,
    initials: HashMap<String, String>,
    longest_word: usize,
    longest_spelling: usize,
}

impl Sounds {
    /// Sounds of every word of the cutter, and the initials of these names.
    pub(super) fn new<'a>(cutter: &Cutter, words: &Words, names: impl Iterator<Item = &'a str>) -> Self {
        let mut sounds = Self::default();
        let mut known: Vec<&str> = cutter.words().filter(|word| !word.is_ascii()).collect();
        known.sort_unstable();
        for word in known {
            let Some(syllables) = syllables(word) else { continue };
            let spelling = words.reading.get(word).cloned().unwrap_or_else(|| syllables.concat());
            sounds.longest_word = sounds.longest_word.max(syllables.len());
            sounds.longest_spelling = sounds.longest_spelling.max(spelling.len());
            sounds.spelt.entry(spelling).or_insert_with(|| word.to_owned());
            if syllables.len() >= LONG {
                for like in almost(word) {
                    sounds.near.entry(like).or_insert_with(|| word.to_owned());
                }
            }
        }
        for name in names {
            let letters: String =
                syllables(name).unwrap_or_default().iter().filter_map(|s| s.chars().next()).collect();
            if letters.len() >= INITIALS {
                sounds.initials.entry(letters).or_insert_with(|| name.to_owned());
            }
        }
        sounds
    }

    /// The question as it was probably meant; nothing where there is nothing to mend.
    pub(super) fn mended(&self, tokens: &[Token]) -> Option<String> {
        let mut out = String::new();
        let mut changed = false;
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            let found = if token.sense == Sense::Unknown && token.said.is_ascii() {
                self.typed(rest)
            } else {
                self.misspelt(rest)
            };
            if let Some((words, used)) = found {
                out.push_str(&words);
                changed = true;
                rest = rest.get(used..).unwrap_or_default();
            } else {
                if token.said.is_ascii() && out.ends_with(|c: char| c.is_ascii_alphanumeric()) {
                    out.push(' ');
                }
                out.push_str(&token.said);
                rest = after;
            }
        }
        changed.then_some(out)
    }

    /// Letters at the front that spell words in pinyin or are the initials of an item, and how many tokens they are.
    fn typed(&self, tokens: &[Token]) -> Option<(String, usize)> {
        let latin = tokens.iter().take_while(|token| token.said.chars().all(|c| c.is_ascii_lowercase()));
        let run: Vec<&str> = latin.map(|token| token.said.as_str()).collect();
        let letters = run.concat();
        if letters.is_empty() {
            return None;
        }
        if let Some(name) = self.initials.get(&letters) {
            return Some((name.clone(), run.len()));
        }
        self.words_of(&letters).map(|words| (words, run.len()))
    }

    /// Letters as words whose spellings they are, end to end: as few words as possible.
    fn words_of(&self, letters: &str) -> Option<String> {
        let mut best: Vec<Option<(usize, String)>> = vec![None; letters.len() + 1];
        *best.first_mut()? = Some((0, String::new()));
        for start in 0..letters.len() {
            let Some((count, so_far)) = best.get(start).cloned().flatten() else { continue };
            for end in start + 1..=letters.len().min(start + self.longest_spelling) {
                let Some(word) = letters.get(start..end).and_then(|part| self.spelt.get(part)) else {
                    continue;
                };
                let slot = best.get_mut(end)?;
                if slot.as_ref().is_none_or(|(fewest, _)| count + 1 < *fewest) {
                    *slot = Some((count + 1, format!("{so_far}{word}")));
                }
            }
        }
        best.pop().flatten().map(|(_, words)| words)
    }

    /// The longest run of tokens at the front, at least one of them not known, that sounds like a word or is one but for
    /// one character.
    fn misspelt(&self, tokens: &[Token]) -> Option<(String, usize)> {
        let mut runs = Vec::new();
        let (mut run, mut unknown) = (String::new(), false);
        for (at, token) in tokens.iter().enumerate() {
            if token.said.is_ascii() {
                break;
            }
            run.push_str(&token.said);
            unknown |= token.sense == Sense::Unknown;
            if run.chars().count() > self.longest_word {
                break;
            }
            if unknown {
                runs.push((run.clone(), at + 1));
            }
        }
        runs.into_iter().rev().find_map(|(run, used)| self.word_like(&run).map(|word| (word, used)))
    }

    fn word_like(&self, run: &str) -> Option<String> {
        let length = run.chars().count();
        let by_sound = || self.spelt.get(&syllables(run)?.concat());
        let one_wrong = || blanked(run).into_iter().find_map(|like| self.near.get(&like));
        let found =
            if length < 2 { None } else { by_sound().or_else(|| self.near.get(run)).or_else(one_wrong) };
        found.cloned()
    }
}

/// How a text of Chinese characters is spelt, a syllable for each; nothing where a character has no reading.
fn syllables(text: &str) -> Option<Vec<&'static str>> {
    plain(text).as_str().to_pinyin().map(|found| found.map(pinyin::Pinyin::plain)).collect()
}

/// A word with each character in turn left out, and with each in turn made a blank.
fn almost(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let without =
        |gap: usize| chars.iter().enumerate().filter(|(at, _)| *at != gap).map(|(_, c)| *c).collect();
    (0..chars.len()).map(without).chain(blanked(word)).collect()
}

fn blanked(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < LONG {
        return Vec::new();
    }
    let blank =
        |gap: usize| chars.iter().enumerate().map(|(at, c)| if at == gap { '？' } else { *c }).collect();
    (0..chars.len()).map(blank).collect()
}
