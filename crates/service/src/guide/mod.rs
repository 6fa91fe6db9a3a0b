//! Guidance (办事指引): which item somebody means who asks in their own words.
//!
//! "我的驾照快到期了怎么办" is read as the words 驾驶证 and 到期, whatever people call them, and answered with the item
//! 期满换证. Words come from `catalog/guide/words.toml` (which mean the same, which say nothing), from the items' own
//! names and synonyms, and from `catalog/guide/topics.toml` (what people ask for and no item answers yet). A wrong
//! character that sounds right, a dropped character and a question typed in pinyin are read as what they stand for.
//!
//! An office adds words of its own, which are on record like everything else. The guide decides nothing about a person
//! and keeps no question: it points to an item, and the item's own conditions say who
//! can have it. A question that no item answers is told so, never given the item that looks most like it.
//!
//! For example `Guide::new(&catalog, &[])?.ask("驾照丢了").best` is the item `licence-lost`.

mod answer;
mod apply;
mod book;
mod commands;
mod cut;
mod index;
mod model;
mod sound;
mod sql;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Guide, Match, Subject};
pub(crate) use apply::apply;
pub use book::GuideError;
pub use commands::{WORD_MAX, WORDS_MAX, add_word, own_words, remove_word};
pub use model::{GuideEvent, OwnWord, WordAdded, WordRemoved};

pub(crate) fn statements() -> impl Iterator<Item = &'static store::Statement> {
    sql::STATEMENTS.iter().chain(apply::STATEMENTS).copied()
}
