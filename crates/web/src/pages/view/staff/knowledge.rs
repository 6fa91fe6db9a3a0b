//! The office's own words for its items: the list, and adding one with fields `item` and `word`.

use askama::Template;
use base::{Day, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Page};

/// A word in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordLine {
    /// What people say.
    pub word: String,
    /// The item they mean.
    pub item: Text,
    /// Since when the guide knows it.
    pub since: Day,
}

/// The words.
#[derive(Debug, Template)]
#[template(path = "staff/knowledge.html")]
pub struct Knowledge {
    /// The frame.
    pub frame: Frame,
    /// The fields of a new word.
    pub form: Form,
    /// The words, by item.
    pub words: Vec<WordLine>,
    /// The items to choose from.
    pub items: Vec<Choice>,
}

impl Page for Knowledge {
    fn title(&self) -> Text {
        Text::new("群众的说法", "How people say it")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Notices)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Knowledge {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::view::sample::{day, form, text, wrong};
        let line = |word: &str| WordLine {
            word: word.to_owned(),
            item: text("遗失补证", "Lost licence"),
            since: day("2026-11-20"),
        };
        let page = |form, words| Self {
            frame: crate::frame::sample::staff("/admin/knowledge"),
            form,
            words,
            items: vec![Choice::new("licence-lost", text("遗失补证", "Lost licence"))],
        };
        let bad =
            wrong("word", "请填写2至30个字的说法。", "Give a word or a way of asking of 2 to 30 characters.");
        vec![
            ("two", page(form(), vec![line("小红本没了"), line("证件被狗叼走了")])),
            ("none, wrong", page(bad.with("word", "一"), Vec::new())),
        ]
    }
}
