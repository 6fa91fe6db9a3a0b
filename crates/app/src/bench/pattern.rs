//! What differs from case to case. Two recordings of the same steps by two persons are laid side by side: equal values
//! are the program's words, different ones are ids, numbers and digests, which get a fresh value for every further
//! case. A value that differs and is known (the person, their licence, their session, the blank) is the next subject's.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use store::{Param, Piece, Value};

use super::ground::Subject;
use super::script;

/// What is known of a case before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Known {
    Person,
    Licence,
    Session,
    Blank,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Known(Known),
    /// A word of this text's length and beginning.
    Word(String),
    /// A digest.
    Digest,
    /// A number that grows by one from case to case.
    Count(i64),
}

/// The slots of a pattern and what goes into them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    kinds: Vec<Kind>,
    words: HashMap<String, usize>,
    bytes: HashMap<Vec<u8>, usize>,
    counts: HashMap<i64, usize>,
    known_words: HashMap<String, Known>,
    known_bytes: HashMap<Vec<u8>, Known>,
}

impl Pattern {
    /// A pattern that knows what belongs to the first of the two cases.
    pub(super) fn of(subject: &Subject, n: u64, persons: u64) -> Self {
        let session = script::token(script::person_of(n, persons)).digest().to_vec();
        let words = [
            (subject.person.clone(), Known::Person),
            (subject.licence.clone(), Known::Licence),
            (script::blank(n), Known::Blank),
        ];
        Self {
            known_words: words.into_iter().collect(),
            known_bytes: [(session, Known::Session)].into_iter().collect(),
            ..Self::default()
        }
    }

    /// Where a value comes from, given what stands in its place in both recordings.
    pub(super) fn learn(&mut self, first: &Value<'static>, second: &Value<'static>) -> Param {
        match (first, second) {
            (Value::Text(a), Value::Text(b)) if a != b => self.text(a, b),
            (Value::Bytes(a), Value::Bytes(b))
                if a != b && (a.len() == 32 || self.known_bytes.contains_key(a.as_ref())) =>
            {
                Param::Slot(self.digest(a))
            }
            (Value::Int(a), Value::Int(b)) if a.checked_add(1) == Some(*b) => {
                let kinds = &mut self.kinds;
                Param::Slot(*self.counts.entry(*a).or_insert_with(|| pushed(kinds, Kind::Count(*a))))
            }
            _ => Param::Fixed(first.clone()),
        }
    }

    fn digest(&mut self, bytes: &[u8]) -> usize {
        if let Some(slot) = self.bytes.get(bytes) {
            return *slot;
        }
        let kind = self.known_bytes.get(bytes).map_or(Kind::Digest, |known| Kind::Known(*known));
        let slot = pushed(&mut self.kinds, kind);
        self.bytes.insert(bytes.to_vec(), slot);
        slot
    }

    /// A text is words with signs between them; the words that differ become slots.
    fn text(&mut self, first: &str, second: &str) -> Param {
        let (a, b) = (words(first), words(second));
        if a.len() != b.len() {
            return Param::Fixed(Value::Text(first.to_owned().into()));
        }
        let pieces: Vec<Piece> = a
            .iter()
            .zip(&b)
            .map(|(a, b)| if a == b { Piece::Word((*a).to_owned()) } else { Piece::Slot(self.word(a)) })
            .collect();
        match pieces.as_slice() {
            [Piece::Slot(slot)] => Param::Slot(*slot),
            _ => Param::Text(pieces),
        }
    }

    fn word(&mut self, word: &str) -> usize {
        if let Some(slot) = self.words.get(word) {
            return *slot;
        }
        let known = self.known_words.get(word).map(|known| Kind::Known(*known));
        let slot = pushed(&mut self.kinds, known.unwrap_or_else(|| Kind::Word(word.to_owned())));
        self.words.insert(word.to_owned(), slot);
        slot
    }

