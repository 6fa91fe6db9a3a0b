//! The parts that many pages are made of: a tag, a link, the rows of a summary, the steps of a timeline, the line of
//! a paper, a refusal. Each is a small type and, where it is more than one element, a template of its own.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use base::{Day, Fen, Instant, Refusal, Text};

use super::Masked;
use crate::frame::Frame;

/// What a tag's colour means. The word always says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do, nothing to fear.
    #[default]
    Plain,
    /// Done, valid.
    Ok,
    /// Under way.
    Info,
    /// Due, missing, to be looked at.
    Warn,
    /// Act now: overdue, refused, invalid.
    Err,
    /// Paused.
    Hold,
}

impl Tone {
    /// The class in the style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Err => "err",
            Self::Hold => "hold",
        }
    }
}

/// A state in a word: an adjective, never clickable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// What the colour means.
    pub tone: Tone,
    /// The word.
    pub text: Text,
}

impl Tag {
    /// A tag.
    pub fn new(tone: Tone, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { tone, text: Text::new(zh, en) }
    }
}

/// A way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// The words.
    pub text: Text,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { href: href.into(), text: Text::new(zh, en) }
    }
}

/// A value in a summary or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words in both languages.
    Words(Text),
    /// A value as it was given: a number, a plate, an address of an outlet.
    Data(String),
    /// A personal value, masked.
    Masked(Masked),
    /// A legal day.
    Date(Day),
    /// A moment.
    Moment(Instant),
    /// An amount.
    Money(Fen),
    /// A state.
    Tag(Tag),
    /// Nothing is on file; the page says so instead of leaving a gap.
    Empty,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: Text,
    /// What it is worth.
    pub value: Cell,
    /// Where it can be changed, on a check page.
    pub change: Option<String>,
}

impl Row {
    /// A row that cannot be changed.
    pub fn new(zh: impl Into<String>, en: impl Into<String>, value: Cell) -> Self {
        Self { name: Text::new(zh, en), value, change: None }
    }

    /// The same row with the page where the answer is given.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// Being done now.
    Now,
    /// Not yet begun.
    Ahead,
    /// Overdue, or failed.
    Late,
    /// Waits for the person: a paper is missing, a fee is due.
    Yours,
}

impl StepState {
    /// The class in the style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Late => "late",
            Self::Yours => "yours",
        }
    }

    /// The state in words, read out where the colour is not seen.
    pub fn spoken(self) -> Text {
        let (zh, en) = match self {
            Self::Done => ("已完成", "Done"),
            Self::Now => ("进行中", "Under way"),
            Self::Ahead => ("未开始", "Not started"),
            Self::Late => ("需要注意", "Needs attention"),
            Self::Yours => ("等您处理", "Waiting for you"),
        };
        Text::new(zh, en)
    }
}

/// A step of a timeline: a stage or a requirement of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How far it is.
    pub state: StepState,
    /// What it is.
    pub name: Text,
    /// What happened, or what will.
    pub note: Text,
    /// When it was done.
    pub at: Option<Instant>,
    /// When it has to be done.
    pub due: Option<Day>,
    /// Where the person does it.
    pub action: Option<Link>,
}

impl Step {
    /// A step without times.
    pub fn new(state: StepState, name: Text, note: Text) -> Self {
        Self { state, name, note, at: None, due: None, action: None }
    }

    /// The same step, done at a moment.
    #[must_use]
    pub fn at(mut self, moment: Instant) -> Self {
        self.at = Some(moment);
        self
    }

    /// The same step with its due day.
    #[must_use]
    pub fn due(mut self, day: Day) -> Self {
        self.due = Some(day);
        self
    }

    /// The same step with the page where the person does it.
    #[must_use]
    pub fn action(mut self, link: Link) -> Self {
        self.action = Some(link);
        self
    }
}

/// A numbered paper of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLink {
    /// What it is: 受理回执, 一次性告知书 …
    pub name: Text,
    /// Its number.
    pub number: String,
    /// The day on it.
    pub day: Day,
    /// The print page.
    pub href: String,
    /// The PDF file.
    pub pdf: String,
}

#[derive(Debug, Template)]
#[template(path = "part/rows.html")]
struct Rows<'a> {
    frame: &'a Frame,
    rows: &'a [Row],
}

#[derive(Debug, Template)]
#[template(path = "part/steps.html")]
struct Steps<'a> {
    frame: &'a Frame,
    steps: &'a [Step],
}

#[derive(Debug, Template)]
#[template(path = "part/refusal.html")]
struct RefusalPart<'a> {
    frame: &'a Frame,
    refusal: &'a Refusal,
}

#[derive(Debug, Template)]
#[template(path = "part/papers.html")]
struct Papers<'a> {
    frame: &'a Frame,
    papers: &'a [PaperLink],
}

/// Words that are HTML already, because a template with escaping made them.
#[derive(Clone, Debug)]
pub struct Html(String);

impl Html {
    pub(super) fn of(template: &impl Template) -> Self {
        Self(template.render().unwrap_or_default())
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

impl Frame {
    /// A tag.
    pub fn tag(&self, tag: &Tag) -> Html {
        Html(format!(r#"<span class="tag {}">{}</span>"#, tag.tone.word(), self.data(self.text(&tag.text))))
    }

    /// A moment in a list or a table, never broken over two lines: `2026-11-21 15:04`.
    pub fn stamp(&self, moment: &Instant) -> Html {
        Html(format!(r#"<span class="num nb">{}</span>"#, moment.local()))
    }

    /// A value.
    pub fn cell(&self, cell: &Cell) -> Html {
        let word = |text: &str| self.data(text).to_string();
        Html(match cell {
            Cell::Words(text) => word(self.text(text)),
            Cell::Data(value) => word(value),
            Cell::Masked(value) => word(value),
            Cell::Date(day) => word(&self.date(day)),
            Cell::Moment(moment) => word(&self.moment(moment)),
            Cell::Money(amount) => word(&self.yuan(amount)),
            Cell::Tag(tag) => self.tag(tag).0,
            Cell::Empty => format!(r#"<span class="none">{}</span>"#, self.t("未登记", "Not on file")),
        })
    }

    /// The rows of a summary.
    pub fn rows(&self, rows: &[Row]) -> Html {
        Html::of(&Rows { frame: self, rows })
    }

    /// The steps of a timeline.
    pub fn steps(&self, steps: &[Step]) -> Html {
        Html::of(&Steps { frame: self, steps })
    }

    /// A refusal: why, on which article, and what to do instead.
    pub fn refusal(&self, refusal: &Refusal) -> Html {
        Html::of(&RefusalPart { frame: self, refusal })
    }

    /// The papers of a case.
    pub fn papers(&self, papers: &[PaperLink]) -> Html {
        Html::of(&Papers { frame: self, papers })
    }
}
