//! The calculators: a page for each family of rules, with the answer and the articles that decided it.

use askama::Template;
use base::{Article, Day, Text};

use super::{Choice, Form, Link, Page, Row, Tag, Tone};
use crate::frame::Frame;

/// What is calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 什么时候检验.
    Inspection,
    /// 什么时候换证.
    Renewal,
    /// 还剩几分.
    Points,
    /// 什么时候报废.
    Scrapping,
    /// 能考什么车.
    Class,
    /// 号码对不对.
    Number,
}

impl Family {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 6] =
        [Self::Renewal, Self::Points, Self::Inspection, Self::Scrapping, Self::Class, Self::Number];

    /// The last part of its address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Renewal => "renewal",
            Self::Points => "points",
            Self::Scrapping => "scrapping",
            Self::Class => "class",
            Self::Number => "number",
        }
    }

    /// The one with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.word() == word)
    }

    /// Its heading.
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Self::Inspection => ("车什么时候检验", "When is my inspection due"),
            Self::Renewal => ("驾驶证什么时候换", "When can I renew my licence"),
            Self::Points => ("还剩几分", "How many points are left"),
            Self::Scrapping => ("车什么时候报废", "When must my vehicle be scrapped"),
            Self::Class => ("能考什么车", "Which class may I take"),
            Self::Number => ("号码对不对", "Is this number valid"),
        };
        Text::new(zh, en)
    }

    /// What it asks and tells.
    pub fn about(self) -> Text {
        let (zh, en) = match self {
            Self::Inspection => (
                "填车辆种类和注册日期，看下次检验的期限、要不要上线。",
                "From the kind of vehicle and its registration: until when, and whether it must come.",
            ),
            Self::Renewal => (
                "填有效期，看从哪天起能换、换了以后到哪天，过期了怎么办。",
                "From the end of validity: from when, until when the new one is valid, and what if it has expired.",
            ),
            Self::Points => (
                "填初次领证日期和记分，看周期、剩余分数、能减几分。",
                "From first issue and points: the cycle, what is left, and what study takes off.",
            ),
            Self::Scrapping => (
                "填车辆种类和注册日期，看使用年限和引导报废里程。",
                "From the kind of vehicle and its registration: years of use and mileage.",
            ),
            Self::Class => (
                "填出生日期和现有准驾车型，看每种车型能不能申请、考哪几科。",
                "From birth and the classes held: every class, whether it is open, and its exams.",
            ),
            Self::Number => (
                "身份证号码、车辆识别代号、统一社会信用代码、号牌号码，一查就知道有没有写错。",
                "Identity number, VIN, unified social credit code or plate: find a slip at once.",
            ),
        };
        Text::new(zh, en)
    }
}

/// One class in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassLine {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: Text,
    /// Whether it is open.
    pub tag: Tag,
    /// What stands in the way, or which exams are sat.
    pub why: Text,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calculated {
    /// What its colour means.
    pub tone: Tone,
    /// The answer in a sentence, which may have the day as `{day}`.
    pub headline: Text,
    /// The day of the sentence.
    pub day: Option<Day>,
    /// The details.
    pub rows: Vec<Row>,
    /// Class by class.
    pub classes: Vec<ClassLine>,
    /// What else there is to know.
    pub notes: Vec<Text>,
    /// What decided.
    pub articles: Vec<Article>,
    /// Where to go on.
    pub onward: Option<Link>,
}

impl Calculated {
    fn sentence(&self, frame: &Frame) -> String {
        let day = self.day.map(|day| frame.date(&day)).unwrap_or_default();
        frame.text(&self.headline).replace("{day}", &day)
    }
}

/// One calculator, with the answer once it was asked.
#[derive(Debug, Template)]
#[template(path = "citizen/calculator.html")]
pub struct Calculator {
    /// The frame.
    pub frame: Frame,
    /// What is calculated.
    pub family: Family,
    /// The fields of the family.
    pub form: Form,
    /// Kinds of vehicles, or of plates.
    pub kinds: Vec<Choice>,
    /// The answer.
    pub found: Option<Calculated>,
}

impl Calculator {
    /// A table of every class needs the width of the page.
    fn is_wide(&self) -> bool {
        self.found.as_ref().is_some_and(|found| !found.classes.is_empty())
    }
}

impl Page for Calculator {
    fn title(&self) -> Text {
        self.family.title()
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/calculators", "算一算", "Calculators"))
    }
}

/// The list of calculators.
#[derive(Debug, Template)]
#[template(path = "citizen/calculators.html")]
pub struct Calculators {
    /// The frame.
    pub frame: Frame,
}

impl Page for Calculators {
    fn title(&self) -> Text {
        Text::new("算一算", "Calculators")
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/", "首页", "Home"))
    }
}

#[cfg(test)]
impl Calculators {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        vec![("all", Self { frame: crate::frame::sample::anyone("/calculators") })]
    }
}

#[cfg(test)]
impl Calculator {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::Cell;
        use super::sample::{day, form, text, wrong};
        let page = |family: Family, form, found| Self {
            frame: crate::frame::sample::anyone("/calculators"),
            family,
            form,
            kinds: vec![Choice::new("a", text("小型汽车", "Small vehicle"))],
            found,
        };
        let due = Calculated {
            tone: Tone::Ok,
            headline: text("下次检验：{day}前（含当日）", "Next inspection: by {day}"),
            day: Some(day("2027-03-31")),
            rows: vec![Row::new("怎么办", "How", Cell::Words(text("上线检验", "At a station")))],
            articles: vec![Article::new("REG§16")],
            onward: Some(Link::new("/items", "去办事", "Services")),
            notes: vec![text("以本所答复为准。", "The office's answer counts.")],
            ..Calculated::default()
        };
        let classes = Calculated {
            headline: text("现在可以申请：C1", "Open now: C1"),
            classes: vec![ClassLine {
                code: "C1",
                name: text("小型汽车", "Small car"),
                tag: Tag::new(Tone::Ok, "可以", "Open"),
                why: text("科目一", "Exam: theory"),
            }],
            ..Calculated::default()
        };
        let bad = wrong("registered", "请填写日期，例如2020-05-01", "Enter a date, for example 2020-05-01");
        let mut all: Vec<(&'static str, Self)> = vec![
            ("found", page(Family::Inspection, form(), Some(due))),
            ("classes", page(Family::Class, form(), Some(classes))),
            ("wrong", page(Family::Scrapping, bad, None)),
        ];
        all.extend(Family::ALL.map(|family| (family.word(), page(family, form(), None))));
        all
    }
}