    /// The values of the slots for the `n`-th case, before which `steps` cases were done in a store in which the
    /// recorded ones were not. The first of those was done behind one other.
    pub(super) fn values(&self, n: u64, steps: u64, subjects: &[Subject]) -> Vec<Value<'static>> {
        let persons = u64::try_from(subjects.len()).unwrap_or(1);
        let place = script::person_of(n, persons);
        let subject = usize::try_from(place).ok().and_then(|place| subjects.get(place));
        let text = |text: Option<&str>| Value::Text(text.unwrap_or_default().to_owned().into());
        (0_u64..)
            .zip(&self.kinds)
            .map(|(slot, kind)| match kind {
                Kind::Known(Known::Person) => text(subject.map(|s| s.person.as_str())),
                Kind::Known(Known::Licence) => text(subject.map(|s| s.licence.as_str())),
                Kind::Known(Known::Session) => Value::Bytes(script::token(place).digest().to_vec().into()),
                Kind::Known(Known::Blank) => Value::Text(script::blank(n).into()),
                Kind::Word(word) => Value::Text(fresh(word, n * 256 + slot).into()),
                Kind::Digest => Value::Bytes(mixed(n * 256 + slot).to_vec().into()),
                Kind::Count(at) => Value::Int(at - 1 + i64::try_from(steps).unwrap_or(0)),
            })
            .collect()
    }
}

fn pushed(kinds: &mut Vec<Kind>, kind: Kind) -> usize {
    kinds.push(kind);
    kinds.len() - 1
}

/// Runs of letters, digits and underscores, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = inside(first);
        let end = rest.find(|c| inside(c) != kind).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        all.push(word);
        rest = after;
    }
    all
}

/// The word with another end: as long, beginning alike, so that keys lie as close together as the program's own.
fn fresh(word: &str, number: u64) -> String {
    const LETTERS: &[u8; 16] = b"0123456789ABCDEF";
    let keep = word.len().saturating_sub(10);
    let mut end = Vec::new();
    let mut left = number;
    while end.len() < word.len() - keep {
        let place = usize::try_from(left % 16).unwrap_or(0);
        end.push(LETTERS.get(place).copied().unwrap_or(b'0'));
        left /= 16;
    }
    end.reverse();
    format!("{}{}", word.get(..keep).unwrap_or_default(), String::from_utf8(end).unwrap_or_default())
}

fn mixed(number: u64) -> [u8; 32] {
    Sha256::digest(number.to_le_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_fresh_in_every_case() {
        let subject = |n: u32| Subject {
            person: format!("per_999901_{n:026}"),
            licence: format!("lic_999901_{n:026}"),
        };
        let subjects = [subject(1), subject(2), subject(3)];
        let mut pattern = Pattern::of(&subjects[0], 0, 3);
        let text = |text: &str| Value::Text(text.to_owned().into());
        let a = text("person/per_999901_00000000000000000000000001/n1");
        let b = text("person/per_999901_00000000000000000000000002/n1");
        let person = pattern.learn(&a, &b);
        let own = pattern.learn(&text("YC20261122-AAAAAAA1"), &text("YC20261122-AAAAAAA2"));
        let again = pattern.learn(&text("x AAAAAAA1"), &text("x AAAAAAA2"));
        assert_eq!(pattern.learn(&text("same"), &text("same")), Param::Fixed(text("same")));
        assert!(matches!(pattern.learn(&Value::Int(7), &Value::Int(8)), Param::Slot(_)));
        let Param::Text(pieces) = &person else { panic!("{person:?}") };
        assert_eq!(pieces[2], Piece::Slot(0));
        assert!(matches!(own, Param::Text(_)) && matches!(again, Param::Text(_)));
        let one = pattern.values(1, 0, &subjects);
        let two = pattern.values(2, 1, &subjects);
        assert_eq!(one[0], text(&subjects[usize::try_from(script::person_of(1, 3)).unwrap()].person));
        assert!(one[1] != two[1] && one.len() == 3);
        assert_eq!((&one[2], &two[2]), (&Value::Int(6), &Value::Int(7)));
    }
}
