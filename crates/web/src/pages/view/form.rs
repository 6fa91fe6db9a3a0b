//! Forms, so that every one looks and speaks the same. A [`Form`] carries the nonce, what was typed and what is
//! wrong; templates ask it for a control and say the words:
//!
//! ```text
//! {{ form.text(frame, "phone", "手机号码", "Mobile number").hint("用来接收验证码", "We send a code to it").tel() }}
//! ```
//!
//! The rules are those of the GOV.UK design system: label above, hint below it, the message between hint and field
//! and again, word for word, in the summary at the top; no browser bubbles (`novalidate`); paste is never blocked;
//! optional fields say so, all others are required.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use base::{FieldError, Text};

use super::control::{Control, Kind};
use crate::frame::Frame;

/// The fields that are wrong, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors(pub Vec<FieldError>);

impl FormErrors {
    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&Text> {
        self.0.iter().find(|error| error.field == field).map(|error| &error.message)
    }
}

/// One field of a form: what was typed and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The name in the form, which is also the id of the control.
    pub name: &'a str,
    /// What was typed or is on file.
    pub value: &'a str,
    /// What is wrong and how to mend it, in the page's language.
    pub error: Option<&'a str>,
}

/// A form's nonce, its values and its errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The signed nonce: proof that the form is ours, and the idempotency key of its step.
    pub nonce: String,
    /// Names and values, as typed or as on file; a name may come more than once (boxes).
    pub values: Vec<(String, String)>,
    /// What is wrong.
    pub errors: FormErrors,
}

impl Form {
    /// An empty form.
    pub fn new(nonce: impl Into<String>) -> Self {
        Self { nonce: nonce.into(), ..Self::default() }
    }

    /// The same form with a value filled in.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// The same form with what is wrong.
    #[must_use]
    pub fn wrong(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = FormErrors(errors);
        self
    }

    /// Whether anything is wrong.
    pub fn is_wrong(&self) -> bool {
        !self.errors.0.is_empty()
    }

    /// The first value of a name; empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The hidden inputs: the nonce, and the revision that the form was made from, where it has one.
    pub fn hidden(&self) -> Nonce<'_> {
        Nonce { nonce: &self.nonce, revision: self.value("revision") }
    }

    /// The summary above the heading; prints nothing where all is well.
    pub fn summary<'a>(&'a self, frame: &'a Frame) -> Summary<'a> {
        Summary { frame, errors: &self.errors.0 }
    }

    /// A line of text.
    pub fn text<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Input, frame.t(zh, en))
    }

    /// Several lines of text.
    pub fn area<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Area, frame.t(zh, en))
    }

    /// One of several, all in sight.
    pub fn radios<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Radios, frame.t(zh, en))
    }

    /// Any of several.
    pub fn boxes<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Boxes, frame.t(zh, en))
    }

    /// One of many, folded.
    pub fn select<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Select, frame.t(zh, en))
    }

    /// A single box to tick; its value is `yes`.
    pub fn check<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Check, frame.t(zh, en))
    }

    /// A file.
    pub fn upload<'a>(
        &'a self,
        frame: &'a Frame,
        name: &'a str,
        zh: &'static str,
        en: &'static str,
    ) -> Control<'a> {
        self.control(frame, name, Kind::Upload, frame.t(zh, en))
    }

    fn control<'a>(&'a self, frame: &'a Frame, name: &'a str, kind: Kind, label: &'a str) -> Control<'a> {
        let field = Field {
            name,
            value: self.value(name),
            error: self.errors.of(name).map(|message| message.get(frame.lang)),
        };
        let picked = self.values.iter().filter(|(known, _)| known == name).map(|(_, v)| v.as_str()).collect();
        Control::new(frame, field, kind, label, picked)
    }
}

/// The hidden inputs of a form.
#[derive(Clone, Copy, Debug)]
pub struct Nonce<'a> {
    nonce: &'a str,
    revision: &'a str,
}

/// A nonce is base64url with dots, a revision is a number; whatever else stands in them is dropped rather than escaped.
impl fmt::Display for Nonce<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
        let safe: String = self.nonce.chars().filter(plain).collect();
        write!(f, r#"<input type="hidden" name="nonce" value="{safe}">"#)?;
        let revision: String = self.revision.chars().filter(char::is_ascii_digit).collect();
        if !revision.is_empty() {
            write!(f, r#"<input type="hidden" name="revision" value="{revision}">"#)?;
        }
        Ok(())
    }
}

impl HtmlSafe for Nonce<'_> {}

/// The error summary.
#[derive(Debug, Template)]
#[template(path = "part/summary.html")]
pub struct Summary<'a> {
    frame: &'a Frame,
    errors: &'a [FieldError],
}

impl HtmlSafe for Summary<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::sample;

    fn wrong() -> Form {
        Form::new("n1.a\"><b>").with("phone", "1390000\"x").wrong(vec![FieldError::new(
            "phone",
            "请填写11位手机号码",
            "Enter an 11-digit mobile number",
        )])
    }

    #[test]
    fn the_message_stands_at_the_field_and_in_the_summary_with_the_same_words() {
        let (form, frame) = (wrong(), sample::anyone("/login"));
        let field =
            form.text(&frame, "phone", "手机号码", "Mobile number").hint("提示", "Hint").tel().to_string();
        let summary = form.summary(&frame).to_string();
        assert!(
            summary.contains(r##"href="#phone""##) && summary.contains("请填写11位手机号码"),
            "{summary}"
        );
        assert!(field.contains("请填写11位手机号码") && field.contains(r#"aria-invalid="true""#), "{field}");
        assert!(field.contains(r#"aria-describedby="phone-hint phone-error""#), "{field}");
    }

    #[test]
    fn what_was_typed_comes_back_escaped() {
        let (form, frame) = (wrong(), sample::anyone("/login"));
        let field = form.text(&frame, "phone", "手机号码", "Mobile number").to_string();
        assert!(field.contains("value=\"1390000&#34;x\""), "{field}");
        assert_eq!(form.hidden().to_string(), r#"<input type="hidden" name="nonce" value="n1.ab">"#);
    }

    #[test]
    fn a_form_carries_the_revision_it_was_made_from() {
        let hidden = Form::new("n1.a").with("revision", "7\"><b>").hidden().to_string();
        assert!(hidden.ends_with(r#"<input type="hidden" name="revision" value="7">"#), "{hidden}");
    }

    #[test]
    fn a_form_without_errors_has_no_summary() {
        let frame = sample::anyone("/login");
        assert_eq!(Form::new("n").summary(&frame).to_string().trim(), "");
    }
}
