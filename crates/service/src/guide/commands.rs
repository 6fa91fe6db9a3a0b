//! The office's own words: what people here say for an item, added and taken away by whoever keeps the guidance.

use authz::{Action, Resource};
use base::FieldError;
use store::{Read, Row, params};

use super::cut::plain;
use super::model::{GuideEvent, OwnWord, WordAdded, WordRemoved};
use super::sql;
use crate::office::{Ctx, Desk, Done, Office, Stop};

/// Longest word or way of asking, in characters.
pub const WORD_MAX: usize = 30;
/// Most words an office can add.
pub const WORDS_MAX: u32 = 2_000;

/// The office's own words, by item.
pub fn own_words(read: &mut Read<'_>) -> Result<Vec<OwnWord>, Stop> {
    Ok(read.list(&sql::ALL, params![WORDS_MAX], own_word)?)
}

fn own_word(row: &Row<'_>) -> Result<OwnWord, store::Error> {
    Ok(OwnWord { word: row.text(0)?, item: row.text(1)?, added_at: row.instant(2)? })
}

/// Adds a word to an item. A word that is there already, for this item or another, is a field error that says so.
pub async fn add_word(office: &Office, ctx: &Ctx, item: &str, word: &str) -> Result<Done<()>, Stop> {
    let word: String = plain(word).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut wrong = Vec::new();
    let readable = word.chars().any(char::is_alphanumeric) && !word.chars().any(char::is_control);
    if !readable || !(2..=WORD_MAX).contains(&word.chars().count()) {
        wrong.push(FieldError::new(
            "word",
            format!("请填写2至{WORD_MAX}个字的说法。"),
            format!("Give a word or a way of asking of 2 to {WORD_MAX} characters."),
        ));
    }
    if office.rules.catalog.item(item).is_err() {
        wrong.push(FieldError::new(
            "item",
            "没有这个事项，请重新选择。",
            "There is no such item. Choose again.",
        ));
    }
    if !wrong.is_empty() {
        return Err(Stop::Invalid(wrong));
    }
    let item = item.to_owned();
    office
        .command(ctx, move |desk| {
            let own = desk.office().stream("guide", "words");
            desk.lock(&[&own])?;
            desk.allow(Action::NoticePublish, &Resource::Platform)?;
            room(desk, &word)?;
            let fact = WordAdded { word: word.clone(), item: item.clone() };
            let event = GuideEvent::from(fact).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}

/// Whether the word is new and there is room for one more.
fn room(desk: &mut Desk<'_, '_>, word: &str) -> Result<(), Stop> {
    if let Some(known) = desk.maybe(&sql::ONE, params![word], own_word)? {
        return Err(FieldError::new(
            "word",
            format!("“{word}”已经指向“{}”，要改先删除原来的。", known.item),
            format!("“{word}” already leads to {}: remove it there first.", known.item),
        )
        .into());
    }
    if desk.one(&sql::COUNT, params![], |row| row.int(0))? >= i64::from(WORDS_MAX) {
        return Err(FieldError::new(
            "word",
            format!("最多添加{WORDS_MAX}个说法，请先删除不用的。"),
            format!("There can be at most {WORDS_MAX} words: remove some first."),
        )
        .into());
    }
    Ok(())
}

/// Takes a word away. One that is gone already stays so.
pub async fn remove_word(office: &Office, ctx: &Ctx, word: &str) -> Result<Done<()>, Stop> {
    let word = word.to_owned();
    office
        .command(ctx, move |desk| {
            let own = desk.office().stream("guide", "words");
            desk.lock(&[&own])?;
            desk.allow(Action::NoticePublish, &Resource::Platform)?;
            if desk.maybe(&sql::ONE, params![word], own_word)?.is_none() {
                return Ok(());
            }
            let event = GuideEvent::from(WordRemoved { word: word.clone() }).to_new(desk.moment())?;
            desk.record(&own, event)?;
            Ok(())
        })
        .await
}
