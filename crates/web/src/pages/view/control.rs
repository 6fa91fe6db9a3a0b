//! A control of a form with its label, hint and message. It is made by a [`super::Form`] and refined by its methods in
//! the template, so that a page reads as a list of questions; one template draws all kinds.

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;
use base::Text;

use super::Field;
use crate::frame::Frame;

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// The words.
    pub text: Text,
    /// More about it; empty where there is no more to say.
    pub hint: Text,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, text: Text) -> Self {
        Self { value: value.into(), text, hint: Text::default() }
    }

    /// The same choice with a hint.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = hint;
        self
    }
}

/// What kind of control it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Input,
    Area,
    Select,
    Radios,
    Boxes,
    Check,
    Upload,
}

#[derive(Clone, Debug)]
struct Opt<'a> {
    value: &'a str,
    text: &'a str,
    hint: Cow<'a, str>,
}

/// A control with its label, hint and message.
#[derive(Debug, Template)]
#[template(path = "part/control.html")]
pub struct Control<'a> {
    frame: &'a Frame,
    field: Field<'a>,
    kind: Kind,
    label: Cow<'a, str>,
    hint: Cow<'a, str>,
    input: &'static str,
    mode: &'static str,
    fill_in: &'static str,
    width: &'static str,
    accept: &'static str,
    rows: u8,
    options: Vec<Opt<'a>>,
    picked: Vec<&'a str>,
    heading: bool,
    optional: bool,
}

impl HtmlSafe for Control<'_> {}

impl<'a> Control<'a> {
    /// A control with its label and nothing else yet.
    pub(super) fn new(
        frame: &'a Frame,
        field: Field<'a>,
        kind: Kind,
        label: &'a str,
        picked: Vec<&'a str>,
    ) -> Self {
        Self {
            frame,
            field,
            kind,
            label: Cow::Borrowed(label),
            hint: Cow::Borrowed(""),
            input: "text",
            mode: "",
            fill_in: "",
            width: "",
            accept: "",
            rows: 5,
            options: Vec::new(),
            picked,
            heading: false,
            optional: false,
        }
    }

    /// A hint in the page's own words.
    #[must_use]
    pub fn hint(mut self, zh: &'static str, en: &'static str) -> Self {
        self.hint = Cow::Borrowed(self.frame.t(zh, en));
        self
    }

    /// A hint made of values, or one that comes with the view.
    #[must_use]
    pub fn hint_line(mut self, line: impl Into<Cow<'a, str>>) -> Self {
        self.hint = line.into();
        self
    }

    /// A label that comes from the catalogue.
    #[must_use]
    pub fn named(mut self, text: &'a Text) -> Self {
        self.label = Cow::Borrowed(text.get(self.frame.lang));
        self
    }

    /// The label is the heading of the page: one question a page.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// May be left empty; the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A telephone number.
    #[must_use]
    pub fn tel(mut self) -> Self {
        (self.input, self.mode, self.fill_in, self.width) = ("tel", "tel", "tel", "m");
        self
    }

    /// A code of six digits that arrives by SMS or from an app.
    #[must_use]
    pub fn code(mut self) -> Self {
        (self.mode, self.fill_in, self.width) = ("numeric", "one-time-code", "s");
        self
    }

    /// A password; `fill_in` is `current-password` or `new-password`.
    #[must_use]
    pub fn password(mut self, fill_in: &'static str) -> Self {
        (self.input, self.fill_in, self.width) = ("password", fill_in, "m");
        self
    }

    /// A search term.
    #[must_use]
    pub fn search(mut self) -> Self {
        self.input = "search";
        self
    }

    /// A calendar day.
    #[must_use]
    pub fn day(mut self) -> Self {
        (self.input, self.width) = ("date", "m");
        self
    }

    /// What the browser may fill in: `name`, `address-line1`, `username` …
    #[must_use]
    pub fn fill_in(mut self, what: &'static str) -> Self {
        self.fill_in = what;
        self
    }

    /// Wide enough for about six characters.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.width = "s";
        self
    }

    /// Wide enough for about eighteen characters.
    #[must_use]
    pub fn medium(mut self) -> Self {
        self.width = "m";
        self
    }

    /// Rows of a text area.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// The types of file that are taken: `image/jpeg,image/png`.
    #[must_use]
    pub fn accept(mut self, types: &'static str) -> Self {
        self.accept = types;
        self
    }

    /// An answer in the page's own words.
    #[must_use]
    pub fn option(mut self, value: &'static str, zh: &'static str, en: &'static str) -> Self {
        let text = self.frame.t(zh, en);
        self.options.push(Opt { value, text, hint: Cow::Borrowed("") });
        self
    }

    /// A hint under the answer given last.
    #[must_use]
    pub fn note(self, zh: &'static str, en: &'static str) -> Self {
        let hint = self.frame.t(zh, en);
        self.note_line(hint)
    }

    /// A hint made of values under the answer given last.
    #[must_use]
    pub fn note_line(mut self, line: impl Into<Cow<'a, str>>) -> Self {
        if let Some(last) = self.options.last_mut() {
            last.hint = line.into();
        }
        self
    }

    /// Answers that come with the view.
    #[must_use]
    pub fn choices(mut self, choices: &'a [Choice]) -> Self {
        let lang = self.frame.lang;
        self.options.extend(choices.iter().map(|choice| Opt {
            value: &choice.value,
            text: choice.text.get(lang),
            hint: Cow::Borrowed(choice.hint.get(lang)),
        }));
        self
    }

    /// The value of `aria-describedby`; empty where there is neither hint nor message.
    fn described_by(&self) -> String {
        let name = self.field.name;
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{name}-hint"));
        }
        if self.field.error.is_some() {
            ids.push(format!("{name}-error"));
        }
        ids.join(" ")
    }

    fn is_picked(&self, value: &str) -> bool {
        self.picked.contains(&value)
    }

    /// The id of the n-th answer: the first has the field's name, so that the summary's link lands on it.
    fn option_id(&self, index: usize) -> String {
        if index == 0 { self.field.name.to_owned() } else { format!("{}-{}", self.field.name, index + 1) }
    }
}
